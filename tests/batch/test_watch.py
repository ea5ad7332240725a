"""Watching a folder: what has settled is taken once; the clock is the test's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from focusconv.batch.report import JOURNAL
from focusconv.batch.watch import Arrivals, watch
from focusconv.errors import UnreadableInput
from focusconv.files.inputs import Input
from focusconv.terminal.exits import INTERRUPTED
from tests.conftest import Run
from tests.documents import segregation


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def names(found: tuple[Input, ...]) -> list[str]:
    return [item.below.as_posix() for item in found]


class TestArrivals:
    def test_a_file_is_taken_once_when_it_has_stopped_growing(self, tmp_path: Path) -> None:
        clock = Clock()
        arrivals = Arrivals(tmp_path, 10, clock)
        assert arrivals.look() == ()
        path = tmp_path / "a.txt"
        path.write_text("one")
        assert arrivals.look() == ()
        clock.now += 9
        path.write_text("one and more")
        assert arrivals.look() == ()
        clock.now += 9
        assert arrivals.look() == ()
        clock.now += 1
        assert names(arrivals.look()) == ["a"]
        clock.now += 100
        assert arrivals.look() == ()

    def test_a_file_that_changes_later_is_taken_again(self, tmp_path: Path) -> None:
        clock = Clock()
        arrivals = Arrivals(tmp_path, 10, clock)
        (tmp_path / "sub").mkdir()
        path = tmp_path / "sub" / "a.pdf"
        path.write_text("one")
        (tmp_path / "notes.md").write_text("no document")
        (tmp_path / ".hidden.txt").write_text("no document")
        arrivals.look()
        clock.now += 10
        assert names(arrivals.look()) == ["sub/a"]
        path.write_text("another")
        assert arrivals.look() == ()
        clock.now += 10
        assert names(arrivals.look()) == ["sub/a"]

    def test_a_file_that_went_and_came_back_is_taken_again(self, tmp_path: Path) -> None:
        clock = Clock()
        arrivals = Arrivals(tmp_path, 10, clock)
        path = tmp_path / "a.txt"
        for _ in range(2):
            path.write_text("one")
            arrivals.look()
            clock.now += 10
            assert names(arrivals.look()) == ["a"]
            path.unlink()
            assert arrivals.look() == ()

    def test_for_one_look_the_time_of_change_counts(self, tmp_path: Path) -> None:
        clock = Clock()
        for name, age in (("old", 10), ("new", 9), ("later", -5)):
            path = tmp_path / f"{name}.txt"
            path.write_text(name)
            os.utime(path, (clock.now - age, clock.now - age))
        assert names(Arrivals(tmp_path, 10, clock, once=True).look()) == ["old"]

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableInput, match="cannot be read"):
            Arrivals(tmp_path / "nowhere", 10, Clock()).look()


class TestWatch:
    @pytest.mark.parametrize("end", ["wait", "run", "interrupted"])
    def test_it_goes_on_until_it_is_stopped(self, tmp_path: Path, end: str) -> None:
        clock = Clock()
        taken: list[str] = []

        def runs(ready: tuple[Input, ...]) -> int:
            taken.extend(names(ready))
            if end == "run" and len(taken) == 3:
                raise KeyboardInterrupt
            return INTERRUPTED if end == "interrupted" and len(taken) == 3 else 3

        def wait() -> None:
            if len(taken) == 3:
                raise KeyboardInterrupt
            clock.now += 10
            (tmp_path / f"{clock.now:.0f}.txt").write_text("a filing")

        assert watch(Arrivals(tmp_path, 10, clock), runs, wait) == 0
        assert taken == ["1010", "1020", "1030"]

    def test_one_look_has_the_exit_status_of_its_run(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("a filing")
        os.utime(tmp_path / "a.txt", (0, 0))
        arrivals = Arrivals(tmp_path, 10, Clock(), once=True)
        assert watch(arrivals, lambda _: 3, None) == 3
        assert watch(arrivals, lambda _: 3, None) == 0


class TestCommand:
    def test_one_look_after_another_does_nothing_twice(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        inbox = tmp_path / "inbox"
        inbox.mkdir()
        run = ("watch", "inbox", "--out-dir", "out", "--db", "filings.db", "--once")
        assert focusconv(*run).returncode == 0
        for name in ("a", "b"):
            (inbox / f"{name}.txt").write_bytes(segregation())
            os.utime(inbox / f"{name}.txt", (0, 0))
        (inbox / "growing.txt").write_bytes(segregation()[:100])
        done = focusconv(*run)
        assert done.returncode == 0
        assert done.stderr.decode() == (
            "focusconv: 2 inputs: 2 confirmed; 2 files written to out;"
            " 1 filing loaded into filings.db, 1 already there\n"
        )
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            JOURNAL,
            "a.json",
            "b.json",
        ]
        again = focusconv(*run)
        assert again.returncode == 0
        assert "2 inputs: 2 done before" in again.stderr.decode()
        assert len(list(inbox.iterdir())) == 3

    def test_a_signal_ends_it_cleanly(self, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        for name in ("a", "b"):
            (tmp_path / "inbox" / f"{name}.txt").write_bytes(segregation())
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "focusconv", "watch", "inbox", "--out-dir", "out"),
                *("--pause", "0.01", "--settle", "0.01", "--workers", "1"),
            ],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        assert process.stderr.readline().startswith("focusconv: 2 inputs: 2 confirmed")
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate()
        assert (process.returncode, rest) == (0, "")
        assert (tmp_path / "out" / "b.json").exists()

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (["inbox"], "there is nowhere to put results; give --out-dir or --db"),
            (["nowhere", "--out-dir", "out"], "nowhere is no folder"),
            (["inbox", "--out-dir", "out", "--to", "parquet"], "--to parquet: no such format"),
            (["inbox", "--out-dir", "out", "--pause", "soon"], "--pause soon: no number of"),
        ],
    )
    def test_wrong_usage_is_told(
        self, focusconv: Run, tmp_path: Path, arguments: list[str], reason: str
    ) -> None:
        (tmp_path / "inbox").mkdir()
        done = focusconv("watch", *arguments)
        assert done.returncode == 2
        assert reason in done.stderr.decode()
        assert [path.name for path in tmp_path.iterdir()] == ["inbox"]
