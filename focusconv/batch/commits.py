"""Results made to last, in groups: first every sink, then the report, and only then told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from focusconv.batch.entry import Result
from focusconv.batch.report import Report
from focusconv.batch.sinks import Sink

GROUP, GROUP_BYTES, GROUP_SECONDS = 500, 16 * 2**20, 1.0
"""A group is committed when it has so many inputs, so many bytes of filings, or is so old."""


class Keeper:
    """Collects results and commits them.

    With `shard`, a group is so many filings, whatever the time: shards are the same then in
    every run. `told` is called with each result after it was committed; `clock` gives seconds.
    """

    def __init__(
        self,
        sinks: Sequence[Sink],
        report: Report | None,
        told: Callable[[Result], None],
        *,
        shard: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sinks = sinks
        self._report = report
        self._told = told
        self._shard = shard
        self._clock = clock
        self._group: list[Result] = []
        self._filings = self._bytes = 0
        self._since = clock()

    def add(self, result: Result) -> None:
        """Take a result; commits the group where it is large or old enough."""
        self._group.append(result)
        self._filings += len(result.records)
        self._bytes += sum(map(len, result.records))
        if self._is_due():
            self.commit()

    def _is_due(self) -> bool:
        if self._shard is not None:
            return self._filings >= self._shard
        if len(self._group) >= GROUP or self._bytes >= GROUP_BYTES:
            return True
        return self._clock() - self._since >= GROUP_SECONDS

    def interrupt(self) -> None:
        """Commit what is there, but no shard that is not full: the next run fills it."""
        if self._shard is None:
            self.commit()

    def commit(self) -> None:
        """Make the group last and tell of it."""
        group: Sequence[Result] = self._group
        self._group = []
        self._filings = self._bytes = 0
        for sink in self._sinks if group else ():
            group = sink.commit(group)
        if group and self._report is not None:
            self._report.write(result.entry for result in group)
        for result in group:
            self._told(result)
        self._since = self._clock()
