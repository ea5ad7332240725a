"""Which rules say something of which amount: what a rule that holds is worth as evidence.

A sum that holds to the dollar confirms each of its amounts. A rounded percent confirms its
result and not its base, which a dozen bases share; a greatest-of confirms its result and the
arm that won. A rule of several cases confirms no result of which another case allows another,
and no amount with whose sign turned it holds too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from focusconv.forms.catalog import Case, Key, Rule
from focusconv.reconcile.rules import Rates, Result, holds, implied


def confirmed(
    rule: Rule, result: Result, values: Mapping[Key, int | None], rates: Rates
) -> tuple[Key, ...]:
    """The amounts that the rule, holding with `result` over `values`, confirms.

    Only hard rules that hold to the dollar confirm any: with a difference within the tolerance
    another amount would have done as well.
    """
    if not rule.hard or result.status != "passed" or result.difference != 0:
        return ()
    if rule.exact:
        return rule.keys
    keys = (rule.target, *_fixed(rule, rule.cases[result.case or 0], result, values))
    if len(rule.cases) == 1:
        return keys
    return tuple(key for key in keys if not _ambiguous(rule, key, values, rates))


def _fixed(
    rule: Rule, case: Case, result: Result, values: Mapping[Key, int | None]
) -> Iterator[Key]:
    """The operands of which no other amount would do in a case that holds."""
    keys = [term.key for term in case.terms]
    if case.op == "linear" and rule.tolerance == 0:
        yield from keys
    if case.op == "greatest":
        arms = [values[key] for key in keys]
        if arms.count(result.actual) == 1:
            yield keys[arms.index(result.actual)]


def _ambiguous(rule: Rule, key: Key, values: Mapping[Key, int | None], rates: Rates) -> bool:
    """Whether another case of the rule allows another result, or the amount's other sign."""
    if key == rule.target:
        return len(set(implied(rule, key, values, rates))) > 1
    value = values[key]
    return bool(value) and holds(rule, {**values, key: -(value or 0)}, rates) is True


def echoes(rule: Rule, values: Mapping[Key, int | None]) -> bool:
    """Whether a rule only prints one number twice: a greatest-of, or an exact sum of no more
    than two amounts other than zero.

    What misreads one print misreads the other alike: where another check over them fails, that
    the two agree clears neither.
    """
    if rule.exact:
        return sum(bool(values.get(key)) for key in rule.keys) <= 2
    return all(case.op == "greatest" for case in rule.cases)


def echoes_at(rule: Rule, values: Mapping[Key, int | None], difference: int) -> bool:
    """Whether an exact sum prints the same digits twice where a check over one of its amounts is
    off, and zeros in its other amounts: 7,425,777,535 less 6,400,000,000 is 1,025,777,535."""
    if not rule.exact or not difference:
        return False
    tails = [abs(values.get(key) or 0) % 10 ** len(str(abs(difference))) for key in rule.keys]
    printed = [tail for tail in tails if tail]
    return len(printed) == 2 and printed[0] == printed[1]
