"""Words with places to rows and cells: order, lean, gaps, parentheses, frames."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.document import Cell, Page, Row
from focusconv.readers.layout.framed import mark_framed
from focusconv.readers.layout.page_numbers import without_page_numbers
from focusconv.readers.layout.rows import rows
from focusconv.readers.layout.words import Layout, Word
from focusconv.readers.ocr.box_columns import mark_columns
from focusconv.readers.pdf.overprint import once

HEIGHT = 11.0
CHAR = 5.0


def word(text: str, x: float, y: float, **more: object) -> Word:
    """A word that begins at `x` and whose middle is at `y`."""
    wide = {"x1": x + CHAR * len(text), "y0": y - HEIGHT / 2, "y1": y + HEIGHT / 2}
    return Word(text=text, x0=x, **{**wide, **more})  # type: ignore[arg-type]


def line(y: float, *parts: tuple[str, float]) -> list[Word]:
    """Words of one line: each part is words with spaces, from a place on."""
    found = []
    for text, x in parts:
        for piece in text.split():
            found.append(word(piece, x, y))
            x += CHAR * (len(piece) + 0.6)
    return found


def laid(words: list[Word], settings: Layout = Layout()) -> list[list[str]]:  # noqa: B008
    return [texts(row) for row in rows(words, "test", itertools.count(), settings)]


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def table(count: int = 20, step: float = 14.0) -> list[Word]:
    """So many lines of a label, two amounts and a box number."""
    found = []
    for number in range(count):
        y = 50 + step * number
        amount = f"{1000 + number:,}"
        found += line(y, (f"line {number} of the form", 40), (amount, 380), ("7,777", 450))
        found += line(y, (f"{7000 + number}", 520))
    return found


def expected(count: int = 20) -> list[list[str]]:
    return [
        [f"line {n} of the form", f"{1000 + n:,}", "7,777", str(7000 + n)] for n in range(count)
    ]


def test_rows_and_cells_of_a_table() -> None:
    assert laid(table()) == expected()


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_words_come_does_not_matter(rng: random.Random) -> None:
    words = table()
    rng.shuffle(words)
    assert laid(words) == expected()


@pytest.mark.parametrize("degrees", [-2.6, -1.0, -0.3, 0.4, 1.2, 2.8])
def test_a_page_that_leans_keeps_its_rows(degrees: float) -> None:
    slope = math.tan(math.radians(degrees))
    leaning = [Word(w.text, w.x0, w.y0 + slope * w.x0, w.x1, w.y1 + slope * w.x0) for w in table()]
    assert laid(leaning) == expected()


def test_rows_of_a_page_that_leans_too_far_do_not_chain() -> None:
    stairs = [word("step", 40 + 30 * n, 50 + 2.5 * n) for n in range(40)]
    heights = [
        max(c.region[1] for c in row.cells) - min(c.region[1] for c in row.cells)
        for row in rows(stairs, "test", itertools.count(), Layout(lean=0))
    ]
    assert len(heights) >= 10
    assert max(heights) <= 2 * Layout().row_reach * HEIGHT + 2.5


def test_close_lines_stay_apart_and_sunken_amounts_stay_on_theirs() -> None:
    words = []
    for number in range(6):
        y = 50 + 9.5 * number
        words += line(y, (f"label {number}", 40))
        words.append(word(f"{number},000", 300, y + 2.5))
    assert laid(words) == [[f"label {n}", f"{n},000"] for n in range(6)]


def test_small_print_is_not_gathered_into_the_rows_of_large_print() -> None:
    words = []
    for number in range(8):
        y = 50 + 6.0 * number
        words.append(word(f"small{number}", 40, y, y0=y - 3.4, y1=y + 3.4))
    words += line(150, ("a large line", 40), ("of print", 200))
    assert laid(words)[:8] == [[f"small{n}"] for n in range(8)]


def test_a_subscript_belongs_to_the_row_of_its_mark() -> None:
    words = [*line(50, ("A. Cash", 40), ("$", 300)), word("0", 308, 54, y0=51, y1=57)]
    words += line(64, ("B. Securities", 40))
    assert laid(words) == [["A. Cash", "$ 0"], ["B. Securities"]]


def test_amount_columns_stay_apart_however_near() -> None:
    words = line(50, ("12,345", 300), ("67,890", 337))
    assert laid(words) == [["12,345", "67,890"]]


@pytest.mark.parametrize(
    ("parts", "cells"),
    [
        ([("(", 300), ("2,746", 345), (")", 385)], ["( 2,746 )"]),
        ([("$(", 300), ("2,746", 345), (")", 385)], ["$( 2,746 )"]),
        ([("(", 300), (")", 385)], ["( )"]),
        ([("(2,746", 300), (")", 370)], ["(2,746 )"]),
        ([("(", 300), ("2,746)", 345)], ["( 2,746)"]),
        ([("(", 300), ("2,746", 345)], ["(", "2,746"]),
        ([("2,746", 300), (")", 370)], ["2,746", ")"]),
        ([("(", 100), ("2,746", 345), (")", 385)], ["(", "2,746", ")"]),
    ],
)
def test_parentheses_at_the_borders_of_a_column_enclose_its_number(
    parts: list[tuple[str, float]], cells: list[str]
) -> None:
    assert laid(line(50, *parts)) == [cells]


def test_a_number_torn_within_a_group_is_whole_again() -> None:
    torn = [word("416,255,4", 300, 50), word("58", 346, 50)]
    apart = [word("416,255,4", 300, 50), word("58", 350, 50)]
    two = [word("416,255", 300, 50), word("458", 336, 50)]
    assert laid(torn) == [["416,255,458"]]
    assert laid(apart) == [["416,255,4 58"]]
    assert laid(two) == [["416,255 458"]]


def test_words_of_different_blocks_part_at_a_smaller_gap() -> None:
    first = word("Total", 40, 50, block=1)
    assert laid([first, word("due", 72, 50, block=1)]) == [["Total due"]]
    assert laid([first, word("due", 72, 50, block=2)]) == [["Total", "due"]]


def test_text_drawn_twice_is_taken_once() -> None:
    words = [*line(50, ("Total 1,234", 40)), *line(50.3, ("Total 1,234", 40.4))]
    words += line(64, ("Total 1,234", 40))
    assert laid(words) == [["Total 1,234"], ["Total 1,234"]]
    assert len(once(words)) == 4


def test_a_number_in_a_small_frame_is_a_cell_of_its_own() -> None:
    words = [*line(50, ("Cash", 40), ("1,234", 300)), word("7010", 329, 50), word("0", 352, 50)]
    marked = mark_framed(words, [(327.0, 43.0, 351.0, 57.0)])
    found = rows(marked, "test", itertools.count())
    assert [(c.text, c.framed) for c in found[0].cells] == [
        ("Cash", False),
        ("1,234", False),
        ("7010", True),
        ("0", False),
    ]


def test_numbers_of_a_column_with_long_numbers_are_not_framed() -> None:
    frames, words = [], []
    for number, text in enumerate(["850", "1,234,567", "7010"]):
        y = 50 + 14.0 * number
        words.append(word(text, 302, y))
        frames.append((298.0, y - 7, 350.0, y + 7))
    assert [w.framed for w in mark_framed(words, frames)] == [False, False, False]


@pytest.mark.parametrize(
    "frame",
    [(200.0, 43.0, 351.0, 57.0), (327.0, 10.0, 351.0, 90.0), (360.0, 43.0, 380.0, 57.0)],
    ids=["wide", "high", "elsewhere"],
)
def test_only_small_frames_around_a_number_count(frame: tuple[float, ...]) -> None:
    words = [word("7010", 329, 50)]
    x0, y0, x1, y1 = frame
    assert not mark_framed(words, [(x0, y0, x1, y1)])[0].framed


def test_cells_have_ids_places_and_the_least_confidence() -> None:
    words = [
        word("net", 40, 50, confidence=0.9),
        word("equity", 58, 51, confidence=0.7),
        word("1,234", 300, 50),
    ]
    (row,) = rows(words, "engine", itertools.count(5))
    label, amount = row.cells
    assert (label.id, amount.id) == (5, 6)
    assert label.region == (40.0, 44.5, 88.0, 56.5)
    assert (label.confidence, amount.confidence) == (0.7, None)
    assert {label.reader, amount.reader} == {"engine"}


def test_no_words_no_rows() -> None:
    assert laid([]) == []
    assert laid([word(" ", 40, 50)]) == []


def test_words_drawn_by_themselves_in_a_typewriter_face_are_one_cell() -> None:
    """A space there is as wide as a letter."""
    drawn = [
        word(text, 40 + x * CHAR, 50, block=x) for text, x in (("Wei", 0), ("Zhang", 4), ("30", 14))
    ]
    assert laid(drawn) == [["Wei Zhang", "30"]]


def test_an_amount_centred_beside_two_rows_of_a_label_stands_with_its_box() -> None:
    label = [*line(50, ("5. Accounts liquidating", 40)), *line(62, ("to a deficit", 40))]
    for off in (-0.2, 0.0, 0.2):
        beside = [word("4,408", 380, 56 + off), word("7351", 450, 56 - off)]
        assert ["to a deficit", "4,408", "7351"] in laid([*label, *beside])


def footed(number: int, foot: str) -> Page:
    """A page of six rows, the last of which is its foot."""
    rows = [Row((Cell(k, text, (0.0, 0.0, 1.0, 1.0), "test"),)) for k, text in enumerate("abcde")]
    return Page(number, (*rows, Row((Cell(9, foot, (0.0, 0.0, 1.0, 1.0), "test"),))))


@pytest.mark.parametrize("foot", ["- 4 -", ".4.", "-4-", "=4~"])
def test_the_number_of_a_page_is_one_with_dirt_around_it(foot: str) -> None:
    pages = without_page_numbers([footed(3, "3"), footed(4, foot), footed(5, "1,005")])
    assert [texts(p.rows[-1]) for p in pages] == [["e"], ["e"], ["1,005"]]


@pytest.mark.parametrize("foot", ["SEC 1695 (02-14) 4", "FINRA SEC 1695 (02=14)"])
def test_the_number_of_the_form_at_the_foot_of_a_page_is_no_amount(foot: str) -> None:
    pages = without_page_numbers([footed(3, foot), footed(4, "SEC filings 1,695")])
    assert [texts(p.rows[-1]) for p in pages] == [["e"], ["SEC filings 1,695"]]


def test_a_dollar_sign_in_a_column_of_box_numbers_is_a_digit_of_one() -> None:
    boxes = [word(str(8600 + 10 * n), 500, 100 + 20 * n) for n in range(7)]
    odd = word("$680", 500, 260)
    marked = mark_columns([*boxes, odd, word("$680", 300, 280)])
    assert [(w.text, w.framed) for w in marked[-2:]] == [("680", True), ("$680", False)]


def test_brackets_that_were_read_as_ones_make_no_amounts_of_a_column_of_boxes() -> None:
    texts = [
        "[7305]",
        "173151",
        "173171",
        "(7325)",
        "17335]",
        "[7337)",
        "173451",
        "[7351]",
        "[7352]",
    ]
    words = [word(text, 500, 100 + 20 * n) for n, text in enumerate(texts)]
    assert all(w.framed for w in mark_columns(words))
    amounts = [word(f"{n}73,151", 400, 100 + 20 * n) for n in range(1, 8)]
    assert not any(w.framed for w in mark_columns([*words, *amounts])[len(words) :])
