"""Runs over many inputs as users start them: files, shards, reports, resumed, interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from focusconv.batch.report import JOURNAL
from focusconv.database import open_database
from focusconv.record.filing import Filing
from tests import hostile_files
from tests.batch_kit import documents
from tests.conftest import Run
from tests.documents import SAMPLES, segregation
from tests.postgres import schema


def messages(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return done.stderr.decode().splitlines()


def report(path: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The lines of a report by name, and its last line."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines[-1]["kind"] == "totals"
    return {line["name"]: line for line in lines if line["kind"] == "input"}, lines[-1]


def written(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class TestFiles:
    def test_every_input_has_a_line_in_the_report(self, focusconv: Run, tmp_path: Path) -> None:
        documents(tmp_path / "in", 9)
        (tmp_path / "in/d0003.txt").write_bytes(b"")
        (tmp_path / "in/d0005.txt").write_bytes(segregation(missing=1_234_567))
        (tmp_path / "in/d0007.txt").write_bytes(b"Dear Sirs,\nthe weather is fine.\n")
        (tmp_path / "in/d0009.txt").write_bytes(segregation("01/31/17") + b"\f" + segregation())
        done = focusconv("convert", "in", "--out-dir", "out", "--report", "run.jsonl")
        assert done.returncode == 3
        lines, totals = report(tmp_path / "run.jsonl")
        assert list(lines) == [f"in/d{number:04d}.txt" for number in range(10)]
        good = lines["in/d0000.txt"]
        assert (good["status"], good["outputs"], good["error"], good["exit"]) == (
            "confirmed",
            ["out/d0000.json"],
            None,
            0,
        )
        assert good["filings"] == [
            {
                "form": "X-17A-5-II-2014",
                "firm": "A FIRM LLC",
                "end": "2014-01-28",
                "status": "confirmed",
                "exported": True,
            }
        ]
        assert len(good["sha256"]) == 64
        assert good["seconds"] > 0
        assert lines["in/d0003.txt"]["status"] == "not readable"
        assert lines["in/d0003.txt"]["error"]["code"] == "UnreadableInput"
        assert lines["in/d0003.txt"]["error"]["remedy"]
        assert lines["in/d0005.txt"]["filings"][0]["exported"] is False
        assert lines["in/d0005.txt"]["outputs"] == []
        assert lines["in/d0007.txt"]["status"] == "no known form"
        assert lines["in/d0007.txt"]["error"]["code"] == "UnknownForm"
        assert lines["in/d0009.txt"]["outputs"] == ["out/d0009-1.json", "out/d0009-2.json"]
        assert totals["inputs"] == 10
        assert totals["exit"] == 3
        assert totals["files"] == 8 == len(written(tmp_path / "out"))
        assert {name: count for name, count in totals["statuses"].items() if count} == {
            "confirmed": 7,
            "inconsistent": 1,
            "no known form": 1,
            "not readable": 1,
        }
        assert messages(done)[-1] == (
            "focusconv: 10 inputs: 8 confirmed, 1 inconsistent, 1 no known form, 1 not readable;"
            " 8 files written to out"
        )
        table = messages(done)[-13:-1]
        assert table[0].split() == ["inputs", "filings"]
        assert next(row for row in table if row.startswith("confirmed")).split()[1:] == ["7", "8"]

    def test_a_list_keeps_the_folders_below_the_common_one(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        for name in ("in/a/doc.txt", "in/b/doc.txt", "in/b/c d/doc.txt"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(segregation())
        names = b"in/a/doc.txt\n\nin/b/doc.txt\nin/b/c d/doc.txt\n"
        (tmp_path / "list").write_bytes(names)
        expected = ["a/doc.json", "b/c d/doc.json", "b/doc.json"]
        assert focusconv("convert", "--list", "list", "--out-dir", "o1").returncode == 0
        assert focusconv("convert", "@list", "--out-dir", "o2").returncode == 0
        piped = focusconv("convert", "--list", "-", "--out-dir", "o3", stdin=names)
        assert piped.returncode == 0
        for out in ("o1", "o2", "o3"):
            assert written(tmp_path / out) == expected

    def test_the_first_that_fails_ends_a_run_that_is_to_fail_fast(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        documents(tmp_path / "in", 4)
        (tmp_path / "in/d0001.txt").write_bytes(b"")
        done = focusconv("convert", "in", "--out-dir", "out", "--fail-fast", "--report", "r")
        assert done.returncode == 3
        lines, totals = report(tmp_path / "r")
        assert list(lines) == ["in/d0000.txt", "in/d0001.txt"]
        assert totals["inputs"] == 2

    def test_further_filings_take_no_other_inputs_name(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        documents(tmp_path / "in", 2)
        both = segregation("01/31/17") + b"\f" + segregation()
        (tmp_path / "in/x.txt").write_bytes(both)
        (tmp_path / "in/x-2.txt").write_bytes(segregation())
        done = focusconv("convert", "in", "--out-dir", "out", "--force")
        assert done.returncode == 2
        assert written(tmp_path / "out") == ["d0000.json", "d0001.json", "x-2.json"]
        assert (
            "focusconv: in/x.txt: out/x-2.json: in/x-2.txt and a filing in in/x.txt would both"
            " be written here; convert the two inputs into different folders"
        ) in messages(done)

    def test_a_name_that_is_no_text_costs_no_filing(self, focusconv: Run, tmp_path: Path) -> None:
        names = [os.fsdecode(b"n\xff"), "e\x1b[2J", "a\nb"]
        documents(tmp_path / "in", 1)
        for name in names:
            (tmp_path / "in" / f"{name}.txt").write_bytes(segregation())
        done = focusconv("convert", "in", "--out-dir", "out", "--report", "r")
        assert done.returncode == 0
        assert written(tmp_path / "out") == sorted(["d0000.json", *(f"{n}.json" for n in names)])
        kept = {Filing.from_json(path.read_bytes()).source.name for path in tmp_path.glob("out/*")}
        assert kept == {"d0000.txt", "n\\udcff.txt", "e\\x1b[2J.txt", "a b.txt"}
        lines, _ = report(tmp_path / "r")
        assert "in/n\\udcff.txt" in lines

    def test_standard_input_is_one_of_many(self, focusconv: Run, tmp_path: Path) -> None:
        documents(tmp_path / "in", 1)
        done = focusconv("convert", "in", "-", "--out-dir", "out", stdin=segregation())
        assert done.returncode == 0
        assert written(tmp_path / "out") == ["d0000.json", "stdin.json"]
        assert Filing.from_json((tmp_path / "out/stdin.json").read_bytes()).source.name == "stdin"

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (["--workers", "0"], "--workers 0: no whole number from 1"),
            (["--workers", "two"], "--workers two: no whole number"),
            (["--time-limit", "-1"], "--time-limit -1: no number of seconds"),
            (["--search-pages", "some"], "--search-pages some: no whole number"),
            (["--executor", "dask"], "--executor dask and --scheduler ADDRESS go together"),
            (["--executor", "slurm"], "--executor slurm: no such executor"),
            (["--list", "nowhere"], "nowhere: the list cannot be read: No such file"),
        ],
    )
    def test_wrong_options_are_told_before_any_work(
        self, focusconv: Run, tmp_path: Path, options: list[str], reason: str
    ) -> None:
        documents(tmp_path / "in", 2)
        done = focusconv("convert", "in", "--out-dir", "out", *options)
        assert done.returncode in (2, 3)
        assert reason in done.stderr.decode()
        assert not (tmp_path / "out").exists()


class TestResume:
    def test_what_is_done_is_skipped_by_what_it_holds(self, focusconv: Run, tmp_path: Path) -> None:
        paths = documents(tmp_path / "in", 5)
        (tmp_path / "in/bad.txt").write_bytes(b"")
        run = ("convert", "in", "--out-dir", "out", "--resume", "--report", "r")
        assert focusconv(*run).returncode == 3
        paths[1].write_bytes(segregation("12/31/17"))
        (tmp_path / "out/d0002.json").unlink()
        documents(tmp_path / "in2", 1)
        (tmp_path / "in2/d0000.txt").rename(tmp_path / "in/new.txt")
        kept = (tmp_path / "out/d0000.json").stat().st_mtime_ns
        done = focusconv(*run)
        assert done.returncode == 3
        lines, totals = report(tmp_path / "r")
        assert totals["skipped"] == 4
        assert totals["inputs"] == 7
        assert totals["statuses"]["confirmed"] == 3
        assert len(lines) == 7
        changed = Filing.from_json((tmp_path / "out/d0001.json").read_bytes())
        assert changed.period.end == "2017-12-31"
        assert (tmp_path / "out/d0000.json").stat().st_mtime_ns == kept
        assert len(written(tmp_path / "out")) == 6

    def test_other_options_make_results_stale(self, focusconv: Run, tmp_path: Path) -> None:
        documents(tmp_path / "in", 2)
        (tmp_path / "in/wrong.txt").write_bytes(segregation(missing=1_234_567))
        run = ("convert", "in", "--out-dir", "out", "--resume")
        assert focusconv(*run).returncode == 1
        assert written(tmp_path / "out") == [JOURNAL, "d0000.json", "d0001.json"]
        done = focusconv(*run, "--allow-inconsistent")
        assert done.returncode == 1
        assert written(tmp_path / "out")[-1] == "wrong.json"
        assert "done before" not in messages(done)[-1]
        again = focusconv(*run, "--allow-inconsistent")
        assert again.returncode == 1
        assert messages(again)[-1].startswith("focusconv: 3 inputs: 3 done before")

    def test_a_journal_is_left_only_where_it_is_of_use(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        documents(tmp_path / "in", 2)
        assert focusconv("convert", "in", "--out-dir", "out").returncode == 0
        assert written(tmp_path / "out") == ["d0000.json", "d0001.json"]
        (tmp_path / "out" / JOURNAL).write_bytes(b'{"kind":"inp')
        refused = focusconv("convert", "in", "--out-dir", "out")
        assert refused.returncode == 2
        assert focusconv("convert", "in", "--out-dir", "out", "--resume").returncode == 0
        assert focusconv("convert", "in", "--out-dir", "out", "--force").returncode == 0
        assert written(tmp_path / "out") == ["d0000.json", "d0001.json"]

    def test_a_file_that_is_no_report_is_left_alone(self, focusconv: Run, tmp_path: Path) -> None:
        documents(tmp_path / "in", 2)
        for text in (b"mine", b"mine\n"):
            (tmp_path / "notes").write_bytes(text)
            run = ("convert", "in", "--out-dir", "out", "--report", "notes")
            for more in ((), ("--resume",)):
                done = focusconv(*run, *more)
                assert done.returncode == 2
                assert (tmp_path / "notes").read_bytes() == text
        assert "no report of a run" in messages(done)[-1]

    def test_a_result_that_is_there_and_is_another_is_not_overwritten(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        documents(tmp_path / "in", 2)
        (tmp_path / "out").mkdir()
        (tmp_path / "out/d0000.json").write_text("mine")
        done = focusconv("convert", "in", "--out-dir", "out", "--resume")
        assert done.returncode == 2
        assert (tmp_path / "out/d0000.json").read_text() == "mine"
        assert "in/d0000.txt: out/d0000.json: is there already" in done.stderr.decode()

    def test_an_interrupt_keeps_what_is_done(self, tmp_path: Path) -> None:
        """The run hangs at a pipe, after the first inputs are done and told."""
        documents(tmp_path / "in", 3)
        (tmp_path / "wrong.txt").write_bytes(segregation(missing=5))
        os.mkfifo(tmp_path / "pipe.txt")
        command = [sys.executable, "-m", "focusconv", "convert", "in", "wrong.txt", "pipe.txt"]
        process = subprocess.Popen(
            [*command, "--out-dir", "out", "--workers", "1", "--report", "r"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
        )
        with open(tmp_path / "pipe.txt", "wb"):
            process.send_signal(signal.SIGINT)
            _, shown = process.communicate()
        assert process.returncode == 130
        lines, totals = report(tmp_path / "r")
        given = [*(f"in/d{number:04d}.txt" for number in range(3)), "wrong.txt"]
        assert list(lines) == given[: len(lines)]
        assert totals["exit"] == 130
        done = f"interrupted; {len(lines)} input{'s' * (len(lines) != 1)} done; go on with --resume"
        assert done.encode() in shown
        assert all(
            (tmp_path / name).exists() for line in lines.values() for name in line["outputs"]
        )
        assert b"Traceback" not in shown

    def test_no_worker_outlives_a_run_that_is_killed(self, tmp_path: Path) -> None:
        """The worker has the other end of the pipe of messages: it ends when the worker does."""
        documents(tmp_path / "in", 1)
        os.mkfifo(tmp_path / "pipe.txt")
        command = [sys.executable, "-m", "focusconv", "convert", "in", "pipe.txt"]
        process = subprocess.Popen(
            [*command, "--out-dir", "out", "--workers", "1"], cwd=tmp_path, stderr=subprocess.PIPE
        )
        with open(tmp_path / "pipe.txt", "wb"):
            process.kill()
            process.communicate(timeout=60)
        assert process.returncode == -9


class TestShards:
    @pytest.mark.parametrize("ending", ["jsonl", "parquet"])
    def test_shards_hold_every_filing_once(
        self, focusconv: Run, tmp_path: Path, ending: str
    ) -> None:
        documents(tmp_path / "in", 7)
        run = ("convert", "in", "--out-dir", "out", "--to", ending, "--shard-size", "3")
        done = focusconv(*run, "--report", "r")
        assert done.returncode == 0
        names = [f"filings-{number:05d}.{ending}" for number in (1, 2, 3)]
        assert written(tmp_path / "out") == names
        assert messages(done)[-1].endswith("; 3 files written to out")
        lines, _ = report(tmp_path / "r")
        assert [line["outputs"] for line in lines.values()] == [
            [f"out/{names[number // 3]}"] for number in range(7)
        ]
        again = focusconv(*run)
        assert again.returncode == 2
        assert "out/filings-00001." in messages(again)[-1]
        before = {name: (tmp_path / "out" / name).read_bytes() for name in names}
        text = (tmp_path / "r").read_text().splitlines(keepends=True)
        (tmp_path / "r").write_text("".join(text[:3]))
        resumed = focusconv(*run, "--report", "r", "--resume")
        assert resumed.returncode == 0
        assert {name: (tmp_path / "out" / name).read_bytes() for name in names} == before

    def test_each_line_of_json_lines_is_the_filing(self, focusconv: Run, tmp_path: Path) -> None:
        for number, sample in enumerate(SAMPLES):
            (tmp_path / f"{number}.txt").write_bytes(sample.read_bytes())
        focusconv("convert", "0.txt", "1.txt", "2.txt", "--out-dir", "out", "--to", "jsonl,json")
        lines = (tmp_path / "out/filings-00001.jsonl").read_bytes().splitlines()
        assert [Filing.from_json(line).to_json() for line in lines] == [
            (tmp_path / f"out/{number}.json").read_bytes() for number in range(3)
        ]


def test_hostile_files_cost_only_themselves(focusconv: Run, tmp_path: Path) -> None:
    good = documents(tmp_path / "in", 60)
    pdf = hostile_files.pdf(hostile_files.one_page(hostile_files.stream(hostile_files.TEXT)))
    hostile = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 64,
        "utf-16.txt": "FORM X-17A-5 FOCUS REPORT\n".encode("utf-16"),
        "long.txt": b"7010 1,000 " * 100_000,
        "cut.pdf": pdf[: len(pdf) // 3],
        "locked.pdf": hostile_files.locked(),
        "tree.pdf": hostile_files.looping_tree(),
        "nested.pdf": hostile_files.deep_nesting(),
        "bomb.pdf": hostile_files.calls_of_calls(),
        "na\x1b[2Jme\n.txt": b"",
    }
    for name, data in hostile.items():
        (tmp_path / "in" / name).write_bytes(data)
    os.mkfifo(tmp_path / "pipe.txt")
    done = focusconv(
        *("convert", "in", "pipe.txt", "in/nowhere.txt", "--out-dir", "out"),
        *("--report", "r", "--time-limit", "4"),
    )
    assert done.returncode == 3
    lines, totals = report(tmp_path / "r")
    assert len(lines) == len(good) + len(hostile) + 2
    assert totals["statuses"]["confirmed"] == len(good)
    assert written(tmp_path / "out") == [f"{path.stem}.json" for path in good]
    failing = {name: line for name, line in lines.items() if line["status"] != "confirmed"}
    assert len(failing) == len(hostile) + 2
    assert all(line["error"]["reason"] and line["error"]["remedy"] for line in failing.values())
    assert failing["pipe.txt"]["error"]["code"] == "TimeLimit"
    assert failing["in/bomb.pdf"]["status"] in ("not readable", "failed")
    assert b"\x1b" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_run_loads_into_postgresql(focusconv: Run, tmp_path: Path, postgres: str) -> None:
    documents(tmp_path / "in", 12)
    with schema(postgres, "run") as url:
        assert focusconv("load", "in", "--db", url, "--workers", "2").returncode == 0
        again = focusconv("load", "in", "--db", url, "--resume", "--workers", "2")
        assert (again.returncode, "12 done before" in again.stderr.decode()) == (0, True)
        with open_database(url) as database:
            days = [point.as_of for point in database.series(regimes=["segregation"])]
    assert days == sorted(days)
    assert len(days) == 12
