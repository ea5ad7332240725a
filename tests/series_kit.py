"""Filings and points for many days, for tests of series."""

from __future__ import annotations

import datetime
from typing import Any

from msgspec.structs import replace

from focusconv.record.filing import Filing, ItemStatus
from focusconv.series.point import Figure, Origin, Point, Said
from tests.synthetic import filing_of, settled, with_item

DAILY = "DAILY-SEG-FOCUS-II-2014"
MONTHLY = "X-17A-5-II-2014"


def sure(value: int) -> Figure:
    return Figure(value, "reported", True)


def figure(value: int | None, status: ItemStatus, *, verified: bool = False) -> Figure:
    return Figure(value, status, verified)


def point(day: str, /, **changes: Any) -> Point:
    """A sure point: 1,000 required, 1,100 held, 100 above, 60 aimed at; `changes` on top."""
    date = datetime.date.fromisoformat(day)
    source = changes.pop("source", f"{day}.pdf")
    origin = Origin(
        source=source,
        key=changes.pop("key", source),
        status=changes.pop("status", "confirmed"),
        type=changes.pop("type", None),
        submitted=changes.pop("submitted", None),
    )
    fields: dict[str, Any] = {
        "firm": 1,
        "name": "A Firm",
        "system": "WinJammer",
        "every": "day",
        "regime": "segregation",
        "begin": date,
        "day": date,
        "required": sure(1_000),
        "held": sure(1_100),
        "excess": sure(100),
        "target": sure(60),
        "origin": origin,
    }
    return Point(**{**fields, **changes})


def filings(*points: Point) -> list[Said]:
    """The points as filings: those of one firm, system and document are one."""
    found: dict[object, list[Point]] = {}
    for each in points:
        found.setdefault((each.firm, each.system, each.day, each.origin), []).append(each)
    return [tuple(said) for said in found.values()]


def month(day: str, /, **changes: Any) -> Point:
    """A point of a form that is filed for each month."""
    begin = datetime.date.fromisoformat(day).replace(day=1)
    return point(day, **{"system": "FOCUS", "every": "month", "begin": begin, **changes})


def filed(day: str, *, edition: str = DAILY, name: str = "A Firm LLC", source: str = "") -> Filing:
    """A whole filing as of a day, its totals confirmed by the rules of its form."""
    filing = filing_of(edition)
    checks = [check.id for check in filing.checks if check.status == "passed"]
    statements = tuple(
        replace(
            statement,
            as_of=day,
            items=tuple(
                replace(
                    item,
                    verified_by=tuple(f for f in checks if f.split(".")[-1] == item.box),
                )
                for item in statement.items
            ),
        )
        for statement in filing.statements
    )
    return replace(
        filing,
        filer=replace(filing.filer, name=name),
        period=replace(filing.period, begin=day, end=day),
        source=replace(filing.source, name=source or f"{day}.txt", sha256=f"{hash_of(day):064x}"),
        statements=statements,
    )


def hash_of(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def with_excess(filing: Filing, excess: int, target: int) -> Filing:
    """The filing with customer segregated funds of that excess, its totals adding up again."""
    held = filing.item("7180").value
    assert isinstance(held, int)
    before = filing.item("7190").value
    assert isinstance(before, int)
    cash = filing.item("7070").value
    assert isinstance(cash, int)
    for box, value in (
        ("7070", cash + excess - before),
        ("7180", held + excess - before),
        ("7190", excess),
        ("7194", target),
        ("7198", excess - target),
    ):
        filing = with_item(filing, box, value=value)
    return settled(filing)
