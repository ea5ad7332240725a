"""How much of what a page shows its words cover, told from a small picture of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pymupdf

from focusconv.document import Region

_SCALE = 0.5
"""Pixels per point: rows of print are some four pixels high."""

_FAINT = 24
"""How much darker than its paper print is at least, of 255."""

_BLANK = 0.0005
"""The share of dark pixels up to which a page is blank but for dirt."""


def uncovered(page: pymupdf.Page, regions: Iterable[Region]) -> float:
    """The share of a page's ink that lies outside all regions, 0 for a blank page.

    Regions are in points of the page as it is shown. Ruled lines are ink too.
    """
    picture = page.get_pixmap(matrix=pymupdf.Matrix(_SCALE, _SCALE), colorspace=pymupdf.csGRAY)
    width, height = picture.width, picture.height
    samples = bytes(picture.samples)
    paper = Counter(samples[::7]).most_common(1)[0][0] if samples else 255
    dark = bytearray(samples.translate(bytes(int(v < paper - _FAINT) for v in range(256))))
    total = dark.count(1)
    if total <= _BLANK * width * height:
        return 0.0
    for x0, y0, x1, y1 in regions:
        left, right = max(int(x0 * _SCALE) - 1, 0), min(int(x1 * _SCALE) + 2, width)
        if right > left:
            blank = bytes(right - left)
            for y in range(max(int(y0 * _SCALE) - 1, 0), min(int(y1 * _SCALE) + 2, height)):
                dark[y * width + left : y * width + right] = blank
    return dark.count(1) / total
