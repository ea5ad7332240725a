"""What hangs together in a picture of ink, told by its outlines: no pixel of it gets a name.

To name every pixel and add up what each name has takes twenty times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from focusconv.readers.page_image.deskew import Grey

Places = NDArray[np.int64]
"""Left, top, right, bottom of some things in pixels, an array of shape (things, 4); right and
bottom are not included."""

_BUSY = 1_000_000
"""Steps from paper to ink, from left to right: with more of them a page is no page of print."""

_POINTS = 4
"""Pixels of each thing that are kept."""

_SPECK = 8
"""What is so small both ways has nothing in its holes."""


def is_busy(picture: Grey) -> bool:
    """Whether a picture is a photograph or noise, whose outlines would take long to find."""
    return int(np.count_nonzero(picture[:, 1:] > picture[:, :-1])) > _BUSY


class Blobs:
    """The things that hang together by eight neighbours in a picture of zeros and ones, and their
    holes.

    `places` are those of the things, `points` some pixels of each, of shape (things, points, 2),
    x before y; `holes` the places within the ink around each room of paper.
    """

    def __init__(self, picture: Grey) -> None:
        self._picture = picture
        outlines, tree = cv2.findContours(picture, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        within = np.zeros(len(outlines), np.bool_) if tree is None else tree[0][:, 3] >= 0
        self._outlines = [o for o, hole in zip(outlines, within, strict=True) if not hole]
        some = [o[np.arange(_POINTS) * len(o) // _POINTS, 0] for o in self._outlines]
        self.points = np.array(some, np.int64).reshape(-1, _POINTS, 2)
        self.places = _places(self._outlines)
        around = _places([o for o, hole in zip(outlines, within, strict=True) if hole])
        self.holes = around + np.array([1, 1, -1, -1])

    def shape(self, number: int) -> NDArray[np.bool_]:
        """The pixels of a thing within its place."""
        x0, y0, x1, y1 = self.places[number]
        x, y = self.points[number, 0]
        names = cv2.connectedComponents(self._picture[y0:y1, x0:x1], connectivity=8)[1]
        return np.asarray(names == names[y - y0, x - x0], np.bool_)

    def taken_out(self, numbers: NDArray[np.int64]) -> Grey:
        """The picture without some things; what lies in their holes stays."""
        left = self._picture.copy()
        small = (self.places[numbers, 2:] - self.places[numbers, :2]).max(1) <= _SPECK
        specks = [self._outlines[k] for k in numbers[small]]
        cv2.drawContours(left, specks, -1, 0, cv2.FILLED)
        for number in numbers[~small]:
            x0, y0, x1, y1 = self.places[number]
            left[y0:y1, x0:x1][self.shape(int(number))] = 0
        return left


def room_in(picture: Grey, hole: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The paper of a hole within its place, without what stands in it: of all paper there, what
    most of the place's border is."""
    x0, y0, x1, y1 = hole
    names = cv2.connectedComponents(1 - picture[y0:y1, x0:x1], connectivity=4)[1]
    border = np.concatenate([names[0], names[-1], names[:, 0], names[:, -1]])
    counts = np.bincount(border, minlength=2)
    counts[0] = 0
    return np.asarray((names == counts.argmax()) & (names > 0), np.bool_)


def _places(outlines: Sequence[NDArray[Any]]) -> Places:
    rects = np.array([cv2.boundingRect(o) for o in outlines], np.int64).reshape(-1, 4)
    rects[:, 2:] += rects[:, :2]
    return rects
