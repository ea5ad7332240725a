"""Runs of print on a sheet, and the small frames drawn around box numbers.

Found from the ink alone: what an engine is asked to read, and a count of the boxes that no
engine has a say in. Engines lose digits that stand in frames, so frames can be taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from focusconv.readers.page_image.blots import blots, struck_out
from focusconv.readers.page_image.components import is_busy
from focusconv.readers.page_image.deskew import Grey, Sheet, dark_of, even
from focusconv.readers.page_image.frames import find_frames, in_frames, sides, without_lines
from focusconv.readers.page_image.glyph_candidates import Signs, faint_beside, storeys
from focusconv.readers.page_image.segments import Box, Piece, Print, Seeing, around, roomy


def find_print(sheet: Sheet, seeing: Seeing = Seeing()) -> Print:  # noqa: B008
    """The runs of print of a sheet, in no order, and its small frames."""
    point = sheet.dpi / 72
    smooth = np.asarray(cv2.GaussianBlur(sheet.grey, (0, 0), seeing.smooth * point), np.uint8)
    paper = even(smooth)
    dark, level = dark_of(paper)
    if is_busy(dark):
        return Print((), (), (), 6 * point, dark)
    frames, cells = (tuple(found) for found in find_frames(dark, point, seeing))
    ink = without_lines(dark, (*frames, *cells), point, seeing)
    signs = Signs(ink, frames, point, seeing)
    if len(signs.boxes) > seeing.most_signs:
        return Print((), frames, cells, 6 * point, dark)
    digit = _digit(signs.boxes, point)
    gone = np.asarray(dark & ~ink & 1, np.uint8)
    lines = _lines(gone, frames, point, seeing)
    faint = faint_beside(paper, level, lines, signs, digit, seeing)
    if faint.any():
        signs = Signs(ink | faint, frames, point, seeing)
    joined = _joined(signs.text, frames, max(round(seeing.gap * digit), 1))
    printed = [
        group
        for run in signs.groups(joined)
        for group in storeys(run, digit)
        if any(_is_print(sign, digit, seeing) for sign in group)
    ]
    if len(printed) > seeing.most_runs:
        return Print((), frames, cells, digit, dark)
    pieces = tuple(
        Piece(
            _with_specks(around(group), len(group), signs.dots, digit, seeing), tuple(sorted(group))
        )
        for whole in _whole(printed)
        for group in _between_leaders(whole, digit, seeing)
        if _height(around(group)) <= seeing.highest * digit
    )
    pieces = _with_commas(pieces, frames, smooth, digit, seeing)
    seen = tuple(_with_faint(pieces, in_frames(smooth, frames, point, seeing)))
    struck = tuple(struck_out(paper, ink, gone, digit, point))
    others = blots(dark, ink, seen, digit)
    return Print(seen, frames, cells, digit, dark, struck, others)


def _lines(gone: Grey, frames: Sequence[Box], point: float, seeing: Seeing) -> Grey:
    """1 where lines were, a little beyond what was taken away of them, and in and around frames."""
    lines = np.asarray(cv2.dilate(gone, np.ones((5, 5), np.uint8)), np.uint8)
    most = round(seeing.frame_line * point)
    for x0, y0, x1, y1 in frames:
        lines[max(y0 - most, 0) : y1 + most, max(x0 - most, 0) : x1 + most] = 1
    return lines


def _with_commas(
    pieces: tuple[Piece, ...], frames: Sequence[Box], smooth: Grey, digit: float, seeing: Seeing
) -> tuple[Piece, ...]:
    """The pieces, those as one between which a faint comma stands; none in or before a frame."""
    if len(pieces) < 2:
        return pieces
    boxes = np.array([piece.box for piece in pieces], np.int64)
    heights = boxes[:, 3] - boxes[:, 1]
    middles = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    framed = np.zeros(len(boxes), np.bool_)
    for x0, y0, x1, y1 in frames:
        framed |= (x0 <= middles[0]) & (middles[0] <= x1) & (y0 <= middles[1]) & (middles[1] <= y1)
    behind: dict[int, int] = {}
    for i, (_, top, right, bottom) in enumerate(boxes):
        gaps = boxes[:, 0] - right
        level = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
        near = (gaps > 0) & (gaps <= seeing.comma * digit)
        near &= (level >= 0.6 * np.maximum(heights, heights[i])) & ~framed & ~framed[i]
        for k in np.flatnonzero(near).tolist():
            if _comma_between(smooth, pieces[i].box, pieces[k].box, digit, seeing):
                behind[i] = k
    followers = set(behind.values())
    whole: list[Piece] = []
    done: set[int] = set()
    for i in sorted(range(len(pieces)), key=lambda k: (k in followers, pieces[k].box)):
        run = []
        while i not in done:
            run.append(pieces[i])
            done.add(i)
            i = behind.get(i, i)
        if run:
            signs = tuple(sorted(sign for part in run for sign in part.signs))
            whole.append(Piece(around([part.box for part in run]), signs))
    return tuple(whole)


def _comma_between(smooth: Grey, left: Box, right: Box, digit: float, seeing: Seeing) -> bool:
    """Whether something as large as a comma, darker than the gap above it, stands at the foot
    of the gap between two pieces."""
    foot, reach = min(left[3], right[3]), round(0.3 * digit)
    top, x0, x1 = max(left[1], right[1]), left[2] + 1, right[0] - 1
    begin = max(foot - 2 * reach, 0)
    above = smooth[top : max(round(foot - 0.4 * digit), 0), x0:x1]
    below = smooth[begin : foot + 2 * reach, x0:x1]
    if not above.size or not below.size:
        return False
    size = max(round(0.25 * digit), 1), max(round(0.45 * digit), 1)
    at_foot = cv2.blur(below, size)[max(foot - reach - begin, 0) : foot + reach - begin]
    return float(np.median(above)) - float(at_foot.min(initial=255)) >= seeing.comma_dark


def _with_faint(pieces: Sequence[Piece], framed: Iterable[tuple[Box, Piece]]) -> Iterator[Piece]:
    """The pieces, those in each frame as one with what faint print there is in it."""
    left = list(pieces)
    for (x0, y0, x1, y1), faint in framed:
        parts = [
            piece
            for piece in left
            if x0 <= (piece.box[0] + piece.box[2]) / 2 <= x1
            and y0 <= (piece.box[1] + piece.box[3]) / 2 <= y1
        ]
        left = [piece for piece in left if piece not in parts]
        signs = faint.signs if not parts else tuple(sign for part in parts for sign in part.signs)
        yield Piece(around([faint.box, *(part.box for part in parts)]), signs)
    yield from left


def only_print(sheet: Sheet, prints: Print, seeing: Seeing = Seeing()) -> Grey:  # noqa: B008
    """The picture of a sheet with nothing on it but its pieces, on white paper.

    Frames, rules, leaders, streaks and dirt are gone: they cost an engine that looks for lines
    of text by itself its time and its wits.
    """
    paper = even(sheet.grey)
    most = round(seeing.frame_line * sheet.dpi / 72)
    for frame in (*prints.frames, *prints.cells):
        for x0, y0, x1, y1 in sides(prints.dark, frame, most):
            paper[y0:y1, x0:x1] = 255
    clean = np.full_like(paper, 255)
    for piece in prints.pieces:
        x0, y0, x1, y1 = roomy(piece.box, prints, seeing.room, seeing.room)
        clean[y0:y1, x0:x1] = paper[y0:y1, x0:x1]
    return clean


def _digit(signs: Sequence[Box], point: float) -> float:
    """The height of digits: that of capitals, which a fifth of the signs of a form have."""
    heights = [y1 - y0 for _, y0, _, y1 in signs if y1 - y0 >= 3 * point]
    return float(np.percentile(heights, 75)) if heights else 6 * point


def _is_print(sign: Box, digit: float, seeing: Seeing) -> bool:
    """Whether a sign is as high as print is, and no streak of the scanner."""
    width, height = sign[2] - sign[0], sign[3] - sign[1]
    narrow, high = seeing.streak
    return height >= seeing.low * digit and not (height > high * digit and width < narrow * height)


def _between_leaders(group: list[Box], digit: float, seeing: Seeing) -> Iterator[list[Box]]:
    """The runs of print of a group: dots in a row, coarse enough to hang together, part them."""
    run: list[Box] = []
    dots: list[Box] = []
    for sign in sorted(group):
        if max(sign[2] - sign[0], sign[3] - sign[1]) <= seeing.leader_dot * digit:
            dots.append(sign)
            continue
        if _is_leader(dots, digit, seeing):
            if run:
                yield run
            run = [sign]
        else:
            run += [*dots, sign]
        dots = []
    if not _is_leader(dots, digit, seeing):
        run += dots
    if any(_is_print(sign, digit, seeing) for sign in run):
        yield run


def _is_leader(dots: Sequence[Box], digit: float, seeing: Seeing) -> bool:
    """Whether so many dots stand at one height; what is left of faint digits does not."""
    middles = [(top + bottom) / 2 for _, top, _, bottom in dots]
    return len(dots) >= seeing.leader and max(middles) - min(middles) <= seeing.leader_level * digit


def _whole(groups: Sequence[list[Box]]) -> list[list[Box]]:
    """The groups, those joined that lie in one another: a streak parts what it runs through."""
    whole: list[tuple[Box, list[Box]]] = []
    for group in sorted(groups, key=around):
        box, signs = around(group), list(group)
        apart = []
        for other_box, other in whole:
            if _overlap(box, other_box):
                signs += other
                box = around((box, other_box))
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


def _with_specks(
    box: Box, signs: int, specks: NDArray[np.int64], digit: float, seeing: Seeing
) -> Box:
    """The box of a piece with a small minus before it, and if it may be a line number, with the
    dot behind it."""
    x0, y0, x1, y1 = box
    off = np.abs(specks[:, 1] + specks[:, 3] - y0 - y1) / 2
    before = (
        (specks[:, 2] <= x0)
        & (specks[:, 0] >= x0 - seeing.minus * digit)
        & (off <= 0.2 * digit)
        & (specks[:, 2] - specks[:, 0] >= specks[:, 3] - specks[:, 1])
    )
    if before.any():
        x0 = int(specks[before, 0].min())
    behind = (
        (specks[:, 0] >= x1)
        & (specks[:, 0] <= x1 + seeing.dot * digit)
        & (np.abs(specks[:, 3] - y1) <= 0.25 * digit)
    )
    if signs <= seeing.short and behind.any():
        x1 = int(specks[behind, 2].max())
    return x0, y0, x1, y1


def _joined(text: Grey, frames: Sequence[Box], reach: int) -> Grey:
    """The ink with gaps up to `reach` closed from left to right, but not across frames."""
    line = np.ones((1, reach // 2 * 2 + 1), np.uint8)
    joined = np.asarray(cv2.morphologyEx(text, cv2.MORPH_CLOSE, line), np.uint8)
    for x0, y0, x1, y1 in frames:
        joined[y0:y1, max(x0 - 1, 0) : x0 + 1] = 0
        joined[y0:y1, x1 - 1 : x1 + 1] = 0
    return np.asarray(joined | text, np.uint8)
