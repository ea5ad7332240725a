"""The files that a PDF carries: those of a portfolio, and those pinned to its pages as notes."""

from __future__ import annotations

from collections.abc import Iterator

import pymupdf

_MOST = 200
"""Attachments that are looked at."""

_PAGES = 50
"""Pages whose notes are looked at."""


def attachment_names(document: pymupdf.Document) -> tuple[str, ...]:
    """The names of the files that a document carries, each once."""
    return tuple(dict.fromkeys(name for name, _ in _attachments(document)))


def attached(document: pymupdf.Document, name: str) -> bytes | None:
    """The first file of that name; None where there is none."""
    for known, source in _attachments(document):
        if known == name:
            content = source.get_file() if isinstance(source, pymupdf.Annot) else None
            return bytes(document.embfile_get(source) if content is None else content)
    return None


def _attachments(document: pymupdf.Document) -> Iterator[tuple[str, int | pymupdf.Annot]]:
    for number in range(min(document.embfile_count(), _MOST)):
        info = document.embfile_info(number)
        yield info.get("ufilename") or info.get("filename") or info["name"], number
    kinds = (pymupdf.PDF_ANNOT_FILE_ATTACHMENT,)
    for page in (document[n] for n in range(min(document.page_count, _PAGES))):
        for annot in page.annots(types=kinds) if page.first_annot is not None else ():
            yield annot.file_info["filename"], annot
