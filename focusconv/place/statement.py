"""A statement's nodes to the readings of its items, and the numbers that belong to none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from focusconv.document import Mark, Region
from focusconv.forms.catalog import StatementSpec
from focusconv.identify.lexicon import Lexicon
from focusconv.identify.nodes import Node
from focusconv.notation.amounts import Printed, read_amount
from focusconv.notation.confusions import LONE, LONE_ZERO
from focusconv.notation.tokens import ZERO_LETTERS, Token
from focusconv.place.account import (
    PagePrint,
    StatementAccount,
    account,
    own_rows,
    with_scraps,
    without_sure_blanks,
)
from focusconv.place.align import Alignment
from focusconv.place.assign import Assignment, Claim
from focusconv.place.bounds import beyond_bound
from focusconv.place.box_candidates import Element, Sight
from focusconv.place.form_print import form_print
from focusconv.place.laid import lay_out
from focusconv.place.layout import Field, Layout
from focusconv.place.marks import NO_MARKS, Place, with_marks
from focusconv.place.merged_rows import Parted
from focusconv.place.page_heads import print_of
from focusconv.place.periods import Columns, columns_of
from focusconv.place.second_readings import second_options, second_prints
from focusconv.place.slots import Slot
from focusconv.place.stations import stations_of
from focusconv.readings import (
    OWN_CELL,
    FieldPrint,
    FieldReading,
    Key,
    Option,
    Reading,
    Seen,
    Stray,
    Trust,
    with_doubt,
)

_BARE_BOX = re.compile(r"[-$]*[\[(|1]?\s?(\d{4})\s?[\])|13]?")
"""A box number by itself; its brackets may be read as digits."""


class Placed(Struct):
    """The readings of one copy of a statement, its text cells, and its stray numbers.

    `lines_seen` counts the lines of which the label or a box was seen, `cut` the nodes beyond
    what the statement can hold; `columns` tells whether it prints several columns of amounts.
    """

    statement: StatementSpec
    readings: dict[Key, Reading]
    words: dict[Key, FieldReading]
    strays: list[Stray]
    lines_seen: int
    account: StatementAccount
    cut: int
    columns: Columns


def place_statement(
    nodes: list[Node],
    statement: StatementSpec,
    number: int,
    lexicon: Lexicon,
    tokens: Iterator[int],
    edges: tuple[int, int],
    rows: Mapping[tuple[int, int], list[Token]],
    page_print: PagePrint = PagePrint(),  # noqa: B008
    marks: Mapping[int, Sequence[Mark]] = NO_MARKS,
) -> Placed:
    """Lay the nodes of one copy of a statement over its lines.

    `number` is the statement's place in its edition; `tokens` numbers the printed numbers of
    the document, so that each is used once; `edges` are the ids of the first and the last
    cell of the document, where a cut may have gone through a number. `rows` are the tokens of
    the document by page and row, `page_print` what else stands on its pages, `marks`
    what stands there beside the text.
    """
    laid = lay_out(nodes, statement, number, lexicon)
    layout, elements, alignment = laid.layout, laid.elements, laid.alignment
    slots, assignment, beyond = laid.slots, laid.assignment, laid.beyond
    reader = _Readings(slots, layout.fields, alignment, assignment, elements, tokens, edges)
    readings = with_marks(reader.readings(), reader.labels(), marks)
    for key, print_ in _unclear(laid.parted, slots, assignment, elements):
        readings[key] = with_doubt(readings[key], print_, _SHARED)
    stations = stations_of(
        elements, slots, assignment, alignment, layout, statement, box_first=laid.box_first
    )
    form = form_print(lexicon.edition)
    printed = list(own_rows(nodes, rows, page_print))
    found = account(printed, stations, form, page_print, statement.id)
    for key, scraps in found.beside.items():
        readings[key] = with_scraps(readings[key], scraps)
    readings = without_sure_blanks(readings, found)
    if beyond:
        readings = {key: beyond_bound(reading, beyond) for key, reading in readings.items()}
    return Placed(
        statement,
        readings,
        dict(_words(layout, elements, alignment)) if layout.words else {},
        list(_strays(slots, assignment, elements)),
        len(alignment.lines_seen),
        found,
        len(beyond),
        columns_of(slots, assignment),
    )


_SHARED = "several lines share its row, and not one amount each"


def _unclear(
    parted: Parted, slots: list[Slot], assignment: Assignment, elements: list[Element]
) -> Iterator[tuple[Key, str]]:
    """The items on rows that several lines share unevenly, with what may be theirs as well."""
    for key, claim in assignment.claims.items():
        slot = slots[claim.slot]
        node = slot.number or (_node(elements[slot.sight]) if slot.sight is not None else None)
        if id(node) in parted.unclear:
            yield key, parted.unclear[id(node)]
        elif len(slot.uncounted) > 1:
            others = (_node(elements[i]) for i in slot.uncounted if elements[i] is not node)
            yield key, " ".join(other.text for other in others)


def _words(
    layout: Layout, elements: list[Element], alignment: Alignment
) -> Iterator[tuple[Key, FieldReading]]:
    """The text cells: the words behind the colon of their line's label, before their box."""
    at_box = {e.box: i for i, e in enumerate(elements) if isinstance(e, Sight) and e.exact}
    at_line = {match.line: i for i, match in alignment.runs.items()}
    for number, key, cell in layout.words:
        i = at_box.get(cell.box or "", -1)
        run = elements[i - 1] if i > 0 else None
        if i < 0 and number in at_line:
            run = elements[at_line[number]]
        box = elements[i] if i >= 0 else run
        if box is None:
            continue
        own = isinstance(run, Node) and run.kind == "run" and run.row == _node(box).row
        text = print_of(run.tokens).rpartition(":")[2] if own and isinstance(run, Node) else ""
        node = _node(box)
        yield key, _words_reading(key, text.strip(" _|$"), node)


def _words_reading(key: Key, text: str, node: Node) -> FieldReading:
    page, region = node.page, region_of(node)
    if not text:
        return FieldReading(key=key, seen="nothing", page=page, region=region)
    one = FieldPrint(value=text, raw=text, where=OWN_CELL, page=page, region=region)
    return FieldReading(key=key, seen="value", prints=(one,), page=page, region=region)


def _node(element: Element) -> Node:
    return element.node if isinstance(element, Sight) else element


class _Readings:
    """Turns an assignment into readings; nothing of it outlives `place_statement`."""

    def __init__(
        self,
        slots: list[Slot],
        fields: list[Field],
        alignment: Alignment,
        assignment: Assignment,
        elements: list[Element],
        tokens: Iterator[int],
        edges: tuple[int, int],
    ) -> None:
        self.edges = edges
        self.slots = slots
        self.fields = fields
        self.alignment = alignment
        self.assignment = assignment
        self.elements = elements
        self.tokens = tokens
        self.extent = _extent(fields, alignment, assignment)
        self.boxes_seen = {e.box for e in elements if isinstance(e, Sight) and e.exact}
        self.boxes_seen.update(self._misread_but_labelled())
        self.boxes_printed = self._boxes_printed()
        self.marked = {m.line for i, m in alignment.runs.items() if _node(elements[i]).marked}

    def _boxes_printed(self) -> bool:
        """Whether this text has the boxes of most amounts, so that a cell without is odd.

        Where there are labels only, nothing vouches for the cells either.
        """
        claims = [self.slots[claim.slot] for claim in self.assignment.claims.values()]
        numbered = [slot for slot in claims if slot.number is not None]
        boxed = sum(slot.exact_box is not None for slot in numbered)
        return not numbered or 2 * boxed > len(numbered)

    def _misread_but_labelled(self) -> Iterator[str]:
        """The misread boxes with no number beside them that can be one only, the one of the label
        on their row."""
        lines = {field.cell.box: field.line for field in self.fields}
        for slot in self.slots:
            if slot.number is not None or slot.exact_box is not None or not slot.own_row:
                continue
            matches = [self.alignment.runs[i] for i in slot.runs if i in self.alignment.runs]
            if len(slot.boxes) == 1:
                [box] = slot.boxes
                if any(match.line == lines.get(box) for match in matches):
                    yield box

    def readings(self) -> dict[Key, Reading]:
        return {field.key: self._reading(field) for field in self.fields}

    def labels(self) -> dict[Key, Place]:
        """The places of the labels of all items whose label was seen."""
        lines = {match.line: _node(self.elements[i]) for i, match in self.alignment.runs.items()}
        return {
            field.key: (lines[field.line].page, region_of(lines[field.line]))
            for field in self.fields
            if field.line in lines
        }

    def _reading(self, field: Field) -> Reading:
        claim = self.assignment.claims.get(field.key)
        if claim is None:
            return Reading(key=field.key, seen=self._unseen(field))
        slot = self.slots[claim.slot]
        if slot.number is None:
            return self._empty(field, slot)
        if self._is_own_box(field, slot.number):
            return Reading(
                key=field.key,
                seen="nothing",
                trust=claim.trust,
                page=slot.number.page,
                region=region_of(slot.number),
            )
        printed = self._printed(field, slot)
        if _may_be_of_word(slot.number):
            printed = Printed(garble="a letter behind words: a zero, or what is left of a word")
        if printed.values:
            return self._amount(field, claim, slot.number, printed)
        other = self._by_others(field, claim, slot.number)
        if other is not None and printed.garble:
            return other
        seen: Seen = "garbled" if printed.garble else "nothing"
        return Reading(
            key=field.key,
            seen=seen,
            trust=claim.trust,
            text=printed_text(slot.number),
            reason=printed.garble,
            page=slot.number.page,
            region=region_of(slot.number),
            confidence=confidence_of(slot.number),
        )

    def _is_own_box(self, field: Field, number: Node) -> bool:
        """Whether a recognised number is the box of its own item, as one reader has it: no amount
        is printed, and what goes before an amount may be."""
        if confidence_of(number) is None or field.cell.box is None:
            return False
        prints = [printed_text(number), *(second.text for second in second_prints(number))]
        found = (_BARE_BOX.fullmatch(text) for text in prints)
        return any(match is not None and match[1] == field.cell.box for match in found)

    def _printed(self, field: Field, slot: Slot) -> Printed:
        assert slot.number is not None
        name, tokens = slot.number.name, slot.number.tokens
        return self._amounts(field, name, len(tokens), tokens[0].detached, tokens[-1].credit)

    def _amounts(
        self, field: Field, text: str, joined: int, detached: str = "", credit: bool = False
    ) -> Printed:
        """What a print may be in the place of an item."""
        lone_mark = "(" in text and ")" not in text
        return read_amount(
            text,
            field.cell.sign,
            joined=joined,
            detached=detached,
            open_mark=lone_mark and self._deduction_left_empty(field),
            credit=credit,
        )

    def _deduction_left_empty(self, field: Field) -> bool:
        """Whether the cell left of an item on its line is a deduction that holds no number."""
        if field.rank == 0:
            return False
        left = self.fields[field.rank - 1]
        if left.line != field.line or left.cell.sign != "-":
            return False
        claim = self.assignment.claims.get(left.key)
        return claim is None or self.slots[claim.slot].number is None

    def _amount(self, field: Field, claim: Claim, number: Node, printed: Printed) -> Reading:
        raw = printed_text(number)
        options = self._options(number, printed, raw)
        more, contrary = second_options(
            number, options[0].token, lambda text: self._amounts(field, text, 1)
        )
        options += more
        options += self._as_zero(number, options)
        trust: Trust = "doubtful" if number.torn or self._is_cut(number) else claim.trust
        for rival in self.assignment.rivals.get(field.key, ()):
            other = self.slots[rival]
            again = self._printed(field, other)
            if other.number is not None and again.values:
                if again.values[0].amount == options[0].value:
                    continue
                options += self._options(other.number, again, printed_text(other.number))
                options.sort(key=lambda option: option.cost)
            trust = "doubtful"
        return Reading(
            key=field.key,
            seen="amount",
            options=tuple(options),
            trust=trust,
            rivals=claim.rivals,
            text=raw,
            contrary=contrary,
            page=number.page,
            region=region_of(number),
            confidence=confidence_of(number),
        )

    def _by_others(self, field: Field, claim: Claim, number: Node) -> Reading | None:
        """A number that only other readers could make out; its own print stands against it."""
        options, _ = second_options(
            number, next(self.tokens), lambda text: self._amounts(field, text, 1)
        )
        if not options:
            return None
        raw = printed_text(number)
        return Reading(
            key=field.key,
            seen="amount",
            options=tuple(options),
            trust=claim.trust,
            rivals=claim.rivals,
            text=raw,
            contrary=(raw,),
            page=number.page,
            region=region_of(number),
            confidence=confidence_of(number),
        )

    def _as_zero(self, number: Node, options: Sequence[Option]) -> list[Option]:
        """A lone digit that was recognised from a picture as a zero: it mostly is one."""
        first = options[0]
        lone = 0 < abs(first.value) < LONE and number.tokens[0].cell.confidence is not None
        if not lone or any(option.value == 0 for option in options):
            return []
        note = "a lone digit taken for a misread zero"
        return [structs.replace(first, value=0, cost=LONE_ZERO, note=note)]

    def _is_cut(self, number: Node) -> bool:
        """Whether a number stands where the document begins or ends."""
        first, last = number.tokens[0], number.tokens[-1]
        begins = first.first and first.cell.id == self.edges[0]
        return begins or (last.last and last.cell.id == self.edges[1])

    def _options(self, number: Node, printed: Printed, raw: str) -> list[Option]:
        """The values of a print as options, cheapest first."""
        token = next(self.tokens)
        reader = number.tokens[0].cell.reader
        return [
            Option(
                value=value.amount,
                cost=value.cost,
                raw=raw,
                token=token,
                reader=reader,
                note=value.note,
            )
            for value in printed.values
        ]

    def _empty(self, field: Field, slot: Slot) -> Reading:
        assert slot.sight is not None
        sight = self.elements[slot.sight]
        assert isinstance(sight, Sight)
        node = sight.node
        return Reading(key=field.key, seen="nothing", page=node.page, region=region_of(node))

    def _unseen(self, field: Field) -> Seen:
        """Nothing where the label stands, missing between seen lines, absent beyond them.

        Where the statement prints its boxes, a label without its box and without a mark for
        an amount (`$`, a rule) is a cell that was not seen.
        """
        low, high = self.extent
        if field.line not in self.alignment.lines_seen:
            return "missing" if low <= field.line <= high else "absent"
        if field.cell.box in self.boxes_seen or field.line in self.marked:
            return "nothing"
        if field.cell.box is None or not self.boxes_printed:
            return "nothing"
        return "missing"


def _extent(fields: list[Field], alignment: Alignment, assignment: Assignment) -> tuple[int, int]:
    lines = set(alignment.lines_seen)
    lines |= {field.line for field in fields if field.key in assignment.claims}
    return (min(lines), max(lines)) if lines else (0, -1)


def _may_be_of_word(number: Node) -> bool:
    """Whether a number is a lone letter that stands in its cell behind a word."""
    token = number.tokens[0]
    before = token.cell.text[max(token.start - 2, 0) : token.start]
    return number.name in ZERO_LETTERS and len(before) == 2 and before[0].isalpha()


def printed_text(node: Node) -> str:
    """The print of a node as it stands in its cells, before any folding."""
    if len(node.tokens) == 1:
        return node.tokens[0].printed
    return print_of(node.tokens)


def region_of(node: Node) -> Region:
    """The smallest region that holds the cells of a node, in the unit of its page."""
    if len(node.tokens) == 1:
        return node.tokens[0].cell.region
    lefts, tops, rights, bottoms = zip(*(token.cell.region for token in node.tokens), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def confidence_of(node: Node) -> float | None:
    """The lowest confidence among a node's cells; None where no reader gave one."""
    if len(node.tokens) == 1:
        return node.tokens[0].cell.confidence
    known = [t.cell.confidence for t in node.tokens if t.cell.confidence is not None]
    return min(known) if known else None


def _strays(slots: list[Slot], assignment: Assignment, elements: list[Element]) -> Iterator[Stray]:
    """The numbers of no item, but letters that could be read as one: a lone `o` is no news."""
    if not assignment.strays:
        return
    placed = {claim.slot: key for key, claim in assignment.claims.items()}
    strays = set(assignment.strays)
    near: Key | None = None
    for index, slot in enumerate(slots):
        near = placed.get(index, near)
        if index not in strays or slot.number is None:
            continue
        text = printed_text(slot.number)
        if not any(map(str.isdigit, text)):
            continue
        words = " ".join(
            element.text for i in slot.runs if isinstance(element := elements[i], Node)
        )
        yield Stray(
            text=text,
            page=slot.number.page,
            region=region_of(slot.number),
            row=words,
            near=near,
        )
