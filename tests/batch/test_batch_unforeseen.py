"""A reader made to raise what nobody foresaw: it costs its input, and the others are reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from focusconv.batch.in_process import CheckWanted, check_inputs
from focusconv.batch.work import results, work
from focusconv.document import Document
from focusconv.files.inputs import expand
from focusconv.readers import text
from tests.batch_kit import MEND, documents, job, task
from tests.documents import ROOT

BROKEN = "d0001"
"""The name of the document at which the reader raises."""

COMMANDS = {
    "one": ("convert", f"{BROKEN}.txt"),
    "check": ("check", "."),
    "many": ("convert", ".", "--out-dir", "out", "--workers", "1"),
    "report": ("report", ".", "-o", "review.html"),
    "series": ("report", "--series", ".", "-o", "series.csv"),
    "load": ("load", ".", "--db", "archive.db", "--workers", "1"),
    "trace": ("trace", f"{BROKEN}.txt"),
    "inspect": ("inspect", f"{BROKEN}.txt", "-o", "page.png"),
}

COMMAND = ["convert", "in", "--out-dir", "out", "--report", "run.jsonl", "--workers", "1"]

PATCH = f"""
from focusconv.readers import text
real = text.read_text
def broken(data, name):
    if name.startswith({BROKEN!r}):
        return [][len(data)]
    return real(data, name)
text.read_text = broken
"""
"""Taken by every Python that starts, worker processes too."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    real = text.read_text

    def read(data: bytes, name: str) -> Document:
        if name.startswith(BROKEN):
            raise ZeroDivisionError("division by zero")
        return real(data, name)

    monkeypatch.setattr(text, "read_text", read)


@pytest.mark.usefixtures("broken")
def test_the_inputs_behind_it_are_checked(tmp_path: Path, capsys: Any) -> None:
    documents(tmp_path, 3)
    wanted = CheckWanted(reading=MEND, every=False, template=None, overwrite=False)
    assert check_inputs(expand([str(tmp_path)], {".txt"}), wanted, debug=False) == 4
    out, err = capsys.readouterr()
    assert "d0000.txt: A FIRM LLC" in out
    assert "d0002.txt: A FIRM LLC" in out
    assert f"{BROKEN}.txt: an error of the program itself: ZeroDivisionError" in err
    assert "please report it" in err
    assert "Traceback" not in err
    assert "3 inputs: 2 confirmed, 1 failed" in err


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("debug", [False, True])
def test_a_worker_goes_on_with_its_group(tmp_path: Path, debug: bool) -> None:
    tasks = [task(str(path)) for path in documents(tmp_path, 3)]
    work_done = []
    while len(work_done) < 3:
        work_done += results(work(job(folder=str(tmp_path / "out"), debug=debug), tasks))
        tasks = tasks[len(work_done) :]
    statuses = [result.entry.status for result in work_done]
    assert statuses == ["confirmed", "failed", "confirmed"]
    failed = work_done[1]
    assert failed.entry.exit == 4
    assert failed.entry.error is not None
    assert failed.entry.error.code == "InternalError"
    assert failed.entry.sha256 is not None
    assert ("Traceback" in failed.messages[0]) is debug


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_command_ends_with_a_traceback(tmp_path: Path, command: tuple[str, ...]) -> None:
    patch, folder = tmp_path / "patch", tmp_path / "in"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(PATCH)
    documents(folder, 3)
    done = subprocess.run(
        [sys.executable, "-m", "focusconv", *command],
        cwd=folder,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(patch), str(ROOT)))},
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == 4, said
    assert "IndexError: list index out of range" in said
    assert "please report it" in said
    assert "Traceback" not in said


def test_what_is_in_the_report_of_a_run(tmp_path: Path) -> None:
    patch, folder = tmp_path / "patch", tmp_path / "in"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(PATCH)
    documents(folder, 3)
    done = subprocess.run(
        [sys.executable, "-m", "focusconv", *COMMAND],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(patch), str(ROOT)))},
        check=False,
    )
    assert done.returncode == 4, done.stderr.decode()
    *lines, totals = map(json.loads, (tmp_path / "run.jsonl").read_text().splitlines())
    assert [line["status"] for line in lines] == ["confirmed", "failed", "confirmed"]
    assert [line["exit"] for line in lines] == [0, 4, 0]
    assert totals["exit"] == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "d0000.json",
        "d0002.json",
    ]
