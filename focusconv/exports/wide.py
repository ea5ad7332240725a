"""Filings as one table with a row a filing and a column a cell of the forms.

The columns are those of every form in the catalog, whatever is filed, so that tables fit
together.
"""

from __future__ import annotations

import functools

from focusconv.forms.catalog import catalog
from focusconv.tidy.names import column_name
from focusconv.tidy.rows import FILING, Columns, Piece, Row, confirmed, of_item


@functools.cache
def columns() -> Columns:
    """The columns: the filing, its cells in printed order, and `doubtful`, the names of cells
    that are disputed or unreadable."""
    cells: Columns = {}
    for edition in catalog().editions:
        for key, cell in edition.spec.items():
            name = column_name(cell.box, *key.split("/"))
            cells[name] = "whole" if cell.kind == "amount" else "text"
    return {**FILING, **cells, "doubtful": "text"}


def wide_row(piece: Piece, *, sure: bool) -> Row:
    """The row of a filing; with `sure`, confirmed figures only."""
    found: dict[str, object] = {}
    doubtful = []
    for item in piece.items:
        name = _name(item)
        if of_item(item, "status") in ("disputed", "unreadable"):
            doubtful.append(name)
        if confirmed(item) or not sure:
            amount = of_item(item, "amount")
            found[name] = of_item(item, "text") if amount is None else amount
    own = list(columns())[len(FILING) : -1]
    return (*piece.filing, *(found.get(name) for name in own), " ".join(doubtful) or None)


def _name(item: Row) -> str:
    statement, box, line, column = (
        of_item(item, name) for name in ("statement", "box", "line", "column")
    )
    return column_name(box, statement, line, column)
