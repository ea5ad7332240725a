"""The run: tasks in groups to an executor, results back in the order of the tasks.

The order is kept so that a database loads, and shards hold, the same whatever worker was quick.
Any executor of `concurrent.futures` will do. What an executor loses (a worker killed, a time
limit) is a failed future: the tasks of its group are then tried one by one, and one that fails
by itself is the culprit.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import Any, Protocol

from msgspec import Struct

from focusconv.batch.entry import Result, failed
from focusconv.batch.job import Job, Task
from focusconv.batch.work import digests, results, work
from focusconv.errors import FocusconvError, unforeseen
from focusconv.terminal.exits import INTERNAL, UNREADABLE

GROUP_SECONDS = 0.2
"""Work worth a message to a worker and back, which takes about a millisecond."""

LARGEST_GROUP = 64

AHEAD = 2
"""Groups at work or waiting, for each worker: none waits for the next one."""

HELD_INPUTS, HELD_BYTES = 20_000, 64 * 2**20
"""How far quick inputs may run ahead of a slow one, whose results come first."""


class Crew(Protocol):
    """What runs functions elsewhere; every Executor of `concurrent.futures` is one."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Have the function called with the arguments."""


class Skip(Protocol):
    """Which inputs of a group are done already, by the SHA-256 of what they hold."""

    def __call__(self, tasks: Sequence[Task], found: Sequence[str | None]) -> Sequence[Task | int]:
        """Each task as it is to be done now, or the exit status of one that is done."""


class _Group(Struct, frozen=True):
    """Tasks that are worked at together, by their places in the run; `look` that only their
    digests are asked for, `alone` that nothing else is worked at meanwhile."""

    places: tuple[int, ...]
    tasks: tuple[Task, ...]
    look: bool
    alone: bool = False

    def parts(self, *, alone: bool) -> Iterator[_Group]:
        for place, task in zip(self.places, self.tasks, strict=True):
            yield _Group((place,), (task,), self.look, alone)


class Engine:
    """One run of a job over tasks.

    `width` is how many workers the crew has; `skip` is asked before an input is worked at.
    `call` replaces the work itself (for tests): it takes a job and tasks.
    """

    def __init__(
        self,
        job: Job,
        crew: Crew,
        width: int,
        *,
        skip: Skip | None = None,
        call: Callable[[Job, Sequence[Task]], bytes] = work,
    ) -> None:
        self._job = job
        self._crew = crew
        self._slots = AHEAD * width
        self._skip = skip
        self._call = call
        self._pending: dict[Future[Any], _Group] = {}
        self._again: deque[_Group] = deque()
        self._ready: dict[int, Result | int] = {}
        self._held = 0
        self._next = 0
        self._ended = False
        self.lost = 0
        """How many groups came to grief: their workers may have left parts of files."""
        self._mean = GROUP_SECONDS

    def run(self, tasks: Iterable[Task]) -> Generator[Result | int]:
        """The result of each task, in their order; for one that was done already its exit status.

        Raises FocusconvError where the crew cannot go on. What is still at work when this
        iterator is closed is given up.
        """
        coming = enumerate(tasks)
        try:
            while not self._ended or self._again or self._pending or self._ready:
                self._submit(coming)
                while self._next in self._ready:
                    yield self._taken()
                for future in _first(self._pending):
                    self._collect(self._pending.pop(future), future)
        finally:
            for future in self._pending:
                future.cancel()

    def _submit(self, coming: Iterator[tuple[int, Task]]) -> None:
        """Keep every worker busy, and the groups that come again first."""
        if any(group.alone for group in self._pending.values()):
            return
        while len(self._pending) < self._slots:
            if self._again:
                if self._pending and self._again[0].alone:
                    return
                group = self._again.popleft()
            else:
                full = len(self._ready) >= HELD_INPUTS or self._held >= HELD_BYTES
                group = _Group((), (), False) if full else self._group(coming)
            if not group.tasks:
                return
            function = digests if group.look else self._call
            self._pending[self._crew.submit(function, self._job, group.tasks)] = group
            if group.alone:
                return

    def _group(self, coming: Iterator[tuple[int, Task]]) -> _Group:
        """The next tasks: as many as make a group, judged by those that are done."""
        size = max(1, min(LARGEST_GROUP, int(GROUP_SECONDS / max(self._mean, 1e-6))))
        places, tasks = [], []
        for place, task in coming:
            places.append(place)
            tasks.append(task)
            if len(tasks) == size:
                break
        else:
            self._ended = True
        return _Group(tuple(places), tuple(tasks), self._skip is not None)

    def _collect(self, group: _Group, future: Future[Any]) -> None:
        error = BrokenExecutor("it gave up") if future.cancelled() else future.exception()
        if isinstance(error, BrokenExecutor | CancelledError | asyncio.CancelledError):
            raise FocusconvError(
                f"the worker processes cannot go on: {error or type(error).__name__}",
                remedy="give them more memory with --memory-limit, or run fewer with --workers",
            ) from error
        if error is not None:
            self._lost(group, error)
        elif group.look:
            self._sift(group, future.result())
        else:
            self._keep(group, results(future.result()))

    def _lost(self, group: _Group, error: BaseException) -> None:
        """Try a group that came to grief one by one; a task by itself has failed.

        Where a cluster loses a worker, all that the worker was to do is lost, and who did it
        shows only when nothing else is at work.
        """
        self.lost += 1
        shared = _module(error) == "distributed"
        if len(group.tasks) > 1 or (shared and not group.alone):
            self._again.extend(group.parts(alone=shared))
            return
        name = group.tasks[0].item.name
        self._put(group.places[0], failed(name, *_grief(error, self._job), run=self._job.run))

    def _sift(self, group: _Group, found: Sequence[str | None]) -> None:
        assert self._skip is not None
        places, tasks = [], []
        for place, task in zip(group.places, self._skip(group.tasks, found), strict=True):
            if isinstance(task, int):
                self._put(place, task)
            else:
                places.append(place)
                tasks.append(task)
        if tasks:
            self._again.append(_Group(tuple(places), tuple(tasks), False))

    def _keep(self, group: _Group, done: Sequence[Result]) -> None:
        """Hold the results until their turn; what is left of the group comes again."""
        for place, result in zip(group.places, done, strict=False):
            self._put(place, result)
        self._mean += sum(result.entry.seconds for result in done) / len(done)
        self._mean /= 2
        left = len(done)
        if left < len(group.tasks):
            rest = _Group(group.places[left:], group.tasks[left:], False)
            half = (len(rest.tasks) + 1) // 2
            for part in (slice(None, half), slice(half, None)):
                if rest.tasks[part]:
                    self._again.append(_Group(rest.places[part], rest.tasks[part], False))

    def _put(self, place: int, result: Result | int) -> None:
        self._ready[place] = result
        self._held += _size(result)

    def _taken(self) -> Result | int:
        result = self._ready.pop(self._next)
        self._held -= _size(result)
        self._next += 1
        return result


def _first(pending: Collection[Future[Any]]) -> Collection[Future[Any]]:
    """Those that are done, once there is one; none where none is pending."""
    return wait(pending, return_when=FIRST_COMPLETED).done if pending else ()


def _size(result: Result | int) -> int:
    return sum(map(len, result.records)) if isinstance(result, Result) else 0


def _module(error: BaseException) -> str:
    """The package that an error is from."""
    return type(error).__module__.partition(".")[0]


def _grief(error: BaseException, job: Job) -> tuple[str, str, str, int]:
    """What happened to a task: a code, the reason, the remedy and the exit status."""
    if isinstance(error, TimeoutError):
        return (
            "TimeLimit",
            f"it took more than {job.seconds:g} seconds",
            "look at the file by itself, or allow more with --time-limit",
            UNREADABLE,
        )
    if _module(error) in ("pebble", "distributed"):
        return (
            "WorkerLost",
            "the worker process died of it, or took more than its time limit",
            "look at the file by itself, or allow more with --memory-limit or --time-limit",
            UNREADABLE,
        )
    found = unforeseen(error)
    return type(found).__name__, found.reason, found.remedy, INTERNAL
