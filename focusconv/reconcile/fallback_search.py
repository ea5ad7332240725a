"""Broken rules mended one by one, where together they are too many to be searched.

What several misread amounts have broken at once has more combinations than can be tried. A rule
that by itself has one plain explanation is mended, and the next one is looked at with that. An
amount that would mend two rules at once is no matter of one of them: such rules are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.policy import Policy
from focusconv.reconcile.prices import Prices
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.rules import holds, implied
from focusconv.reconcile.search import Budget, Found, Search

Values = dict[Key, int | None]


def near(found: Found, policy: Policy) -> list[dict[Key, int]]:
    """The changes of the cheapest explanation and of its rivals within the margin."""
    if not found.complete or not found.explanations:
        return []
    least = found.explanations[0].cost
    nearest = max(1, policy.margin)
    return [e.changes for e in found.explanations if e.cost - least < nearest]


def agreed(found: Found, values: Values, policy: Policy) -> dict[Key, int]:
    """The changes that the cheapest explanation and all its rivals share."""
    best, *rivals = near(found, policy) or [{}]
    return {
        key: value
        for key, value in best.items()
        if all(rival.get(key, values[key]) == value for rival in rivals)
    }


def one_by_one(
    sheet: Sheet,
    values: Mapping[Key, int | None],
    found: Found,
    policy: Policy,
    budget: Budget,
) -> Iterator[Found]:
    """What mends the rules of a group whose search was not complete, one after the other; at the
    end the rules that are left, as they were found. `budget` is for all groups of a filing."""
    left, current = list(found.rules), dict(values)
    while (mended := _first_mended(sheet, current, left, policy, budget)) is not None:
        one, changes = mended
        yield one
        current.update(changes)
        left = [rule for rule in left if holds(rule, current, sheet.rates) is False]
    if left:
        yield Found(tuple(left), (), complete=False)


def _first_mended(
    sheet: Sheet, values: Values, rules: Sequence[Rule], policy: Policy, budget: Budget
) -> tuple[Found, dict[Key, int]] | None:
    """The first of some broken rules that has one explanation by itself, and the changes."""
    prices, few = Prices(sheet, values), replace(policy, with_offered=policy.changes)
    for rule in rules:
        others = [other for other in rules if other is not rule]
        if _mended_with_another(prices, rule, others):
            continue
        share = min(policy.budget, budget.left)
        own = Budget(share)
        one = Search(prices, [rule], few, own).run()
        budget.left -= share - max(own.left, 0)
        changes = agreed(one, values, policy)
        if changes and holds(rule, {**values, **changes}, sheet.rates):
            return one, changes
    return None


def _mended_with_another(prices: Prices, rule: Rule, others: Sequence[Rule]) -> bool:
    """Whether one change of one amount would mend the rule and another broken one."""
    sheet, values = prices.sheet, prices.values
    for other in others:
        for key in rule.members & other.members:
            for value in implied(rule, key, values, sheet.rates):
                if prices.price(key, value) is None:
                    continue
                if holds(other, {**values, key: value}, sheet.rates):
                    return True
    return False
