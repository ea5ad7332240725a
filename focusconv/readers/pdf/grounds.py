"""The filled shapes, lines and pictures that a page draws, and where one lies over a place.

MuPDF gives text and drawings in the order in which they are drawn, which is what tells a ground
from a cover: what comes before a word is under it, what comes later is over it. A drawing is
known at first by its bounds alone; what shape it has and whether it lets show through is asked
only where it lies over print, for that costs as much as reading the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, KeysView, Sequence
from typing import Any

import pymupdf
from msgspec import Struct

from focusconv.document import Region

Color = tuple[int, int, int]
WHITE: Color = (255, 255, 255)

HAIR = 2.5
"""Points; a drawing this thin is a line."""

_SHORT = 3.0
"""Points; no line this short crosses anything out."""

_STEP = 16
"""Points; shapes are looked up by the strips of the page that they reach into."""

_MOST_STRIPS = 400
_SEEN_THROUGH = 0x80
"""The alpha, of 255, below which a shape hides nothing; and the brightness from which one that
darkens what is under it, as a marker does, leaves print to be read."""

_PALE = 0xE0
"""Brightness from which a shape on white paper is no print."""

_ROUND = 0.8
"""Points by which the bounds of a drawing differ where they are taken with its stroke."""


class Shape(Struct, frozen=True, gc=False):
    """A filled shape: its place in the order of drawing, bounds, color, and whether it is a
    rectangle. `alpha` is from 0 to 255."""

    order: int
    region: Region
    color: Color
    alpha: int
    square: bool


class Line(Struct, frozen=True, gc=False):
    """A straight stroke from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float

    def thick(self, width: float) -> Region:
        """What a level or upright stroke of this width covers; the bounds of any other."""
        x0, x1 = sorted((self.x0, self.x1))
        y0, y1 = sorted((self.y0, self.y1))
        across = width / 2 if x1 - x0 < HAIR else 0.0
        down = width / 2 if y1 - y0 < HAIR else 0.0
        return x0 - across, y0 - down, x1 + across, y1 + down


class Drawings:
    """What a page draws beside its text: `blocks` as MuPDF has them, text among them."""

    def __init__(self, page: pymupdf.Page, blocks: Sequence[dict[str, Any]], text: int) -> None:
        self._page = page
        self._fills: dict[int, list[Shape]] = {}
        self._level: dict[int, list[Line]] = {}
        self._upright: dict[int, list[Line]] = {}
        self._odd: dict[int, list[Region]] = {}
        self._details: list[_Detail] | None = None
        for order, block in enumerate(blocks):
            if block["type"] != text and block["alpha"]:
                self._add(order, block)

    def figures(self) -> Iterator[Region]:
        """The filled shapes that are no rectangles and differ from white."""
        shapes = {shape for strip in self._fills.values() for shape in strip}
        for shape in shapes:
            if not shape.square and min(shape.color) < _PALE and shape.alpha >= _SEEN_THROUGH:
                yield shape.region

    def touches(self, region: Region) -> bool:
        """Whether the bounds of a shape, or of a drawing that is no straight line, touch a
        region: what is not straight is known in full only later."""
        for strip in _strips(region) if self._fills or self._odd else ():
            for shape in self._fills.get(strip, ()):
                if intersection(shape.region, region) is not None:
                    return True
            for bounds in self._odd.get(strip, ()):
                if intersection(bounds, region) is not None:
                    return True
        return False

    @property
    def levels(self) -> KeysView[int]:
        """The heights, in whole points, at which there are level strokes."""
        return self._level.keys()

    def _add(self, order: int, block: dict[str, Any]) -> None:
        region = x0, y0, x1, y1 = block["bbox"]
        width, height = x1 - x0, y1 - y0
        if height <= HAIR:
            if width > _SHORT:
                y = (y0 + y1) / 2
                self._level.setdefault(int(y), []).append(Line(x0, y, x1, y))
        elif width <= HAIR:
            if height > _SHORT:
                x = (x0 + x1) / 2
                self._upright.setdefault(int(x), []).append(Line(x, y0, x, y1))
        elif not block["stroked"]:
            color = rgb(block["color"])
            shape = Shape(order, region, color, block["alpha"], block["isrect"])
            for strip in _strips(region):
                self._fills.setdefault(strip, []).append(shape)
        if not block["isrect"]:
            for strip in _strips(region):
                self._odd.setdefault(strip, []).append(region)

    def fills(self, x: float, y: float) -> Iterator[Shape]:
        """The filled shapes whose bounds hold a point, in the order of drawing."""
        for shape in self._fills.get(int(y // _STEP), ()):
            x0, y0, x1, y1 = shape.region
            if x0 <= x <= x1 and y0 <= y <= y1:
                yield shape

    def over(self, region: Region, order: int) -> Iterator[Region]:
        """The parts of a region that shapes drawn later than `order` hide."""
        strips = _strips(region)
        for shape in {s for strip in strips for s in self._fills.get(strip, ())}:
            if shape.order < order or shape.alpha < _SEEN_THROUGH:
                continue
            common = intersection(shape.region, region)
            if common is not None and self._is_opaque(shape):
                yield common

    def lines(self, region: Region) -> Iterator[Line]:
        """The strokes that may run through a region; the true course of those that are neither
        level nor upright."""
        x0, y0, x1, y1 = region
        for y in range(int(y0), int(y1) + 1):
            yield from self._level.get(y, ())
        for x in range(int(x0), int(x1) + 1) if self._upright and y1 - y0 > x1 - x0 else ():
            yield from self._upright.get(x, ())
        odd = {r for strip in _strips(region) for r in self._odd.get(strip, ())}
        for bounds in odd:
            if intersection(bounds, region) is not None:
                for detail in self._of(bounds):
                    yield from detail.lines

    def bars(self) -> Iterator[Region]:
        """The strokes as thick as a bar, which hide what is under them."""
        for detail in self.details():
            if detail.width > HAIR and not detail.clear:
                yield from (line.thick(detail.width) for line in detail.lines)

    def _is_opaque(self, shape: Shape) -> bool:
        known = [detail for detail in self._of(shape.region) if detail.filled]
        return not known or any(not detail.clear for detail in known)

    def _of(self, region: Region) -> Iterator[_Detail]:
        """The drawings of these bounds, with or without their strokes."""
        for detail in self.details():
            reach = detail.width / 2 + _ROUND
            if all(
                abs(one - other) <= reach for one, other in zip(detail.region, region, strict=True)
            ):
                yield detail

    def details(self) -> list[_Detail]:
        """The true shapes of all drawings of the page."""
        if self._details is None:
            self._details = list(_details(self._page))
        return self._details


class _Detail(Struct, frozen=True):
    """A drawing in full. `clear` tells that print under it can be read; `width` is that of its
    stroke, 0 where it has none."""

    region: Region
    filled: bool
    width: float
    clear: bool
    lines: tuple[Line, ...]


def _details(page: pymupdf.Page) -> Iterator[_Detail]:
    groups: list[tuple[int, str, float]] = []
    for drawing in page.get_cdrawings(extended=True):
        kind, level = drawing["type"], drawing["level"]
        while groups and groups[-1][0] >= level:
            groups.pop()
        if kind == "group":
            groups.append((level, drawing["blendmode"], drawing["opacity"]))
        elif kind != "clip":
            yield _detail(drawing, groups)


def _detail(drawing: dict[str, Any], groups: list[tuple[int, str, float]]) -> _Detail:
    filled = "f" in drawing["type"]
    opacity = drawing.get("fill_opacity" if filled else "stroke_opacity")
    alpha = 255.0 * (1.0 if opacity is None else opacity)
    blended = False
    for _, mode, share in groups:
        alpha *= share
        blended = blended or mode != "Normal"
    color = drawing.get("fill" if filled else "color") or (0.0,)
    bright = 255 * max(color)
    clear = alpha < _SEEN_THROUGH or (blended and bright >= _SEEN_THROUGH)
    width = drawing.get("width") or 0.0 if "s" in drawing["type"] else 0.0
    lines = tuple(line for item in drawing["items"] for line in _lines(item))
    return _Detail(tuple(drawing["rect"]), filled, width, clear, lines)


def _lines(item: Sequence[Any]) -> Iterator[Line]:
    """A piece of a path as straight lines; a curve as those of its control points."""
    kind, *points = item
    if kind == "re":
        x0, y0, x1, y1 = points[0]
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    elif kind == "qu":
        a, b, c, d = points[0]
        corners = [a, b, d, c, a]
    else:
        corners = points
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        yield Line(x0, y0, x1, y1)


def rgb(color: int) -> Color:
    """The red, green and blue of a color that MuPDF gives as one number."""
    return color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF


def intersection(one: Region, other: Region) -> Region | None:
    """What two regions have in common."""
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    x1, y1 = min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _strips(region: Region) -> range:
    first, last = int(region[1] // _STEP), int(region[3] // _STEP)
    return range(max(first, -_MOST_STRIPS), min(last, _MOST_STRIPS) + 1)
