"""What stands on a PDF page and is not its text: hidden words, pictures, letters as drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from focusconv.document import Cell, Mark, MarkKind, Region, Row
from focusconv.readers.layout.spaced import UNSURE
from focusconv.readers.pdf.rows import placed_words
from focusconv.readers.pdf.words import ASKEW, Group, PageWords, turned

_MOST = 2000
"""Marks of one page; with more of them it is no form."""

_NEAR = 4.0
"""Points between drawings that are one print, letter by letter."""

_HIGH = 30.0
"""Points; what is drawn higher is no print of a form."""


def marks_of(
    words: PageWords, watermarks: Iterable[Group], pictures: Iterable[Region], rotation: int
) -> Iterator[Mark]:
    """The marks of a page, places as it is shown; `watermarks` are groups of askew words, and
    `pictures` the places of pictures on the page as it is stored."""
    for (kind, _), group in words.hidden.items():
        yield from _texts(kind, words, [group], rotation)
    yield from _texts("watermark", words, watermarks, rotation)
    for region in (*pictures, *_drawn_letters(words)):
        yield Mark("ink", _shown(region, words, rotation))


def _texts(
    kind: MarkKind, words: PageWords, groups: Iterable[Group], rotation: int
) -> Iterator[Mark]:
    placed = (pair for group in groups for pair in placed_words(words, group, rotation))
    for word, place in placed:
        if any(char.isalnum() for char in word.text):
            yield Mark(kind, place, word.text)


def without_unsure(rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Mark]]:
    """The rows without the prints of which it is not known what they say, and these as marks."""
    unsure = [cell for row in rows for cell in row.cells if UNSURE in cell.text]
    if not unsure:
        return tuple(rows), []
    kept = (Row(tuple(cell for cell in row.cells if UNSURE not in cell.text)) for row in rows)
    return tuple(row for row in kept if row.cells), [_mark(cell) for cell in unsure]


def _mark(cell: Cell) -> Mark:
    return Mark("ink", cell.region, cell.text.replace(UNSURE, " "))


def limited(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks, of more than a page can have the first."""
    return tuple(mark for _, mark in zip(range(_MOST), marks, strict=False))


def _drawn_letters(words: PageWords) -> Iterator[Region]:
    """Drawings as small as letters, those beside each other as one; not such as lie around or
    under words."""
    current: Region | None = None
    for region in sorted(words.figures(), key=lambda r: (round(r[3]), r[0])):
        x0, y0, x1, y1 = region
        if y1 - y0 > _HIGH or _holds_words(region, words):
            continue
        if (
            current is not None
            and abs(current[3] - y1) <= _NEAR
            and -_HIGH < x0 - current[2] <= _NEAR
        ):
            current = (
                min(current[0], x0),
                min(current[1], y0),
                max(current[2], x1),
                max(current[3], y1),
            )
            continue
        if current is not None:
            yield current
        current = region
    if current is not None:
        yield current


def _holds_words(region: Region, words: PageWords) -> bool:
    x0, y0, x1, y1 = region
    groups = (group for turn, group in words.printed.items() if turn % ASKEW == 0)
    return any(
        x0 <= (word.x0 + word.x1) / 2 <= x1 and y0 <= (word.y0 + word.y1) / 2 <= y1
        for group in groups
        for word in group.words
    )


def _shown(region: Region, words: PageWords, rotation: int) -> Region:
    turn = -rotation // 90 % 4
    return turned(region, turn, words.width, words.height) if turn else region
