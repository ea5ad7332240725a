"""Series as CSV: every period of every line, with exact figures."""

from __future__ import annotations

import csv
import io

from focusconv.series.lines import collection
from focusconv.series.point import Point
from focusconv.series.rows import HEADER, to_csv
from tests.series_kit import figure, filings, point, sure

REGIMES = ("segregation", "secured")


def rows(*points: Point) -> list[dict[str, str]]:
    text = to_csv(collection(filings(*points), REGIMES)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_period_is_a_row_and_one_without_a_filing_too() -> None:
    found = rows(
        point("2018-03-01", excess=figure(-7, "disputed")),
        point("2018-03-05", excess=figure(59, "derived"), required=figure(None, "unreadable")),
    )
    assert [row["as_of"] for row in found] == ["2018-03-01", "2018-03-02", "2018-03-05"]
    assert [row["to_look_at"] for row in found] == [
        "deficit disputed",
        "missing",
        "shortfall unreadable",
    ]
    assert found[0] == {
        "firm": "A Firm",
        "system": "WinJammer",
        "every": "day",
        "regime": "segregation",
        "as_of": "2018-03-01",
        "required": "1000",
        "required_status": "reported",
        "required_trust": "confirmed",
        "held": "1100",
        "held_status": "reported",
        "held_trust": "confirmed",
        "excess": "-7",
        "excess_status": "disputed",
        "excess_trust": "doubtful",
        "target": "60",
        "target_status": "reported",
        "target_trust": "confirmed",
        "deficit": "7",
        "shortfall": "67",
        "to_look_at": "deficit disputed",
        "filing_status": "confirmed",
        "document": "2018-03-01.pdf",
    }
    named = {"firm", "system", "every", "regime", "as_of", "to_look_at"}
    assert {name for name, value in found[1].items() if value} == named
    assert (found[2]["required"], found[2]["required_trust"]) == ("", "none")
    assert (found[2]["shortfall"], found[2]["excess_trust"]) == ("1", "unconfirmed")


def test_firms_and_regimes_follow_each_other() -> None:
    found = rows(
        point("2018-03-01", firm=2, name="B Firm"),
        point("2018-03-01", regime="secured"),
        point("2018-03-01"),
    )
    assert [(row["firm"], row["regime"]) for row in found] == [
        ("A Firm", "segregation"),
        ("A Firm", "secured"),
        ("B Firm", "segregation"),
    ]


def test_a_name_is_no_formula() -> None:
    (row,) = rows(point("2018-03-01", name="=HYPERLINK(1)", source="@a,b", excess=sure(-1)))
    assert (row["firm"], row["document"], row["excess"]) == ("'=HYPERLINK(1)", "'@a,b", "-1")


def test_the_header_names_each_column_once() -> None:
    assert len(set(HEADER)) == len(HEADER)
    assert to_csv(collection([], REGIMES)) == (",".join(HEADER) + "\n").encode()
