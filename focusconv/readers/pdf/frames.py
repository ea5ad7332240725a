"""Small frames that a page draws: rectangles, and cells between ruled lines.

A frame around a short number is evidence that the number was printed with the form. Which
frames count is for the layout to say (`mark_framed`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from focusconv.document import Region
from focusconv.readers.layout.words import Word

_NUMBER = re.compile(r"[-$(]*\d[\d,.]*[)]?")


class Framing(Struct, frozen=True):
    """What counts as a frame; lengths in points."""

    hair: float = 2.5
    """A drawing this thin is a line."""

    height: tuple[float, float] = (5.0, 40.0)
    """The least and the most height of a frame."""

    width: tuple[float, float] = (8.0, 160.0)
    """The least and the most width of a frame."""

    reach: float = 1.0
    """How far a line may end short of the corner that it makes."""

    most: int = 3000
    """With more lines, rectangles or numbers than this a page is a drawing and no form."""


def frames(
    drawings: Iterable[Region],
    words: Sequence[Word],
    framing: Framing = Framing(),  # noqa: B008
) -> list[Region]:
    """The small frames among the bounds of a page's drawings, in any order.

    Cells between lines are only looked for around numbers.
    """
    found: dict[Region, None] = {}
    level: list[Region] = []
    upright: list[Region] = []
    for box in drawings:
        width, height = box[2] - box[0], box[3] - box[1]
        if height <= framing.hair < width:
            level.append(box)
        elif width <= framing.hair < height:
            upright.append(box)
        elif (
            framing.height[0] <= height <= framing.height[1]
            and framing.width[0] <= width <= framing.width[1]
        ):
            found[box] = None
    numbers = [word for word in words if _NUMBER.fullmatch(word.text)]
    many = max(len(level), len(upright), len(found), len(numbers)) > framing.most
    if many:
        return []
    if level and upright:
        found.update(dict.fromkeys(_cells(level, upright, numbers, framing)))
    return list(found)


def _cells(
    level: list[Region], upright: list[Region], words: Sequence[Word], framing: Framing
) -> Iterable[Region]:
    """The cell around each word, where lines close it on all four sides."""
    rows = _Lines([(y0, y1, x0, x1) for x0, y0, x1, y1 in level], framing)
    columns = _Lines([(x0, x1, y0, y1) for x0, y0, x1, y1 in upright], framing)
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        left, right = columns.around(x, y, framing.width[1])
        if left is None or right is None or right - left > framing.width[1]:
            continue
        top, bottom = rows.around(y, x, framing.height[1])
        if top is not None and bottom is not None and bottom - top <= framing.height[1]:
            yield left, top, right, bottom


class _Lines:
    """Parallel lines, to find those on both sides of a point.

    Each is given by where it stands (two bounds) and by where it begins and ends.
    """

    def __init__(self, lines: list[tuple[float, float, float, float]], framing: Framing) -> None:
        self._lines = sorted(lines)
        self._at = [(line[0] + line[1]) / 2 for line in self._lines]
        self._reach = framing.reach

    def around(self, at: float, along: float, most: float) -> tuple[float | None, float | None]:
        """The nearest lines before and behind `at` that pass `along`, no further than `most`;
        none at all where there is none before."""
        middle = bisect_left(self._at, at)
        before = behind = None
        for i in range(middle - 1, bisect_left(self._at, at - most) - 1, -1):
            _, _, start, end = self._lines[i]
            if start - self._reach <= along <= end + self._reach:
                before = self._at[i]
                break
        if before is None:
            return None, None
        for i in range(middle, bisect_right(self._at, at + most)):
            _, _, start, end = self._lines[i]
            if start - self._reach <= along <= end + self._reach:
                behind = self._at[i]
                break
        return before, behind
