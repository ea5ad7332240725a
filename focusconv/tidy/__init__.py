"""Tidy tables: a filing as rows, and the names of their columns."""
