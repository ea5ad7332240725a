"""The rules of an edition that apply to a document, indexed by the amounts they stand over.

Worked out once for each edition and set of statements: a batch meets few of them.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

from focusconv.forms.catalog import Edition, Key, Rule
from focusconv.reconcile.rounding import WHOLE_DOLLARS, Exactness, rounded
from focusconv.reconcile.rules import statements_of


class FormRules:
    """Rules whose statements are all in the document, in the edition's order.

    `hard` and `over`, the hard rules that an amount stands in, are without those waived: what
    they say does not count. `tied` are the soft ties that an amount stands in. Rules over
    statements that print rounded amounts hold within that rounding.
    """

    def __init__(
        self,
        edition: Edition,
        present: frozenset[str],
        waived: frozenset[str],
        coarse: tuple[tuple[str, int], ...],
    ) -> None:
        decimals = dict(coarse)
        self.rules = tuple(
            rounded(rule, decimals) for rule in edition.rules if statements_of(rule) <= present
        )
        self.hard = tuple(rule for rule in self.rules if rule.hard and rule.id not in waived)
        self.ties = tuple(rule for rule in self.rules if not rule.hard)
        self.over = _by_key(self.hard)
        self.tied = _by_key(self.ties)


def _by_key(rules: tuple[Rule, ...]) -> dict[Key, tuple[Rule, ...]]:
    found: dict[Key, list[Rule]] = {}
    for rule in rules:
        for key in rule.keys:
            found.setdefault(key, []).append(rule)
    return {key: tuple(over) for key, over in found.items()}


_known = functools.lru_cache(maxsize=128)(FormRules)


def form_rules(
    edition: Edition,
    present: Collection[str],
    waived: Collection[str] = (),
    decimals: Exactness = WHOLE_DOLLARS,
) -> FormRules:
    """The rules of the edition for a document with the statements `present`, whose amounts are
    as exact as `decimals` says of each."""
    coarse = tuple(sorted((name, exact) for name, exact in decimals.items() if exact))
    return _known(edition, frozenset(present), frozenset(waived), coarse)
