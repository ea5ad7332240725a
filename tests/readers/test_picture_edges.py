"""No step over a picture fails at its edges: pages of one pixel, one row, one column, all black."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from focusconv.readers.page_image.components import Blobs, is_busy, room_in
from focusconv.readers.page_image.deskew import Grey, Sheet, even, ink, make_sheet
from focusconv.readers.page_image.frames import find_frames, in_frames, sides, without_lines
from focusconv.readers.page_image.glyph_candidates import storeys
from focusconv.readers.page_image.minus import with_minus
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.segment import find_print, only_print
from focusconv.readers.page_image.segments import (
    Box,
    Piece,
    Print,
    Seeing,
    around,
    bracket,
    cut_out,
    roomy,
)
from focusconv.readers.page_image.streaks import Line, clean_sheet, without_streaks

SEEING = Seeing()
BACK = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def grounds(width: int, height: int) -> st.SearchStrategy[Grey]:
    """All black, all white, one grey, or noise."""
    even_ = st.integers(0, 255).map(lambda level: np.full((height, width), level, np.uint8))
    noise = st.integers(0, 99).map(
        lambda seed: np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    )
    black, white = (np.full((height, width), level, np.uint8) for level in (0, 255))
    return st.one_of(st.just(black), st.just(white), even_, noise)


@st.composite
def pictures(draw: st.DrawFn, most: int = 120) -> Grey:
    """A small picture, with bars of one level that may reach its edges, and lie beyond them."""
    width, height = draw(st.sampled_from(((1, 1), (1, most), (most, 1), (2, 2), (0, 0))))
    if width == 0:
        width, height = draw(st.integers(1, most)), draw(st.integers(1, most))
    grey = draw(grounds(width, height)).copy()
    for _ in range(draw(st.integers(0, 4))):
        x = draw(st.one_of(st.just(0), st.just(width - 1), st.integers(0, width - 1)))
        y = draw(st.one_of(st.just(0), st.just(height - 1), st.integers(0, height - 1)))
        wide = draw(st.one_of(st.integers(1, 3), st.just(width)))
        high = draw(st.one_of(st.integers(1, 3), st.just(height)))
        grey[y : y + high, x : x + wide] = draw(st.sampled_from((0, 40, 120, 255)))
    return grey


def sheet_of(grey: Grey, dpi: float) -> Sheet:
    return Sheet(grey, dpi, dpi / 72, 0, 0.0, BACK)


densities = st.sampled_from((9.0, 36.0, 72.0, 150.0, 300.0))


@st.composite
def places(draw: st.DrawFn, grey: NDArray[np.uint8]) -> Box:
    """A place with some area within a picture."""
    height, width = grey.shape
    x0, y0 = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return x0, y0, draw(st.integers(x0 + 1, width)), draw(st.integers(y0 + 1, height))


@given(pictures(), densities)
@settings(deadline=None, max_examples=150)
def test_a_sheet_of_any_picture_is_searched_for_print(grey: Grey, dpi: float) -> None:
    sheet = sheet_of(grey, dpi)
    clean = without_streaks(sheet)
    assert clean.grey.shape == grey.shape
    prints = find_print(clean)
    height, width = grey.shape
    assert prints.dark.shape == grey.shape
    for piece in prints.pieces:
        x0, y0, x1, y1 = piece.box
        assert 0 <= x0 < x1 <= width
        assert 0 <= y0 < y1 <= height
    assert only_print(clean, prints).shape == grey.shape


@given(pictures(60), st.sampled_from((20.0, 72.0, 200.0, 300.0)), st.sampled_from((None, 0, 90)))
@settings(deadline=None, max_examples=60)
def test_any_picture_makes_a_sheet(grey: Grey, dpi: float, turned: None) -> None:
    height, width = grey.shape
    sheet = make_sheet(Picture(1, width, height, grey.tobytes(), dpi / 72), turned)
    assert min(sheet.grey.shape) >= 1
    left, top, right, bottom = sheet.on_page((0, 0, 1, 1))
    assert left < right
    assert top < bottom


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (3, 5)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_page_of_hardly_any_pixels_is_cleaned(size: tuple[int, int], level: int) -> None:
    samples = bytes([level]) * (size[0] * size[1])
    sheet = clean_sheet(Picture(1, *size, samples, 300 / 72))
    assert find_print(sheet).pieces == ()


def streaked(*, at: int, wide: int, lean: int, edge: int, far: bool) -> Grey:
    """A page with a block of print and a streak so far from its left edge, or its right one,
    which may be dark."""
    grey = np.full((600, 400), 255, np.uint8)
    grey[100:130, 260:320] = 30
    for y in range(len(grey)):
        x = max(at + lean * y // len(grey), 0)
        grey[y, x : x + wide] = 90
    grey[:, :edge] = np.minimum(grey[:, :edge], 40)
    return np.ascontiguousarray(grey[:, ::-1]) if far else grey


@given(
    at=st.integers(0, 14),
    wide=st.integers(1, 8),
    lean=st.integers(0, 20),
    edge=st.integers(0, 8),
    far=st.booleans(),
)
@example(at=2, wide=2, lean=20, edge=3, far=True)
@example(at=1, wide=3, lean=4, edge=3, far=True)
@settings(deadline=None, max_examples=60)
def test_a_streak_at_the_edge_of_a_page(
    at: int, wide: int, lean: int, edge: int, far: bool
) -> None:
    """Also at the first and the last columns, where there is no paper on its far side."""
    grey = streaked(at=at, wide=wide, lean=lean, edge=edge, far=far)
    clean = without_streaks(sheet_of(grey, 72.0)).grey
    assert clean.shape == grey.shape
    print_ = slice(80, 140) if far else slice(260, 320)
    assert (clean[100:130, print_] == 30).all()


@pytest.mark.parametrize("far", [False, True], ids=["first column", "last column"])
def test_a_streak_along_the_edge_is_painted_over(far: bool) -> None:
    grey = streaked(at=0, wide=2, lean=0, edge=0, far=far)
    clean = without_streaks(sheet_of(grey, 72.0)).grey
    assert (clean[150:] > 240).all()


@given(pictures())
@settings(deadline=None, max_examples=100)
def test_components_lie_within_their_picture(grey: Grey) -> None:
    dark = np.asarray(grey < 128, np.uint8)
    blobs = Blobs(dark)
    height, width = grey.shape
    for number, (x0, y0, x1, y1) in enumerate(blobs.places.tolist()):
        assert 0 <= x0 < x1 <= width
        assert 0 <= y0 < y1 <= height
        assert blobs.shape(number).any()
    for hole in blobs.holes:
        assert room_in(dark, hole).any()
    gone = blobs.taken_out(np.arange(len(blobs.places)))
    assert not gone.any()
    assert is_busy(dark) is False


@given(pictures(), densities)
@settings(deadline=None, max_examples=100)
def test_frames_and_rules_at_any_place(grey: Grey, dpi: float) -> None:
    dark, point = np.asarray(grey < 128, np.uint8), dpi / 72
    frames, cells = find_frames(dark, point, SEEING)
    height, width = grey.shape
    for x0, y0, x1, y1 in (*frames, *cells):
        assert 0 <= x0 < x1 <= width
        assert 0 <= y0 < y1 <= height
    left = without_lines(dark, (*frames, *cells), point, SEEING)
    assert not (left & ~dark & 1).any()
    assert len(list(in_frames(grey, frames, point, SEEING))) <= len(frames)


@given(pictures(60), st.data(), densities)
@settings(deadline=None, max_examples=100)
def test_what_is_cut_out_lies_within_the_page(grey: Grey, data: st.DataObject, dpi: float) -> None:
    dark = np.asarray(grey < 128, np.uint8)
    box, frame = data.draw(places(grey)), data.draw(places(grey))
    prints = Print((), (frame,), (), 6 * dpi / 72, dark)
    piece = Piece(box, (box,))
    height, width = grey.shape
    for x0, y0, x1, y1 in (roomy(box, prints, 0.5, 0.5), cut_out(piece, prints, 0.35, 0.22)):
        assert 0 <= x0 < x1 <= width
        assert 0 <= y0 < y1 <= height
    assert bracket(prints, box) in ("(", ")", None)
    assert with_minus(prints, piece, "1,234") in ("-1,234", None)
    most = round(SEEING.frame_line * dpi / 72)
    for x0, y0, x1, y1 in sides(dark, frame, most):
        assert x0 >= 0
        assert y0 >= 0
        assert x0 < x1
        assert y0 < y1


@given(st.data(), pictures(60), st.integers(1, 30))
@settings(deadline=None, max_examples=60)
def test_rows_of_a_run_hold_its_signs(data: st.DataObject, grey: Grey, digit: int) -> None:
    group = [data.draw(places(grey)) for _ in range(data.draw(st.integers(1, 6)))]
    whole = around(group)
    for row in storeys(group, digit):
        x0, y0, x1, y1 = around(row)
        assert whole[0] <= x0 < x1 <= whole[2]
        assert whole[1] <= y0 < y1 <= whole[3]


@given(pictures())
@settings(deadline=None, max_examples=60)
def test_ink_and_even_paper_of_any_picture(grey: Grey) -> None:
    assert even(grey).shape == grey.shape
    assert set(np.unique(ink(grey)).tolist()) <= {0, 1}


@pytest.mark.parametrize("x", [-40, -1, 0, 249, 250, 300])
def test_a_line_that_leaves_the_page_is_no_error(x: int) -> None:
    """A line is seen on most of a page and followed to its ends, where it may be beyond it."""
    line = Line((x, 0), (x + 5, 400))
    assert line.at(200) == pytest.approx(x + 2.5)
