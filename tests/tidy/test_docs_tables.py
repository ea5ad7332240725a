"""What the guide to tables shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from focusconv.tidy.rows import COLUMNS
from tests.documents import ROOT
from tests.shown import blocks, run_console, run_python

GUIDE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, after the commands that the guide begins with."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "samples").symlink_to(ROOT / "samples")
    run_console(GUIDE, folder)
    return folder


@pytest.mark.parametrize("code", blocks(GUIDE, "python"))
def test_the_library_does_what_the_guide_shows(folder: Path, code: str) -> None:
    run_python(code, folder)


def test_the_guide_names_every_column() -> None:
    table = GUIDE.partition("## Columns")[2].partition("\n## ")[0]
    assert set(COLUMNS) == set(
        re.findall(
            r"`([a-z_0-9]+)`",
            "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `")),
        )
    )
