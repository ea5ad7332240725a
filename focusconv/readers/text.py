"""Plain text to a Document: the text that OCR engines and PDF-to-text tools write.

Rows are lines, pages are parted by form feeds, and cells by tabs, table bars or runs of two
and more spaces. Markup that such tools add (underlines, bold, escapes, table tags) is undone;
everything that was printed stays, odd punctuation included.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct

from focusconv.document import Cell, Document, Notice, Page, Row, Source
from focusconv.errors import UnreadableInput

NAME = "text"
MEDIA_TYPE = "text/plain"


class Limits(Struct, frozen=True):
    """How much text is taken as one document.

    A filing is about 13,000 characters.
    """

    bytes: int = 2 * 2**20
    line: int = 2**18
    control_share: float = 0.01


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_RULE = re.compile(r"[\s|+:=_\-\u2013—─━│┼┃·*#]*")
_GAP = re.compile(r"\t+|(?<!\S)\|(?!\S)| {2,}")
_PLAIN_GAP = re.compile(r"\t\t*|  +")
"""The gaps of an ASCII line without bars, each alternative by its first character."""

_TAG = re.compile(r"</?(?:u|b|i|em|strong|span|p|div|center|font)\b[^>]{0,80}>|<br ?/?>")
_EMPTY_RULE = re.compile(r"<u>\s*</u>")
_BARS = re.compile(r"\|+")
_TABLE_BARS = 2
"""So many bars make a line a row of a table; fewer may be a digit 1 or a frame."""

_TABLE_CELL = re.compile(r"(?:</t[dh]>)?\s*<t[dh]\b[^>]{0,80}>|</t[dh]>", re.IGNORECASE)
_OUTER_BAR = re.compile(r"\s*\| ?")
_CELL_BREAK = re.compile(r"(</t[dh]>)\s*\n\s*(?=<t[dh]\b)", re.IGNORECASE)
_TABLE_ROW = re.compile(r"</?(?:table|thead|tbody|tr)\b[^>]{0,80}>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([$*_#|()\[\]{}<>.!+\-])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def read_text(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """Read UTF-8 text (with or without byte order mark) as a Document.

    Places are columns and lines from 1, the outer frame of a table not counted. Characters
    that XML cannot hold become U+FFFD, with a notice. Raises UnreadableInput for what is
    empty, binary, not UTF-8 or too large.
    """
    text = _decode(data, name, limits)
    text, notices = _legal(text, name, limits)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _ODD_SPACE.sub(" ", text)
    if "<t" in text.lower():
        text = _TABLE_ROW.sub("\n", _CELL_BREAK.sub(r"\1", text))
    ids = iter(range(len(text) + 1))
    pages = []
    line = 1
    for number, part in enumerate(text.split("\f"), 1):
        lines = part.split("\n")
        pages.append(Page(number, tuple(_rows(lines, line, ids, name, limits))))
        line += len(lines) - 1
    if not any(page.rows for page in pages):
        raise UnreadableInput(
            "the file holds no text", place=name, remedy="give a file with the filing's text"
        )
    return Document(
        source=Source(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, len(pages), (NAME,)),
        pages=tuple(pages),
        notices=notices,
    )


def _decode(data: bytes, name: str, limits: Limits) -> str:
    if not data:
        raise UnreadableInput(
            "the file is empty", place=name, remedy="give a file with the filing's text"
        )
    if len(data) > limits.bytes:
        raise UnreadableInput(
            f"the text is {len(data):,} bytes; {limits.bytes:,} is the most taken as one document",
            place=name,
            remedy="split it into its filings",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"not UTF-8 text (byte {data[error.start]:#04x} at offset {error.start:,})",
            place=name,
            remedy="convert it first, as with: iconv -f WINDOWS-1252 -t UTF-8",
        ) from error


def _legal(text: str, name: str, limits: Limits) -> tuple[str, tuple[Notice, ...]]:
    clean, count = _ILLEGAL.subn("\ufffd", text)
    if count == 0:
        return text, ()
    if count > 8 + len(text) * limits.control_share:
        raise UnreadableInput(
            f"binary data, not text ({count:,} control characters in {len(text):,})",
            place=name,
            remedy="give UTF-8 text of the filing",
        )
    message = f"{count} control characters cannot be represented and became U+FFFD"
    return clean, (Notice("control-characters", message),)


def _rows(
    lines: list[str], first: int, ids: Iterator[int], name: str, limits: Limits
) -> Iterator[Row]:
    for number, line in enumerate(lines, first):
        if len(line) > limits.line:
            raise UnreadableInput(
                f"line {number:,} is {len(line):,} characters; {limits.line:,} is the most",
                place=name,
                remedy="give the text with its lines, or a smaller part of it",
            )
        if not line or (not line[0].isalnum() and _RULE.fullmatch(line)):
            continue
        if "<" in line and ("<t" in line or "</t" in line):
            line = _TABLE_CELL.sub("\t", line).removeprefix("\t")
        if "|" in line and len(_BARS.findall(line)) >= _TABLE_BARS:
            line = _OUTER_BAR.sub("", line, count=1) if line.lstrip()[0] == "|" else line
            line = line.replace("|", "\t")
        cells = _cells(line, number, ids)
        if cells:
            yield Row(tuple(cells))


def _cells(line: str, number: int, ids: Iterator[int]) -> list[Cell]:
    y = float(number)
    cells = []
    for start, end in _spans(line):
        text = _unmarked(line[start:end])
        if text:
            cells.append(Cell(next(ids), text, (start + 1.0, y, float(end), y), NAME))
    return cells


def _spans(line: str) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; blank ones are left out."""
    spans = []
    start = 0
    plain = line.isascii() and "|" not in line
    if plain and "  " not in line:
        for piece in line.split("\t"):
            end = start + len(piece)
            if piece:
                spans.append((start, end))
            start = end + 1
        return spans
    for gap in (_PLAIN_GAP if plain else _GAP).finditer(line):
        end, behind = gap.span()
        if end > start:
            spans.append((start, end))
        start = behind
    if start < len(line):
        spans.append((start, len(line)))
    return spans


def _unmarked(text: str) -> str:
    """The printed text: tags, bold marks, escapes and entities undone, nothing else touched."""
    if text.isalnum():
        return text
    if "<" in text:
        text = _TAG.sub("", _EMPTY_RULE.sub("_", text))
    if "**" in text:
        text = text.replace("**", "")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(_meant, text)
    return text.strip().removeprefix("# ")


def _meant(entity: re.Match[str]) -> str:
    """The character that an entity of HTML stands for, white space as a space."""
    import html

    character = html.unescape(entity[0])
    return " " if character.isspace() else character
