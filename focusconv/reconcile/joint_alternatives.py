"""What other readers have of several amounts at once, where the rules hold with that as well.

Two readers differ on two amounts, and a sum holds with what the one has of both, and with what
the other has: it tells neither. Digits misread alike in an addend and its total do that, and
neighbours of which one reader has each in the other's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.rules import Rates, holds

MOST = 3
"""Amounts that are looked at together: a sum, and two that it takes with it."""
PLAIN = 9
"""A reading that costs more is no reader's plain word."""

Values = Mapping[Key, int | None]


def told_otherwise(
    sheet: Sheet, values: Values, passed: Mapping[Key, Sequence[Rule]]
) -> dict[Key, Mapping[Key, int]]:
    """For each amount of which no rule tells whose reading is right, what other readers have of
    it and of some more, with which the rules that hold would hold too; `passed` are these rules
    over each amount."""
    offered = {
        key: others
        for key in sheet.options
        if passed.get(key) and (others := _others(sheet, key, values[key]))
    }
    if len(offered) < 2:
        return {}
    offers = _Offers(offered, values, passed, sheet.rates)
    found: dict[Key, Mapping[Key, int]] = {}
    for key, others in offered.items():
        wholes = (offers.whole({key: other}) for other in others if key not in found)
        for whole in wholes:
            found.update((one, whole) for one in whole if one not in found)
    return found


def _others(sheet: Sheet, key: Key, value: int | None) -> tuple[int, ...]:
    """What readers that have not `value` plainly have of an amount."""
    options = [option for option in sheet.options[key] if option.cost <= PLAIN]
    agreed = {option.reader for option in options if option.value == value}
    if not agreed:
        return ()
    return tuple(dict.fromkeys(o.value for o in options if o.reader not in agreed))


class _Offers:
    """What other readers offer, and the rules that hold without it."""

    def __init__(
        self,
        offered: Mapping[Key, Sequence[int]],
        values: Values,
        passed: Mapping[Key, Sequence[Rule]],
        rates: Rates,
    ) -> None:
        self.offered = offered
        self.values = values
        self.passed = passed
        self.rates = rates

    def whole(self, changes: Mapping[Key, int]) -> Mapping[Key, int]:
        """The first set of offers, these among them, with which all rules hold; or none."""
        changed = {**self.values, **changes}
        broken = self._broken(changes, changed)
        if broken is None:
            return changes
        if len(changes) == MOST:
            return {}
        for key in broken.keys:
            for value in self.offered.get(key, ()) if key not in changes else ():
                if found := self.whole({**changes, key: value}):
                    return found
        return {}

    def _broken(self, changes: Iterable[Key], changed: Values) -> Rule | None:
        for key in changes:
            for rule in self.passed[key]:
                if holds(rule, changed, self.rates) is False:
                    return rule
        return None
