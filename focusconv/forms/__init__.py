"""The forms: their catalog as data, read once."""
