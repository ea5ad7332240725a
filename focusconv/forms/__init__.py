"""The forms: their catalog as data, and telling which form a document is."""
