"""On which side of its amounts a label stands: rows that print amounts first are turned round.

Everything behind this reads labels before their amounts, as the forms print them. Tools and
people also write tables with the label in the last column; the rows of a text tell.
"""

from __future__ import annotations

from itertools import groupby

from focusconv.identify.nodes import Node
from focusconv.notation.amounts import read_amount
from focusconv.place.box_candidates import Element

ENOUGH_ROWS = 3
"""Rows that print amounts first, of a text that does so."""


def labels_first(elements: list[Element]) -> list[Element]:
    """The elements with the words of each row before its numbers and boxes, where most rows of the
    text have them behind; rows with words on both sides stay as they are."""
    rows = [list(group) for _, group in groupby(elements, key=_row)]
    behind = [_is_turned(row) for row in rows]
    if sum(behind) < ENOUGH_ROWS or sum(behind) <= sum(map(_is_usual, rows)):
        return elements
    turned: list[Element] = []
    for row, is_behind in zip(rows, behind, strict=True):
        turned += sorted(row, key=_is_amount) if is_behind else row
    return turned


def _row(element: Element) -> tuple[int, int]:
    node = element if isinstance(element, Node) else element.node
    return node.page, node.row


def _is_amount(element: Element) -> bool:
    """Whether an element is a number or a box, and no words."""
    return not isinstance(element, Node) or element.kind == "number"


def _is_turned(row: list[Element]) -> bool:
    """Whether a row has numbers or boxes, and then words."""
    kinds = [kind for kind, _ in groupby(row, key=_is_amount)]
    return kinds == [True, False] and any(map(_is_clean, row))


def _is_clean(element: Element) -> bool:
    """Whether an element is a box or reads as an amount: `10.B.` is the number of a line."""
    if not isinstance(element, Node):
        return True
    return element.kind == "number" and bool(read_amount(element.name).values)


def _is_usual(row: list[Element]) -> bool:
    kinds = [kind for kind, _ in groupby(row, key=_is_amount)]
    return kinds[:2] == [False, True]
