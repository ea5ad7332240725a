"""The measures of every regime over time: what firms had to hold, held, and aimed at."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, Literal, get_args

from msgspec import Struct
from sqlalchemy import Boolean, Connection, Date, RowMapping, column, select, table

from focusconv.forms.catalog import Measure
from focusconv.record.filing import FilingStatus, ItemStatus


class Figure(Struct, frozen=True):
    """One measure as filed: whole dollars, or None where it is not known.

    `verified`: an exact rule, a second reading or a reviewer confirms it.
    """

    amount: int | None
    status: ItemStatus
    verified: bool

    @property
    def confirmed(self) -> bool:
        """Whether the amount is known, confirmed, and not in dispute."""
        return self.amount is not None and self.verified and self.status != "disputed"


class Point(Struct, frozen=True, kw_only=True):
    """What one current filing says of one regime on one day.

    `firm_key` tells firms apart, `firm` is the name to show; both are None where the firm is
    not known. A measure is None where the form has no cell for it, or the filing no statement.
    `begin` is the first day of the period and `as_of` its last.
    """

    firm_key: int | None
    firm: str | None
    system: str
    form_id: str
    form_type: Literal["initial", "amended"] | None
    regime: str
    begin: datetime.date | None
    as_of: datetime.date
    submitted: str | None
    required: Figure | None
    held: Figure | None
    excess: Figure | None
    target: Figure | None
    filing_status: FilingStatus
    filing_key: int
    document: str


_MEASURES = get_args(Measure)
_EXCESS = table(
    "excess",
    column("filing_key"),
    column("firm_key"),
    column("firm"),
    column("system"),
    column("form_id"),
    column("form_type"),
    column("regime"),
    column("begin", Date),
    column("as_of", Date),
    column("submitted"),
    *(column(measure) for measure in _MEASURES),
    *(column(f"{measure}_status") for measure in _MEASURES),
    *(column(f"{measure}_verified", Boolean) for measure in _MEASURES),
    column("filing_status"),
    column("document"),
)


def points(
    connection: Connection,
    firm: int | None,
    *,
    regimes: Collection[str] | None,
    system: str | None,
    begin: datetime.date | None,
    end: datetime.date | None,
) -> list[Point]:
    """The points of one firm, or of the filings whose firm is not known, by regime and day."""
    query = select(_EXCESS).where(_EXCESS.c.firm_key == firm, _EXCESS.c.as_of.is_not(None))
    if regimes is not None:
        query = query.where(_EXCESS.c.regime.in_(regimes))
    if system is not None:
        query = query.where(_EXCESS.c.system == system)
    if begin is not None:
        query = query.where(_EXCESS.c.as_of >= begin)
    if end is not None:
        query = query.where(_EXCESS.c.as_of <= end)
    ordered = query.order_by(*(_EXCESS.c[name] for name in ("regime", "system", "as_of")))
    return [_point(row._mapping) for row in connection.execute(ordered)]


def _point(row: RowMapping) -> Point:
    said: dict[str, Any] = {
        name: _figure(row, name) if name in _MEASURES else row[name]
        for name in Point.__struct_fields__
    }
    return Point(**said)


def _figure(row: RowMapping, measure: str) -> Figure | None:
    status = row[f"{measure}_status"]
    return None if status is None else Figure(row[measure], status, row[f"{measure}_verified"])
