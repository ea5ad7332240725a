"""What a rule says of some amounts, as one sentence for people.

Boxes and operators of a rule never change: they are laid out once for each edition, as patterns
that each filing fills with its amounts.
"""

from __future__ import annotations

import functools

from msgspec import Struct

from focusconv.forms.catalog import Case, Edition, Key, Rule
from focusconv.reconcile.rules import Amounts, Rates, Result, rate_of


class Phrase(Struct, frozen=True):
    """A case's operands as words: `pattern` takes the amounts of `keys`, `formula` none.

    A percent that the filing states stands as `{rate}` in both.
    """

    keys: tuple[Key, ...]
    pattern: str
    formula: str


def words(rule: Rule, result: Result, values: Amounts, rates: Rates, edition: Edition) -> str:
    """The operands, their boxes and the difference as one sentence for people."""
    if result.status == "undecided":
        return _undecided(rule, result, values, rates, edition)
    case = result.case or 0
    target = edition.ref(rule.target)
    terms = _sentence(rule, case, values, rates, edition)
    held = ""
    if len(rule.cases) > 1:
        formula = _phrases(edition, rule)[case].formula
        held = f" (as {formula.format(rate=rate_of(rule.cases[case], rates))})"
    if result.status == "passed":
        bound = rule.tolerance + rule.cases[case].slack
        near = f", within {bound:,}" if result.difference else ""
        return f"{target} {_show(result.actual)} = {terms}{near}{held}"
    return (
        f"{target} should be {_show(result.expected)} = {terms}{held}; "
        f"printed {_show(result.actual)}; difference {_show(result.difference)}"
    )


def _undecided(rule: Rule, result: Result, values: Amounts, rates: Rates, edition: Edition) -> str:
    lost = [edition.ref(key) for key in rule.keys if values.get(key) is None]
    if not lost:
        return f"no case of {rule.text} applies"
    found = ""
    if result.expected is not None and result.case is not None:
        terms = _sentence(rule, result.case, values, rates, edition)
        found = f"; the operands give {_show(result.expected)} = {terms}"
    return f"cannot be decided: no amount for {', '.join(lost)}{found}"


def _sentence(rule: Rule, case: int, values: Amounts, rates: Rates, edition: Edition) -> str:
    """A case's operands with their boxes and amounts: `7010 225,144,232 + 7020 ...`."""
    phrase = _phrases(edition, rule)[case]
    shown = [_show(values.get(key)) for key in phrase.keys]
    return phrase.pattern.format(*shown, rate=rate_of(rule.cases[case], rates))


@functools.lru_cache(maxsize=1024)
def _phrases(edition: Edition, rule: Rule) -> tuple[Phrase, ...]:
    """The phrase of each case of the rule."""
    return tuple(_phrase(edition, case) for case in rule.cases)


def _phrase(edition: Edition, case: Case) -> Phrase:
    names = [edition.ref(term.key) for term in case.terms]
    keys = tuple(term.key for term in case.terms)
    return Phrase(keys, _laid_out(case, [f"{name} {{}}" for name in names]), _laid_out(case, names))


def _laid_out(case: Case, operands: list[str]) -> str:
    if case.op == "constant":
        return _show(case.constant)
    if case.op == "greatest":
        return f"greatest of {', '.join(operands)}"
    if case.op == "percent":
        return f"{{rate}}% of {operands[0]}"
    signs = ["" if term.coefficient > 0 else "-" for term in case.terms[:1]]
    signs += [" + " if term.coefficient > 0 else " - " for term in case.terms[1:]]
    return "".join(sign + operand for sign, operand in zip(signs, operands, strict=True))


def _show(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"
