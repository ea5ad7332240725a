"""Readings, verdicts and facts put together as the canonical Filing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from focusconv.assemble.findings import GAPS, findings_of
from focusconv.assemble.header import filer_of, period_of, roles_of, submitted_of, type_of
from focusconv.document import Document
from focusconv.forms.catalog import CellSpec, Key, Line, StatementSpec
from focusconv.place.cover.facts import Fact
from focusconv.place.document import PlacedFiling
from focusconv.place.layout import cells_of
from focusconv.place.statement import Words
from focusconv.readings import Reading
from focusconv.reconcile.outcome import Outcome, Verdict
from focusconv.record.filing import (
    Address,
    Check,
    Contact,
    Filing,
    FilingStatus,
    Finding,
    Form,
    Item,
    ItemStatus,
    Producer,
    SourceInfo,
    Statement,
)
from focusconv.version import VERSION


def assemble(
    document: Document,
    placed: PlacedFiling,
    outcome: Outcome,
    catalog_version: str,
    decisions: Decisions | None = None,
) -> Filing:
    """The Filing of everything that was seen and concluded.

    A reviewer's `decisions` on words, dates and header fields take the place of what was
    read; those on amounts and checks are in the outcome already.
    """
    edition = placed.edition
    if decisions is not None:
        _decide(placed, decisions)
    statements = tuple(_statement(spec, placed, outcome) for spec in placed.present)
    roles = roles_of(placed)
    findings = tuple(findings_of(document, placed, roles))
    source = document.source
    filing = Filing(
        producer=Producer(version=VERSION, catalog=catalog_version),
        decimals=min((statement.decimals for statement in statements), default=0),
        form=Form(
            system=edition.system,
            id=edition.id,
            edition=edition.edition,
            type=type_of(placed),
        ),
        filer=filer_of(placed, roles),
        period=period_of(placed, roles),
        submitted=submitted_of(placed),
        source=SourceInfo(
            name=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            pages=source.pages,
            readers=source.readers,
        ),
        statements=statements,
        checks=outcome.checks,
        findings=findings,
        account=placed.account,
        corrections=decisions.records if decisions is not None else (),
        status=status_of(statements, outcome.checks, findings),
    )
    return filing if decisions is None else _with_fields(filing, decisions.fields)


def _decide(placed: PlacedFiling, decisions: Decisions) -> None:
    """Put a reviewer's words, dates, percents and marks in the place of what was read."""
    for key, value in decisions.values.items():
        if placed.edition.spec[key].kind == "amount":
            continue
        read = placed.cover.get(key)
        placed.cover[key] = Fact(
            value=value,
            status="reviewed",
            raw=read.raw if read else None,
            page=read.page if read else None,
            region=read.region if read else None,
            reason="set by a reviewer",
        )


def _with_fields(filing: Filing, fields: Mapping[str, str]) -> Filing:
    """The filing with a reviewer's header fields (`filer.address.city`)."""
    for name, value in fields.items():
        filing = _with_field(filing, name.split("."), value)
    return filing


def _with_field(record: R, path: list[str], value: str) -> R:
    name, *rest = path
    if not rest:
        return structs.replace(record, **{name: value})
    inner = getattr(record, name)
    if inner is None:
        inner = Address() if name == "address" else Contact()
    return structs.replace(record, **{name: _with_field(inner, rest, value)})


def status_of(
    statements: Iterable[Statement], checks: Iterable[Check], findings: Iterable[Finding]
) -> FilingStatus:
    """The first that fits: inconsistent, disputed, partial, confirmed (DESIGN: states)."""
    hard = {check.status for check in checks if check.hard}
    items = {item.status for statement in statements for item in statement.items}
    if "failed" in hard:
        return "inconsistent"
    if "disputed" in items:
        return "disputed"
    gaps = any(finding.code in GAPS for finding in findings)
    cut = any(
        item.status == "absent" and item.kind == "amount"
        for statement in statements
        for item in statement.items
    )
    if "unreadable" in items or "undecided" in hard or gaps or cut:
        return "partial"
    return "confirmed"


if TYPE_CHECKING:
    from focusconv.review.corrections import Decisions

R = TypeVar("R", bound=Struct)


def _statement(spec: StatementSpec, placed: PlacedFiling, outcome: Outcome) -> Statement:
    items = tuple(_item(key, line, cell, placed, outcome) for key, line, cell in cells_of(spec))
    return Statement(
        id=spec.id,
        title=spec.title,
        as_of=placed.as_of.get(spec.id),
        decimals=placed.units.decimals(spec.id),
        items=items,
    )


def _item(key: Key, line: Line, cell: CellSpec, placed: PlacedFiling, outcome: Outcome) -> Item:
    if key in placed.cover:
        return _item_of_fact(line, cell, placed.cover[key])
    if cell.kind == "amount":
        return _item_of_verdict(line, cell, placed.readings[key], outcome.verdicts[key])
    return _item_of_words(line, cell, placed.words.get(key))


def _item_of_verdict(line: Line, cell: CellSpec, reading: Reading, verdict: Verdict) -> Item:
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=verdict.value,
        status=verdict.status,
        verified_by=verdict.verified_by,
        raw=verdict.option.raw if verdict.option is not None else reading.text,
        as_read=verdict.as_read,
        candidates=verdict.candidates,
        page=reading.page,
        region=reading.region,
        confidence=reading.confidence,
        reason=verdict.reason,
    )


def _item_of_fact(line: Line, cell: CellSpec, fact: Fact) -> Item:
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=fact.value,
        status=fact.status,
        raw=fact.raw,
        page=fact.page,
        region=fact.region,
        reason=fact.reason,
    )


def _item_of_words(line: Line, cell: CellSpec, words: Words | None) -> Item:
    text = words.text if words is not None else ""
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=text or None,
        status=_status_of_words(words),
        raw=text or None,
        page=words.page if words is not None else None,
        region=words.region if words is not None else None,
        reason=words.against if words is not None else None,
    )


def _status_of_words(words: Words | None) -> ItemStatus:
    if words is None:
        return "absent"
    if words.against is not None:
        return "disputed" if words.text else "unreadable"
    return "reported" if words.text else "blank"
