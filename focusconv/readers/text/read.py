"""A text file to a Document: what format it has, its pages, and the rows of each.

The format is told by what the text holds. Where no format is sure, it is plain text: its rows are
lines, and its cells are parted by tabs, table bars or runs of spaces. Form feeds part pages.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator

from focusconv.document import Document, Page, Row, Source
from focusconv.readers.text.decode import Limits, decode, nothing_in
from focusconv.readers.text.delimited import delimiter_of, rows_of_delimited
from focusconv.readers.text.hypertext import is_hypertext, rows_of_hypertext
from focusconv.readers.text.plain import NAME, rows_of_lines

PLAIN = "text/plain"
HTML = "text/html"
DELIMITED = {",": "text/csv", ";": "text/csv", "\t": "text/tab-separated-values"}

_PageRows = Callable[[str, int, Iterator[int]], Iterator[Row]]
"""The rows of a page's text, whose first line has the number given."""


def read_text(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """Read UTF-8 text (with or without byte order mark) as a Document.

    Places are columns and lines from 1. Characters that XML cannot hold become U+FFFD, with a
    notice. Raises UnreadableInput for what is empty, binary, not UTF-8 or too large.
    """
    text, notices = decode(data, name, limits)
    media_type, page_rows = _format(text)
    pages = tuple(_pages(text, page_rows))
    if not any(page.rows for page in pages):
        raise nothing_in(name)
    digest = hashlib.sha256(data).hexdigest()
    source = Source(name, digest, media_type, len(pages), (NAME,))
    return Document(source=source, pages=pages, notices=notices)


def _format(text: str) -> tuple[str, _PageRows]:
    """The media type of a text, and what makes its rows."""
    if is_hypertext(text):
        return HTML, rows_of_hypertext
    delimiter = delimiter_of(text)
    if delimiter is not None:
        return DELIMITED[delimiter], functools.partial(rows_of_delimited, delimiter=delimiter)
    return PLAIN, _rows_of_plain


def _pages(text: str, page_rows: _PageRows) -> Iterator[Page]:
    ids = iter(range(2 * len(text) + 1))
    line = 1
    for number, part in enumerate(text.split("\f"), 1):
        yield Page(number, tuple(page_rows(part, line, ids)))
        line += part.count("\n")


def _rows_of_plain(text: str, first: int, ids: Iterator[int]) -> Iterator[Row]:
    return rows_of_lines(text.split("\n"), first, ids)
