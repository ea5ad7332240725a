"""What must be true of a filing of an edition besides its totals.

The same as the edition's Schematron says, over the record: that the items are the form's, that
their states fit their values, that the filing's status fits its items and checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from focusconv.forms.catalog import CellSpec, Edition, Line, StatementSpec
from focusconv.record.filing import Filing, FilingStatus, Item, Statement
from focusconv.record.paths import Place
from focusconv.schema.facets import DATE, DECIMAL

Violation = tuple[Place, str]

NO_VALUE = frozenset({"blank", "unreadable", "absent"})
"""The states of an item that has no value."""

_SETTLED = frozenset({"reported", "corrected", "derived"})
"""The states in which a value claims to be right, and so must have the form's sign."""


def violations(filing: Filing, edition: Edition) -> Iterator[Violation]:
    """Every violation, in the order of the filing: its place and what is wrong."""
    if filing.form.system != edition.system:
        yield ("form",), f"{edition.id} is a form of {edition.system}, not {filing.form.system}"
    yield from _statements(filing, edition)
    coarsest = min((statement.decimals for statement in filing.statements), default=0)
    if filing.decimals != coarsest:
        yield ("decimals",), f"its least exact statement has the decimals {coarsest}"
    rules = {rule.id: rule for rule in edition.rules}
    waivers = {entry.target for entry in filing.corrections if entry.action == "waive"}
    seen: set[str] = set()
    for at, check in enumerate(filing.checks):
        place: Place = ("checks", at)
        rule = rules.get(check.id)
        if rule is None:
            yield place, f"the form has no rule {check.id}"
        elif (check.rule, check.statement, check.hard) != (rule.text, rule.statement, rule.hard):
            yield place, f"the form has the rule {check.id} as: {rule.text}"
        if check.id in seen:
            yield place, f"the check {check.id} is there twice"
        if check.status == "waived" and check.id not in waivers:
            yield place, f"no correction waives the check {check.id}"
        seen.add(check.id)
    yield from _status(filing)


def _statements(filing: Filing, edition: Edition) -> Iterator[Violation]:
    seen: set[str] = set()
    for at, statement in enumerate(filing.statements):
        place: Place = ("statements", at)
        spec = edition.by_id.get(statement.id)
        if statement.id in seen:
            yield place, f"the statement {statement.id} is there twice"
        seen.add(statement.id)
        if spec is None:
            yield place, f"the form has no statement {statement.id}"
            continue
        if statement.title != spec.title:
            yield place, f"the title of {statement.id} is: {spec.title}"
        yield from _items(place, statement, spec)


def _items(place: Place, statement: Statement, spec: StatementSpec) -> Iterator[Violation]:
    cells = {(line.line, cell.column): (line, cell) for _, line, cell in spec.cells()}
    seen: set[tuple[str, str]] = set()
    for at, item in enumerate(statement.items):
        here = (*place, "items", at)
        key = (item.line, item.column)
        if key in seen:
            yield here, f"{_name(item)} is there twice"
        seen.add(key)
        if key not in cells:
            yield here, f"{statement.id} has no line {item.line} with the column {item.column}"
            continue
        for reason in (*_misfits(item, *cells[key]), *_states(item)):
            yield here, f"{_name(item)}: {reason}"
    for key, (line, cell) in cells.items():
        if key not in seen:
            name = f"box {cell.box}, line {line.line}" if cell.box else f"line {line.line}"
            yield place, f"{statement.id} has no item for {name} ({line.label})"


def _misfits(item: Item, line: Line, cell: CellSpec) -> Iterator[str]:
    """Where an item is not as the form has its line and cell."""
    if item.box != cell.box:
        yield f"the box of this line is {cell.box}" if cell.box else "this line has no box"
    if item.label != line.label:
        yield f"the label of this line is: {line.label}"
    if item.kind != cell.kind:
        yield f"the kind of this line is {cell.kind}, not {item.kind}"
    if not isinstance(item.value, int) or item.status not in _SETTLED:
        return
    if cell.sign == "-" and item.value > 0:
        yield f"a deduction cannot be {item.value:,}"
    if cell.sign == "+" and item.value < 0:
        yield f"never negative, and cannot be {item.value:,}"


def _states(item: Item) -> Iterator[str]:
    """Where an item's status or kind and its value disagree."""
    if (item.value is None) != (item.status in NO_VALUE):
        yield f"{item.status}, and the value is {'not there' if item.value is None else 'there'}"
    elif item.value is not None and not _fits(item):
        yield f"{item.value!r} is no {item.kind}"
    if item.status == "corrected" and item.as_read is None:
        yield "corrected, and what was read is not there"


def _fits(item: Item) -> bool:
    shape = {"percent": DECIMAL, "date": DATE}.get(item.kind)
    return shape is None or re.fullmatch(shape, str(item.value)) is not None


def _status(filing: Filing) -> Iterator[Violation]:
    """Where the filing's status is not the first that fits; `partial` has reasons of its own."""
    hard = {check.status for check in filing.checks if check.hard}
    items = {item.status for statement in filing.statements for item in statement.items}
    fitting: tuple[FilingStatus, ...] = ("confirmed", "partial")
    if "failed" in hard:
        fitting = ("inconsistent",)
    elif "disputed" in items:
        fitting = ("disputed",)
    elif "unreadable" in items or "undecided" in hard:
        fitting = ("partial",)
    if filing.status not in fitting:
        yield (), f"the filing is {filing.status}; its checks and items make it {fitting[0]}"


def _name(item: Item) -> str:
    return f"box {item.box}" if item.box is not None else f"line {item.line}"
