"""XPath 1.0 for the catalog: where a cell stands in the XML, and what a rule computes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from focusconv.forms.catalog import Case, Edition, Key, Rule
from focusconv.reconcile.rounding import alike
from focusconv.reconcile.rules import ratio


class Arm(Struct, frozen=True, kw_only=True):
    """A case of a rule: whether it applies, whether its operands are known, what they give.

    `expected` may name the variable `operands`, which is to hold the items of its terms.
    `slack` is how far the rounding of the amounts may take the target; None where nowhere.
    """

    governs: str | None
    known: str
    operands: str | None
    expected: str
    slack: str | None


class Formula(Struct, frozen=True, kw_only=True):
    """A rule as XPath, seen from its target's item element.

    A cell is known that has a value or is blank; a blank counts as zero. `known`: every cell
    of the rule is, the target too. `others`: the other statements that the rule looks at.
    """

    others: tuple[str, ...]
    known: str
    arms: tuple[Arm, ...]


def formula(edition: Edition, rule: Rule) -> Formula:
    """The rule's arithmetic over the amounts of the items around the context item."""
    here = _statement(rule.target)
    rates = [case.rate_key for case in rule.cases if case.rate_key is not None]
    others = sorted({_statement(key) for key in (*rule.keys, *rates)} - {here})
    return Formula(
        others=tuple(f"/f:filing/f:statement[@id={literal(other)}]" for other in others),
        known=_known(edition, here, rule.keys),
        arms=tuple(_arm(edition, here, rule, case) for case in rule.cases),
    )


_LARGEST = "sum(($operands/f:value[not(. < $operands/f:value)])[1])"
_GREATEST = f"{_LARGEST} * ({_LARGEST} > 0 or not($operands[@status='blank']))"
"""The largest amount; a blank one is zero, which counts where no other is above it."""


def cell(edition: Edition, key: Key) -> str:
    """The condition on an item that makes it this cell, for a predicate."""
    box = edition.spec[key].box
    if box is not None:
        return f"@box={literal(box)}"
    _, line, column = key.split("/")
    return f"@line={literal(line)} and @column={literal(column)}"


def literal(text: str) -> str:
    """An XPath string; XPath 1.0 has no escapes, so one with both quotes is put together."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat('" + "', \"'\", '".join(text.split("'")) + "')"


def _arm(edition: Edition, here: str, rule: Rule, case: Case) -> Arm:
    keys = (rule.target, *(term.key for term in case.terms), *(case.governs or ()))
    return Arm(
        governs=_governs(edition, here, case),
        known=_known(edition, here, tuple(dict.fromkeys(keys))),
        operands=_operands(edition, here, case),
        expected=_expected(edition, here, case),
        slack=_slack(here, rule, case),
    )


def _known(edition: Edition, here: str, keys: tuple[Key, ...]) -> str:
    cells = _items(edition, here, keys)
    return f"count(({cells})[f:value or @status='blank']) = {len(keys)}"


_HALF = "(500 * count({at}[@decimals='-3']) + 500000 * count({at}[@decimals='-6']))"
"""Half the unit of a statement, nothing where it is in whole dollars."""


def _slack(here: str, rule: Rule, case: Case) -> str | None:
    """What `rounding.slack` gives, by the `decimals` of the statements."""
    if alike(rule, case):
        return None
    own = _half(here, here)
    if case.op == "percent":
        numerator, denominator = ratio(str(case.rate))
        half = _half(here, _statement(case.terms[0].key))
        some = f"({own} + {half} > 0)"
        return f"{own} + floor({half} * {abs(numerator)} div {denominator}) + number{some}"
    counts = Counter(_statement(term.key) for term in case.terms)
    halves = (f"{count} * {_half(here, name)}" for name, count in sorted(counts.items()))
    return " + ".join([own, *halves])


def _half(here: str, statement: str) -> str:
    at = "parent::*" if statement == here else f"/f:filing/f:statement[@id={literal(statement)}]"
    return _HALF.format(at=at)


def _expected(edition: Edition, here: str, case: Case) -> str:
    if case.op == "constant":
        return str(case.constant)
    keys = tuple(term.key for term in case.terms)
    if case.op == "greatest":
        return _GREATEST
    if case.op == "percent":
        rate = str(case.rate)
        if case.rate_key is not None:
            rate = _rate(edition, here, case.rate_key)
        return f"round({_sum(edition, here, keys)} * {rate} div 100)"
    plus = [term.key for term in case.terms if term.coefficient > 0]
    minus = [term.key for term in case.terms if term.coefficient < 0]
    less = f" - {_sum(edition, here, minus)}" if minus else ""
    return f"{_sum(edition, here, plus)}{less}"


def _rate(edition: Edition, here: str, key: Key) -> str:
    return f"number({_items(edition, here, (key,))}/f:value_text)"


def _operands(edition: Edition, here: str, case: Case) -> str | None:
    if case.op != "greatest":
        return None
    return _items(edition, here, [term.key for term in case.terms])


def _governs(edition: Edition, here: str, case: Case) -> str | None:
    """Whether a case is for this filing; None where it always is."""
    conditions = []
    if case.governs is not None:
        one, other = (_sum(edition, here, (key,)) for key in case.governs)
        conditions.append(f"{one} = {other}")
    if case.rate_key is not None:
        rate = _rate(edition, here, case.rate_key)
        conditions.append(f"({rate} > 0 or {rate} < 0)")
    return " and ".join(conditions) or None


def _sum(edition: Edition, here: str, keys: Iterable[Key]) -> str:
    return "sum(" + " | ".join(f"{path}/f:value" for path in _paths(edition, here, keys)) + ")"


def _items(edition: Edition, here: str, keys: Iterable[Key]) -> str:
    return " | ".join(_paths(edition, here, keys))


def _paths(edition: Edition, here: str, keys: Iterable[Key]) -> Iterator[str]:
    """One path a statement: the items of these cells, seen from an item of `here`."""
    by_statement: dict[str, list[str]] = {}
    for key in keys:
        by_statement.setdefault(_statement(key), []).append(cell(edition, key))
    for statement, cells in by_statement.items():
        parent = ".." if statement == here else f"/f:filing/f:statement[@id={literal(statement)}]"
        yield f"{parent}/f:item[{' or '.join(cells)}]"


def _statement(key: Key) -> str:
    return key.split("/")[0]
