"""Streaks of the scanner are taken out of a page; lines of the form are not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from focusconv.readers.page_image.deskew import Sheet, make_sheet
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.streaks import without_streaks

WIDE, HIGH = 2550, 3300


def page(*lines: tuple[int, int, int, int], noise: float = 5.0) -> Sheet:
    """A page of rows of digits, blocks of ink of 18 by 30 pixels, with lines drawn over them."""
    image = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(image)
    for y in range(200, 3000, 80):
        for x in range(1400, 1700, 24):
            draw.rectangle((x, y, x + 17, y + 29), 40)
    for line in lines:
        draw.line(line, 90, 5)
    grey = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), np.float64)
    grey = grey + np.random.default_rng(3).normal(0, noise, grey.shape)
    samples = np.clip(grey, 0, 255).astype(np.uint8).tobytes()
    return make_sheet(Picture(1, WIDE, HIGH, samples, 300 / 72), 0)


def beyond(one: Sheet, other: Sheet, left: int, right: int) -> NDArray[np.bool_]:
    """Where two pages differ by more than noise does, between two columns."""
    difference = one.grey[:, left:right].astype(int) - other.grey[:, left:right]
    return np.abs(difference) > 60


@pytest.mark.parametrize("line", [(1500, 0, 1530, 3299), (1505, 0, 1505, 3299)])
def test_a_streak_through_print_leaves_the_print(line: tuple[int, int, int, int]) -> None:
    clean, streaked = page(), page(line)
    mended = without_streaks(streaked)
    assert beyond(streaked, clean, 1480, 1560).sum() > 8_000
    left = beyond(mended, clean, 1480, 1560)
    assert left.sum() < 0.3 * beyond(streaked, clean, 1480, 1560).sum()
    rows = np.concatenate([np.arange(y + 34, y + 76) for y in range(200, 2900, 80)])
    assert left[rows].sum() < 0.2 * beyond(streaked, clean, 1480, 1560)[rows].sum()


def test_two_streaks_are_taken_out() -> None:
    clean, streaked = page(), page((600, 0, 640, 3299), (2000, 0, 1960, 3299))
    mended = without_streaks(streaked)
    for left, right in ((560, 680), (1930, 2030)):
        seen, kept = (beyond(one, clean, left, right).sum() for one in (streaked, mended))
        assert seen > 10_000
        assert kept < 0.06 * seen


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ((1300, 150, 1300, 3050),),
        ((1300, 600, 1306, 1500), (1720, 600, 1726, 1500)),
    ],
    ids=["none", "a line of a table", "short lines that lean"],
)
def test_a_page_without_streaks_is_as_it_was(lines: tuple[tuple[int, int, int, int], ...]) -> None:
    sheet = page(*lines)
    assert without_streaks(sheet) is sheet


def test_a_page_with_little_print_is_not_turned_for_a_streak_that_wavers() -> None:
    """The streak is the straightest thing on it, and would be a row of a page on its side."""
    image = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(image)
    for y in range(200, 500, 80):
        for x in range(200, 600, 24):
            draw.rectangle((x, y, x + 17, y + 29), 40)
    for y in range(0, HIGH, 60):
        draw.line((2400 + y // 60 % 2 * 3, y, 2400 + y // 60 % 2 * 3, y + 59), 60, 3)
    assert make_sheet(Picture(1, WIDE, HIGH, image.tobytes(), 300 / 72)).turn == 0
