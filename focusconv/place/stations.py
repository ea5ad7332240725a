"""Where on a statement's rows its items stand, as placing has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from focusconv.forms.catalog import StatementSpec
from focusconv.identify.lexicon import plain
from focusconv.identify.nodes import Node
from focusconv.notation.tokens import Token
from focusconv.place.account import RowId, Span, Stations
from focusconv.place.align import Alignment
from focusconv.place.assign import Assignment
from focusconv.place.box_candidates import Element, Sight
from focusconv.place.layout import Layout
from focusconv.place.slots import Slot
from focusconv.readings import Key
from focusconv.record.account import Kind


def stations_of(
    elements: list[Element],
    slots: list[Slot],
    assignment: Assignment,
    alignment: Alignment,
    layout: Layout,
    statement: StatementSpec,
    *,
    box_first: bool,
) -> Stations:
    """The stations of a statement whose slots were assigned to its items."""
    spans: dict[Span, Kind] = dict(_boxes(elements, layout))
    spans.update((span, "reading") for span in _named(elements, layout, statement))
    spans.update((span, "form") for span in _whole_labels(elements, alignment, statement))
    of_row: dict[RowId, list[tuple[int, int, Key]]] = defaultdict(list)
    empty = {field.key for field in layout.fields}
    for key, claim in assignment.claims.items():
        slot = slots[claim.slot]
        node = _sight(elements, slot) or slot.number
        assert node is not None
        token = node.tokens[0]
        of_row[token.page, token.row].append((token.cell.id, token.start, key))
        if slot.number is not None:
            empty.discard(key)
            spans.update((span, "reading") for span in _spans(slot.number.tokens))
            head = slot.number.tokens[0]
            if (head.page, head.row) != (token.page, token.row):
                of_row[head.page, head.row].append((head.cell.id, head.start, key))
    for placed in of_row.values():
        placed.sort()
    labels = _labels(elements, alignment, layout, empty)
    pages = {page for page, _ in of_row}
    pages |= {run.page for i in alignment.runs if isinstance(run := elements[i], Node)}
    return Stations(of_row, labels, empty, spans, box_first, pages)


def _sight(elements: list[Element], slot: Slot) -> Node | None:
    element = elements[slot.sight] if slot.sight is not None else None
    return element.node if isinstance(element, Sight) else None


def _boxes(elements: list[Element], layout: Layout) -> Iterator[tuple[Span, Kind]]:
    """The print of the boxes, and the words on the rows of those that take words."""
    worded = set()
    for element in elements:
        if isinstance(element, Sight):
            yield from ((span, "box") for span in _spans(element.node.tokens))
            if element.exact and element.box not in layout.field_of_box:
                worded.add((element.node.page, element.node.row))
    for element in elements:
        if (
            isinstance(element, Node)
            and element.kind == "run"
            and (element.page, element.row) in worded
        ):
            yield from ((span, "reading") for span in _spans(element.tokens))


def _named(elements: list[Element], layout: Layout, statement: StatementSpec) -> Iterator[Span]:
    """The print behind the words that ask for words, as far as its row has words."""
    lines = {number for number, _, _ in layout.words}
    asks = {
        plain(text.split()[-1])
        for n in lines
        for text in statement.lines[n].also
        if text[-1] == ":"
    }
    row = None
    for element in elements:
        if not (isinstance(element, Node) and element.kind == "run"):
            continue
        head, colon, _ = element.text.rpartition(":")
        if colon and head and plain(head.split()[-1]) in asks:
            row = (element.page, element.row)
        if row == (element.page, element.row):
            yield from _spans(element.tokens)


def _whole_labels(
    elements: list[Element], alignment: Alignment, statement: StatementSpec
) -> Iterator[Span]:
    """The print of labels as a whole, misread or not: as many words as the label of their line
    has, and about as many letters."""
    for i, hit in alignment.runs.items():
        node, line = elements[i], statement.lines[hit.line]
        if not (isinstance(node, Node) and hit.whole):
            continue
        words = node.text.split()
        for label in (line.label, *line.also):
            letters = abs(len("".join(words)) - len(label.replace(" ", "")))
            if len(words) == len(label.split()) and letters <= 1:
                yield from _spans(node.tokens)
                break


def _spans(tokens: Iterable[Token]) -> Iterator[Span]:
    for token in tokens:
        yield token.cell.id, token.start - token.before, token.end + token.behind


def _labels(
    elements: list[Element], alignment: Alignment, layout: Layout, empty: set[Key]
) -> dict[RowId, list[Key]]:
    """The empty items of the lines whose labels stand on a row."""
    found: dict[RowId, list[Key]] = {}
    for i, hit in alignment.runs.items():
        node = elements[i]
        assert isinstance(node, Node)
        keys = [f.key for f in layout.fields_of_line.get(hit.line, ()) if f.key in empty]
        if keys:
            found.setdefault((node.page, node.row), []).extend(keys)
    return found
