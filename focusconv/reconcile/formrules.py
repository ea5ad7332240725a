"""The rules of an edition that apply to a document, indexed by the amounts they stand over.

Worked out once for each edition and set of statements: a batch meets few of them.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

from focusconv.forms.catalog import Edition, Key, Rule
from focusconv.reconcile.rules import statements_of


class FormRules:
    """Rules whose statements are all in the document, in the edition's order.

    `keys` by rule id; `over` the hard rules and `tied` the soft ties that an amount stands in.
    """

    def __init__(self, edition: Edition, present: Collection[str]) -> None:
        held = frozenset(present)
        self.rules = tuple(rule for rule in edition.rules if statements_of(rule) <= held)
        self.hard = tuple(rule for rule in self.rules if rule.hard)
        self.ties = tuple(rule for rule in self.rules if not rule.hard)
        self.keys: dict[str, tuple[Key, ...]] = {rule.id: rule.keys for rule in self.rules}
        self.over = self._by_key(self.hard)
        self.tied = self._by_key(self.ties)

    def _by_key(self, rules: tuple[Rule, ...]) -> dict[Key, tuple[Rule, ...]]:
        found: dict[Key, list[Rule]] = {}
        for rule in rules:
            for key in self.keys[rule.id]:
                found.setdefault(key, []).append(rule)
        return {key: tuple(over) for key, over in found.items()}

    def without(self, waived: Collection[str]) -> FormRules:
        """The same with some hard rules left out of the index: what they say does not count."""
        other = object.__new__(FormRules)
        other.rules, other.ties, other.keys = self.rules, self.ties, self.keys
        other.hard = tuple(rule for rule in self.hard if rule.id not in waived)
        other.over, other.tied = other._by_key(other.hard), self.tied
        return other


class _Editions:
    """Keeps the index of each edition object; an edition is frozen, and hashing it is slow."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, frozenset[str]], tuple[Edition, FormRules]] = {}

    def get(self, edition: Edition, present: frozenset[str]) -> FormRules:
        entry = self._known.get((id(edition), present))
        if entry is None or entry[0] is not edition:
            entry = (edition, FormRules(edition, present))
            self._known[(id(edition), present)] = entry
        return entry[1]


@functools.cache
def _editions() -> _Editions:
    return _Editions()


def form_rules(edition: Edition, present: Collection[str]) -> FormRules:
    """The rules of the edition for a document with the statements `present`."""
    return _editions().get(edition, frozenset(present))
