"""How much print a statement can have: what a page holds beyond that is cut off, and told of."""

from __future__ import annotations

import functools

from focusconv.forms.catalog import StatementSpec
from focusconv.identify.nodes import Node
from focusconv.place.layout import cells_of
from focusconv.readings import Reading, with_doubt

AMOUNT_CHARACTERS = 24
"""What a cell prints at most: fifteen digits with their marks, a sign, and a box number."""

HEAD_CHARACTERS = 500
"""What the head and the foot of a page print, names and dates included."""

TIMES = 2
"""The print of a statement may stand twice on its pages without being told for two copies."""


@functools.cache
def most_nodes(statement: StatementSpec) -> int:
    """The most nodes that a copy of a statement can be: as many as it prints characters, as where
    each of them stands in a cell of its own."""
    printed = len(statement.title) + HEAD_CHARACTERS
    printed += sum(len(line.line) + len(line.label) for line in statement.lines)
    printed += AMOUNT_CHARACTERS * len(cells_of(statement))
    return TIMES * printed


def within_bound(nodes: list[Node], statement: StatementSpec) -> tuple[list[Node], list[Node]]:
    """The nodes of a copy of a statement that are placed, and those beyond the bound."""
    most = most_nodes(statement)
    return nodes[:most], nodes[most:]


def beyond_bound(reading: Reading, beyond: list[Node]) -> Reading:
    """A reading of a statement of which part was cut off: what stands there may be the item's."""
    print_ = f"{beyond[0].text} ... {beyond[-1].text}"
    reason = "its statement holds more print than the form, and the end was not read"
    return with_doubt(reading, print_, reason)
