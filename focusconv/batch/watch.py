"""Watching a folder: what arrives is converted once it has stopped growing.

The folder is looked through at intervals. Notices of the system (inotify and its like) would
come sooner, but say nothing of files that another machine writes to a network share, which is
where such folders stand. What is done stands in the report of the run, so that a restart does
nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from focusconv.files.inputs import DOCUMENTS, Input, each_below
from focusconv.terminal.exits import INTERRUPTED, OK

Runs = Callable[[tuple[Input, ...]], int]
"""Treats inputs and returns the exit status; INTERRUPTED where it was asked to end."""


class _State(Struct, frozen=True):
    """How a file looked, and since when it has looked so (seconds of the clock)."""

    size: int
    modified: int
    since: float


class Arrivals:
    """The files of a folder that have settled and were not taken before.

    A file has settled when its size and its time of change have stayed the same for `settle`
    seconds of looking; with `once`, when it was changed so long ago. `clock` gives the seconds:
    of any origin, but for `once` those since 1970.
    """

    def __init__(
        self, folder: Path, settle: float, clock: Callable[[], float], *, once: bool = False
    ) -> None:
        self._folder = folder
        self._settle = settle
        self._clock = clock
        self._once = once
        self._seen: dict[Path, _State] = {}
        self._taken: dict[Path, _State] = {}

    def look(self) -> tuple[Input, ...]:
        """What has settled since the last look. Raises UnreadableInput without the folder."""
        now = self._clock()
        seen: dict[Path, _State] = {}
        ready: list[Input] = []
        for item in each_below(self._folder, DOCUMENTS):
            assert item.path is not None
            state = self._state(item.path, now)
            if state is None:
                continue
            seen[item.path] = state
            if now - state.since >= self._settle and self._taken.get(item.path) != state:
                self._taken[item.path] = state
                ready.append(item)
        self._seen = seen
        self._taken = {path: state for path, state in self._taken.items() if path in seen}
        return tuple(ready)

    def _state(self, path: Path, now: float) -> _State | None:
        """How the file looks now; None where it has gone."""
        try:
            found = path.stat()
        except OSError:
            return None
        since = found.st_mtime if self._once else now
        state = _State(found.st_size, found.st_mtime_ns, since)
        before = self._seen.get(path)
        same = before is not None and (before.size, before.modified) == (
            state.size,
            state.modified,
        )
        return before if same else state


def watch(arrivals: Arrivals, runs: Runs, wait: Callable[[], None] | None) -> int:
    """Treat what arrives, look after look; `wait` pauses between them.

    Without `wait` there is one look, and the exit status is that of its run. Else it goes on
    until KeyboardInterrupt, which a signal raises, and that is no failure.
    """
    try:
        while True:
            ready = arrivals.look()
            code = runs(ready) if ready else OK
            if wait is None:
                return code
            if code == INTERRUPTED:
                return OK
            wait()
    except KeyboardInterrupt:
        return OK
