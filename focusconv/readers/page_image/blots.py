"""Ink that is neither print nor a line of the form: blots, bars that black out, drawings, strokes.

A cell with such ink is not empty, and print that a line runs through is not what the page says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from focusconv.readers.page_image.components import Blobs
from focusconv.readers.page_image.deskew import Grey
from focusconv.readers.page_image.segments import Box, Piece


class Blotting(Struct, frozen=True, kw_only=True):
    """What counts as a blot; lengths in points of the paper, or in heights of a digit."""

    thick: float = 0.85
    """What is thicker than this, in heights of a digit, is neither print nor a rule."""

    line: float = 3.2
    """What is thinner than this, in points, may be a line."""

    low: float = 0.6
    """A drawing is at least so many heights of a digit high."""

    high: float = 1.7
    """So many heights of a digit are more than print beside it has."""

    most: int = 400
    """What has more blots is no page of a form."""

    long: float = 18.0
    beside: float = 0.9
    hung: float = 0.2
    """How long a line is that strikes print out, how close to it, in points, print is looked for,
    and the share of ink there on either side."""

    uneven: float = 0.13
    """The share of the darkness of print by which such a line varies between letters at most."""


_BLOTTING = Blotting()


def blots(dark: Grey, text: Grey, pieces: Sequence[Piece], digit: float) -> tuple[Box, ...]:
    """The places of the ink that is no print and no line, row by row of print.

    `dark` is all ink, `text` the ink without lines.
    """
    solid = _solid(dark, digit)
    left = np.asarray(solid | text, np.uint8)
    for piece in pieces:
        x0, y0, x1, y1 = piece.box
        if y1 - y0 <= _BLOTTING.high * digit or len(piece.signs) > 2:
            left[y0:y1, x0:x1] &= solid[y0:y1, x0:x1]
    found = Blobs(left)
    high = found.places[:, 3] - found.places[:, 1]
    wide = found.places[:, 2] - found.places[:, 0]
    places: list[Box] = []
    for number in np.flatnonzero((high >= _BLOTTING.low * digit) & (wide >= 0.5 * digit)):
        shape = found.shape(int(number))
        box: Box = tuple(found.places[number].tolist())
        if _is_blot(shape, solid, box, digit):
            places += _by_row(shape, box, digit)
        if len(places) > _BLOTTING.most:
            return ()
    return tuple(places)


def _is_blot(shape: NDArray[np.bool_], solid: Grey, box: Box, digit: float) -> bool:
    """Whether some ink that hangs together is solid in part, or higher than print is."""
    x0, y0, x1, y1 = box
    if ((solid[y0:y1, x0:x1] > 0) & shape).any():
        return True
    height, width = shape.shape
    return bool(height > _BLOTTING.high * digit and width > 0.5 * digit)


def _solid(dark: Grey, digit: float) -> Grey:
    """Where ink is thicker than print and lines are."""
    side = max(round(_BLOTTING.thick * digit), 2)
    square = np.ones((side, side), np.uint8)
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, square), np.uint8)


def _by_row(shape: NDArray[np.bool_], box: Box, digit: float) -> Iterator[Box]:
    """The places of some ink within bands as high as a row of print: what runs across a page
    aslant covers only what it touches."""
    x0, y0, _, y1 = box
    band = max(round(2 * digit), 1)
    for top in range(0, y1 - y0, band):
        rows = shape[top : top + band]
        for start, end in _runs(np.asarray(rows.any(axis=0), np.bool_), round(digit)):
            inked = np.flatnonzero(rows[:, start:end].any(axis=1))
            yield x0 + start, y0 + top + int(inked[0]), x0 + end, y0 + top + int(inked[-1]) + 1


def _runs(inked: NDArray[np.bool_], gap: int) -> Iterator[tuple[int, int]]:
    """The runs of columns with ink, those as one that less than a gap parts."""
    columns = np.flatnonzero(inked)
    if not len(columns):
        return
    for part in np.split(columns, np.flatnonzero(np.diff(columns) > max(gap, 1)) + 1):
        yield int(part[0]), int(part[-1]) + 1


def struck_out(paper: Grey, text: Grey, gone: Grey, digit: float, point: float) -> Iterator[Box]:
    """The places of print that a level line runs through; `text` is the ink without lines, `gone`
    1 where they were, `paper` the picture on even white paper.

    Print hangs on both sides of such a line; on a rule that is under print it hangs on one. A line
    is equally dark in all gaps between letters, which letters that blur runs together are not.
    """
    lines = Blobs(gone).places
    high = lines[:, 3] - lines[:, 1]
    long = (lines[:, 2] - lines[:, 0] >= _BLOTTING.long * point) & (high <= _BLOTTING.line * point)
    reach, height = max(round(_BLOTTING.beside * point), 1), len(text)
    for x0, y0, x1, y1 in lines[long].tolist():
        above = text[max(y0 - reach, 0) : y0, x0:x1]
        below = text[y1 : min(y1 + reach, height), x0:x1]
        if not above.size or not below.size or not _is_drawn(paper[y0:y1, x0:x1]):
            continue
        both = _hung(above, digit) & _hung(below, digit)
        for start, end in _runs(both, round(digit)):
            if end - start >= 1.5 * digit:
                room = round(digit / 2)
                yield x0 + start, max(y0 - room, 0), x0 + end, min(y1 + room, height)


def _is_drawn(line: Grey) -> bool:
    """Whether a line is equally dark wherever it crosses no print."""
    dark = 255 - line.min(axis=0).astype(np.int64)
    lightest, light, darkest = np.percentile(dark, (5, 40, 85)).tolist()
    return bool(light - lightest <= _BLOTTING.uneven * darkest)


def _hung(beside: Grey, digit: float) -> NDArray[np.bool_]:
    """Along which columns of a line print hangs on it."""
    inked = np.asarray(beside.any(axis=0), np.float32)[None]
    share = cv2.blur(inked, (max(round(2 * digit), 1), 1))
    return np.asarray(share[0] >= _BLOTTING.hung, np.bool_)
