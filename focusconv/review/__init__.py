"""Review: what a person should look at, and what a person decided."""
