"""Pictures of pages: what a place of a value is on the page, it is in the picture."""

from __future__ import annotations

import io

import numpy as np
import pymupdf
import pytest
from PIL import Image

from focusconv.errors import UnreadableInput
from focusconv.readers import Bounds, read
from focusconv.render.page_pictures import PagePicture, page_picture
from tests.drawn import drawn, filing


def printed(turn: int = 0) -> bytes:
    document = pymupdf.open()
    document.new_page()
    page = document.new_page(width=400, height=600)
    page.insert_text((100, 200), "Total 1,234")
    page.set_rotation(turn)
    data: bytes = document.tobytes()
    return data


def ink(picture: PagePicture) -> tuple[float, ...]:
    """The place of all that is dark, in points."""
    dark = np.asarray(Image.open(io.BytesIO(picture.data))) < 128
    rows, columns = np.nonzero(dark)
    bounds = columns.min(), rows.min(), columns.max(), rows.max()
    return tuple(float(at) / picture.scale for at in bounds)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_agree_with_the_picture(turn: int) -> None:
    data = printed(turn)
    picture = page_picture(data, "test.pdf", 2, 144)
    assert picture is not None
    assert (picture.width, picture.height) == ((800, 1200) if turn % 180 == 0 else (1200, 800))
    assert picture.scale == 2
    x0, y0, x1, y1 = ink(picture)
    region = read(data, "test.pdf").pages[1].rows[0].cells[0].region
    assert region[0] - 1 < x0 < x1 < region[2] + 1
    assert region[1] - 1 < y0 < y1 < region[3] + 1
    assert x1 - x0 > 0.5 * (region[2] - region[0])
    assert y1 - y0 > 0.5 * (region[3] - region[1])


def test_a_page_of_print_is_a_small_png() -> None:
    made, _ = filing("X-17A-5-II-2014")
    picture = page_picture(drawn(made).tobytes(), "test.pdf", 2)
    assert picture is not None
    assert picture.media_type == "image/png"
    assert len(picture.data) < 300_000
    assert Image.open(io.BytesIO(picture.data)).size == (picture.width, picture.height)


def test_a_page_of_a_picture_file_keeps_its_points() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (3300, 2550), np.uint8)
    white = Image.new("L", (2550, 3300), 255)
    file = io.BytesIO()
    white.save(file, "TIFF", save_all=True, append_images=[Image.fromarray(noise)], dpi=(300, 300))
    picture = page_picture(file.getvalue(), "scan.tif", 2, 100)
    assert picture is not None
    assert picture.media_type == "image/jpeg"
    assert (picture.width, picture.height) == (850, 1100)
    assert picture.scale == pytest.approx(100 / 72)


def test_text_has_no_picture() -> None:
    assert page_picture(b"FOCUS REPORT\n7010 1,234\n", "filing.txt", 1) is None


def test_what_is_not_there_or_too_large_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="none of the pages asked for is among its 2"):
        page_picture(printed(), "test.pdf", 3)
    with pytest.raises(UnreadableInput, match="800 by 1,200 pixels"):
        page_picture(printed(), "test.pdf", 2, 144, Bounds(page_pixels=900_000))
