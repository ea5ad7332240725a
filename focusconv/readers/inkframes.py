"""Lines in the ink of a sheet: the small frames around box numbers, and rules, taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from focusconv.readers.prints import Box, Seeing
from focusconv.readers.sheet import Grey


def find_frames(dark: Grey, point: float, seeing: Seeing) -> Iterator[Box]:
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


def sides(dark: Grey, frame: Box, most: int) -> Iterator[Box]:
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


def without_lines(dark: Grey, frames: Sequence[Box], point: float, seeing: Seeing) -> Grey:
    """The ink without rules and without the lines of frames."""
    text = dark.copy()
    most = round(seeing.frame_line * point)
    for frame in frames:
        for x0, y0, x1, y1 in sides(dark, frame, most):
            text[y0:y1, x0:x1] = 0
    level = np.ones((1, round(seeing.rule_level * point)), np.uint8)
    upright = np.ones((round(seeing.rule_upright * point), 1), np.uint8)
    for line in (level, upright):
        rules = cv2.morphologyEx(dark, cv2.MORPH_OPEN, line)
        text[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    return text
