"""Points to lines: one a firm, system and regime, in the order of time, the gaps in it.

Of two filings for the same day the later one counts: amended over initial, then the later
submission, then what a reviewer decided on. Where nothing says which is later and they differ,
the difference is told and neither figure looks sure.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from focusconv.forms.catalog import Every
from focusconv.series.calendar import business_days, month_ends, month_of
from focusconv.series.point import MEASURES, Figure, Point, Said

LIFETIME: Final = datetime.timedelta(days=50 * 366)
"""So far apart are no two filings that an archive holds."""

Place = tuple[int, str, datetime.date]
"""Firm, system and day: for one place, one filing counts."""


class Slot(Struct, frozen=True):
    """A period of a line; `point` is None where no filing is for it."""

    day: datetime.date
    point: Point | None


class Line(Struct, frozen=True, kw_only=True):
    """One regime of one firm as one form reports it, from its first filing to its last."""

    regime: str
    system: str
    every: Every
    slots: tuple[Slot, ...]


class Firm(Struct, frozen=True, kw_only=True):
    """A firm under the name its latest filing gives, and its lines."""

    key: int
    name: str
    lines: tuple[Line, ...]

    @property
    def filings(self) -> int:
        """How many filings its lines come from."""
        return len({slot.point.origin for line in self.lines for slot in line.slots if slot.point})


class Collection(Struct, frozen=True, kw_only=True):
    """All firms by name. `superseded` counts the filings a later one took the place of, and
    `silent` names the firms whose filings say nothing of any regime."""

    firms: tuple[Firm, ...]
    silent: tuple[str, ...]
    superseded: int

    @property
    def filings(self) -> int:
        return sum(firm.filings for firm in self.firms)


def collection(filings: Iterable[Said], regimes: Sequence[str]) -> Collection:
    """What the filings say as lines, those of a firm in the order of `regimes`.

    A regime of which no filing of the firm says anything has no line.
    """
    kept, superseded = latest(filings)
    by_firm: dict[int, list[Point]] = defaultdict(list)
    for point in kept:
        by_firm[point.firm].append(point)
    firms = [_firm(key, found, regimes) for key, found in by_firm.items()]
    firms.sort(key=lambda firm: (firm.name.casefold(), firm.key))
    return Collection(
        firms=tuple(firm for firm in firms if firm.lines),
        silent=tuple(firm.name for firm in firms if not firm.lines),
        superseded=superseded,
    )


def far_off(filings: Sequence[Said]) -> list[Said]:
    """The filings whose day is surely misread: a lifetime away from the middle one's.

    Without them a single date could make millions of missing periods.
    """
    if not filings:
        return []
    days = sorted(said[0].day for said in filings)
    middle = days[len(days) // 2]
    return [said for said in filings if abs(said[0].day - middle) > LIFETIME]


def latest(filings: Iterable[Said]) -> tuple[list[Point], int]:
    """The points of the filings that count, and how many filings were superseded.

    What is given twice, and says the same each time, is one filing.
    """
    places: dict[Place, list[Said]] = defaultdict(list)
    for said in dict.fromkeys(filings):
        places[said[0].firm, said[0].system, said[0].day].append(said)
    kept: list[Point] = []
    for found in places.values():
        first, *others = sorted(found, key=_rank, reverse=True)
        rivals = [other for other in others if _age(other) == _age(first)]
        kept += [_contested(point, rivals) for point in first]
    return kept, sum(len(found) - 1 for found in places.values())


def _age(said: Said) -> tuple[bool, str, bool]:
    """What makes a filing the later one: amended, submitted later, decided by a reviewer."""
    origin = said[0].origin
    reviewed = any(point.reviewed for point in said)
    return origin.type == "amended", origin.submitted or "", reviewed


def _rank(said: Said) -> tuple[bool, str, bool, str, str]:
    """The age, then what decides between filings of one age the same way every time."""
    return *_age(said), said[0].origin.source, said[0].origin.key


def _contested(point: Point, rivals: Iterable[Said]) -> Point:
    """The point, its figures in dispute where another filing of the same age has others."""
    for rival in (other for found in rivals for other in found if other.regime == point.regime):
        for measure in MEASURES:
            ours, theirs = point.figure(measure), rival.figure(measure)
            if ours.value != theirs.value:
                said = "nothing" if theirs.value is None else f"{theirs.value:,}"
                note = f"{rival.origin.source}, for the same day, says {said}"
                doubtful = replace(ours, status=_doubted(ours), verified=False, note=note)
                point = replace(point, **{measure: doubtful})
    return point


def _doubted(figure: Figure) -> str:
    return figure.status if figure.value is None else "disputed"


def _firm(key: int, points: list[Point], regimes: Sequence[str]) -> Firm:
    newest = max(points, key=lambda point: (point.day, point.system, point.name))
    by_system: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_system[point.system].append(point)
    lines = [
        Line(regime=regime, system=system, every=found[0].every, slots=_slots(found, regime))
        for regime in regimes
        for system, found in sorted(by_system.items())
        if any(point.regime == regime and _says_anything(point) for point in found)
    ]
    return Firm(key=key, name=newest.name, lines=tuple(lines))


def _says_anything(point: Point) -> bool:
    return any(point.figure(measure).status not in ("blank", "absent") for measure in MEASURES)


def _slots(points: Sequence[Point], regime: str) -> tuple[Slot, ...]:
    """The periods of the system's filings, and those between them that have none."""
    wanted = {point.day: point for point in points if point.regime == regime}
    filed = {point.day: wanted.get(point.day) or _without(point, regime) for point in points}
    slots = [Slot(day, point) for day, point in filed.items()]
    slots += [Slot(day, None) for day in _unfiled(points)]
    return tuple(sorted(slots, key=lambda slot: slot.day))


def _without(point: Point, regime: str) -> Point:
    """That filing, which has nothing of this regime."""
    return Point(
        firm=point.firm,
        name=point.name,
        system=point.system,
        every=point.every,
        regime=regime,
        begin=point.begin,
        day=point.day,
        origin=point.origin,
    )


def _unfiled(points: Sequence[Point]) -> list[datetime.date]:
    """The business days or month ends between first and last for which no filing is."""
    first, last = min(point.day for point in points), max(point.day for point in points)
    if points[0].every == "day":
        filed = {point.day for point in points}
        return [day for day in business_days(first, last) if day not in filed]
    covered = {month_of(end) for point in points for end in month_ends(point.begin, point.day)}
    return [day for day in month_ends(first, last) if month_of(day) not in covered]
