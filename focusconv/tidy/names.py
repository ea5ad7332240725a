"""What wide tables call a cell, in files and in databases."""

from __future__ import annotations

import re


def column_name(box: str | None, statement: str, line: str, column: str) -> str:
    """What a wide table calls a cell: `box_7010`, or `cover_segregated_b` without a box."""
    if box is not None:
        return f"box_{sql_name(box)}"
    own = "" if column in ("amount", "entry") else f"_{column}"
    return sql_name(f"{statement}_{line}{own}")


def sql_name(name: str) -> str:
    """A name in lower case, of letters, digits and underscores, that needs no quotes."""
    return re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
