"""Evaluate one rule of the form over amounts, exactly.

Amounts are whole dollars, signed as contributions. A blank cell is passed in as 0 by the
caller; None is an amount nobody knows. No float takes part: a percent is a pair of integers.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Literal

from msgspec import Struct

from focusconv.forms.catalog import Case, Key, Rule

Amounts = Mapping[Key, int | None]
Rates = Mapping[Key, str]


class Result(Struct, frozen=True, gc=False):
    """What a rule says of some amounts.

    `expected` is what the operands give and `difference` the target less that; for a rule of
    several cases, of the case that holds, else of the nearest. `case` is that case's place in
    the rule. None where there is nothing to say.
    """

    status: Literal["passed", "failed", "undecided"]
    expected: int | None
    actual: int | None
    difference: int | None
    case: int | None


def evaluate(rule: Rule, values: Amounts, rates: Rates) -> Result:
    """Whether the rule holds over `values` (whole dollars; None: unknown).

    A rule of several cases passes if any case that applies holds. It is undecided while an
    operand is unknown that could still make it hold, and where no case applies.
    """
    actual = values.get(rule.target)
    nearest: tuple[int, int, int] | None = None
    unknown = False
    for number, case in enumerate(rule.cases):
        if applies(case, values, rates) is False:
            continue
        expected = amount(case, values, rates) if applies(case, values, rates) else None
        if expected is None:
            unknown = True
        elif actual is None:
            nearest = nearest or (0, expected, number)
        elif abs(actual - expected) <= rule.tolerance + case.slack:
            return Result("passed", expected, actual, actual - expected, number)
        elif nearest is None or abs(actual - expected) < nearest[0]:
            nearest = (abs(actual - expected), expected, number)
    if nearest is None:
        return Result("undecided", None, actual, None, None)
    _, expected, number = nearest
    if actual is None:
        single = None if len(rule.cases) > 1 else number
        return Result("undecided", expected, None, None, single)
    if unknown:
        return Result("undecided", None, actual, None, None)
    return Result("failed", expected, actual, actual - expected, number)


def holds(rule: Rule, values: Amounts, rates: Rates) -> bool | None:
    """`evaluate` without the figures: None where the rule is undecided."""
    actual = values.get(rule.target)
    if actual is None:
        return None
    verdict: bool | None = None
    for case in rule.cases:
        if case.governs is not None or case.rate_key is not None:
            applicable = applies(case, values, rates)
            if applicable is False:
                continue
            expected = amount(case, values, rates) if applicable else None
        else:
            expected = amount(case, values, rates)
        if expected is None:
            return None if len(rule.cases) == 1 else _any_other(rule, values, rates)
        if abs(actual - expected) <= rule.tolerance + case.slack:
            return True
        verdict = False
    return verdict


def _any_other(rule: Rule, values: Amounts, rates: Rates) -> bool | None:
    return True if evaluate(rule, values, rates).status == "passed" else None


def applies(case: Case, values: Amounts, rates: Rates) -> bool | None:
    """Whether a case is for this filing; None while that is unknown.

    A percent that the filing states is one only where it is other than zero.
    """
    if case.rate_key is not None and not any(ratio(rates.get(case.rate_key, "0"))[:1]):
        return False
    if case.governs is None:
        return True
    left, right = (values.get(key) for key in case.governs)
    return None if left is None or right is None else left == right


def amount(case: Case, values: Amounts, rates: Rates) -> int | None:
    """What a case's operands give, in whole dollars; None while one is unknown."""
    if case.op == "constant":
        return case.constant
    if case.op == "linear":
        total = 0
        for term in case.terms:
            value = values.get(term.key)
            if value is None:
                return None
            total += term.coefficient * value
        return total
    known = [value for value in (values.get(t.key) for t in case.terms) if value is not None]
    if len(known) < len(case.terms):
        return None
    if case.op == "greatest":
        return max(known)
    return percent(rate_of(case, rates), known[0])


def rate_of(case: Case, rates: Rates) -> str:
    """The rate of a percent case, the form's own or the one the filing states."""
    return rates.get(case.rate_key, "0") if case.rate_key is not None else case.rate or "0"


def percent(rate: str, base: int) -> int:
    """`rate` percent of `base` to the nearest dollar, halves away from zero."""
    numerator, denominator = ratio(rate)
    scaled = numerator * base
    nearest = (2 * abs(scaled) + denominator) // (2 * denominator)
    return nearest if scaled >= 0 else -nearest


@functools.lru_cache(maxsize=256)
def ratio(rate: str) -> tuple[int, int]:
    """A percent as numerator and denominator; (0, 1) where the text is no number."""
    try:
        value = Decimal(rate)
    except InvalidOperation:
        return 0, 1
    if not value.is_finite() or abs(value.adjusted()) > 9:
        return 0, 1
    numerator, denominator = value.as_integer_ratio()
    return numerator, denominator * 100


def implied(rule: Rule, key: Key, values: Amounts, rates: Rates) -> Iterator[int]:
    """Every single amount of `key` with which the rule holds exactly, the rest as given.

    Nothing where none is fixed: an operand of a rounded percent, an arm of a greatest-of that
    another arm equals or exceeds, an amount of a sum of rounded ones, or where another operand
    is unknown.
    """
    seen: set[int] = set()
    for case in rule.cases:
        if case.slack or applies(case, values, rates) is False:
            continue
        value = _implied(rule, case, key, values, rates)
        if value is not None and value not in seen:
            seen.add(value)
            yield value


def _implied(rule: Rule, case: Case, key: Key, values: Amounts, rates: Rates) -> int | None:
    if key == rule.target:
        return amount(case, values, rates)
    target = values.get(rule.target)
    if target is None or all(term.key != key for term in case.terms):
        return None
    if case.op == "linear":
        rest = 0
        own = 0
        for term in case.terms:
            if term.key == key:
                own += term.coefficient
                continue
            value = values.get(term.key)
            if value is None:
                return None
            rest += term.coefficient * value
        return (target - rest) // own if own in (1, -1) else None
    if case.op == "greatest":
        others = [values.get(term.key) for term in case.terms if term.key != key]
        beaten = all(other is not None and other < target for other in others)
        return target if beaten else None
    return None


def statements_of(rule: Rule) -> frozenset[str]:
    """The statements a rule's cells stand in, those of stated percents too."""
    keys = [*rule.keys, *(case.rate_key for case in rule.cases if case.rate_key is not None)]
    return frozenset(key.split("/", 1)[0] for key in keys)
