"""The record: the canonical filing, its JSON and its XML."""
