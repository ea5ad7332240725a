"""Inputs and workers for tests of runs over many inputs."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path, PurePath
from typing import Any

import msgspec

from focusconv.batch.entry import Entry, Result
from focusconv.batch.in_process import Reading
from focusconv.batch.job import Job, Task
from focusconv.batch.limits import deadline
from focusconv.batch.work import work
from focusconv.files.inputs import Input
from tests.documents import segregation

MEND = Reading(mend=True, corrections=None)


def job(**more: Any) -> Job:
    """A job that converts to JSON."""
    fields: dict[str, Any] = {"reading": MEND, "formats": ("json",), **more}
    return Job(**fields)


def documents(folder: Path, count: int) -> list[Path]:
    """So many filings that differ: one each month."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        year, month = divmod(number, 12)
        path = folder / f"d{number:04d}.txt"
        path.write_bytes(segregation(f"{month + 1:02d}/28/{year + 14:02d}"))
        paths.append(path)
    return paths


def task(name: str, **more: Any) -> Task:
    item = Input(path=Path(name), name=name, below=PurePath(Path(name).stem), alone=True)
    return Task(item=item, **more)


def entry(name: str, **more: Any) -> Entry:
    fields: dict[str, Any] = {"sha256": "0" * 64, "status": "confirmed", **more}
    return Entry(name=name, **fields)


def named(_: Job, tasks: Sequence[Task]) -> bytes:
    """Work that only says the names."""
    done = [Result(entry=entry(task.item.name, seconds=0.01)) for task in tasks]
    return msgspec.msgpack.encode(done)


def dying(job: Job, tasks: Sequence[Task]) -> bytes:
    """Work whose process is killed by an input called `kill`, and that never ends at `hang`."""
    for task in tasks:
        if task.item.name.endswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if task.item.name.endswith("hang"):
            with nullcontext() if job.guarded else deadline(0.2):
                signal.pause()
    return work(job, tasks)
