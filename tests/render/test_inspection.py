"""The picture of a page with what was made of it: frames in their colours, at their places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest

import focusconv
from bench.pictures.cases import Picture, picture
from focusconv.document import Region
from focusconv.errors import UnreadableInput
from focusconv.forms.catalog import catalog
from focusconv.readers import read
from focusconv.record.filing import Item
from focusconv.render import inspection
from focusconv.render.inspection import (
    COLUMN,
    DPI,
    LEAD,
    LEGEND,
    LINE,
    MOST_PIXELS,
    STYLES,
    inspect,
)
from tests.conftest import Run
from tests.documents import SAMPLES, segregation

TOLERANCE = 40
"""How far a channel may be off, of 255: thin lines are drawn with soft edges."""


class Shown:
    """A PNG picture, looked at in points."""

    def __init__(self, png: bytes) -> None:
        pixels = pymupdf.Pixmap(png)
        self.width, self.height = pixels.width, pixels.height
        samples = np.frombuffer(pixels.samples, np.uint8).astype(int)
        self.samples = samples.reshape(pixels.height, pixels.width, 3)
        self.scale = DPI / 72

    def framed(self, region: Region, style: str) -> bool:
        """Whether a frame of the style runs along each side of a region."""
        x0, y0, x1, y1 = region
        across, down = (x0 + x1) / 2, (y0 + y1) / 2
        middles = ((across, y0), (across, y1), (x0, down), (x1, down))
        return all(self.near(x, y, style) for x, y in middles)

    def near(self, x: float, y: float, style: str, reach: int = 4) -> bool:
        """Whether a pixel of about the style's colour lies near a point."""
        column, line = max(round(x * self.scale), reach), max(round(y * self.scale), reach)
        part = self.samples[line - reach : line + reach, column - reach : column + reach]
        return self._like(part, style)

    def holds(self, style: str) -> bool:
        """Whether the picture above its legend has about the style's colour anywhere."""
        return self._like(self.samples[: self.height - int(LEGEND * self.scale) - 1], style)

    @staticmethod
    def _like(part: np.ndarray[Any, Any], style: str) -> bool:
        wanted = np.array([round(255 * share) for share in STYLES[style].colour])
        return bool((np.abs(part - wanted).max(axis=2) < TOLERANCE).any())


@pytest.fixture(scope="module")
def made() -> Picture:
    return picture(catalog().editions[0], "plain", 5)


def items(document: bytes, page: int) -> list[Item]:
    filing = focusconv.convert(document, name="filing.pdf")
    every = [item for statement in filing.statements for item in statement.items]
    return [item for item in every if item.page == page and item.region is not None]


def test_values_and_boxes_of_a_pdf_are_framed_where_they_stand(made: Picture) -> None:
    shown = Shown(inspect(made.document, "filing.pdf", 2))
    confirmed = [item for item in items(made.document, 2) if item.value and item.verified_by]
    assert len(confirmed) > 10
    for item in confirmed:
        assert item.region is not None
        assert shown.framed(item.region, "confirmed"), item.box
    assert shown.holds("box")
    assert shown.holds("cell")
    assert not shown.holds("doubtful")


def test_the_picture_is_as_large_as_the_page_and_its_legend(made: Picture) -> None:
    shown = Shown(inspect(made.document, "filing.pdf", 2))
    assert shown.width == 612 * DPI // 72
    assert abs(shown.height - (792 + LEGEND) * DPI / 72) <= 1


def test_a_disputed_value_is_filled_and_stands_out() -> None:
    document = segregation(missing=100)
    shown = Shown(inspect(document, "filing.txt", 1))
    assert shown.holds("doubtful")
    fine = Shown(inspect(segregation(), "filing.txt", 1))
    assert not fine.holds("doubtful")


def test_text_is_drawn_in_columns_with_its_values_framed() -> None:
    document = segregation()
    shown = Shown(inspect(document, "filing.txt", 1))
    own = [item for item in items(document, 1) if item.value and item.verified_by]
    assert len(own) > 10
    for item in own:
        assert item.region is not None
        x0, y0, x1, y1 = item.region
        place = (x0 * COLUMN, y0 * LINE + LEAD, (x1 + 1) * COLUMN, (y1 + 1) * LINE)
        assert shown.framed(place, "confirmed"), item.box


def test_a_document_of_no_known_form_shows_its_cells_alone() -> None:
    shown = Shown(inspect(b"nothing of the sort\there\n", "letter.txt", 1))
    assert shown.holds("cell")
    assert not shown.holds("box")
    assert not shown.holds("confirmed")


def test_the_same_page_gives_the_same_bytes(made: Picture) -> None:
    assert inspect(made.document, "a.pdf", 3) == inspect(made.document, "a.pdf", 3)


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there_is_refused(page: int) -> None:
    with pytest.raises(UnreadableInput, match=f"no page {page}; the last is 1"):
        inspect(segregation(), "filing.txt", page)


def test_a_long_text_stays_within_the_bounds() -> None:
    text = b"\n".join(b"x" * 9_000 for _ in range(200))
    pixels = pymupdf.Pixmap(inspect(text, "long.txt", 1))
    assert 0 < pixels.width * pixels.height <= MOST_PIXELS * 1.01


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_every_page_of_a_sample_can_be_drawn(path: str) -> None:
    with open(path, "rb") as file:
        data = file.read()
    for page in range(1, data.count(b"\f") + 2):
        assert inspect(data, "document.txt", page).startswith(b"\x89PNG")


def test_values_in_one_place_are_named_together() -> None:
    document = read(SAMPLES[0].read_bytes(), "document.txt")
    frames = list(inspection._values(document, 1))
    assert len({(frame.style, frame.region) for frame in frames}) == len(frames)
    together = [frame.label for frame in frames if "14" in frame.label.split(", ")]
    assert together == ["14, 15"]


def test_the_command_writes_the_picture(focusconv: Run, tmp_path: Path) -> None:
    (tmp_path / "filing.txt").write_bytes(segregation())
    done = focusconv("inspect", "filing.txt", "--page", "1", "-o", "page.png")
    assert (done.returncode, done.stderr) == (0, b"")
    written = (tmp_path / "page.png").read_bytes()
    assert written == inspect(segregation(), "filing.txt", 1)
    assert focusconv("inspect", "filing.txt", "--page", "2", "-o", "-").returncode == 3


@pytest.mark.parametrize("page", ["0", "-1", "two", "1.5", ""])
def test_what_is_no_page_number_is_refused(focusconv: Run, page: str) -> None:
    done = focusconv("inspect", "filing.txt", f"--page={page}", "-o", "page.png")
    assert done.returncode == 2
    assert b"give a number from 1" in done.stderr
