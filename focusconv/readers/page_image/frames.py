"""Lines in the ink of a sheet: the small frames around box numbers, and rules, taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from focusconv.readers.page_image.components import Blobs, Places, room_in
from focusconv.readers.page_image.deskew import Grey
from focusconv.readers.page_image.segments import Box, Piece, Seeing, around
from focusconv.readers.page_image.streaks import halved, upright_lines

_BLUR = 2
"""Pixels of a line of ink beyond those along which half of it is inked."""


def find_frames(dark: Grey, point: float, seeing: Seeing) -> tuple[list[Box], list[Box]]:
    """The places within small frames of the size of a box of the form, and cells of tables.

    Lines close off the room in a frame. On a rough scan the print within touches the lines and
    parts that room: then lines and print hang together, and their outline is that of a frame.
    Where the lines go on beyond a room it is the cell of a table, and one side of it may be a
    streak of the scanner.
    """
    frames: list[Box] = []
    cells: list[Box] = []
    blobs = Blobs(dark)
    rooms = list(_closed(dark, blobs, point, seeing))
    if len(rooms) > seeing.most_frames:
        return [], []
    for room in rooms:
        (cells if _goes_on(dark, room, point, seeing) else frames).append(room)
    taken = np.zeros(dark.shape, np.bool_)
    for x0, y0, x1, y1 in frames:
        taken[y0:y1, x0:x1] = True
    outlined = list(_outlined(blobs, point, seeing))
    if len(outlined) > seeing.most_frames:
        return [], []
    for frame in outlined:
        x0, y0, x1, y1 = frame
        if not taken[y0:y1, x0:x1].any():
            frames.append(frame)
            cells = [cell for cell in cells if not _overlap(cell, frame)]
    return frames, cells


def _overlap(one: Box, other: Box) -> bool:
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(
        one[3], other[3]
    )


def _closed(dark: Grey, blobs: Blobs, point: float, seeing: Seeing) -> Iterator[Box]:
    """The rooms of paper that have straight sides."""
    for k in _of_size(blobs.holes, 0.0, point, seeing):
        if _has_sides(room_in(dark, blobs.holes[k]), point, seeing):
            x0, y0, x1, y1 = blobs.holes[k].tolist()
            yield x0, y0, x1, y1


def _goes_on(dark: Grey, room: Box, point: float, seeing: Seeing) -> bool:
    """Whether the lines above and below a room both go on beyond it, to the same side."""
    x0, y0, x1, y1 = room
    line, far = round(seeing.frame_line * point), round(seeing.frame_ends * point)
    bands = dark[max(y0 - line, 0) : y0 + 1], dark[y1 - 1 : y1 + line]
    for start in (x0 - line - far, x1 + line):
        beside = [band[:, max(start, 0) : max(start + far, 0)] for band in bands]
        if all(ink.any(0).sum() > seeing.frame_side * far for ink in beside):
            return True
    return False


def _outlined(blobs: Blobs, point: float, seeing: Seeing) -> Iterator[Box]:
    """The places within ink that hangs together and has straight sides, but is no solid block."""
    most = round(1.5 * seeing.frame_edge * point)
    for k in _of_size(blobs.places, 2 * seeing.frame_edge, point, seeing):
        lines = blobs.shape(k)
        x, y = blobs.places[k, :2].tolist()
        height, width = lines.shape
        if not _has_sides(lines, point, seeing) or lines.mean() > seeing.frame_ink:
            continue
        # Where a line seems thicker than a frame's is, print hangs on it.
        up, down, left, right = (
            min(max(_thickness(side), _BLUR), most)
            for side in (lines, lines[::-1], lines.T, lines.T[::-1])
        )
        if up + down < height and left + right < width:
            room = lines[up : height - down, left : width - right]
            for start, end in _storeys(room, point, seeing):
                yield x + left, y + up + start, x + width - right, y + up + end


def _storeys(room: NDArray[np.bool_], point: float, seeing: Seeing) -> Iterator[tuple[int, int]]:
    """The first and last rows of the rooms of frames that stand on one another, and so hang
    together; of a frame alone all of it."""
    lines = np.flatnonzero(room.mean(1) >= seeing.frame_side)
    least = seeing.frame_height[0] * point
    start = 0
    for line in lines.tolist():
        if line - start >= least and len(room) - line >= least:
            yield start, line
            start = line + 1
        elif line == start:
            start += 1
    yield start, len(room)


def _of_size(places: Places, more: float, point: float, seeing: Seeing) -> list[int]:
    """Which places are as large as a frame; `more` are the points by which what is looked for is
    larger than the room in a frame."""
    widths, heights = ((places[:, k + 2] - places[:, k]) / point for k in (0, 1))
    likely = (
        (widths >= seeing.frame_width[0] + more)
        & (widths <= seeing.frame_width[1] + more)
        & (heights >= seeing.frame_height[0] + more)
        & (heights <= seeing.frame_height[1] + more)
    )
    return [int(k) for k in np.flatnonzero(likely)]


def _has_sides(shape: NDArray[np.bool_], point: float, seeing: Seeing) -> bool:
    """Whether a shape reaches its bounds along all four sides."""
    edge = max(round(seeing.frame_edge * point), 1)
    sides = (
        shape[:edge].any(0),
        shape[-edge:].any(0),
        shape[:, :edge].any(1),
        shape[:, -edge:].any(1),
    )
    return all(side.mean() >= seeing.frame_side for side in sides)


def in_frames(
    grey: Grey, frames: Sequence[Box], point: float, seeing: Seeing
) -> Iterator[tuple[Box, Piece]]:
    """Each frame with its print, told from the paper within it: it is often fainter than the rest
    of the page, and so lost to one measure of ink for all."""
    edge = round(seeing.frame_edge * point / 2)
    for x0, y0, x1, y1 in frames:
        left, top = x0 + edge, y0 + edge
        room = grey[top : y1 - edge, left : x1 - edge]
        if not room.size:
            continue
        paper, print_ = (float(level) for level in np.percentile(room, (90, 3)))
        if paper - print_ < seeing.faint:
            continue
        text = np.asarray(room < (paper + print_) / 2, np.uint8)
        for side in (text, text[::-1], text.T, text.T[::-1]):
            side[: _thickness(side[: 2 * edge])] = 0
        _, _, found, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
        signs = [
            (left + int(x), top + int(y), left + int(x + w), top + int(y + h))
            for x, y, w, h, _ in found[1:]
            if h >= seeing.frame_sign * room.shape[0] and w < room.shape[1]
        ]
        if signs:
            yield (x0, y0, x1, y1), Piece(around(signs), tuple(sorted(signs)))


def sides(dark: Grey, frame: Box, most: int) -> Iterator[Box]:
    """The lines of a frame, a little more than they are thick."""
    x0, y0, x1, y1 = frame
    up = _thickness(dark[max(y0 - most, 0) : y0, x0:x1][::-1]) + _BLUR
    down = _thickness(dark[y1 : y1 + most, x0:x1]) + _BLUR
    left = _thickness(dark[y0:y1, max(x0 - most, 0) : x0].T[::-1]) + _BLUR
    right = _thickness(dark[y0:y1, x1 : x1 + most].T) + _BLUR
    outer = max(x0 - left, 0), max(y0 - up, 0), x1 + right, y1 + down
    yield outer[0], outer[1], outer[2], y0 + 1
    yield outer[0], y1 - 1, outer[2], outer[3]
    yield outer[0], outer[1], x0 + 1, outer[3]
    yield x1 - 1, outer[1], outer[2], outer[3]


def _thickness(lines: Grey | NDArray[np.bool_]) -> int:
    """How many of the lines, from the first, are inked along half of them."""
    thick = 0
    for line in lines:
        if not line.size or line.mean() < 0.5:
            break
        thick += 1
    return thick


def without_lines(dark: Grey, frames: Sequence[Box], point: float, seeing: Seeing) -> Grey:
    """The ink without rules, without the lines of frames, and without what is left of streaks."""
    text = dark.copy()
    most = round(seeing.frame_line * point)
    for frame in frames:
        for x0, y0, x1, y1 in sides(dark, frame, most):
            text[y0:y1, x0:x1] = 0
    level = _long(dark, (1, round(seeing.rule_level * point)))
    rules = _uprights(dark, level, point, seeing)
    for lines in (level, rules):
        text[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0] = 0
    streaks = np.zeros_like(text)
    for start, end in _pieces_of_streaks(rules, point, seeing):
        cv2.line(streaks, start, end, 1, round(seeing.streak_width * point))
    if streaks.any():
        beside = np.ones((1, 2 * round(seeing.streak_beside * point) + 1), np.uint8)
        print_ = cv2.dilate(text & ~streaks & 1, beside)
        text[(streaks > 0) & (print_ == 0)] = 0
    return text


def _long(dark: Grey, size: tuple[int, int]) -> Grey:
    """Where ink is as long as `size`, rows and columns of pixels, without a gap."""
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size, np.uint8)), np.uint8)


def _uprights(dark: Grey, level: Grey, point: float, seeing: Seeing) -> Grey:
    """Where upright lines are; `level` is where level ones are.

    Digits that stand over one another and touch the rules between them make a line too. It is
    thick, or has ink on both its sides, or, if it is of two digits 1, ends amid a row and not at a
    rule.
    """
    lines = _long(dark, (round(seeing.rule_upright * point), 1))
    blobs = Blobs(lines)
    heights = blobs.places[:, 3] - blobs.places[:, 1]
    taken = [
        number
        for number in np.flatnonzero(heights <= seeing.rule_tied * point)
        if _is_print(dark, level, blobs.places[number], point, seeing)
    ]
    return blobs.taken_out(np.array(taken, np.int64))


def _is_print(
    dark: Grey, level: Grey, place: NDArray[np.int64], point: float, seeing: Seeing
) -> bool:
    """Whether an upright line is of digits over one another."""
    x0, y0, x1, y1 = (int(value) for value in place)
    line = x0, y0, x1, y1
    short = y1 - y0 <= seeing.rule_short * point
    return (
        x1 - x0 > seeing.frame_line * point
        or _has_ink_beside(dark, level, line)
        or (short and _ends_amid_row(level, line))
    )


def _has_ink_beside(dark: Grey, level: Grey, line: Box) -> bool:
    """Whether ink stands along both sides of an upright line, away from the rules across it."""
    x0, y0, x1, y1 = line
    for x in (x0 - 1 - _BLUR, x1 + _BLUR):
        beside = dark[y0:y1, max(x, 0) : x + 1][level[y0:y1, max(x, 0) : x + 1] == 0]
        if beside.size == 0 or beside.mean() <= 0.4:
            return False
    return True


def _ends_amid_row(level: Grey, line: Box) -> bool:
    """Whether a rule runs across an upright line, and there is none at one of its ends."""
    x0, y0, x1, y1 = line
    near = 2 * _BLUR
    at_ends = [level[max(y - near, 0) : y + near + 1, x0:x1].any() for y in (y0, y1 - 1)]
    return not all(at_ends) and bool(level[y0 + near : y1 - near, x0:x1].any())


def _pieces_of_streaks(
    rules: Grey, point: float, seeing: Seeing
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where lines that run through print may have left pieces between its rows, and tie them."""
    half = halved(rules, cv2.INTER_NEAREST)
    for line in upright_lines(half, point / 2, seeing):
        (x0, y0), (x1, y1) = line.top, line.bottom
        yield (2 * x0, 2 * y0), (2 * x1, 2 * y1)
