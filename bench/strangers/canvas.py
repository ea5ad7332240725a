"""Pages of a PDF with a pen: text measured and set, rules, frames, and what goes over or under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pymupdf

BLACK = (0.0, 0.0, 0.0)
_FAMILIES = {
    "helvetica": ("helv", "hebo"),
    "times": ("tiro", "tibo"),
    "courier": ("cour", "cobo"),
}


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
        self.fonts: list[Any] = [pymupdf.Font(name) for name in self.names]

    def new_page(self) -> int:
        self.document.new_page(width=self.width, height=self.height)
        return len(self.document) - 1

    def length(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is set."""
        return float(self.fonts[bold].text_length(text, fontsize=size))

    def put(
        self,
        page: int,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: tuple[float, float, float] = BLACK,
    ) -> None:
        """A text with its baseline at a point."""
        sheet = self.document[page]
        if not self.embedded:
            sheet.insert_text((x, y), text, fontname=self.names[bold], fontsize=size, color=color)
        elif text.strip():
            writer = pymupdf.TextWriter(sheet.rect, color=color)
            writer.append((x, y), text, font=self.fonts[bold], fontsize=size)
            writer.write_text(sheet)

    def spaced(self, page: int, x: float, y: float, text: str, size: float, gap: float) -> None:
        """A text letter by letter, with a gap after each."""
        for letter in text:
            self.put(page, x, y, letter, size, bold=True)
            x += self.length(letter, size, bold=True) + gap

    def rule(self, page: int, x0: float, y0: float, x1: float, y1: float, width: float) -> None:
        self.document[page].draw_line((x0, y0), (x1, y1), width=width)

    def frame(self, page: int, x0: float, y0: float, x1: float, y1: float) -> None:
        self.document[page].draw_rect((x0, y0, x1, y1), width=0.6)

    def shade(self, page: int, x0: float, y0: float, x1: float, y1: float) -> None:
        """A light ground behind what is set after it."""
        self.document[page].draw_rect((x0, y0, x1, y1), color=None, fill=(0.93, 0.93, 0.96))

    def turned(
        self, page: int, x: float, y: float, text: str, size: float, angle: float, grey: float
    ) -> None:
        """A stamp or a watermark at an angle."""
        at = pymupdf.Point(x, y)
        sheet = self.document[page]
        turn = pymupdf.Matrix(angle)
        color = (grey, grey, grey) if grey > 0.5 else (0.55, 0.1, 0.15)
        sheet.insert_text(at, text, fontname="hebo", fontsize=size, color=color, morph=(at, turn))

    def finished(self) -> bytes:
        """The file; the same calls give the same bytes."""
        self.document.set_metadata({})
        return bytes(self.document.tobytes(deflate=True, no_new_id=True))
