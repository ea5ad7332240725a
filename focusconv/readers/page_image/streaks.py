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

from focusconv.readers.page_image.deskew import Grey, Sheet, Turn, ink, make_sheet
from focusconv.readers.page_image.grounds import lifted
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.segments import Seeing

_BLOCK = 60
"""Rows in which a streak is as wide and as far from its line; it wavers down the page."""

_DARKER = 12.0
"""Grey levels by which it is darker than what is beside it."""

_EDGE, _COVERED = 0.06, 0.6
"""The shares of that from which on a pixel is the streak's in part, and altogether."""

_BESIDE = 3
"""How far beside a streak the print is looked at, in its widths. Beyond the page is paper."""

_PHASES, _FEW = 3, 30
"""How finely it is told where a line lies between two pixels, and from how many rows at least."""


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
    """The sheet of a picture, turned and straight as `make_sheet` makes it, its grounds lifted,
    without streaks."""
    return without_streaks(lifted(make_sheet(picture, turned)))


def without_streaks(sheet: Sheet, seeing: Seeing = Seeing()) -> Sheet:  # noqa: B008
    """The sheet without the streaks that run down it; what they crossed is as beside them."""
    half = halved(sheet.grey, cv2.INTER_AREA)
    point = sheet.dpi / 72 / 2
    upright = np.ones((max(round(seeing.rule_upright * point), 1), 1), np.uint8)
    lines = cv2.morphologyEx(ink(half), cv2.MORPH_OPEN, upright)
    found = upright_lines(np.asarray(lines, np.uint8), point, seeing)
    streaks = [line for line in found if _is_streak(line, len(half), seeing)]
    if not streaks:
        return sheet
    width = max(round(seeing.streak_width * 2 * point), 1)
    beyond = _BESIDE * width
    scanned = np.pad(sheet.grey, ((0, 0), (beyond, beyond)), constant_values=255)
    grey = scanned.copy()
    for line in _apart(streaks, seeing.streak_width * point):
        top, bottom = ((2 * x + beyond, 2 * y) for x, y in (line.top, line.bottom))
        _erase(grey, scanned, Line(top, bottom), width)
    return structs.replace(sheet, grey=np.ascontiguousarray(grey[:, beyond:-beyond]))


def halved(grey: Grey, way: int) -> Grey:
    """The picture at half its size, of one pixel at least; `way` is how OpenCV samples it."""
    height, width = grey.shape
    size = max(round(width / 2), 1), max(round(height / 2), 1)
    return np.asarray(cv2.resize(grey, size, interpolation=way), np.uint8)


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
        max(round(seeing.streak_seen * point), 1),
        minLineLength=round(seeing.streak_length * point),
        maxLineGap=round(seeing.streak_gap * point),
    )
    for x0, y0, x1, y1 in np.asarray([] if found is None else found).reshape(-1, 4).tolist():
        if y0 != y1 and abs(x1 - x0) <= seeing.streak_lean[1] * abs(y1 - y0):
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
    """Paint a streak over with what is beside it; `scanned` is the picture that still has it.

    At its edges a pixel is part streak, part print, and the print is told from it; what the
    streak covers is taken from both its sides.
    """
    beside = np.arange(-_BESIDE * width, _BESIDE * width + 1)
    for top in range(0, len(grey), _BLOCK):
        near = np.arange(max(top - 2 * _BLOCK, 0), min(top + 3 * _BLOCK, len(grey)))
        for rows, like in _by_phase(line, np.arange(top, min(top + _BLOCK, len(grey))), near):
            profile = np.median(scanned[like[:, None], _columns(line, like, beside, grey)], axis=0)
            shares = _shares(profile, width)
            if shares is None:
                continue
            columns = _columns(line, rows, beside, grey)
            seen = scanned[rows[:, None], columns].astype(np.float64)
            covered = shares >= _COVERED
            part = np.where(covered, 0.0, shares)
            own = (seen - part * profile.min()) / (1 - part)
            own[:, covered] = _between(own, covered)
            inner = shares > 0
            grey[rows[:, None], columns[:, inner]] = np.rint(np.clip(own[:, inner], 0, 255))


def _by_phase(
    line: Line, rows: NDArray[np.int64], near: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows in which a line crosses the grid of pixels alike, with those near that do so too."""

    def phase(some: NDArray[np.int64]) -> NDArray[np.int64]:
        exact = line.top[0] + line.lean * (some - line.top[1])
        return np.asarray(np.floor((exact - np.rint(exact) + 0.5) * _PHASES), np.int64)

    for k in range(_PHASES):
        own, like = rows[phase(rows) == k], near[phase(near) == k]
        if len(own):
            yield own, like if len(like) >= _FEW else near


def _between(seen: NDArray[np.float64], covered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What lies between the columns left and right of those covered, row by row."""
    inner = np.flatnonzero(covered)
    first, last = inner[0], inner[-1]
    share = (inner - first + 1) / (last - first + 2)
    left, right = seen[:, first - 1], seen[:, last + 1]
    return np.asarray(left[:, None] * (1 - share) + right[:, None] * share, np.float64)


def _columns(
    line: Line, rows: NDArray[np.int64], beside: NDArray[np.int64], grey: Grey
) -> NDArray[np.int64]:
    """The columns so far beside a line in each of some rows, of shape (rows, beside)."""
    middles = np.rint(line.top[0] + line.lean * (rows - line.top[1])).astype(np.int64)
    return np.asarray(np.clip(middles[:, None] + beside, 0, grey.shape[1] - 1), np.int64)


def _shares(profile: NDArray[np.float64], width: int) -> NDArray[np.float64] | None:
    """How much of each pixel across a line is the streak's, from 0 to 1; None where nothing is
    darker there. `profile` is what is usual so far beside the line."""
    paper = float(np.median(profile))
    inner = width + 1  # there is a column on both sides of the widest streak
    middle = int(np.argmin(profile[inner:-inner])) + inner
    depth = paper - float(profile[middle])
    if depth < _DARKER:
        return None
    shares = np.clip((paper - profile) / depth, 0.0, 1.0)
    shares[shares < _EDGE] = 0.0
    first = last = middle
    while first > middle - width and shares[first - 1]:
        first -= 1
    while last < middle + width and shares[last + 1]:
        last += 1
    shares[:first] = 0.0
    shares[last + 1 :] = 0.0
    return np.asarray(shares, np.float64)
