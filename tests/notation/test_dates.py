"""Dates in all the ways that filings print them, and what is none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.notation.dates import dates_in, iso_date

DAYS = st.dates(datetime.date(2014, 1, 1), datetime.date(2049, 12, 31))

WAYS = (
    "{d:%m/%d/%Y}",
    "{d:%m/%d/%y}",
    "{d.month}/{d.day}/{d.year}",
    "{d:%m-%d-%Y}",
    "{d:%m.%d.%Y}",
    "{d:%Y-%m-%d}",
    "{d:%Y/%m/%d}",
    "{d:%d-%b-%Y}",
    "{d:%d-%b-%y}",
    "{d:%B} {d.day}, {d.year}",
    "{d:%B} {d.day} {d.year}",
    "{d:%b}. {d.day}, {d.year}",
    "{d.day} {d:%B} {d.year}",
    "{d.day}th day of {d:%B}, {d.year}",
)


@given(DAYS, st.sampled_from(WAYS), st.booleans())
def test_a_date_is_the_same_in_every_way_it_is_printed(
    day: datetime.date, way: str, upper: bool
) -> None:
    text = way.format(d=day)
    assert iso_date(text.upper() if upper else text) == day.isoformat()


@given(DAYS, st.sampled_from(WAYS))
def test_a_date_is_found_where_it_stands_in_a_text(day: datetime.date, way: str) -> None:
    text = way.format(d=day)
    (found,) = dates_in(f"Example 20 LLC as of {text} and more")
    assert found.iso == day.isoformat()
    assert f"Example 20 LLC as of {text} and more"[found.start : found.end] == text


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sept. 30, 2018", "2018-09-30"),
        ("September 30th, 2018", "2018-09-30"),
        ("31-Mar-2025", "2025-03-31"),
        ("3/31/25", "2025-03-31"),
        ("31/03/2025", "2025-03-31"),
        ("03/04/2025", "2025-03-04"),
        ("03/31/25.", "2025-03-31"),
    ],
)
def test_dates_as_filings_print_them(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "02/30/25",
        "32/13/2025",
        "2025",
        "March 2025",
        "13-13-2025",
        "8-41987",
        "212-555-0183",
        "",
        "1/2",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert iso_date(text) is None


@pytest.mark.parametrize("text", ["(212) 555-01-8325", "1,234.56.78", "7/1/20/3", "10/100/2020"])
def test_no_date_within_other_figures(text: str) -> None:
    assert list(dates_in(text)) == []
