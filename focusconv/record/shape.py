"""How each field of the canonical record stands in an export, read off the record's types.

The XML codec, the strict reading of JSON and the schemas all follow the shapes, so that a
field added to the record is in every one of them and none can disagree.
"""

from __future__ import annotations

import functools
from typing import Literal

import msgspec.inspect as inspect
from msgspec import Struct

from focusconv.errors import InvalidExport

Form = Literal["attribute", "element", "value", "texts", "record", "records"]
"""In XML: `attribute` and `element` hold one scalar; `value` one of three elements, by type
(`NAME` an integer, `NAME_text`, `NAME_mark`); `texts` and `records` repeat an element;
`record` is an element with content of its own. A null is left out; an empty list too."""

Scalar = Literal["text", "integer", "number", "numbers", "boolean"]

_PROSE = {"label", "raw", "reason", "message", "rule", "why", "title", "name"} | {
    *("street", "city", "state", "zip", "telephone", "email"),
}
"""Text fields that hold print or prose, and stand in XML as elements; the others name
something and stand as attributes."""


VALUE_ENDS = ("", "_text", "_mark")
"""What follows the name of a field in the tags of its `value` elements, by type."""


class FieldShape(Struct, frozen=True, kw_only=True, dict=True):
    """One field: its name in the record and in JSON, its tag in XML, what it holds.

    `options` lists the only values it takes, where the record enumerates them; `record` is
    the shape of what `record` and `records` hold; `count` how many `numbers` there are.
    """

    name: str
    tag: str
    form: Form
    optional: bool
    scalar: Scalar = "text"
    options: tuple[str | int, ...] = ()
    count: int = 0
    record: Shape | None = None

    @functools.cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags of the elements that hold the field; a `value` has one for each type."""
        if self.form != "value":
            return (self.tag,)
        return tuple(self.tag + end for end in VALUE_ENDS)

    @property
    def content(self) -> Shape:
        """The shape of the record in this field; only for `record` and `records`."""
        if self.record is None:
            raise InvalidExport(f"{self.name} holds no record")
        return self.record


class Shape(Struct, frozen=True, dict=True):
    """A record type and its fields, in the order of the record."""

    type: type[Struct]
    fields: tuple[FieldShape, ...]

    @property
    def name(self) -> str:
        return self.type.__name__

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    @functools.cached_property
    def nested(self) -> tuple[FieldShape, ...]:
        """The fields that hold records."""
        return tuple(field for field in self.fields if field.record is not None)

    @functools.cached_property
    def attributes(self) -> dict[str, FieldShape]:
        """The fields that are XML attributes, by tag."""
        return {field.tag: field for field in self.fields if field.form == "attribute"}

    @functools.cached_property
    def elements(self) -> tuple[FieldShape, ...]:
        """The fields that are XML elements, in order."""
        return tuple(field for field in self.fields if field.form != "attribute")

    @functools.cached_property
    def slots(self) -> dict[str, int]:
        """Where among `elements` each tag stands."""
        return {tag: at for at, field in enumerate(self.elements) for tag in field.tags}


@functools.cache
def shape_of(record: type[Struct]) -> Shape:
    """The shape of a record type, and of every record within it."""
    info = inspect.type_info(record)
    if not isinstance(info, inspect.StructType):
        raise TypeError(f"{record} is no record")
    return Shape(record, tuple(_field(field.name, field.type) for field in info.fields))


def _field(name: str, info: inspect.Type) -> FieldShape:
    members = info.types if isinstance(info, inspect.UnionType) else (info,)
    kinds = tuple(member for member in members if not isinstance(member, inspect.NoneType))
    optional = len(kinds) < len(members)
    if len(kinds) > 1:
        return FieldShape(name=name, tag=name, form="value", optional=optional)
    kind = kinds[0]
    if isinstance(kind, inspect.StructType):
        return FieldShape(
            name=name, tag=name, form="record", optional=optional, record=shape_of(kind.cls)
        )
    if isinstance(kind, inspect.VarTupleType):
        return _repeated(name, kind.item_type)
    options = kind.values if isinstance(kind, inspect.LiteralType) else ()
    scalar = _scalar(kind)
    prose = scalar == "text" and not options and name in _PROSE
    return FieldShape(
        name=name,
        tag=name,
        form="element" if prose else "attribute",
        optional=optional,
        scalar=scalar,
        options=tuple(option for option in options if option is not None),
        count=len(kind.item_types) if isinstance(kind, inspect.TupleType) else 0,
    )


def _repeated(name: str, entry: inspect.Type) -> FieldShape:
    tag = name.removesuffix("s")
    if isinstance(entry, inspect.StructType):
        return FieldShape(
            name=name, tag=tag, form="records", optional=False, record=shape_of(entry.cls)
        )
    return FieldShape(name=name, tag=tag, form="texts", optional=False)


def _scalar(kind: inspect.Type) -> Scalar:
    if isinstance(kind, inspect.LiteralType):
        return "integer" if all(isinstance(value, int) for value in kind.values) else "text"
    scalars: dict[type[inspect.Type], Scalar] = {
        inspect.StrType: "text",
        inspect.IntType: "integer",
        inspect.FloatType: "number",
        inspect.BoolType: "boolean",
        inspect.TupleType: "numbers",
    }
    return scalars[type(kind)]
