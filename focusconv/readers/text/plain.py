"""Lines of plain text to rows of cells, which tabs, table bars or runs of spaces part.

Tables in Markdown are rows between bars. Everything that was printed stays, odd punctuation
included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from focusconv.document import Cell, Row
from focusconv.readers.text.markup import unmarked

NAME = "text"

_RULE = re.compile(r"[\s|+:=_\-\u2013—─━│┼┃·*#]*")
_GAP = re.compile(r"\t+|(?<!\S)\|(?!\S)| {2,}")
_PLAIN_GAP = re.compile(r"\t\t*|  +")
"""The gaps of an ASCII line without bars, each alternative by its first character."""

_BAR = re.compile(r"(?<!\\)\|")
_BARS = re.compile(r"\|+")
_TABLE_BARS = 2
"""So many bars make a line a row of a table; fewer may be a digit 1 or a frame."""

_OUTER_BAR = re.compile(r"\s*\| ?")


def rows_of_lines(lines: Iterable[str], first: int, ids: Iterator[int]) -> Iterator[Row]:
    """The rows of lines, the first of which has number `first`; rules and blanks are left out.

    Places are columns and lines from 1, the outer frame of a table not counted.
    """
    for number, line in enumerate(lines, first):
        cells = cells_of_line(line, number, ids)
        if cells:
            yield Row(tuple(cells))


def cells_of_line(line: str, number: int, ids: Iterator[int]) -> list[Cell]:
    """The cells of one line; none of a line that is a rule or blank."""
    if is_rule(line):
        return []
    if "|" in line and len(_BARS.findall(line)) >= _TABLE_BARS:
        line = _OUTER_BAR.sub("", line, count=1) if line.lstrip()[0] == "|" else line
        line = _BAR.sub("\t", line)
    y = float(number)
    cells = []
    for start, end in _spans(line):
        text = unmarked(line[start:end])
        if text:
            cells.append(Cell(next(ids), text, (start + 1.0, y, float(end), y), NAME))
    return cells


def is_rule(line: str) -> bool:
    """Whether a line is blank, or prints nothing but rules, bars and dots."""
    return not line or (not line[0].isalnum() and _RULE.fullmatch(line) is not None)


def _spans(line: str) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; blank ones are left out."""
    spans = []
    start = 0
    plain = line.isascii() and "|" not in line
    if plain and "  " not in line:
        for piece in line.split("\t"):
            end = start + len(piece)
            if piece:
                spans.append((start, end))
            start = end + 1
        return spans
    for gap in (_PLAIN_GAP if plain else _GAP).finditer(line):
        end, behind = gap.span()
        if end > start:
            spans.append((start, end))
        start = behind
    if start < len(line):
        spans.append((start, len(line)))
    return spans
