"""One exclusive assignment of a statement's slots to its items.

Costs are in the unit of readings (10: one misread digit): the box that stands by a number
first, then the label of its row, then its neighbours on the row, then the printed order. An
item takes its cheapest claimant, a slot its cheapest item that is free (deferred acceptance);
a claim that another comes close to is doubtful.
"""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from focusconv.forms.catalog import Key, StatementSpec
from focusconv.place.align import SURE_LIKENESS, Alignment
from focusconv.place.layout import Field, Layout
from focusconv.place.slots import Slot
from focusconv.readings import Trust

LABEL_COST = 1
NEXT_CELL_COST = 2
BOTH_CELLS_COST = 4
LOOSE_LABEL_COST = 9
ORDER_COST = 12
CONTRADICTED_COST = 5
RAGGED_COST = 4
"""A number without grouping marks on the row of one that has them: mostly what is left of a box."""
PAGE_OF_BOXES = 4
"""A row with so many boxes and their numbers holds a page, or a good part of one."""
MARGIN = 3
LIKELY_COST = 8

_GROUPED = re.compile(r"\d[,.]\d{3}")


class Claim(Struct, frozen=True, gc=False):
    """A slot placed on an item, how far that is to be trusted, and the items that a doubtful
    one may belong to as well."""

    slot: int
    cost: int
    trust: Trust
    rivals: tuple[Key, ...] = ()


class Assignment(Struct):
    """`claims`: the slot of each item that got one; `empty`: items whose box or label stands
    there with nothing beside it; `rivals`: further slots that bear the same box as an item's;
    `strays`: slots with a number that belong to no item."""

    claims: dict[Key, Claim]
    rivals: dict[Key, list[int]]
    strays: list[int]


def assign(
    slots: list[Slot], layout: Layout, alignment: Alignment, statement: StatementSpec
) -> Assignment:
    """Place the slots that hold a number (or an empty box) on the items of the statement."""
    board = _Board(slots, layout, alignment, statement)
    board.take_exact_boxes()
    board.take_the_rest()
    return board.result()


class _Board:
    """The state of one assignment; nothing of it outlives `assign`."""

    def __init__(
        self, slots: list[Slot], layout: Layout, alignment: Alignment, statement: StatementSpec
    ) -> None:
        self.slots = slots
        self.fields = layout.fields
        self.alignment = alignment
        self.statement = statement
        self.by_box = layout.field_of_box
        self.rank_of_key = layout.rank_of_key
        self.by_line = layout.fields_of_line
        self.claims: dict[Key, Claim] = {}
        self.rivals: dict[Key, list[int]] = {}
        self.rank_of_slot: dict[int, int] = {}
        self.open: list[int] = []
        self.rank_before: list[int] = []
        self.grouped: Counter[tuple[int, int]] = Counter()
        self.boxed: Counter[tuple[int, int]] = Counter()

    def take_exact_boxes(self) -> None:
        """Slots with an exact box take its item, unless their own label says otherwise."""
        wanted: dict[Key, list[tuple[bool, int]]] = {}
        for index, slot in enumerate(self.slots):
            box = slot.exact_box
            if box is None:
                if slot.number is not None:
                    self.open.append(index)
                continue
            field = self.by_box.get(box)
            if field is not None:
                wanted.setdefault(field.key, []).append((self._contradicted(slot, field), index))
        for key, claimants in wanted.items():
            if len(claimants) == 1 and not claimants[0][0]:
                self._claim(key, Claim(claimants[0][1], 0, "sure"))
                continue
            agreeing = [index for against, index in claimants if not against]
            opposed = [index for against, index in claimants if against]
            numbered = [i for i in agreeing if self.slots[i].number is not None]
            ordered = numbered or agreeing
            for index in opposed if ordered else ():
                if self.slots[index].number is not None:
                    self.slots[index].boxes = {}
                    self.open.append(index)
            if not ordered:
                self._settle_opposed(key, opposed)
                continue
            self._claim(key, Claim(ordered[0], 0, "sure"))
            self.rivals[key] = [i for i in ordered[1:] if self.slots[i].number is not None]
        self.open.sort()

    def _settle_opposed(self, key: Key, opposed: list[int]) -> None:
        """A box whose row bears another line's label: misread box or misplaced label.

        Where the label's own box is one digit off and free, either may be true; a box that was
        recognised from a picture may be misread in more.
        """
        for index in opposed:
            slot = self.slots[index]
            other = self._label_field(slot)
            box = slot.exact_box
            if (
                other is not None
                and box is not None
                and other.cell.box is not None
                and sum(a != b for a, b in zip(other.cell.box, box, strict=False)) == 1
                and not self._box_elsewhere(other.cell.box)
            ):
                slot.boxes = {box: CONTRADICTED_COST, other.cell.box: CONTRADICTED_COST}
                if slot.number is not None:
                    self.open.append(index)
            elif key not in self.claims:
                self._claim(key, Claim(index, 0, "doubtful" if slot.recognised else "likely"))

    def _box_elsewhere(self, box: str) -> bool:
        return any(slot.exact_box == box for slot in self.slots)

    def _contradicted(self, slot: Slot, field: Field) -> bool:
        """Whether the words on the slot's own row are the label of other lines only."""
        if not slot.own_row or not slot.runs:
            return False
        lines: set[int] = set()
        for i in slot.runs:
            match = self.alignment.runs.get(i)
            if match is not None and match.likeness >= SURE_LIKENESS and match.whole:
                if match.line == field.line:
                    return False
                lines.add(match.line)
            for hit in self.alignment.loose.get(i, ()):
                lines.add(hit.line)
        return bool(lines) and field.line not in lines and not self._same_label(lines, field)

    def _same_label(self, lines: set[int], field: Field) -> bool:
        own = self.statement.lines[field.line].label
        return any(self.statement.lines[line].label == own for line in lines)

    def _label_field(self, slot: Slot) -> Field | None:
        for i in reversed(slot.runs):
            match = self.alignment.runs.get(i)
            if match is not None and match.line in self.by_line:
                return self.by_line[match.line][0]
            lines = {hit.line for hit in self.alignment.loose.get(i, ())}
            if len(lines) == 1 and (fields := self.by_line.get(lines.pop())):
                return fields[0]
        return None

    def _claim(self, key: Key, claim: Claim) -> None:
        self.claims[key] = claim
        self.rank_of_slot[claim.slot] = self.rank_of_key[key]

    def take_the_rest(self) -> None:
        """Slots without an exact box, in one deferred-acceptance round over their costs."""
        if not self.open:
            return
        self._look_along_rows()
        neighbours = self._neighbours()
        wishes = {index: self._wishes(index, neighbours[index]) for index in self.open}
        accepted = sorted(_deferred_acceptance(wishes).items())
        claims = [(key, self._judged(key, cost, index, wishes)) for key, (cost, index) in accepted]
        for key, claim in claims:
            self._claim(key, claim)

    def _look_along_rows(self) -> None:
        """Note, in one pass, the highest rank placed before each slot on its row, and how many
        numbers with grouping marks each row has."""
        highest, row = -1, (0, 0)
        for index, slot in enumerate(self.slots):
            if slot.row != row:
                highest, row = -1, slot.row
            self.rank_before.append(highest)
            highest = max(highest, self.rank_of_slot.get(index, -1))
            if slot.number is not None and slot.exact_box:
                self.boxed[row] += 1
            if slot.number is not None and _GROUPED.search(slot.number.name):
                self.grouped[row] += 1

    def _neighbours(self) -> list[tuple[int, int]]:
        """For each slot the ranks of the placed slots nearest before and behind it."""
        before: list[int] = []
        behind: list[int] = []
        rank = -1
        for index in range(len(self.slots)):
            before.append(rank)
            rank = self.rank_of_slot.get(index, rank)
        rank = len(self.fields)
        for index in reversed(range(len(self.slots))):
            behind.append(rank)
            rank = self.rank_of_slot.get(index, rank)
        return list(zip(before, reversed(behind), strict=True))

    def _wishes(self, index: int, gap: tuple[int, int]) -> dict[Key, int]:
        """The free items a slot may belong to, with costs."""
        slot = self.slots[index]
        wishes: dict[Key, int] = {}
        ragged = RAGGED_COST * self._is_ragged(index)

        def wish(field: Field, cost: int) -> None:
            if field.key not in self.claims or not self._has_number(field.key):
                wishes[field.key] = min(cost, wishes.get(field.key, cost))

        for box, cost in slot.boxes.items():
            if box in self.by_box:
                field = self.by_box[box]
                opposed = len(slot.boxes) > 1 and self._contradicted(slot, field)
                wish(field, cost + CONTRADICTED_COST * opposed)
        heading = self._by_label(slot, index, lambda field, cost: wish(field, cost + ragged))
        if heading:
            return {} if not slot.boxes else wishes
        if not slot.boxes and self._is_crowded(index):
            wishes.clear()
        self._by_row(index, wish)
        if not wishes and not slot.boxes:
            low, high = gap
            for field in self.fields[low + 1 : high]:
                wish(field, ORDER_COST)
        return wishes

    def _is_crowded(self, index: int) -> bool:
        """Whether a number without a box stands on a row where a box has its number: it is of the
        same line, or a piece of that number; no other line's."""
        return 0 < self.boxed[self.slots[index].row] < PAGE_OF_BOXES

    def _is_ragged(self, index: int) -> bool:
        """Whether a number has no grouping marks, and one beside it on its row has."""
        slot = self.slots[index]
        number = slot.number
        if number is None or _GROUPED.search(number.name) or not number.tokens[0].cell.again:
            return False
        return self.grouped[slot.row] > 0

    def _has_number(self, key: Key) -> bool:
        return self.slots[self.claims[key].slot].number is not None

    def _by_label(self, slot: Slot, index: int, wish: object) -> bool:
        """Wishes by the labels on the row; True where they are a heading's, which has none."""
        assert callable(wish)
        heading = False
        for i in slot.runs:
            match = self.alignment.runs.get(i)
            if match is not None:
                fields = self.by_line.get(match.line)
                if fields is None:
                    heading = slot.own_row and match.likeness >= SURE_LIKENESS
                    continue
                heading = False
                cost = LABEL_COST + (100 - match.likeness) // 5 + (not slot.own_row)
                for field in self._cells_by_side(fields, index):
                    extra = 0 if len(fields) == 1 else self._side_cost(fields, index)
                    wish(field, cost + extra)
                for line in self.alignment.open_lines(i):
                    for field in self.by_line.get(line, ()):
                        wish(field, cost)
                continue
            for hit in self.alignment.loose.get(i, ()):
                heading = False
                for field in self.by_line.get(hit.line, ()):
                    wish(field, LOOSE_LABEL_COST + (100 - hit.likeness) // 5)
        return heading

    def _cells_by_side(self, fields: list[Field], index: int) -> list[Field]:
        """Which cells of a line a slot may be, by the placed cells of the line on its row."""
        if len(fields) == 1:
            return fields
        low = self.rank_before[index]
        behind = [field.rank for field in fields if self._stands_behind(field, index)]
        high = min(behind, default=len(self.fields))
        return [field for field in fields if low < field.rank < high]

    def _stands_behind(self, field: Field, index: int) -> bool:
        """Whether an item was placed on a slot behind another on its row."""
        claim = self.claims.get(field.key)
        if claim is None or claim.slot <= index:
            return False
        return self.slots[claim.slot].row == self.slots[index].row

    def _side_cost(self, fields: list[Field], index: int) -> int:
        return 0 if len(self._cells_by_side(fields, index)) == 1 else BOTH_CELLS_COST

    def _by_row(self, index: int, wish: object) -> None:
        """The cell next on the line after the one placed just before on the same row."""
        assert callable(wish)
        row = self.slots[index].row
        for other, step in ((index - 1, 1), (index + 1, -1)):
            rank = self.rank_of_slot.get(other)
            if rank is None or self.slots[other].row != row:
                continue
            if 0 <= rank + step < len(self.fields):
                field = self.fields[rank + step]
                if field.line == self.fields[rank].line and not self._touch(index, other):
                    wish(field, NEXT_CELL_COST)

    def _touch(self, index: int, other: int) -> bool:
        """Whether two numbers stand in one cell with nothing but a space between them: they are
        pieces of one."""
        left, right = sorted((index, other))
        first, second = self.slots[left].number, self.slots[right].number
        if first is None or second is None:
            return False
        last, head = first.tokens[-1], second.tokens[0]
        return last.cell is head.cell and head.start - head.before <= last.end + last.behind + 1

    def _judged(self, key: Key, cost: int, index: int, wishes: dict[int, dict[Key, int]]) -> Claim:
        """A claim as it stands beside its rivals; several boxes for one number tell nothing."""
        own = wishes[index]
        slot = self.slots[index]
        several = len(slot.boxes) > 1 and (slot.uncounted or not self._told_by_label(index, key))
        boxed = {self.by_box[b].key for b in slot.boxes if several and b in self.by_box}
        near = tuple(k for k, c in own.items() if k != key and (c < cost + MARGIN or k in boxed))
        contested = any(
            wish.get(key, cost + MARGIN) < cost + MARGIN
            for other, wish in wishes.items()
            if other != index
        )
        if near or contested or cost > LIKELY_COST or several:
            return Claim(index, cost, "doubtful", near)
        return Claim(index, cost, "sure" if cost <= LABEL_COST + 1 else "likely")

    def _told_by_label(self, index: int, key: Key) -> bool:
        """Whether of the several boxes of a slot one is the item's, and the label of its row
        says that it is that one and no other."""
        slot = self.slots[index]
        fields = [self.by_box[box] for box in slot.boxes if box in self.by_box]
        told = [field.key for field in fields if not self._contradicted(slot, field)]
        return told == [key] and len(fields) > 1

    def result(self) -> Assignment:
        used = {claim.slot for claim in self.claims.values()}
        used |= {index for rivals in self.rivals.values() for index in rivals}
        strays = [
            index
            for index, slot in enumerate(self.slots)
            if slot.number is not None and index not in used
        ]
        return Assignment(self.claims, self.rivals, strays)


def _deferred_acceptance(wishes: dict[int, dict[Key, int]]) -> dict[Key, tuple[int, int]]:
    """Stable matching: item → (cost, slot); each slot proposes from its cheapest item on."""
    lists = {index: sorted(wish.items(), key=lambda kv: kv[1]) for index, wish in wishes.items()}
    accepted: dict[Key, tuple[int, int]] = {}
    waiting = sorted(lists, reverse=True)
    while waiting:
        index = waiting.pop()
        while lists[index]:
            key, cost = lists[index].pop(0)
            held = accepted.get(key)
            if held is None or (cost, index) < held:
                accepted[key] = (cost, index)
                if held is not None:
                    waiting.append(held[1])
                break
    return accepted
