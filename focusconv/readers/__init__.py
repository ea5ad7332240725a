"""Readers: each turns one kind of file into a Document and knows nothing of forms.

The kind is told by what the file holds, never by its name.
"""

from __future__ import annotations

from focusconv.document import Document
from focusconv.errors import UnreadableInput

_SIGNATURES = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"PK\x03\x04": "ZIP or Office",
    b"\x1f\x8b": "gzip",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


def read(data: bytes, name: str) -> Document:
    """Read a whole file as a Document.

    Raises UnreadableInput where no reader takes it.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableInput(
                f"this is a {kind} file, and only UTF-8 text can be read so far",
                place=name,
                remedy="give the filing's text, as pdftotext -layout or an OCR engine writes it",
            )
    from focusconv.readers.text import read_text

    return read_text(data, name)
