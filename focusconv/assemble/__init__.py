"""Assemble: readings, verdicts and header put together as the canonical filing."""
