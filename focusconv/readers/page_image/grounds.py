"""Grounds on which print stands that are not the paper: markers, shades, white print on black.

One measure of ink for a page takes a gray marker for ink, and the number under it is lost to all
engines alike. So a ground is lifted: what stands on it is shown as dark as elsewhere, on paper.
White print on a dark ground is shown dark on light. A ground too dark to tell anything on it, as
of a bar that blacks something out, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from msgspec import Struct, structs

from focusconv.readers.page_image.deskew import Grey, Sheet
from focusconv.readers.page_image.segments import Box


class Lifting(Struct, frozen=True, kw_only=True):
    """What counts as a ground; lengths in points of the paper."""

    look: float = 100.0
    """Dots per inch at which grounds are looked for."""

    stroke: float = 3.5
    """Strokes of print are thinner than this, and grounds wider."""

    around: float = 90.0
    """How far around a place its paper is looked for."""

    least: tuple[float, float] = (12.0, 8.0)
    """The least width and height of a ground."""

    filled: float = 0.7
    even: float = 0.4
    """The share of its place that a shaded ground fills, and how far it varies for its depth: what
    blur leaves between letters is neither compact nor even."""

    shade: float = 0.9
    """A ground has at most this share of the lightness of its paper."""

    contrast: float = 40.0
    """Gray levels between a ground and the ink of the page from which print on it can be told."""

    solid: float = 0.55
    window: float = 8.0
    """A dark ground with white print on it is ink in this share of such a window at least."""

    letters: tuple[float, float] = (3.0, 24.0)
    broad: float = 1.4
    few: int = 3
    mostly: float = 0.7
    """The least and most height of white print on a dark ground, its width for its height, how many
    signs of it there are, and their share of all that is light there."""

    rim: float = 1.5
    rimmed: float = 0.85
    """How thick the edge of a dark ground is beside the print on it, and how much of it is dark."""


_LIFTING = Lifting()


def lifted(sheet: Sheet, lifting: Lifting = _LIFTING) -> Sheet:
    """The sheet with the print on grounds shown as on paper; itself where it has no grounds."""
    share = min(lifting.look / sheet.dpi, 1.0)
    height, width = sheet.grey.shape
    size = max(round(width * share), 1), max(round(height * share), 1)
    small = np.asarray(cv2.resize(sheet.grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    point = sheet.dpi * share / 72
    paper = _paper(small, point, lifting)
    ink = _ink_level(small)
    shaded = list(_shaded(small, paper, ink, point, lifting))
    black = list(_black(small, paper, ink, point, lifting))
    if not shaded and not black:
        return sheet
    grey = sheet.grey.copy()
    for box in shaded:
        _lift(grey, paper, ink, _grown(box, share, sheet), share, lifting)
    for box in black:
        _turn(grey, _grown(box, share, sheet), sheet.dpi / 72, lifting)
    return structs.replace(sheet, grey=grey)


def _paper(small: Grey, point: float, lifting: Lifting) -> Grey:
    """The lightness of the paper around each place: the lightest of what is wider than print."""
    plain = _closed(small, lifting.stroke * point)
    far = _odd(lifting.around * point / 4)
    height, width = plain.shape
    coarse = cv2.resize(
        plain, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA
    )
    lightest = cv2.dilate(coarse, np.ones((far, far), np.uint8))
    even = cv2.blur(lightest, (far, far))
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _ink_level(small: Grey) -> float:
    """How dark the ink of a page is: the darkest hundredth of it."""
    return float(np.percentile(small[::2, ::2], 1))


def _shaded(small: Grey, paper: Grey, ink: float, point: float, lifting: Lifting) -> Iterator[Box]:
    """The places of grounds darker than the paper on which print can still be told."""
    plain = _closed(small, lifting.stroke * point)
    grounds = np.asarray(plain < lifting.shade * paper.astype(np.float32), np.uint8)
    for box in _large(grounds, point, lifting):
        x0, y0, x1, y1 = box
        own = grounds[y0:y1, x0:x1] > 0
        low, usual, high = np.percentile(plain[y0:y1, x0:x1][own], (20, 50, 80)).tolist()
        depth = float(np.median(paper[y0:y1, x0:x1])) - usual
        even = high - low <= lifting.even * depth
        if usual - ink >= lifting.contrast and own.mean() >= lifting.filled and even:
            yield box


def _black(small: Grey, paper: Grey, ink: float, point: float, lifting: Lifting) -> Iterator[Box]:
    """The places that are mostly ink, as bars are, whether something stands on them or not."""
    middle = (paper.astype(np.float32) + ink) / 2
    dark = np.asarray(small < middle, np.float32)
    window = max(round(lifting.window * point), 1)
    mostly = np.asarray(cv2.blur(dark, (window, window)) >= lifting.solid, np.uint8)
    for x0, y0, x1, y1 in _large(mostly, point, lifting):
        reach = window // 2 + 1
        height, width = small.shape
        yield (
            max(x0 - reach, 0),
            max(y0 - reach, 0),
            min(x1 + reach, width),
            min(y1 + reach, height),
        )


def _large(mask: Grey, point: float, lifting: Lifting) -> Iterator[Box]:
    """The places of the components of a mask that are as large as grounds."""
    _, _, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    for x, y, w, h, area in found[1:].tolist():
        wide, high = lifting.least[0] * point, lifting.least[1] * point
        if w >= wide and h >= high and area >= wide * high / 2:
            yield int(x), int(y), int(x + w), int(y + h)


def _grown(box: Box, share: float, sheet: Sheet) -> Box:
    """A place of the small picture in the sheet, a little larger."""
    height, width = sheet.grey.shape
    x0, y0, x1, y1 = (value / share for value in box)
    more = 2 / share
    return (
        max(int(x0 - more), 0),
        max(int(y0 - more), 0),
        min(int(x1 + more) + 1, width),
        min(int(y1 + more) + 1, height),
    )


def _lift(grey: Grey, paper: Grey, ink: float, box: Box, share: float, lifting: Lifting) -> None:
    """Show what stands on a shaded ground as it would be on paper."""
    x0, y0, x1, y1 = box
    seen = grey[y0:y1, x0:x1]
    ground = _closed(seen, lifting.stroke * lifting.look / 72 / share).astype(np.float32)
    middle = (y0 + y1) / 2 * share, (x0 + x1) / 2 * share
    light = float(
        paper[min(int(middle[0]), len(paper) - 1), min(int(middle[1]), paper.shape[1] - 1)]
    )
    shade = (ground < lifting.shade * light) & (ground - ink >= lifting.contrast / 2)
    depth = np.maximum(ground - ink, 1)
    shown = light - (ground - seen) * ((light - ink) / depth)
    seen[shade] = np.clip(shown, 0, 255).astype(np.uint8)[shade]


def _turn(grey: Grey, box: Box, point: float, lifting: Lifting) -> None:
    """Show white print on a dark ground as dark print on paper; a ground without is as it was."""
    x0, y0, x1, y1 = box
    seen = grey[y0:y1, x0:x1]
    _, dark = cv2.threshold(seen, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    left, top, right, bottom = _largest(np.asarray(dark, np.uint8))
    bar, ground = seen[top:bottom, left:right], dark[top:bottom, left:right]
    rim = max(round(lifting.rim * point), 1)
    sides = ground[:rim], ground[-rim:], ground[:, :rim], ground[:, -rim:]
    if min(side.mean() for side in sides) < lifting.rimmed:
        return
    letters = _letters(np.asarray(1 - ground, np.uint8), point, lifting)
    if letters >= lifting.few:
        bar[:] = 255 - bar


def _largest(mask: Grey) -> Box:
    """The place of the largest component of a mask that has any."""
    _, _, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    x, y, w, h = (int(value) for value in found[1:][found[1:, 4].argmax()][:4])
    return x, y, x + w, y + h


def _letters(light: Grey, point: float, lifting: Lifting) -> int:
    """How many letters stand in a bar; 0 where most that is light in it has not their shape, as the
    room in a frame has not."""
    _, _, found, _ = cv2.connectedComponentsWithStats(light, connectivity=8)
    low, high = (value * point for value in lifting.letters)
    _, _, wide, tall, area = found[1:].T
    letters = (tall >= low) & (tall <= high) & (wide <= lifting.broad * tall)
    alike = area[letters].sum() >= lifting.mostly * area.sum()
    return int(letters.sum()) if alike else 0


def _closed(grey: Grey, size: float) -> Grey:
    """The picture without what is darker than its surroundings and narrower than `size`."""
    side = _odd(size)
    return np.asarray(
        cv2.morphologyEx(
            grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def _odd(size: float) -> int:
    return max(int(size) // 2 * 2 + 1, 1)
