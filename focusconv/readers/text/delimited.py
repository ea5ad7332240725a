"""Tables of delimited values (CSV and its kin) to rows, where a text surely is one.

What a comma means differs: in a cell in quotes it groups digits, between cells it parts them. So
a text is taken for delimited only where its quotes, or records of one width, say so and no number
could be what the delimiter tore; everything else is plain text.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence

from focusconv.document import Row
from focusconv.readers.text.grid import Record, rows_of_records
from focusconv.readers.text.markup import unmarked_lines
from focusconv.readers.text.plain import cells_of_line

DELIMITERS = ",;\t"

ENOUGH_RECORDS = 5
"""Fewer records with several cells are no table of a statement."""

ENOUGH_QUOTED = 3
"""So many numbers in quotes beside delimiters are no words that somebody quotes."""

SAME_WIDTH = 0.9
"""The share of records as wide as one beside them, in a table without quotes."""

_NUMBER = re.compile(r"[-($\s]*\d[\d,.'\s]*\)?\s*")
_TORN = re.compile(r"(?:^|.*\D)\d{1,3}")
_GROUP = re.compile(r"\d{3}(?!\d).*", re.DOTALL)
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\n", re.IGNORECASE)
"""The first line of a table that names its delimiter, as spreadsheets write and read it."""


def delimiter_of(text: str) -> str | None:
    """The character that parts the cells of a text; None where it is no table for sure."""
    told = _SEPARATOR.match(text)
    if told is not None:
        text = text[told.end() :]
    whole = text.replace("\f", "\n")
    for delimiter in told[1] if told is not None else DELIMITERS:
        if delimiter in whole and _is_delimited(whole, delimiter):
            return delimiter
    return None


def rows_of_delimited(
    text: str, first: int, ids: Iterator[int], *, delimiter: str
) -> Iterator[Row]:
    """The rows of one page of delimited values, the first line of which has number `first`.

    A record of one cell is a line of plain text. Places are lines of the text, and columns as if
    the cells of a table were printed below one another.
    """
    table: list[Record] = []
    for record in _records(text, delimiter, first):
        if len(record.cells) > 1:
            table.append(Record(record.line, tuple(map(unmarked_lines, record.cells))))
            continue
        yield from rows_of_records(table, ids)
        table = []
        for number, line in enumerate(record.cells[0].split("\n"), record.line):
            cells = cells_of_line(line, number, ids)
            if cells:
                yield Row(tuple(cells))
    yield from rows_of_records(table, ids)


def _records(text: str, delimiter: str, first: int) -> Iterator[Record]:
    told = _SEPARATOR.match(text)
    if told is not None and first == 1:
        text, first = text[told.end() :], 2
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    line = first
    for cells in reader:
        if cells:
            yield Record(line, tuple(cells))
        line = first + reader.line_num


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, which count within quotes."""
    *lines, last = text.split("\n")
    yield from (f"{line}\n" for line in lines)
    yield last


def _is_delimited(text: str, delimiter: str) -> bool:
    try:
        records = [record.cells for record in _records(text, delimiter, 1)]
    except csv.Error:
        return False
    wide = [cells for cells in records if len(cells) > 1]
    if len(wide) < ENOUGH_RECORDS:
        return False
    if _quoted_numbers(text, delimiter) >= ENOUGH_QUOTED:
        return True
    if delimiter == "\t":
        return False
    if any(map(_is_prose, wide)) or (delimiter == "," and any(map(_is_torn, wide))):
        return False
    return _same_width(wide) and _has_numbers(wide)


def _quoted_numbers(text: str, delimiter: str) -> int:
    """How many numbers stand in quotes with a delimiter on one side at least."""
    edge = re.escape(delimiter)
    amount = r'"[-($\s]*\d[\d,.\s]*\)?\s*"'
    return sum(1 for _ in re.finditer(rf"(?:{edge}{amount}|^{amount}(?={edge}))", text, re.M))


def _same_width(wide: Sequence[Sequence[str]]) -> bool:
    widths = [len(cells) for cells in wide]
    beside = zip([0, *widths], widths, [*widths[1:], 0], strict=False)
    same = sum(own in (before, behind) for before, own, behind in beside)
    return same >= SAME_WIDTH * len(widths)


def _has_numbers(wide: Sequence[Sequence[str]]) -> bool:
    """Whether half of the records have a cell that is a number and nothing else."""
    numbered = sum(any(_NUMBER.fullmatch(cell) for cell in cells) for cells in wide)
    return 2 * numbered >= len(wide)


def _is_prose(cells: Sequence[str]) -> bool:
    """Whether a delimiter may stand within a sentence: spaces follow it there."""
    return any(cell.startswith(" ") and cell.strip() for cell in cells[1:])


def _is_torn(cells: Sequence[str]) -> bool:
    """Whether a comma may stand within an amount that nobody quoted."""
    return any(
        _TORN.fullmatch(cell) and _GROUP.fullmatch(after)
        for cell, after in itertools.pairwise(cells)
    )
