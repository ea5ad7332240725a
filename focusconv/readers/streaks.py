"""Streaks of the scanner, taken out of the picture of a sheet before any of it is read.

A streak runs down the whole page, through whatever is printed. It crosses the same digit of one
row after another, and makes every engine misread them alike: a 6 becomes a 5 in an addend and in
its total, and their sum holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from focusconv.readers.picture import Picture
from focusconv.readers.prints import Seeing
from focusconv.readers.sheet import Grey, Sheet, Turn, ink, make_sheet

_BLOCK = 60
"""Rows in which a streak is as wide and as far from its line; it wavers down the page."""

_DARKER = 12.0
"""Grey levels by which it is darker than what is beside it."""

_EDGE = 0.15
"""The share of that from which on a pixel is the streak's."""


class Line(Struct, frozen=True):
    """An upright line in a picture, from its upper end to its lower, in pixels."""

    top: tuple[int, int]
    bottom: tuple[int, int]

    @property
    def length(self) -> int:
        return self.bottom[1] - self.top[1]

    @property
    def lean(self) -> float:
        """How far it goes to the right for each pixel down."""
        return (self.bottom[0] - self.top[0]) / self.length

    def at(self, y: float) -> float:
        return self.top[0] + self.lean * (y - self.top[1])


def clean_sheet(picture: Picture, turned: Turn | None = None) -> Sheet:
    """The sheet of a picture, turned and straight as `make_sheet` makes it, without streaks."""
    return without_streaks(make_sheet(picture, turned))


def without_streaks(sheet: Sheet, seeing: Seeing = Seeing()) -> Sheet:  # noqa: B008
    """The sheet without the streaks that run down it; what they crossed is as beside them."""
    half = cv2.resize(sheet.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    point = sheet.dpi / 72 / 2
    upright = np.ones((max(round(seeing.rule_upright * point), 1), 1), np.uint8)
    lines = cv2.morphologyEx(ink(np.asarray(half, np.uint8)), cv2.MORPH_OPEN, upright)
    found = upright_lines(np.asarray(lines, np.uint8), point, seeing)
    streaks = [line for line in found if _is_streak(line, len(half), seeing)]
    if not streaks:
        return sheet
    grey = sheet.grey.copy()
    for line in _apart(streaks, seeing.streak_width * point):
        whole = Line((2 * line.top[0], 2 * line.top[1]), (2 * line.bottom[0], 2 * line.bottom[1]))
        _erase(grey, sheet.grey, whole, round(seeing.streak_width * 2 * point))
    return structs.replace(sheet, grey=grey)


def upright_lines(lines: Grey, point: float, seeing: Seeing) -> Iterator[Line]:
    """The upright lines in a picture of them, told from their pieces between the rows of print.

    `point` are its pixels a point. None of a picture that has so many that it is no page of print.
    """
    if lines.mean() > seeing.streak_ink:
        return
    found = cv2.HoughLinesP(
        lines,
        1,
        np.pi / 720,
        round(seeing.streak_seen * point),
        minLineLength=round(seeing.streak_length * point),
        maxLineGap=round(seeing.streak_gap * point),
    )
    for x0, y0, x1, y1 in np.asarray([] if found is None else found).reshape(-1, 4).tolist():
        if abs(x1 - x0) <= seeing.streak_lean[1] * abs(y1 - y0):
            ends = sorted(((int(x0), int(y0)), (int(x1), int(y1))), key=lambda end: end[1])
            yield Line(*ends)


def _is_streak(line: Line, height: int, seeing: Seeing) -> bool:
    """Whether a line is the scanner's beyond doubt: one that leans, for the page is straight, and
    runs down most of it; or one from edge to edge of the paper, as no line of a form does."""
    if abs(line.lean) >= seeing.streak_lean[0]:
        return line.length >= seeing.streak_whole * height
    edge = seeing.streak_edge * height
    return line.top[1] <= edge and line.bottom[1] >= height - edge


def _apart(lines: list[Line], near: float) -> list[Line]:
    """The lines, the longest of those that run along one another."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.length):
        ends = line.top, line.bottom
        if all(min(abs(other.at(y) - x) for x, y in ends) > near for other in kept):
            kept.append(line)
    return kept


def _erase(grey: Grey, scanned: Grey, line: Line, width: int) -> None:
    """Paint a streak over with what is beside it; `scanned` is the picture that still has it."""
    beside = np.arange(-3 * width, 3 * width + 1)
    for top in range(0, len(grey), _BLOCK):
        rows = np.arange(top, min(top + _BLOCK, len(grey)))
        near = np.arange(max(top - 2 * _BLOCK, 0), min(top + 3 * _BLOCK, len(grey)))
        profile = np.median(scanned[near[:, None], _columns(line, near, beside, grey)], axis=0)
        extent = _extent(profile, width)
        if extent is None:
            continue
        first, last = extent
        inner = beside[first : last + 1]
        left = scanned[rows[:, None], _columns(line, rows, inner[0] - np.arange(1, 3), grey)]
        right = scanned[rows[:, None], _columns(line, rows, inner[-1] + np.arange(1, 3), grey)]
        share = (np.arange(len(inner)) + 1) / (len(inner) + 1)
        painted = left.mean(1)[:, None] * (1 - share) + right.mean(1)[:, None] * share
        grey[rows[:, None], _columns(line, rows, inner, grey)] = np.rint(painted)


def _columns(
    line: Line, rows: NDArray[np.int64], beside: NDArray[np.int64], grey: Grey
) -> NDArray[np.int64]:
    """The columns so far beside a line in each of some rows, of shape (rows, beside)."""
    middles = np.rint(line.top[0] + line.lean * (rows - line.top[1])).astype(np.int64)
    return np.asarray(np.clip(middles[:, None] + beside, 0, grey.shape[1] - 1), np.int64)


def _extent(profile: NDArray[np.float64], width: int) -> tuple[int, int] | None:
    """The first and last place of a streak in what is usual beside its line; None where nothing is
    darker there."""
    paper = float(np.median(profile))
    middle = int(np.argmin(profile[width:-width])) + width
    depth = paper - float(profile[middle])
    if depth < _DARKER:
        return None
    inked = paper - profile > _EDGE * depth
    first = last = middle
    while first > middle - width and inked[first - 1]:
        first -= 1
    while last < middle + width and inked[last + 1]:
        last += 1
    return max(first - 1, 0), min(last + 1, len(profile) - 1)
