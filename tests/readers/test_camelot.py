"""Rows as the tables of a page have them: cells of ours, borders of camelot's."""

from __future__ import annotations

import pymupdf
import pytest

from focusconv.cli.reading import read_options
from focusconv.document import Cell, Document, Page, Row, Source
from focusconv.errors import UnreadableInput
from focusconv.readers import Bounds, ReadOptions, read, read_again
from focusconv.readers.pdf.camelot import Table, by_tables, find_tables, in_tables
from focusconv.terminal.exits import WrongUsage

LINES = (
    (("C. Securities held for particular customers", "in lieu of cash (at market)"), "705,701,171"),
    (("9. Net settlement from (to)", "derivatives clearing organizations"), "(16,379,167)"),
    (("10. Exchange traded options", "on contract markets"), "55,666,888"),
)
"""Labels of two rows, the amount beside them halfway between: ruled, they are one row."""

SOURCE = Source("test.pdf", "0" * 64, "application/pdf", 1, ("pdf",))


def ruled() -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 60), "Statement of segregation requirements", fontsize=8)
    y = 100.0
    for (first, second), amount in LINES:
        for rect in ((60, y, 360, y + 30), (360, y, 460, y + 30)):
            page.draw_rect(pymupdf.Rect(*rect), width=0.8)
        page.insert_text((64, y + 12), first, fontsize=8)
        page.insert_text((64, y + 24), second, fontsize=8)
        page.insert_text((400, y + 18), amount, fontsize=8)
        y += 30
    data: bytes = document.tobytes()
    return data


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.pages[0].rows]


@pytest.fixture(scope="module")
def data() -> bytes:
    return ruled()


def test_a_wrapped_label_and_its_amount_are_one_row(data: bytes) -> None:
    plain = read(data, "test.pdf")
    found = in_tables(data, "test.pdf", plain, (1,), Bounds())
    assert texts(found) == [
        ["Statement of segregation requirements"],
        *([*label, amount] for label, amount in LINES),
    ]
    assert found.source.readers == ("pdf", "camelot")
    cells = {cell.id: cell for row in plain.pages[0].rows for cell in row.cells}
    assert {cell.id: cell for row in found.pages[0].rows for cell in row.cells} == cells
    assert len(plain.pages[0].rows) > len(found.pages[0].rows)


def test_the_borders_of_a_table_are_points_from_the_top(data: bytes) -> None:
    (table,) = find_tables(data, "test.pdf", (1,), Bounds()).tables
    assert table.page == 1
    assert [round(top) for top, _ in table.rows] == pytest.approx([100, 130, 160], abs=1.5)
    assert [round(left) for left, _ in table.columns] == pytest.approx([60, 360], abs=1.5)


def test_what_takes_too_long_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"took more than 0\.05 seconds"):
        find_tables(data, "test.pdf", (1,), Bounds(seconds=0.05))


def cell(number: int, text: str, x0: float, y0: float, x1: float, y1: float) -> Cell:
    return Cell(number, text, (x0, y0, x1, y1), "pdf")


def test_cells_beside_a_table_join_its_rows_and_others_stay() -> None:
    head, label = cell(0, "as of", 50, 10, 90, 20), cell(1, "A. Cash", 50, 100, 90, 110)
    box, amount = cell(2, "7010", 500, 100, 520, 110), cell(3, "1,234", 300, 108, 340, 118)
    rows = (Row((head,)), Row((label, box)), Row((amount,)))
    table = Table(1, ((95.0, 125.0),), ((40.0, 280.0), (280.0, 400.0)))
    laid = by_tables(Document(SOURCE, (Page(1, rows, "point"),)), (table,))
    assert texts(laid) == [["as of"], ["A. Cash", "1,234", "7010"]]


def test_a_page_on_its_side_stays_as_it_was() -> None:
    rows = (
        Row((cell(0, "A. Cash", 100, 50, 110, 90),)),
        Row((cell(1, "1,234", 120, 50, 130, 90),)),
    )
    table = Table(1, ((0.0, 200.0),), ((0.0, 200.0),))
    document = Document(SOURCE, (Page(1, rows, "point"),))
    assert by_tables(document, (table,)) == document


def test_text_has_no_tables_to_look_for() -> None:
    text = b"A. Cash\t1,234\t7010\n"
    assert read(text, "a.txt", ReadOptions(reader="camelot")) == read(text, "a.txt")


def test_the_command_line_takes_it() -> None:
    assert read_options(reader="camelot").reader == "camelot"
    with pytest.raises(WrongUsage, match="tables: no such reader; give auto, text, ocr, camelot"):
        read_options(reader="tables")


def test_camelot_is_asked_about_pages_with_open_checks_alone(data: bytes) -> None:
    options = ReadOptions(reader="camelot")
    plain = read(data, "test.pdf", options)
    assert plain == read(data, "test.pdf")
    assert read_again(data, "test.pdf", plain, [], options) == plain
    again = read_again(data, "test.pdf", plain, [(1, (0.0, 0.0, 10.0, 10.0))], options)
    assert again.source.readers == ("pdf", "camelot")
