"""Pages of a PDF with a pen: text measured and set, rules, frames, and what goes over or under."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pymupdf

Drawing = Callable[[Any], None]

BLACK = (0.0, 0.0, 0.0)
_FAMILIES = {
    "helvetica": ("helv", "hebo"),
    "times": ("tiro", "tibo"),
    "courier": ("cour", "cobo"),
}


@functools.cache
def _font(name: str) -> Any:
    return pymupdf.Font(name)


@functools.cache
def _advance(name: str, letter: str) -> float:
    return float(_font(name).text_length(letter, fontsize=1))


@dataclass(frozen=True)
class Area:
    """Where rows may stand on a page: a page, or half of one."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Canvas:
    """A PDF in the making, all in one family of type.

    `embedded` sets glyphs of embedded fonts with their Unicode; otherwise the viewer's own
    base fonts are named, as old programs do.
    """

    def __init__(self, family: str, width: float, height: float, *, embedded: bool) -> None:
        self.document: Any = pymupdf.open()
        self.width, self.height, self.embedded = width, height, embedded
        self.names = _FAMILIES[family]
        self.fonts: list[Any] = [_font(name) for name in self.names]
        self.drawings: list[list[Drawing]] = []
        self.writers: list[Any] = []

    def new_page(self) -> int:
        self.document.new_page(width=self.width, height=self.height)
        self.drawings.append([])
        self.writers.append(pymupdf.TextWriter((0, 0, self.width, self.height)))
        return len(self.drawings) - 1

    def length(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is set."""
        return size * sum(_advance(self.names[bold], letter) for letter in text)

    def put(
        self, page: int, x: float, y: float, text: str, size: float, *, bold: bool = False
    ) -> None:
        """A text with its baseline at a point."""
        if self.embedded and text.strip():
            self.writers[page].append((x, y), text, font=self.fonts[bold], fontsize=size)
        elif text.strip():
            named = {"fontname": self.names[bold], "fontsize": size}
            self.drawings[page].append(lambda shape: shape.insert_text((x, y), text, **named))

    def spaced(self, page: int, x: float, y: float, text: str, size: float, gap: float) -> None:
        """A text letter by letter, with a gap after each."""
        for letter in text:
            self.put(page, x, y, letter, size, bold=True)
            x += self.length(letter, size, bold=True) + gap

    def rule(self, page: int, x0: float, y0: float, x1: float, y1: float, width: float) -> None:
        def drawing(shape: Any) -> None:
            shape.draw_line((x0, y0), (x1, y1))
            shape.finish(width=width, color=BLACK)

        self.drawings[page].append(drawing)

    def frame(self, page: int, x0: float, y0: float, x1: float, y1: float) -> None:
        def drawing(shape: Any) -> None:
            shape.draw_rect((x0, y0, x1, y1))
            shape.finish(width=0.6, color=BLACK)

        self.drawings[page].append(drawing)

    def shade(self, page: int, x0: float, y0: float, x1: float, y1: float) -> None:
        """A light ground behind what is set after it."""

        def drawing(shape: Any) -> None:
            shape.draw_rect((x0, y0, x1, y1))
            shape.finish(color=None, fill=(0.93, 0.93, 0.96))

        self.drawings[page].append(drawing)

    def turned(
        self, page: int, x: float, y: float, text: str, size: float, angle: float, grey: float
    ) -> None:
        """A stamp or a watermark at an angle."""
        at, turn = pymupdf.Point(x, y), pymupdf.Matrix(angle)
        color = (grey, grey, grey) if grey > 0.5 else (0.55, 0.1, 0.15)

        def drawing(shape: Any) -> None:
            named = {"fontname": "hebo", "fontsize": size, "color": color}
            shape.insert_text(at, text, morph=(at, turn), **named)

        self.drawings[page].append(drawing)

    def finished(self) -> bytes:
        """The file; the same calls give the same bytes."""
        for page, drawings, writer in zip(self.document, self.drawings, self.writers, strict=True):
            shape = page.new_shape()
            for drawing in drawings:
                drawing(shape)
            shape.commit()
            writer.write_text(page)
        self.document.set_metadata({})
        return bytes(self.document.tobytes(deflate=True, no_new_id=True))
