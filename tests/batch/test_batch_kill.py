"""kill -9 at any moment: what was reported done stays, and the next run does the rest."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec

from focusconv.batch.entry import Entry
from focusconv.batch.report import JOURNAL
from focusconv.files.atomic import PART_START
from focusconv.validation import validate
from tests.batch_kit import documents
from tests.documents import ROOT

KILLS = int(os.environ.get("FOCUSCONV_KILLS", "6"))
DOCUMENTS = 40


def test_killed_again_and_again_a_run_ends_like_one_that_was_not(tmp_path: Path) -> None:
    """FOCUSCONV_KILLS says how often; each kill is of all processes, at a call taken by lot."""
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    for folder in (undisturbed, killed):
        documents(folder / "in", DOCUMENTS)
    calls = int(_run(undisturbed, 0).stdout)
    expected = _outcome(undisturbed)
    assert len(expected[0]) == DOCUMENTS
    rng = random.Random(20)
    kills = 0
    while kills < KILLS:
        done = _run(killed, rng.randrange(1, calls))
        if done.returncode == 0:
            assert _outcome(killed) == expected
            shutil.rmtree(killed / "out")
            (killed / "filings.db").unlink()
            continue
        assert done.returncode == -9, done.stderr
        kills += 1
        _check_what_is_there(killed, expected[0])
    assert _run(killed, 0).returncode == 0
    assert _outcome(killed) == expected
    assert not list((killed / "out").glob(f"{PART_START}*.part"))


def _run(folder: Path, last: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tests.kill_run", str(folder), str(last)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def _outcome(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files, and all that the database says."""
    out = folder / "out"
    files = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix == ".json"}
    connection = sqlite3.connect(folder / "filings.db")
    try:
        return files, list(connection.iterdump())
    finally:
        connection.close()


def _check_what_is_there(folder: Path, expected: dict[str, bytes]) -> None:
    """Files are whole; what the report says is done is in the files and in the database."""
    out = folder / "out"
    for path in out.glob("*.json"):
        assert path.read_bytes() == expected[path.name]
        assert validate(path.read_bytes()).ok
    journal = out / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True) if journal.exists() else []
    told = [
        msgspec.json.decode(line, type=Entry)
        for line in lines
        if line.endswith(b"\n") and line.startswith(b'{"kind":"input"')
    ]
    connection = sqlite3.connect(folder / "filings.db")
    try:
        loaded = {row[0] for row in connection.execute("select sha256 from documents")}
    finally:
        connection.close()
    for entry in told:
        assert entry.sha256 in loaded
        assert all(Path(output).exists() for output in entry.outputs)
