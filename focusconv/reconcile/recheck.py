"""Run the form's rules again over the values of a finished filing, and nothing else.

`validate` and `check` use it: a receiver need not trust the record's own checks. Only item
values and states count; what the record claims of a check is believed where the values bear
it out.
"""

from __future__ import annotations

from collections.abc import Mapping

from focusconv.forms.catalog import Edition, Key, Rule
from focusconv.reconcile.explain import words
from focusconv.reconcile.formrules import form_rules
from focusconv.reconcile.rules import Result, evaluate
from focusconv.record.filing import Check, CheckStatus, Filing


def recheck(filing: Filing, edition: Edition) -> tuple[Check, ...]:
    """Every rule whose statements the filing has, evaluated over its item values.

    A blank item counts as zero, any other item without a value is unknown. `used` stands
    where the rule holds; `waived` where it fails and a reviewer's waiver is in the record;
    `failed` where an unreadable operand makes it undecidable and the recorded difference is
    the one it has without that operand. Amounts are as exact as their statements say.
    """
    values, rates = _values(filing)
    recorded = {check.id: check for check in filing.checks}
    waived = {c.target for c in filing.corrections if c.action == "waive"}
    present = [statement.id for statement in filing.statements]
    decimals = {statement.id: statement.decimals for statement in filing.statements}
    checks = []
    for rule in form_rules(edition, present, decimals=decimals).rules:
        result = evaluate(rule, values, rates)
        was = recorded.get(rule.id)
        if result.status == "undecided" and was is not None and was.status != "undecided":
            result = _without_unread(rule, values, rates, was) or result
        checks.append(_check(rule, result, _status(result, was, waived), values, rates, edition))
    return tuple(checks)


def _values(filing: Filing) -> tuple[dict[Key, int | None], dict[Key, str]]:
    values: dict[Key, int | None] = {}
    rates: dict[Key, str] = {}
    for statement in filing.statements:
        for item in statement.items:
            key = f"{statement.id}/{item.line}/{item.column}"
            if item.kind == "percent":
                if isinstance(item.value, str):
                    rates[key] = item.value
            elif item.kind == "amount":
                values[key] = 0 if item.status == "blank" else None
                if isinstance(item.value, int) and not isinstance(item.value, bool):
                    values[key] = item.value
    return values, rates


def _without_unread(
    rule: Rule, values: Mapping[Key, int | None], rates: Mapping[Key, str], was: Check
) -> Result | None:
    """The failure as recorded, where empty cells that did not close were counted as zero."""
    zeroed = {key: values.get(key) or 0 for key in rule.keys}
    result = evaluate(rule, zeroed, rates)
    same = result.status == "failed" and result.difference == was.difference
    return result if same else None


def _status(result: Result, was: Check | None, waived: set[str]) -> CheckStatus:
    if was is not None and was.status == "used" and result.status == "passed":
        return "used"
    if was is not None and result.status == "failed" and was.id in waived:
        return "waived"
    return result.status


def _check(
    rule: Rule,
    result: Result,
    status: CheckStatus,
    values: Mapping[Key, int | None],
    rates: Mapping[Key, str],
    edition: Edition,
) -> Check:
    shown = {key: values.get(key) or 0 for key in rule.keys} if status == "failed" else values
    return check_of(rule, result, status, shown, rates, edition)


def check_of(
    rule: Rule,
    result: Result,
    status: CheckStatus,
    values: Mapping[Key, int | None],
    rates: Mapping[Key, str],
    edition: Edition,
) -> Check:
    """The record of one evaluated rule, in the state given."""
    return Check(
        id=rule.id,
        statement=rule.statement,
        rule=rule.text,
        status=status,
        expected=result.expected,
        actual=result.actual,
        difference=result.difference,
        hard=rule.hard,
        message=words(rule, result, values, rates, edition),
    )
