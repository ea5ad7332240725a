"""Marks of a page over the readings of a statement's items."""

from __future__ import annotations

import pytest

from focusconv.document import Mark, MarkKind, Region
from focusconv.place.marks import with_marks
from focusconv.readings import Option, Reading, Seen

BOX: Region = (525, 100, 549, 110)


def nothing(region: Region = BOX) -> Reading:
    return Reading(key="a", seen="nothing", page=1, region=region)


def amount(text: str, region: Region = (480, 100, 520, 110)) -> Reading:
    value = int(text.replace(",", ""))
    option = Option(value=value, cost=0, raw=text, token=1, reader="pdf")
    return Reading(key="a", seen="amount", options=(option,), page=1, region=region)


def marked(reading: Reading, *marks: Mark, label: Region | None = None) -> Reading:
    labels = {} if label is None else {"a": (1, label)}
    return with_marks({"a": reading}, labels, {1: marks})["a"]


@pytest.mark.parametrize("kind", ["covered", "struck", "faint", "clipped", "ink"])
def test_an_empty_cell_with_a_mark_in_it_is_not_empty(kind: MarkKind) -> None:
    found = marked(nothing(), Mark(kind, (480, 101, 520, 109), "3,999,999"))
    assert found.seen == "garbled"
    assert found.options == ()
    assert "3,999,999" in (found.reason or "")
    assert not any(char.isdigit() for char in found.text or "")


@pytest.mark.parametrize("seen", ["nothing", "missing"])
def test_a_cell_of_which_only_the_label_is_seen_is_told_by_its_row(seen: Seen) -> None:
    found = marked(
        Reading(key="a", seen=seen),
        Mark("covered", (480, 101, 520, 109), "12"),
        label=(40, 100, 200, 110),
    )
    assert found.seen == "garbled"


@pytest.mark.parametrize(
    "mark",
    [
        Mark("covered", (480, 131, 520, 139), "3,999,999"),
        Mark("covered", (480, 101, 520, 109), "Cash"),
        Mark("watermark", (480, 101, 520, 109), "COPY 1"),
        Mark("ink", (40, 20, 300, 90)),
    ],
    ids=["another row", "words", "watermark", "picture above"],
)
def test_what_does_not_bear_on_a_cell_leaves_it_empty(mark: Mark) -> None:
    assert marked(nothing(), mark) == nothing()


def test_an_amount_over_hidden_print_that_says_something_else_has_it_against_it() -> None:
    found = marked(amount("2,861,254"), Mark("covered", (481, 101, 521, 109), "3,999,999"))
    assert found.contrary == ("3,999,999 (covered)",)
    assert found.options == amount("2,861,254").options


def test_hidden_print_that_says_the_same_or_stands_beside_says_nothing() -> None:
    same = Mark("covered", (481, 101, 521, 109), "2,861,254")
    beside = Mark("faint", (394, 101, 470, 109), "3,999,999")
    assert marked(amount("2,861,254"), same, beside) == amount("2,861,254")
