"""A picture of a page made ready to be recognised: turned upright, straightened, resampled.

The steps are those that measured better than the picture as it came (docs/scans.md): no
smoothing, no black and white. All is one resampling, for each one blurs.
"""

from __future__ import annotations

import math
from typing import Literal

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from focusconv.document import Region
from focusconv.readers.page_image.picture import Picture

Grey = NDArray[np.uint8]
Turn = Literal[0, 90, 180, 270]


class Cleaning(Struct, frozen=True, kw_only=True):
    """The tolerances of making a page ready."""

    dpi: int = 300
    """Dots per inch at which a page is recognised, whatever it was scanned at."""

    lean: float = 6.0
    """The most, in degrees, that a page is taken to lean either way."""

    look: int = 100
    """Dots per inch at which the lean is looked for."""

    short_side: tuple[float, float] = (2550, 3600)
    """The usual pixels of the shorter side of a sheet, and the most: a page that would have
    more says a wrong size, and is taken as usual paper."""

    most: int = 40_000_000
    """The most pixels of a page as it is recognised: larger ones are made smaller."""

    level: float = 0.04
    """A page that leans by fewer degrees is not turned."""

    quarter: float = 1.25
    """How much sharper the rows of a page must be across it than along it to be turned."""

    plain: float = 2.0
    """The same for it to be out of the question that its rows run the other way."""

    line: int = 40
    """Pixels, at the resolution of looking, from which a line of ink is no print."""

    dark: float = 0.65
    contrast: int = 40
    """The share of a page that is dark where it is white print on black, and the gray levels
    between the two at least."""


class Sheet(Struct, frozen=True, eq=False):
    """A page ready to be recognised: `grey`, and how its places lie on the page.

    `dpi` are dots per inch of its paper, `scale` its pixels for each point that the page says
    it has: nearly always a 72nd of `dpi`. `turn` is how far the page was turned clockwise,
    `lean` by how many degrees its lines fell to the right. `back` is the matrix (2 by 3) from
    pixels of the sheet to points of the page. `plain` tells that its rows run across it beyond
    doubt, on their feet or on their head.
    """

    grey: Grey
    dpi: float
    scale: float
    turn: Turn
    lean: float
    back: NDArray[np.float64]
    plain: bool = False

    def on_page(self, region: Region) -> Region:
        """The smallest level place on the page that holds a place of the sheet, in points."""
        s = self.scale
        corners = np.array([[region[i] * s, region[j] * s, 1.0] for i in (0, 2) for j in (1, 3)])
        points = corners @ self.back.T
        low, high = points.min(axis=0), points.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def on_sheet(self, region: Region) -> Region:
        """The smallest level place on the sheet that holds a place of the page, in points."""
        whole = np.vstack([self.back, [0.0, 0.0, 1.0]])
        there = np.linalg.inv(whole)[:2]
        corners = np.array([[region[i], region[j], 1.0] for i in (0, 2) for j in (1, 3)])
        points = corners @ there.T / self.scale
        low, high = points.min(axis=0), points.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def make_sheet(
    picture: Picture,
    turned: Turn | None = None,
    cleaning: Cleaning = Cleaning(),  # noqa: B008
) -> Sheet:
    """The picture turned, straight, and at the dots per inch that engines like.

    With `turned` unset a page whose rows run down it is turned by a quarter; which way is up
    only shows when it is read.
    """
    seen = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)
    grey = _dark_on_light(seen, cleaning)
    factor = _factor(picture, cleaning)
    small = _print_only(_small(grey, factor * cleaning.look / cleaning.dpi), cleaning)
    turn, plain = (turned, True) if turned is not None else _quarter(small, cleaning)
    lean = _lean(_rotated(small, turn), cleaning)
    if abs(lean) < cleaning.level:
        lean = 0.0
    upright = _rotated(grey, turn)
    made, back = _resampled(upright, lean, factor)
    height, width = upright.shape
    whole = _unturned(turn, width, height) @ np.vstack([back, [0.0, 0.0, 1.0]])
    scale = picture.scale * factor
    back = whole[:2] / picture.scale
    return Sheet(made, float(cleaning.dpi), scale, turn, lean, back, plain)


def _dark_on_light(grey: Grey, cleaning: Cleaning) -> Grey:
    """The picture of a page, turned to black on white where it is white on black."""
    height, width = grey.shape
    inner = grey[height // 10 : height - height // 10, width // 10 : width - width // 10]
    some = np.ascontiguousarray(inner[:: max(height // 400, 1), :: max(width // 400, 1)])
    if not some.size or int(some.max()) - int(some.min()) < cleaning.contrast:
        return grey
    return np.asarray(255 - grey, np.uint8) if dark_of(some)[0].mean() > cleaning.dark else grey


def _factor(picture: Picture, cleaning: Cleaning) -> float:
    """Pixels of the sheet for each pixel of the picture."""
    usual, most = cleaning.short_side
    side = min(picture.width, picture.height)
    factor = cleaning.dpi / picture.dpi
    factor = factor if side * factor <= most else usual / side
    return min(factor, math.sqrt(cleaning.most / (picture.width * picture.height)))


def _small(grey: Grey, factor: float) -> Grey:
    """The ink of a page, 1 where there is some, at the resolution of looking."""
    size = max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1)
    return ink(np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8))


def _print_only(small: Grey, cleaning: Cleaning) -> Grey:
    """The ink without rules, frames and streaks: they may lean otherwise than the print.

    Streaks run down a page as it was scanned, a pixel wide, and waver.
    """
    kept, around = small.copy(), np.ones((3, 3), np.uint8)
    wider = cv2.dilate(small, around)
    for ink_, shape in ((small, (1, cleaning.line)), (wider, (cleaning.line, 1))):
        lines = cv2.morphologyEx(ink_, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        kept[cv2.dilate(lines, around) > 0] = 0
    return kept if kept.any() else small


def ink(grey: Grey) -> Grey:
    """1 where there is print, 0 for paper, by the darkness of the paper around."""
    return dark_of(even(grey))[0]


def dark_of(paper: Grey) -> tuple[Grey, float]:
    """1 where there is print in a picture on even white paper, 0 elsewhere; and the level of grey
    up to which that is."""
    level, dark = cv2.threshold(paper, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(dark, np.uint8), float(level)


def even(grey: Grey) -> Grey:
    """The picture on white paper: shadows, grey bands and shaded boxes are evened out."""
    height, width = grey.shape
    coarse = cv2.resize(
        grey, (max(width // 16, 1), max(height // 16, 1)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(coarse, np.ones((3, 3), np.uint8)), 5)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255), np.uint8)


def _quarter(small: Grey, cleaning: Cleaning) -> tuple[Turn, bool]:
    """90 where the lines of a page run down it, else 0; and whether that is plain."""
    level = _sharpest(small, cleaning)[1]
    upright = _sharpest(_rotated(small, 90), cleaning)[1]
    more, less = max(level, upright), min(level, upright)
    return 90 if upright > cleaning.quarter * level else 0, more > cleaning.plain * less


def _lean(small: Grey, cleaning: Cleaning) -> float:
    return _sharpest(small, cleaning)[0]


def _sharpest(small: Grey, cleaning: Cleaning) -> tuple[float, float]:
    """The lean, in degrees, at which rows of ink part best from rows of paper, and how well."""
    ys, xs = np.nonzero(small)
    if len(ys) == 0:
        return 0.0, 0.0
    across = xs - small.shape[1] / 2
    span = small.shape[0] + 2 * math.ceil(small.shape[1] * math.tan(math.radians(cleaning.lean)))
    shift = (span - small.shape[0]) / 2

    def sharpness(angle: float) -> float:
        at = np.rint(ys - across * math.tan(math.radians(angle)) + shift).astype(np.int64)
        rows = np.bincount(np.clip(at, 0, span), minlength=span + 1).astype(np.float64)
        steps = np.diff(rows)
        return float(steps @ steps) / len(ys)

    best, well = 0.0, sharpness(0.0)
    for step, count in ((0.5, round(cleaning.lean / 0.5)), (0.1, 5), (0.02, 5)):
        around = best
        for k in range(-count, count + 1):
            found = sharpness(around + k * step)
            if found > well:
                best, well = around + k * step, found
    return best, well


_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def _rotated(grey: Grey, turn: Turn) -> Grey:
    return np.asarray(cv2.rotate(grey, _TURNS[turn]), np.uint8) if turn else grey


def _resampled(grey: Grey, lean: float, factor: float) -> tuple[Grey, NDArray[np.float64]]:
    """The picture straightened and resampled, and the matrix (2 by 3) back to its pixels."""
    height, width = grey.shape
    size = max(round(width * factor), 1), max(round(height * factor), 1)
    there = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0) * factor
    back = np.asarray(cv2.invertAffineTransform(there), np.float64)
    if not lean:
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        made = grey if factor == 1 else cv2.resize(grey, size, interpolation=way)
        return np.asarray(made, np.uint8), back
    way = cv2.INTER_CUBIC if factor >= 1 else cv2.INTER_AREA
    made = cv2.warpAffine(grey, there, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.uint8), back


def _unturned(turn: Turn, width: int, height: int) -> NDArray[np.float64]:
    """From pixels of a picture turned clockwise (its size is given) to those before that."""
    matrices = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, 1, 0], [-1, 0, width]],
        180: [[-1, 0, width], [0, -1, height]],
        270: [[0, -1, height], [1, 0, 0]],
    }
    return np.array([*matrices[turn], [0, 0, 1]], np.float64)
