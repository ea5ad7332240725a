"""The words of a PDF page to rows: mended where drawing tore or glued them, then laid out."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from focusconv.document import Cell, Region, Row
from focusconv.readers.layout.framed import mark_framed
from focusconv.readers.layout.rows import rows
from focusconv.readers.layout.spaced import join_spaced
from focusconv.readers.layout.words import Layout, Word
from focusconv.readers.pdf.frames import frames
from focusconv.readers.pdf.words import ASKEW, Group, PageWords, turned

_TWO_NUMBERS = re.compile(r"\d.*\d{3}")
"""Only numbers are glued: a label that runs under a frame is one."""

_SHORT = 4
"""Letters of a word that is too short to be two numbers."""


class Mending(Struct, frozen=True):
    """What counts as torn or glued."""

    letters: float = 0.3
    """The share of words of one letter from which letters were likely drawn in any order; marks
    alone are not counted: a page may have thousands of leading dots."""

    touch: float = 0.1
    """The gap, in heights, below which two words were one, their letters drawn apart."""

    overlap: float = 0.06
    """The most, in heights, that letters of one word overlap."""

    inside: float = 1.0
    """How far, in points, the border of a frame lies in a word that is glued over it."""

    narrow: float = 50.0
    """The most, in points, that a frame is wide whose number may be glued to an amount."""


def page_rows(
    words: PageWords,
    groups: Iterable[Group],
    rotation: int,
    reader: str,
    ids: Iterator[int],
    layout: Layout = Layout(),  # noqa: B008
) -> tuple[Row, ...]:
    """The rows of the groups of a page's words, those of the group with most text first.

    Places are those on the page as it is shown, `rotation` degrees clockwise of how it is
    stored.
    """
    found: list[Row] = []
    for group in sorted(groups, key=lambda group: (-group.letters, group.turn)):
        level = structs.replace(layout, lean=0.0) if group.level else layout
        laid = rows(mended(group, words), reader, ids, level)
        shown = _shown(group, rotation, words)
        found.extend(laid if shown is None else (_moved(row, shown) for row in laid))
    return tuple(found)


def placed_words(words: PageWords, group: Group, rotation: int) -> Iterator[tuple[Word, Region]]:
    """The words of a group, each with its place on the page as it is shown."""
    shown = _shown(group, rotation, words)
    for word in group.words:
        place = word.x0, word.y0, word.x1, word.y1
        yield word, place if shown is None else turned(place, *shown)


def mended(
    group: Group,
    words: PageWords,
    mending: Mending = Mending(),  # noqa: B008
) -> list[Word]:
    """The words of a group: joined where letters were drawn apart, parted where a frame's
    border runs through, and marked where a small frame holds them."""
    whole = join_spaced(_joined(group.words, mending))
    drawn = frames(group.drawings, whole)
    if not drawn:
        return whole
    borders = _borders(whole, drawn, mending)
    if borders:
        whole = list(_parted(whole, borders, words, group.turn))
    return mark_framed(whole, drawn)


def _joined(words: list[Word], mending: Mending) -> list[Word]:
    """Words whose letters were drawn apart and out of order, put together again.

    The blocks of such letters say nothing of what stands together.
    """
    short = [word.text for word in words if len(word.text) == 1]
    single = sum(map(str.isalnum, short))
    if single < mending.letters * (len(words) - len(short) + single):
        return words
    found: list[Word] = []
    ending: dict[int, list[int]] = {}
    high = max(words[len(words) // 2].y1 - words[len(words) // 2].y0, 1.0)
    for word in sorted(words, key=lambda word: word.x0):
        level = int(word.y1 / high)
        near = [i for k in (level, level - 1, level + 1) for i in ending.get(k, ())[-_LAST:]]
        at = next((i for i in near if _touches(found[i], word, mending)), None)
        if at is None:
            ending.setdefault(level, []).append(len(found))
            found.append(structs.replace(word, block=None))
            continue
        last = found[at]
        y0, y1 = min(last.y0, word.y0), max(last.y1, word.y1)
        found[at] = structs.replace(last, text=last.text + word.text, x1=word.x1, y0=y0, y1=y1)
    return found


_LAST = 3
"""Pieces of words in a row of the page, from the right, to which a letter may belong."""


def _touches(last: Word, word: Word, mending: Mending) -> bool:
    height = word.y1 - word.y0
    gap = word.x0 - last.x1
    return (
        abs(last.y1 - word.y1) <= mending.touch * height
        and -mending.overlap * height <= gap <= mending.touch * height
    )


def _borders(words: list[Word], drawn: list[Region], mending: Mending) -> dict[int, list[float]]:
    """Where the borders of frames run through words, by the index of the word."""
    glued = [
        i
        for i, word in enumerate(words)
        if len(word.text) > _SHORT and _TWO_NUMBERS.search(word.text)
    ]
    middles = [(words[i].y0 + words[i].y1) / 2 for i in glued]
    order = sorted(zip(middles, glued, strict=True))
    found: dict[int, list[float]] = {}
    for x0, y0, x1, y1 in drawn:
        if x1 - x0 > mending.narrow:
            continue
        for _, i in order[bisect_left(order, (y0, 0)) : bisect_right(order, (y1, 0))]:
            word = words[i]
            if word.x1 < x0 or word.x0 > x1:
                continue
            for border in (x0, x1):
                if word.x0 + mending.inside < border < word.x1 - mending.inside:
                    found.setdefault(i, []).append(border)
    return found


def _parted(
    whole: list[Word], borders: dict[int, list[float]], words: PageWords, turn: int
) -> Iterator[Word]:
    """The words, those that a border runs through parted there."""
    for i, word in enumerate(whole):
        if i not in borders:
            yield word
            continue
        letters = words.letters(word, turn)
        if "".join(text for text, _ in letters) != word.text:
            yield word
            continue
        cuts = sorted({*borders[i], math.inf})
        start = -math.inf
        for end in cuts:
            piece = [(t, at) for t, at in letters if start <= (at[0] + at[2]) / 2 < end]
            if piece:
                yield structs.replace(
                    word,
                    text="".join(text for text, _ in piece),
                    x0=piece[0][1][0],
                    x1=piece[-1][1][2],
                )
            start = end


def _shown(group: Group, rotation: int, words: PageWords) -> tuple[int, float, float] | None:
    """The quarter turns from a group's frame to the page as it is shown, and the frame's
    size; None where there is nothing to turn."""
    upright = group.turn % ASKEW
    turn = (-rotation // 90 - upright) % 4
    if turn == 0:
        return None
    size = (words.width, words.height) if upright % 2 == 0 else (words.height, words.width)
    return turn, *size


def _moved(row: Row, shown: tuple[int, float, float]) -> Row:
    turn, width, height = shown

    def move(cell: Cell) -> Cell:
        return structs.replace(cell, region=turned(cell.region, turn, width, height))

    return Row(tuple(move(cell) for cell in row.cells))
