"""Readers: each turns one kind of file into a Document and knows nothing of forms.

The kind is told by what the file holds, never by its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import structs

from focusconv.document import Cell, Document, Region
from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Bounds
from focusconv.readers.options import (
    ENGINES,
    NUMERALS,
    PageRange,
    Reader,
    ReadOptions,
    Watch,
    page_range,
)
from focusconv.readers.page_image.formats import picture_format

__all__ = [
    "Bounds",
    "PageRange",
    "ReadOptions",
    "Reader",
    "Watch",
    "is_pdf",
    "page_range",
    "read",
    "read_again",
]

_OTHERS = {
    b"PK\x03\x04": "ZIP or Office",
    b"\x1f\x8b": "gzip",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"\xd0\xcf\x11\xe0": "old Office",
    b"%!PS": "PostScript",
}

_PDF = re.compile(rb"%PDF-\d")
_PDF_WITHIN = 1024
"""Bytes within which a PDF says that it is one: some are sent with a few bytes before."""


def read(
    data: bytes,
    name: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008
    watch: Watch | None = None,
) -> Document:
    """Read a whole file as a Document; `watch` is told of each page that is recognised.

    Raises UnreadableInput where no reader takes it, or where it is beyond the bounds, and
    MissingPackage where it wants recognition and no engine for that is installed.
    """
    if options.reader == "camelot":
        options = structs.replace(options, reader="auto")
    if options.attachment is not None:
        data, name, options = _attached(data, name, options)
    if is_pdf(data):
        from focusconv.readers.pdf.read import read_pdf

        return read_pdf(data, name, options, watch)
    if picture_format(data) is not None:
        from focusconv.readers.ocr.read import read_image

        return read_image(data, name, options, watch)
    for signature, kind in _OTHERS.items():
        if data.startswith(signature):
            raise UnreadableInput(
                f"this is a {kind} file, which cannot be read",
                place=name,
                remedy="give the filing as PDF, as a picture (PNG, JPEG, TIFF) or as UTF-8 text",
            )
    from focusconv.readers.text import read_text

    return read_text(data, name)


def _attached(data: bytes, name: str, options: ReadOptions) -> tuple[bytes, str, ReadOptions]:
    """The file that a PDF carries by the name asked for, and how that is read."""
    wanted = options.attachment or ""
    if not is_pdf(data):
        raise UnreadableInput(
            f"only a PDF has attachments, and this is none: '{wanted}' cannot be there",
            place=name,
            remedy="leave out the name of the attachment",
        )
    from focusconv.readers.pdf.sandbox import read_attachment

    inner = read_attachment(data, name, wanted, options)
    return inner, f"{name}, attachment {wanted}", structs.replace(options, attachment=None)


def read_again(
    data: bytes,
    name: str,
    document: Document,
    wanted: Sequence[tuple[int, Region]],
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> Document:
    """The document with one more reading of the numbers at some places: page and region.

    What was recognised from a picture is read again line by line; the text of a PDF is looked at
    as a picture, where that may be; and where camelot is asked for, its tables are. Where that
    is none of it, the document is the one that was given. Raises UnreadableInput as `read` does.
    """
    if options.attachment is not None and wanted:
        data, name, options = _attached(data, name, options)
    if options.reader == "camelot" and wanted and is_pdf(data):
        from focusconv.readers.pdf.camelot import in_tables

        numbers = sorted({number for number, _ in wanted})
        return in_tables(data, name, document, numbers, options.bounds)
    if options.reader == "auto" and is_pdf(data):
        texts = _cells(document, wanted, ("pdf",))
        if texts:
            from focusconv.readers.pdf.doubted import look_again

            document = look_again(data, name, document, texts, options)
    if not {*ENGINES} & {*document.source.readers}:
        return document
    asked = _cells(document, wanted, (*ENGINES, NUMERALS))
    if not asked:
        return document
    from focusconv.readers.bounds import Spent
    from focusconv.readers.ocr.reread import with_again

    if is_pdf(data):
        from focusconv.readers.pdf.read import draw_pages

        return with_again(document, draw_pages(data, name, sorted(asked), options), asked)
    from focusconv.readers.page_image.decode import read_pictures

    parts = tuple((number, number) for number in sorted(asked))
    spent = Spent(options.bounds, name)
    some = structs.replace(options, pages=PageRange(parts))
    return with_again(document, read_pictures(data, name, some, spent)[1], asked)


def _cells(
    document: Document, wanted: Sequence[tuple[int, Region]], readers: Sequence[str]
) -> dict[int, list[Cell]]:
    """The cells of some readers with digits whose middle lies in one of the places, by page."""
    places: dict[int, list[Region]] = {}
    for number, region in wanted:
        places.setdefault(number, []).append(region)
    found: dict[int, list[Cell]] = {}
    for page in document.pages:
        if page.number not in places:
            continue
        for cell in (cell for row in page.rows for cell in row.cells):
            if cell.reader not in readers or not any(char.isdigit() for char in cell.text):
                continue
            x, y = (cell.region[0] + cell.region[2]) / 2, (cell.region[1] + cell.region[3]) / 2
            if any(r[0] <= x <= r[2] and r[1] <= y <= r[3] for r in places[page.number]):
                found.setdefault(page.number, []).append(cell)
    return found


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, and no text that only speaks of one."""
    if data.startswith(b"%PDF-"):
        return True
    return _PDF.search(data, 0, _PDF_WITHIN) is not None and b" obj" in data
