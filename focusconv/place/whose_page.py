"""Whose pages the parts of a document are: their heads and covers read, and gathered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from focusconv.document import Document, Row
from focusconv.identify.filings import Group, split
from focusconv.identify.leaves import Leaf, leaves
from focusconv.identify.statements import Part
from focusconv.notation.dates import iso_date
from focusconv.place.cover.cover import read_cover
from focusconv.place.cover.sheets import Sheet
from focusconv.place.page_heads import Head, read_head

_SILENT = Head(as_of=None, submitted=None, names=(), type=None)


def filings_of(document: Document, parts: Sequence[Part]) -> list[Group[Head]]:
    """The filings of a document that was identified, each with its parts and their heads."""
    found = leaves(parts)
    heads = [_head(leaf) for leaf in found]
    said = [_on_cover(document, leaf, head) for leaf, head in zip(found, heads, strict=True)]
    return split(found, heads, said)


def _head(leaf: Leaf) -> Head:
    part = leaf.part
    if part.statement is None:
        return _SILENT
    head = read_head(part, part.edition, part.lexicon)
    marks = "|".join(re.escape(mark.rstrip(":")) for mark in part.edition.head.date) or "(?!)"
    dated = re.compile(rf"\s+(?:{marks})\b.*$", re.IGNORECASE)
    return structs.replace(head, names=tuple(dated.sub("", name) for name in head.names))


def _on_cover(document: Document, leaf: Leaf, head: Head) -> tuple[str | None, str | None]:
    """The firm and the last day of the period that a cover itself prints."""
    statement = leaf.part.statement
    if statement is None or statement.rules or (head.names and head.as_of):
        return None, None
    said: dict[str | None, str] = {}
    for key, field in read_cover(statement, list(sheets(document, [leaf.part])), ()).items():
        role = leaf.part.edition.spec[key].role
        value = field.prints[0].value if field.prints else None
        if role is not None and isinstance(value, str):
            said[role] = value
    day = said.get("period_end")
    return said.get("name"), day if day is None else iso_date(day) or day


def sheets(document: Document, parts: Sequence[Part]) -> Iterator[Sheet]:
    """The rows of the document that the parts cover."""
    for part in parts:
        rows: dict[tuple[int, int], Row] = {}
        for node in part.nodes:
            rows[node.page, node.row] = document.pages[node.page - 1].rows[node.row]
        for (page, _), row in sorted(rows.items()):
            yield Sheet("\t".join(cell.text for cell in row.cells), page, row.cells)
