"""Words that a page draws twice in one place, as for a bold look: one of them is enough."""

from __future__ import annotations

import math
from collections.abc import Sequence

from focusconv.readers.layout.words import Layout, Word


def once(words: Sequence[Word], settings: Layout = Layout()) -> list[Word]:  # noqa: B008
    """The words without those that were drawn twice in one place, as for a bold look."""
    if not _may_repeat(words):
        return list(words)
    kept: list[Word] = []
    seen: dict[_Square, list[Word]] = {}
    for word in words:
        around = _squares(word, 1 - settings.twice)
        near = (other for square in around for other in seen.get(square, ()))
        if not any(_covered(word, other) >= settings.twice for other in near):
            seen.setdefault(around[0], []).append(word)
            kept.append(word)
    return kept


def _may_repeat(words: Sequence[Word]) -> bool:
    """Whether two equal words begin in one square of a coarse grid.

    A page on which text is drawn twice has many such words, and few fall on a border.
    """
    scale = 1 / _GRID
    begun = {(word.text, int(word.x0 * scale), int(word.y0 * scale)) for word in words}
    return len(begun) < len(words)


_GRID = 4.0
"""Points within which text that is drawn twice begins; dots of leaders stand further apart."""

_Square = tuple[str, int, int, int, int]
"""A text, and a piece of the page about as large as words of its size."""


def _squares(word: Word, off: float) -> list[_Square]:
    """The squares in which a word begins that covers this one; its own comes first.

    `off` is how far, as a share of its width and height, such a word begins beside it.
    """
    width, height = word.x1 - word.x0, word.y1 - word.y0
    wide, high = math.frexp(width)[1], math.frexp(height)[1]
    x, y = word.x0 * 2.0**-wide, word.y0 * 2.0**-high
    across, down = off * width * 2.0**-wide, off * height * 2.0**-high
    found = [(word.text, wide, high, int(x // 1), int(y // 1))]
    for i in {int((x - across) // 1), int((x + across) // 1)}:
        for j in {int((y - down) // 1), int((y + down) // 1)}:
            square = word.text, wide, high, i, j
            if square != found[0]:
                found.append(square)
    return found


def _covered(word: Word, other: Word) -> float:
    """The share of a word's area that another covers."""
    width = min(word.x1, other.x1) - max(word.x0, other.x0)
    height = min(word.y1, other.y1) - max(word.y0, other.y0)
    area = (word.x1 - word.x0) * (word.y1 - word.y0)
    return width * height / area if width > 0 and height > 0 else 0.0
