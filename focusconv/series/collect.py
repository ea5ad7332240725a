"""Filings to points: the cells that the catalog names as a regime's measures."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from focusconv.checking import exported, read_export, rechecked
from focusconv.database.identity import Printed, printed_of, resolve
from focusconv.errors import UnreadableInput
from focusconv.files.inputs import Input, read_input
from focusconv.forms.catalog import Edition, Key, Regime, Rule, catalog
from focusconv.record.filing import Filing, Item
from focusconv.record.limits import MAX_INTEGER
from focusconv.series.point import ABSENT, Figure, Origin, Point
from focusconv.terminal.console import clean

_YEAR: Final = datetime.timedelta(days=366)


def filings_in(item: Input) -> Iterator[Filing]:
    """The filings of a document, or the one of an export, its rules run again.

    Raises UnreadableInput, UnknownForm or InvalidExport where it holds none.
    """
    data = read_input(item)
    if exported(data):
        yield rechecked(read_export(data))
    else:
        from focusconv.conversion import filings

        yield from filings(data, name="stdin" if item.path is None else item.path.name)


def points_of(filing: Filing, firm: int) -> Iterator[Point]:
    """A point for each regime that the form measures by an excess.

    Raises UnreadableInput where the filing can stand in no line: its form has no such regime,
    or it does not say as of which day it is.
    """
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    if not any(regime.excess for regime in edition.regimes):
        raise UnreadableInput(
            f"{edition.title} has no excess to draw",
            place=filing.source.name,
            remedy="name its boxes under regimes in the catalog",
        )
    cells = _Cells.of(filing, edition)
    day = _day(filing)
    for regime in edition.regimes:
        if regime.excess is not None:
            yield Point(
                firm=firm,
                name=_name(filing),
                system=filing.form.system,
                every=edition.every,
                regime=regime.id,
                begin=_begin(filing, day),
                day=day,
                origin=Origin(
                    source=clean(filing.source.name),
                    key=filing.source.sha256,
                    status=filing.status,
                    type=filing.form.type,
                    submitted=filing.submitted,
                ),
                **{measure: cells.figure(key) for measure, key in regime.measures.items()},
            )


def begin_of(begin: datetime.date | None, day: datetime.date) -> datetime.date:
    """The first day a filing is for; its last where the first is unknown or out of reason.

    A period of more than a year would hide that filings are missing.
    """
    within = begin is not None and datetime.timedelta(0) <= day - begin <= _YEAR
    return begin if begin is not None and within else day


class Firms:
    """The firms of filings, told by all that these print of them, as the database tells them."""

    def __init__(self) -> None:
        self._numbers: dict[Printed, int] = {}

    def number(self, filing: Filing) -> int:
        """The number of what the filing prints of its firm.

        Raises UnreadableInput where that is nothing sure: it can stand in no line.
        """
        printed = printed_of(filing)
        if printed is None:
            raise UnreadableInput(
                "the filing does not surely say of which firm it is",
                place=filing.source.name,
                remedy="set the name with a corrections file",
            )
        return self._numbers.setdefault(printed, len(self._numbers))

    def resolved(self) -> dict[int, int]:
        """For each number that of the firm, once all filings are known."""
        return resolve({number: printed for printed, number in self._numbers.items()}, ())


def regimes() -> dict[str, Regime]:
    """The regimes of every edition by id, in the order in which the catalog names them."""
    return {
        regime.id: regime
        for edition in catalog().editions
        for regime in edition.regimes
        if regime.excess is not None
    }


class _Cells(Struct, frozen=True):
    """The items of a filing by key, and what its checks say of them."""

    items: dict[Key, Item]
    days: dict[str, str]
    end: str | None
    passed: frozenset[str]
    failing: tuple[Rule, ...]

    @staticmethod
    def of(filing: Filing, edition: Edition) -> _Cells:
        failed = {check.id for check in filing.checks if check.hard and check.status == "failed"}
        return _Cells(
            items={
                f"{statement.id}/{item.line}/{item.column}": item
                for statement in filing.statements
                for item in statement.items
            },
            days={st.id: st.as_of for st in filing.statements if st.as_of is not None},
            end=filing.period.end,
            passed=frozenset(check.id for check in filing.checks if check.status == "passed"),
            failing=tuple(rule for rule in edition.rules if rule.id in failed),
        )

    def figure(self, key: Key) -> Figure:
        """What the item of that key says; in doubt where the filing contradicts itself on it."""
        item = self.items.get(key)
        if item is None:
            return ABSENT
        value = item.value
        if not isinstance(value, int) or isinstance(value, bool):
            return Figure(None, item.status, False)
        if abs(value) > MAX_INTEGER:
            return Figure(None, "unreadable", False, f"{value:,} is no amount of money")
        verified = not self.passed.isdisjoint(item.verified_by) or (
            "second-reading" in item.verified_by
        )
        doubt = self._doubt(key, verified=verified)
        if doubt is not None:
            return Figure(value, "disputed", False, doubt)
        return Figure(value, item.status, verified, item.reason and clean(item.reason))

    def _doubt(self, key: Key, *, verified: bool) -> str | None:
        as_of = self.days.get(key.split("/")[0])
        if as_of is not None and as_of != self.end:
            return f"its statement is as of {clean(as_of)}"
        failing = [rule.text for rule in self.failing if key in rule.keys]
        if failing and not verified:
            return f"a total fails: {'; '.join(failing)}"
        return None


def _name(filing: Filing) -> str:
    """What the firm is called: its name, else a number that it prints."""
    filer = filing.filer
    called = filer.name or filer.sec_file_number or filer.firm_id or ""
    return " ".join(clean(called).split())


def _day(filing: Filing) -> datetime.date:
    day = _date(filing.period.end)
    if day is None:
        raise UnreadableInput(
            "the filing does not say as of which day it is",
            place=filing.source.name,
            remedy="set the end of the period with a corrections file",
        )
    return day


def _begin(filing: Filing, day: datetime.date) -> datetime.date:
    return begin_of(_date(filing.period.begin), day)


def _date(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        return None
