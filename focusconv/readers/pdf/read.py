"""PDF to a Document: text where the file has it, recognised pictures where it has not.

A plainly harmless file is read at once; any other, and every page that is a picture, in a
process of its own (`harmless` and `apart` say why).
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from focusconv.document import Document, Notice, Page, Source
from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Spent, check_size
from focusconv.readers.layout.page_numbers import without_page_numbers
from focusconv.readers.options import ReadOptions, Watch, chosen
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.pdf.pages import (
    LAYER,
    NAME,
    Layer,
    Opened,
    PicturePage,
    Seen,
    TextPage,
    read_pages,
)
from focusconv.readers.pdf.sandbox import read_apart
from focusconv.readers.pdf.vetting import is_harmless

MEDIA_TYPE = "application/pdf"

_END = 1024
"""Bytes at the end of a PDF in which it says where its objects stand, as viewers look for it."""


def read_pdf(
    data: bytes,
    name: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008
    watch: Watch | None = None,
) -> Document:
    """Read a PDF as a Document, places in points of each page as a viewer shows it.

    Where only a range is read, the pages before and between are there and empty. What was
    found odd of a page is in the notices. Raises UnreadableInput for what is no PDF, locked,
    damaged beyond reading, beyond the bounds, or without any text or picture, and
    MissingPackage where a page wants recognition and no engine is installed.
    """
    check_size(data, name, options.bounds)
    spent = Spent(options.bounds, name)
    reading = _Reading(name, options, spent, watch)
    if options.reader == "ocr" or not is_harmless(data):
        reading.take(read_apart(data, name, options, spent, ids=reading.ids))
    else:
        left = reading.take(read_pages(data, name, options, spent, draw=False, ids=reading.ids))
        if left:
            drawn = read_apart(data, name, options, spent, left, reading.ids)
            reading.take(drawn, pictures=len(left))
    return reading.document(data)


def draw_pages(
    data: bytes,
    name: str,
    numbers: Sequence[int],
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> Iterator[Picture]:
    """Pictures of some pages of a PDF, whatever text they have, for a closer look.

    Raises UnreadableInput as `read_pdf` does.
    """
    check_size(data, name, options.bounds)
    drawn = structs.replace(options, reader="ocr")
    for seen in read_apart(data, name, drawn, Spent(options.bounds, name), numbers):
        if isinstance(seen, PicturePage) and seen.picture is not None:
            yield seen.picture


class _Reading:
    """A document as its pages come in, in any order."""

    def __init__(self, name: str, options: ReadOptions, spent: Spent, watch: Watch | None) -> None:
        self.ids = itertools.count()
        self._name = name
        self._options = options
        self._spent = spent
        self._watch = watch
        self._count = 0
        self._pages: dict[int, Page] = {}
        self._readers: dict[str, None] = {}
        self._notices: list[Notice] = []
        self._left: list[int] = []
        self._layers: dict[int, Layer] = {}

    def take(self, stream: Iterable[Seen], pictures: int = 0) -> tuple[int, ...]:
        """Keep what was read, have pictures recognised, and return the pages left to draw.

        `pictures` is how many there will be, 0 where it is not known.
        """
        self._left = []
        found = self._pictures(stream)
        first = next(found, None)
        if first is not None:
            self._recognise(itertools.chain([first], found), pictures)
        return tuple(self._left)

    def document(self, data: bytes) -> Document:
        """All pages in order; UnreadableInput where nothing at all could be read."""
        if not any(page.rows for page in self._pages.values()):
            said = sorted({notice.message for notice in self._notices})
            raise UnreadableInput(
                "; ".join(said[:3]) or "the PDF holds neither text nor pictures",
                place=self._name,
                remedy="get the file again, or print it to a new PDF",
            )
        if b"startxref" not in data.rstrip(b"\0 \t\r\n")[-_END:]:
            message = "the end of the file is missing: pages may be lost; get the file again"
            self._notices.append(Notice("file-cut", message))
        digest = hashlib.sha256(data).hexdigest()
        readers = tuple(self._readers) or (NAME,)
        return Document(
            source=Source(self._name, digest, MEDIA_TYPE, self._count, readers),
            pages=without_page_numbers([self._page(n) for n in range(1, max(self._pages) + 1)]),
            notices=tuple(sorted(self._notices, key=lambda notice: notice.page or 0)),
        )

    def _page(self, number: int) -> Page:
        return self._pages.get(number) or Page(number, (), "point")

    def _pictures(self, stream: Iterable[Seen]) -> Iterator[Picture]:
        """The pictures of a stream; its other pages are kept on the way."""
        for seen in stream:
            if isinstance(seen, Opened):
                self._count = seen.pages
                if seen.attachments and not self._has_notice("attachments"):
                    self._notices.append(_carried(seen.attachments))
            elif isinstance(seen, TextPage):
                page = Page(seen.number, seen.rows, "point", marks=seen.marks)
                self._keep(page, (seen.reader,), seen.notices)
            elif seen.picture is None:
                self._left.append(seen.number)
            else:
                message = f"its picture was recognised: {seen.reason}"
                self._notices.append(Notice("page-recognised", message, seen.number, "info"))
                self._layers[seen.number] = seen.layer
                yield seen.picture

    def _has_notice(self, code: str) -> bool:
        return any(notice.code == code for notice in self._notices)

    def _recognise(self, pictures: Iterable[Picture], count: int) -> None:
        from focusconv.readers.ocr.layer import with_layer
        from focusconv.readers.ocr.read import notices_of, recognise_all

        of = count or len(chosen(self._options, self._count, self._name))
        pages = recognise_all(
            pictures, self.ids, self._options.at_once, self._spent, self._options.engines
        )
        for done, found in enumerate(pages, 1):
            if self._watch is not None:
                self._watch(done, of)
            page = with_layer(found.page, self._layers.pop(found.page.number, ()), LAYER)
            readers = (*found.readers, *((LAYER,) if page is not found.page else ()))
            self._keep(page, readers, tuple(notices_of(found)))

    def _keep(self, page: Page, readers: Sequence[str], notices: Sequence[Notice]) -> None:
        if page.rows:
            self._readers.update(dict.fromkeys(readers))
        self._notices.extend(notices)
        self._pages[page.number] = page


_NAMED = 20


def _carried(names: Sequence[str]) -> Notice:
    """What is said of a file that carries others."""
    shown = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
    count = (
        f"{len(names)} attachments, which were" if len(names) > 1 else "an attachment, which was"
    )
    return Notice("attachments", f"the PDF has {count} not read: {shown}", level="info")
