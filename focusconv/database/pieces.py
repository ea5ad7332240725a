"""The current filings of a database as rows of tables, filing by filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Date, and_, bindparam, column, func, select, table

from focusconv.database.tables import cells, checks, filings, findings, items, rules, statements
from focusconv.tidy.rows import Piece, Row, period

_CURRENT = table(
    "current_filings",
    *map(
        column,
        (
            "filing_key",
            "firm",
            "system",
            "form_id",
            "edition",
            "form_type",
            "submitted",
            "status",
            "document",
            "sha256",
        ),
    ),
    column("period_end", Date),
)

_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)

_ITEMS = (
    select(
        items.c.filing_key,
        cells.c.statement,
        func.coalesce(statements.c.as_of, filings.c.period_end),
        statements.c.decimals,
        cells.c.box,
        cells.c.line,
        cells.c.column_name,
        cells.c.label,
        cells.c.kind,
        items.c.amount,
        items.c.text,
        items.c.status,
        items.c.verified,
        items.c.verified_by,
        items.c.raw,
        items.c.as_read,
        items.c.page,
        items.c.confidence,
        items.c.reason,
    )
    .join(cells)
    .join(filings, filings.c.filing_key == items.c.filing_key)
    .join(
        statements,
        and_(
            statements.c.filing_key == items.c.filing_key,
            statements.c.statement == cells.c.statement,
        ),
    )
    .where(items.c.filing_key.in_(_KEYS))
    .order_by(items.c.filing_key, cells.c.position)
)

_CHECKS = (
    select(
        checks.c.filing_key,
        rules.c.check_id,
        rules.c.statement,
        checks.c.status,
        checks.c.expected,
        checks.c.actual,
        checks.c.difference,
        rules.c.hard,
        rules.c.rule,
        checks.c.message,
    )
    .join(rules)
    .where(checks.c.filing_key.in_(_KEYS))
    .order_by(checks.c.filing_key, checks.c.rule_key)
)

_FINDINGS = (
    select(
        findings.c.filing_key,
        findings.c.level,
        findings.c.code,
        findings.c.message,
        findings.c.page,
    )
    .where(findings.c.filing_key.in_(_KEYS))
    .order_by(findings.c.filing_key, findings.c.position)
)


def current_keys(connection: Connection) -> list[int]:
    """The keys of the current filings, by form, period and firm."""
    found = _CURRENT.c
    order = (found.form_id, found.period_end, found.firm, found.filing_key)
    return list(connection.execute(select(found.filing_key).order_by(*order)).scalars())


def pieces(connection: Connection, keys: Sequence[int]) -> Iterator[Piece]:
    """The rows of these filings, in the order of the keys. The firm is called as the database
    calls it; its numbers are those that the filing prints."""
    heads = _heads(connection, keys)
    inner = {
        name: _grouped(connection, query, keys)
        for name, query in (("items", _ITEMS), ("checks", _CHECKS), ("findings", _FINDINGS))
    }
    for key in keys:
        yield Piece(filing=heads[key], **{name: found[key] for name, found in inner.items()})


def _heads(connection: Connection, keys: Sequence[int]) -> dict[int, Row]:
    query = (
        select(_CURRENT, filings.c.content_sha256, filings.c.sec_file_number, filings.c.firm_id)
        .join(filings, filings.c.filing_key == _CURRENT.c.filing_key)
        .where(filings.c.filing_key.in_(keys))
    )
    return {
        row.filing_key: (
            row.content_sha256,
            row.firm,
            row.sec_file_number,
            row.firm_id,
            row.system,
            row.form_id,
            row.edition,
            row.form_type,
            period(row.period_end),
            row.period_end,
            row.submitted,
            row.status,
            row.document,
            row.sha256,
        )
        for row in connection.execute(query)
    }


def _grouped(connection: Connection, query: Any, keys: Sequence[int]) -> dict[int, list[Row]]:
    """The rows of each filing: the query's columns behind the first, which is the key."""
    found: dict[int, list[Row]] = defaultdict(list)
    for key, *row in connection.execute(query, {"keys": list(keys)}):
        found[key].append(tuple(row))
    return found
