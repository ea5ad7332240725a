"""Runs of print on a sheet, and the small frames drawn around box numbers.

Found from the ink alone: what an engine is asked to read, and a count of the boxes that no
engine has a say in. Engines lose digits that stand in frames, so frames can be taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from focusconv.readers.sheet import Grey, Sheet, even, ink

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of a sheet; right and bottom are not included."""


class Seeing(Struct, frozen=True, kw_only=True):
    """What counts as print. Lengths in points of the paper, or in heights of a digit."""

    smooth: float = 0.3
    """The blur, in points, with which ink is looked for."""

    frame_width: tuple[float, float] = (9.0, 110.0)
    frame_height: tuple[float, float] = (6.0, 30.0)
    """The least and the most of the room within a frame."""

    frame_side: float = 0.9
    """The share of each side of a frame that is straight."""

    frame_line: float = 2.0
    """How thick the line of a frame is at most."""

    rule_level: float = 20.0
    rule_upright: float = 15.0
    """Lines of ink from so long are rules and no print."""

    highest: float = 6.0
    """A run of print is at most so many heights of a digit high: what is higher is a picture."""

    most_signs: int = 40_000
    most_runs: int = 3_000
    """What has more signs or runs of print is no page of a form: a photograph, or noise."""

    speck: float = 1.7
    """What is smaller both ways is a speck, a comma or a dot: print, but never alone."""

    sign: tuple[float, float] = (120.0, 30.0)
    """The most width and height of what hangs together and still is print."""

    low: float = 0.5
    """Print has a sign of at least so many heights of a digit: dots, dashes and dirt have none."""

    streak: tuple[float, float] = (0.25, 1.4)
    """What is so narrow for its height and so high, in heights of a digit, is a streak."""

    gap: float = 0.95
    """The gap, in heights of a digit, that parts two runs of print."""

    dot: float = 0.6
    """How far behind a short piece, in heights of a digit, the dot of a line number begins."""

    short: int = 3
    """Signs of a piece that may be a line number."""

    room: float = 0.3
    """The room around a piece that belongs to it, in heights of a digit."""

    thin: float = 0.48
    """A parenthesis is at most so wide for its height."""

    bend: float = 0.04
    """How far the ends of a parenthesis bend from its middle, for its height."""


class Piece(Struct, frozen=True):
    """A run of print: where it is, and the signs (what hangs together) that it is made of."""

    box: Box
    signs: tuple[Box, ...]

    @property
    def height(self) -> float:
        """The height of its signs in pixels: the middle one of them."""
        return float(np.median([sign[3] - sign[1] for sign in self.signs]))


class Print(Struct, frozen=True, eq=False):
    """All print of a sheet; none of one that has too much of it to be a form's. `digit` is
    about the height of its digits, in pixels.

    `frames` are the places within small frames. `dark` is 1 where there is ink.
    """

    pieces: tuple[Piece, ...]
    frames: tuple[Box, ...]
    digit: float
    dark: Grey


def find_print(sheet: Sheet, seeing: Seeing = Seeing()) -> Print:  # noqa: B008
    """The runs of print of a sheet, in no order, and its small frames."""
    point = sheet.dpi / 72
    dark = ink(np.asarray(cv2.GaussianBlur(sheet.grey, (0, 0), seeing.smooth * point), np.uint8))
    frames = tuple(_frames(dark, point, seeing))
    text = _without_lines(dark, frames, point, seeing)
    count, names, found, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
    widths, heights = found[:, cv2.CC_STAT_WIDTH], found[:, cv2.CC_STAT_HEIGHT]
    kept = (
        (np.maximum(widths, heights) >= seeing.speck * point)
        & (widths <= seeing.sign[0] * point)
        & (heights <= seeing.sign[1] * point)
    )
    kept[0] = False
    if kept.sum() > seeing.most_signs:
        return Print((), frames, 6 * point, dark)
    signs = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in found[kept]]
    digit = _digit(signs, point)
    text = np.asarray(kept[names], np.uint8)
    joined = _joined(text, frames, max(round(seeing.gap * digit), 1))
    _, runs = cv2.connectedComponents(joined, connectivity=8)
    owner = np.zeros(count, np.int64)
    inked = text > 0
    owner[names[inked]] = runs[inked]
    members: dict[int, list[Box]] = {}
    for run, sign in zip(owner[kept], signs, strict=True):
        members.setdefault(int(run), []).append(sign)
    printed = [
        group for group in members.values() if any(_is_print(sign, digit, seeing) for sign in group)
    ]
    if len(printed) > seeing.most_runs:
        return Print((), frames, digit, dark)
    specks = found[1:][~kept[1:] & (np.maximum(widths, heights)[1:] < seeing.speck * point)]
    dots = np.array([[x, y, x + w, y + h] for x, y, w, h, _ in specks], np.int64).reshape(-1, 4)
    pieces = tuple(
        Piece(_with_dot(_around(group), len(group), dots, digit, seeing), tuple(sorted(group)))
        for group in _whole(printed)
        if _height(_around(group)) <= seeing.highest * digit
    )
    return Print(pieces, frames, digit, dark)


def only_print(sheet: Sheet, prints: Print, seeing: Seeing = Seeing()) -> Grey:  # noqa: B008
    """The picture of a sheet with nothing on it but its pieces, on white paper.

    Frames, rules, leaders, streaks and dirt are gone: they cost an engine that looks for lines
    of text by itself its time and its wits.
    """
    paper = even(sheet.grey)
    most = round(seeing.frame_line * sheet.dpi / 72)
    for frame in prints.frames:
        for x0, y0, x1, y1 in _sides(prints.dark, frame, most):
            paper[y0:y1, x0:x1] = 255
    clean = np.full_like(paper, 255)
    for piece in prints.pieces:
        x0, y0, x1, y1 = roomy(piece.box, prints, seeing.room, seeing.room)
        clean[y0:y1, x0:x1] = paper[y0:y1, x0:x1]
    return clean


def roomy(box: Box, prints: Print, across: float, down: float) -> Box:
    """A box with room around it, in heights of a digit: commas and dots stand there."""
    wide, high = round(across * prints.digit), round(down * prints.digit)
    height, width = prints.dark.shape
    return (
        max(box[0] - wide, 0),
        max(box[1] - high, 0),
        min(box[2] + wide, width),
        min(box[3] + high, height),
    )


def bracket(prints: Print, sign: Box, seeing: Seeing = Seeing()) -> str | None:  # noqa: B008
    """`(` or `)` where a thin sign is bent like one, None where it is not.

    Engines read a parenthesis that stands alone as a digit or not at all.
    """
    x0, y0, x1, y1 = sign
    height = y1 - y0
    if x1 - x0 > seeing.thin * height or height < 4:
        return None
    ys, xs = np.nonzero(prints.dark[y0:y1, x0:x1])
    inner = (ys > height / 3) & (ys < height * 2 / 3)
    outer = (ys < height / 5) | (ys > height * 4 / 5)
    if not inner.any() or not outer.any():
        return None
    bend = float(xs[outer].mean() - xs[inner].mean()) / height
    if abs(bend) < seeing.bend:
        return None
    return "(" if bend > 0 else ")"


def _frames(dark: Grey, point: float, seeing: Seeing) -> Iterator[Box]:
    """The places that lines close off on all sides, of the size of a box of the form."""
    _, names, found, _ = cv2.connectedComponentsWithStats(1 - dark, connectivity=4)
    widths, heights = found[:, cv2.CC_STAT_WIDTH] / point, found[:, cv2.CC_STAT_HEIGHT] / point
    likely = (
        (widths >= seeing.frame_width[0])
        & (widths <= seeing.frame_width[1])
        & (heights >= seeing.frame_height[0])
        & (heights <= seeing.frame_height[1])
    )
    edge = max(round(0.6 * point), 1)
    for name in np.flatnonzero(likely):
        x, y, w, h = (int(value) for value in found[name][:4])
        room = names[y : y + h, x : x + w] == name
        sides = (
            room[:edge].any(0),
            room[-edge:].any(0),
            room[:, :edge].any(1),
            room[:, -edge:].any(1),
        )
        if all(side.mean() >= seeing.frame_side for side in sides):
            yield x, y, x + w, y + h


def _sides(dark: Grey, frame: Box, most: int) -> Iterator[Box]:
    """The lines of a frame, a little more than they are thick."""
    x0, y0, x1, y1 = frame
    up = _thickness(dark[max(y0 - most, 0) : y0, x0:x1][::-1])
    down = _thickness(dark[y1 : y1 + most, x0:x1])
    left = _thickness(dark[y0:y1, max(x0 - most, 0) : x0].T[::-1])
    right = _thickness(dark[y0:y1, x1 : x1 + most].T)
    outer = max(x0 - left, 0), max(y0 - up, 0), x1 + right, y1 + down
    yield outer[0], outer[1], outer[2], y0 + 1
    yield outer[0], y1 - 1, outer[2], outer[3]
    yield outer[0], outer[1], x0 + 1, outer[3]
    yield x1 - 1, outer[1], outer[2], outer[3]


def _thickness(lines: Grey) -> int:
    """How many of the lines, from the first, are inked along half of them; two more for blur."""
    thick = 0
    for line in lines:
        if line.mean() < 0.5:
            break
        thick += 1
    return thick + 2


def _without_lines(dark: Grey, frames: Sequence[Box], point: float, seeing: Seeing) -> Grey:
    """The ink without rules and without the lines of frames."""
    text = dark.copy()
    most = round(seeing.frame_line * point)
    for frame in frames:
        for x0, y0, x1, y1 in _sides(dark, frame, most):
            text[y0:y1, x0:x1] = 0
    level = np.ones((1, round(seeing.rule_level * point)), np.uint8)
    upright = np.ones((round(seeing.rule_upright * point), 1), np.uint8)
    for line in (level, upright):
        rules = cv2.morphologyEx(dark, cv2.MORPH_OPEN, line)
        text[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    return text


def _digit(signs: Sequence[Box], point: float) -> float:
    """The height of digits: that of capitals, which a fifth of the signs of a form have."""
    heights = [y1 - y0 for _, y0, _, y1 in signs if y1 - y0 >= 3 * point]
    return float(np.percentile(heights, 75)) if heights else 6 * point


def _is_print(sign: Box, digit: float, seeing: Seeing) -> bool:
    """Whether a sign is as high as print is, and no streak of the scanner."""
    width, height = sign[2] - sign[0], sign[3] - sign[1]
    narrow, high = seeing.streak
    return height >= seeing.low * digit and not (height > high * digit and width < narrow * height)


def _whole(groups: Sequence[list[Box]]) -> list[list[Box]]:
    """The groups, those joined that lie in one another: a streak parts what it runs through."""
    whole: list[tuple[Box, list[Box]]] = []
    for group in sorted(groups, key=_around):
        box, signs = _around(group), list(group)
        apart = []
        for other_box, other in whole:
            if _overlap(box, other_box):
                signs += other
                box = _around((box, other_box))
            else:
                apart.append((other_box, other))
        whole = [*apart, (box, signs)]
    return [signs for _, signs in whole]


def _overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a place and half of the height of the lower."""
    height = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return min(one[2], other[2]) > max(one[0], other[0]) and 2 * height >= lower


def _height(box: Box) -> int:
    return box[3] - box[1]


def _with_dot(box: Box, signs: int, dots: NDArray[np.int64], digit: float, seeing: Seeing) -> Box:
    """The box of a piece with the dot behind it, if it may be a line number."""
    if signs > seeing.short:
        return box
    near = (
        (dots[:, 0] >= box[2])
        & (dots[:, 0] <= box[2] + seeing.dot * digit)
        & (np.abs(dots[:, 3] - box[3]) <= 0.25 * digit)
    )
    return (*box[:2], int(dots[near, 2].max()), box[3]) if near.any() else box


def _joined(text: Grey, frames: Sequence[Box], reach: int) -> Grey:
    """The ink with gaps up to `reach` closed from left to right, but not across frames."""
    line = np.ones((1, reach // 2 * 2 + 1), np.uint8)
    joined = np.asarray(cv2.morphologyEx(text, cv2.MORPH_CLOSE, line), np.uint8)
    for x0, y0, x1, y1 in frames:
        joined[y0:y1, max(x0 - 1, 0) : x0 + 1] = 0
        joined[y0:y1, x1 - 1 : x1 + 1] = 0
    return np.asarray(joined | text, np.uint8)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
