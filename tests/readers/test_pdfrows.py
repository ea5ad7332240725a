"""Words of a PDF page that drawing tore: letters drawn one by one, in any order."""

from __future__ import annotations

import random

import pymupdf

from focusconv.readers import read

PRINT = (
    ("A. Banks located in the United States", 40, 100),
    ("73,623", 400, 100),
    ("7500", 460, 100),
)


def letters(print_: tuple[tuple[str, float, float], ...], dots: int) -> bytes:
    """A page of single letters in any order, and of so many dots."""
    document = pymupdf.open()
    page = document.new_page()
    shape = page.new_shape()
    drawn = [
        (x + pymupdf.get_text_length(text[:n], fontsize=8), y, letter)
        for text, x, y in print_
        for n, letter in enumerate(text)
        if letter != " "
    ]
    drawn += [(200 + 4 * (n % 45), 100 + 12 * (n // 45), ".") for n in range(dots)]
    random.Random(1).shuffle(drawn)
    for x, y, letter in drawn:
        shape.insert_text((x, y), letter, fontsize=8)
    shape.commit()
    data: bytes = document.tobytes()
    return data


def test_letters_drawn_in_any_order_are_words_again() -> None:
    (row,) = read(letters(PRINT, 0), "test.pdf").pages[0].rows
    assert [cell.text for cell in row.cells] == [text for text, _, _ in PRINT]


def test_thousands_of_leading_dots_do_not_hide_that_letters_were_drawn_apart() -> None:
    first, *_ = read(letters(PRINT, 900), "test.pdf").pages[0].rows
    said = [cell.text for cell in first.cells if set(cell.text) - set(". ")]
    assert said == [text for text, _, _ in PRINT]
