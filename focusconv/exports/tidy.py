"""Filings as one table with a row an item: its columns, their types, its rows.

Every table of the program is made of these, whatever its format. Amounts are whole dollars in a
column of their own, `amount`; every other value is in `text`, as the exports write it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Final, Literal

from focusconv.errors import InvalidExport
from focusconv.exports.content import content_sha256
from focusconv.filing import Filing, Item, Value

Type = Literal["text", "name", "whole", "number", "date", "flag"]
"""`name` is a text of few different values; `whole` a 64-bit integer."""

COLUMNS: Final[dict[str, Type]] = {
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
    "statement": "name",
    "as_of": "date",
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
    "source": "name",
    "sha256": "name",
}
"""The columns in order. `filing` is the hash of what the filing says (see `content`), `period`
the month of its end (`2017-04`), `type` initial or amended, `sha256` the hash of the document."""

UNKNOWN: Final = "unknown"
"""The period of a filing whose end is not known."""

Row = tuple[Any, ...]
"""A value a column, in the order of `COLUMNS`; None where there is none."""


def rows(filing: Filing) -> Iterator[Row]:
    """One row an item, in the order of the filing.

    Raises InvalidExport where the filing holds what no export can, or a date that is none.
    """
    end = day(filing, filing.period.end)
    head = (
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
    )
    tail = (filing.source.name, filing.source.sha256)
    for statement in filing.statements:
        said = (*head, statement.id, day(filing, statement.as_of) or end)
        for item in statement.items:
            yield (*said, *_item(item), *tail)


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
