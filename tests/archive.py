"""Filings for tests of databases and tables: the samples, and small ones made to order."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from focusconv.record.filing import Filing, Statement
from tests.documents import SAMPLES
from tests.synthetic import EDITIONS, filing_of

FOCUS, WINJAMMER = EDITIONS

STATEMENTS = ("segregation",)


def samples() -> tuple[Filing, ...]:
    """The canonical filings of the samples, in the order of their folders."""
    return tuple(Filing.from_json(path.with_name("expected.json").read_bytes()) for path in SAMPLES)


def a_filing(
    name: str | None = "EXAMPLE FUTURES LLC",
    *,
    sec: str | None = None,
    firm_id: str | None = None,
    day: str | None = "2017-04-30",
    edition: str = WINJAMMER,
    kind: str | None = None,
    submitted: str | None = None,
    document: str = "",
    excess: int = 0,
) -> Filing:
    """A filing of one statement; each document is another one unless it is named.

    `excess` makes it say something else than its like.
    """
    base = filing_of(edition, *STATEMENTS)
    told = repr((name, sec, firm_id, day, kind, submitted, excess))
    return replace(
        base,
        form=replace(base.form, type=kind),
        filer=replace(base.filer, name=name, sec_file_number=sec, firm_id=firm_id),
        period=replace(base.period, begin=day, end=day),
        submitted=submitted,
        source=replace(base.source, sha256=hashlib.sha256((document or told).encode()).hexdigest()),
        statements=tuple(_raised(statement, excess) for statement in base.statements),
    )


def _raised(statement: Statement, by: int) -> Statement:
    items = tuple(
        replace(item, value=item.value + by) if item.box == "7194" else item
        for item in statement.items
        if isinstance(item.value, int)
    )
    return replace(statement, items=items)
