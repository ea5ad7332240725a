"""Statements that print the amounts of other periods, or of anything else, beside their own.

The form has one amount in a cell. Where row after row has one more, the page prints several
columns of amounts, sums close in each of them, and nothing here tells which is the filing's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from focusconv.place.assign import Assignment
from focusconv.place.slots import Slot
from focusconv.readings import Key, Reading, with_doubt

ENOUGH_ROWS = 3
"""Rows with an amount too many that are no accident."""

SHARE = 4
"""One row in so many has an amount too many where a statement prints several columns."""

FILING_SHARE = 5
"""The same of all statements together: those with few rows print what the others do."""

_REASON = "its statement prints several columns of amounts"
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")


class Columns(Struct, frozen=True):
    """How many rows of a statement have an amount, and how many have one too many; the print of
    the first of these."""

    rows: int = 0
    crowded: int = 0
    print_: str = ""

    @property
    def several(self) -> bool:
        """Whether the statement prints several columns of amounts."""
        return self.crowded >= ENOUGH_ROWS and SHARE * self.crowded >= self.rows


def columns_of(slots: Sequence[Slot], assignment: Assignment) -> Columns:
    """What the rows of a statement hold beside the amounts that were placed.

    Only amounts with grouping marks count: a loose digit is mostly what is left of a box.
    """
    rows = {slots[claim.slot].row for claim in assignment.claims.values()}
    spare = [
        slots[index].number
        for index in assignment.strays
        if slots[index].row in rows and _is_whole(slots[index])
    ]
    found = [number for number in spare if number is not None]
    crowded = {(number.page, number.row) for number in found}
    return Columns(len(rows), len(crowded), found[0].name if found else "")


def _is_whole(slot: Slot) -> bool:
    return slot.number is not None and _GROUPED.search(slot.number.name) is not None


def with_columns(
    readings: Mapping[Key, Reading], columns: Mapping[str, Columns]
) -> dict[Key, Reading]:
    """The readings of a filing with those in doubt whose statement prints several columns of
    amounts; `columns` are by statement."""
    everywhere = _several_everywhere([*columns.values()])
    told = next((one.print_ for one in columns.values() if one.print_), "")
    several = {name: one.print_ or told for name, one in columns.items() if one.several}
    if everywhere:
        several = {name: one.print_ or told for name, one in columns.items()}
    return {
        key: with_doubt(reading, several[name], _REASON)
        if (name := key.split("/", 1)[0]) in several and reading.seen != "absent"
        else reading
        for key, reading in readings.items()
    }


def _several_everywhere(statements: Sequence[Columns]) -> bool:
    """Whether the statements of a filing print several columns, those with few rows included."""
    crowded = sum(one.crowded for one in statements)
    return crowded >= ENOUGH_ROWS and FILING_SHARE * crowded >= sum(one.rows for one in statements)
