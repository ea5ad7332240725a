"""Columns of box numbers on a recognised page: what stands in one is no amount, however misread.

Four digits below one another are box numbers: amounts of that size have a grouping mark. So are
four digits between brackets that were read as ones, `173151`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from focusconv.readers.layout.neighbors import Rows
from focusconv.readers.layout.words import Word


class Column(Struct, frozen=True):
    """Where box numbers stand below one another: the middle of the column, and how wide the
    numbers are, in points."""

    middle: float
    width: float


class Columns(Struct, frozen=True, kw_only=True):
    """What counts as a column."""

    least: int = 5
    """The least numbers of four digits."""

    near: float = 0.35
    """How far the middle of a number is from that of its column at most, in widths of it."""

    amounts: float = 0.15
    """The most numbers that are plainly amounts, as a share of those of four digits."""

    alone: float = 1.2
    """How close words of a sentence stand to one another at most, in heights."""

    wide: float = 1.9
    """The most width of a misread number, in widths of the others."""


_COLUMNS = Columns()
_BOX = re.compile(r"[\[({|]?\d{4}[\])}|]?\.?")
_AMOUNT = re.compile(r"\d[,.]\d{3}|\d{6}|^[-$(]*0\)?$|\$")
_DOLLAR_BOX = re.compile(r"\$\d{3}\]?")
_AS_BOX = re.compile(r"\$\d{3}\]?|[\[({|1Il]\d{4}[\])}|1Il]\.?")
_SHORT = re.compile(r"\S{1,7}")


def mark_columns(
    words: Sequence[Word], others: Sequence[Word] = (), settings: Columns = _COLUMNS
) -> list[Word]:
    """The words, with those marked as framed that stand alone in a column of box numbers.

    `others` are the words of other engines, which may have more of the box numbers right.
    """
    columns = list(_columns(words, others, settings))
    if not columns:
        return list(words)
    rows = Rows(words)
    return [
        structs.replace(word, framed=True, text=_digits(word.text))
        if not word.framed
        and any(_is_in(word, column, settings) for column in columns)
        and _is_alone(word, rows, settings)
        else word
        for word in words
    ]


def _digits(text: str) -> str:
    """The text, a dollar sign for the first digit of a box number left out."""
    return text[1:] if _DOLLAR_BOX.fullmatch(text) else text


def _columns(words: Sequence[Word], others: Sequence[Word], settings: Columns) -> Iterator[Column]:
    both = (*words, *others)
    boxes = sorted((word for word in both if _BOX.fullmatch(word.text)), key=_middle)
    run: list[Word] = []
    for word in boxes:
        if run and _middle(word) - _middle(run[-1]) > settings.near * _width(word):
            yield from _column(run, words, settings)
            run = []
        run.append(word)
    yield from _column(run, words, settings)


def _column(run: Sequence[Word], words: Sequence[Word], settings: Columns) -> Iterator[Column]:
    """The column of some box numbers, unless amounts stand in it too."""
    rows = {round((word.y0 + word.y1) / 2 / (word.y1 - word.y0)) for word in run}
    if len(rows) < settings.least:
        return
    column = Column(_middle(run[len(run) // 2]), sorted(map(_width, run))[3 * len(run) // 4])
    near = settings.near * column.width
    inside = [word for word in words if abs(_middle(word) - column.middle) <= near]
    amounts = sum(_is_amount(word.text) for word in inside)
    if amounts <= settings.amounts * len(run):
        yield column


def _is_in(word: Word, column: Column, settings: Columns) -> bool:
    """Whether a short word stands in a column, and is no amount."""
    return (
        abs(_middle(word) - column.middle) <= settings.near * column.width
        and _width(word) <= settings.wide * column.width
        and _SHORT.fullmatch(word.text) is not None
        and not _is_amount(word.text)
    )


def _is_amount(text: str) -> bool:
    """Whether a print is plainly an amount, and no box with misread brackets or first digit."""
    return _AMOUNT.search(text) is not None and _AS_BOX.fullmatch(text) is None


def _is_alone(word: Word, rows: Rows, settings: Columns) -> bool:
    """Whether a word is no part of a sentence."""
    before, behind = rows.beside(word)
    room = settings.alone * (word.y1 - word.y0)
    words = [w for w in (before, behind) if w is not None and w.text.isalpha()]
    near = [w for w in words if w.x0 - word.x1 < room and word.x0 - w.x1 < room]
    return not near and not word.text.islower()


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _width(word: Word) -> float:
    return word.x1 - word.x0
