"""What placing hands to reconciling: per item, what was seen and what it could mean.

No pages and no forms here beyond the item's key: only candidates, their costs and where the
doubt lies. A printed number belongs to the token it was read from; a token serves one item.
Words, dates, marks and targets have readings too (`FieldReading`): nothing here has a state.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, structs

from focusconv.document import Region
from focusconv.record.filing import Value

Key = str

COVER = "cover"
"""The place of what the cover prints."""

OWN_CELL = "cell"
"""The place of words that stand in a cell of a statement."""

Seen = Literal["amount", "garbled", "nothing", "missing", "absent"]
"""`amount`: at least one option; `garbled`: print that is no amount, with the reason;
`nothing`: the cell is there and holds nothing; `missing`: no trace of the cell although its
surroundings were read; `absent`: the part of the document that holds the line is not there."""

Trust = Literal["sure", "likely", "doubtful"]
"""How the place of a reading is known. `sure`: its box was read, or its own printed label
on its own row with nothing against it; `likely`: a damaged box or a misspelt label, agreed by
its neighbours; `doubtful`: only the printed order supports it."""


class Option(Struct, frozen=True, kw_only=True, gc=False):
    """One value a printed text could stand for; `cost` 0 is the plain reading of clean print,
    10 the price of one misread digit. `token` names the printed number it uses up."""

    value: int
    cost: int
    raw: str
    token: int
    reader: str
    note: str | None = None


class Reading(Struct, frozen=True, kw_only=True, gc=False):
    """All that was seen of one amount item, options best first.

    Several readers may each have added options: the same value from two readers is a
    confirmed reading. `rivals` are the other items that a doubtful number may belong to as
    well: a rule that holds whichever of them has it does not tell. `text` is the print as it
    stands on the page, `reason` why there is no option where the print is garbled. `contrary`
    is what other readers have in the place of the number where that is no amount, `beside` the
    print in the cell that nothing explains. `against` is what speaks against it whatever the
    rules say: another copy that has another amount, a page that may be of another filing,
    a unit in doubt. The values of options are whole dollars, printed in `unit` of them.
    """

    key: Key
    seen: Seen
    options: tuple[Option, ...] = ()
    trust: Trust = "sure"
    rivals: tuple[Key, ...] = ()
    text: str | None = None
    reason: str | None = None
    contrary: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    against: str | None = None
    page: int | None = None
    region: Region | None = None
    confidence: float | None = None
    unit: int = 1


FieldSeen = Literal["value", "garbled", "nothing", "absent"]
"""`value`: at least one print; `garbled`: print that is no such value, with the reason;
`nothing`: the cell is there and holds marks of the form only; `absent`: neither its box nor its
label was seen."""


class FieldPrint(Struct, frozen=True, kw_only=True, gc=False):
    """One print of a field: a value and where it stands.

    `where` names the place as `verified_by` does: `cover`, or `head.STATEMENT`; prints of one
    place do not confirm each other. `seconded` tells that a second reader has the same. `doubts`
    are what speaks against it, in words.
    """

    value: Value
    raw: str
    where: str = COVER
    page: int | None = None
    region: Region | None = None
    seconded: bool = False
    doubts: tuple[str, ...] = ()


class FieldReading(Struct, frozen=True, kw_only=True, gc=False):
    """All that was seen of one item that is no amount of a statement: words, a date, a mark, a
    number, a target.

    `key` is its item's, or the name of a field that only heads print. `text` is print that is
    no value, `reason` why.
    """

    key: Key
    seen: FieldSeen
    prints: tuple[FieldPrint, ...] = ()
    text: str | None = None
    reason: str | None = None
    page: int | None = None
    region: Region | None = None


def doubted(field: FieldReading, reason: str) -> FieldReading:
    """A field with a further doubt about each of its prints."""
    prints = tuple(structs.replace(one, doubts=(*one.doubts, reason)) for one in field.prints)
    return structs.replace(field, prints=prints)


def with_doubt(reading: Reading, print_: str, reason: str) -> Reading:
    """A reading of an item that print elsewhere may belong to: an amount then has that beside it,
    and a cell without one is not known to be empty."""
    if reading.seen == "amount":
        return structs.replace(reading, beside=(*reading.beside, print_))
    text = reading.text or print_
    return structs.replace(reading, seen="garbled", options=(), text=text, reason=reason)


UNSURE_OF_SIGNS = frozenset({"tesseract"})
"""Readers that take a digit for the dollar sign as often as the sign for a digit: measured on rough
scans, 44 times of 84; others did so once of 130 (docs/reconciliation.md)."""


FAMILY = {"pdf-layer": "tesseract"}
"""Readers that are no other pair of eyes than one of the engines, or may be: most text hidden
behind pictures was written by Tesseract, and what it misreads it misreads again."""


class Stray(Struct, frozen=True, kw_only=True):
    """A printed number that belongs to no line; never an item's value."""

    text: str
    page: int
    region: Region
    row: str
    near: Key | None = None
