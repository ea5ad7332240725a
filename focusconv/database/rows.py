"""A filing as rows of the tables, its keys left open.

Rows are tuples in the order of the columns named here; the key of the filing comes first and is
set when the filing is loaded.
"""

from __future__ import annotations

import datetime
import hashlib

import msgspec
from msgspec import Struct

from focusconv.database.identity import Printed, printed_of
from focusconv.errors import InvalidExport
from focusconv.record.filing import Check, Filing, Item
from focusconv.record.fingerprint import content_sha256
from focusconv.tidy.rows import Row, day, verified, written

FILINGS = (
    "filing_key",
    "reading_key",
    "firm_key",
    "firm_name_key",
    "superseded_by",
    "content_sha256",
    "system",
    "form_id",
    "edition",
    "form_type",
    "filer_name",
    "sec_file_number",
    "firm_id",
    "street",
    "city",
    "state",
    "zip",
    "contact_name",
    "telephone",
    "email",
    "period_begin",
    "period_end",
    "submitted",
    "readers",
    "unit",
    "decimals",
    "status",
)
STATEMENTS = ("filing_key", "statement", "title", "as_of", "decimals")
ITEMS = (
    "filing_key",
    "cell_key",
    "amount",
    "text",
    "status",
    "verified",
    "verified_by",
    "raw",
    "as_read",
    "candidates",
    "page",
    "region",
    "confidence",
    "reason",
)
CHECKS = (
    "filing_key",
    "rule_key",
    "status",
    "expected",
    "actual",
    "difference",
    "message",
    "suspects",
)
FINDINGS = ("filing_key", "position", "level", "code", "message", "page")
CORRECTIONS = ("filing_key", "position", "target", "action", "value", "decided_by", "why")


class FormKeys(Struct, frozen=True):
    """The keys of an edition's cells, by (statement, line, column), and of its rules, by id."""

    cells: dict[tuple[str, str, str], int]
    rules: dict[str, int]


class Record(Struct, frozen=True, kw_only=True):
    """A filing that is ready to be loaded: what tells it from others, and the filing."""

    filing: Filing
    content: str
    corrections: str
    printed: Printed | None
    period_end: datetime.date | None


def record_of(filing: Filing) -> Record:
    """What a filing is known by. Raises InvalidExport where a database cannot hold it."""
    try:
        printed = printed_of(filing)
    except KeyError as error:
        raise _foreign(filing, "no place in the catalog") from error
    decided = msgspec.json.encode(filing.corrections)
    return Record(
        filing=filing,
        content=content_sha256(filing),
        corrections=hashlib.sha256(decided).hexdigest() if filing.corrections else "",
        printed=printed,
        period_end=day(filing, filing.period.end),
    )


def filing_row(record: Record, keys: Row) -> Row:
    """The row of a filing; `keys` are its first five columns."""
    filing = record.filing
    filer = filing.filer
    address, contact = filer.address, filer.contact
    return (
        *keys,
        record.content,
        filing.form.system,
        filing.form.id,
        filing.form.edition,
        filing.form.type,
        filer.name,
        filer.sec_file_number,
        filer.firm_id,
        *(
            (None, None, None, None)
            if address is None
            else (address.street, address.city, address.state, address.zip)
        ),
        *(
            (None, None, None)
            if contact is None
            else (contact.name, contact.telephone, contact.email)
        ),
        day(filing, filing.period.begin),
        record.period_end,
        filing.submitted,
        " ".join(filing.source.readers),
        filing.unit,
        filing.decimals,
        filing.status,
    )


def statement_rows(filing: Filing, key: int) -> list[Row]:
    return [
        (key, statement.id, statement.title, day(filing, statement.as_of), statement.decimals)
        for statement in filing.statements
    ]


def item_rows(filing: Filing, key: int, form: FormKeys) -> list[Row]:
    """Raises InvalidExport for an item that the form does not have."""
    cells = form.cells
    try:
        return [
            _item_row(item, key, cells[statement.id, item.line, item.column])
            for statement in filing.statements
            for item in statement.items
        ]
    except KeyError as error:
        raise _foreign(filing, f"no cell {'/'.join(error.args[0])}") from error


def _item_row(item: Item, key: int, cell: int) -> Row:
    value = item.value
    whole = item.kind == "amount"
    return (
        key,
        cell,
        value if whole else None,
        None if whole else written(value),
        item.status,
        verified(item),
        " ".join(item.verified_by) or None,
        item.raw,
        written(item.as_read),
        _json(item.candidates),
        item.page,
        None if item.region is None else " ".join(map(str, item.region)),
        item.confidence,
        item.reason,
    )


def _json(records: tuple[Struct, ...]) -> str | None:
    return msgspec.json.encode(records).decode() if records else None


def check_rows(filing: Filing, key: int, form: FormKeys) -> list[Row]:
    """Raises InvalidExport for a check that the form does not have."""
    try:
        return [_check_row(check, key, form.rules[check.id]) for check in filing.checks]
    except KeyError as error:
        raise _foreign(filing, f"no rule {error.args[0]}") from error


def _check_row(check: Check, key: int, rule: int) -> Row:
    return (
        key,
        rule,
        check.status,
        check.expected,
        check.actual,
        check.difference,
        check.message,
        _json(check.suspects),
    )


def finding_rows(filing: Filing, key: int) -> list[Row]:
    return [
        (key, position, finding.level, finding.code, finding.message, finding.page)
        for position, finding in enumerate(filing.findings, 1)
    ]


def correction_rows(filing: Filing, key: int) -> list[Row]:
    return [
        (key, position, said.target, said.action, written(said.value), said.by, said.why)
        for position, said in enumerate(filing.corrections, 1)
    ]


def _foreign(filing: Filing, lacks: str) -> InvalidExport:
    return InvalidExport(
        f"the form {filing.form.id}, edition {filing.form.edition}, has {lacks}",
        place=filing.source.name,
        remedy="look with focusconv validate",
    )
