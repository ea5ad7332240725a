"""What the README shows is what the program does: every command in it is run (see `shown`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.shown import blocks, run_console, run_python

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to work in, with the samples where the README has them."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    return tmp_path


def test_the_console_shows_what_the_readme_shows(folder: Path) -> None:
    run_console(README, folder)


@pytest.mark.parametrize("code", blocks(README, "python"))
def test_the_library_does_what_the_readme_shows(folder: Path, code: str) -> None:
    run_python(code, folder)
