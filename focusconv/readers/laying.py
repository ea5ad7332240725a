"""What engines read on a sheet laid out as the rows and cells of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from focusconv.document import Again, Cell, Page, Region, Row
from focusconv.readers.framed import mark_framed
from focusconv.readers.layout import rows
from focusconv.readers.marks import mended_marks
from focusconv.readers.options import EngineName
from focusconv.readers.places import is_in
from focusconv.readers.sheet import Sheet
from focusconv.readers.words import Word

_DIGIT = re.compile(r"\d")


class Seen(Struct, frozen=True, eq=False):
    """What was read of a sheet, in points of the sheet.

    `words` are those that make the page, by engine, of the dear one last; `again` are all
    words of the engine whose reading is the second one of numbers, None where there is none.
    """

    number: int
    sheet: Sheet
    words: tuple[tuple[EngineName, tuple[Word, ...]], ...]
    again: tuple[EngineName, tuple[Word, ...]] | None
    frames: tuple[Region, ...]


class Recognised(Struct, frozen=True):
    """A page as it was recognised.

    `boxes` are the small frames that were seen, in points of the page.
    """

    page: Page
    boxes: tuple[Region, ...] = ()

    @property
    def readers(self) -> tuple[str, ...]:
        """The engines whose words the page has, by name."""
        return tuple(sorted({cell.reader for row in self.page.rows for cell in row.cells}))


def laid_out(seen: Seen, ids: Iterator[int]) -> Recognised:
    """Rows and cells, in the places that they have on the page; `ids` gives free cell ids."""
    sheet = seen.sheet
    others = seen.again[1] if seen.again is not None else ()
    words = mended_marks([word for _, some in seen.words for word in some], others)
    marked = mark_framed(words, seen.frames)
    last, asked = seen.words[-1]
    again = None if seen.again is None else (seen.again[0], mended_marks(seen.again[1]))
    laid = []
    for row in rows(marked, last, ids):
        cells = [_named(cell, asked, last, seen.words[0][0]) for cell in row.cells]
        if again is not None:
            cells = [_again(cell, *again) for cell in cells]
        laid.append(Row(tuple(_placed(cell, sheet) for cell in cells)))
    return Recognised(
        Page(seen.number, tuple(laid), "point", sheet.turn),
        tuple(sheet.on_page(frame) for frame in seen.frames),
    )


def _named(cell: Cell, asked: Sequence[Word], last: str, first: str) -> Cell:
    """The cell with the name of the engine that read it: of the dear one, if any of it is."""
    if last == first or any(is_in(word, cell.region) for word in asked):
        return cell
    return structs.replace(cell, reader=first)


def _again(cell: Cell, name: EngineName, words: Sequence[Word]) -> Cell:
    """The cell with what the first engine read in it, where it has digits of the other's."""
    if cell.reader == name or not _DIGIT.search(cell.text):
        return cell
    inside = sorted((w for w in words if is_in(w, cell.region)), key=lambda w: w.x0)
    if not inside:
        return cell
    text = " ".join(word.text for word in inside)
    again = Again(text, name, min(word.confidence or 0.0 for word in inside))
    return structs.replace(cell, again=(again,))


def _placed(cell: Cell, sheet: Sheet) -> Cell:
    return structs.replace(cell, region=sheet.on_page(cell.region))
