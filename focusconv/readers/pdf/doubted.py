"""Pages of text against which checks speak, looked at as pictures.

What a PDF says that it prints is taken for what it shows until a check fails. Then the numbers in
doubt are read from the picture of their page. Engines that read the same number confirm it;
where two of them agree on another number, the text of that page lies, and its picture is read in
its place, with the text as one more reading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from focusconv.document import Again, Cell, Document, Notice, Page, Row
from focusconv.readers.bounds import Spent
from focusconv.readers.ocr.layer import with_layer
from focusconv.readers.ocr.read import notices_of, recognise_all
from focusconv.readers.ocr.reread import with_again
from focusconv.readers.options import ReadOptions
from focusconv.readers.pdf.pages import NAME
from focusconv.readers.pdf.read import draw_pages

_NO_DIGIT = re.compile(r"\D")


def look_again(
    data: bytes,
    name: str,
    document: Document,
    asked: Mapping[int, Sequence[Cell]],
    options: ReadOptions,
) -> Document:
    """The document with the numbers of some cells, by page, read from pictures too.

    It is as it was where no engine is installed. Raises UnreadableInput as `read_pdf` does.
    """
    pages = sorted(asked)
    seen = with_again(document, draw_pages(data, name, pages, options), asked)
    if seen is document:
        return document
    before = {cell.id: cell for cells in asked.values() for cell in cells}
    lying = [page.number for page in seen.pages if any(_is_denied(c) for c in _of(page, before))]
    kept = tuple(_confirmed(page, before) if page.number in asked else page for page in seen.pages)
    seen = structs.replace(seen, pages=kept)
    return _as_pictures(data, name, seen, lying, options) if lying else seen


def _of(page: Page, cells: Mapping[int, Cell]) -> Iterator[Cell]:
    return (cell for row in page.rows for cell in row.cells if cell.id in cells)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def _says_same(again: Again, cell: Cell) -> bool:
    return again.reader != cell.reader and _digits(again.text) == _digits(cell.text)


def _is_denied(cell: Cell) -> bool:
    """Whether two engines read the same number in the place of another."""
    own = _digits(cell.text)
    read = {again.reader: _digits(again.text) for again in cell.again}
    others = [digits for digits in read.values() if digits and digits != own]
    return own not in read.values() and len(others) > 1 and len(set(others)) == 1


def _confirmed(page: Page, asked: Mapping[int, Cell]) -> Page:
    """The page with those further readings of its text that say the same: print that is text is
    misread by engines more often than it lies."""

    def one(cell: Cell) -> Cell:
        if cell.id not in asked:
            return cell
        same = (again for again in cell.again if _says_same(again, cell))
        return structs.replace(cell, again=tuple(same))

    rows = tuple(Row(tuple(one(cell) for cell in row.cells)) for row in page.rows)
    return structs.replace(page, rows=rows)


def _as_pictures(
    data: bytes, name: str, document: Document, lying: Sequence[int], options: ReadOptions
) -> Document:
    """The document with some pages read from their pictures."""
    pages = list(document.pages)
    last = max(cell.id for page in pages for row in page.rows for cell in row.cells)
    pictures = draw_pages(data, name, lying, options)
    spent = Spent(options.bounds, name)
    notices = list(document.notices)
    readers = dict.fromkeys(document.source.readers)
    ids = itertools.count(last + 1)
    for found in recognise_all(pictures, ids, options.at_once, spent, options.engines):
        number = found.page.number
        words = [(c.text, c.region) for row in pages[number - 1].rows for c in row.cells]
        pages[number - 1] = with_layer(found.page, words, NAME)
        readers.update(dict.fromkeys(found.readers))
        message = "its picture was recognised: it shows other numbers than its text says"
        notices += [Notice("page-recognised", message, number, "info"), *notices_of(found)]
    source = structs.replace(document.source, readers=tuple(readers))
    return structs.replace(document, source=source, pages=tuple(pages), notices=tuple(notices))
