"""Copies of one statement in one filing: told apart, and compared item by item.

Equal copies confirm nothing. Where copies differ none is taken before another: both values stand
as candidates, and the item is disputed. Only a copy whose head says that it amends counts more.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from focusconv.forms.catalog import Key
from focusconv.place.statement import Placed
from focusconv.readings import FieldReading, Reading, doubted

_BETTER = {"amount": 0, "garbled": 1, "nothing": 2, "missing": 3, "absent": 4}

DIFFER = "the copies of this statement differ here"
NOT_AMENDED = "the amended copy of this statement does not show it"

FEW_LINES = 2
"""So many lines that a page and another have in common may be misread boxes; more make a copy."""


class Compared(Struct):
    """The copies of a statement as one; `differing` are the items in which they differ."""

    readings: dict[Key, Reading]
    words: dict[Key, FieldReading]
    differing: list[Key]


def parted(lines: Sequence[frozenset[int]]) -> list[list[int]]:
    """The pages of a statement, by number, put together unless one prints the same lines again.

    `lines` are those that each page shows.
    """
    found: list[list[int]] = []
    seen: set[int] = set()
    for number, own in enumerate(lines):
        common = len(own & seen)
        again = common > FEW_LINES or 2 * common > min(len(own), len(seen)) > 0
        if not found or again:
            found.append([])
            seen = set()
        found[-1].append(number)
        seen |= own
    return found


def compare(copies: Sequence[Placed], amended: Sequence[bool]) -> Compared:
    """The copies of a statement as one, those that amend before the others."""
    newest = [copy for copy, amends in zip(copies, amended, strict=True) if amends]
    older = [copy for copy, amends in zip(copies, amended, strict=True) if not amends]
    found = _together(newest or older)
    if newest and older:
        before = _together(older)
        found.readings = {
            key: _amended(reading, before.readings[key]) for key, reading in found.readings.items()
        }
        found.words = before.words | found.words
    return found


def _together(copies: Sequence[Placed]) -> Compared:
    """Copies of equal rank as one, beginning with the fullest."""
    ranked = sorted(copies, key=lambda copy: -_amounts(copy))
    found = Compared(dict(ranked[0].readings), dict(ranked[0].words), [])
    for copy in ranked[1:]:
        for key, other in copy.readings.items():
            found.readings[key] = _compared(found.readings[key], other)
        for key, words in copy.words.items():
            found.words[key] = _compared_words(found.words.get(key), words)
    found.differing = [key for key, one in found.readings.items() if one.against == DIFFER]
    found.differing += [key for key, one in found.words.items() if _is_doubted(one)]
    return found


def _amounts(copy: Placed) -> int:
    return sum(reading.seen == "amount" for reading in copy.readings.values())


def _compared(first: Reading, second: Reading) -> Reading:
    """An item as two copies have it. A print that is lost or garbled in one speaks for nothing;
    an empty cell is not the same as an amount."""
    kinds = {first.seen, second.seen}
    if kinds == {"amount"}:
        return _both(first, second)
    better, other = sorted((first, second), key=lambda one: _BETTER[one.seen])
    if kinds == {"amount", "nothing"} and better.options[0].value != 0:
        return structs.replace(better, against=DIFFER)
    if other.against is not None and better.against is None:
        return structs.replace(better, against=other.against)
    return better


def _both(first: Reading, second: Reading) -> Reading:
    if first.options[0].value == second.options[0].value:
        return first
    options = tuple(sorted((*first.options, *second.options), key=lambda option: option.cost))
    return structs.replace(first, options=options, trust="doubtful", against=DIFFER)


def _compared_words(first: FieldReading | None, second: FieldReading) -> FieldReading:
    if first is None or not first.prints:
        return second
    if not second.prints or first.prints[0].value == second.prints[0].value:
        return first
    return doubted(first, DIFFER)


def _is_doubted(field: FieldReading) -> bool:
    return any(DIFFER in one.doubts for one in field.prints)


def _amended(reading: Reading, before: Reading) -> Reading:
    """An item as the amended copy has it; what that does not show at all is as it was."""
    if reading.seen == "absent":
        return before
    if reading.seen == "missing" and before.seen in ("amount", "garbled"):
        return structs.replace(before, against=NOT_AMENDED)
    return reading


def opposed(placed: Placed, reason: str) -> Placed:
    """A copy on a page that may be of another filing: all that it says is in doubt."""
    return structs.replace(
        placed,
        readings={
            key: reading if reading.seen == "absent" else structs.replace(reading, against=reason)
            for key, reading in placed.readings.items()
        },
        words={key: doubted(words, reason) for key, words in placed.words.items()},
    )
