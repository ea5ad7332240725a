"""Tables as CSV: UTF-8, a header, one line a row as RFC 4180 has it, line feeds.

Texts come from strangers, and spreadsheets run what looks like a formula: such a text gets an
apostrophe before it, by which a spreadsheet knows it for a text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from focusconv.exports.wide import columns, wide_row
from focusconv.tidy.rows import COLUMNS, Columns, Piece, Row, confirmed

_FORMULA = re.compile("[=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
"""What a formula begins with, the wide signs of East Asian spreadsheets included."""

_NUMBER = re.compile(r"[+-]?[0-9,.]+")


def csv_chunks(pieces: Iterable[Piece], *, wide: bool, sure: bool) -> Iterator[bytes]:
    """The table filing by filing, its header with the first: one row an item or, `wide`, a
    filing. With `sure`, confirmed figures only."""
    named: Columns = columns() if wide else COLUMNS
    header = _lines([tuple(named)])
    for piece in pieces:
        yield header + _lines(rows(piece, wide=wide, sure=sure))
        header = b""
    yield header


def _lines(found: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(map(harmless, row) for row in found)
    return text.getvalue().encode()


def rows(piece: Piece, *, wide: bool, sure: bool) -> Iterable[Row]:
    """The rows of a filing in one shape or the other."""
    if wide:
        return (wide_row(piece, sure=sure),)
    return ((*piece.filing, *item) for item in piece.items if confirmed(item) or not sure)


def harmless(value: object) -> object:
    """A value as CSV has it: true and false, dates as ISO 8601, and no text that is a formula.

    A line break inside a text is a line feed: a bare carriage return would end the row for some
    readers and not for others.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        formula = _FORMULA.match(value) and not _NUMBER.fullmatch(value)
        text = f"'{value}" if formula else value
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return value
