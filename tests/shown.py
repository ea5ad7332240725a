"""What documents show, run: `console` and `python` blocks, and what they should print.

A `console` block holds commands behind `$` and what they print, a `python` block is run whole:
each line behind `# ->` is what a print prints. `...` stands for lines left out.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str, kind: str) -> list[str]:
    """The blocks of one kind, in order."""
    return [text for language, text in _BLOCK.findall(document) if language == kind]


def run_console(document: str, folder: Path) -> None:
    """Run the commands one after the other in one folder: later ones use what earlier wrote."""
    shown = [step for block in blocks(document, "console") for step in _steps(block)]
    assert shown
    for command, expected in shown:
        printed = _run(["sh", "-c", command], folder)
        assert doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS), (
            f"$ {command}\n{printed}"
        )


def run_python(code: str, folder: Path) -> None:
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
