"""The engine that knows numbers alone, and what it is asked for."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.numerals.prints import answer, random_print
from focusconv.readers.engines import available, engine
from focusconv.readers.engines.strip import CHARACTERS, HIGH, as_given, batched
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.box_columns import mark_columns
from focusconv.readers.ocr.fusion import Seen, laid_out
from focusconv.readers.ocr.routing import unlike, unseen
from focusconv.readers.options import ENGINES, NUMERALS
from focusconv.readers.page_image.deskew import Sheet, make_sheet
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.segment import find_print
from focusconv.readers.page_image.segments import Piece

PRINTS = (
    "1,234,567",
    "$(98,765)",
    "-45,012",
    "7032",
    "[8710]",
    "12.5 %",
    "0",
    "$ 3,604,118",
)


def sheet_of(texts: tuple[str, ...], noise: float = 0.0, size: int = 34) -> Picture:
    """Prints below one another on a page of 300 dots per inch."""
    image = Image.new("L", (2550, 3300), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for row, text in enumerate(texts):
        draw.text((400, 300 + 100 * row), text, 0, font=font)
    grey = np.asarray(image, np.float64)
    grey = 255 - (255 - grey) * (0.7 if noise else 1.0)
    grey = grey + np.random.default_rng(3).normal(0, noise, grey.shape) if noise else grey
    samples = np.clip(grey, 0, 255).astype(np.uint8).tobytes()
    return Picture(1, 2550, 3300, samples, 300 / 72)


@pytest.mark.parametrize("noise", [0.0, 18.0])
def test_it_reads_amounts_boxes_and_percents_where_they_stand(noise: float) -> None:
    sheet = make_sheet(sheet_of(PRINTS, noise), 0)
    prints = find_print(sheet)
    words = engine(NUMERALS).words(sheet, prints)
    rows: dict[int, list[Word]] = {}
    for word in words:
        rows.setdefault(round((word.y0 + word.y1) / 2 * 300 / 72 - 320) // 100, []).append(word)
    read = [
        " ".join(w.text for w in sorted(row, key=lambda w: w.x0)) for _, row in sorted(rows.items())
    ]
    assert read == list(PRINTS)
    for word in words:
        assert 0.5 < (word.confidence or 0.0) <= 1.0
        assert 90 < word.x0 < word.x1 < 200


def test_letters_are_counted_and_are_no_digits() -> None:
    sheet = make_sheet(sheet_of(("Total SOLD", "Bill IO")), 0)
    words = engine(NUMERALS).words(sheet, find_print(sheet))
    assert words
    assert not any(char.isdigit() for word in words for char in word.text)


def test_it_comes_last_and_only_beside_the_others() -> None:
    assert available() == (*ENGINES, NUMERALS)


def test_strips_keep_their_shape_and_are_given_in_batches_of_like_width() -> None:
    rng = random.Random(5)
    strips = [
        as_given(np.full((rng.randrange(20, 60), rng.randrange(20, 400)), 200, np.uint8))
        for _ in range(60)
    ]
    assert all(strip.shape[0] == HIGH and strip.shape[1] >= 16 for strip in strips)
    seen = []
    for numbers, batch in batched(strips):
        assert batch.shape[1:3] == (1, HIGH)
        assert batch.shape[3] == max(strips[k].shape[1] for k in numbers)
        seen += numbers
    assert sorted(seen) == list(range(60))
    assert len(set(CHARACTERS)) == len(CHARACTERS)


def test_its_lessons_say_every_digit_as_it_is_printed() -> None:
    rng = random.Random(11)
    prints = [random_print(rng) for _ in range(2000)]
    assert all(set(answer(text)) <= set(CHARACTERS) for text in prints)
    assert all(len(answer(text)) == len(text) for text in prints)
    digits = [[char for char in text if char.isdigit()] for text in prints]
    assert digits == [[char for char in answer(text) if char.isdigit()] for text in prints]
    assert {char for text in prints for char in text} >= set(CHARACTERS) - {"~", ":"}


class TestAsking:
    """What is asked of it, and what it adds."""

    PIECES = (
        Piece((0, 0, 400, 100), ((0, 0, 400, 100),) * 9),
        Piece((500, 0, 900, 100), ((500, 0, 900, 100),) * 9),
        Piece((1000, 0, 1040, 100), ((1000, 0, 1040, 100),)),
    )

    @staticmethod
    def word(text: str, x: float, sure: float = 1.0) -> Word:
        return Word(text, x, 2, x + 40, 8, sure)

    def test_it_is_asked_where_others_differ_or_both_may_be_wrong(
        self,
    ) -> None:
        cheap = [self.word("1.234.567", 0), self.word("(98,765)", 50)]
        dear = [self.word("1,234,567", 0), self.word("98,765", 50)]
        assert unlike(cheap, dear, self.PIECES, 10.0) == list(self.PIECES[1:])
        short = [self.word("19", 0), self.word("1,234", 50)]
        assert unlike(short, short, self.PIECES[:2], 10.0) == [self.PIECES[0]]
        percents = [self.word("12.5", 0)], [self.word("125", 0)]
        assert unlike(*percents, self.PIECES[:1], 10.0) == [self.PIECES[0]]

    def test_what_the_other_did_not_see_is_taken_only_where_it_is_sure(self) -> None:
        dear = [self.word("$O", 82)]
        sure = [self.word("$", 81), self.word("0", 82)]
        assert unseen(sure, dear, self.PIECES[2:], 10.0) == (sure, [])
        doubtful = [self.word("0", 82, 0.6)]
        assert unseen(doubtful, dear, self.PIECES[2:], 10.0) == ([], dear)
        number = [self.word("7,010", 82)]
        assert unseen([self.word("0", 82)], number, self.PIECES[2:], 10.0) == ([], number)


class TestOutvoted:
    """What two engines read alike where the dearest has no number."""

    @staticmethod
    def cells(*texts: str) -> list[tuple[str, str, list[str]]]:
        """The cell of a page of which tesseract, numerals and rapid have these."""
        words = [(Word(text, 10, 10, 90, 20, 0.9),) for text in texts]
        sheet = Sheet(
            np.zeros((100, 100), np.uint8), 72.0, 1.0, 0, 0.0, np.array([[1.0, 0, 0], [0, 1.0, 0]])
        )
        cheap, numbers, dear = words
        seen = Seen(1, sheet, (("rapid", dear),), (("tesseract", cheap), ("numerals", numbers)), ())
        page = laid_out(seen, itertools.count()).page
        return [
            (cell.text, cell.reader, [again.text for again in cell.again])
            for row in page.rows
            for cell in row.cells
        ]

    def test_their_amount_stands_and_the_other_print_beside_it(self) -> None:
        (found,) = self.cells("444,239,828", "444,239,828", "444-a39*828")
        assert found == ("444,239,828", "tesseract", ["444,239,828", "444-a39*828"])

    @pytest.mark.parametrize(
        "texts",
        [
            ("444,239,828", "444,239,829", "444-a39*828"),
            ("444,239,828", "444,239,828", "444,239,82"),
            ("239", "239", "a39*"),
        ],
    )
    def test_other_prints_stay(self, texts: tuple[str, str, str]) -> None:
        (found,) = self.cells(*texts)
        assert found[:2] == (texts[2], "rapid")


class TestColumns:
    """Columns of box numbers."""

    @staticmethod
    def word(text: str, x: float, row: int) -> Word:
        return Word(text, x, 20.0 * row, x + 5 * len(text), 20.0 * row + 8)

    def framed(self, words: list[Word]) -> list[str]:
        return [word.text for word in mark_columns(words) if word.framed]

    def test_what_stands_in_one_is_a_box_however_it_was_read(self) -> None:
        words = [self.word(f"70{row}0", 400, row) for row in range(1, 7)]
        words += [self.word("70I5", 400, 8), self.word("710", 402, 9), self.word("EONX", 400, 10)]
        words += [self.word("1,234", 480, row) for row in range(1, 11)]
        assert self.framed(words) == [f"70{row}0" for row in range(1, 7)] + ["70I5", "710", "EONX"]

    def test_an_amount_in_it_is_none(self) -> None:
        words = [self.word(f"70{row}0", 400, row) for row in range(1, 8)]
        assert "1,234" not in self.framed([*words, self.word("1,234", 398, 9)])
        assert self.framed([*words[:4]]) == []

    def test_a_column_of_amounts_is_none(self) -> None:
        words = [self.word(f"70{row}0", 400, row) for row in range(1, 8)]
        words += [self.word(f"{row},123", 398, 10 + row) for row in range(1, 4)]
        assert self.framed(words) == []
