"""Runs of print and small frames, from the ink of a sheet alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw

from focusconv.readers.page_image.glyph_candidates import storeys
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.segment import find_print
from focusconv.readers.page_image.segments import Box, Print, cut_out
from focusconv.readers.page_image.streaks import clean_sheet

WIDE, HIGH = 2550, 3300
DIGIT = (14, 24)
"""Width and height of a digit: a block of ink."""


class Page:
    """A page of blocks for digits, lines and frames, at 300 dots per inch."""

    def __init__(self) -> None:
        self.image = Image.new("L", (WIDE, HIGH), 255)
        self.draw = ImageDraw.Draw(self.image)

    def number(self, x: int, y: int, digits: int, level: int = 0) -> Box:
        for k in range(digits):
            left = x + 20 * k
            self.draw.rectangle((left, y, left + DIGIT[0] - 1, y + DIGIT[1] - 1), level)
        return x, y, x + 20 * (digits - 1) + DIGIT[0], y + DIGIT[1]

    def frame(self, x0: int, y0: int, x1: int, y1: int, line: int = 3) -> None:
        self.draw.rectangle((x0, y0, x1, y1), outline=0, width=line)

    def rows(self, count: int = 20) -> Iterator[int]:
        """The tops of rows, with a number in each, so that the page is one of print."""
        for row in range(count):
            y = 300 + 100 * row
            self.number(200, y, 6)
            yield y

    def seen(self, noise: float = 0.0) -> Print:
        grey = np.asarray(self.image, np.float64)
        if noise:
            grey = grey + np.random.default_rng(7).normal(0, noise, grey.shape)
        samples = np.clip(grey, 0, 255).astype(np.uint8).tobytes()
        return find_print(clean_sheet(Picture(1, WIDE, HIGH, samples, 300 / 72), 0))


def holds(outer: Box, inner: Box, slack: int = 4) -> bool:
    low = outer[0] - slack <= inner[0] and outer[1] - slack <= inner[1]
    return low and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def pieces_at(found: Print, place: Box) -> list[Box]:
    return [p.box for p in found.pieces if holds(place, p.box, 8)]


@pytest.mark.parametrize("touching", [False, True], ids=["room around", "touching its lines"])
def test_a_frame_is_found_with_noise_and_when_its_number_touches_it(touching: bool) -> None:
    page = Page()
    room = 2 if touching else 12
    for y in page.rows():
        page.frame(1000, y - room, 1150, y + DIGIT[1] + room)
        page.number(1038, y, 4)
    found = page.seen(noise=12)
    assert len(found.frames) == 20
    assert found.cells == ()
    for x0, y0, x1, y1 in found.frames:
        assert x1 - x0 == pytest.approx(146, abs=8)
        assert y1 - y0 == pytest.approx(DIGIT[1] + 2 * room - 4, abs=8)


def test_cells_of_a_table_are_told_from_frames() -> None:
    page = Page()
    for y in page.rows():
        for x in (1000, 1150, 1300):
            page.frame(x, y - 30, x + 150, y + 70)
            page.number(x + 40, y, 3)
    found = page.seen()
    assert found.frames == ()
    assert len(found.cells) == 60


def test_a_solid_block_is_no_frame() -> None:
    page = Page()
    for y in page.rows():
        page.draw.rectangle((1000, y, 1100, y + 40), 0)
    assert page.seen().frames == ()


def test_faint_print_in_a_frame_is_one_piece() -> None:
    page = Page()
    for y in page.rows():
        page.frame(1000, y - 15, 1130, y + 39)
        page.number(1020, y, 4, level=170)
    found = page.seen()
    assert len(found.frames) == 20
    for frame in found.frames:
        (box,) = pieces_at(found, frame)
        assert (box[2] - box[0], box[3] - box[1]) == pytest.approx((74, 24), abs=4)


def test_a_streak_ties_no_rows_together() -> None:
    page = Page()
    for y in page.rows():
        page.number(600, y, 8)
        page.number(600, y + 45, 8)
    page.draw.line((642, 100, 650, 3200), 90, 3)
    found = page.seen(noise=6)
    high = [box for box in (p.box for p in found.pieces) if box[3] - box[1] > 40]
    assert high == []
    assert len([p for p in found.pieces if holds((560, 290, 800, 2300), p.box)]) == 40


def test_digits_over_one_another_that_touch_the_rules_between_them_are_no_lines() -> None:
    """Together they are as long as an upright line, and would be taken away like one."""
    page = Page()
    for y in page.rows():
        for top in (y, y + 28, y + 56):
            page.number(1400, top, 7)
            page.draw.line((1300, top + 25, 1700, top + 25), 0, 4)
    boxes = [b for b in (p.box for p in page.seen().pieces) if b[0] > 1350]
    assert len(boxes) == 60
    assert [b[2] - b[0] for b in boxes] == pytest.approx([135] * 60, abs=6)


def test_ones_over_one_another_that_touch_a_rule_are_no_line() -> None:
    page = Page()
    for y in page.rows():
        for top in (y, y + 34):
            page.draw.rectangle((1392, top, 1397, top + 31), 0)
            page.number(1404, top + 4, 6)
            page.draw.line((1300, top + 32, 1700, top + 32), 0, 4)
    boxes = [b for b in (p.box for p in page.seen().pieces) if b[0] > 1350]
    assert len(boxes) == 40
    assert [b[2] - b[0] for b in boxes] == pytest.approx([128] * 40, abs=4)


def test_what_is_left_of_faint_digits_is_no_leader() -> None:
    """Three torn digits are six bits in a row, as many as make a leader; but not at one height."""
    page = Page()
    for y in page.rows():
        page.number(1400, y, 3)
        page.number(1520, y, 3)
        for x in (1460, 1480, 1500):
            page.draw.rectangle((x, y, x + 10, y + 9), 0)
            page.draw.rectangle((x, y + 14, x + 10, y + 23), 0)
    boxes = [b for b in (p.box for p in page.seen().pieces) if b[0] > 1350]
    assert [b[2] - b[0] for b in boxes] == pytest.approx([174] * 20, abs=4)


def test_brackets_that_touch_below_one_another_tie_no_rows_together() -> None:
    page = Page()
    for y in page.rows():
        for top in (y, y + 30):
            page.number(1400, top, 4)
            for x in (1386, 1480):
                page.draw.rectangle((x, top - 4, x + 3, top + 27), 0)
    boxes = [b for b in (p.box for p in page.seen().pieces) if b[0] > 1350]
    assert len(boxes) == 40
    assert max(b[3] - b[1] for b in boxes) <= 36


def test_a_minus_no_larger_than_a_speck_belongs_to_its_number() -> None:
    page = Page()
    for y in page.rows():
        page.number(600, y, 5)
        page.draw.rectangle((588, y + 10, 592, y + 12), 0)
        page.number(900, y, 5)
        page.draw.rectangle((888, y + 20, 892, y + 22), 0)
    found = page.seen()
    assert {p.box[0] for p in found.pieces if 580 <= p.box[0] < 700} <= {586, 587, 588}
    assert {p.box[0] for p in found.pieces if 880 <= p.box[0] < 990} <= {898, 899, 900}


def test_a_number_is_cut_out_without_the_lines_around_it() -> None:
    page = Page()
    for y in page.rows():
        page.frame(1000, y - 6, 1110, y + DIGIT[1] + 6)
        page.number(1018, y, 4)
    found = page.seen()
    for frame in found.frames:
        (piece,) = [p for p in found.pieces if holds(frame, p.box)]
        x0, y0, x1, y1 = cut_out(piece, found, 2.0, 2.0)
        assert (frame[0] - 1, frame[1] - 1, frame[2] + 1, frame[3] + 1) == (x0, y0, x1, y1)
    alone = next(p for p in found.pieces if p.box[0] < 300)
    assert cut_out(alone, found, 1.0, 1.0)[0] < alone.box[0] - 10


@pytest.mark.parametrize(("level", "count"), [(205, 1), (250, 2)], ids=["a faint comma", "none"])
def test_a_faint_comma_keeps_a_number_together(level: int, count: int) -> None:
    page = Page()
    for y in page.rows():
        page.number(600, y, 3)
        page.draw.rectangle((663, y + 18, 671, y + 30), level)
        page.number(682, y, 3)
    found = page.seen(noise=4)
    for y in range(300, 2300, 100):
        assert len(pieces_at(found, (600, y, 736, y + DIGIT[1]))) == count


def test_no_comma_ties_an_amount_to_the_frame_behind_it() -> None:
    page = Page()
    for y in page.rows():
        page.number(600, y, 3)
        page.draw.rectangle((663, y + 18, 671, y + 30), 205)
        page.frame(676, y - 10, 780, y + DIGIT[1] + 10)
        page.number(690, y, 4)
    found = page.seen()
    assert len(found.frames) == 20
    for frame in found.frames:
        assert len(pieces_at(found, frame)) == 1


def test_print_that_hangs_on_a_line_is_no_part_of_it() -> None:
    """Digits so close to the upper line of a frame that they fill half of the rows below it."""
    page = Page()
    for y in page.rows():
        page.frame(1000, y - 5, 1090, y + DIGIT[1] + 9)
        page.number(1008, y - 2, 4)
    found = page.seen()
    assert len(found.frames) == 20
    for x0, y0, x1, y1 in found.frames:
        assert y1 - y0 >= DIGIT[1]
        (box,) = pieces_at(found, (x0, y0, x1, y1))
        assert box[3] - box[1] >= DIGIT[1] - 4


def test_frames_that_stand_on_one_another_are_two() -> None:
    page = Page()
    for y in page.rows():
        page.frame(1000, y - 4, 1120, y + DIGIT[1] + 4)
        page.frame(1000, y + DIGIT[1] + 4, 1120, y + 2 * DIGIT[1] + 12)
        page.number(1002, y, 5)
        page.number(1002, y + DIGIT[1] + 8, 5)
    found = page.seen()
    assert len(found.frames) == 40
    for frame in found.frames:
        assert frame[3] - frame[1] == pytest.approx(DIGIT[1] + 4, abs=6)
        assert len(pieces_at(found, frame)) == 1


def test_faint_digits_before_darker_ones_are_of_one_number() -> None:
    """One measure of ink for the page sees the last four digits, and specks as of a leader."""
    page = Page()
    for y in page.rows():
        page.number(540, y, 6, level=165)
        for k in range(6):
            page.draw.rectangle((543 + 20 * k, y + 6, 551 + 20 * k, y + 16), 60)
        page.number(660, y, 4, level=60)
    found = page.seen(noise=4)
    for y in range(300, 2300, 100):
        (box,) = pieces_at(found, (540, y, 734, y + DIGIT[1]))
        assert (box[0], box[2]) == pytest.approx((540, 734), abs=4)


def test_rows_that_a_rule_ties_together_are_two_numbers() -> None:
    upper = [(600 + 20 * k, 300, 614 + 20 * k, 324) for k in range(7)]
    comma, rule = (616, 318, 620, 328), (600, 329, 740, 333)
    lower = [(640 + 20 * k, 338, 654 + 20 * k, 362) for k in range(5)]
    assert list(storeys([*upper, comma, rule, *lower], 24)) == [[*upper, comma], lower]
    assert list(storeys([*upper, comma], 24)) == [[*upper, comma]]
    tall = [(600, 296, 606, 332), *upper]
    assert list(storeys(tall, 24)) == [tall]


@pytest.mark.parametrize("y", [0, HIGH - DIGIT[1]], ids=["top", "bottom"])
def test_print_at_the_edge_of_a_page_is_print(y: int) -> None:
    page = Page()
    for _ in page.rows():
        pass
    page.number(600, y, 3)
    page.number(682, y, 3)
    found = page.seen()
    assert len(pieces_at(found, (600, y, 736, y + DIGIT[1]))) == 2
