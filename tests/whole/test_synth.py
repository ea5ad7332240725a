"""The synthetic filings: consistent figures, faithful print, truth that follows the damage."""

from __future__ import annotations

import random
import re

import pytest

from bench.synth.cases import Case, case
from bench.synth.figures import STYLES, broken_rules, random_filing
from bench.synth.firms import Target, cover, random_facts
from bench.synth.judge import judge
from bench.synth.layouts import LAYOUTS, MIXES
from bench.synth.noise import NOISES
from bench.synth.sheets import BREAK, Truth, grouped
from focusconv.forms.catalog import Edition, catalog
from focusconv.record.filing import Item

EDITIONS = [pytest.param(edition, id=edition.name) for edition in catalog().editions]


def focus() -> Edition:
    return next(e for e in catalog().editions if e.system == "FOCUS")


def daily() -> Edition:
    return next(e for e in catalog().editions if e.system == "WinJammer")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("ties", [True, False])
def test_figures_keep_every_hard_rule(edition: Edition, style: str, ties: bool) -> None:
    for seed in range(20):
        figures = random_filing(edition, random.Random(seed), ties=ties, style=style)
        assert broken_rules(edition, figures) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_figures_keep_the_signs_of_the_form(edition: Edition) -> None:
    figures = random_filing(edition, random.Random(3), ties=True, style="full")
    for key, value in figures.items():
        sign = edition.spec[key].sign
        if isinstance(value, int) and sign != "any":
            assert value <= 0 if sign == "-" else value >= 0, key


def test_ties_fix_the_same_options_on_both_sides() -> None:
    figures = random_filing(focus(), random.Random(8), ties=True, style="full")
    key = focus().key_of_box
    assert figures[key["7032"]] == figures[key["7132"]]
    assert figures[key["7465"]] == 1_000_000


def test_broken_rules_names_the_rule_that_an_amount_breaks() -> None:
    edition = focus()
    figures = random_filing(edition, random.Random(1), ties=True, style="full")
    total = figures[edition.key_of_box["7040"]]
    assert isinstance(total, int)
    figures[edition.key_of_box["7040"]] = total + 1
    assert set(broken_rules(edition, figures)) == {"segregation.7040", "segregation.7060"}


def test_figures_are_the_same_for_the_same_seed() -> None:
    one = random_filing(daily(), random.Random(5), ties=True)
    assert one == random_filing(daily(), random.Random(5), ties=True)


def test_a_target_shows_its_six_numbers() -> None:
    assert Target(letter="d", low="4.5", high="9.5").six() == ("0", "0", "0", "0", "4.5", "9.5")
    assert Target(letter="a", low="9,000,000").six()[0] == "9,000,000"


def test_a_daily_cover_holds_the_target_that_was_chosen() -> None:
    facts = random_facts(daily(), random.Random(2))
    values = cover(daily(), facts)
    assert values["cover/segregated.choice/entry"] == facts.targets[0].letter


@pytest.mark.parametrize(
    ("value", "deduction", "negative", "text"),
    [
        (1234567, False, "paren", "1,234,567"),
        (-1234, False, "paren", "(1,234)"),
        (0, True, "paren", "(0)"),
        (-1234, False, "minus", "-1,234"),
    ],
)
def test_amounts_are_grouped_and_signed(
    value: int, deduction: bool, negative: str, text: str
) -> None:
    assert grouped(value, deduction=deduction, negative=negative) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("layout", [*LAYOUTS, *MIXES])
def test_every_layout_prints_every_box_and_amount(edition: Edition, layout: str) -> None:
    made = case(edition, layout, "none", 11)
    for want in made.expected:
        for key, truth in want.truth.items():
            box = edition.spec[key].box
            if truth.kind != "read" or key.startswith("cover/") or box is None:
                continue
            assert box in made.text, key
            if isinstance(truth.value, int):
                assert f"{abs(truth.value):,}" in made.text, key


@pytest.mark.parametrize("noise", sorted(NOISES))
def test_a_noise_is_reproducible_and_changes_the_text(noise: str) -> None:
    one, two = (_text(noise) for _ in range(2))
    assert one.document == two.document
    assert one.document != _text("none").document


def _text(noise: str) -> Case:
    return case(focus(), "tabs", noise if noise == "none" else f"{noise}:0.9", 4)


def test_misread_amounts_keep_their_truth_and_print_another() -> None:
    clean, noisy = _text("none"), _text("digit")
    misread = [key for key, t in noisy.expected[0].truth.items() if t.kind == "misread"]
    assert len(misread) > 10
    for key in misread:
        value = noisy.expected[0].truth[key].value
        assert value == clean.expected[0].truth[key].value
        assert isinstance(value, int)
        printed = f"{abs(value):,}"
        assert noisy.text.count(printed) < clean.text.count(printed)


def test_a_missing_page_makes_its_items_absent() -> None:
    made = case(focus(), "page-missing", "none", 1)
    truth = made.expected[0].truth
    absent = {key.split("/")[0] for key, t in truth.items() if t.kind == "absent"}
    assert len(absent) == 1
    for key, t in truth.items():
        assert (t.kind == "absent") == (key.split("/")[0] in absent)
        assert t.kind != "absent" or t.value is None


def test_two_filings_stand_in_one_text() -> None:
    made = case(daily(), "two-filings+tabs", "none", 1)
    assert len(made.expected) == 2
    assert len(re.findall("WINJAMMER FILING", made.text)) == 2


def test_line_ends_and_byte_order_mark() -> None:
    made = case(focus(), "crlf+bom", "none", 1)
    assert made.document.startswith(b"\xef\xbb\xbf")
    assert made.document.count(b"\n") == made.document.count(b"\r\n") > 100


def _item(value: int | None, status: str) -> Item:
    return Item(
        box="7010",
        line="1.A",
        column="amount",
        label="Cash",
        kind="amount",
        value=value,
        status=status,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("kind", "true", "value", "status", "outcome"),
    [
        ("read", 12, 12, "reported", "right"),
        ("read", 12, 13, "reported", "silent"),
        ("read", 12, 13, "disputed", "flagged"),
        ("read", 12, None, "unreadable", "missed"),
        ("read", 12, None, "blank", "false-blank"),
        ("read", 0, None, "blank", "missed"),
        ("misread", 12, 12, "corrected", "mended"),
        ("misread", 12, 13, "reported", "silent"),
        ("misread", 12, None, "unreadable", "flagged"),
        ("either", 12, None, "unreadable", "right"),
        ("either", 12, 13, "derived", "silent"),
        ("blank", None, 0, "reported", "zero-for-blank"),
        ("blank", None, 5, "reported", "silent"),
        ("blank", None, None, "blank", "right"),
        ("blank", None, None, "unreadable", "flagged"),
        ("unknown", 12, None, "unreadable", "right"),
        ("unknown", 12, 12, "derived", "filled"),
        ("absent", None, 12, "derived", "silent"),
    ],
)
def test_judge(kind: str, true: int | None, value: int | None, status: str, outcome: str) -> None:
    assert judge(Truth(kind, true), _item(value, status)) == outcome  # type: ignore[arg-type]


@pytest.mark.parametrize("layout", [*LAYOUTS, *MIXES])
def test_cell_boundaries_are_drawn_by_the_layout(layout: str) -> None:
    assert BREAK not in case(focus(), layout, "box-split+amount-split", 2).text
