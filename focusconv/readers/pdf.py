"""PDF to a Document: text where the file has it, recognised pictures where it has not.

A plainly harmless file is read at once; any other, and every page that is a picture, in a
process of its own (`harmless` and `apart` say why).
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable

from focusconv.document import Document, Notice, Page, Source
from focusconv.errors import UnreadableInput
from focusconv.readers.apart import read_apart
from focusconv.readers.bounds import Spent, check_size
from focusconv.readers.furniture import without_page_numbers
from focusconv.readers.harmless import is_harmless
from focusconv.readers.options import ReadOptions
from focusconv.readers.pdfpages import NAME, Opened, PicturePage, Seen, TextPage, read_pages

MEDIA_TYPE = "application/pdf"


def read_pdf(
    data: bytes,
    name: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> Document:
    """Read a PDF as a Document, places in points of each page as a viewer shows it.

    Where only a range is read, the pages before and between are there and empty. What was
    found odd of a page is in the notices. Raises UnreadableInput for what is no PDF, locked,
    damaged beyond reading, beyond the bounds, or without any text or picture.
    """
    check_size(data, name, options.bounds)
    reading = _Reading(name, options)
    spent = Spent(options.bounds, name)
    if options.reader == "ocr" or not is_harmless(data):
        reading.take(read_apart(data, name, options, spent, ids=reading.ids))
    else:
        left = reading.take(read_pages(data, name, options, spent, draw=False, ids=reading.ids))
        if left:
            reading.take(read_apart(data, name, options, spent, left, reading.ids))
    return reading.document(data)


class _Reading:
    """A document as its pages come in, in any order."""

    def __init__(self, name: str, options: ReadOptions) -> None:
        self._name = name
        self._options = options
        self.ids = itertools.count()
        self._count = 0
        self._pages: dict[int, Page] = {}
        self._readers: dict[str, None] = {}
        self._notices: list[Notice] = []

    def take(self, stream: Iterable[Seen]) -> tuple[int, ...]:
        """Keep what was read, have pictures recognised, and return the pages left to draw."""
        left = []
        for seen in stream:
            if isinstance(seen, Opened):
                self._count = seen.pages
            elif isinstance(seen, TextPage):
                self._keep(seen)
            elif seen.picture is None:
                left.append(seen.number)
            else:
                self._recognise(seen)
        return tuple(left)

    def document(self, data: bytes) -> Document:
        """All pages in order; UnreadableInput where nothing at all could be read."""
        if not any(page.rows for page in self._pages.values()):
            said = sorted({notice.message for notice in self._notices})
            raise UnreadableInput(
                "; ".join(said[:3]) or "the PDF holds neither text nor pictures",
                place=self._name,
                remedy="get the file again, or print it to a new PDF",
            )
        digest = hashlib.sha256(data).hexdigest()
        readers = tuple(self._readers) or (NAME,)
        return Document(
            source=Source(self._name, digest, MEDIA_TYPE, self._count, readers),
            pages=without_page_numbers([self._page(n) for n in range(1, max(self._pages) + 1)]),
            notices=tuple(sorted(self._notices, key=lambda notice: notice.page or 0)),
        )

    def _page(self, number: int) -> Page:
        return self._pages.get(number) or Page(number, (), "point")

    def _keep(self, seen: TextPage) -> None:
        if seen.rows:
            self._readers[seen.reader] = None
        self._notices.extend(seen.notices)
        self._pages[seen.number] = Page(seen.number, seen.rows, "point")

    def _recognise(self, seen: PicturePage) -> None:
        message = f"{seen.reason}; it was not recognised"
        self._notices.append(Notice("page-is-picture", message, seen.number))
        self._pages[seen.number] = Page(seen.number, (), "point")
