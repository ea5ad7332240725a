"""Ink that is no print of the page: grounds are lifted, blots and strokes are told as marks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from focusconv.document import Mark
from focusconv.readers.layout.geometry import scaled
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.unread import marks_of
from focusconv.readers.page_image.deskew import Grey, Sheet, make_sheet
from focusconv.readers.page_image.grounds import lifted
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.segment import find_print
from focusconv.readers.page_image.segments import Box, Print
from focusconv.readers.page_image.streaks import clean_sheet

WIDE, HIGH = 1700, 1200
AMOUNT: Box = (1100, 512, 1290, 560)
"""The place of the amount of one of the rows, with some room."""

FONT = ImageFont.load_default(32)


def drawn(*, amount: bool = True) -> Image.Image:
    """Rows of labels and amounts at 300 dots per inch, on white paper."""
    image = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(image)
    for y in range(120, 1100, 80):
        draw.text((120, y), "Customer segregated funds", 0, FONT)
        draw.line((1050, y + 44, 1300, y + 44), 0, 3)
        if amount or y != 520:
            draw.text((1110, y), "2,861,254", 0, FONT)
    return image


def picture(image: Image.Image, noise: float) -> Picture:
    grey = np.asarray(image, np.float64)
    grey = grey + np.random.default_rng(5).normal(0, noise, grey.shape)
    samples = np.clip(grey, 0, 255).astype(np.uint8).tobytes()
    return Picture(1, image.width, image.height, samples, 300 / 72)


def seen(image: Image.Image, noise: float = 4.0) -> tuple[Sheet, Print]:
    sheet = clean_sheet(picture(image, noise), 0)
    return sheet, find_print(sheet)


def words(sheet: Sheet, prints: Print) -> list[Word]:
    """A word for each piece that is print, as an engine sees it."""
    return [Word("x", *scaled(piece.box, sheet.scale), 0.9) for piece in prints.pieces]


def at_amount(mark: Mark, sheet: Sheet) -> bool:
    x0, y0, x1, y1 = (value * sheet.scale for value in sheet.on_sheet(mark.region))
    return x0 < AMOUNT[2] and x1 > AMOUNT[0] and y0 < AMOUNT[3] and y1 > AMOUNT[1]


def marked(image: Image.Image, noise: float = 4.0) -> list[Mark]:
    sheet, prints = seen(image, noise)
    return [m for m in marks_of(sheet, prints, [words(sheet, prints)]) if at_amount(m, sheet)]


def shaded(image: Image.Image, share: float) -> Image.Image:
    """The picture with a marker over its amount that leaves a share of the light."""
    grey = np.asarray(image).copy()
    x0, y0, x1, y1 = AMOUNT
    grey[y0:y1, x0:x1] = (grey[y0:y1, x0:x1] * share).astype(np.uint8)
    return Image.fromarray(grey)


@pytest.mark.parametrize("noise", [0, 4, 11])
def test_a_page_of_print_and_rules_has_no_marks_and_no_grounds(noise: float) -> None:
    sheet = make_sheet(picture(drawn(), noise), 0)
    assert lifted(sheet) is sheet
    sheet, prints = seen(drawn(), noise)
    assert list(marks_of(sheet, prints, [words(sheet, prints)])) == []


@given(st.integers(45, 88), st.sampled_from((0, 4, 8)))
@settings(deadline=None, max_examples=12)
def test_what_a_marker_covers_is_shown_as_on_paper(share: int, noise: int) -> None:
    plain, prints = seen(drawn(), noise)
    sheet, lifted_ = seen(shaded(drawn(), share / 100), noise)
    x0, y0, x1, y1 = (value + 6 * side for value, side in zip(AMOUNT, (1, 1, -1, -1), strict=True))
    ink, paper = (np.percentile(sheet.grey[y0:y1, x0:x1], part) for part in (2, 70))
    assert ink < 90
    assert paper > 200
    inside = [p.box for p in lifted_.pieces if AMOUNT[1] < p.box[1] < AMOUNT[3] < p.box[3] + 20]
    own = [p.box for p in prints.pieces if AMOUNT[1] < p.box[1] < AMOUNT[3] < p.box[3] + 20]
    assert np.array(inside) == pytest.approx(np.array(own), abs=4)
    assert plain.grey.shape == sheet.grey.shape


def test_white_print_in_a_black_bar_is_shown_dark_on_light() -> None:
    image = drawn(amount=False)
    draw = ImageDraw.Draw(image)
    draw.rectangle((1090, 508, 1300, 556), 10)
    draw.text((1110, 512), "2,861,254", 245, FONT)
    sheet = lifted(make_sheet(picture(image, 4), 0))
    assert np.median(sheet.grey[515:550, 1095:1295]) > 200
    assert np.percentile(sheet.grey[515:550, 1095:1295], 2) < 60


def test_a_number_in_a_frame_is_no_bar() -> None:
    image = drawn()
    draw = ImageDraw.Draw(image)
    for y in range(120, 1100, 80):
        draw.rectangle((1400, y - 4, 1490, y + 40), outline=0, width=5)
        draw.text((1410, y), "7305", 0, FONT)
    sheet = make_sheet(picture(image, 11), 0)
    assert lifted(sheet) is sheet


@pytest.mark.parametrize("noise", [0, 6])
def test_a_page_white_on_black_is_turned(noise: float) -> None:
    black = Image.fromarray(255 - np.asarray(drawn()))
    one, other = (clean_sheet(picture(image, noise), 0).grey for image in (drawn(), black))
    assert abs(one.astype(int) - other).max() < 40 + 12 * noise
    assert np.median(other) > 200


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_page_of_one_grey_is_not_turned(level: int) -> None:
    grey = np.full((300, 200), level, np.uint8)
    assert (make_sheet(Picture(1, 200, 300, grey.tobytes(), 300 / 72), 0).grey == level).all()


def bar(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((1100, 512, 1290, 556), 15)


def scribble(draw: ImageDraw.ImageDraw) -> None:
    zigzag = [(1100 + 15 * k, 500 + 75 * (k % 2)) for k in range(12)]
    draw.line(zigzag, 40, 5)


def tick(draw: ImageDraw.ImageDraw) -> None:
    draw.line([(1180, 520), (1200, 560), (1250, 470)], 30, 6)


def ring(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((1080, 490, 1310, 570), outline=40, width=5)


@pytest.mark.parametrize("noise", [0, 8])
@pytest.mark.parametrize("stroke", [bar, scribble, tick, ring])
def test_a_cell_that_was_marked_by_hand_is_not_empty(
    stroke: Callable[[ImageDraw.ImageDraw], None], noise: float
) -> None:
    image = drawn(amount=False)
    stroke(ImageDraw.Draw(image))
    sheet, prints = seen(image, noise)
    read = [word for word in words(sheet, prints) if not at_amount(_mark(word, sheet), sheet)]
    found = [m for m in marks_of(sheet, prints, [read]) if at_amount(m, sheet)]
    assert "ink" in {mark.kind for mark in found}


def _mark(word: Word, sheet: Sheet) -> Mark:
    return Mark("ink", sheet.on_page((word.x0, word.y0, word.x1, word.y1)))


@pytest.mark.parametrize("off", [-4, 0, 4])
def test_an_amount_that_a_line_runs_through_is_struck_out(off: int) -> None:
    image = drawn()
    ImageDraw.Draw(image).line((1100, 538 + off, 1290, 538 + off), 20, 3)
    assert {mark.kind for mark in marked(image)} == {"struck"}


def test_print_between_two_rules_is_not_struck_out() -> None:
    image = drawn()
    draw = ImageDraw.Draw(image)
    for y in (510, 552, 560):
        draw.line((1050, y, 1300, y), 0, 3)
    assert marked(image) == []


def test_print_that_no_engine_reads_is_a_mark_and_a_speck_is_none() -> None:
    image = drawn()
    ImageDraw.Draw(image).ellipse((1400, 530, 1404, 534), fill=0)
    sheet, prints = seen(image)
    read = [word for word in words(sheet, prints) if not at_amount(_mark(word, sheet), sheet)]
    (mark,) = marks_of(sheet, prints, [read, []])
    assert mark.kind == "ink"
    assert at_amount(mark, sheet)


@given(st.integers(0, WIDE - 200), st.integers(0, HIGH - 200), st.integers(60, 200))
@settings(deadline=None, max_examples=12)
def test_a_bar_is_marked_wherever_it_stands(x: int, y: int, wide: int) -> None:
    """Also at the edges of a page, and over its print."""
    image = drawn()
    ImageDraw.Draw(image).rectangle((x, y, x + wide, y + 50), 15)
    sheet, prints = seen(image)
    found = [scaled(sheet.on_sheet(m.region), 1 / sheet.scale) for m in marks_of(sheet, prints, [])]
    middle = x + wide / 2, y + 25
    assert any(a <= middle[0] <= c and b <= middle[1] <= d for a, b, c, d in found)


def test_a_drawing_across_a_page_covers_what_it_touches_alone() -> None:
    image = drawn()
    ImageDraw.Draw(image).line((900, 60, 1000, 1180), 20, 30)
    sheet, prints = seen(image)
    found = [m.region for m in marks_of(sheet, prints, [words(sheet, prints)])]
    assert len(found) > 5
    assert max(x1 - x0 for x0, _, x1, _ in found) < 30


def test_the_picture_is_left_alone() -> None:
    """What is lifted is another picture: the one that was scanned stays for who wants it."""
    sheet = make_sheet(picture(shaded(drawn(), 0.6), 4), 0)
    before: Grey = sheet.grey.copy()
    assert lifted(sheet) is not sheet
    assert (sheet.grey == before).all()
