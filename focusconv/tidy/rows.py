"""Filings as one table with a row an item: its columns, their types, its rows.

Every table of the program is made of these, whatever its format. Amounts are whole dollars in a
column of their own, `amount`; every other value is in `text`, as the exports write it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from msgspec import Struct

from focusconv.errors import InvalidExport
from focusconv.record.filing import Filing, Item, Value
from focusconv.record.fingerprint import content_sha256

Type = Literal["text", "name", "whole", "number", "date", "flag"]
"""`name` is a text of few different values; `whole` a 64-bit integer."""

Columns = dict[str, Type]

Row = tuple[Any, ...]
"""A value a column; None where there is none."""

FILING: Final[Columns] = {
    "filing": "name",
    "firm": "name",
    "sec_file_number": "name",
    "firm_id": "name",
    "system": "name",
    "form": "name",
    "edition": "name",
    "type": "name",
    "period": "name",
    "period_end": "date",
    "submitted": "name",
    "filing_status": "name",
    "source": "name",
    "sha256": "name",
}
"""The columns of a filing, which every table begins with. `filing` is the hash of what it says
(see `content`), `type` initial or amended, `period` the month of its end (`2017-04`), `sha256`
the hash of its document."""

ITEM: Final[Columns] = {
    "statement": "name",
    "as_of": "date",
    "decimals": "whole",
    "box": "name",
    "line": "name",
    "column": "name",
    "label": "name",
    "kind": "name",
    "amount": "whole",
    "text": "text",
    "status": "name",
    "verified": "flag",
    "verified_by": "text",
    "raw": "text",
    "as_read": "text",
    "page": "whole",
    "confidence": "number",
    "reason": "text",
}

CHECK: Final[Columns] = {
    "check": "name",
    "statement": "name",
    "status": "name",
    "expected": "whole",
    "actual": "whole",
    "difference": "whole",
    "hard": "flag",
    "rule": "name",
    "message": "text",
}

FINDING: Final[Columns] = {"level": "name", "code": "name", "message": "text", "page": "whole"}

COLUMNS: Final[Columns] = {**FILING, **ITEM}
"""The columns of the table of items."""

UNKNOWN: Final = "unknown"
"""The period of a filing whose end is not known."""

SETTLED: Final = frozenset({"reported", "corrected", "derived", "reviewed"})
"""The states of a figure that claims to be right."""

_AT = {name: at for at, name in enumerate(ITEM)}


class Piece(Struct, frozen=True, kw_only=True):
    """One filing: the row of `FILING`, and rows of `ITEM`, `CHECK` and `FINDING`."""

    filing: Row
    items: list[Row]
    checks: list[Row]
    findings: list[Row]

    def rows(self) -> Iterator[Row]:
        """The rows of `COLUMNS`."""
        return ((*self.filing, *item) for item in self.items)


def piece_of(filing: Filing) -> Piece:
    """The rows of a filing, in its order.

    Raises InvalidExport where it holds what no export can, or a date that is none.
    """
    end = day(filing, filing.period.end)
    return Piece(
        filing=_filing(filing, end),
        items=[
            (statement.id, day(filing, statement.as_of) or end, statement.decimals, *_item(item))
            for statement in filing.statements
            for item in statement.items
        ],
        checks=[
            (
                check.id,
                check.statement,
                check.status,
                check.expected,
                check.actual,
                check.difference,
                check.hard,
                check.rule,
                check.message,
            )
            for check in filing.checks
        ],
        findings=[
            (finding.level, finding.code, finding.message, finding.page)
            for finding in filing.findings
        ],
    )


def once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same filing is taken once, in whatever formats and under whatever names it is there."""
    seen: set[str] = set()
    for piece in pieces:
        content = piece.filing[0]
        if content not in seen:
            seen.add(content)
            yield piece


def _filing(filing: Filing, end: datetime.date | None) -> Row:
    return (
        content_sha256(filing),
        filing.filer.name,
        filing.filer.sec_file_number,
        filing.filer.firm_id,
        filing.form.system,
        filing.form.id,
        filing.form.edition,
        filing.form.type,
        period(end),
        end,
        filing.submitted,
        filing.status,
        filing.source.name,
        filing.source.sha256,
    )


def period(end: datetime.date | None) -> str:
    """The month of the end of a period, `2017-04`."""
    return UNKNOWN if end is None else f"{end:%Y-%m}"


def _item(item: Item) -> Row:
    whole = item.kind == "amount"
    return (
        item.box,
        item.line,
        item.column,
        item.label,
        item.kind,
        item.value if whole else None,
        None if whole else written(item.value),
        item.status,
        verified(item),
        " ".join(item.verified_by) or None,
        item.raw,
        written(item.as_read),
        item.page,
        item.confidence,
        item.reason,
    )


def of_item(item: Row, column: str) -> Any:
    """The value of a row of `ITEM` in a column."""
    return item[_AT[column]]


def confirmed(item: Row) -> bool:
    """Whether something confirms the value of a row of `ITEM`, and nothing disputes it."""
    known = of_item(item, "amount") is not None or of_item(item, "text") is not None
    return known and of_item(item, "verified") and of_item(item, "status") in SETTLED


def verified(item: Item) -> bool:
    """Whether anything confirms an item: an exact rule, a second reading, or a reviewer."""
    return bool(item.verified_by) or item.status == "reviewed"


def written(value: Value) -> str | None:
    """A value as the exports write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def day(filing: Filing, text: str | None) -> datetime.date | None:
    """A date of a filing; InvalidExport where it is none."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidExport(
            f"{text[:40]!r} is no date", place=filing.source.name, remedy="correct the date"
        ) from error
