"""What engines read on a sheet laid out as the rows and cells of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from focusconv.document import Again, Cell, Mark, Page, Region, Row
from focusconv.readers.layout.framed import mark_framed
from focusconv.readers.layout.geometry import is_in
from focusconv.readers.layout.rows import rows
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.box_columns import mark_columns
from focusconv.readers.ocr.repair_marks import mended_marks
from focusconv.readers.options import EngineName
from focusconv.readers.page_image.deskew import Sheet

_DIGIT = re.compile(r"\d|(?<!\S)@")
"""A digit, or the sign that a zero with a dot or a stroke in it is taken for."""

_NO_DIGIT = re.compile(r"\D")
_AMOUNT = re.compile(r"[-$(]*\d{1,3}(?:[,.]\d{3})+\)?")
_NUMBER = re.compile(r"[-$(\[\s]*\d[\d,.\s]*[)\]]*")

_BESIDE = 0.35
"""How far beside a cell, in heights of it, the middle of another engine's word may lie."""


class Seen(Struct, frozen=True, eq=False):
    """What was read of a sheet, in points of the sheet.

    `words` are those that make the page, by engine, of the dear one last; `again` are all
    words of the engines that read its numbers too, the cheap one first. `marks` are what stands
    there and is no text, in points of the page.
    """

    number: int
    sheet: Sheet
    words: tuple[tuple[EngineName, tuple[Word, ...]], ...]
    again: tuple[tuple[EngineName, tuple[Word, ...]], ...]
    frames: tuple[Region, ...]
    marks: tuple[Mark, ...] = ()


class Recognised(Struct, frozen=True):
    """A page as it was recognised.

    `boxes` are the small frames that were seen, in points of the page; `lost` is why it could
    not be read, and so is empty.
    """

    page: Page
    boxes: tuple[Region, ...] = ()
    lost: str = ""

    @property
    def readers(self) -> tuple[str, ...]:
        """The engines whose words the page has, by name."""
        return tuple(sorted({cell.reader for row in self.page.rows for cell in row.cells}))


def laid_out(seen: Seen, ids: Iterator[int]) -> Recognised:
    """Rows and cells, in the places that they have on the page; `ids` gives free cell ids."""
    sheet = seen.sheet
    own = [word for _, some in seen.words for word in some]
    known = set(own)
    others = [word for _, some in seen.again for word in some if word not in known]
    words = mended_marks(own, others, seen.frames)
    marked = mark_columns(mark_framed(words, seen.frames), others)
    last = seen.words[-1][0]
    again = [(name, mended_marks(some)) for name, some in seen.again]
    laid = []
    for row in rows(marked, last, ids):
        cells = [_named(cell, seen) for cell in row.cells]
        for name, some in again:
            cells = [_again(cell, name, some) for cell in cells]
        cells = [_outvoted(cell) for cell in cells]
        laid.append(Row(tuple(_placed(cell, sheet) for cell in cells)))
    return Recognised(
        Page(seen.number, tuple(laid), "point", sheet.turn, seen.marks),
        tuple(sheet.on_page(frame) for frame in seen.frames),
    )


def _named(cell: Cell, seen: Seen) -> Cell:
    """The cell with the name of the engine that read it: of the dearest that read any of it."""
    for name, words in reversed(seen.words):
        if any(is_in(word, cell.region) for word in words):
            return structs.replace(cell, reader=name) if cell.reader != name else cell
    return cell


def _again(cell: Cell, name: EngineName, words: Sequence[Word]) -> Cell:
    """The cell with what the first engine read in it, where it has digits of the other's."""
    if cell.reader == name or not _DIGIT.search(cell.text):
        return cell
    place = roomy(cell.region)
    inside = sorted((w for w in words if is_in(w, place)), key=lambda w: w.x0)
    if not inside:
        return cell
    text = " ".join(word.text for word in inside)
    again = Again(text, name, min(word.confidence or 0.0 for word in inside))
    return structs.replace(cell, again=(*cell.again, again))


def _outvoted(cell: Cell) -> Cell:
    """The cell with the amount that two others read alike, where its own reader has none; what
    that one has stays as another reading."""
    digits = {_NO_DIGIT.sub("", again.text) for again in cell.again}
    if len(cell.again) < 2 or len(digits) > 1 or _NUMBER.fullmatch(cell.text):
        return cell
    if not all(_AMOUNT.fullmatch(again.text) for again in cell.again):
        return cell
    first, *others = cell.again
    own = Again(cell.text, cell.reader, cell.confidence or 0.0)
    return structs.replace(
        cell,
        text=first.text,
        reader=first.reader,
        confidence=first.confidence,
        again=(*others, own),
    )


def roomy(region: Region) -> Region:
    """A cell with a little room beside it: engines do not agree where short words stand."""
    x0, y0, x1, y1 = region
    room = _BESIDE * (y1 - y0)
    return x0 - room, y0, x1 + room, y1


def _placed(cell: Cell, sheet: Sheet) -> Cell:
    return structs.replace(cell, region=sheet.on_page(cell.region))
