"""How far rules may be off over amounts that a filing prints rounded, in thousands, say.

Each printed amount is within half a unit of the true one, so a rule over them holds within half
a unit for each operand, by its coefficient, and half for the target. Amounts of one statement
that are only compared round alike, and are compared exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from focusconv.forms.catalog import Case, Key, Rule
from focusconv.reconcile.rules import ratio

Exactness = Mapping[str, int]
"""The `decimals` of statements by id; 0 for those that are not named."""

WHOLE_DOLLARS: Exactness = MappingProxyType({})


def unit_of(decimals: int) -> int:
    """The dollars that an amount of so many decimals is printed in: 1,000 for -3."""
    return int(10**-decimals)


def rounded(rule: Rule, decimals: Exactness) -> Rule:
    """The rule with the slack that the rounding of its amounts gives each case."""
    if not any(decimals.get(_statement(key)) for key in rule.keys):
        return rule
    cases = tuple(replace(case, slack=slack(rule, case, decimals)) for case in rule.cases)
    return replace(rule, cases=cases)


def slack(rule: Rule, case: Case, decimals: Exactness) -> int:
    """How far rounding may take the target of a rule from what a case gives, in dollars."""
    if alike(rule, case):
        return 0
    own = _half(rule.target, decimals)
    halves = [_half(term.key, decimals) for term in case.terms]
    if not any((own, *halves)):
        return 0
    if case.op == "percent":
        numerator, denominator = ratio(case.rate) if case.rate is not None else (1, 1)
        return own + abs(numerator) * halves[0] // denominator + 1
    return own + sum(halves)


def alike(rule: Rule, case: Case) -> bool:
    """Whether a case only compares amounts of one statement, which all round alike."""
    keys = (rule.target, *(term.key for term in case.terms))
    compared = case.op == "greatest" or (case.op == "linear" and len(case.terms) == 1)
    return compared and len({_statement(key) for key in keys}) == 1


def _half(key: Key, decimals: Exactness) -> int:
    return unit_of(decimals.get(_statement(key), 0)) // 2


def _statement(key: Key) -> str:
    return key.split("/", 1)[0]
