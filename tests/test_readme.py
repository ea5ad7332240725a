"""What the README shows is what the program does: every command in it is run.

A `console` block holds commands behind `$` and what they print, a `python` block is run whole.
`...` on a line of its own stands for lines left out.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [text for language, text in _BLOCK.findall(README) if language == kind]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to work in, with the samples where the README has them."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    return tmp_path


def test_the_console_shows_what_the_readme_shows(folder: Path) -> None:
    """One after the other, in one folder: later blocks use what earlier ones wrote."""
    shown = [step for block in blocks("console") for step in _steps(block)]
    assert shown
    for command, expected in shown:
        printed = _run(["sh", "-c", command], folder)
        assert doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS), (
            f"$ {command}\n{printed}"
        )


@pytest.mark.parametrize("code", blocks("python"))
def test_the_library_does_what_the_readme_shows(folder: Path, code: str) -> None:
    """Each line behind `# ->` is what the print before it prints."""
    expected = "".join(f"{line}\n" for line in re.findall(r"# -> (.*)$", code, re.MULTILINE))
    assert expected
    assert _run([sys.executable, "-c", code], folder) == expected


def _steps(block: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def _run(command: list[str], folder: Path) -> str:
    """What a command prints, messages included, with this environment's programs first."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()
