"""Why a word that a page draws is not what the page shows: covered, struck out, or too faint.

A word is told by its core, the part of its letters that all digits fill: what lies over that
hides the word, and what only touches its bounds does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf
from msgspec import Struct

from focusconv.document import MarkKind, Region
from focusconv.readers.pdf.grounds import HAIR, WHITE, Color, Drawings, Line, intersection, rgb


class Sight(Struct, frozen=True):
    """What can still be read. Lengths in points, shares from 0 to 1."""

    contrast: int = 32
    """By how much, of 255, one of the colors of print differs from its ground at least."""

    tiny: float = 2.0
    """The size from which a font can be seen."""

    hidden: float = 1.0
    """The width of a word that may be covered: less than half a digit."""

    deep: float = 0.4
    """The share of the height of its core from which a cover hides it."""

    crossed: float = 0.4
    """The share of its width from which strokes cross a word out."""

    slashed: tuple[float, float] = (0.2, 0.9)
    """The shares of width and height from which a single slanting stroke does."""


_SIGHT = Sight()
_LEAN = 0.09
_FOOT, _HEAD = 0.1, 0.6
"""Where, in sizes of the font above the line, the core of digits begins and ends."""

_TEXT = pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT
_PAINTED = pymupdf.mupdf.FZ_STEXT_FILLED | pymupdf.mupdf.FZ_STEXT_STROKED
_CLIPS = pymupdf.mupdf.FZ_STEXT_CLIPPED
_OVER = (b"BI ", b"BI\n", b"BI\r", b" sh ", b" sh\n", b" sh\r")
"""Signs of pictures within the drawing itself, and of shadings."""

_WIDTH = re.compile(rb" w\s")
_CROSSING = (pymupdf.PDF_ANNOT_STRIKE_OUT, pymupdf.PDF_ANNOT_REDACT)
_UNSEEN = pymupdf.PDF_ANNOT_IS_HIDDEN | pymupdf.PDF_ANNOT_IS_NO_VIEW


class Hiding:
    """What of a page's words cannot be read although the page has them.

    `operators` is all that draws the page; `noted` tells that there are annotations on it,
    `pictured` that there are pictures.
    """

    def __init__(
        self,
        page: pymupdf.Page,
        blocks: Sequence[dict[str, Any]],
        operators: bytes,
        *,
        noted: bool,
        pictured: bool,
    ) -> None:
        self._drawings = Drawings(page, blocks, _TEXT)
        wide = noted or _widest(operators) > HAIR
        self._bars = list(self._drawings.bars()) if wide else []
        self._crossed = list(_crossed(page)) if noted else []
        shown = pictured or noted or any(sign in operators for sign in _OVER)
        self._pictures = list(_pictures(page)) if shown else []
        self._always = bool(self._bars or self._crossed or self._pictures)
        self._levels = self._drawings.levels

    def may_hide(self, line: dict[str, Any]) -> bool:
        """Whether any word of a line may be hidden by what is drawn; told in haste."""
        if self._always or line["dir"] != _LEVEL:
            return True
        if self._levels and not self._levels.isdisjoint(_heights(line)):
            return True
        return self._drawings.touches(line["bbox"])

    def of(self, box: Region, order: int, line: dict[str, Any], text: str) -> MarkKind | None:
        """Why a word is not shown, None where it is. `order` is that of its line's block."""
        span = _span(line, box)
        core = _core(box, line["dir"], span)
        middle = (core[0] + core[2]) / 2, (core[1] + core[3]) / 2
        if self._is_covered(core, middle, order):
            return "covered"
        if any(char.isdigit() for char in text) and self._is_struck(core, middle):
            return "struck"
        return "faint" if self._is_faint(span, middle, order) else None

    def figures(self) -> Iterator[Region]:
        """The filled drawings that are no rectangles."""
        return self._drawings.figures()

    def _is_covered(self, core: Region, middle: tuple[float, float], order: int) -> bool:
        if any(_hides(cover, core) for cover in self._drawings.over(core, order)):
            return True
        if any(_hides(bar, core) for bar in self._bars):
            return True
        return any(
            _holds(picture, middle) and not any(_holds(box, middle) for box in later)
            for picture, later in self._pictures
        )

    def _is_struck(self, core: Region, middle: tuple[float, float]) -> bool:
        if any(_holds(region, middle) for region in self._crossed):
            return True
        x0, y0, x1, y1 = core
        wide, high = max(x1 - x0, 1.0), max(y1 - y0, 1.0)
        level = wide >= high
        total = 0.0
        for line in self._drawings.lines(core):
            across, down = _inside(line, core)
            along, up = (across / wide, down / high) if level else (down / high, across / wide)
            total += along
            if along >= _SIGHT.slashed[0] and up >= _SIGHT.slashed[1]:
                return True
        return total >= _SIGHT.crossed

    def _is_faint(self, span: dict[str, Any], middle: tuple[float, float], order: int) -> bool:
        if not is_painted(span):
            return True
        if any(_holds(picture, middle) for picture, _ in self._pictures):
            return False
        ground = WHITE
        for shape in self._drawings.fills(*middle):
            if shape.order < order:
                ground = _mixed(ground, shape.color, shape.alpha)
        return not contrasts(span, ground)


_LEVEL = (1.0, 0.0)


def _heights(line: dict[str, Any]) -> range:
    """The whole points of height that the core of a level line goes through."""
    span = line["spans"][0]
    y, size = span["origin"][1], span["size"]
    return range(int(y - _HEAD * size), int(y - _FOOT * size) + 1)


def is_painted(span: dict[str, Any]) -> bool:
    """Whether letters are drawn at all, and large enough to be seen."""
    flags = span["char_flags"]
    return bool(
        span["alpha"] and flags & _PAINTED and not flags & _CLIPS and span["size"] >= _SIGHT.tiny
    )


def contrasts(span: dict[str, Any], ground: Color = WHITE) -> bool:
    """Whether letters differ from their ground so that they can be read."""
    shown = _mixed(ground, rgb(span["color"]), span["alpha"])
    return any(
        abs(one - other) >= _SIGHT.contrast for one, other in zip(shown, ground, strict=True)
    )


def _mixed(ground: Color, color: Color, alpha: int) -> Color:
    if alpha >= 255:
        return color
    red, green, blue = (
        (over * alpha + under * (255 - alpha)) // 255
        for over, under in zip(color, ground, strict=True)
    )
    return red, green, blue


def _span(line: dict[str, Any], box: Region) -> dict[str, Any]:
    """The part of a line that a word is in."""
    spans: list[dict[str, Any]] = line["spans"]
    if len(spans) == 1:
        return spans[0]
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((span for span in spans if _holds(span["bbox"], middle)), spans[0])


def _core(box: Region, direction: tuple[float, float], span: dict[str, Any]) -> Region:
    """The part of a word that the letters of its direction and size fill."""
    x0, y0, x1, y1 = box
    cosine, sine = direction
    x, y = span["origin"]
    foot, head = _FOOT * span["size"], _HEAD * span["size"]
    if abs(sine) <= _LEAN:
        up = -1 if cosine > 0 else 1
        low, high = sorted((y + up * foot, y + up * head))
        return x0, max(low, y0), x1, min(high, y1)
    if abs(cosine) <= _LEAN:
        up = 1 if sine > 0 else -1
        low, high = sorted((x + up * foot, x + up * head))
        return max(low, x0), y0, min(high, x1), y1
    return box


def _hides(cover: Region, core: Region) -> bool:
    common = intersection(cover, core)
    if common is None:
        return False
    across, down = common[2] - common[0], common[3] - common[1]
    wide, high = core[2] - core[0], core[3] - core[1]
    along, up, length, depth = (
        (across, down, wide, high) if wide >= high else (down, across, high, wide)
    )
    return along > min(_SIGHT.hidden, length / 2) and up >= _SIGHT.deep * depth


def _inside(line: Line, box: Region) -> tuple[float, float]:
    """How wide and how high the part of a stroke is that lies within a box."""
    dx, dy = line.x1 - line.x0, line.y1 - line.y0
    start, end = 0.0, 1.0
    for step, low, high in (
        (dx, box[0] - line.x0, box[2] - line.x0),
        (dy, box[1] - line.y0, box[3] - line.y0),
    ):
        if step:
            first, last = sorted((low / step, high / step))
            start, end = max(start, first), min(end, last)
        elif low > 0 or high < 0:
            return 0.0, 0.0
    share = max(end - start, 0.0)
    return abs(dx) * share, abs(dy) * share


def _holds(box: Sequence[float], point: tuple[float, float]) -> bool:
    x, y = point
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _widest(operators: bytes) -> float:
    """The width of the widest stroke that a page asks for, before any scaling."""
    ends = [found.start() for found in _WIDTH.finditer(operators)]
    widths = {operators[max(end - _DIGITS, 0) : end].rpartition(b" ")[2] for end in ends}
    return max((_number(width) for width in widths), default=0.0)


_DIGITS = 12


def _number(width: bytes) -> float:
    try:
        return float(width.split()[-1])
    except (ValueError, IndexError):
        return 0.0


def _crossed(page: pymupdf.Page) -> Iterator[Region]:
    """The places that annotations strike out, or mark to be taken out of the page."""
    back = page.derotation_matrix
    for annot in page.annots(types=_CROSSING):
        if not annot.flags & _UNSEEN:
            corners = annot.vertices or ()
            quads = [corners[i : i + 4] for i in range(0, len(corners) - 3, 4)]
            for quad in [pymupdf.Quad(quad).rect for quad in quads] or [annot.rect]:
                yield tuple(quad * back)


def _pictures(page: pymupdf.Page) -> Iterator[tuple[Region, list[Region]]]:
    """The pictures and shadings of a page, each with the places of the text drawn over it."""
    drawn = page.get_bboxlog()
    for order, (kind, region) in enumerate(drawn):
        if kind.startswith(("fill-image", "fill-imgmask", "fill-shade")):
            later = (box for name, box in drawn[order + 1 :] if name.endswith("text"))
            yield region, [box for box in later if intersection(box, region) is not None]
