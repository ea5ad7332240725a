"""The forms as the catalog has them: the one place where the generator meets the program's data."""

from __future__ import annotations

from focusconv.forms.catalog import Case, CellSpec, Edition, Line, Rule, StatementSpec, catalog

__all__ = ["SYSTEMS", "Case", "CellSpec", "Edition", "Line", "Rule", "StatementSpec", "edition"]

SYSTEMS = ("FOCUS", "WinJammer")


def edition(system: str) -> Edition:
    """The edition of a filing system that the generator prints."""
    return next(found for found in catalog().editions if found.system == system)
