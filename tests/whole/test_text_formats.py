"""Filings in the formats people have them as text: right where the format tells, else open."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import focusconv
from bench.growth import KINDS, PLACES, document
from bench.synth.cases import Expected, case
from bench.synth.judge import header, verdicts
from focusconv.errors import FocusconvError
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing
from tests.drawn import filing
from tests.text_formats import (
    DOUBTFUL,
    PERIODS,
    SURE,
    Periods,
    tables,
    unevenly_merged,
    with_torn_words,
)

EDITIONS = tuple(edition.name for edition in catalog().editions)
SEEDS = st.integers(0, 10_000)
UNSAID = {"silent", "false-blank", "zero-for-blank"}
"""Outcomes of which a reader of the record is not warned."""

some = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))


def outcomes(expected: Expected, read: Filing) -> Counter[str]:
    """How many amounts of the statements came out how."""
    found = verdicts(expected, read)
    return Counter(one.outcome for one in found if not one.key.startswith("cover/"))


def converted(text: str) -> Filing:
    """The first filing of a text: one whose words are torn may fall apart in several."""
    return next(focusconv.filings(text.encode()))


@pytest.mark.parametrize("name", SURE)
@some
@given(edition=st.sampled_from(EDITIONS), seed=SEEDS)
def test_a_table_says_every_amount(name: str, edition: str, seed: int) -> None:
    made, expected = filing(edition, seed)
    read = converted(SURE[name](tables(made), random.Random(seed)))
    found = outcomes(expected, read)
    assert not UNSAID & found.keys()
    assert found["right"] >= 0.95 * found.total()
    assert all(right or got is None for _, _, got, right in header(expected, read))


@pytest.mark.parametrize("name", DOUBTFUL)
@some
@given(edition=st.sampled_from(EDITIONS), seed=SEEDS)
def test_what_a_format_leaves_open_stays_open(name: str, edition: str, seed: int) -> None:
    made, expected = filing(edition, seed)
    found = outcomes(expected, converted(DOUBTFUL[name](tables(made), random.Random(seed))))
    assert not UNSAID & found.keys()


@pytest.mark.parametrize("periods", PERIODS, ids=str)
@some
@given(edition=st.sampled_from(EDITIONS), seed=SEEDS)
def test_of_two_periods_none_is_taken_silently(periods: Periods, edition: str, seed: int) -> None:
    made, expected = filing(edition, seed)
    other, before = filing(edition, seed + 1)
    first, second = (one.facts.end.strftime("%m/%d/%Y") for one in (expected, before))
    found = outcomes(expected, converted(periods.write(made, other, (first, second))))
    assert not UNSAID & found.keys()


@some
@given(edition=st.sampled_from(EDITIONS), seed=SEEDS)
def test_lines_that_share_a_row_unevenly_take_nothing_from_each_other(
    edition: str, seed: int
) -> None:
    made, expected = filing(edition, seed)
    read = converted(unevenly_merged(made, random.Random(seed)))
    assert "silent" not in outcomes(expected, read)


@pytest.mark.parametrize("layout", ["tabs", "single-space+bracket", "gaps+bracket"])
@some
@given(edition=st.sampled_from(EDITIONS), seed=SEEDS)
def test_a_letter_of_a_torn_word_is_no_zero(layout: str, edition: str, seed: int) -> None:
    made = case(catalog().edition(edition), layout, "none", seed)
    read = converted(with_torn_words(made.text, random.Random(seed)))
    assert not UNSAID & outcomes(made.expected[0], read).keys()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_odd_text_of_any_kind_is_read_or_refused(kind: str, place: str) -> None:
    try:
        found = list(focusconv.filings(document(kind, place, 2_000)))
    except FocusconvError:
        return
    assert all(one.to_json() for one in found)


def test_a_statement_with_more_print_than_its_form_is_cut_and_said_to_be() -> None:
    [read] = focusconv.filings(document("digits set apart", "behind", 30_000))
    assert "statement-cut" in {finding.code for finding in read.findings}
    cut = next(s for s in read.statements if any(item.status == "disputed" for item in s.items))
    assert {item.status for item in cut.items} <= {"disputed", "unreadable", "absent"}
    assert read.status == "disputed"
