"""A filing as the page needs it: plain data, without what the edition's data says already.

Amounts are decimal texts, for a browser reads large JSON numbers inexactly.
"""

from __future__ import annotations

from msgspec import Struct

from focusconv.assemble.findings import GAPS
from focusconv.document import Region
from focusconv.forms.catalog import Key, catalog
from focusconv.reconcile.formrules import form_rules
from focusconv.record.filing import (
    Check,
    CheckStatus,
    Correction,
    Filer,
    Filing,
    FilingStatus,
    Finding,
    Item,
    ItemStatus,
    Value,
)
from focusconv.report.pages import PageData
from focusconv.review.worklist import blamed

Shown = str | bool | None
"""A value as the page takes it: amounts are texts."""


class CandidateData(Struct, frozen=True, kw_only=True):
    value: str
    raw: str
    reader: str


class ItemData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item; `blamed` is the failed check that is all there is against it."""

    key: Key
    value: Shown
    status: ItemStatus
    verified_by: tuple[str, ...] = ()
    raw: str | None = None
    as_read: Shown = None
    candidates: tuple[CandidateData, ...] = ()
    page: int | None = None
    region: Region | None = None
    reason: str | None = None
    blamed: str | None = None


class SuspectData(Struct, frozen=True, kw_only=True):
    key: Key
    value: str
    why: str


class CheckData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the record says of a rule; `slack` is how far rounding may take each of its cases."""

    id: str
    status: CheckStatus
    slack: tuple[int, ...] = ()
    suspects: tuple[SuspectData, ...] = ()


class DecisionData(Struct, frozen=True, kw_only=True):
    """A decision that the record holds already; it goes into the next corrections file too."""

    target: str
    action: str
    value: Shown
    by: str
    why: str


class StatementPart(Struct, frozen=True, kw_only=True):
    id: str
    as_of: str | None
    items: tuple[ItemData, ...]


class FilingData(Struct, frozen=True, kw_only=True):
    """A filing and its pages. `gaps` says what is lost of it, which keeps it partial;
    `several` that its document holds more filings, for which no corrections can be given;
    `note` says why there are no pages."""

    edition: str
    type: str | None
    name: str
    sha256: str
    media_type: str
    page_count: int
    filer: Filer
    begin: str | None
    end: str | None
    submitted: str | None
    status: FilingStatus
    statements: tuple[StatementPart, ...]
    checks: tuple[CheckData, ...]
    findings: tuple[Finding, ...]
    decisions: tuple[DecisionData, ...]
    gaps: tuple[str, ...]
    several: bool
    pages: tuple[PageData, ...]
    note: str


def filing_data(
    filing: Filing, pages: tuple[PageData, ...], *, note: str = "", several: bool = False
) -> FilingData:
    """Everything the page says of a filing."""
    failed = failed_checks(filing)
    slacks = _slacks(filing)
    return FilingData(
        edition=f"{filing.form.id}-{filing.form.edition}",
        type=filing.form.type,
        name=filing.source.name,
        sha256=filing.source.sha256,
        media_type=filing.source.media_type,
        page_count=filing.source.pages,
        filer=filing.filer,
        begin=filing.period.begin,
        end=filing.period.end,
        submitted=filing.submitted,
        status=filing.status,
        statements=tuple(
            StatementPart(
                id=statement.id,
                as_of=statement.as_of,
                items=tuple(_item(statement.id, item, failed) for item in statement.items),
            )
            for statement in filing.statements
        ),
        checks=tuple(_check(check, slacks.get(check.id, ())) for check in filing.checks),
        findings=filing.findings,
        decisions=tuple(_decision(correction) for correction in filing.corrections),
        gaps=tuple(finding.message for finding in filing.findings if finding.code in GAPS),
        several=several,
        pages=pages,
        note=note,
    )


def failed_checks(filing: Filing) -> list[Check]:
    """The checks that fail of those that the form promises."""
    return [check for check in filing.checks if check.status == "failed" and check.hard]


def open_count(filing: Filing) -> int:
    """How many things wait for a decision: failed checks, and items in doubt for other reasons."""
    failed = failed_checks(filing)
    items = sum(
        item.status in ("disputed", "unreadable") and blamed(item, failed) is None
        for statement in filing.statements
        for item in statement.items
    )
    return len(failed) + items


def open_pages(filing: Filing) -> tuple[int, ...]:
    """The pages on which something is to be looked at."""
    return tuple(
        sorted(
            {
                item.page
                for statement in filing.statements
                for item in statement.items
                if item.page is not None and item.status in ("disputed", "unreadable", "corrected")
            }
        )
    )


def _item(statement: str, item: Item, failed: list[Check]) -> ItemData:
    doubtful = item.status in ("disputed", "unreadable")
    against = blamed(item, failed) if doubtful else None
    return ItemData(
        key=f"{statement}/{item.line}/{item.column}",
        value=_shown(item.value),
        status=item.status,
        verified_by=item.verified_by,
        raw=item.raw,
        as_read=_shown(item.as_read),
        candidates=tuple(
            CandidateData(value=str(one.value), raw=one.raw, reader=one.reader)
            for one in item.candidates
        ),
        page=item.page,
        region=item.region,
        reason=item.reason,
        blamed=against.id if against is not None else None,
    )


def _slacks(filing: Filing) -> dict[str, tuple[int, ...]]:
    """How far rounding may take the cases of rules over amounts that are rounded."""
    decimals = {statement.id: statement.decimals for statement in filing.statements}
    if not any(decimals.values()):
        return {}
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    rules = form_rules(edition, list(decimals), decimals=decimals).rules
    return {rule.id: tuple(case.slack for case in rule.cases) for rule in rules}


def _check(check: Check, slack: tuple[int, ...]) -> CheckData:
    return CheckData(
        id=check.id,
        status=check.status,
        slack=slack if any(slack) else (),
        suspects=tuple(
            SuspectData(
                key=f"{suspect.statement}/{suspect.line}/{suspect.column}",
                value=str(suspect.value),
                why=suspect.why,
            )
            for suspect in check.suspects
        ),
    )


def _decision(correction: Correction) -> DecisionData:
    return DecisionData(
        target=correction.target,
        action=correction.action,
        value=_shown(correction.value),
        by=correction.by,
        why=correction.why,
    )


def _shown(value: Value) -> Shown:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value
