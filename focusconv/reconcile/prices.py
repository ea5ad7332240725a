"""What a change of a reading costs: how far-fetched, in the light of print, place and ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.problem import GHOST, NEIGHBOUR, Sheet
from focusconv.reconcile.rules import holds, rate_of, ratio
from focusconv.reconcile.ties import kept, proposals

TIE_KEPT = 8
"""Added where a change breaks a tie that holds."""
TIE_MENDED = 10
"""Taken off where a change makes a broken tie hold."""
CHEAPEST = 8
"""No change of a clean reading costs less, other readings of its print apart: all readers would
have to misread it."""


class Prices:
    """Prices of changes against `values`, each worked out once."""

    def __init__(self, sheet: Sheet, values: Mapping[Key, int | None]) -> None:
        self.sheet = sheet
        self.values = values
        self._prices: dict[tuple[Key, int], int | None] = {}
        self._floors: dict[Key, int] = {}
        self._proposals: dict[Key, frozenset[int]] = {}
        self._kept: dict[Key, bool] = {}

    def floor(self, key: Key) -> int:
        """The least that any other value of the item can cost."""
        if key not in self._floors:
            self._floors[key] = self._cheapest_change(key)
        return self._floors[key]

    def _cheapest_change(self, key: Key) -> int:
        sheet = self.sheet
        if sheet.start[key] is None:
            return 0
        listed = [self.price(key, o.value) for o in sheet.options[key]]
        listed += [self.price(key, value) for value in self.proposed(key)]
        known = [price for price in listed if price is not None and price > 0]
        switch = any(
            o.value != self.values.get(key) and self.price(key, o.value) == 0
            for o in sheet.options[key]
        )
        start = sheet.start[key] or 0
        other = sheet.lost
        if sheet.seen(key) != "nothing":
            readers = len({option.reader for option in sheet.options[key]}) or 1
            other = CHEAPEST * readers - (sheet.cost(key, start) or 0)
        return 0 if switch else max(0, min([other, *known]))

    def price(self, key: Key, value: int) -> int | None:
        """What it costs to take `value` for what the item has now; None where out of question."""
        entry = (key, value)
        if entry not in self._prices:
            self._prices[entry] = self._price(key, value)
        return self._prices[entry]

    def _price(self, key: Key, value: int) -> int | None:
        sheet, start = self.sheet, self.sheet.start[key]
        cost = sheet.cost(key, value)
        if sheet.seen(key) == "amount":
            if value == 0 and (cost is None or cost > GHOST):
                cost = GHOST
            if (cost is None or cost > NEIGHBOUR) and value in self._neighbours(key):
                cost = NEIGHBOUR
        if cost is None or value == start:
            return None if cost is None else 0
        if start is not None:
            cost -= sheet.cost(key, start) or 0
        if value in self.proposed(key):
            return max(1, cost - TIE_MENDED)
        return max(0, cost) + TIE_KEPT * self._tied(key)

    def proposed(self, key: Key) -> frozenset[int]:
        """The amounts that ties propose for the item."""
        if key not in self._proposals:
            self._proposals[key] = frozenset(proposals(self.sheet, key, self.values))
        return self._proposals[key]

    def _tied(self, key: Key) -> bool:
        if key not in self._kept:
            self._kept[key] = kept(self.sheet, key, self.values)
        return self._kept[key]

    def _neighbours(self, key: Key) -> list[int | None]:
        """The amounts next to an item in printed order, where only that order places both."""
        sheet = self.sheet
        if sheet.readings[key].trust != "doubtful":
            return []
        place = sheet.order[key]
        near = (sheet.placed.get(place - 1), sheet.placed.get(place + 1))
        beside = (sheet.readings.get(other) for other in near if other is not None)
        return [sheet.start[r.key] for r in beside if r is not None and r.trust == "doubtful"]

    def offers(self, key: Key, values: Mapping[Key, int | None]) -> Iterator[int]:
        """The values that readings, ties and rounded percents offer for an item."""
        offered = dict.fromkeys(option.value for option in self.sheet.options.get(key, ()))
        offered.update(dict.fromkeys(sorted(self.proposed(key))))
        for rule in self.sheet.over.get(key, ()):
            offered.update(dict.fromkeys(bases(rule, key, values, self.sheet)))
        yield from (value for value in offered if value != self.values.get(key))


def bases(rule: Rule, key: Key, values: Mapping[Key, int | None], sheet: Sheet) -> list[int]:
    """The amounts of which a rounded percent gives the target: a dozen or two at most."""
    target = values.get(rule.target)
    found: list[int] = []
    for case in rule.cases:
        if case.op != "percent" or target is None or case.terms[0].key != key or case.slack:
            continue
        numerator, denominator = ratio(rate_of(case, sheet.rates))
        if numerator <= 0 or 100 * numerator < denominator:
            continue
        reach = (2 * rule.tolerance + 1) * denominator // (2 * numerator) + 1
        middle = target * denominator // numerator
        trial = dict(values)
        for value in range(middle - reach, middle + reach + 1):
            trial[key] = value
            if holds(rule, trial, sheet.rates):
                found.append(value)
    return found
