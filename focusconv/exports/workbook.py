"""Filings as an Excel workbook for people: sheets of filings, items, checks and findings.

Numbers are numbers, texts are texts whatever they begin with, and every state has its colour.
"""

from __future__ import annotations

import datetime
import io
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from focusconv.errors import FocusconvError, MissingPackage
from focusconv.tidy.rows import (
    CHECK,
    FILING,
    FINDING,
    ITEM,
    Columns,
    Piece,
    Row,
    confirmed,
    of_item,
)

_MOST_ROWS: Final = 1_048_576
"""The rows of a sheet, its header included: the limit of the format."""

_MOST_TEXT: Final = 32_767
"""The characters of a cell: the limit of the format."""

_EXACT: Final = 10**15
"""From here on Excel shows a number rounded; such an amount is written as a text."""

_STATES: Final = {
    "confirmed": "#C6EFCE",
    "passed": "#C6EFCE",
    "reviewed": "#DDEBF7",
    "waived": "#DDEBF7",
    "corrected": "#FFEB9C",
    "derived": "#FFEB9C",
    "used": "#FFEB9C",
    "partial": "#FFD966",
    "undecided": "#FFD966",
    "warning": "#FFD966",
    "unreadable": "#F4B183",
    "disputed": "#FF9C9C",
    "inconsistent": "#FF7575",
    "failed": "#FF7575",
    "error": "#FF7575",
}
"""The colour behind a state; a state that is not listed has none."""

_LEGEND: Final = (
    ("reported", "read as printed, and no check disputes it"),
    ("blank", "the cell is printed and empty, and the arithmetic agrees"),
    ("corrected", "what was read contradicts the form, and one correction only is plausible"),
    ("derived", "nothing legible, but the rules leave exactly one value"),
    ("reviewed", "set by a reviewer"),
    ("disputed", "read, but a check over it fails or its place is doubtful"),
    ("unreadable", "the cell is there, its value cannot be known"),
    ("absent", "the line is not in the document"),
    ("passed", "the total adds up"),
    ("failed", "the total does not add up"),
    ("undecided", "an operand of the total is missing"),
    ("used", "the total was spent to make a value, so it confirms nothing"),
    ("waived", "a reviewer said that the filing really prints this"),
    ("inconsistent", "a filing with a failed total that the form promises"),
    ("partial", "a filing with something unreadable, missing or undecided"),
    ("confirmed", "a filing of which none of this is true"),
)

_COUNTS: Final[Columns] = {
    "confirmed": "whole",
    "disputed": "whole",
    "unreadable": "whole",
    "corrected": "whole",
    "derived": "whole",
    "failed": "whole",
    "undecided": "whole",
}
"""What the sheet of filings counts of their items and checks."""

_SHORT: Final[Columns] = {
    name: FILING[name] for name in ("firm", "form", "period_end", "filing_status", "source")
}
"""What the sheets of items, checks and findings say of the filing."""

_SHEETS: Final[dict[str, Columns]] = {
    "Filings": {**FILING, **_COUNTS},
    "Items": {**_SHORT, **ITEM},
    "Checks": {**_SHORT, **CHECK},
    "Findings": {**_SHORT, **FINDING},
}

_COLOURED: Final = frozenset({"status", "filing_status", "level"})
"""The columns whose states have colours."""

_WIDTHS: Final = {
    "firm": 34,
    "source": 22,
    "label": 52,
    "amount": 18,
    "expected": 18,
    "actual": 18,
    "difference": 16,
    "rule": 44,
    "message": 60,
    "reason": 60,
    "text": 24,
    "period_end": 12,
    "as_of": 12,
    "filing": 16,
    "sha256": 16,
    "status": 12,
    "filing_status": 13,
}


def workbook(pieces: Iterable[Piece], *, sure: bool) -> bytes:
    """The workbook, the same for the same filings. With `sure`, confirmed figures only.

    Raises FocusconvError where the filings are more than a sheet holds, MissingPackage without
    XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingPackage(
            "a workbook needs XlsxWriter", remedy="pip install 'focusconv[tables]'"
        ) from error
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        # Without a date of its own the workbook would have that of its making.
        book.set_properties({"title": "Filings", "created": datetime.datetime(2000, 1, 1)})
        looks = _Looks(book)
        sheets = {name: _Sheet(book, name, columns, looks) for name, columns in _SHEETS.items()}
        for piece in pieces:
            _write(piece, sheets, sure=sure)
        for sheet in sheets.values():
            sheet.close()
        _write_legend(book, looks)
    return buffer.getvalue()


def _write(piece: Piece, sheets: dict[str, _Sheet], *, sure: bool) -> None:
    said = dict(zip(FILING, piece.filing, strict=True))
    short = tuple(said[name] for name in _SHORT)
    sheets["Filings"].add((*piece.filing, *_counts(piece)))
    for item in piece.items:
        if confirmed(item) or not sure:
            sheets["Items"].add((*short, *item))
    for check in piece.checks:
        sheets["Checks"].add((*short, *check))
    for finding in piece.findings:
        sheets["Findings"].add((*short, *finding))


def _counts(piece: Piece) -> Row:
    found = Counter(of_item(item, "status") for item in piece.items)
    found += Counter(check[list(CHECK).index("status")] for check in piece.checks)
    found["confirmed"] = sum(map(confirmed, piece.items))
    return tuple(found[name] for name in _COUNTS)


class _Looks:
    """The formats of a workbook: what a value and a state look like."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.whole = book.add_format({"num_format": "#,##0;[Red]-#,##0"})
        self.number = book.add_format({"num_format": "0.00"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.states = {
            state: book.add_format({"bg_color": colour}) for state, colour in _STATES.items()
        }


class _Sheet:
    """One sheet: a header that stays in sight, filters, and rows as they come."""

    def __init__(self, book: Any, name: str, columns: Columns, looks: _Looks) -> None:
        self._name, self._columns, self._looks = name, columns, looks
        self._sheet = book.add_worksheet(name)
        self._next = 1
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            self._sheet.set_column(at, at, _WIDTHS.get(column, 11))
            self._sheet.write_string(0, at, column.replace("_", " "), looks.head)

    def add(self, row: Row) -> None:
        if self._next == _MOST_ROWS:
            raise FocusconvError(
                f"the sheet {self._name} is full: a workbook holds {_MOST_ROWS - 1:,} rows a sheet",
                remedy="give fewer filings, or --to csv or parquet",
            )
        for at, (value, column) in enumerate(zip(row, self._columns, strict=True)):
            if value is not None:
                self._cell(at, value, column)
        self._next += 1

    def _cell(self, at: int, value: Any, column: str) -> None:
        sheet, looks, row = self._sheet, self._looks, self._next
        kind = self._columns[column]
        if kind == "whole" and abs(value) < _EXACT:
            sheet.write_number(row, at, value, looks.whole)
        elif kind == "number":
            sheet.write_number(row, at, value, looks.number)
        elif kind == "date":
            sheet.write_datetime(row, at, value, looks.date)
        elif kind == "flag":
            sheet.write_string(row, at, "yes" if value else "no")
        else:
            text = str(value)
            cut = text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 3]}..."
            look = looks.states.get(text) if column in _COLOURED else None
            sheet.write_string(row, at, cut, look)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, self._next - 1, len(self._columns) - 1)


def _write_legend(book: Any, looks: _Looks) -> None:
    sheet = book.add_worksheet("Legend")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 80)
    for row, (state, meaning) in enumerate(_LEGEND):
        sheet.write_string(row, 0, state, looks.states.get(state))
        sheet.write_string(row, 1, meaning)
