"""Readings, verdicts and facts put together as the canonical Filing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from focusconv.assemble.findings import GAPS, findings_of
from focusconv.assemble.header import filer_of, period_of, submitted_of, type_of
from focusconv.document import Document
from focusconv.forms.catalog import CellSpec, Key, Line, StatementSpec
from focusconv.place.document import PlacedFiling
from focusconv.place.layout import cells_of
from focusconv.readings import Reading
from focusconv.reconcile.header import Fields
from focusconv.reconcile.outcome import FieldVerdict, Outcome, Verdict
from focusconv.record.filing import (
    Address,
    Check,
    Contact,
    FieldState,
    Filing,
    FilingStatus,
    Finding,
    Form,
    Item,
    Producer,
    SourceInfo,
    Statement,
)
from focusconv.version import VERSION


def assemble(
    document: Document,
    placed: PlacedFiling,
    outcome: Outcome,
    fields: Fields,
    catalog_version: str,
    decisions: Decisions | None = None,
) -> Filing:
    """The Filing of everything that was seen and concluded.

    A reviewer's `decisions` on header fields take the place of what was read; those on items and
    checks are in `outcome` and `fields` already.
    """
    edition = placed.edition
    statements = tuple(_statement(spec, placed, outcome, fields) for spec in placed.present)
    roles = fields.by_role(edition)
    findings = tuple(findings_of(document, placed, fields))
    source = document.source
    filing = Filing(
        producer=Producer(version=VERSION, catalog=catalog_version),
        decimals=min((statement.decimals for statement in statements), default=0),
        form=Form(
            system=edition.system,
            id=edition.id,
            edition=edition.edition,
            type=type_of(placed.heads),
        ),
        filer=filer_of(roles, edition),
        period=period_of(roles, edition),
        submitted=submitted_of(roles),
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


def _with_fields(filing: Filing, fields: Mapping[str, str]) -> Filing:
    """The filing with a reviewer's header fields (`filer.address.city`)."""
    for name, value in fields.items():
        filing = _with_state(_with_field(filing, name.split("."), value), name)
    return filing


def _with_state(filing: Filing, name: str) -> Filing:
    """The filing with the state of a field that a reviewer set."""
    record, _, field = name.partition(".")
    if record not in ("filer", "period"):
        return filing
    state = FieldState(field=field, status="reviewed", reason="set by a reviewer")
    if record == "filer":
        kept = tuple(known for known in filing.filer.states if known.field != field)
        filer = structs.replace(filing.filer, states=(*kept, state))
        return structs.replace(filing, filer=filer)
    kept = tuple(known for known in filing.period.states if known.field != field)
    period = structs.replace(filing.period, states=(*kept, state))
    return structs.replace(filing, period=period)


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


def _statement(
    spec: StatementSpec, placed: PlacedFiling, outcome: Outcome, fields: Fields
) -> Statement:
    items = tuple(
        _item(key, line, cell, placed, outcome, fields) for key, line, cell in cells_of(spec)
    )
    return Statement(
        id=spec.id,
        title=spec.title,
        as_of=placed.as_of.get(spec.id),
        decimals=placed.units.decimals(spec.id),
        items=items,
    )


def _item(
    key: Key,
    line: Line,
    cell: CellSpec,
    placed: PlacedFiling,
    outcome: Outcome,
    fields: Fields,
) -> Item:
    if key in outcome.verdicts:
        return _item_of_verdict(line, cell, placed.readings[key], outcome.verdicts[key])
    return _item_of_field(line, cell, fields.items.get(key) or absent(key))


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


def absent(key: Key) -> FieldVerdict:
    """The verdict on a cell of which nothing was seen."""
    return FieldVerdict(key=key, value=None, status="absent")


def _item_of_field(line: Line, cell: CellSpec, field: FieldVerdict) -> Item:
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=field.value,
        status=field.status,
        verified_by=field.verified_by,
        raw=field.raw,
        as_read=field.as_read,
        page=field.page,
        region=field.region,
        reason=field.reason,
    )
