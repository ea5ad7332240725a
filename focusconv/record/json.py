"""The canonical JSON of a filing: writing it, and reading it strictly.

One filing has one byte form: fields in the order of the record, none left out, one space of
indent, UTF-8, a final newline.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from focusconv.errors import InvalidExport
from focusconv.record.filing import Filing
from focusconv.record.limits import check_size, encode
from focusconv.record.paths import FaultyExport, FaultyRecord, Place, json_lines, json_path
from focusconv.record.shape import Shape, shape_of

_REMEDY = "an export of this program reads back; see schemas/filing-1.schema.json"


def to_json(filing: Filing) -> bytes:
    """Canonical JSON, UTF-8; the same filing gives the same bytes.

    Raises InvalidExport where the filing holds what an export cannot (see `limits`).
    """
    return msgspec.json.format(encode(filing), indent=1) + b"\n"


def from_json(data: bytes) -> Filing:
    """Read canonical JSON.

    Raises InvalidExport, with path and line, where it is not: no JSON, a wrong type, a number
    such as 1234.0 or "1234" where an integer is due, a field that is unknown, missing or there
    twice, or a value that an export cannot hold.
    """
    check_size(data)
    try:
        tree = json.loads(data.decode("utf-8"), object_pairs_hook=_Members, parse_int=str)
        _check_members(tree, shape_of(Filing), ())
        filing = msgspec.json.decode(data, type=Filing)
        encode(filing)
    except FaultyRecord as error:
        raise _located(data, error.at, error.reason) from error
    except msgspec.ValidationError as error:
        place, reason = _fault(msgspec.json.decode(data), shape_of(Filing), (), str(error))
        raise _located(data, place, reason) from error
    except json.JSONDecodeError as error:
        raise FaultyExport(
            f"not JSON: {error.msg}", path="$", line=error.lineno, remedy=_REMEDY
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidExport(f"not JSON: {error}", remedy=_REMEDY) from error
    except RecursionError as error:
        raise InvalidExport("nested deeper than any filing", remedy=_REMEDY) from error
    return filing


class _Members(list[tuple[str, Any]]):
    """The members of a JSON object as written, duplicates included."""


def _check_members(members: object, shape: Shape, place: Place) -> None:
    """Raise FaultyRecord unless every field of the record is there, once, and no other.

    What is no object at all is left to the decoder, which names the type it wants.
    """
    if not isinstance(members, _Members):
        return
    names = tuple(name for name, _ in members)
    if names != shape.names:
        _check_names(names, shape.names, place)
    values = dict(members)
    for field in shape.nested:
        value = values[field.name]
        if field.form == "record":
            _check_members(value, field.content, (*place, field.name))
        elif isinstance(value, list):
            for at, entry in enumerate(value):
                _check_members(entry, field.content, (*place, field.name, at))


def _check_names(names: tuple[str, ...], known: tuple[str, ...], place: Place) -> None:
    for name in names:
        if name not in known:
            raise FaultyRecord(f"no such field: {name[:60]!r}", place)
        if names.count(name) > 1:
            raise FaultyRecord("the field is there twice", (*place, name))
    for name in known:
        if name not in names:
            raise FaultyRecord("the field is missing", (*place, name))


def _located(data: bytes, place: Place, reason: str) -> FaultyExport:
    lines = json_lines(data)
    nearest = next(place[:end] for end in range(len(place), -1, -1) if place[:end] in lines)
    return FaultyExport(reason, path=json_path(place), line=lines[nearest], remedy=_REMEDY)


def _fault(node: object, shape: Shape, place: Place, message: str) -> tuple[Place, str]:
    """The innermost record that does not fit, and why; msgspec leaves indices out of its
    paths."""
    if not isinstance(node, dict):
        return place, message
    for field in shape.nested:
        value = node[field.name]
        entries = {(*place, field.name): value}
        if isinstance(value, list):
            entries = {(*place, field.name, at): entry for at, entry in enumerate(value)}
        for inner, entry in entries.items():
            wrong = _misfit(entry, field.content) if isinstance(entry, dict) else None
            if wrong is not None:
                return _fault(entry, field.content, inner, wrong)
    reason, _, rest = message.partition(" - at `$.")
    name = rest.rstrip("`").partition("[")[0]
    return ((*place, name) if name else place), reason


def _misfit(node: object, shape: Shape) -> str | None:
    try:
        msgspec.convert(node, shape.type)
    except msgspec.ValidationError as error:
        return str(error)
    return None
