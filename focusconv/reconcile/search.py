"""Search the changes of readings that would make every broken rule hold, cheapest first.

The unit is one connected group of broken rules. Some readings are set free, at most a few;
the rules then fix their values one after the other (propagation), and each value is paid for
by how far-fetched it is. The search is complete within its price limit or says that it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.policy import Policy
from focusconv.reconcile.prices import CHEAPEST, Prices
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.rules import holds, implied

UNEXPLAINED = 30
"""A rule left broken: the firm's own error, or damage beyond what is searched."""
BEYOND = 4
"""How far past the margin explanations are kept, for the reviewer."""
FIRST = 14
"""The price limit of the first attempt: one likely misreading."""


class Explanation(Struct, frozen=True):
    """Values that would make a group of rules hold; `open_rules` stay broken."""

    changes: dict[Key, int]
    cost: int
    open_rules: frozenset[str]


class Found(Struct, frozen=True):
    """The explanations of one group within the price limit, cheapest first.

    Not `complete` where the budget was spent first: then nothing may be concluded.
    """

    rules: tuple[Rule, ...]
    explanations: tuple[Explanation, ...]
    complete: bool


class Budget:
    """Combinations that may still be tried for the filing."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


def groups(sheet: Sheet, values: Mapping[Key, int | None]) -> list[list[Rule]]:
    """Broken rules that share an amount, or fail by the same difference, put together.

    Two amounts that are wrong alike leave the rule between them whole and break one on each
    side of it, by the same difference.
    """
    found: list[tuple[set[Key | int], list[Rule]]] = []
    results = sheet.results(values)
    for rule in sheet.hard:
        if results[rule.id].status != "failed":
            continue
        marks: set[Key | int] = {*rule.keys, abs(results[rule.id].difference or 0)}
        together = [entry for entry in found if entry[0] & marks]
        merged = marks.union(*(entry[0] for entry in together))
        members = [r for entry in together for r in entry[1]] + [rule]
        found = [entry for entry in found if entry not in together] + [(merged, members)]
    return [members for _, members in found]


class Search:
    """The search over one group; `prices` are of changes of the values before any."""

    def __init__(
        self,
        prices: Prices,
        group: list[Rule],
        policy: Policy,
        budget: Budget,
    ) -> None:
        self.sheet = prices.sheet
        self.values = prices.values
        self.group = group
        self.policy = policy
        self.budget = budget
        self.found: dict[frozenset[tuple[Key, int]], Explanation] = {}
        self.best = policy.dearest
        self._cap = policy.dearest
        self.complete = True
        self.prices = prices
        self._broken = {rule.id for rule in group}
        self._breaks = Counter(key for rule in group for key in rule.keys)
        self._candidates: dict[str, list[Key]] = {}
        self._cheap: dict[str, list[Key]] = {}
        self._fixed: dict[tuple[str, Key], bool] = {}

    def run(self) -> Found:
        """Look for one likely misreading first, which bounds the search for its rivals."""
        for cap in (min(FIRST, self.policy.dearest), self.policy.dearest):
            self._cap = cap
            self._grow((), frozenset(), frozenset(), 0)
            if self.found or not self.complete:
                break
        if self.complete and self._enough() > self._cap:
            self._cap = self._enough()
            self._grow((), frozenset(), frozenset(), 0)
        ordered = sorted(
            self.found.values(), key=lambda e: (e.cost, len(e.changes), sorted(e.changes.items()))
        )
        within = [e for e in ordered if e.cost <= self._enough()]
        return Found(tuple(self.group), tuple(within), self.complete)

    def _enough(self) -> int:
        """How dear explanations may be to matter beside the cheapest found."""
        return min(self.best + self.policy.margin + BEYOND, self.policy.dearest)

    def _limit(self) -> int:
        return min(self._enough(), self._cap)

    def _grow(
        self, free: tuple[Key, ...], barred: frozenset[Key], left: frozenset[str], floor: int
    ) -> None:
        """Set one more reading free where a rule still demands it, else solve."""
        if floor > self._limit():
            return
        if not self.budget.take():
            self.complete = False
            return
        rule = self._demanding(free, left)
        if rule is None:
            self._solve(free, barred, left, floor)
            return
        self._widen(rule, free, barred, left, floor)
        if rule.id in self._broken:
            self._grow(free, barred, left | {rule.id}, floor + UNEXPLAINED)

    def _widen(
        self,
        rule: Rule,
        free: tuple[Key, ...],
        barred: frozenset[Key],
        left: frozenset[str],
        floor: int,
    ) -> None:
        """Set each amount of the rule free in turn, those in most broken rules first."""
        if self._spent(free):
            return
        tried = set(barred)
        for key in self._may_change(rule):
            if key in barred or key in free:
                continue
            price = floor + self.prices.floor(key)
            if price <= self._limit():
                self._grow((*free, key), frozenset(tried), left, price)
            tried.add(key)

    def _may_change(self, rule: Rule) -> list[Key]:
        """The amounts of a rule that may be set free, those in most broken rules first."""
        if rule.id not in self._candidates:
            self._candidates[rule.id] = sorted(
                (key for key in rule.keys if self._movable(key)),
                key=lambda key: (-self._breaks[key], self.prices.floor(key)),
            )
        return self._candidates[rule.id]

    def _spent(self, free: tuple[Key, ...]) -> bool:
        """Whether no further reading may change; what another reader saw costs nothing."""
        dear = sum(self.prices.floor(key) > 0 for key in free)
        return dear >= self.policy.changes or len(free) >= self.policy.with_offered

    def _demanding(self, free: tuple[Key, ...], left: frozenset[str]) -> Rule | None:
        """A broken rule of which nothing is free, or one that holds and would not after the
        change, for only one of its amounts is free."""
        for rule in self.group:
            if rule.id not in left and rule.members.isdisjoint(free):
                return rule
        for key in free:
            for rule in self.sheet.over.get(key, ()):
                if rule.id not in self._broken and self._binds(rule, key, free):
                    return rule
        return None

    def _binds(self, rule: Rule, key: Key, free: tuple[Key, ...]) -> bool:
        """Whether a rule that holds fixes the amount at what it is, all others being fixed."""
        if not rule.members.isdisjoint(other for other in free if other != key):
            return False
        entry = (rule.id, key)
        if entry not in self._fixed:
            self._fixed[entry] = holds(rule, self.values, self.sheet.rates) is True and list(
                implied(rule, key, self.values, self.sheet.rates)
            ) == [self.values[key]]
        return self._fixed[entry]

    def _movable(self, key: Key) -> bool:
        return key not in self.sheet.fixed and self.sheet.seen(key) != "absent"

    def _solve(
        self, free: tuple[Key, ...], barred: frozenset[Key], left: frozenset[str], floor: int
    ) -> None:
        values = dict(self.values)
        for key in free:
            values[key] = None
        touched = {
            rule.id: rule
            for key in free
            for rule in self.sheet.over.get(key, ())
            if rule.id not in left
        }
        base = UNEXPLAINED * len(left)
        self._propagate(free, list(touched.values()), values, frozenset(free), base, left)
        self._more(free, barred, left, floor, touched)

    def _more(
        self,
        free: tuple[Key, ...],
        barred: frozenset[Key],
        left: frozenset[str],
        floor: int,
        touched: Mapping[str, Rule],
    ) -> None:
        """Two changes in one rule: tried where another reading offers one of them cheaply."""
        for rule in touched.values():
            for key in self._cheaply(rule):
                if key not in free and key not in barred and not self._spent(free):
                    self._grow((*free, key), barred, left, floor + self.prices.floor(key))

    def _cheaply(self, rule: Rule) -> list[Key]:
        """The amounts of a rule of which another reading is near."""
        if rule.id not in self._cheap:
            self._cheap[rule.id] = [
                key for key in rule.keys if self._movable(key) and self.prices.floor(key) < CHEAPEST
            ]
        return self._cheap[rule.id]

    def _propagate(
        self,
        free: tuple[Key, ...],
        rules: list[Rule],
        values: dict[Key, int | None],
        unset: frozenset[Key],
        cost: int,
        left: frozenset[str],
    ) -> None:
        """Fix the free values by the rules; where several fit, follow each."""
        if cost > self._limit():
            return
        if not unset:
            self._record(free, rules, values, cost, left)
            return
        if not self.budget.take():
            self.complete = False
            return
        key, choices = self._next(rules, values, unset)
        for value in choices:
            price = self.prices.price(key, value)
            if price is not None:
                values[key] = value
                self._propagate(free, rules, values, unset - {key}, cost + price, left)
                values[key] = None

    def _next(
        self, rules: list[Rule], values: Mapping[Key, int | None], unset: frozenset[Key]
    ) -> tuple[Key, list[int]]:
        """The next free item and the values it may take: those a rule fixes, else the readings."""
        for rule in rules:
            open_keys = [key for key in rule.keys if values.get(key) is None]
            if len(open_keys) == 1 and open_keys[0] in unset:
                fixed = list(implied(rule, open_keys[0], values, self.sheet.rates))
                if fixed:
                    return open_keys[0], fixed
        key = min(unset, key=lambda k: (self.prices.floor(k), k))
        return key, list(self.prices.offers(key, values))

    def _record(
        self,
        free: tuple[Key, ...],
        rules: list[Rule],
        values: Mapping[Key, int | None],
        cost: int,
        left: frozenset[str],
    ) -> None:
        """Keep what holds, where every free reading did change and no print serves twice."""
        if any(values[key] == self.values[key] for key in free):
            return
        if any(holds(rule, values, self.sheet.rates) is False for rule in rules):
            return
        changes = {key: value for key in free if (value := values[key]) is not None}
        if not self._exclusive(changes):
            return
        entry = frozenset(changes.items())
        known = self.found.get(entry)
        if known is None or cost < known.cost:
            self.found[entry] = Explanation(changes, cost, left)
            self.best = min(self.best, cost)

    def _exclusive(self, changes: Mapping[Key, int]) -> bool:
        """Whether no printed number is used for two items."""
        used: dict[tuple[str, int], Key] = {}
        for key, value in changes.items():
            option = self.sheet.option(key, value)
            if option is None:
                continue
            token = (option.reader, option.token)
            holder = self.sheet.holder.get(token, key)
            if used.setdefault(token, key) != key or (holder != key and holder not in changes):
                return False
        return True
