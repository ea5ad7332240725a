"""Readers: each turns one kind of file into a Document and knows nothing of forms.

The kind is told by what the file holds, never by its name.
"""

from __future__ import annotations

import re

from focusconv.document import Document
from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Bounds
from focusconv.readers.options import PageRange, Reader, ReadOptions, page_range

__all__ = ["Bounds", "PageRange", "ReadOptions", "Reader", "page_range", "read"]

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
_OTHERS = {
    b"PK\x03\x04": "ZIP or Office",
    b"\x1f\x8b": "gzip",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"\xd0\xcf\x11\xe0": "old Office",
    b"GIF8": "GIF",
    b"%!PS": "PostScript",
}

_PDF = re.compile(rb"%PDF-\d")
_PDF_WITHIN = 1024
"""Bytes within which a PDF says that it is one: some are sent with a few bytes before."""


def read(
    data: bytes,
    name: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> Document:
    """Read a whole file as a Document.

    Raises UnreadableInput where no reader takes it, or where it is beyond the bounds.
    """
    if _is_pdf(data) and options.reader == "camelot":
        from focusconv.readers.tables import read_by_tables

        return read_by_tables(data, name, options)
    if _is_pdf(data):
        from focusconv.readers.pdf import read_pdf

        return read_pdf(data, name, options)
    for signature, kind in (_PICTURES | _OTHERS).items():
        if data.startswith(signature):
            raise UnreadableInput(
                f"this is a {kind} file, which cannot be read",
                place=name,
                remedy="give the filing as PDF, or as UTF-8 text",
            )
    from focusconv.readers.text import read_text

    return read_text(data, name)


def _is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, and no text that only speaks of one."""
    if data.startswith(b"%PDF-"):
        return True
    return _PDF.search(data, 0, _PDF_WITHIN) is not None and b" obj" in data
