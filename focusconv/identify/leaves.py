"""Parts cut into leaves: what stands on one page, under one head.

A page begins where the document has one, and where a head or a title stands behind lines of a
statement: text of pages put together has no other sign of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct, structs

from focusconv.identify.evidence import evidence
from focusconv.identify.lexicon import Lexicon
from focusconv.identify.nodes import Node
from focusconv.identify.statements import Part

Begin = Literal["head", "page", "on"]
"""How a leaf begins: with a head, on a page that has none, or below another on one page."""

WHOLE_LABEL = 85

_BEFORE_HEAD = 5
"""So many nodes of a row may stand before the mark by which a head is known."""


class Leaf(Struct):
    """A part of one page; `lines` are those of its statement that it shows, or has boxes of."""

    part: Part
    begin: Begin
    lines: frozenset[int]


def leaves(parts: Sequence[Part]) -> list[Leaf]:
    """The parts of a document cut at pages and heads, in document order."""
    found: list[Leaf] = []
    page = 0
    for part in parts:
        for nodes in _cut(part):
            own = structs.replace(part, nodes=nodes)
            lines = _lines(own)
            if _has_head(nodes, part.lexicon):
                begin: Begin = "head"
            else:
                begin = "page" if nodes[0].page != page else "on"
            found.append(Leaf(own, begin, lines))
            page = nodes[-1].page
    return found


def _lines(part: Part) -> frozenset[int]:
    if part.statement is None:
        return frozenset()
    number = part.edition.statements.index(part.statement)
    shown = evidence(part.nodes, number, part.lexicon)
    return shown.lines | shown.boxed


def _cut(part: Part) -> Iterator[list[Node]]:
    """The nodes of a part cut where a page begins."""
    nodes, lexicon = part.nodes, part.lexicon
    start = 0
    filled = False
    for i, node in enumerate(nodes):
        begins = node.kind == "run" and lexicon.begins_page(node.name)
        if i > start and (node.page != nodes[i - 1].page or (begins and filled)):
            cut = _with_type(nodes, start, i, part)
            yield nodes[start:cut]
            start, filled = cut, False
        filled = filled or _is_line(node, part)
    yield nodes[start:]


def _with_type(nodes: list[Node], start: int, cut: int, part: Part) -> int:
    """Where a head begins: with what stands before it on its row and is of no line, or with the
    word for an amended filing that may stand above it."""
    row = (nodes[cut].page, nodes[cut].row)
    for i in range(cut - 1, max(start, cut - _BEFORE_HEAD), -1):
        node = nodes[i]
        if (node.page, node.row) != row or node.kind not in ("run", "date") or _is_line(node, part):
            break
        cut = i
    marks = {*part.edition.head.initial, *part.edition.head.amended}
    for i in range(cut - 1, max(start, cut - 3), -1):
        if nodes[i].kind != "run" or nodes[i].page != nodes[cut].page:
            break
        if marks.intersection(nodes[i].text.split()):
            return i
    return cut


def _is_line(node: Node, part: Part) -> bool:
    """Whether a node is of a line, and of no head: of a date there, numbers may be left."""
    if node.kind != "run":
        return node.kind == "box" or (node.kind == "number" and len(node.name) > len("2020"))
    if part.lexicon.begins_page(node.name):
        return False
    return any(hit.whole and hit.likeness >= WHOLE_LABEL for hit in part.lexicon.labels(node.name))


def _has_head(nodes: list[Node], lexicon: Lexicon) -> bool:
    return any(node.kind == "run" and lexicon.is_head(node.name) for node in nodes)
