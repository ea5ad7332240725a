"""A statement's nodes laid over its lines: elements, labels, slots, and which item has which."""

from __future__ import annotations

from msgspec import Struct

from focusconv.forms.catalog import StatementSpec
from focusconv.identify.lexicon import Lexicon
from focusconv.identify.nodes import Node
from focusconv.place.align import Alignment, align
from focusconv.place.assign import Assignment, assign
from focusconv.place.bounds import within_bound
from focusconv.place.box_candidates import Element, find_boxes
from focusconv.place.label_side import labels_first
from focusconv.place.layout import Layout, layout_of
from focusconv.place.merged_rows import Parted, part_merged
from focusconv.place.slots import Slot, boxes_come_first, find_slots
from focusconv.place.torn_numbers import join_numbers


class Laid(Struct, frozen=True):
    """The steps of placing up to the assignment, in their order.

    `elements` are the nodes with boxes found in them; `alignment` says of which lines their
    words are; `slots` are the places where an amount may stand, `assignment` which item has
    which. `box_first` tells that boxes stand before their amounts, `beyond` are the nodes
    that are more than the statement can hold.
    """

    layout: Layout
    parted: Parted
    alignment: Alignment
    slots: list[Slot]
    assignment: Assignment
    box_first: bool
    beyond: list[Node]

    @property
    def elements(self) -> list[Element]:
        return self.parted.elements


def lay_out(nodes: list[Node], statement: StatementSpec, number: int, lexicon: Lexicon) -> Laid:
    """Lay the nodes of one copy of a statement over its lines; `number` is the statement's place
    in its edition."""
    layout = layout_of(statement)
    nodes, beyond = within_bound(nodes, statement)
    elements = labels_first(join_numbers(find_boxes(nodes, layout.rank_of_box)))

    def takes_amount(run: Node) -> bool:
        return any(statement.lines[h.line].cells for h in lexicon.labels_of(run.name, number))

    parted = part_merged(elements, takes_amount)
    elements = parted.elements
    alignment = align(elements, parted.mute, statement, number, lexicon, layout.line_of_box)
    box_first = boxes_come_first(elements, layout.field_of_box)
    slots = find_slots(elements, layout.field_of_box, box_first=box_first)
    assignment = assign(slots, layout, alignment, statement)
    return Laid(layout, parted, alignment, slots, assignment, box_first, beyond)
