"""Notation: the print of amounts, the tokens of a row, and which characters are confused."""
