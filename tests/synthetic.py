"""Whole filings made from the catalog, with amounts that every hard rule confirms."""

from __future__ import annotations

from msgspec.structs import replace

from focusconv.forms.catalog import CellSpec, Edition, Key, StatementSpec, catalog
from focusconv.reconcile.recheck import recheck
from focusconv.reconcile.rules import amount, applies
from focusconv.record.filing import (
    Correction,
    Filer,
    Filing,
    Form,
    Item,
    Period,
    Producer,
    SourceInfo,
    Statement,
    Value,
)

EDITIONS = tuple(edition.name for edition in catalog().editions)

DAY = "2017-04-30"


def filing_of(name: str, *statements: str) -> Filing:
    """A confirmed filing of an edition, of all its statements or of those named."""
    edition = catalog().edition(name)
    amounts = _amounts(edition)
    held = [spec for spec in edition.statements if not statements or spec.id in statements]
    filing = Filing(
        producer=Producer(version="1.0", catalog="1"),
        form=Form(system=edition.system, id=edition.id, edition=edition.edition),
        filer=Filer(name="EXAMPLE FUTURES LLC", sec_file_number="8-12345"),
        period=Period(begin=DAY, end=DAY),
        source=SourceInfo(
            name="example.txt", sha256="0" * 64, media_type="text/plain", pages=6, readers=("text",)
        ),
        statements=tuple(_statement(spec, amounts) for spec in held),
        checks=(),
        status="confirmed",
    )
    return replace(filing, checks=recheck(filing, edition))


def with_item(filing: Filing, number: str, /, **changes: object) -> Filing:
    """The filing with the item of that box changed, its checks as they were."""
    for statement in filing.statements:
        for item in statement.items:
            if item.box == number:
                key = f"{statement.id}/{item.line}/{item.column}"
                return with_key(filing, key, **changes)
    raise KeyError(number)


def with_key(filing: Filing, key: Key, /, **changes: object) -> Filing:
    """The filing with the item of that key changed, its checks as they were."""
    statements = tuple(
        replace(
            statement,
            items=tuple(
                replace(item, **changes)
                if key == f"{statement.id}/{item.line}/{item.column}"
                else item
                for item in statement.items
            ),
        )
        for statement in filing.statements
    )
    return replace(filing, statements=statements)


def settled(filing: Filing) -> Filing:
    """The filing with its checks evaluated again and the status that they and its items make."""
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    checks = recheck(filing, edition)
    hard = {check.status for check in checks if check.hard}
    items = {item.status for statement in filing.statements for item in statement.items}
    if "failed" in hard:
        return replace(filing, checks=checks, status="inconsistent")
    if "disputed" in items:
        return replace(filing, checks=checks, status="disputed")
    doubtful = "unreadable" in items or "undecided" in hard
    return replace(filing, checks=checks, status="partial" if doubtful else "confirmed")


def waived(filing: Filing, check: str) -> Filing:
    """The filing with a check waived by a reviewer."""
    waiver = Correction(target=check, action="waive", value=None, by="A. Reviewer", why="printed")
    return settled(replace(filing, corrections=(waiver,)))


def _amounts(edition: Edition) -> dict[Key, int]:
    """An amount for every amount cell: leaves by number, totals by the first case that applies."""
    hard = [rule for rule in edition.rules if rule.hard]
    totals = {rule.target for rule in hard}
    amounts: dict[Key, int | None] = {
        key: _leaf(number, cell)
        for number, (key, cell) in enumerate(edition.spec.items(), 1)
        if cell.kind == "amount" and key not in totals
    }
    while len(totals - amounts.keys()):
        for rule in hard:
            for case in rule.cases:
                if rule.target not in amounts and applies(case, amounts, {}):
                    value = amount(case, amounts, {})
                    if value is not None:
                        amounts[rule.target] = value
    return {key: value for key, value in amounts.items() if value is not None}


def _leaf(number: int, cell: CellSpec) -> int:
    value = number * 7_919 + 1_000_000_007 % number
    return -value if cell.sign == "-" else value


def _statement(spec: StatementSpec, amounts: dict[Key, int]) -> Statement:
    items = tuple(
        Item(
            box=cell.box,
            line=line.line,
            column=cell.column,
            label=line.label,
            kind=cell.kind,
            value=_value(key, cell, amounts),
            status="reported",
            page=1,
            region=(1.0, 2.5, 30.0, 4.25),
            confidence=0.98,
        )
        for key, line, cell in spec.cells()
    )
    return Statement(id=spec.id, title=spec.title, as_of=DAY, items=items)


def _value(key: Key, cell: CellSpec, amounts: dict[Key, int]) -> Value:
    values: dict[str, Value] = {"percent": "2.5", "text": "ABC", "date": DAY, "mark": True}
    return amounts[key] if cell.kind == "amount" else values[cell.kind]
