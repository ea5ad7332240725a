"""Hypothesis strategies for whole filings, made from the record's own types.

What comes out is allowed by the types and nothing more: statements need not be of a form, nor
totals add up. Texts hold what the exports may hold, the awkward parts of it included.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from focusconv.record.filing import Filing, Item
from focusconv.record.limits import MAX_INTEGER
from focusconv.record.shape import FieldShape, Shape, shape_of

AWKWARD = (
    "",
    " ",
    "\n",
    "\t",
    "\r",
    "\r\n",
    "  two  spaces  ",
    "]]>",
    "<!-- -->",
    "&amp;",
    "\"'<>&",
    "\\u0000",
    "\\",
    "\u0085\u2028\u00a0",
    "\ufeff",
    "\U0001f4b5",
    "\U0001ffff",
    "\x7f",
    "9" * 20,
)

ILLEGAL = tuple("\x00\x01\x08\x0b\x0c\x0e\x1f\ufffe\uffff\ud800\udfff")

integers = st.one_of(
    st.sampled_from((0, 1, -1, MAX_INTEGER, -MAX_INTEGER)),
    st.integers(-MAX_INTEGER, MAX_INTEGER),
)

numbers = st.floats(allow_nan=False, allow_infinity=False)


def legal_texts() -> st.SearchStrategy[str]:
    """Texts of characters that XML 1.0 has."""
    characters = st.characters(codec="utf-8", exclude_characters="".join(ILLEGAL[:9])).filter(
        lambda character: character >= " " or character in "\t\n\r"
    )
    return st.one_of(st.sampled_from(AWKWARD), st.text(characters, max_size=8))


def filings() -> st.SearchStrategy[Any]:
    """Filings of up to two statements with up to three items each."""
    return records(shape_of(Filing))


def records(shape: Shape) -> st.SearchStrategy[Any]:
    fields = {field.name: _field(field) for field in shape.fields}
    if shape.name == "Item":
        return fields.pop("kind").flatmap(lambda kind: _items(kind, fields))
    return st.builds(shape.type, **fields)


def _items(kind: str, fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Items of a kind, with a value of that kind or none."""
    values = {"amount": integers, "mark": st.booleans()}.get(kind, legal_texts())
    own = {"kind": st.just(kind), "value": st.one_of(st.none(), values)}
    return st.builds(Item, **{**fields, **own})


def _field(field: FieldShape) -> st.SearchStrategy[Any]:
    content = _content(field)
    return st.one_of(st.none(), content) if field.optional else content


def _content(field: FieldShape) -> st.SearchStrategy[Any]:
    if field.form == "record":
        return records(field.content)
    if field.form == "records":
        return st.lists(records(field.content), max_size=2).map(tuple)
    if field.form == "texts":
        return st.lists(legal_texts(), max_size=2).map(tuple)
    if field.form == "value":
        return st.one_of(integers, legal_texts(), st.booleans())
    if field.options:
        return st.sampled_from(field.options)
    scalars: dict[str, st.SearchStrategy[Any]] = {
        "text": legal_texts(),
        "integer": integers,
        "boolean": st.booleans(),
        "number": numbers,
        "numbers": st.tuples(*[numbers] * field.count),
    }
    return scalars[field.scalar]
