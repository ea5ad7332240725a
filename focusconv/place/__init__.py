"""Placing: the rows of a statement laid over its lines, as one exclusive assignment."""
