"""Lines of series: which filing counts, which periods are missing, what to look at."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from focusconv.series.calendar import business_days, month_ends
from focusconv.series.events import Event, events, tally
from focusconv.series.lines import Firm, Line, collection, far_off, latest
from focusconv.series.point import ABSENT, MEASURES, Point
from tests.series_kit import figure, filings, month, point, sure

REGIMES = ("segregation", "secured")


def line_of(*points: Point) -> Line:
    (firm,) = collection(filings(*points), REGIMES).firms
    (line,) = firm.lines
    return line


def days_of(line: Line, *, filed: bool) -> list[str]:
    return [str(slot.day) for slot in line.slots if (slot.point is not None) == filed]


def test_business_days_leave_out_weekends_and_holidays() -> None:
    """Tuesday 3 July 2018 to Monday 9 July: the fourth is a holiday, then a weekend."""
    days = business_days(datetime.date(2018, 7, 3), datetime.date(2018, 7, 9))
    assert [day.day for day in days] == [3, 5, 6, 9]


def test_months_end_on_their_last_day() -> None:
    days = month_ends(datetime.date(2019, 11, 5), datetime.date(2020, 2, 1))
    assert [str(day) for day in days] == ["2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29"]


def test_a_business_day_without_a_filing_is_missing() -> None:
    """Thursday, then Tuesday: Friday and Monday are missing, the weekend is not."""
    line = line_of(point("2018-03-01"), point("2018-03-06"))
    assert days_of(line, filed=True) == ["2018-03-01", "2018-03-06"]
    assert days_of(line, filed=False) == ["2018-03-02", "2018-03-05"]
    assert events(line) == (Event("missing", 1, 2),)


def test_a_filing_for_a_holiday_is_taken() -> None:
    line = line_of(point("2018-07-03"), point("2018-07-04"), point("2018-07-05"))
    assert days_of(line, filed=True) == ["2018-07-03", "2018-07-04", "2018-07-05"]
    assert days_of(line, filed=False) == []


def test_a_month_without_a_filing_is_missing() -> None:
    line = line_of(month("2017-04-30"), month("2017-07-31"))
    assert days_of(line, filed=False) == ["2017-05-31", "2017-06-30"]


def test_a_filing_for_a_quarter_covers_its_months() -> None:
    quarter = month("2017-09-30", begin=datetime.date(2017, 7, 1))
    line = line_of(month("2017-06-30"), quarter, month("2017-11-30"))
    assert days_of(line, filed=False) == ["2017-10-31"]


def test_a_monthly_filing_dated_before_the_end_of_its_month_covers_it() -> None:
    line = line_of(month("2017-04-28"), month("2017-05-31"))
    assert days_of(line, filed=False) == []


def test_days_at_the_ends_of_the_calendar_are_days() -> None:
    first, last = datetime.date.min, datetime.date.max
    assert list(business_days(last, last)) == [last]
    assert list(month_ends(last, last)) == [last]
    assert list(business_days(first, first)) == [first]
    assert list(month_ends(first, first)) == [datetime.date(1, 1, 31)]


def test_a_day_a_lifetime_away_is_far_off() -> None:
    said = filings(*(point(f"20{year}-03-01") for year in ("01", "18", "19", "20")))
    (stray,) = filings(point("2107-03-13"))
    assert far_off([stray, *said]) == [stray]
    assert far_off(said) == []
    assert far_off([]) == []


def test_the_amended_filing_counts_whatever_was_submitted_later() -> None:
    first = point("2018-03-01", key="a", type="initial", submitted="2018-03-09")
    second = point("2018-03-01", key="b", type="amended", submitted="2018-03-02", excess=sure(50))
    for given_points in ([first, second], [second, first]):
        kept, superseded = latest(filings(*given_points))
        assert (kept, superseded) == ([second], 1)


def test_of_two_initial_filings_the_later_submitted_counts() -> None:
    first = point("2018-03-01", key="b", type="initial", submitted="2018-03-02", excess=sure(50))
    second = point("2018-03-01", key="a", type="initial", submitted="2018-03-03")
    assert latest(filings(second, first)) == ([second], 1)


def test_the_whole_filing_is_superseded() -> None:
    """A statement that the amended filing has not is not taken from the initial one."""
    first = [
        point("2018-03-01", key="a", type="initial"),
        point("2018-03-01", key="a", type="initial", regime="secured"),
    ]
    second = point("2018-03-01", key="b", type="amended")
    assert latest(filings(*first, second)) == ([second], 1)


def test_the_same_document_twice_is_one_filing() -> None:
    once = point("2018-03-01", key="a")
    assert latest([(once,), (once,)]) == ([once], 0)


def test_what_a_reviewer_decided_counts_before_what_was_read() -> None:
    read = month("2018-03-31", key="a", held=figure(None, "unreadable"))
    decided = month("2018-03-31", key="a", held=figure(1_100, "reviewed"))
    assert latest([(decided,), (read,)]) == ([decided], 1)
    assert latest([(read,), (decided,)]) == ([decided], 1)


def test_two_readings_of_one_document_that_differ_leave_doubt() -> None:
    readings = [(month("2018-03-31", key="a", held=sure(held)),) for held in (1_100, 1_101)]
    (kept,), _ = latest(readings)
    assert kept.held.trust == "doubtful"


def test_two_filings_of_one_age_that_differ_leave_doubt() -> None:
    first = month("2018-03-31", source="a.pdf", target=sure(60))
    second = month("2018-03-31", source="b.pdf", target=sure(61))
    for given_points in ([first, second], [second, first]):
        (kept,), superseded = latest(filings(*given_points))
        assert superseded == 1
        assert (kept.target.value, kept.target.trust) == (61, "doubtful")
        assert kept.target.note == "a.pdf, for the same day, says 60"
        assert kept.excess.trust == "confirmed"


def test_a_figure_that_one_of_two_filings_has_not_is_in_doubt() -> None:
    first = month("2018-03-31", source="a.pdf", held=figure(None, "unreadable"))
    second = month("2018-03-31", source="b.pdf")
    (kept,), _ = latest(filings(first, second))
    assert kept.held.note == "a.pdf, for the same day, says nothing"
    assert kept.held.trust == "doubtful"


def test_daily_and_monthly_filings_of_a_firm_are_lines_of_their_own() -> None:
    (firm,) = collection(filings(month("2018-03-31"), point("2018-03-29")), REGIMES).firms
    assert [(line.system, len(line.slots)) for line in firm.lines] == [
        ("FOCUS", 1),
        ("WinJammer", 1),
    ]


def test_a_firm_has_the_name_of_its_latest_filing() -> None:
    found = collection(
        filings(
            point("2018-03-05", name="A FIRM LLC"),
            point("2018-03-01", name="A Firm, LLC"),
            point("2018-03-01", firm=2, name="A Better Firm"),
        ),
        REGIMES,
    )
    assert [firm.name for firm in found.firms] == ["A Better Firm", "A FIRM LLC"]


def test_a_regime_of_which_nothing_is_said_has_no_line() -> None:
    empty = figure(None, "blank")
    silent = point(
        "2018-03-01", regime="secured", required=empty, held=empty, excess=empty, target=ABSENT
    )
    (firm,) = collection(filings(point("2018-03-01"), silent), REGIMES).firms
    assert [line.regime for line in firm.lines] == ["segregation"]


def test_a_firm_of_which_nothing_is_said_is_named() -> None:
    silent = point("2018-03-01", firm=2, name="B Firm")
    silent = replace(silent, **dict.fromkeys(MEASURES, figure(None, "blank")))
    found = collection(filings(point("2018-03-01"), silent), REGIMES)
    assert [firm.name for firm in found.firms] == ["A Firm"]
    assert found.silent == ("B Firm",)


def test_a_filing_without_the_statement_is_absent_not_missing() -> None:
    found = collection(
        filings(
            point("2018-03-01"),
            point("2018-03-02", regime="secured"),
            point("2018-03-05"),
        ),
        REGIMES,
    )
    (firm,) = found.firms
    segregation, secured = firm.lines
    assert events(segregation) == (Event("absent", 1, 1),)
    assert events(secured) == (Event("absent", 0, 0), Event("absent", 2, 2))


def test_a_deficit_is_told_once_and_a_shortfall_each_day() -> None:
    line = line_of(
        point("2018-03-01", excess=sure(-1)),
        point("2018-03-02", excess=sure(59)),
        point("2018-03-05", excess=sure(58)),
        point("2018-03-06", excess=sure(60)),
    )
    assert events(line) == (
        Event("deficit", 0, 0),
        Event("shortfall", 1, 1),
        Event("shortfall", 2, 2),
    )
    assert tally(line) == {
        "deficit": 1,
        "shortfall": 2,
        "disputed": 0,
        "unreadable": 0,
        "absent": 0,
        "missing": 0,
    }


def test_a_doubtful_deficit_is_both_a_deficit_and_in_dispute() -> None:
    line = line_of(point("2018-03-01", excess=figure(-1, "disputed")))
    assert events(line) == (Event("deficit", 0, 0), Event("disputed", 0, 0))


def test_an_unreadable_figure_is_told_and_no_shortfall_made_up() -> None:
    line = line_of(point("2018-03-01", excess=figure(None, "unreadable")))
    assert events(line) == (Event("unreadable", 0, 0),)


@pytest.mark.parametrize("target", [figure(None, "blank"), sure(0)])
def test_a_firm_without_a_target_has_no_shortfall(target: object) -> None:
    assert events(line_of(point("2018-03-01", excess=sure(0), target=target))) == ()


_DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2018, 3, 31))


@given(st.lists(st.tuples(_DAYS, st.integers(-5, 5), st.booleans()), min_size=1, max_size=25))
def test_every_filed_day_stands_once_and_every_deficit_is_told(
    drawn: list[tuple[datetime.date, int, bool]],
) -> None:
    points = [
        point(str(day), key=f"{at}", type="amended" if late else "initial", excess=sure(excess))
        for at, (day, excess, late) in enumerate(drawn)
    ]
    line = line_of(*points)
    days = [slot.day for slot in line.slots]
    assert days == sorted(set(days))
    assert {slot.day for slot in line.slots if slot.point} == {day for day, _, _ in drawn}
    due = set(business_days(min(days), max(days)))
    assert due <= set(days)
    told = {line.slots[event.first].day for event in events(line) if event.kind == "deficit"}
    below = {slot.day for slot in line.slots if slot.point and (slot.point.excess.value or 0) < 0}
    assert told == below
    gaps = [event for event in events(line) if event.kind == "missing"]
    covered = [at for event in gaps for at in range(event.first, event.last + 1)]
    assert covered == [at for at, slot in enumerate(line.slots) if slot.point is None]


@given(st.permutations(range(6)))
def test_the_order_of_the_inputs_does_not_matter(order: list[int]) -> None:
    days = ("2018-03-01", "2018-03-01", "2018-03-02", "2018-03-06", "2018-03-06", "2018-03-07")
    points = [point(day, key=str(at), excess=sure(at)) for at, day in enumerate(days)]
    expected: tuple[Firm, ...] = collection(filings(*points), REGIMES).firms
    assert collection(filings(*(points[at] for at in order)), REGIMES).firms == expected
