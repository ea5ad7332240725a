"""What the soft ties propose and speak against: evidence between candidates, never proof."""

from __future__ import annotations

from collections.abc import Mapping

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.rules import holds, implied


def proposals(sheet: Sheet, key: Key, values: Mapping[Key, int | None]) -> dict[int, Rule]:
    """The amounts, other than zero, with which a tie that does not hold now would hold."""
    found: dict[int, Rule] = {}
    for tie in sheet.tied.get(key, ()):
        if holds(tie, values, sheet.rates) is True:
            continue
        for value in implied(tie, key, values, sheet.rates):
            if value and value != values.get(key) and sheet.cost(key, value) is not None:
                found.setdefault(value, tie)
    return found


def kept(sheet: Sheet, key: Key, values: Mapping[Key, int | None]) -> bool:
    """Whether a tie over the item holds now on an amount other than zero."""
    return any(
        values.get(tie.target) and holds(tie, values, sheet.rates)
        for tie in sheet.tied.get(key, ())
    )
