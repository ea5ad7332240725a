"""Which rules say something of which amount: what a rule that holds is worth as evidence.

A sum that holds to the dollar confirms each of its amounts. A rounded percent confirms its
result and not its base, which a dozen bases share; a greatest-of confirms its result and the
arm that won. A rule of several cases confirms no result of which another case allows another,
and no amount with whose sign turned it holds too.
"""

from __future__ import annotations

from collections.abc import Mapping

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.rules import Rates, Result, holds, implied


def confirms(
    rule: Rule, key: Key, result: Result, values: Mapping[Key, int | None], rates: Rates
) -> bool:
    """Whether the rule, holding with `result` over `values`, confirms the amount of `key`.

    Only hard rules that hold to the dollar do: with a difference within the tolerance another
    amount would have done as well.
    """
    if not rule.hard or result.status != "passed" or result.difference != 0:
        return False
    if len(rule.cases) > 1 and _ambiguous(rule, key, values, rates):
        return False
    case = rule.cases[result.case or 0]
    if key == rule.target:
        return True
    if all(term.key != key for term in case.terms):
        return False
    if case.op == "linear":
        return rule.tolerance == 0
    if case.op == "greatest":
        others = [values[term.key] for term in case.terms if term.key != key]
        value = values[key]
        return value == result.actual and value is not None and value not in others
    return False


def _ambiguous(rule: Rule, key: Key, values: Mapping[Key, int | None], rates: Rates) -> bool:
    """Whether another case of the rule allows another result, or the amount's other sign."""
    if key == rule.target:
        return len(set(implied(rule, key, values, rates))) > 1
    value = values[key]
    return bool(value) and holds(rule, {**values, key: -(value or 0)}, rates) is True


def exact(rule: Rule) -> bool:
    """A hard sum or difference to the dollar: it fixes each of its amounts from the others."""
    single = len(rule.cases) == 1 and rule.cases[0].op == "linear"
    return rule.hard and single and rule.tolerance == 0


def echoes(rule: Rule, values: Mapping[Key, int | None]) -> bool:
    """Whether an exact sum has no more than two amounts other than zero.

    It prints one number twice, and what misreads one print misreads the other alike: where
    another check over them fails, that the two agree clears neither.
    """
    return exact(rule) and sum(bool(values.get(key)) for key in rule.keys) <= 2
