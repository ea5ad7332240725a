"""How far-fetched a print is as a misreading: prices, order and limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.notation.confusions import LIMIT, misreading_cost


@pytest.mark.parametrize(
    ("printed", "value", "sign", "cost"),
    [
        ("1,234,567", 1_234_567, "any", 0),
        ("6.861.875,107", 6_861_875_107, "any", 0),
        ("1,234,567", 1_294_567, "any", 14),
        ("1,234,667", 1_234_567, "any", 10),
        ("1,324,567", 1_234_567, "any", 16),
        ("1,24,567", 1_234_567, "any", 14),
        ("124,567", 1_234_567, "any", 22),
        ("234,567", 1_234_567, "any", 14),
        ("34,567", 234_567, "any", 14),
        ("34567", 234_567, "any", 14),
        ("125,945,08", 125_945_508, "any", 14),
        ("125,945,08", 125_946_508, "any", 22),
        ("234,567", 34_567, "any", 22),
        ("1,2345", 1_234, "any", 14),
        ("(,970)", -16_446_970, "-", 8),
        ("57,982", -57_982, "any", 10),
        ("57,982", -57_982, "-", 1),
        ("257,982", -57_982, "any", 12),
        ("(42,530", -42_530, "any", 2),
        ("(42,530", 42_530, "any", 7),
        ("(42,530)", 42_530, "any", 14),
        ("1o,oo0", 10_000, "any", 0),
        ("1#,500", 14_500, "any", 8),
        ("6", 0, "any", 6),
    ],
)
def test_the_price_of_a_misreading(printed: str, value: int, sign: str, cost: int) -> None:
    assert misreading_cost(printed, value, sign) == cost  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "value", "sign"),
    [
        ("(,970)", 5, "any"),
        ("(,970)", -16_446_971, "-"),
        ("1,234,567", 7_654_321, "any"),
        ("", 5, "any"),
        ("n/a", 5, "any"),
        ("(1,000)", 1_000, "-"),
        ("1,000", -1_000, "+"),
    ],
)
def test_what_no_misreading_explains(printed: str, value: int, sign: str) -> None:
    assert misreading_cost(printed, value, sign) is None  # type: ignore[arg-type]


def test_a_few_dollars_are_rarer_than_a_misread_zero() -> None:
    zero_taken, few_taken = misreading_cost("8", 0), misreading_cost("0", 8)
    assert (zero_taken, few_taken) == (6, 28)


@given(st.integers(-(10**13), 10**13))
def test_clean_print_costs_nothing(value: int) -> None:
    text = f"({-value:,})" if value < 0 else f"{value:,}"
    assert misreading_cost(text, value) == 0


@given(
    st.text(alphabet="0123456789,.()-$ _oOS{}[]'*@x€₀", max_size=14),
    st.integers(-(10**13), 10**13),
    st.sampled_from(["any", "+", "-"]),
)
def test_every_print_has_a_price_within_the_limit_or_none(text: str, value: int, sign: str) -> None:
    cost = misreading_cost(text, value, sign)  # type: ignore[arg-type]
    assert cost is None or 0 <= cost <= LIMIT
