"""The printed filing before it is text: sheets of lines whose spots hold an amount and a box.

Noise damages this model and layouts print it; the truth of every cell travels beside it.
`BREAK` inside a printed string stands for a cell boundary that the layout draws its own way.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bench.synth.firms import Facts, Figure, Figures
from focusconv.forms.catalog import CellSpec, Edition, Key, Line, StatementSpec, key_of

BREAK = "\x1f"

Class = Literal["read", "misread", "derived", "either", "blank", "absent", "unknown"]
"""As in the truth tables of the samples, and `misread`: another amount is legibly printed, so
that the value is right only if corrected, and null or disputed is honest."""

Negative = Literal["paren", "minus"]


@dataclass
class Truth:
    """What a cell truly holds and what an honest reader can know of it."""

    kind: Class
    value: Figure


@dataclass
class Spot:
    """One printed amount with its box; `text` is empty where nothing is printed."""

    key: Key
    text: str
    box: str | None
    detail: bool
    deduction: bool
    dollar: bool = False
    name: bool = False


@dataclass
class PrintLine:
    """One line of the form; `ghost` is a printed amount that belongs to no line."""

    number: str
    label: str
    level: int
    spots: list[Spot] = field(default_factory=list)
    ghost: str = ""

    @property
    def heading(self) -> bool:
        return not self.spots


@dataclass
class Sheet:
    """One page: rows of its running head, its titles, its lines, rows of its foot."""

    statements: tuple[str, ...]
    head: list[str]
    titles: list[str]
    lines: list[PrintLine]
    rows: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)

    @property
    def cover(self) -> bool:
        return self.statements == ("cover",)


@dataclass
class Printed:
    """A filing on paper with its truth: per cell, and per fact of the header.

    A header fact of None must not be made up; one that is not in `header` is not asked for.
    """

    edition: Edition
    facts: Facts
    sheets: list[Sheet]
    truth: dict[Key, Truth]
    header: dict[str, str | None]

    def spots(self) -> Iterator[tuple[Sheet, PrintLine, Spot]]:
        """Every amount spot of the statements, once even where a page stands twice."""
        seen: set[int] = set()
        for sheet in self.sheets:
            for line in sheet.lines:
                for spot in line.spots:
                    if id(spot) not in seen and not spot.name:
                        seen.add(id(spot))
                        yield sheet, line, spot


def grouped(value: int, *, deduction: bool, negative: Negative) -> str:
    """An amount as forms print it: grouped by comma, with its minus or its parentheses."""
    digits = f"{abs(value):,}"
    if negative == "minus":
        return f"-{digits}" if value < 0 else digits
    return f"({digits})" if value < 0 or deduction else digits


def printed(
    edition: Edition, facts: Facts, figures: Figures, *, negative: Negative | None = None
) -> Printed:
    """The filing as its form prints it, undamaged, without the rows of its cover."""
    usual: Negative = "minus" if edition.system == "WinJammer" else "paren"
    build = _Builder(edition, facts, figures, negative or usual)
    return Printed(
        edition=edition,
        facts=facts,
        sheets=list(build.sheets()),
        truth={key: _truth(figures, key) for key in edition.spec},
        header=build.header(),
    )


def _truth(figures: Figures, key: Key) -> Truth:
    value = figures.get(key)
    return Truth("blank" if value is None else "read", value)


def slashed(day: datetime.date, *, short: bool) -> str:
    """MM/DD/YY as FOCUS prints dates, or M/D/YYYY as WinJammer does."""
    return f"{day:%m/%d/%y}" if short else f"{day.month}/{day.day}/{day.year}"


class _Builder:
    def __init__(
        self, edition: Edition, facts: Facts, figures: Figures, negative: Negative
    ) -> None:
        self.edition = edition
        self.facts = facts
        self.figures = figures
        self.negative = negative
        self.focus = edition.system == "FOCUS"

    def sheets(self) -> Iterator[Sheet]:
        yield Sheet(("cover",), [], [], [])
        pages: dict[str, list[StatementSpec]] = {}
        for spec in self.edition.statements:
            if spec.id != "cover":
                pages.setdefault(spec.id if self.focus else spec.title, []).append(spec)
        for specs in pages.values():
            lines = [line for spec in specs for line in self._lines(spec)]
            yield Sheet(tuple(s.id for s in specs), self._head(), [self._title(specs[0])], lines)

    def _title(self, spec: StatementSpec) -> str:
        return max(spec.titles, key=len) if self.focus else spec.title

    def _head(self) -> list[str]:
        facts = self.facts
        end = slashed(facts.end, short=self.focus)
        if self.focus:
            return ["BROKER OR DEALER", f"{facts.name}{BREAK}as of{BREAK}{end}"]
        submit = slashed(facts.submitted, short=False)
        return [
            f"End Date:{end}",
            f"Firm Name:{facts.name}",
            f"Form:Daily Seg - FOCUS II Submit Date:{submit}",
        ]

    def header(self) -> dict[str, str | None]:
        facts = self.facts
        both = {
            "name": facts.name,
            "period.begin": facts.begin.isoformat(),
            "period.end": facts.end.isoformat(),
            "contact.name": facts.contact,
            "contact.telephone": facts.telephone,
        }
        if not self.focus:
            return both | {
                "contact.email": facts.email,
                "submitted": facts.submitted.isoformat(),
                "type": "amended" if facts.amended else "initial",
                "sec_file_number": None,
                "firm_id": None,
            }
        return both | {
            "contact.email": None,
            "sec_file_number": facts.sec_file_number,
            "firm_id": facts.firm_id,
            "address.street": facts.street,
            "address.city": facts.city,
            "address.state": facts.state,
            "address.zip": facts.zip,
            "submitted": None,
            "type": None,
        }

    def _lines(self, spec: StatementSpec) -> Iterator[PrintLine]:
        for line in spec.lines:
            printed_line = PrintLine(_number(line), line.label, line.level)
            printed_line.spots = [self._spot(spec, line, cell) for cell in line.cells]
            yield from self._names(printed_line)

    def _names(self, line: PrintLine) -> Iterator[PrintLine]:
        """A depository's name stands behind `Name(s):`, on the line or on the next."""
        names = [spot for spot in line.spots if spot.name]
        amounts = [spot for spot in line.spots if not spot.name]
        if not names:
            yield line
        elif amounts and line.level > 1:
            yield PrintLine(line.number, line.label, line.level)
            yield PrintLine("", "Name(s):", line.level, line.spots)
        else:
            yield PrintLine(line.number, f"{line.label} Name(s):", line.level, line.spots)

    def _spot(self, spec: StatementSpec, line: Line, cell: CellSpec) -> Spot:
        key = key_of(spec.id, line, cell)
        value = self.figures.get(key)
        deduction = cell.sign == "-" and self.negative == "paren"
        if cell.kind == "text":
            return Spot(key, str(value or ""), cell.box, False, False, name=True)
        if isinstance(value, int):
            text = grouped(value, deduction=deduction, negative=self.negative)
        else:
            text = "( )" if deduction else ""
        return Spot(
            key=key,
            text=text,
            box=cell.box,
            detail=cell.column == "detail",
            deduction=deduction,
            dollar=line.level <= 1 or line.line.endswith(".A"),
        )


def _number(line: Line) -> str:
    last = line.line.split(".")[-1]
    if line.level == 0 or last in ("0", "less", "note") or line.line == "E":
        return ""
    return f"({last})" if line.line.startswith("E.") else f"{last}."
