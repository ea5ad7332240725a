"""Sums that close without the lines of which no trace was found.

A scan loses box numbers, and an empty line has nothing else to be known by. Such a sum has all its
numbers: its empty cells are empty. Of the lost lines it says nothing, for a zero may be printed.
"""

from __future__ import annotations

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.rules import holds

TELLING = 2
"""Amounts other than zero, its total among them, from which a sum says that it has them all."""


def closes_without_lost(sheet: Sheet, rule: Rule) -> bool:
    """Whether an exact sum closes without its lost lines, and no number may be one of theirs.

    That is so where the amounts of the lines beside them have boxes of their own: no number then
    stands a line too high or low.
    """
    lost = [key for key in rule.keys if sheet.start.get(key) is None]
    if not lost or not rule.exact or rule.target in lost:
        return False
    emptied = {**sheet.start, **dict.fromkeys(lost, 0)}
    amounts = sum(bool(emptied.get(key)) for key in rule.keys)
    if amounts < TELLING or not emptied[rule.target]:
        return False
    return all(_is_lost(sheet, key) for key in lost) and bool(holds(rule, emptied, sheet.rates))


def _is_lost(sheet: Sheet, key: Key) -> bool:
    """Whether nothing was seen of a line, and no number beside it may be its own."""
    reading = sheet.readings.get(key)
    if reading is None or reading.seen != "missing" or reading.options:
        return False
    place = sheet.order[key]
    beside = (sheet.placed.get(place - 1), sheet.placed.get(place + 1))
    return all(
        not sheet.start.get(other) or sheet.readings[other].trust == "sure"
        for other in beside
        if other is not None and other in sheet.readings
    )
