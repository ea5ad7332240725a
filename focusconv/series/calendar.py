"""For which days and months a filing is due: business days, and every month."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterator

from focusconv.errors import MissingPackage


def business_days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Monday to Friday, both ends included, less the days on which New York's exchange rests.

    A filing for one of those days is taken all the same; it is only never missed. Raises
    MissingPackage without the `series` extra.
    """
    resting = _holidays(first.year, last.year)
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = datetime.date.fromordinal(number)
        if day.weekday() < 5 and day not in resting:
            yield day


def month_ends(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The last day of each month, from that of `first` to that of `last`."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield datetime.date(year, month, monthrange(year, month)[1])
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def month_of(day: datetime.date) -> tuple[int, int]:
    return day.year, day.month


def _holidays(first: int, last: int) -> frozenset[datetime.date]:
    try:
        from holidays import financial_holidays
    except ImportError as error:
        raise MissingPackage(
            "the calendar of business days needs the package holidays",
            remedy="pip install 'focusconv[series]'",
        ) from error
    return frozenset(financial_holidays("XNYS", years=range(first, last + 1)))
