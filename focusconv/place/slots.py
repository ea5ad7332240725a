"""Printed numbers paired with the box numbers that stand by them.

The forms print a box number behind its amount; some tools write it before. A slot is one
place where an amount may stand: a number, a box, or both.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import pairwise

from msgspec import Struct

from focusconv.identify.nodes import Node
from focusconv.place.box_candidates import Element, Sight

COUNTED_COST = 3
UNCOUNTED_COST = 8
APART_COST = 9
_TELLING_ROWS = 3
_ROW_SPAN = 8
"""No row has more runs of words on either side of its box and number."""


class Slot(Struct, gc=False):
    """A number, a box, or both, in reading order.

    `boxes` maps each box it may belong to to its cost; `runs` are the indexes of the runs on
    its own row before it, or on the row before where its own has none; `own_row` tells which.
    `uncounted` are the numbers of a stretch that has not as many boxes: any may be each box's.
    """

    number: Node | None
    boxes: dict[str, int]
    sight: int | None
    at: int
    row: tuple[int, int]
    runs: tuple[int, ...] = ()
    own_row: bool = True
    uncounted: tuple[int, ...] = ()

    @property
    def exact_box(self) -> str | None:
        if len(self.boxes) != 1:
            return None
        [(box, cost)] = self.boxes.items()
        return box if cost <= 2 else None

    @property
    def recognised(self) -> bool:
        """Whether an engine read the number from a picture."""
        return self.number is not None and self.number.tokens[0].cell.confidence is not None


def find_slots(
    elements: list[Element], amount_boxes: Container[str], *, box_first: bool
) -> list[Slot]:
    """All slots of a statement in reading order, empty boxes included.

    A box that takes words (the name of a depository) ends a group of numbers as words do.
    """
    pairing = _Pairing(elements, box_first=box_first)
    closed = _closed_rows(elements, amount_boxes)
    slots: list[Slot] = []
    group: list[int] = []
    runs: list[int] = []
    row = (0, 0)
    for i, element in enumerate(elements):
        if _row(element) in closed and not _is_run(element):
            if closed[_row(element)][0] == i:
                slots.extend(_with_runs(pairing.slots(group), runs, row))
                group, runs = [], []
                slots.extend(_row_slots(elements, closed[_row(element)], amount_boxes))
            continue
        if not _parts_groups(element, amount_boxes):
            group.append(i)
            continue
        if _stands_between(elements, i, amount_boxes):
            continue
        if group:
            slots.extend(_with_runs(pairing.slots(group), runs, row))
            group, runs = [], []
        elif runs and row != _row(element):
            runs = []
        if _is_run(element):
            runs.append(i)
            row = _row(element)
    if group:
        slots.extend(_with_runs(pairing.slots(group), runs, row))
    return slots


def _closed_rows(
    elements: list[Element], amount_boxes: Container[str]
) -> dict[tuple[int, int], list[int]]:
    """The rows that have words and boxes of amounts, each with its number or one without: what
    stands on such a row belongs together, and nothing of another row does. The elements of each
    that are no words."""
    closed = {}
    for row, places in _rows_with_words(elements):
        others = [i for i in places if not _is_run(elements[i])]
        boxes = [i for i in others if _is_amount_box(elements[i], amount_boxes)]
        numbers = [i for i in others if _is_number(elements[i])]
        if not boxes or len(boxes) + len(numbers) != len(others):
            continue
        alone = len(boxes) == 1 and len(numbers) <= 1
        if alone or (len(boxes) == len(numbers) and _take_turns(others, boxes)):
            closed[row] = others
    return closed


def _take_turns(places: list[int], boxes: list[int]) -> bool:
    """Whether boxes and numbers stand in turns, in either order."""
    kinds = [place in boxes for place in places]
    return all(one is not other for one, other in pairwise(kinds))


def _row_slots(
    elements: list[Element], places: list[int], amount_boxes: Container[str]
) -> list[Slot]:
    """The slots of a closed row, with all words of the row."""
    boxes = [i for i in places if _is_amount_box(elements[i], amount_boxes)]
    numbers: list[int | None] = [i for i in places if i not in boxes]
    row = _row(elements[boxes[0]])
    around = range(max(places[0] - _ROW_SPAN, 0), min(places[-1] + _ROW_SPAN, len(elements)))
    runs = tuple(i for i in around if _is_run(elements[i]) and _row(elements[i]) == row)
    slots = [
        _slot(elements, number, box, 0)
        for number, box in zip(numbers or [None], boxes, strict=True)
    ]
    for slot in slots:
        slot.runs = runs
    return slots


def _parts_groups(element: Element, amount_boxes: Container[str]) -> bool:
    if isinstance(element, Sight):
        return element.exact and element.box not in amount_boxes
    return element.kind == "run" or element.kind == "date"


def _stands_between(elements: list[Element], i: int, amount_boxes: Container[str]) -> bool:
    """Whether a box that takes words stands on one row between a number and the number's box,
    as where a form has its boxes in one column."""
    if not isinstance(elements[i], Sight) or not 0 < i < len(elements) - 1:
        return False
    before, behind = elements[i - 1], elements[i + 1]
    return (
        _row(before) == _row(elements[i]) == _row(behind)
        and _is_number(before)
        and _is_amount_box(behind, amount_boxes)
    )


def _is_amount_box(element: Element, amount_boxes: Container[str]) -> bool:
    return isinstance(element, Sight) and element.box in amount_boxes


def _is_run(element: Element) -> bool:
    return isinstance(element, Node) and element.kind == "run"


def _is_number(element: Element) -> bool:
    return isinstance(element, Node) and element.kind == "number"


def boxes_come_first(elements: list[Element], amount_boxes: Container[str]) -> bool:
    """Whether this text writes box numbers before their amounts.

    Rows with words, one number and one box tell.
    """
    before = behind = 0
    for _, places in _rows_with_words(elements):
        others = [elements[i] for i in places if not _is_run(elements[i])]
        if len(others) == 2 and _is_amount_box(others[0], amount_boxes):
            before += _is_number(others[1])
        elif len(others) == 2 and _is_amount_box(others[1], amount_boxes):
            behind += _is_number(others[0])
    return before >= _TELLING_ROWS and before > 2 * behind


def _rows_with_words(elements: list[Element]) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """The rows that have words, with their elements."""
    rows: dict[tuple[int, int], list[int]] = {}
    for i, element in enumerate(elements):
        rows.setdefault(_row(element), []).append(i)
    for row, places in rows.items():
        if any(_is_run(elements[i]) for i in places):
            yield row, places


def _row(element: Element) -> tuple[int, int]:
    node = element.node if isinstance(element, Sight) else element
    return node.page, node.row


def _with_runs(slots: list[Slot], runs: list[int], row: tuple[int, int]) -> list[Slot]:
    """The slots with the runs before them, which are all of one row."""
    if not runs:
        return slots
    for slot in slots:
        if slot.row == row:
            slot.runs = tuple(runs)
        elif _follows(slot.row, row):
            slot.runs, slot.own_row = tuple(runs[-1:]), False
    return slots


def _follows(row: tuple[int, int], other: tuple[int, int]) -> bool:
    return row == (other[0], other[1] + 1)


class _Pairing:
    """Pairs the numbers and boxes of a statement; `apart` is what it costs to pair a number
    with a box on another row, nothing where this text puts its boxes there."""

    def __init__(self, elements: list[Element], *, box_first: bool) -> None:
        self.elements = elements
        self.box_first = box_first
        pairs = [
            a.row == b.node.row and a.page == b.node.page
            for a, b in pairwise(elements)
            if isinstance(b, Sight) and isinstance(a, Node) and a.kind == "number"
        ]
        self.apart = 0 if 2 * sum(pairs) <= len(pairs) else APART_COST

    def slots(self, group: list[int]) -> list[Slot]:
        """The slots of numbers and boxes that stand together with no words between them."""
        if len(group) < 2:
            return [self._lone(i) for i in group]
        if len(group) == 2 and not self.box_first and self._is_pair(*group):
            return [_slot(self.elements, group[0], group[1], 0)]
        if (blocks := self._blocks(group)) is not None:
            return blocks
        slots: list[Slot] = []
        numbers: list[int] = []
        boxes: list[int] = []
        for i in group[::-1] if self.box_first else group:
            if isinstance(self.elements[i], Sight):
                boxes.append(i)
                continue
            if boxes:
                slots.extend(self._match(numbers, boxes))
                numbers, boxes = [], []
            numbers.append(i)
        slots.extend(self._match(numbers, boxes))
        return sorted(slots, key=lambda slot: slot.at)

    def _blocks(self, group: list[int]) -> list[Slot] | None:
        """A block of boxes and behind it a block of as many numbers, each on a row of its own:
        they belong together in their order."""
        half = len(group) // 2
        boxes, numbers = group[:half], group[half:]
        if len(boxes) != len(numbers) or half < _TELLING_ROWS:
            return None
        if not all(isinstance(self.elements[i], Sight) for i in boxes):
            return None
        if not all(_is_number(self.elements[i]) for i in numbers):
            return None
        if len({_row(self.elements[i]) for i in group}) < len(group):
            return None
        pairs = zip(numbers, boxes, strict=True)
        return [_slot(self.elements, number, box, COUNTED_COST) for number, box in pairs]

    def _is_pair(self, first: int, second: int) -> bool:
        """Whether two neighbours are a number and its box on one row, as in most rows."""
        number, box = self.elements[first], self.elements[second]
        return (
            isinstance(number, Node)
            and isinstance(box, Sight)
            and number.row == box.node.row
            and number.page == box.node.page
        )

    def _lone(self, i: int) -> Slot:
        alone = isinstance(self.elements[i], Sight)
        return _slot(self.elements, None, i, 0) if alone else _slot(self.elements, i, None, 0)

    def _match(self, numbers: list[int], boxes: list[int]) -> list[Slot]:
        """Pair a stretch of numbers with the stretch of boxes behind it.

        A box takes the number before it on its row, and as many boxes as numbers are taken in
        order; on rows of their own only where this text has them so. Otherwise the count does
        not say which is whose, and every number may belong to each of the boxes.
        """
        elements = self.elements
        if not boxes or not numbers:
            return [self._lone(i) for i in (*numbers, *boxes)]
        if self._adjoin(numbers, boxes):
            spare = [self._lone(n) for n in numbers[:-1]]
            pair = _slot(elements, numbers[-1], boxes[0], 0)
            return [*spare, pair, *(self._lone(b) for b in boxes[1:])]
        if len(boxes) == len(numbers):
            rows = {_row(elements[i]) for i in (*numbers, *boxes)}
            counted = COUNTED_COST if len(numbers) > 1 else 0
            extra = 0 if len(rows) == 1 else max(self.apart, counted)
            return [_slot(elements, n, b, extra) for n, b in zip(numbers, boxes, strict=True)]
        merged: dict[str, int] = {}
        for b in boxes:
            sight = elements[b]
            assert isinstance(sight, Sight)
            merged.update({box: cost + UNCOUNTED_COST for box, cost in sight.boxes.items()})
        slots = [self._lone(n) for n in numbers]
        for slot in slots:
            slot.boxes = dict(merged)
            slot.uncounted = tuple(numbers)
        return slots

    def _adjoin(self, numbers: list[int], boxes: list[int]) -> bool:
        """Whether the last number is on the row of the first box, and of no other."""
        own = _row(self.elements[numbers[-1]])
        first, *others = (_row(self.elements[b]) for b in boxes)
        return first == own and own not in others


def _slot(elements: list[Element], number: int | None, box: int | None, extra: int) -> Slot:
    node = elements[number] if number is not None else None
    sight = elements[box] if box is not None else None
    assert node is None or isinstance(node, Node)
    boxes: dict[str, int] = {}
    if isinstance(sight, Sight):
        boxes = sight.boxes
        if extra:
            boxes = {name: cost + extra for name, cost in boxes.items()}
    at = number if number is not None else box
    assert at is not None
    return Slot(number=node, boxes=boxes, sight=box, at=at, row=_row(elements[at]))
