"""A page at which a step fails is lost by name: not the document, and not the run."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PIL import Image

from focusconv.errors import MissingPackage, UnreadableInput
from focusconv.readers.bounds import Bounds, Spent
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr import read as reading
from focusconv.readers.ocr import reread
from focusconv.readers.ocr.read import notices_of, read_image, recognise_all
from focusconv.readers.options import EngineName, ReadOptions
from focusconv.readers.page_image.decode import read_pictures
from focusconv.readers.page_image.deskew import Sheet
from focusconv.readers.page_image.picture import LostPage, Picture, unless_lost
from focusconv.readers.page_image.segments import Piece, Print


def three_pages() -> bytes:
    pages = [Image.new("L", (200, 260), 255) for _ in range(3)]
    for number, page in enumerate(pages):
        page.paste(0, (40, 40, 44, 60 + number))
    data = io.BytesIO()
    pages[0].save(data, "TIFF", save_all=True, append_images=pages[1:], dpi=(30, 30))
    return data.getvalue()


class Engine:
    """Sees one sure number on each page."""

    name: EngineName = "tesseract"
    version = "0"

    def words(
        self, _sheet: Sheet, _prints: Print, _pieces: Sequence[Piece] | None = None
    ) -> list[Word]:
        return [Word("1,234", 10, 10, 60, 20, 0.99)]


def fails_once(step: Any, at: int) -> Any:
    """The step, but for its call number `at`, from 1, which fails as a bug in it would."""
    calls = itertools.count(1)

    def stepped(*given: Any, **named: Any) -> Any:
        if next(calls) == at:
            raise IndexError("index 37 is out of bounds")
        return step(*given, **named)

    return stepped


@pytest.fixture(autouse=True)
def one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "engine", lambda _: Engine())
    monkeypatch.setattr(reading, "_installed", lambda: ("tesseract",))


@pytest.mark.parametrize("step", ["upright", "laid_out"])
def test_the_other_pages_are_read(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, step, fails_once(getattr(reading, step), 2))
    document = read_image(three_pages(), "x.tif", ReadOptions(jobs=1))
    assert [bool(page.rows) for page in document.pages] == [True, False, True]
    (notice,) = (notice for notice in document.notices if notice.level == "warning")
    assert (notice.code, notice.page) == ("page-unreadable", 2)
    assert "IndexError in test_lost_pages: index 37 is out of bounds" in notice.message


def test_a_document_all_of_whose_pages_are_lost_is_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(reading, "upright", broken)
    with pytest.raises(UnreadableInput, match="could be read: ZeroDivisionError") as caught:
        read_image(three_pages(), "x.tif")
    assert caught.value.place == "x.tif"


def test_errors_raised_on_purpose_stop_the_reading() -> None:
    def missing() -> int:
        raise MissingPackage("it is not installed", place="recognition", remedy="install it")

    with pytest.raises(MissingPackage):
        unless_lost(missing, 3)
    assert unless_lost(lambda: 7, 3) == 7


def test_a_damaged_page_of_a_file_of_several_is_lost_alone() -> None:
    data = bytearray(three_pages())
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        offset = image.tag_v2[273][0]  # type: ignore[attr-defined]
    at = data.index(offset.to_bytes(4, "little"), image.fp.tell() if image.fp else 0)
    data[at : at + 4] = (2**31 - 1).to_bytes(4, "little")
    _, pages = read_pictures(bytes(data), "x", ReadOptions(), Spent(Bounds(), "x"))
    kinds = [type(page) for page in pages]
    assert kinds == [Picture, LostPage, Picture]


def test_a_page_that_cannot_be_read_once_more_keeps_what_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = read_image(three_pages(), "x.tif", ReadOptions(jobs=1))
    (cell,) = document.pages[1].rows[0].cells
    _, pictures = read_pictures(three_pages(), "x", ReadOptions(), Spent(Bounds(), "x"))

    def broken(*_: object) -> None:
        raise IndexError("off the page")

    monkeypatch.setattr(reread, "clean_sheet", broken)
    more = reread.with_again(document, pictures, {2: [cell]})
    assert more.pages == document.pages
    added = more.notices[len(document.notices) :]
    assert [(n.code, n.page) for n in added] == [("page-read-once", 2)]


def test_a_lost_page_is_handed_on_in_its_place() -> None:
    def pages() -> Iterator[Picture | LostPage]:
        yield LostPage(1, "a damaged picture")
        yield Picture(2, 200, 260, bytes([255]) * 52_000, 30 / 72)

    found = list(recognise_all(pages(), itertools.count(), 1, Spent(Bounds(), "x"), ("tesseract",)))
    assert [one.page.number for one in found] == [1, 2]
    (notice,) = notices_of(found[0])
    assert notice.message == "the page cannot be read: a damaged picture"
    assert list(notices_of(found[1])) == []
