"""The cover of a filing placed: its fields, its targets, and what each says."""
