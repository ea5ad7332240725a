"""The account of a statement's print: what stands in a cell is read, or told; never lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import focusconv
from focusconv.forms.catalog import catalog
from focusconv.place.form_print import form_print
from focusconv.record.filing import Item
from tests.documents import segregation

BOX = "7160"
PRINTED = b"21,000\t7160"
STATED = ("reported", "corrected", "derived")


def item_of(print_: str, *, box: str = BOX) -> Item:
    """The item of which the cell prints this, in a statement that adds up with 21,000 there."""
    document = segregation().replace(PRINTED, f"{print_}\t{BOX}".encode())
    return focusconv.convert(document).item(box)


def digits_of(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())


DECORATIONS = st.sampled_from(
    ["US$", "USD ", "$", "*", '"', "=", "+", "(1)", " (1)", "†", "[2]", " USD", ";", "\u200b", "a"]
)


@pytest.mark.parametrize(
    "print_",
    [
        "US$21,000",
        "USD 21,000",
        "21,000*",
        "*21,000",
        "21,000 (1)",
        "21,000a",
        "21,000¹",
        '"21,000"',
    ],
)
def test_decoration_is_taken_off(print_: str) -> None:
    item = item_of(print_)
    assert (item.value, item.status, item.raw) == (21_000, "reported", print_)


@pytest.mark.parametrize(
    ("print_", "why"),
    [
        ("[REDACTED]", "withheld"),
        ("#######", "too wide"),
        ("XX,XXX", "instead of digits"),
        ("n.a.", "no amount"),
        ("see note 4", "reference to a note"),
        ("EUR 21,000", "another currency"),
        ("21K", "abbreviated"),
        ("03/31/25", "a date"),
        ("~~21,000~~", ""),
        ("blorb", "nothing explains it"),
    ],
)
def test_print_that_is_no_amount_is_unreadable_and_told(print_: str, why: str) -> None:
    document = segregation().replace(PRINTED, f"{print_}\t{BOX}".encode())
    item = focusconv.convert(document.replace(b"713,000", b"")).item(BOX)
    assert item.status in ("unreadable", "disputed", "derived")
    assert item.value in (None, 21_000)
    if item.status == "unreadable":
        assert item.raw is not None
        assert why in (item.reason or "")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\f\t"), max_size=14))
@settings(max_examples=150)
@example("2,861 thousand")
@example("(")
@example("21,000 5")
@example("21,0O0")
def test_any_print_is_the_number_it_denotes_or_open(print_: str) -> None:
    item = item_of(print_)
    if item.status in STATED and item.value not in (None, 21_000):
        assert digits_of(print_).removesuffix("00").lstrip("0") in (
            str(abs(int(item.value))),
            str(abs(int(item.value))).removesuffix("00"),
            digits_of(str(item.value)),
        )
    if item.status == "blank":
        assert not digits_of(print_).strip("0")
        assert not any(
            c.isalnum() for c in unicodedata.normalize("NFKC", print_) if len(print_) > 1
        )


@given(st.lists(DECORATIONS, max_size=2), st.lists(DECORATIONS, max_size=2))
@settings(max_examples=60)
def test_no_decoration_changes_an_amount(before: list[str], behind: list[str]) -> None:
    item = item_of("".join(before) + "21,000" + "".join(behind))
    assert item.status in (*STATED, "disputed", "unreadable")
    assert item.value in (21_000, None) or item.status == "disputed"


def test_two_amounts_in_a_cell_dispute_each_other() -> None:
    assert item_of("21,000 5,000").status == "disputed"


def test_print_of_a_wrapped_label_explains_itself() -> None:
    form = form_print(catalog().editions[0])
    words = (
        "Securities",
        "held",
        "for",
        "particular",
        "customers",
        "in",
        "lieu",
        "of",
        "cash",
        "(at",
        "market)",
    )
    assert form.explains(words) == (True,) * len(words)


def test_a_word_of_the_form_explains_nothing_elsewhere() -> None:
    form = form_print(catalog().editions[0])
    assert form.explains(("held",)) == (False,)
    assert form.explains(("A.", "Cash", "withheld")) == (True, True, False)
