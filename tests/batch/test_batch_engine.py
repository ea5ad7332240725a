"""The run over tasks: in order, whatever an executor does, and each culprit by itself."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from focusconv.batch import engine
from focusconv.batch.engine import Crew, Engine
from focusconv.batch.entry import Result
from focusconv.batch.job import MEMORY, Job, Task
from focusconv.batch.workers import local
from focusconv.errors import FocusconvError
from tests.batch_kit import documents, dying, job, named, task

NAMES = [f"f{number:03d}" for number in range(100)]


class AtOnce(Executor):
    """Runs what is submitted at once, in this thread, and remembers the groups."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []

    def submit(self, function: Any, /, *args: Any, **_: Any) -> Future[Any]:
        self.groups.append([each.item.name for each in args[1]])
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args))
        except (ValueError, OSError, BrokenExecutor) as error:
            future.set_exception(error)
        return future


def outcome(result: Result | int) -> str:
    assert isinstance(result, Result)
    fault = result.entry.error
    return result.entry.name if fault is None else f"{result.entry.name}: {fault.code}"


def outcomes(names: Sequence[str], crew: Crew, width: int = 2, **more: Any) -> list[str]:
    run = Engine(more.pop("job", job()), crew, width, **more).run(map(task, names))
    return [outcome(result) for result in run]


def test_results_come_in_the_order_of_the_tasks() -> None:
    first = threading.Event()

    def slow_first(job: Job, tasks: Sequence[Task]) -> bytes:
        if tasks[0].item.name == NAMES[0]:
            first.wait(20)
        elif tasks[-1].item.name == NAMES[-1]:
            first.set()
        return named(job, tasks)

    with ThreadPoolExecutor(3) as crew:
        assert outcomes(NAMES, crew, 3, call=slow_first) == NAMES


def test_groups_grow_where_inputs_are_quick() -> None:
    crew = AtOnce()
    assert outcomes(NAMES, crew, call=named) == NAMES
    sizes = [len(group) for group in crew.groups]
    assert sizes[0] == 1
    assert max(sizes) > 5
    assert sum(sizes) == len(NAMES)


def test_what_is_left_of_a_group_comes_again() -> None:
    crew = AtOnce()

    def three(job: Job, tasks: Sequence[Task]) -> bytes:
        return named(job, tasks[:3])

    assert outcomes(NAMES, crew, call=three) == NAMES
    assert any(len(group) > 3 for group in crew.groups)


def test_one_that_fails_costs_only_itself() -> None:
    def faulty(job: Job, tasks: Sequence[Task]) -> bytes:
        for each in tasks:
            if each.item.name in ("f040", "f041"):
                raise ValueError("no such luck")
        return named(job, tasks)

    expected = [f"{n}: InternalError" if n in ("f040", "f041") else n for n in NAMES]
    assert outcomes(NAMES, AtOnce(), call=faulty) == expected


def test_where_a_cluster_loses_a_worker_the_culprit_is_found_by_itself() -> None:
    """One that is lost while others are at work may be innocent."""

    class Lost(Exception):
        """As the cluster's own errors, told by their module."""

    Lost.__module__ = "distributed.scheduler"

    class Cluster:
        """Of one worker: `kill` ends it, and loses all that waits for it."""

        def __init__(self) -> None:
            self.waiting: list[Future[Any]] = []
            self.order: list[str] = []

        def submit(self, function: Any, /, *args: Any) -> Future[Any]:
            (only,) = args[1]
            future: Future[Any] = Future()
            if only.item.name == "kill":
                for each in (*self.waiting, future):
                    each.set_exception(Lost())
                self.waiting.clear()
            elif only.item.name in self.order:
                future.set_result(function(*args))
            else:
                self.waiting.append(future)
            self.order.append(only.item.name)
            return future

    crew = Cluster()
    assert outcomes(["a", "kill"], crew, 1, call=named) == ["a", "kill: WorkerLost"]
    assert sorted(crew.order) == ["a", "a", "kill", "kill"]


def test_a_crew_that_is_broken_ends_the_run() -> None:
    def broken(*_: object) -> bytes:
        raise BrokenExecutor("no workers")

    with pytest.raises(FocusconvError, match="cannot go on: no workers"):
        outcomes(NAMES, AtOnce(), call=broken)


def test_quick_inputs_run_ahead_of_a_slow_one_by_so_many_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "HELD_INPUTS", 10)
    taken: list[str] = []
    go = threading.Event()

    def names() -> Iterator[str]:
        for name in NAMES:
            taken.append(name)
            yield name

    def slow_first(job: Job, tasks: Sequence[Task]) -> bytes:
        if tasks[0].item.name == NAMES[0]:
            go.wait(20)
        return named(job, tasks)

    class Watching(ThreadPoolExecutor):
        """Lets the slow one go when nothing more is submitted beside it."""

        def submit(self, function: Any, /, *args: Any, **more: Any) -> Future[Any]:
            future = super().submit(function, *args, **more)
            future.add_done_callback(lambda _: go.set() if len(taken) > 10 else None)
            return future

    with Watching(2) as crew:
        run = Engine(job(), crew, 2, call=slow_first).run(map(task, names()))
        assert outcome(next(run)) == NAMES[0]
        assert 10 < len(taken) < len(NAMES)
        assert [outcome(result) for result in run] == NAMES[1:]


def test_what_is_done_is_not_worked_at(tmp_path: Path) -> None:
    paths = documents(tmp_path, 4)
    asked: list[tuple[str, str | None]] = []

    def skip(tasks: Sequence[Task], found: Sequence[str | None]) -> list[Task | int]:
        asked.extend((each.item.name, sha) for each, sha in zip(tasks, found, strict=True))
        return [1 if each.item.name.endswith("1.txt") else each for each in tasks]

    names = [*map(str, paths), str(tmp_path / "nowhere")]
    run = Engine(job(), AtOnce(), 1, skip=skip, call=named).run(map(task, names))
    assert [result if isinstance(result, int) else result.entry.name for result in run] == [
        names[0],
        1,
        *names[2:],
    ]
    assert {name: sha is None for name, sha in asked} == {name: name == names[4] for name in names}


class TestProcesses:
    def test_a_killed_worker_and_a_hanging_one_cost_only_their_inputs(self, tmp_path: Path) -> None:
        names = [str(path) for path in documents(tmp_path, 8)]
        names[2:2] = [str(tmp_path / "kill")]
        names[6:6] = [str(tmp_path / "hang")]
        todo = job(folder=str(tmp_path / "out"), seconds=2.0)
        with local(2, seconds=2.0, memory=MEMORY) as (crew, width):
            assert width == 2
            found = outcomes(names, crew, width, call=dying, job=todo)
        lost = {names[2]: "WorkerLost", names[6]: "TimeLimit"}
        assert found == [f"{name}: {lost[name]}" if name in lost else name for name in names]
        assert len(list((tmp_path / "out").iterdir())) == 8

    def test_workers_that_cannot_start_end_the_run(self, tmp_path: Path) -> None:
        names = [str(path) for path in documents(tmp_path, 2)]
        with (
            local(1, seconds=5.0, memory=30_000_000) as (crew, width),
            pytest.raises(FocusconvError, match="--memory-limit"),
        ):
            outcomes(names, crew, width)

    def test_workers_are_as_many_as_the_cores_that_may_be_used(self) -> None:
        with local(None, seconds=1.0, memory=MEMORY) as (_, width):
            assert width == len(os.sched_getaffinity(0))

    def test_no_worker_outlives_the_run(self, tmp_path: Path) -> None:
        names = [str(path) for path in documents(tmp_path, 1)]
        with local(1, seconds=5.0, memory=MEMORY) as (crew, width):
            pids = {crew.submit(os.getpid).result() for _ in range(3)}
            assert outcomes(names, crew, width, job=job(folder=str(tmp_path / "out"))) == names
        assert len(pids) == 1
        with pytest.raises(ProcessLookupError):
            os.kill(pids.pop(), 0)
