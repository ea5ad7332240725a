"""The child that reads PDFs: an error of this program in it is told from a broken file."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from focusconv.errors import InternalError, UnreadableInput
from focusconv.readers.bounds import Bounds, Spent
from focusconv.readers.options import ReadOptions
from focusconv.readers.pdf.sandbox import read_apart

NAME = "filing.pdf"


def read_with(patch: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a PDF read by a child whose Python runs a patch first."""
    (folder / "sitecustomize.py").write_text(patch)
    monkeypatch.syspath_prepend(folder)
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "7010 1,000")
    list(read_apart(document.tobytes(), NAME, ReadOptions(), Spent(Bounds(), NAME)))


def test_an_error_in_our_lines_is_one_to_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch = "from focusconv.readers.pdf import pages\npages.chosen = None\n"
    with pytest.raises(InternalError, match=r"TypeError.* at focusconv/readers/pdf/") as caught:
        read_with(patch, tmp_path, monkeypatch)
    assert caught.value.place == NAME
    assert "please report it" in caught.value.remedy


def test_an_error_in_the_library_is_a_file_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch = """
from focusconv.readers.pdf import pages
def chosen(*_):
    raise ValueError("bad xref")
pages.chosen = chosen
"""
    with pytest.raises(UnreadableInput, match="the PDF library gave up on it"):
        read_with(patch, tmp_path, monkeypatch)
