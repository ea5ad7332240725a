"""Picture files: pages in grey with their resolution, and what is refused within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from focusconv.errors import UnreadableInput
from focusconv.readers import Bounds, ReadOptions, page_range, read
from focusconv.readers.bounds import Spent
from focusconv.readers.page_image.decode import read_pictures
from focusconv.readers.page_image.formats import media_type
from focusconv.readers.page_image.picture import Picture
from tests.conftest import Run

PAGE = (850, 1100)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def pictures(data: bytes, options: ReadOptions | None = None) -> list[Picture]:
    chosen = options or ReadOptions()
    count, found = read_pictures(data, "x", chosen, Spent(chosen.bounds, "x"))
    listed = list(found)
    assert len(listed) == count
    return [picture for picture in listed if isinstance(picture, Picture)]


def grey_of(picture: Picture) -> np.ndarray[Any, Any]:
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)


def page(level: int = 255, mark: tuple[int, int, int, int] | None = None) -> Image.Image:
    image = Image.new("L", PAGE, level)
    if mark is not None:
        image.paste(0, mark)
    return image


@pytest.mark.parametrize(
    ("kind", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("TIFF", "image/tiff")]
)
def test_a_page_comes_in_grey_with_its_resolution(kind: str, media: str) -> None:
    data = encoded(page(mark=(100, 50, 200, 90)), kind, dpi=(100, 100))
    assert media_type(data) == media
    (found,) = pictures(data)
    assert (found.number, found.width, found.height) == (1, *PAGE)
    assert found.dpi == pytest.approx(100, abs=0.1)
    grey = grey_of(found)
    assert grey[70, 150] < 20
    assert grey[500, 500] > 235


@pytest.mark.parametrize(
    ("claimed", "true"),
    [(None, 100), ((72, 72), 72), ((0, 0), 100), ((2000, 2000), 100), ((30, 30), 100)],
)
def test_a_resolution_that_makes_no_page_is_not_believed(
    claimed: tuple[int, int] | None, true: float
) -> None:
    (found,) = pictures(encoded(page(), "PNG", **({"dpi": claimed} if claimed else {})))
    assert found.dpi == pytest.approx(true, abs=0.1)


def test_the_resolution_that_is_asked_for_counts() -> None:
    (found,) = pictures(encoded(page(), "PNG", dpi=(100, 100)), ReadOptions(dpi=200))
    assert found.dpi == 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I", "F", "CMYK"])
def test_every_kind_of_colour_becomes_black_on_white(mode: str) -> None:
    plain = page(mark=(100, 50, 200, 90))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(plain, np.uint16) * 257)
    elif mode == "LA":
        image = Image.merge("LA", (Image.new("L", PAGE, 0), Image.eval(plain, lambda v: 255 - v)))
    else:
        image = plain.convert(mode)
    (found,) = pictures(encoded(image, "TIFF"))
    grey = grey_of(found)
    assert grey[70, 150] < 20
    assert grey[500, 500] > 235


def test_a_photograph_is_turned_as_its_file_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (found,) = pictures(encoded(page(mark=(0, 0, 60, 60)), "JPEG", exif=exif))
    assert (found.width, found.height) == (1100, 850)
    assert grey_of(found)[20, 1080] < 60


def test_the_pages_of_a_tiff_in_their_order_and_as_asked_for() -> None:
    pages = [page(250 - 50 * n) for n in range(4)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [grey_of(p)[0, 0] for p in pictures(data)] == [250, 200, 150, 100]
    some = pictures(data, ReadOptions(pages=page_range("2,4")))
    assert [(p.number, grey_of(p)[0, 0]) for p in some] == [(2, 200), (4, 100)]
    with pytest.raises(UnreadableInput, match="4 pages; 3 is the most"):
        pictures(data, ReadOptions(bounds=Bounds(pages=3)))
    with pytest.raises(UnreadableInput, match="none of the pages"):
        pictures(data, ReadOptions(pages=page_range("5-")))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it has this size, and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HOSTILE = {
    "more pixels than are taken": png_header(30_000, 30_000),
    "one line of millions": png_header(2_000_000_000, 1),
    "no pixels": png_header(0, 10),
    "rows missing": png_header(800, 1000),
    "a signature": b"\x89PNG\r\n\x1a\n",
    "JPEG of nothing": b"\xff\xd8\xff\xe0" + bytes(100),
    "TIFF of nothing": b"II*\x00\x08\x00\x00\x00",
    "TIFF that points into itself": b"II*\x00\x08\x00\x00\x00" + b"\x00\x00" + b"\x08\x00\x00\x00",
    "TIFF with a directory far away": b"MM\x00*\xff\xff\xff\xff",
    "text called PNG": b"\x89PNG is a picture format\n" * 10,
    "half a picture": encoded(page(), "PNG")[:300],
    "half a photograph": encoded(page(mark=(9, 9, 99, 99)), "JPEG")[:600],
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read(data, "hostile.png", ReadOptions(bounds=Bounds(seconds=5)))
    assert caught.value.place.startswith("hostile.png")
    assert caught.value.remedy


def test_a_picture_beyond_the_bound_is_refused_before_it_is_decoded(focusconv: Run) -> None:
    data = encoded(page(), "PNG")
    done = focusconv("convert", "-", "--max-pixels", "10000", stdin=data)
    assert done.returncode == 3
    assert b"a picture of 850 by 1,100 pixels; 10,000 pixels is the most taken" in done.stderr
    assert done.stdout == b""


@pytest.mark.parametrize(
    "image", [page(), page(0), Image.new("L", (3, 3)), Image.new("L", (9, 400))]
)
def test_a_picture_without_print_is_refused(image: Image.Image) -> None:
    with pytest.raises(UnreadableInput, match="no print could be made out"):
        read(encoded(image, "PNG"), "empty.png")


def test_noise_is_no_print() -> None:
    rng = np.random.default_rng(1)
    noise = Image.fromarray(rng.integers(0, 256, (1100, 850), np.uint8))
    with pytest.raises(UnreadableInput, match="no print could be made out"):
        read(encoded(noise, "PNG"), "noise.png")


@settings(max_examples=60)
@given(data=st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "TIFF"]))
    small = Image.new("L", (40, 50), 255)
    small.paste(0, (5, 5, 20, 9))
    whole = bytearray(encoded(small, kind))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(4, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(8, len(whole)))
    try:
        found = pictures(bytes(whole[:cut]), ReadOptions(bounds=Bounds(page_pixels=100_000)))
    except UnreadableInput:
        return
    assert all(len(p.samples) == p.width * p.height <= 100_000 for p in found)


@pytest.mark.parametrize(("across", "down"), [(204, 98), (204, 196), (100, 200)])
def test_a_fax_has_as_many_dots_down_as_across(across: int, down: int) -> None:
    size = round(8.5 * across), 11 * down
    fax = Image.new("L", size, 255)
    fax.paste(0, (0, 0, across, down))
    (found,) = pictures(encoded(fax, "TIFF", dpi=(across, down)))
    dots = max(across, down)
    assert (found.width, found.height) == (pytest.approx(8.5 * dots, abs=1), 11 * dots)
    assert found.dpi == pytest.approx(dots)
    grey = grey_of(found)
    assert (grey[: dots - 2, : dots - 2] < 60).all()
    assert (grey[dots + 2 :] > 200).all()


def test_dots_that_make_no_page_are_not_believed() -> None:
    (found,) = pictures(encoded(page(), "TIFF", dpi=(600, 10)))
    assert (found.width, found.height) == PAGE


def test_a_fax_that_would_be_too_large_is_refused() -> None:
    fax = encoded(Image.new("L", (1000, 300), 255), "TIFF", dpi=(204, 98))
    with pytest.raises(UnreadableInput, match="1,000 by 624 pixels"):
        pictures(fax, ReadOptions(bounds=Bounds(page_pixels=400_000)))
