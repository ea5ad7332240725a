"""A small run of the fault-injection bench: what must never happen does not."""

from __future__ import annotations

import functools
import random

import pytest

from bench.damage import Page, Truth
from bench.faults import Tally, run
from bench.floor import unseeable
from tests.reconcile_kit import CAPITAL, FOCUS, SEGREGATION

SEED = 20170430


@functools.cache
def tally(hurts: int, *, second: bool = False) -> Tally:
    return run(120, hurts, SEED, second=second)


def test_undamaged_filings_are_accepted_unchanged() -> None:
    assert (tally(0).disturbed, tally(0).silent) == (0, [])


@pytest.mark.parametrize("hurts", [1, 2, 3])
def test_no_confirmed_amount_is_wrong(hurts: int) -> None:
    assert [silent for silent in tally(hurts).silent if silent.confirmed] == []


def test_what_is_silent_is_what_a_consistent_filing_prints() -> None:
    assert sum(len(tally(hurts).silent) for hurts in (1, 2, 3)) > 0
    assert [tally(hurts).beyond for hurts in (1, 2, 3)] == [0, 0, 0]


@pytest.mark.parametrize("hurts", [1, 2, 3])
def test_with_a_right_second_reading_nothing_wrong_is_accepted(hurts: int) -> None:
    assert tally(hurts, second=True).silent == []


def test_nine_of_ten_misread_totals_of_two_sums_are_mended() -> None:
    totals = tally(1).totals
    assert totals["mended"] >= 9 * (totals["mended"] + totals["not"]) / 10
    assert totals["mended"] > 10


def test_most_single_damages_are_mended_where_a_second_reading_is_right() -> None:
    events = tally(1, second=True).nonzero
    assert events["mended"] >= 0.85 * (events["mended"] + events["not"])


def test_nine_of_ten_culprits_are_among_the_first_three_suspects() -> None:
    ranks = tally(1).ranks
    first = sum(count for rank, count in ranks.items() if 1 <= rank <= 3)
    assert first >= 0.9 * sum(ranks.values())


@pytest.mark.parametrize(
    ("prints", "hidden"),
    [
        ({"7415": "2,265,740,819"}, {"7415"}),
        ({"7415": "2,265,770,815"}, set()),
        ({"7465": "7,000,000"}, {"7465"}),
        ({"7465": "7,00,000"}, set()),
        ({"7010": "412,305,877"}, set()),
        ({"7010": "412,305,877", "7020": "87,450,213"}, {"7010", "7020"}),
    ],
)
def test_the_floor_is_what_a_consistent_filing_prints_alike(
    prints: dict[str, str], hidden: set[str]
) -> None:
    figures = {FOCUS.key_of_box[box]: value for box, value in {**SEGREGATION, **CAPITAL}.items()}
    values = {k: figures.get(k) for k, cell in FOCUS.spec.items() if cell.kind == "amount"}
    page = Page(Truth(FOCUS, values, {}, ("segregation", "net-capital")), random.Random(0))
    for box, text in prints.items():
        page.texts[FOCUS.key_of_box[box]] = text
        page.damage[FOCUS.key_of_box[box]] = "digit"
        page.trust[FOCUS.key_of_box[box]] = "sure"
    found = unseeable(page, page.readings())
    assert {FOCUS.ref(key) for key in found} == hidden
