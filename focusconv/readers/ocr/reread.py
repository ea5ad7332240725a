"""Another reading of single cells of recognised pages: line by line, where it is asked for.

The cheap engine reads a whole page as one block and loses its way in one part or another; the
same print given to it as a line of its own is read anew. It is not told what was read before, and
its two looks are no two readers. The engine for numbers reads what it was not yet asked for.
A minus that the ink shows before a number is a reading too, with the digits of any reader; all of
them go by the name of the cell's own, for they are one look at the ink, and confirm nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from focusconv.document import Again, Cell, Document, Notice, Page, Row
from focusconv.errors import MissingPackage
from focusconv.readers.engines import engine
from focusconv.readers.layout.geometry import is_in, scaled
from focusconv.readers.options import ENGINES, NUMERALS, EngineName
from focusconv.readers.page_image.deskew import Sheet
from focusconv.readers.page_image.minus import with_minus
from focusconv.readers.page_image.picture import LostPage, Picture, unless_lost
from focusconv.readers.page_image.segment import find_print
from focusconv.readers.page_image.segments import Piece
from focusconv.readers.page_image.streaks import clean_sheet


def with_again(
    document: Document,
    pictures: Iterable[Picture | LostPage],
    wanted: Mapping[int, Sequence[Cell]],
) -> Document:
    """The document with another reading of some cells, by page, where there is print.

    Pictures of other pages are passed over, and a page at which a step fails keeps the readings
    that it has. Where the engine is not installed the document is as it was.
    """
    names = _askable(document)
    found: dict[int, list[Again]] = {}
    notices = list(document.notices)
    try:
        for picture in pictures:
            read = _read_page(picture, document, wanted, names)
            if isinstance(read, LostPage):
                message = f"the page was not read once more: {read.reason}"
                notices.append(Notice("page-read-once", message, read.number))
                continue
            for number, again in read:
                found.setdefault(number, []).append(again)
    except MissingPackage:
        return document
    pages = tuple(_with(page, found) for page in document.pages)
    return structs.replace(document, pages=pages, notices=tuple(notices))


def _read_page(
    picture: Picture | LostPage,
    document: Document,
    wanted: Mapping[int, Sequence[Cell]],
    names: Sequence[EngineName],
) -> list[tuple[int, Again]] | LostPage:
    if isinstance(picture, LostPage):
        return picture
    page, cells = document.pages[picture.number - 1], wanted.get(picture.number, ())
    return unless_lost(lambda: list(_read(picture, page, cells, names)), picture.number)


def _askable(document: Document) -> tuple[EngineName, ...]:
    """The engines to ask: of a document that one engine read alone, that one; else also the one
    for numbers."""
    readers = {*document.source.readers} & {*ENGINES}
    return ENGINES[:1] if readers == {ENGINES[0]} else (ENGINES[0], NUMERALS)


def _read(
    picture: Picture, page: Page, cells: Sequence[Cell], names: Sequence[EngineName]
) -> Iterator[tuple[int, Again]]:
    if not cells:
        return
    sheet = clean_sheet(picture, page.turn)
    prints = find_print(sheet)
    pieces = {cell.id: [p for p in prints.pieces if _meets(p, cell, sheet)] for cell in cells}
    for name in names:
        open_ = [cell for cell in cells if name != NUMERALS or not _has_read(name, cell)]
        asked = list(dict.fromkeys(piece for cell in open_ for piece in pieces[cell.id]))
        words = engine(name).words(sheet, prints, asked) if asked else []
        for cell in open_:
            place = sheet.on_sheet(cell.region)
            inside = sorted((word for word in words if is_in(word, place)), key=lambda w: w.x0)
            if inside:
                text = " ".join(word.text for word in inside)
                yield cell.id, Again(text, name, min(word.confidence or 0.0 for word in inside))
    for cell in cells:
        first = min(pieces[cell.id], key=lambda piece: piece.box, default=None)
        for text in dict.fromkeys((cell.text, *(again.text for again in cell.again))):
            shaped = with_minus(prints, first, text) if first is not None else None
            if shaped is not None:
                yield cell.id, Again(shaped, cell.reader, cell.confidence or 0.0)


def _has_read(name: EngineName, cell: Cell) -> bool:
    return name == cell.reader or any(again.reader == name for again in cell.again)


def _meets(piece: Piece, cell: Cell, sheet: Sheet) -> bool:
    """Whether the middle of a piece lies in a cell, or that of the cell in the piece."""
    x0, y0, x1, y1 = scaled(piece.box, sheet.scale)
    left, top, right, bottom = sheet.on_sheet(cell.region)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    within = left <= x <= right and top <= y <= bottom
    return within or (x0 <= (left + right) / 2 <= x1 and y0 <= (top + bottom) / 2 <= y1)


def _with(page: Page, found: Mapping[int, Sequence[Again]]) -> Page:
    if not any(cell.id in found for row in page.rows for cell in row.cells):
        return page
    rows = tuple(Row(tuple(_one(cell, found) for cell in row.cells)) for row in page.rows)
    return structs.replace(page, rows=rows)


def _one(cell: Cell, found: Mapping[int, Sequence[Again]]) -> Cell:
    if cell.id not in found:
        return cell
    return structs.replace(cell, again=(*cell.again, *found[cell.id]))
