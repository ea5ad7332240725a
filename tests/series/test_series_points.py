"""Points of series: which figures, how sure, of which firm and day."""

from __future__ import annotations

import datetime

import pytest
from msgspec.structs import replace

from focusconv.errors import UnreadableInput
from focusconv.forms.catalog import Catalog, catalog
from focusconv.record.filing import Filer, Filing
from focusconv.series import collect
from focusconv.series.collect import Firms, points_of, regimes
from focusconv.series.point import ABSENT, Figure, Point
from tests.documents import ROOT
from tests.series_kit import DAILY, MONTHLY, figure, filed, point, sure, with_excess
from tests.synthetic import filing_of, settled, with_item

SAMPLES = ROOT / "samples"


def sample(name: str) -> Filing:
    return Filing.from_json((SAMPLES / name / "expected.json").read_bytes())


def by_regime(filing: Filing) -> dict[str, Point]:
    return {point.regime: point for point in points_of(filing, 1)}


def amounts(point: Point) -> tuple[int | None, ...]:
    return point.required.value, point.held.value, point.excess.value, point.target.value


@pytest.mark.parametrize(
    ("name", "regime", "expected"),
    [
        (
            "focus-2017-04-30",
            "segregation",
            (1_292_342_545, 1_374_712_375, 82_369_830, 70_000_000),
        ),
        ("focus-2017-04-30", "secured", (156_967_217, 194_290_949, 37_323_732, 25_000_000)),
        (
            "focus-2017-04-30",
            "cleared-swaps",
            (1_188_409_338, 1_310_332_672, 121_923_334, 100_000_000),
        ),
        (
            "focus-2020-07-31",
            "segregation",
            (4_008_887_962, 4_207_049_429, 198_161_467, 186_000_000),
        ),
        ("focus-2020-07-31", "secured", (138_935_366, 176_221_434, 37_286_068, 25_000_000)),
        (
            "focus-2020-07-31",
            "cleared-swaps",
            (1_278_108_210, 1_466_217_464, 188_109_254, 177_000_000),
        ),
        (
            "winjammer-2017-03-13",
            "segregation",
            (6_863_892_060, 7_287_990_569, 424_098_509, 343_194_603),
        ),
        (
            "winjammer-2017-03-13",
            "secured",
            (3_325_647_888, 3_621_579_136, 295_931_248, 166_282_394),
        ),
        (
            "winjammer-2017-03-13",
            "cleared-swaps",
            (12_148_956_166, 13_170_537_688, 1_021_581_522, 607_447_808),
        ),
    ],
)
def test_a_sample_gives_its_amounts_and_all_are_confirmed(
    name: str, regime: str, expected: tuple[int, ...]
) -> None:
    found = by_regime(sample(name))[regime]
    assert amounts(found) == expected
    figures = (found.required, found.held, found.excess, found.target)
    assert {figure.trust for figure in figures} == {"confirmed"}


def test_a_point_says_where_it_is_from() -> None:
    found = by_regime(sample("winjammer-2017-03-13"))["secured"]
    assert (found.name, found.system, found.every) == (
        "Credit Suisse Securities (USA) LLC",
        "WinJammer",
        "day",
    )
    assert found.begin == found.day == datetime.date(2017, 3, 13)
    assert (found.origin.source, found.origin.status) == ("document.txt", "partial")
    assert (found.origin.type, found.origin.submitted) == ("initial", "2017-03-14")


def test_a_monthly_point_covers_its_month() -> None:
    found = by_regime(sample("focus-2020-07-31"))["segregation"]
    assert (found.every, found.begin, found.day) == (
        "month",
        datetime.date(2020, 7, 1),
        datetime.date(2020, 7, 31),
    )


def test_only_regimes_with_an_excess_are_drawn() -> None:
    assert list(regimes()) == ["segregation", "secured", "cleared-swaps"]
    assert list(by_regime(filing_of(MONTHLY))) == ["segregation", "secured", "cleared-swaps"]


def test_a_firm_is_one_whatever_the_case_and_punctuation_of_its_name() -> None:
    firms = Firms()
    first, second, other = (
        firms.number(replace(filed("2018-03-01"), filer=Filer(name=name)))
        for name in ("HSBC Securities (USA), Inc.", "HSBC SECURITIES USA INC", "HSBC Bank")
    )
    resolved = firms.resolved()
    assert resolved[first] == resolved[second] != resolved[other]


def test_the_samples_surely_say_of_which_firm_they_are() -> None:
    firms = Firms()
    numbers = [
        firms.number(sample(name))
        for name in ("focus-2017-04-30", "focus-2020-07-31", "winjammer-2017-03-13")
    ]
    resolved = firms.resolved()
    first, second, third = (resolved[number] for number in numbers)
    assert first == second != third


@pytest.mark.parametrize(
    ("given", "trust"),
    [
        (sure(1), "confirmed"),
        (figure(1, "reported"), "unconfirmed"),
        (figure(1, "corrected", verified=True), "confirmed"),
        (figure(1, "derived"), "unconfirmed"),
        (figure(1, "reviewed"), "confirmed"),
        (figure(1, "disputed", verified=True), "doubtful"),
        (figure(None, "blank"), "none"),
        (figure(None, "unreadable"), "none"),
        (ABSENT, "none"),
    ],
)
def test_how_sure_a_figure_looks(given: Figure, trust: str) -> None:
    assert given.trust == trust


def test_a_deficit_and_a_shortfall_are_exact() -> None:
    assert point("2018-03-01").deficit is None
    assert point("2018-03-01").shortfall is None
    short = point("2018-03-01", excess=sure(59))
    assert (short.deficit, short.shortfall) == (None, 1)
    even = point("2018-03-01", excess=sure(60))
    assert (even.deficit, even.shortfall) == (None, None)
    under = point("2018-03-01", excess=sure(-1))
    assert (under.deficit, under.shortfall) == (1, 61)
    nothing = point("2018-03-01", excess=sure(0), target=ABSENT)
    assert (nothing.deficit, nothing.shortfall) == (None, None)
    unread = point("2018-03-01", excess=figure(None, "unreadable"))
    assert (unread.deficit, unread.shortfall) == (None, None)


def test_an_amount_that_no_page_can_hold_is_unreadable() -> None:
    huge = with_item(filed("2018-03-01"), "7190", value=2**53)
    found = by_regime(huge)["segregation"].excess
    assert (found.value, found.status) == (None, "unreadable")
    assert found.note == "9,007,199,254,740,992 is no amount of money"


def test_what_no_passed_check_confirms_is_unconfirmed() -> None:
    filing = filed("2018-03-01")
    assert by_regime(filing)["segregation"].excess.trust == "confirmed"
    undone = with_item(filing, "7190", verified_by=("segregation.7231",))
    assert by_regime(undone)["segregation"].excess.trust == "unconfirmed"
    twice = with_item(filing, "7190", verified_by=("second-reading",))
    assert by_regime(twice)["segregation"].excess.trust == "confirmed"


def test_a_figure_that_fails_its_total_is_in_dispute() -> None:
    excess = filed("2018-03-01").item("7190").value
    assert isinstance(excess, int)
    broken = settled(with_item(filed("2018-03-01"), "7190", value=excess + 1))
    found = by_regime(broken)["segregation"]
    assert (found.excess.value, found.excess.trust) == (excess + 1, "doubtful")
    assert found.excess.note == "a total fails: 7190 = 7180 - 7060; 7198 = 7190 - 7194"
    assert by_regime(broken)["secured"].excess.trust == "confirmed"


def test_a_statement_as_of_another_day_is_in_dispute() -> None:
    filing = filed("2018-03-01")
    statements = tuple(
        replace(st, as_of="2018-02-28") if st.id == "cleared-swaps" else st
        for st in filing.statements
    )
    found = by_regime(replace(filing, statements=statements))
    assert found["cleared-swaps"].held.trust == "doubtful"
    assert found["cleared-swaps"].held.note == "its statement is as of 2018-02-28"
    assert found["segregation"].held.trust == "confirmed"


def test_a_statement_that_is_not_in_the_filing_is_absent() -> None:
    found = by_regime(filing_of(DAILY, "segregation"))
    assert found["secured"].required == ABSENT
    assert found["segregation"].required.value is not None


@pytest.mark.parametrize("name", [None, "", "  "])
def test_a_filing_of_no_firm_stands_in_no_line(name: str | None) -> None:
    filing = filed("2018-03-01")
    with pytest.raises(UnreadableInput, match="surely say of which firm"):
        Firms().number(replace(filing, filer=Filer(name=name)))


@pytest.mark.parametrize(
    ("begin", "covered"),
    [
        ("2018-01-01", "2018-01-01"),
        ("2017-03-31", "2017-03-31"),
        ("2017-03-29", "2018-03-31"),
        ("0001-01-01", "2018-03-31"),
        ("2018-04-01", "2018-03-31"),
        (None, "2018-03-31"),
    ],
)
def test_a_filing_is_for_a_year_at_most(begin: str | None, covered: str) -> None:
    filing = filed("2018-03-31", edition=MONTHLY)
    given = replace(filing, period=replace(filing.period, begin=begin))
    assert {str(point.begin) for point in points_of(given, 1)} == {covered}


def test_a_form_without_an_excess_stands_in_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(catalog().edition(DAILY), regimes=())
    monkeypatch.setattr(collect, "catalog", lambda: Catalog("1", (bare,)))
    with pytest.raises(UnreadableInput, match="has no excess to draw"):
        list(points_of(filed("2018-03-01"), 1))


@pytest.mark.parametrize("end", [None, "2018-02-30", "yesterday"])
def test_a_filing_of_no_day_stands_in_no_line(end: str | None) -> None:
    filing = filed("2018-03-01")
    with pytest.raises(UnreadableInput, match="as of which day"):
        list(points_of(replace(filing, period=replace(filing.period, end=end)), 1))


def test_the_kit_makes_filings_that_add_up() -> None:
    short = with_excess(filed("2018-03-01"), -5, 60)
    assert short.status == "confirmed"
    assert by_regime(short)["segregation"].shortfall == 65
