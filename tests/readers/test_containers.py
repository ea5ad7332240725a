"""Files in files, and pictures in formats that few scanners write."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
import pytest
from PIL import Image, features

from focusconv.errors import UnreadableInput
from focusconv.files.inputs import DOCUMENTS, PassedOver, each_below
from focusconv.readers import Bounds, ReadOptions, read
from focusconv.readers.bounds import Spent
from focusconv.readers.page_image.decode import read_pictures
from focusconv.readers.page_image.formats import FORMATS, picture_format

TEXT = ReadOptions(reader="text")


def carrier(*, note: bool = False) -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "See the filing attached to this letter")
    inner = pymupdf.open()
    inner.new_page().insert_text((72, 72), "What the attachment says")
    if note:
        page.add_file_annot((200, 200), inner.tobytes(), "filing.pdf")
    else:
        document.embfile_add("filing.pdf", inner.tobytes())
        document.embfile_add("letter.txt", b"Dear reader,\nthe text of a letter\n")
    data: bytes = document.tobytes()
    return data


def texts(data: bytes, options: ReadOptions) -> list[str]:
    document = read(data, "mail.pdf", options)
    return [cell.text for page in document.pages for row in page.rows for cell in row.cells]


def test_attachments_are_told_of_and_not_read() -> None:
    document = read(carrier(), "mail.pdf", TEXT)
    [notice] = [notice for notice in document.notices if notice.code == "attachments"]
    assert notice.level == "info"
    assert "filing.pdf, letter.txt" in notice.message
    assert "attachment says" not in str(texts(carrier(), TEXT))


@pytest.mark.parametrize("note", [False, True])
def test_an_attachment_is_read_when_asked_for(note: bool) -> None:
    options = ReadOptions(reader="text", attachment="filing.pdf")
    assert texts(carrier(note=note), options) == ["What the attachment says"]


def test_an_attachment_may_be_no_pdf() -> None:
    options = ReadOptions(attachment="letter.txt")
    assert texts(carrier(), options) == ["Dear reader,", "the text of a letter"]


def test_an_attachment_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnreadableInput) as refused:
        read(carrier(), "mail.pdf", ReadOptions(attachment="other.pdf"))
    assert "filing.pdf, letter.txt" in str(refused.value.remedy)


def test_only_a_pdf_has_attachments() -> None:
    with pytest.raises(UnreadableInput, match="only a PDF"):
        read(b"text", "a.txt", ReadOptions(attachment="x"))


def saved(kind: str) -> bytes:
    picture = Image.new("RGB", (60, 80), "white")
    picture.putpixel((5, 5), (0, 0, 0))
    file = io.BytesIO()
    options = {"lossless": True} if kind == "WEBP" else {}
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_pictures_of_every_format_are_told_by_their_bytes_and_read(kind: str) -> None:
    if kind == "JPEG2000" and not features.check_codec("jpg_2000"):
        pytest.skip("Pillow has no JPEG 2000 here")
    data = saved(kind)
    assert picture_format(data) == kind
    _, pictures = read_pictures(data, "x", ReadOptions(), Spent(Bounds(), "x"))
    [picture] = pictures
    assert (picture.width, picture.height) == (60, 80)
    assert picture.samples[0] > 200
    assert picture.samples[5 * 60 + 5] < 120


@pytest.mark.parametrize("kind", ["BMP", "GIF", "PPM", "WEBP"])
def test_pictures_beyond_the_bounds_are_refused(kind: str) -> None:
    bounds = Bounds(page_pixels=1000)
    with pytest.raises(UnreadableInput, match="1,000 pixels"):
        list(read_pictures(saved(kind), "x", ReadOptions(), Spent(bounds, "x"))[1])


@pytest.mark.parametrize("text", [b"BMW of a firm", b"P1 as of 3/31", b"RIFF of text", b"GIF8"])
def test_text_that_begins_like_a_picture_is_none(text: bytes) -> None:
    assert picture_format(text) is None


def test_files_of_a_folder_that_are_passed_over_are_counted_and_named(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.docx", "c.XLS", "d.txt", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    passed = PassedOver()
    found = [item.name for item in each_below(tmp_path, DOCUMENTS, passed=passed)]
    assert [Path(name).name for name in found] == ["a.pdf", "d.txt"]
    assert (passed.count, passed.names) == (2, ("b.docx", "c.XLS"))
