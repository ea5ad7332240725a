"""PDF pages drawn by hand: text, rules, frames and marks; the same drawing, the same bytes.

Measures are points, origin top left. Texts that the base fonts cannot print are set in the
fallback font that PyMuPDF ships, of which the file takes the glyphs it needs.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import pymupdf

from focusconv.document import Region

Colour = tuple[float, float, float]

BLACK: Colour = (0.0, 0.0, 0.0)
GREY: Colour = (0.45, 0.45, 0.45)
LIGHT: Colour = (0.75, 0.75, 0.75)
PALE: Colour = (0.93, 0.93, 0.93)
WHITE: Colour = (1.0, 1.0, 1.0)
ORANGE: Colour = (0.90, 0.62, 0.0)
SKY: Colour = (0.34, 0.71, 0.91)
GREEN: Colour = (0.0, 0.62, 0.45)
BLUE: Colour = (0.0, 0.45, 0.70)
VERMILION: Colour = (0.84, 0.37, 0.0)
PURPLE: Colour = (0.80, 0.47, 0.65)
"""Colours that the colour-blind can tell apart (Okabe and Ito, 2008)."""

Point = tuple[float, float]

Ground = Callable[[Any], None]
"""Puts on an empty PyMuPDF page what lies below all that is drawn."""

Align = Literal["left", "middle", "right"]
Cut = Literal["plain", "bold", "mono"]

_FONTS: dict[Cut, str] = {"plain": "helv", "bold": "hebo", "mono": "cour"}
_FALLBACK = "cjk"


class Sheet:
    """One page: what is to be drawn on it, in order."""

    def __init__(self, width: float, height: float, ground: Ground | None = None) -> None:
        self.width = width
        self.height = height
        self._ground = ground
        self._strokes: list[Callable[[Any, Any], None]] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        cut: Cut = "plain",
        colour: Colour = BLACK,
        align: Align = "left",
    ) -> None:
        """Text on the baseline `y`; `x` is its left end, middle or right end."""
        if not text:
            return
        font = _font_for(text, cut)
        share = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
        start = x - share * width(text, size, cut) if share else x

        def stroke(page: Any, shape: Any) -> None:
            if font == _FALLBACK:
                page.insert_font(fontname=font, fontbuffer=_fallback().buffer)
            shape.insert_text((start, y), text, fontsize=size, fontname=font, color=colour)

        self._strokes.append(stroke)

    def rule(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        weight: float = 0.5,
        colour: Colour = BLACK,
        dashes: str = "",
    ) -> None:
        """A straight line; `dashes` as PDF writes them, `[3 2] 0`."""

        def stroke(_: Any, shape: Any) -> None:
            shape.draw_line((x0, y0), (x1, y1))
            shape.finish(width=weight, color=colour, dashes=dashes or None)

        self._strokes.append(stroke)

    def frame(
        self,
        region: Region,
        *,
        weight: float = 0.5,
        colour: Colour | None = BLACK,
        fill: Colour | None = None,
        opacity: float = 1.0,
        dashes: str = "",
    ) -> None:
        """A rectangle, drawn where it has a colour and filled where it has a fill; `dashes`
        as PDF writes them, `[3 2] 0`."""

        def stroke(_: Any, shape: Any) -> None:
            shape.draw_rect(region)
            shape.finish(
                width=weight, color=colour, fill=fill, fill_opacity=opacity, dashes=dashes or None
            )

        self._strokes.append(stroke)

    def polygon(self, points: Sequence[Point], *, colour: Colour, filled: bool) -> None:
        """A closed shape, filled or in outline."""

        def stroke(_: Any, shape: Any) -> None:
            shape.draw_polyline([*points, points[0]])
            shape.finish(width=0.7, color=colour, fill=colour if filled else None)

        self._strokes.append(stroke)

    def circle(self, x: float, y: float, radius: float, *, colour: Colour, filled: bool) -> None:
        """A circle, filled or in outline."""

        def stroke(_: Any, shape: Any) -> None:
            shape.draw_circle((x, y), radius)
            shape.finish(width=0.7, color=colour, fill=colour if filled else None)

        self._strokes.append(stroke)

    def draw(self, document: Any) -> Any:
        """The sheet as a new last page of a PyMuPDF document, and that page."""
        page = document.new_page(width=self.width, height=self.height)
        if self._ground is not None:
            self._ground(page)
        shape = page.new_shape()
        for stroke in self._strokes:
            stroke(page, shape)
        shape.commit()
        return page


def pdf(sheets: Iterable[Sheet], *, title: str, subject: str, producer: str) -> bytes:
    """The sheets as a file, without dates and with nothing that changes from run to run."""
    with pymupdf.open() as document:
        for sheet in sheets:
            sheet.draw(document)
        document.set_metadata({"title": title, "subject": subject, "producer": producer})
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))


def png(sheet: Sheet, dpi: int) -> bytes:
    """The sheet as a picture."""
    with pymupdf.open() as document:
        return bytes(sheet.draw(document).get_pixmap(dpi=dpi).tobytes("png"))


def width(text: str, size: float, cut: Cut = "plain") -> float:
    """The width of a text in points."""
    font = _font_for(text, cut)
    return size * sum([_advance(char, font) for char in text])


@functools.lru_cache(maxsize=1 << 12)
def _advance(char: str, font: str) -> float:
    """How far a character of a font of size 1 moves on; forms repeat a few of them."""
    if font == _FALLBACK:
        return float(_fallback().text_length(char, 1))
    return float(pymupdf.get_text_length(char, fontname=font, fontsize=1))


def wrapped(text: str, size: float, room: float, cut: Cut = "plain") -> list[str]:
    """The words of a text in lines of at most `room`; a longer word has a line to itself."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, cut) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font_for(text: str, cut: Cut) -> str:
    """The base font of a cut, or the fallback where a character is not in it."""
    printable = all(" " <= char <= "~" or "\xa1" <= char <= "\xff" for char in text)
    return _FONTS[cut] if printable else _FALLBACK


@functools.cache
def _fallback() -> Any:
    return pymupdf.Font(_FALLBACK)
