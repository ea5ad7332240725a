"""Printed amounts: what each print may stand for, and that nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.notation.amounts import MAX_DIGITS, read_amount, read_percent

CLEAN_COST = 0
NOISE_COST = 9


def values(text: str, sign: str = "any", **how: object) -> list[int]:
    return [value.amount for value in read_amount(text, sign, **how).values]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("225,144,232", 225144232),
        ("0", 0),
        ("(23,577,813)", -23577813),
        ("( 23,577,813 )", -23577813),
        ("-42,986,754", -42986754),
        ("$ 5,290,113", 5290113),
        ("$5,290,113", 5290113),
        ("(0)", 0),
    ],
)
def test_clean_print_is_read_at_no_cost(text: str, amount: int) -> None:
    best = read_amount(text).values[0]
    assert (best.amount, best.cost) == (amount, CLEAN_COST)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("6.861.875,107", 6861875107),
        ("225 144 232", 225144232),
        ("225'144'232", 225144232),
        ("92528415", 92528415),
        ("1234,567", 1234567),
        ("2,O46", 2046),
        ("l,234", 1234),
        ("o", 0),
        ("₀", 0),
        ("S0", 0),
        ("00", 0),
        ("S1,234", 1234),
        ("1,234.00", 1234),
        ("-0-", 0),
        ("{1,234)", -1234),
        ("(1,234", -1234),
        ("1,234)", -1234),
        ("Ｏ", 0),
    ],
)
def test_noise_around_the_digits_is_undone_at_a_cost(text: str, amount: int) -> None:
    best = read_amount(text).values[0]
    assert best.amount == amount
    assert best.cost <= NOISE_COST


@pytest.mark.parametrize(
    "text", ["", "$", "_", "-", "()", "( )", "$_", "—", "$ -", "....", "S", "'"]
)
def test_marks_alone_are_nothing_seen(text: str) -> None:
    printed = read_amount(text)
    assert (printed.values, printed.garble) == ((), None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (",970", "leading digits lost"),
        ("(,970)", "leading digits lost"),
        ("000,000", "leading digits lost"),
        ("0,000", "leading digits lost"),
        ("(000)", "leading digits lost"),
        ("962,", "trailing digits lost"),
        ("12,34,567", "grouping does not fit: a digit was lost or added"),
        ("1,234,5678", "grouping does not fit: a digit was lost or added"),
        ("1,23456", "grouping does not fit: a digit was lost or added"),
        ("1,234.56", "cents or a lost digit"),
        ("1,00", "cents or a lost digit"),
        ("012", "leading zero: a digit was misread"),
        ("1,2x4", "letters that are no digits"),
        ("1" * (MAX_DIGITS + 1), "too many digits"),
    ],
)
def test_what_cannot_be_an_amount_says_why(text: str, reason: str) -> None:
    printed = read_amount(text)
    assert (printed.values, printed.garble) == ((), reason)


def test_a_deduction_is_negative_whatever_is_left_of_its_mark() -> None:
    for text in ("1,234", "(1,234", "1,234)", "-1,234", "(1,234)"):
        assert values(text, "-") == [-1234]


@pytest.mark.parametrize(("text", "cost"), [("850.00", 10), ("1,850.00", 2), ("0.00", 2)])
def test_cents_of_few_digits_are_no_clean_print(text: str, cost: int) -> None:
    [value] = read_amount(text).values
    assert value.amount == int(text.replace(",", "").removesuffix(".00"))
    assert value.cost == cost


def test_what_is_never_negative_stays_positive_under_a_stray_mark() -> None:
    for text in ("1,234", "(1,234", "-1,234"):
        assert values(text, "+") == [1234]


def test_a_lone_dash_leaves_both_signs_open_the_plain_one_first() -> None:
    assert values("1,234", "any", detached="-") == [1234, -1234]


def test_an_opening_parenthesis_of_an_empty_deduction_does_not_negate_its_neighbour() -> None:
    assert values("(42,530", "any") == [-42530, 42530]
    assert values("(42,530", "any", open_mark=True) == [42530, -42530]


def test_a_bar_at_the_edge_is_a_one_or_a_frame() -> None:
    assert sorted(values("|99,227,069")) == [99227069, 199227069]


def test_pieces_put_together_cost_more_than_one_piece() -> None:
    assert read_amount("962,219", joined=2).values[0].cost > read_amount("962,219").values[0].cost


AMOUNTS = st.integers(min_value=0, max_value=10**MAX_DIGITS - 1)


@given(AMOUNTS)
def test_every_printed_amount_is_read_back(amount: int) -> None:
    assert values(f"{amount:,}")[0] == amount
    assert values(f"({amount:,})")[0] == -amount
    assert values(f"$ {amount:,}")[0] == amount


@given(AMOUNTS, st.sampled_from([".", " ", "'"]))
def test_other_grouping_marks_change_no_digit(amount: int, mark: str) -> None:
    assert values(f"{amount:,}".replace(",", mark))[0] == amount


@given(AMOUNTS.filter(lambda amount: amount >= 1000), st.data())
def test_a_lost_digit_in_a_grouped_amount_is_never_read(amount: int, data: st.DataObject) -> None:
    """One digit out of a group behind the first comma leaves groups that do not fit."""
    text = f"{amount:,}"
    inner = [i for i in range(text.index(","), len(text)) if text[i].isdigit()]
    at = data.draw(st.sampled_from(inner))
    assert values(text[:at] + text[at + 1 :]) == []


@given(st.text(max_size=20))
def test_any_text_gives_values_or_a_reason_or_nothing(text: str) -> None:
    printed = read_amount(text)
    assert not (printed.values and printed.garble)
    assert all(isinstance(value.amount, int) and value.cost >= 0 for value in printed.values)


@pytest.mark.parametrize(
    ("text", "percent"),
    [("5", "5"), ("5%", "5"), ("5.50 %", "5.5"), ("0", "0"), ("12.125", "12.125"), ("x", None)],
)
def test_percents_are_plain_decimal_strings(text: str, percent: str | None) -> None:
    assert read_percent(text) == percent
