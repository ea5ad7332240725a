"""Signs: what hangs together in the ink of a sheet and may be print; and faint print beside it.

One measure of ink for a page leaves specks of what is fainter than the rest of it, as of a leader:
of the first digits of a typewritten number, so that another number seems to be left. What stands
beside print, is as high as it, and shows ink in specks, is print too.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from focusconv.readers.page_image.components import Blobs, Places, is_busy
from focusconv.readers.page_image.deskew import Grey
from focusconv.readers.page_image.segments import Box, Seeing, around


class Signs:
    """What hangs together in some ink, without what is left of the upright lines of frames.

    `boxes` are the places of all that is large enough to be print, `dots` those of what is
    smaller, an array of shape (dots, 4).
    """

    def __init__(self, ink: Grey, frames: Sequence[Box], point: float, seeing: Seeing) -> None:
        self._blobs = Blobs(ink)
        places = self._blobs.places
        widths, heights = places[:, 2] - places[:, 0], places[:, 3] - places[:, 1]
        large = np.maximum(widths, heights) >= seeing.speck * point
        kept = large & (widths <= seeing.sign[0] * point) & (heights <= seeing.sign[1] * point)
        own = np.flatnonzero(kept)
        for frame in frames if len(own) <= seeing.most_signs else ():
            kept[own[_along(places[own], frame, seeing.frame_line * point)]] = False
        self._kept = np.flatnonzero(kept)
        self._others = np.flatnonzero(~kept)
        self.boxes = _boxes(places[kept])
        self.dots = places[~large]

    @functools.cached_property
    def text(self) -> Grey:
        """1 where there is a sign."""
        return self._blobs.taken_out(self._others)

    def tallest(self, names: NDArray[Any], count: int) -> NDArray[np.int64]:
        """The height of the tallest sign in each of `count` things that a picture names."""
        highest = np.zeros(count, np.int64)
        places = self._blobs.places[self._kept]
        np.maximum.at(highest, self._within(names), places[:, 3] - places[:, 1])
        return highest

    def _within(self, names: NDArray[Any]) -> NDArray[np.int64]:
        """For each sign the name that a picture has at its pixels, 0 where it has none."""
        x, y = np.moveaxis(self._blobs.points[self._kept], 2, 0)
        return np.asarray(names[y, x].max(axis=1, initial=0), np.int64)

    def groups(self, joined: Grey) -> list[list[Box]]:
        """The signs of each run, where `joined` is their ink with the gaps in runs closed."""
        owner = self._within(cv2.connectedComponents(joined, connectivity=8)[1])
        members: dict[int, list[Box]] = {}
        for run, sign in zip(owner.tolist(), self.boxes, strict=True):
            members.setdefault(run, []).append(sign)
        return list(members.values())


def _boxes(places: Places) -> list[Box]:
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in places.tolist()]


def _along(places: Places, frame: Box, line: float) -> NDArray[np.bool_]:
    """Which signs are what is left of the upright lines of a frame; a row of `places` a sign."""
    left, top, right, bottom = places.T
    middle = (left + right) / 2
    beside = (frame[0] - line - 2 <= middle) & (middle <= frame[0] + 1)
    beside |= (frame[2] - 1 <= middle) & (middle <= frame[2] + line + 2)
    level = np.minimum(bottom, frame[3]) - np.maximum(top, frame[1])
    return np.asarray(beside & (right - left <= line) & (level >= 0.6 * (bottom - top)), np.bool_)


def faint_beside(
    paper: Grey, level: float, lines: Grey, signs: Signs, digit: float, seeing: Seeing
) -> Grey:
    """1 where print of which ink shows specks stands in line with signs, and beside them.

    `paper` is the picture on even white paper, `level` the grey up to which it is ink; `lines` is 1
    where frames and rules are. Nothing is found where the noise of the paper is as dark as faint
    print would be.
    """
    contrast = max(seeing.weak * (255 - level), seeing.noisy * _noise(paper, level))
    if contrast > seeing.weak_most * (255 - level):
        return np.zeros_like(paper)
    weak = np.asarray((paper <= 255 - contrast) & (lines == 0), np.uint8)
    if is_busy(weak):
        return np.zeros_like(paper)
    blobs = Blobs(weak)
    high, wide = (blobs.places[:, k + 2] - blobs.places[:, k] for k in (1, 0))
    prints = (high >= seeing.low * digit) & (high <= seeing.weak_sign[1] * digit)
    prints &= (wide >= seeing.weak_sign[0] * digit) & (wide <= seeing.weak_sign[2] * digit)
    marks = np.maximum(high, wide) < seeing.low * digit
    marks &= np.maximum(high, wide) >= seeing.weak_mark * digit
    tallest = _tallest(weak, blobs, signs)
    marks &= tallest > 0
    fresh = (prints | marks) & (tallest < seeing.weak_part * high)
    for number in np.flatnonzero(fresh):
        fresh[number] = _shown(blobs, int(number), signs) >= seeing.weak_seen
    prints, marks = prints & fresh, marks & fresh
    if prints.sum() > seeing.most_weak:
        return np.zeros_like(paper)
    places = blobs.places
    added = _beside(places, prints, np.array(signs.boxes, np.int64).reshape(-1, 4), digit, seeing)
    if len(added):
        near = _touching(places, np.flatnonzero(marks), places[added], seeing.gap * digit / 2)
        added = np.concatenate([added, near])
    chosen = np.zeros_like(paper)
    for number in added:
        x0, y0, x1, y1 = places[number]
        chosen[y0:y1, x0:x1] |= blobs.shape(int(number)).astype(np.uint8)
    return chosen


def _tallest(weak: Grey, blobs: Blobs, signs: Signs) -> NDArray[np.int64]:
    """The height of the tallest sign within each faint thing; 0 where none was seen."""
    count, names = cv2.connectedComponents(weak, connectivity=8)
    x, y = blobs.points[:, 0].T
    return np.asarray(signs.tallest(names, count)[names[y, x]], np.int64)


def _shown(blobs: Blobs, number: int, signs: Signs) -> float:
    """The share of a faint thing that is ink of signs."""
    x0, y0, x1, y1 = blobs.places[number]
    return float(signs.text[y0:y1, x0:x1][blobs.shape(number)].mean())


def _noise(paper: Grey, level: float) -> float:
    """How dark the darkest hundredth of the paper is, away from print; looked for in a sixteenth
    of the picture."""
    some = paper[::4, ::4]
    print_ = cv2.dilate(np.asarray(some <= level, np.uint8), np.ones((5, 5), np.uint8))
    bare = some[print_ == 0]
    return float(255 - np.percentile(bare, 1)) if bare.size else 255.0


def _beside(
    found: NDArray[Any],
    prints: NDArray[np.bool_],
    boxes: NDArray[Any],
    digit: float,
    seeing: Seeing,
) -> NDArray[Any]:
    """The faint prints in line with signs, from the signs on outwards."""
    high = boxes[:, 3] - boxes[:, 1]
    near = boxes[(high >= seeing.low * digit) & (high <= seeing.weak_sign[1] * digit)]
    left = np.flatnonzero(prints)
    added: list[NDArray[Any]] = []
    while len(left) and len(near):
        more = _touching(found, left, near, seeing.comma * digit)
        if not len(more):
            break
        added.append(more)
        left = np.setdiff1d(left, more)
        near = found[more]
    return np.concatenate(added) if added else np.zeros(0, np.int64)


def _touching(
    found: NDArray[Any], which: NDArray[Any], near: NDArray[Any], reach: float
) -> NDArray[Any]:
    """Those of some found things that stand in line with one of the places near, within reach."""
    kept = []
    for name, (left, top, right, bottom) in zip(which, found[which].tolist(), strict=True):
        gap = np.maximum(left - near[:, 2], near[:, 0] - right)
        level = np.minimum(near[:, 3], bottom) - np.maximum(near[:, 1], top)
        if ((gap <= reach) & (2 * level >= bottom - top)).any():
            kept.append(name)
    return np.array(kept, np.int64)


def storeys(group: Sequence[Box], digit: float) -> Iterator[list[Box]]:
    """The rows of a run of signs that a rule or a streak ties together; mostly one."""
    prints = [sign for sign in group if 0.5 * digit <= sign[3] - sign[1] <= 1.5 * digit]
    box = around(group)
    if box[3] - box[1] <= 1.7 * digit or not prints:
        yield list(group)
        return
    middles = sorted((top + bottom) / 2 for _, top, _, bottom in prints)
    cuts = [
        (one + other) / 2 for one, other in itertools.pairwise(middles) if other - one > 0.9 * digit
    ]
    rows: list[list[Box]] = [[] for _ in range(len(cuts) + 1)]
    for sign in group:
        flat = sign[3] - sign[1] < 0.5 * digit and sign[2] - sign[0] > 2 * digit
        if not (cuts and flat):
            for part in _parted(sign, cuts, digit):
                rows[sum((part[1] + part[3]) / 2 > cut for cut in cuts)].append(part)
    yield from (row for row in rows if row)


def _parted(sign: Box, cuts: Sequence[float], digit: float) -> Iterator[Box]:
    """A sign, or its parts in each of the rows that it ties: brackets below one another touch."""
    x0, y0, x1, y1 = sign
    within = [round(cut) for cut in cuts if y0 + 0.5 * digit < cut < y1 - 0.5 * digit]
    for top, bottom in itertools.pairwise((y0, *within, y1)):
        yield x0, top, x1, bottom
