"""What every export can hold: the characters, the integers and the size that all of them share.

JSON could hold more than XML (a form feed, a NUL) and Python more than both; what one export
cannot hold, none does, so that each converts to the others without loss.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import msgspec

from focusconv.errors import InvalidExport
from focusconv.record.filing import Filing
from focusconv.record.paths import FaultyRecord, Place

MAX_BYTES = 4 * 1024 * 1024
"""The largest export that is read; a filing of every statement has about 0.1 MB."""

MAX_INTEGER = 2**53 - 1
"""The largest amount, either sign: the last that receivers who compute in doubles (XSLT,
Schematron, JavaScript) hold exactly (RFC 7493, 2.2). Dollars of a filing stay far below."""

ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""The characters that XML 1.0 (2.2, Char) cannot hold, as the inside of a character class."""

_TYPES: dict[str, type] = {"amount": int, "mark": bool}
"""The type of an item's value by its kind; text for all other kinds."""

_ILLEGAL = re.compile(f"[{ILLEGAL}]")

_SUSPECTS = (
    (b"\\", re.compile(rb"\\[ubf]")),
    (b"\xef\xbf", re.compile(rb"\xef\xbf[\xbe\xbf]")),
    (b":", re.compile(rb":-?[0-9]{16}")),
)
"""Bytes without which a compact JSON text holds no illegal character and no large integer, each
with a part of them that is quickly looked for."""


def check_size(data: bytes) -> None:
    """Raise InvalidExport where `data` is larger than an export may be."""
    if len(data) > MAX_BYTES:
        raise InvalidExport(
            f"{len(data):,} bytes are more than an export may have ({MAX_BYTES:,})",
            remedy="a filing has about 100,000; check that this is one",
        )


def encode(filing: Filing) -> bytes:
    """The filing as compact JSON, once it is sure that every export can hold it.

    Raises InvalidExport, with the place of the value, for a character XML cannot hold, an
    integer beyond `MAX_INTEGER`, an item whose value is not of its kind, or a value the model
    does not allow.
    """
    check_kinds(filing)
    try:
        data = msgspec.json.encode(filing)
    except UnicodeEncodeError as error:
        check_scalars(filing)
        raise InvalidExport(f"not Unicode text: {error}") from error
    if any(part in data and suspect.search(data) for part, suspect in _SUSPECTS):
        check_scalars(filing)
    try:
        faithful = msgspec.json.decode(data, type=Filing) == filing
    except msgspec.ValidationError as error:
        raise InvalidExport(f"the record breaks the model: {error}") from error
    if not faithful:
        check_scalars(filing)
        raise InvalidExport("the record holds a value that JSON does not give back")
    return data


def check_kinds(filing: Filing) -> None:
    """Raise FaultyRecord where an item's value is not of the type that its kind has.

    An amount is an integer, never the text of one; a mark is true or false; all else is text.
    """
    for at, statement in enumerate(filing.statements):
        for number, item in enumerate(statement.items):
            if item.value is not None and type(item.value) is not _TYPES.get(item.kind, str):
                place = ("statements", at, "items", number, "value")
                raise FaultyRecord(f"{item.value!r} is no {item.kind}", place)


def check_scalars(filing: Filing) -> None:
    """Raise FaultyRecord for the first value that an export cannot hold."""
    for place, value in _scalars(filing, ()):
        reason = _unholdable(value)
        if reason is not None:
            raise FaultyRecord(reason, place)


def _unholdable(value: object) -> str | None:
    if isinstance(value, str):
        found = _ILLEGAL.search(value)
        return f"the character U+{ord(found[0]):04X} cannot stand in XML" if found else None
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        return f"{value} is beyond the exact integers (±{MAX_INTEGER})"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no number"
    return None


def _scalars(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _scalars(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for at, entry in enumerate(value):
            yield from _scalars(entry, (*place, at))
    else:
        yield place, value
