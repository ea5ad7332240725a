"""Delimited values: what is taken for a table, its cells, and what stays plain text."""

from __future__ import annotations

import pytest

from focusconv.readers import read

LABELS = ("A. Cash", "B. Securities (at market)", "C. Total", "D. Other", "E. Margin")


def rows(text: str) -> list[list[str]]:
    document = read(text.encode(), "document")
    return [[cell.text for cell in row.cells] for page in document.pages for row in page.rows]


def media_type(text: str) -> str:
    return read(text.encode(), "document").source.media_type


def table(amount: str, delimiter: str = ",") -> str:
    return "".join(f"{label}{delimiter}{amount}{delimiter}7010\n" for label in LABELS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_comma_in_quotes_is_part_of_its_cell(delimiter: str) -> None:
    text = table('"96,046,735"', delimiter)
    assert rows(text)[0] == ["A. Cash", "96,046,735", "7010"]


def test_numbers_without_grouping_marks_make_a_table_by_its_width() -> None:
    assert media_type(table("96046735")) == "text/csv"
    assert rows(table("96046735", ";"))[1] == [LABELS[1], "96046735", "7010"]


def test_amounts_that_nobody_quoted_are_left_in_one_cell() -> None:
    """Else `735` would stand alone beside its box."""
    text = table("96,046,735")
    assert media_type(text) == "text/plain"
    assert rows(text)[0] == ["A. Cash,96,046,735,7010"]


def test_sentences_with_semicolons_are_no_table() -> None:
    text = "a. Minimum dollar amount: ; or 5\n" * 9
    assert media_type(text) == "text/plain"


def test_a_broken_quote_makes_plain_text() -> None:
    assert media_type(table('"96,046,735"') + '"as of" 2018\n') == "text/plain"


def test_empty_cells_keep_the_places_of_the_others() -> None:
    text = table('"5,000"') + "F. None,,7020\n"
    document = read(text.encode(), "document")
    last, before = document.pages[0].rows[-1], document.pages[0].rows[-2]
    assert last.cells[-1].region[0] == before.cells[-1].region[0]
    assert last.cells[-1].region[1] == 6


def test_the_first_line_may_name_the_delimiter() -> None:
    assert rows("sep=;\n" + table("5", ";"))[0] == ["A. Cash", "5", "7010"]


def test_a_record_of_one_cell_is_a_line_of_text() -> None:
    text = table('"5,000"') + '"As of  March 31, 2025"\n'
    assert rows(text)[-1] == ["As of", "March 31, 2025"]


def test_rows_that_share_a_record_are_told_apart() -> None:
    stacked = '"A. Cash\nB. Margin\nC. Rest","5,000\n\n7,000","7010\n7020\n7030"\n'
    assert rows(table('"1,000"') + stacked)[-3:] == [
        ["A. Cash", "5,000", "7010"],
        ["B. Margin", "7020"],
        ["C. Rest", "7,000", "7030"],
    ]


def test_a_label_on_two_lines_of_its_cell_is_one_label() -> None:
    wrapped = '"Deduct market\nvalue","5,000",7010\n'
    assert rows(table('"1,000"') + wrapped)[-1] == ["Deduct market value", "5,000", "7010"]


def test_a_number_torn_by_its_column_is_not_two() -> None:
    torn = 'Cash,"1,234,\n567",7010\n'
    assert rows(table('"1,000"') + torn)[-1] == ["Cash", "1,234, 567", "7010"]
