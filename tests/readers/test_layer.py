"""The words that a file has for a picture are one more reading of it."""

from __future__ import annotations

from focusconv.document import Again, Cell, Mark, Page, Row
from focusconv.readers.ocr.layer import with_layer


def page(*cells: Cell) -> Page:
    return Page(1, tuple(Row((cell,)) for cell in cells), "point")


def cell(number: int, text: str, top: float) -> Cell:
    return Cell(number, text, (400, top, 450, top + 10), "rapid", 0.99)


def test_a_number_of_the_layer_is_a_reading_of_the_cell_in_its_place() -> None:
    seen = page(cell(0, "2,861,254", 100), cell(1, "653,434", 120))
    found = with_layer(seen, [("2,361,254", (401, 101, 449, 109))], "pdf-layer")
    first, second = (row.cells[0] for row in found.rows)
    assert first.text == "2,861,254"
    assert first.again == (Again("2,361,254", "pdf-layer"),)
    assert second.again == ()
    assert found.marks == ()


def test_words_of_the_layer_in_one_cell_are_one_reading_from_left_to_right() -> None:
    layer = [("1,234", (430, 101, 450, 109)), ("$", (401, 101, 405, 109))]
    [row] = with_layer(page(cell(0, "$ 1,234", 100)), layer, "pdf-layer").rows
    assert row.cells[0].again[0].text == "$ 1,234"


def test_a_number_that_no_engine_saw_is_a_mark() -> None:
    layer = [("7,777", (300, 101, 330, 109)), ("Cash", (40, 101, 60, 109))]
    found = with_layer(page(cell(0, "1,234", 100)), layer, "pdf-layer")
    assert found.marks == (Mark("covered", (300, 101, 330, 109), "7,777"),)


def test_a_page_without_a_layer_is_as_it_was() -> None:
    seen = page(cell(0, "1,234", 100))
    assert with_layer(seen, [], "pdf-layer") is seen
