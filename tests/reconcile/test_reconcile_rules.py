"""One rule at a time: statuses, figures, words, and what a rule needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.forms.catalog import Case, Rule, Term
from focusconv.reconcile.confirm import confirmed
from focusconv.reconcile.explain import words
from focusconv.reconcile.formrules import form_rules
from focusconv.reconcile.rules import Result, evaluate, holds, implied, percent, ratio
from tests.reconcile_kit import CAPITAL, FOCUS, SEGREGATION, WINJAMMER

RULES = {rule.id: rule for rule in FOCUS.rules}


def at(box: str) -> str:
    return FOCUS.key_of_box[box]


def amounts(figures: dict[str, int | None], **changed: int | None) -> dict[str, int | None]:
    """By key, empty cells as zero; `b7040=None` makes a box unknown."""
    by_box = {box: value or 0 for box, value in figures.items()}
    by_box.update({name[1:]: value for name, value in changed.items()})
    return {at(box): value for box, value in by_box.items()}


def test_a_sum_that_holds_passes_with_its_figures() -> None:
    result = evaluate(RULES["segregation.7040"], amounts(SEGREGATION), {})
    assert result == Result("passed", 500_092_821, 500_092_821, 0, 0)


def test_a_sum_that_is_a_dollar_off_fails_and_says_so_in_words() -> None:
    rule = RULES["segregation.7050"]
    values = amounts(SEGREGATION, b7050=2_287)
    result = evaluate(rule, values, {})
    assert (result.status, result.difference) == ("failed", 1)
    assert words(rule, result, values, {}, FOCUS) == (
        "7050 should be 2,286 = 7045 381,502 + 7047 -379,216; printed 2,287; difference 1"
    )


def test_an_unknown_operand_leaves_a_rule_undecided_and_is_named() -> None:
    rule = RULES["segregation.7060"]
    values = amounts(SEGREGATION, b7050=None)
    result = evaluate(rule, values, {})
    assert result.status == "undecided"
    assert words(rule, result, values, {}, FOCUS) == "cannot be decided: no amount for 7050"


def test_an_unknown_target_is_undecided_and_the_operands_still_speak() -> None:
    rule = RULES["segregation.7050"]
    values = amounts(SEGREGATION, b7050=None)
    assert words(rule, evaluate(rule, values, {}), values, {}, FOCUS) == (
        "cannot be decided: no amount for 7050; the operands give "
        "2,286 = 7045 381,502 + 7047 -379,216"
    )


@pytest.mark.parametrize(("printed", "case"), [(-400, 1), (400, 0)])
def test_the_dealer_options_excess_holds_with_either_sign(printed: int, case: int) -> None:
    rule = RULES["dealer-options.7240"]
    values = {at("7230"): 1_400, at("7200"): 1_000, at("7240"): printed}
    result = evaluate(rule, values, {})
    assert (result.status, result.case) == ("passed", case)
    formula = ("7230 - 7200", "7200 - 7230")[case]
    assert words(rule, result, values, {}, FOCUS).endswith(f"(as {formula})")


def test_a_rule_of_either_sign_confirms_its_operands_and_not_its_targets_sign() -> None:
    rule = RULES["dealer-options.7240"]
    values = {at("7230"): 1_400, at("7200"): 1_000, at("7240"): 400}
    result = evaluate(rule, values, {})
    found = confirmed(rule, result, values, {})
    told = [at(box) in found for box in ("7230", "7200", "7240")]
    assert told == [True, True, False]


def test_a_greatest_of_confirms_the_arm_that_won_and_not_the_one_that_lost() -> None:
    rule = RULES["net-capital.7490"]
    values = amounts(CAPITAL)
    result = evaluate(rule, values, {})
    found = confirmed(rule, result, values, {})
    told = [at(box) in found for box in ("7490", "7455", "7465")]
    assert told == [True, True, False]


def test_a_rounded_percent_confirms_its_result_and_not_its_base() -> None:
    rule = RULES["net-capital.7425"]
    values = amounts(CAPITAL)
    result = evaluate(rule, values, {})
    assert confirmed(rule, result, values, {}) == (at("7425"),)


def test_a_percent_within_its_tolerance_passes_and_confirms_nothing() -> None:
    rule = RULES["net-capital.7425"]
    values = amounts(CAPITAL, b7425=181_259_266)
    result = evaluate(rule, values, {})
    assert (result.status, result.difference) == ("passed", 1)
    assert confirmed(rule, result, values, {}) == ()


@pytest.mark.parametrize(
    ("governing", "minimum", "early"),
    [
        ("7455", 248_565_090, 273_421_599),
        ("7465", 1_000_000, 1_500_000),
        ("7465", 20_000_000, 22_000_000),
    ],
)
def test_the_early_warning_level_follows_the_case_that_governs(
    governing: str, minimum: int, early: int
) -> None:
    values = amounts(CAPITAL, b7490=minimum, b7495=early)
    values[at(governing)] = minimum
    if governing != "7455":
        values[at("7455")] = 12
    assert holds(RULES["net-capital.7495"], values, {}) is True


def test_no_case_applies_where_the_minimum_is_none_of_the_three() -> None:
    rule = RULES["net-capital.7495"]
    values = amounts(CAPITAL, b7490=5)
    result = evaluate(rule, values, {})
    assert (result.status, holds(rule, values, {})) == ("undecided", None)
    assert words(rule, result, values, {}, FOCUS).startswith("no case of 7495 = ")


def test_a_percent_that_the_filing_states_is_used_and_zero_is_none() -> None:
    tie = next(rule for rule in WINJAMMER.ties if rule.id == "tie.7194")
    rate_key = tie.cases[0].rate_key or ""
    values = {tie.target: 343_194_603, tie.cases[0].terms[0].key: 6_863_892_060}
    assert evaluate(tie, values, {rate_key: "5"}).status == "passed"
    assert evaluate(tie, values, {rate_key: "0"}).status == "undecided"
    assert evaluate(tie, values, {}).status == "undecided"


@pytest.mark.parametrize(
    ("rate", "base", "amount"),
    [
        ("8", 4_502_700_297, 360_216_024),
        ("110", 467_570_123, 514_327_135),
        ("50", 1, 1),
        ("50", -1, -1),
    ],
)
def test_percents_round_to_the_nearest_dollar(rate: str, base: int, amount: int) -> None:
    assert percent(rate, base) == amount


@pytest.mark.parametrize("text", ["", "NaN", "Infinity", "1e99", "five"])
def test_a_rate_that_is_no_number_counts_as_none(text: str) -> None:
    assert ratio(text) == (0, 1)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=5, max_size=5), st.integers(0, 5))
def test_what_a_sum_needs_makes_it_hold(operands: list[int], place: int) -> None:
    rule = RULES["segregation.7040"]
    values: dict[str, int | None] = dict(zip(rule.keys[1:], operands, strict=True))
    values[rule.target] = 17
    key = rule.keys[place]
    [needed] = implied(rule, key, values, {})
    assert holds(rule, {**values, key: needed}, {}) is True


def test_an_arm_that_another_beats_is_not_fixed_by_a_greatest_of() -> None:
    rule = RULES["secured.7360"]
    values = {at("7360"): 900, at("7355"): 900, at("7305"): 5}
    assert list(implied(rule, at("7305"), values, {})) == []
    assert list(implied(rule, at("7355"), values, {})) == [900]


def test_only_sums_to_the_dollar_are_exact() -> None:
    weak = {rule.id for rule in FOCUS.rules if rule.hard and not rule.exact}
    assert weak == {
        "dealer-options.7240",
        "secured.7360",
        "net-capital.7425",
        "net-capital.7445",
        "net-capital.7490",
        "net-capital.7495",
    }


def test_rules_that_reach_beyond_the_document_are_left_out() -> None:
    ids = [rule.id for rule in form_rules(FOCUS, ["secured-funds"]).rules]
    assert "secured-funds.7770" in ids
    assert "secured-funds.7380" not in ids


def test_a_sum_with_a_tolerance_passes_within_it_and_says_so() -> None:
    rule = Rule(
        id="t",
        statement="segregation",
        target=at("7040"),
        cases=(Case(op="linear", terms=(Term(1, at("7010")),)),),
        tolerance=1,
        hard=False,
        text="7040 = 7010",
    )
    values = {at("7040"): 10, at("7010"): 9}
    result = evaluate(rule, values, {})
    assert words(rule, result, values, {}, FOCUS) == "7040 10 = 7010 9, within 1"
