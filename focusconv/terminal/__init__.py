"""Terminal: messages, tables, progress and exit status, as a person at one sees them."""
