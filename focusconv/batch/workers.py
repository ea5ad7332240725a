"""Who does the work: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from focusconv.batch.engine import AHEAD, Crew
from focusconv.batch.limits import prepare
from focusconv.batch.work import BUDGET
from focusconv.errors import FocusconvError, MissingPackage


@contextlib.contextmanager
def local(workers: int | None, *, seconds: float, memory: int) -> Iterator[tuple[Crew, int]]:
    """Worker processes, as many as cores where `workers` is None, and how many there are.

    A task that takes longer than `seconds` ends with its worker, and so does one whose worker
    dies; both are replaced. `memory` bounds each worker, in bytes.
    """
    from pebble import ProcessPool

    width = workers or _cores()
    pool: Any = ProcessPool(
        max_workers=width,
        initializer=prepare,
        initargs=(memory,),
        context=multiprocessing.get_context("spawn"),
    )
    try:
        yield _Timed(pool, seconds + BUDGET), width
    finally:
        pool.stop()
        pool.join()


class _Timed:
    """A pool in which every call has the same time limit."""

    def __init__(self, pool: Any, seconds: float) -> None:
        self._pool = pool
        self._seconds = seconds

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future[Any]:
        future: Future[Any] = self._pool.schedule(function, args=args, timeout=self._seconds)
        return future


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def dask(scheduler: str) -> Iterator[tuple[Crew, int]]:
    """The workers of a Dask cluster, and how many threads they have.

    Raises MissingPackage without distributed, FocusconvError where no scheduler answers.
    """
    try:
        import distributed
    except ImportError as error:
        raise MissingPackage(
            "a cluster needs Dask", remedy="pip install 'focusconv[dask]'"
        ) from error
    try:
        connect: Any = distributed.Client
        client = connect(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise FocusconvError(
            f"no Dask scheduler answers: {error}",
            place=scheduler,
            remedy="give --scheduler tcp://HOST:PORT as `dask scheduler` shows it",
        ) from error
    with client:
        client.wait_for_workers(1, timeout=_PATIENCE)
        width = sum(client.nthreads().values())
        with ThreadPoolExecutor(AHEAD * width) as threads, client:
            yield _Cluster(client, threads), width


class _Cluster:
    """The cluster as an executor: a thread of this process waits for each call.

    Dask has such an executor itself, `Client.get_executor`. With its version 2026.8 a call is
    never done where the worker that holds the result dies, and so does the next one.
    """

    def __init__(self, client: Any, threads: ThreadPoolExecutor) -> None:
        self._client = client
        self._threads = threads

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future[Any]:
        return self._threads.submit(self._call, function, *args)

    def _call(self, function: Callable[..., Any], *args: Any) -> Any:
        return self._client.submit(function, *args, pure=False).result()


_PATIENCE = 30
"""Seconds that a cluster has to answer, and to have a first worker."""
