"""Hostile input: refused in words, or read, in bounded time; nothing else ever comes out.

`hostile/` keeps what once broke the reader, each file explained by its name in `BROKE`.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bench.mutate import KINDS, Edit, documents, edited, pictures
from focusconv.errors import UnknownForm, UnreadableInput
from focusconv.forms.catalog import catalog
from focusconv.identify.statements import identify
from focusconv.readers import Bounds, ReadOptions, page_range, read
from focusconv.readers.bounds import Spent
from focusconv.readers.page_image.decode import read_pictures
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.pdf.vetting import is_harmless
from focusconv.render.page_pictures import page_picture
from tests import hostile_files as hostile

BOUNDS = Bounds(seconds=5.0, page_pixels=4_000_000, pixels=40_000_000)
TEXT = ReadOptions(reader="text", bounds=BOUNDS)
CORPUS = Path(__file__).parents[1] / "hostile"

BROKE = {
    "huge-object-number.pdf": "an object's number beyond any table: MuPDF made room for all",
    "picture-name-not-utf8.pdf": "PyMuPDF fails to tell the names of a page's pictures",
}


def kept(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def test_every_file_of_the_corpus_is_explained() -> None:
    assert {path.name for path in CORPUS.iterdir()} == BROKE.keys()


@pytest.mark.parametrize("name", BROKE)
def test_what_once_broke_is_read_or_refused(name: str) -> None:
    outcome(lambda: identify(read(kept(name), name, TEXT), catalog()))
    outcome(lambda: page_picture(kept(name), name, 1, 40, BOUNDS))


def outcome(reading: Callable[[], object]) -> None:
    """Run a reading of which only an honest refusal may come."""
    with contextlib.suppress(UnreadableInput, UnknownForm):
        reading()


EDITS = st.lists(
    st.builds(
        Edit,
        kind=st.sampled_from(KINDS),
        at=st.floats(0, 1),
        size=st.integers(1, 4096),
        pick=st.integers(0, 255),
    ),
    min_size=1,
    max_size=6,
)
FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
PAPERS, IMAGES = documents(), pictures()


@FUZZ
@given(st.sampled_from(sorted(PAPERS)), EDITS)
def test_broken_pdfs_are_read_or_refused(name: str, edits: list[Edit]) -> None:
    data = edited(PAPERS[name], edits, list(PAPERS.values()))
    outcome(lambda: identify(read(data, "fuzzed", TEXT), catalog()))


@settings(FUZZ, max_examples=15)
@given(st.sampled_from(sorted(PAPERS)), EDITS)
def test_broken_pdfs_are_drawn_or_refused(name: str, edits: list[Edit]) -> None:
    data = edited(PAPERS[name], edits, list(PAPERS.values()))
    outcome(lambda: page_picture(data, "fuzzed", 1, 40, BOUNDS))


@FUZZ
@given(st.sampled_from(sorted(IMAGES)), EDITS)
def test_broken_pictures_are_opened_or_refused(name: str, edits: list[Edit]) -> None:
    data = edited(IMAGES[name], edits, list(IMAGES.values()))

    def every_page() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, pages = read_pictures(data, "fuzzed", TEXT, Spent(BOUNDS, "fuzzed"))
            whole = (page for page in pages if isinstance(page, Picture))
            assert all(len(page.samples) == page.width * page.height for page in whole)

    outcome(every_page)


@pytest.mark.parametrize("name", hostile.COSTLY)
def test_what_asks_for_much_is_not_taken_for_harmless(name: str) -> None:
    assert not is_harmless(hostile.COSTLY[name]())


REFUSED = {
    "locked with a password": hostile.locked,
    "Invalid number of pages": hostile.counted_pages,
    "is the most read at once": lambda: hostile.many_pages(10_000),
    "this is a ZIP or Office file": lambda: b"PK\x03\x04" + bytes(100),
    "cannot identify image;": lambda: b"GIF89a" + bytes(100),
    "this is a PostScript file": lambda: b"%!PS-Adobe-3.0\nshowpage\n",
}
"""What is said of a file, and how it is made."""


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(said: str) -> None:
    with pytest.raises(UnreadableInput, match=said) as caught:
        read(REFUSED[said](), "filing.pdf", ReadOptions(bounds=BOUNDS))
    assert caught.value.place.startswith("filing.pdf")
    assert caught.value.remedy


def test_a_range_of_a_long_document_is_read() -> None:
    options = ReadOptions(pages=page_range("9998-"), bounds=BOUNDS)
    found = read(hostile.many_pages(10_000), "long.pdf", options)
    assert [page.number for page in found.pages if page.rows] == [9998, 9999, 10000]


def test_the_ending_of_a_name_is_not_believed() -> None:
    assert read(PAPERS["plain"], "filing.txt").source.media_type == "application/pdf"
    assert read(b"A. Cash\t1,234\t7010\n", "filing.pdf").source.media_type == "text/plain"


def test_a_picture_is_measured_before_it_is_opened() -> None:
    file = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(file, "PNG")
    assert len(file.getvalue()) < 2**18
    with pytest.raises(UnreadableInput, match="13,000 by 13,000 pixels"):
        list(read_pictures(file.getvalue(), "huge.png", TEXT, Spent(BOUNDS, "huge.png"))[1])
    with pytest.raises(UnreadableInput, match="13,000 by 13,000 pixels"):
        page_picture(hostile.huge_image(13_000), "huge.pdf", 1, 40, BOUNDS)


@pytest.mark.parametrize("name", ["text bomb", "calls of calls"])
def test_what_would_take_all_time_or_memory_is_stopped(name: str) -> None:
    bounds = Bounds(seconds=2.0, memory=400_000_000)
    with pytest.raises(UnreadableInput):
        page_picture(hostile.COSTLY[name](), name, 1, 40, bounds)
