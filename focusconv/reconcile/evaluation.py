"""The rules evaluated over the decided values: which hold, and what each is worth to whom.

Amounts that only the printed order places may stand in each other's place. A rule that would
hold as well with two of them exchanged says nothing of either; one that would not, nothing of
the others.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import get_args

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.confirm import confirmed, echoes, echoes_at
from focusconv.reconcile.explain import words
from focusconv.reconcile.joint_alternatives import told_otherwise
from focusconv.reconcile.outcome import SECOND_READING
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.proposals import Mended
from focusconv.reconcile.recheck import check_of
from focusconv.reconcile.rules import Result, evaluate, holds, implied
from focusconv.reconcile.wholeness import is_whole, shared_faults
from focusconv.record.filing import Check, CheckStatus

STATUSES: tuple[CheckStatus, ...] = get_args(CheckStatus)
_MINUS = re.compile(r"[-(\[{_~)\]}]")
TELLING = 4
"""Digits, but for closing zeros, from which two amounts are hardly alike by chance."""


class Book:
    """The rules evaluated over the decided values, and what follows for each item."""

    def __init__(self, sheet: Sheet, mended: Mended) -> None:
        self.sheet = sheet
        self.values = values = mended.values
        self.made = made = mended.made
        self.contested = mended.contested
        self.blamed = mended.blamed
        self.results = sheet.results(values)
        self.spent = {m.spent.id for m in made.values() if m.spent is not None}
        self._status = {name: self._status_of(name, one) for name, one in self.results.items()}
        self._rules_over = self._by_status()
        self.failing = self._rules_over["failed"]

    def status(self, rule: Rule) -> CheckStatus:
        return self._status[rule.id]

    def _status_of(self, name: str, result: Result) -> CheckStatus:
        if name in self.sheet.waived and result.status == "failed":
            return "waived"
        return "used" if name in self.spent and result.status == "passed" else result.status

    def _by_status(self) -> dict[CheckStatus, dict[Key, list[Rule]]]:
        found: dict[CheckStatus, dict[Key, list[Rule]]] = {name: {} for name in STATUSES}
        for rule in self.sheet.hard:
            over = found[self._status[rule.id]]
            for key in rule.keys:
                over.setdefault(key, []).append(rule)
        return found

    def rules_over(self, key: Key, status: CheckStatus) -> Sequence[Rule]:
        return self._rules_over[status].get(key, ())

    @functools.cached_property
    def _confirming(self) -> dict[Key, list[Rule]]:
        """For each amount the rules that confirm it and were not spent."""
        found: dict[Key, list[Rule]] = {}
        for rule in self.sheet.hard:
            if rule.id not in self.spent:
                for key in confirmed(rule, self.results[rule.id], self.values, self.sheet.rates):
                    found.setdefault(key, []).append(rule)
        return found

    def verified_by(self, key: Key) -> tuple[str, ...]:
        """What confirms the item's value: rules where its print is whole, and a second reading."""
        found = self.borne_out_by(key)
        return found if self.whole(key) else tuple(one for one in found if one == SECOND_READING)

    def whole(self, key: Key) -> bool:
        """Whether the print of a value that was read is whole; one that was made has none."""
        sheet, value = self.sheet, self.values[key]
        option = sheet.option(key, value)
        if value is None or option is None or key in self.made or key in sheet.fixed:
            return True
        return is_whole(option, value // sheet.unit(key), sheet.sign(key), grouped=sheet.grouped)

    @functools.cached_property
    def shared(self) -> Mapping[str, str]:
        """The statements whose amounts may all be off in one way that no sum shows, and why."""
        return shared_faults(self.sheet)

    def against(self, key: Key) -> str | None:
        """What speaks against the item's amount whatever the rules say; None where nothing."""
        reading = self.sheet.readings.get(key)
        if reading is None or key in self.sheet.fixed:
            return None
        shared = self.shared.get(key.split("/", 1)[0]) if self.values[key] else None
        return reading.against or shared

    def borne_out_by(self, key: Key) -> tuple[str, ...]:
        """The rules that bear the item's value out and were not spent, and a second reading."""
        rules: Sequence[Rule] = () if key in self.otherwise else self._confirming.get(key, ())
        if self.moved:
            rules = [r for r in rules if self.steady(r, key) and not self._clouded(r)]
        seen_twice = self.sheet.seen_twice(key, self.values[key])
        return (*(rule.id for rule in rules), *((SECOND_READING,) if seen_twice else ()))

    @functools.cached_property
    def otherwise(self) -> dict[Key, Mapping[Key, int]]:
        """The amounts of which no rule tells whose reading is right, each with what other readers
        have of it and of others, with which all rules that hold would hold too."""
        return told_otherwise(self.sheet, self.values, self._rules_over["passed"])

    @functools.cached_property
    def shaken(self) -> frozenset[Key]:
        """The amounts that something open may speak against although a rule confirms them:
        those of failed checks and broken ties, and of rules that hold over one of them."""
        open_keys = {*self.failing, *self.strained}
        found = {*open_keys, *self.blamed, *self.moved}
        for rule in self.sheet.hard if open_keys else ():
            if self._status[rule.id] == "passed" and not rule.members.isdisjoint(open_keys):
                found |= rule.members
        return frozenset(found)

    def only_echoed(self, key: Key) -> bool:
        """Whether no rule that holds over the amount does more than print one number twice, or its
        last digits from where a check over one of its amounts is off."""
        return all(
            rule.id in self._echoing or self._echoes_failure(rule)
            for rule in self.rules_over(key, "passed")
        )

    def _echoes_failure(self, rule: Rule) -> bool:
        off = {
            difference
            for key in rule.keys
            for failed in self.failing.get(key, ())
            if (difference := self.results[failed.id].difference) is not None
        }
        return any(echoes_at(rule, self.values, difference) for difference in off)

    @functools.cached_property
    def _echoing(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.sheet.hard if echoes(rule, self.values))

    def words(self, rule: Rule) -> str:
        sheet = self.sheet
        return words(rule, self.results[rule.id], self.values, sheet.rates, sheet.edition)

    def check(self, rule: Rule) -> Check:
        sheet = self.sheet
        result = self.results[rule.id]
        return check_of(rule, result, self.status(rule), self.values, sheet.rates, sheet.edition)

    def check_without(self, rule: Rule, unknown: Collection[Key]) -> Check:
        """The rule's check with no value for some items."""
        sheet = self.sheet
        values = {k: None if k in unknown else self.values[k] for k in rule.keys}
        result = evaluate(rule, values, sheet.rates)
        return check_of(rule, result, result.status, values, sheet.rates, sheet.edition)

    @functools.cached_property
    def strained(self) -> dict[Key, tuple[Rule, int]]:
        """Amounts over which a tie is broken, with that tie and the value that would mend it,
        of which the print may be a misreading; not where a failed check blames the tie."""
        sheet = self.sheet
        found: dict[Key, tuple[Rule, int]] = {}
        for tie in sheet.ties:
            keys = tie.keys
            if self.results[tie.id].status != "failed":
                continue
            if any(key in self.failing for key in keys):
                continue
            for key in keys:
                for value in implied(tie, key, self.values, sheet.rates):
                    usual = tie.cases[0].op == "constant"
                    telling = usual or len(str(abs(value)).rstrip("0")) >= TELLING
                    if telling and sheet.likeness(key, value) is not None:
                        found.setdefault(key, (tie, value))
        return found

    @functools.cached_property
    def moved(self) -> dict[Key, tuple[Key, ...]]:
        """Amounts that could change places with no rule objecting, each with its partners.

        Any two of a statement that only the printed order places, and such a one with the
        rivals that its number may belong to as well, be they empty: a zero that is printed is
        another thing than an empty cell.
        """
        found: dict[Key, tuple[Key, ...]] = {}
        for one, two in self._pairs():
            if self._differ(one, two) and self._may_swap(one, two):
                found[one] = (*found.get(one, ()), two)
                found[two] = (*found.get(two, ()), one)
        return found

    def _pairs(self) -> list[tuple[Key, Key]]:
        sheet = self.sheet
        doubtful: dict[str, list[Key]] = {}
        pairs: list[tuple[Key, Key]] = []
        for key, reading in sheet.readings.items():
            decided = key in sheet.fixed or key in self.made or self.values[key] is None
            if reading.trust == "doubtful" and not decided:
                doubtful.setdefault(key.split("/", 1)[0], []).append(key)
                pairs += [(key, rival) for rival in reading.rivals if rival in self.values]
        for keys in doubtful.values():
            pairs += itertools.combinations(keys, 2)
        ordered = {tuple(sorted(pair)): pair for pair in pairs}
        return list(ordered.values())

    def _differ(self, one: Key, two: Key) -> bool:
        """Whether two items would say something else with their prints exchanged."""
        if (self.values[one] or 0) != (self.values[two] or 0):
            return True
        return (self.sheet.seen(one) == "nothing") is not (self.sheet.seen(two) == "nothing")

    def _may_swap(self, one: Key, two: Key) -> bool:
        """Whether every rule that holds would still hold with the two prints exchanged."""
        sheet = self.sheet
        over = {rule.id: rule for key in (one, two) for rule in sheet.over.get(key, ())}
        held = [rule for rule in over.values() if self.results[rule.id].status == "passed"]
        here, there = self._said_on(one, two), self._said_on(two, one)
        for first, second in itertools.product(here, there):
            swapped = {**self.values, one: first, two: second}
            if all(holds(rule, swapped, sheet.rates) is not False for rule in held):
                return True
        return False

    def _said_on(self, line: Key, key: Key) -> tuple[int, ...]:
        """What the print of an amount may say on the line of another: with the mark of a deduction,
        or without one, nothing else than that; where readers differ, either."""
        sign, value = self.sheet.sign(line), abs(self.values[key] or 0)
        marked = {_MINUS.search(option.raw) is not None for option in self.sheet.options[key]}
        if marked == {True}:
            return () if sign == "+" else (-value,)
        if marked == {False}:
            return (-value,) if sign == "-" else (value,)
        return {"+": (value,), "-": (-value,)}.get(sign, (value, -value))

    def _clouded(self, rule: Rule) -> bool:
        """Whether an empty cell of the rule may be where another's number belongs."""
        empty = (key for key in rule.keys if key in self.moved)
        return any(self.sheet.seen(key) == "nothing" for key in empty)

    def steady(self, rule: Rule, key: Key) -> bool:
        """Whether a rule that holds speaks for `key` wherever the others' prints belong."""
        for one in rule.keys if self.moved else ():
            for two in self.moved.get(one, ()):
                swapped = {**self.values, one: self.values[two], two: self.values[one]}
                if key not in (one, two) and holds(rule, swapped, self.sheet.rates) is False:
                    return False
        return True
