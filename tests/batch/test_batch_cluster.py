"""Beyond one machine: a Dask cluster of worker processes, and files in an S3 store."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from focusconv.batch import workers
from focusconv.batch.engine import Engine
from focusconv.batch.entry import Result
from focusconv.batch.workers import dask
from focusconv.errors import FocusconvError, MissingPackage
from focusconv.files.inputs import DOCUMENTS, expand
from focusconv.files.storage import read_url, write_url
from focusconv.record.filing import Filing
from tests.batch_kit import documents, dying, job, task
from tests.conftest import Run

BUCKET = "s3://filings"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process of one thread; one that dies by its task is not asked again."""
    import dask as settings
    from distributed import LocalCluster

    with (
        settings.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3 server on loopback, with a bucket; its address is in the environment."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="filings")
        yield BUCKET
    server.stop()


def test_a_worker_killed_during_the_run_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    names = [str(path) for path in documents(tmp_path / "in", 60)]
    todo = job(folder=str(tmp_path / "out"), guarded=False)
    pids = {worker.pid for worker in cluster.workers.values()}
    with dask(cluster.scheduler_address) as (crew, width):
        assert width == 2
        found = []
        for result in Engine(todo, crew, width).run(map(task, names)):
            assert isinstance(result, Result)
            found.append((result.entry.name, result.entry.status))
            if len(found) == 20:
                os.kill(pids.pop(), signal.SIGKILL)
    assert found == [(name, "confirmed") for name in names]
    assert len(list((tmp_path / "out").glob("d*.json"))) == 60


def test_an_input_that_hangs_or_kills_is_named(cluster: Any, tmp_path: Path) -> None:
    names = [str(path) for path in documents(tmp_path / "in", 6)]
    names[3:3] = ["hang", "kill"]
    todo = job(folder=str(tmp_path / "out"), guarded=False)
    with dask(cluster.scheduler_address) as (crew, width):
        run = Engine(todo, crew, width, call=dying).run(map(task, names))
        lost = [r.entry for r in run if isinstance(r, Result) and r.entry.error is not None]
    assert [(entry.name, entry.error.code) for entry in lost if entry.error] == [
        ("hang", "WorkerLost"),
        ("kill", "WorkerLost"),
    ]
    assert len(list((tmp_path / "out").iterdir())) == 6


def test_the_command_runs_on_a_cluster(cluster: Any, focusconv: Run, tmp_path: Path) -> None:
    documents(tmp_path / "in", 12)
    done = focusconv(
        *("convert", tmp_path / "in", "--out-dir", tmp_path / "out"),
        *("--executor", "dask", "--scheduler", cluster.scheduler_address),
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert (
        done.stderr.decode()
        .splitlines()[-1]
        .startswith("focusconv: 12 inputs: 12 confirmed; 12 files written to ")
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_a_scheduler_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(workers, "_PATIENCE", 0.2)
    with pytest.raises(FocusconvError, match="no Dask scheduler answers") as caught, dask(address):
        pass
    assert caught.value.place == address


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("distributed", "fsspec"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackage, match=r"focusconv\[dask\]"):
        read_url("s3://filings/a.txt", 10)
    with pytest.raises(MissingPackage, match=r"focusconv\[dask\]"), dask("tcp://127.0.0.1:1"):
        pass


def test_inputs_and_outputs_in_a_store(s3: str, focusconv: Run, tmp_path: Path) -> None:
    for path in documents(tmp_path / "in", 4):
        write_url(f"{s3}/in/2014/{path.name}", path.read_bytes(), overwrite=False)
    write_url(f"{s3}/in/notes.md", b"notes", overwrite=False)
    run = ("convert", f"{s3}/in", "--to", "json,jsonl", "--out-dir", f"{s3}/out")
    done = focusconv(*run, "--report", "r")
    assert done.returncode == 0, done.stderr.decode()
    filing = Filing.from_json(read_url(f"{s3}/out/2014/d0002.json", 10**6))
    assert filing.source.name == "d0002.txt"
    assert filing.period.end == "2014-03-28"
    lines = read_url(f"{s3}/out/filings-00001.jsonl", 10**6).splitlines()
    assert [Filing.from_json(line).period.end for line in lines] == [
        f"2014-0{month}-28" for month in (1, 2, 3, 4)
    ]
    told = [json.loads(line) for line in (tmp_path / "r").read_text().splitlines()]
    assert told[0]["outputs"] == [
        "s3://filings/out/2014/d0000.json",
        "s3://filings/out/filings-00001.jsonl",
    ]
    again = focusconv(*run)
    assert again.returncode == 2
    assert "the file is already there" in again.stderr.decode()
    resumed = focusconv(*run, "--report", "r", "--resume")
    assert resumed.stderr.decode().splitlines()[-1].startswith("focusconv: 4 inputs: 4 done before")


def test_a_pattern_in_a_store_keeps_the_folders_below_its_fixed_part(s3: str) -> None:
    for name in ("p/a/x.txt", "p/b/x.txt", "p/b/x.pdf"):
        write_url(f"{s3}/{name}", b"text", overwrite=True)
    found = expand([f"{s3}/p/*/x.txt"], DOCUMENTS)
    assert [(item.name, item.below.as_posix(), item.alone) for item in found] == [
        (f"{s3}/p/a/x.txt", "a/x", False),
        (f"{s3}/p/b/x.txt", "b/x", False),
    ]
    (one,) = expand([f"{s3}/p/b/x.pdf"], DOCUMENTS)
    assert (one.file_name, one.below.as_posix(), one.alone) == ("x.pdf", "x", True)


@pytest.mark.parametrize("url", [f"{BUCKET}/nowhere.txt", "nosuch://a/b.txt"])
def test_what_is_not_there_is_told(s3: str, url: str) -> None:
    assert s3 == BUCKET
    with pytest.raises(FocusconvError) as caught:
        read_url(url, 10)
    assert url in str(caught.value)
    assert caught.value.remedy


def test_a_store_that_cannot_be_asked_is_told(
    monkeypatch: pytest.MonkeyPatch, focusconv: Run, tmp_path: Path
) -> None:
    documents(tmp_path / "in", 2)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    done = focusconv("convert", "in", "--out-dir", "s3://no-such-bucket/out")
    assert done.returncode in (2, 3)
    assert b"Traceback" not in done.stderr
    assert b"s3://no-such-bucket/out: cannot be read: " in done.stderr


def test_nothing_is_overwritten_elsewhere_either(s3: str) -> None:
    write_url(f"{s3}/o/a.json", b"one", overwrite=False)
    write_url(f"{s3}/o/a.json", b"one", overwrite=False)
    with pytest.raises(FocusconvError, match="there already"):
        write_url(f"{s3}/o/a.json", b"two", overwrite=False)
    assert read_url(f"{s3}/o/a.json", 10) == b"one"
    write_url(f"{s3}/o/a.json", b"two", overwrite=True)
    assert read_url(f"{s3}/o/a.json", 10) == b"two"
    with pytest.raises(FocusconvError, match="more than 2 bytes"):
        read_url(f"{s3}/o/a.json", 2)
