"""Records of a table to rows, with places as if the table were printed in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest

from msgspec import Struct

from focusconv.document import Cell, Row
from focusconv.readers.text.plain import NAME, is_rule

GUTTER = 2
"""Columns of a table stand so many characters apart."""

_NUMBER = re.compile(r"[-\[($\s]*\d[\d,.'\s]*[\])]?\s*")


class Record(Struct, frozen=True):
    """A record of a table: its cells, empty ones too, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


def rows_of_records(records: Sequence[Record], ids: Iterator[int]) -> Iterator[Row]:
    """The rows of one table; empty cells are left out and keep their place."""
    parted = [Record(one.line, cells) for one in records for cells in _printed_rows(one.cells)]
    lefts = _lefts([one.cells for one in parted])
    for one in parted:
        y = float(one.line)
        cells = [
            Cell(next(ids), text, (left, y, left + len(text) - 1, y), NAME)
            for text, left in zip(one.cells, lefts, strict=False)
            if text
        ]
        if cells and not is_rule(" ".join(one.cells)):
            yield Row(tuple(cells))


def _lefts(rows: Sequence[Sequence[str]]) -> list[float]:
    """Where each column of a table begins, so that none reaches into the next."""
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    return [float(left) for left in accumulate((w + GUTTER for w in widths), initial=1)]


def _printed_rows(cells: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows that a record with line breaks in its cells prints.

    Table finders run rows of the page together into one record. Where two cells and more have as
    many lines, one of them numbers, and no cell a number alone, the n-th lines of all make up the
    n-th row; else a line break is a space: a label or a number that its column was too narrow for.
    """
    lines = _in_lines(cells)
    counts = {len(own) for own in lines if len(own) > 1 or _is_numbers(own)}
    several = [own for own in lines if len(own) > 1]
    if len(several) < 2 or len(counts) != 1 or not any(map(_is_numbers, several)):
        yield tuple(" ".join(filter(None, own)) for own in lines)
        return
    for n in range(counts.pop()):
        yield tuple(_nth(own, n) for own in lines)


def _in_lines(cells: Sequence[str]) -> list[list[str]]:
    """The lines of each cell; empty ones at its end count where all cells have as many."""
    broken = {cell.count("\n") for cell in cells if "\n" in cell}
    if len(broken) > 1:
        cells = [cell.rstrip("\n") for cell in cells]
    return [[line.strip() for line in cell.split("\n")] for cell in cells]


def _is_numbers(lines: list[str]) -> bool:
    """Whether every line of a cell that is not empty is a number."""
    held = [line for line in lines if line]
    return bool(held) and all(map(_NUMBER.fullmatch, held))


def _nth(lines: list[str], n: int) -> str:
    """What the n-th row has of a cell; one of a single line stands in the first."""
    return lines[n] if n < len(lines) else ""
