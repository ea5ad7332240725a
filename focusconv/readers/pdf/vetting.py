"""Whether a PDF is plainly harmless, told from its bytes before any library opens it.

MuPDF cannot be stopped at work, and a few kilobytes can ask it for gigabytes: streams that
inflate a thousandfold, drawings that call drawings, tables of millions of objects. A file in
which none of this can be is read at once; any other is read in a process of its own, with
bounds on its seconds and its memory (`apart`). The test may err, but only to that side.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from msgspec import Struct


class Harmless(Struct, frozen=True):
    """What a file may have and still be read at once."""

    bytes: int = 2 * 2**20
    """Bytes of the file."""

    inflated: int = 8 * 2**20
    """Bytes of all its streams when inflated."""

    objects: int = 100_000
    """Objects that it says it has."""

    sections: int = 1000
    """Sections of its tables of objects."""

    work: int = 256 * 2**20
    """Bytes of its largest stream, as often as drawings calling drawings can call it."""


_STREAM = re.compile(rb"stream *(?:\r\n|\n|\r|)")
_SIZE = re.compile(rb"/Size\s+(\d{6,})")
_INDEX = re.compile(rb"/Index\s*\[[\d\s]*?(\d{6,})")
_OBJECT = re.compile(rb"obj\b")
_BEFORE = 40
_HELD = re.compile(rb"(?:\d+\s+\d+\s+)+")
_TABLE = re.compile(rb"xref\s+(?=\d)")
_SECTION = re.compile(rb"\s*(\d+)\s+(\d+)\s")
_ENTRY = 20
_DIGITS = 9
"""Digits of a number that are looked at: more of them only make it larger."""

_CALL = re.compile(rb"\sDo\b")
_FIELD = re.compile(rb"/AP\b")
_UNUSUAL = re.compile(
    rb"/(?:(?:Encrypt|LZWDecode|LZW|RunLengthDecode|RL|JPXDecode|JBIG2Decode)\b"
    rb"|(?:Type3|XFA|Luminosity|Alpha)\b"
    rb"|PatternType(?!\s*2\b))"
    rb"|Decode\s*(?:/\w*Decode|\d+\s+\d+\s+R)"
)
"""Filters that may stand for much more than their bytes, and drawings that are called without
a call to be counted: letters that are drawings, masks, tiles."""

_ESCAPED = re.compile(rb"/[\w+,.-]*#(?!20|2[Cc])[0-9A-Fa-f]{2}")
_REFERENCES = re.compile(rb"\[((?:\s*\d+\s+\d+\s+R\b)+)\s*\]")
_CHUNK = 4096


def is_harmless(data: bytes, limits: Harmless = Harmless()) -> bool:  # noqa: B008
    """Whether reading the text of this PDF can cost but little."""
    if len(data) > limits.bytes or _is_unusual(data, limits) or _has_long_table(data, limits):
        return False
    left = limits.inflated
    most, largest = limits.work, 1
    calls = 1 + len(_FIELD.findall(data))
    for match in _STREAM.finditer(data):
        if data.endswith(b"end", 0, match.start()):
            continue
        body = _inflated(data, match.end(), left)
        left -= len(body)
        largest = max(largest, len(body))
        if left <= 0 or (body[:1].isdigit() and _holds_unusual(body, limits)):
            return False
        calls *= max(len(_CALL.findall(body)), 1)
        if calls * largest > most:
            return False
    return True


def _is_unusual(data: bytes, limits: Harmless) -> bool:
    """Whether there is something that may stand for much more than its bytes."""
    if _UNUSUAL.search(data) or _ESCAPED.search(data):
        return True
    if any(_exceeds(number, limits) for number in _large_numbers(data)):
        return True
    return any(_repeats(array[1]) for array in _REFERENCES.finditer(data))


def _large_numbers(data: bytes) -> Iterator[bytes]:
    """Large numbers where those of objects stand: a table must have room for all up to them."""
    yield from _SIZE.findall(data)
    yield from _INDEX.findall(data)
    for found in _OBJECT.finditer(data):
        words = data[max(found.start() - _BEFORE, 0) : found.start()].split()
        if len(words) > 1 and words[-2].isdigit():
            yield words[-2]


def _holds_unusual(body: bytes, limits: Harmless) -> bool:
    """The same of a stream that may hold objects: their numbers and places come first."""
    held = _HELD.match(body)
    numbers = held[0].split()[::2] if held else ()
    return any(_exceeds(number, limits) for number in numbers) or _is_unusual(body, limits)


def _exceeds(number: bytes, limits: Harmless) -> bool:
    return int(number[:_DIGITS]) > limits.objects


def _repeats(references: bytes) -> bool:
    """Whether an array names an object twice: a page that draws the same over and over."""
    names = references.split(b"R")
    return len({name.strip() for name in names}) < len(names)


def _has_long_table(data: bytes, limits: Harmless) -> bool:
    """Whether a table of objects says that it has more entries than are taken at once."""
    left = limits.sections
    for table in _TABLE.finditer(data):
        at = table.end()
        while section := _SECTION.match(data, at):
            count = int(section[2][:_DIGITS])
            left -= 1
            if left < 0 or any(_exceeds(number, limits) for number in section.groups()):
                return True
            at = section.end() + count * _ENTRY
    return False


def _inflated(data: bytes, start: int, most: int) -> bytes:
    """The content of a deflated stream that begins here: at most so many bytes and one.

    Nothing where it is not deflated; its length is not believed, nor where it says it ends.
    """
    inflater = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    while start < len(data) and not inflater.eof and size <= most:
        try:
            part = inflater.decompress(data[start : start + _CHUNK], most - size + 1)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        start += _CHUNK
    return b"".join(parts)
