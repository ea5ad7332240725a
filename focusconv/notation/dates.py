"""Dates as filings print them: figures, ISO, months in words; strictly, or none at all.

The forms ask for MM/DD/YY, so the month stands first wherever it can. A day is taken to stand
first only where the first figure is no month (31/03/2025). Years of two digits are of this
century: the forms are younger. What is no day of the calendar is no date.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from msgspec import Struct

_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_WORD = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>\d{{4}}|'?\d{{2}})"

_PATTERN = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<first>\d{1,2})(?P<sep>\s?[/-]\s?|\.)(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})"
    r"|(?P<iso_year>\d{4})(?P<iso_sep>[/-])(?P<iso_month>\d{1,2})(?P=iso_sep)(?P<iso_day>\d{1,2})"
    rf"|{_WORD.format('month_a')}\s?{_DAY.format('day_a')}(?:\s?,\s?|\s)\s?{_YEAR.format('year_a')}"
    rf"|{_DAY.format('day_b')}(?:[\s-]|\sof\s|\sday\sof\s){_WORD.format('month_b')}"
    rf"[\s,-]{{1,2}}{_YEAR.format('year_b')}"
    r")(?!\d|[/.-]\d|-[A-Za-z])",
    re.IGNORECASE | re.ASCII,
)


class Printed(Struct, frozen=True):
    """A date in a text: its ISO 8601 form and where its print begins and ends."""

    iso: str
    start: int
    end: int


def iso_date(text: str) -> str | None:
    """The ISO date of a text that is nothing but one; None where it is none."""
    match = _PATTERN.fullmatch(text.strip(" \t.,;:"))
    return _iso(match) if match is not None else None


def dates_in(text: str) -> Iterator[Printed]:
    """Every date of a text, from left to right."""
    for match in _PATTERN.finditer(text):
        iso = _iso(match)
        if iso is not None:
            yield Printed(iso, match.start(), match.end())


def _iso(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if part["first"]:
        return _of_figures(part["first"], part["second"], part["year"])
    if part["iso_year"]:
        return _checked(part["iso_year"], int(part["iso_month"]), part["iso_day"])
    way = "a" if part["month_a"] else "b"
    month = _MONTHS[part[f"month_{way}"][:3].lower()]
    return _checked(part[f"year_{way}"], month, part[f"day_{way}"])


def _of_figures(first: str, second: str, year: str) -> str | None:
    """Month, day and year; the day first where the first figure can be no month."""
    if int(first) > 12:
        return _checked(year, int(second), first)
    return _checked(year, int(first), second)


def _checked(year: str, month: int, day: str) -> str | None:
    figures = year.lstrip("'")
    full = int(figures) + (2000 if len(figures) == 2 else 0)
    try:
        return datetime.date(full, month, int(day)).isoformat()
    except ValueError:
        return None
