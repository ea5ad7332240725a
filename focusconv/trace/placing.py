"""The steps of a filing before any rule in a trace: its parts, and its amounts on their items."""

from __future__ import annotations

from collections.abc import Iterator

from focusconv.conversion import Judged
from focusconv.forms.catalog import Key, StatementSpec
from focusconv.identify.nodes import Node
from focusconv.identify.statements import Part
from focusconv.place.copies import parted
from focusconv.place.laid import Laid, lay_out
from focusconv.trace import model


def parts_of(one: Judged) -> Iterator[model.Part]:
    """The parts of a filing: which rows were taken for which statement."""
    for number, part in enumerate(one.group.parts):
        if part.nodes:
            yield _part(part, one.group.odd.get(number))


def _part(part: Part, odd: str | None) -> model.Part:
    return model.Part(
        first=_place(part.nodes[0]),
        last=_place(part.nodes[-1]),
        edition=part.edition.name,
        statement=None if part.statement is None else part.statement.id,
        support=round(part.support, 1),
        like=part.like,
        odd=odd,
    )


def copies_of(one: Judged) -> Iterator[model.Copy]:
    """Each copy of each statement with amounts, its nodes laid over its lines once more."""
    edition, group = one.placed.edition, one.group
    for number, statement in enumerate(edition.statements):
        own = [i for i, part in enumerate(group.parts) if part.statement is statement]
        if not statement.rules or not own:
            continue
        for pages in parted([group.lines[i] for i in own]):
            nodes = [node for page in pages for node in group.parts[own[page]].nodes]
            laid = lay_out(nodes, statement, number, group.parts[own[0]].lexicon)
            yield _copy(laid, statement)


def _copy(laid: Laid, statement: StatementSpec) -> model.Copy:
    items = {claim.slot: key for key, claim in laid.assignment.claims.items()}
    return model.Copy(
        statement=statement.id,
        boxes_come_first=laid.box_first,
        slots=tuple(_slot(laid, statement, n, items.get(n)) for n in range(len(laid.slots))),
        strays=tuple(
            number.text
            for stray in laid.assignment.strays
            if (number := laid.slots[stray].number) is not None
        ),
    )


def _slot(laid: Laid, statement: StatementSpec, number: int, key: Key | None) -> model.Slot:
    slot = laid.slots[number]
    found = model.Slot(
        row=(slot.row[0], slot.row[1] + 1),
        print=None if slot.number is None else slot.number.text,
        boxes=slot.boxes,
        lines=tuple(dict.fromkeys(_lines(laid, statement, slot.runs))),
    )
    if key is None:
        return found
    claim = laid.assignment.claims[key]
    return model.Slot(
        row=found.row,
        print=found.print,
        boxes=found.boxes,
        lines=found.lines,
        item=key,
        cost=claim.cost,
        trust=claim.trust,
        rivals=claim.rivals,
    )


def _lines(laid: Laid, statement: StatementSpec, runs: tuple[int, ...]) -> Iterator[str]:
    """The lines that the words before a slot may be the label of."""
    for run in runs:
        hit = laid.alignment.runs.get(run)
        hits = laid.alignment.loose.get(run, ()) if hit is None else (hit,)
        yield from (statement.lines[hit.line].line for hit in hits)


def _place(node: Node) -> model.Place:
    return node.page, node.row + 1
