"""What shows that a page is of a statement: lines of it, each with a label and a box or an amount.

A title says what a page may be, and a list of contents says it as well. Words that many lines
print (`Cash`) show a line only where its box stands by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from focusconv.forms.catalog import StatementSpec
from focusconv.identify.lexicon import Lexicon
from focusconv.identify.nodes import UNKNOWN_COST, Node

SURE_LABEL = 85
"""A run of words this like a label, in percent, is that label."""

TELLING_LABEL = 12
"""A label of so many letters that no other statement prints tells its line."""

FEW_CELLS = 8
"""A statement with fewer amounts is small."""

ENOUGH = 3
ENOUGH_WITH_BOXES = 2
"""So many lines show a statement; fewer where each has its box, or the statement is small."""

STRANGE_BOXES = 3
"""So many boxes of no line, and more than boxes of lines, are those of another form."""


class Evidence(Struct, frozen=True):
    """What pages show of a statement, lines by number.

    `labeled` have their label, `boxed` their box, `valued` a label of their own with an amount
    behind it; `numbers` counts amounts, `strange` the boxes that the form has not.
    """

    labeled: frozenset[int]
    boxed: frozenset[int]
    valued: frozenset[int]
    numbers: int
    strange: int

    @property
    def lines(self) -> frozenset[int]:
        """The lines that are there."""
        return (self.boxed & self.labeled) | self.valued

    @property
    def of_another_kind(self) -> bool:
        """Whether there are amounts, and none is shown to be of the statement."""
        return self.of_another_form or (self.numbers > 0 and not self.boxed and not self.valued)

    @property
    def of_another_form(self) -> bool:
        """Whether boxes that the form has not prevail."""
        return self.strange >= STRANGE_BOXES and self.strange > len(self.boxed)


def is_enough(shown: Evidence, statement: StatementSpec) -> bool:
    """Whether enough lines show that a statement is there."""
    cells = sum(cell.kind == "amount" for _, _, cell in statement.cells())
    if cells < FEW_CELLS or shown.lines <= shown.boxed:
        return len(shown.lines) >= ENOUGH_WITH_BOXES
    return len(shown.lines) >= ENOUGH


def evidence(nodes: Sequence[Node], number: int, lexicon: Lexicon) -> Evidence:
    """What nodes show of the statement that is the edition's `number`-th."""
    labeled: set[int] = set()
    boxed: set[int] = set()
    valued: set[int] = set()
    open_lines: frozenset[int] = frozenset()
    numbers = strange = 0
    before: Node | None = None
    for node in nodes:
        if node.kind == "run":
            own, telling = _lines(node, number, lexicon)
            labeled |= own
            open_lines = telling
        elif node.kind == "box":
            place = lexicon.boxes.get(node.name)
            if place is not None and place.statement == number:
                boxed.add(place.line)
            elif place is None and node.cost >= UNKNOWN_COST and len(node.name) >= 4:
                strange += 1
        elif node.kind == "number":
            numbers += 1
            valued |= open_lines
            open_lines = frozenset()
            strange += _is_strange_box(node, before)
        before = node
    return Evidence(frozenset(labeled), frozenset(boxed), frozenset(valued), numbers, strange)


def _lines(run: Node, number: int, lexicon: Lexicon) -> tuple[frozenset[int], frozenset[int]]:
    """The lines of a statement whose label a run may be, and those that it tells by itself."""
    if lexicon.other(run.name) is not None:
        return frozenset(), frozenset()
    hits = [hit for hit in lexicon.labels(run.name) if hit.likeness >= SURE_LABEL or hit.whole]
    own = frozenset(hit.line for hit in hits if hit.statement == number)
    alone = len(hits) == 1 and len(run.name) >= TELLING_LABEL and bool(own)
    takes = alone and bool(lexicon.edition.statements[number].lines[min(own)].cells)
    return own, own if takes else frozenset()


def _is_strange_box(node: Node, before: Node | None) -> bool:
    """Whether a bare number of four digits behind an amount on its row is a box of another form."""
    return (
        before is not None
        and before.kind == "number"
        and (before.page, before.row) == (node.page, node.row)
        and len(node.name) in (4, 5)
        and node.name.isdigit()
    )


def merged(found: Iterable[Evidence]) -> Evidence:
    """What several pages show together."""
    every = list(found)
    return Evidence(
        frozenset().union(*(one.labeled for one in every)),
        frozenset().union(*(one.boxed for one in every)),
        frozenset().union(*(one.valued for one in every)),
        sum(one.numbers for one in every),
        sum(one.strange for one in every),
    )
