"""JSON Schema (2020-12) of the canonical JSON, strict: every field there, and no other.

JSON Schema counts 1234.0 as an integer and cannot see a duplicate name; the reader refuses both.
"""

from __future__ import annotations

import json
from typing import Any

from focusconv.record.filing import Filing
from focusconv.record.limits import MAX_INTEGER
from focusconv.record.shape import FieldShape, Shape, shape_of
from focusconv.schema import facets

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = "urn:focusconv:filing:1:json"

_LEGAL = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]*$"

_NULL: dict[str, Any] = {"type": "null"}
_NO_VALUE = ("blank", "unreadable", "absent")


def filing_json_schema() -> bytes:
    """The schema of a filing; it changes only with the record's types."""
    root = shape_of(Filing)
    schema = {
        "$schema": _DIALECT,
        "$id": _ID,
        "title": "A filing in the canonical form of focusconv",
        "$ref": f"#/$defs/{root.name}",
        "$defs": {**_scalars(), **_records(root)},
    }
    return (json.dumps(schema, indent=1, ensure_ascii=True) + "\n").encode()


def _scalars() -> dict[str, Any]:
    shared: dict[str, Any] = {
        "text": {"type": "string", "pattern": _LEGAL},
        "integer": {"type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER},
        "number": {"type": "number"},
        "boolean": {"type": "boolean"},
        "decimal": {"type": "string", "pattern": f"^({facets.DECIMAL})$"},
    }
    return {**shared, **{facet.name: _facet(facet) for facet in facets.ALL}}


def _facet(facet: facets.Facet) -> dict[str, Any]:
    base = "text" if facet.base == "date" else facet.base
    limits: dict[str, Any] = {"$ref": f"#/$defs/{base}"}
    if facet.base == "date":
        limits["format"] = "date"
    if facet.pattern is not None:
        limits["pattern"] = f"^({facet.pattern})$"
    if facet.least is not None:
        limits["minimum"] = facet.least
    if facet.most is not None:
        limits["maximum"] = facet.most
    return limits


def _records(shape: Shape) -> dict[str, Any]:
    """The definitions of a record and of those within it."""
    found: dict[str, Any] = {shape.name: _record(shape)}
    for field in shape.fields:
        if field.record is not None:
            found.update(_records(field.record))
    return found


def _record(shape: Shape) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _field(shape, field) for field in shape.fields},
        "required": [field.name for field in shape.fields],
        "additionalProperties": False,
    }
    if shape.type.__doc__:
        schema = {"description": " ".join(shape.type.__doc__.split()), **schema}
    if shape.name == "Item":
        schema["allOf"] = _states()
    return schema


def _field(shape: Shape, field: FieldShape) -> dict[str, Any]:
    content = _content(shape, field)
    return {"anyOf": [content, _NULL]} if field.optional else content


def _content(shape: Shape, field: FieldShape) -> dict[str, Any]:
    if field.form == "record":
        return _ref(field.content.name)
    if field.form == "records":
        return {"type": "array", "items": _ref(field.content.name)}
    if field.form == "texts":
        return {"type": "array", "items": _ref("text")}
    if field.form == "value":
        return {"anyOf": [_ref("integer"), _ref("text"), _ref("boolean")]}
    if field.options:
        return {"enum": list(field.options)}
    if field.scalar == "numbers":
        size = {"minItems": field.count, "maxItems": field.count}
        return {"type": "array", "items": _ref("number"), **size}
    facet = facets.facet_of(shape.name, field.name)
    return _ref(facet.name if facet is not None else field.scalar)


def _states() -> list[dict[str, Any]]:
    """What an item's status and kind say of its value."""
    kinds = {
        "amount": "integer",
        "percent": "decimal",
        "text": "text",
        "date": "date",
        "mark": "boolean",
    }
    by_kind = [
        _when("kind", kind, {"value": {"anyOf": [_ref(name), _NULL]}})
        for kind, name in kinds.items()
    ]
    empty = {
        "if": {"properties": {"status": {"enum": list(_NO_VALUE)}}},
        "then": {"properties": {"value": _NULL}},
        "else": {"properties": {"value": {"not": _NULL}}},
    }
    corrected = _when("status", "corrected", {"as_read": {"not": _NULL}})
    return [*by_kind, empty, corrected]


def _when(field: str, value: str, then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": {field: {"const": value}}}, "then": {"properties": then}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
