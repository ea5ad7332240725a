"""What every reader gives: a document of pages, rows and cells, with the text as printed.

Places are `(x0, y0, x1, y1)` with the origin at the top left: points on pages that have
geometry, columns and lines (from 1) in plain text. The page's `unit` says which.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Region = tuple[float, float, float, float]


class Again(Struct, frozen=True, gc=False):
    """What another reader made of a cell. Neither was shown what the other read."""

    text: str
    reader: str
    confidence: float | None = None


class Cell(Struct, frozen=True, gc=False):
    """A run of text that the page sets apart: a tab stop, a column, a table cell.

    `id` is unique in the document: whoever uses a printed number names it by its cell.
    `framed` tells that the page draws a small frame of its own around this text. `again` are
    second readings of the same print.
    """

    id: int
    text: str
    region: Region
    reader: str
    confidence: float | None = None
    framed: bool = False
    again: tuple[Again, ...] = ()


class Row(Struct, frozen=True, gc=False):
    """The cells that stand on one line of the page, from left to right."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


MarkKind = Literal["covered", "struck", "faint", "clipped", "ink", "stamp", "watermark"]
"""Why a mark is no text of the page: text under a shape or a picture, text struck out, text in
the color of its ground, text outside the visible part; ink that no engine read as print; a
stamp, a watermark."""


class Mark(Struct, frozen=True, gc=False):
    """Something on a page that is not the text of a cell, yet bears on what stands there.

    `text` is what it says where that is known: never a reading, but it disputes one that
    stands in the same place and says something else.
    """

    kind: MarkKind
    region: Region
    text: str = ""


class Page(Struct, frozen=True):
    """One page, rows from top to bottom; `number` counts from 1.

    `turn` is how far, in degrees clockwise, its picture was turned to be read. `marks` are what
    stands on the page beside its text.
    """

    number: int
    rows: tuple[Row, ...]
    unit: Literal["character", "point"] = "character"
    turn: Literal[0, 90, 180, 270] = 0
    marks: tuple[Mark, ...] = ()


class Source(Struct, frozen=True):
    """Where a document came from: enough to find it again and to prove it is the same."""

    name: str
    sha256: str
    media_type: str
    pages: int
    readers: tuple[str, ...]


class Notice(Struct, frozen=True):
    """Something the reader saw and could not represent (an illegal character, say), or a way
    of reading that somebody may want to know of (`info`)."""

    code: str
    message: str
    page: int | None = None
    level: Literal["info", "warning"] = "warning"


class Document(Struct, frozen=True):
    """A whole input, read and not yet understood."""

    source: Source
    pages: tuple[Page, ...]
    notices: tuple[Notice, ...] = ()
