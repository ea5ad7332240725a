"""Which inputs an earlier run has done: told by what they hold, never by name or date alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from focusconv.batch.entry import printable
from focusconv.batch.job import Task
from focusconv.batch.report import Report
from focusconv.batch.shards import shard_number
from focusconv.batch.sinks import Loads
from focusconv.files.inputs import is_url
from focusconv.terminal.exits import OK


class Done:
    """What the report says is done: the same name, content, options and versions.

    Without a report the database is asked, which knows documents by their content only.
    """

    def __init__(self, run: str, report: Report | None, database: Loads | None) -> None:
        self._run = run
        self._report = report
        self._database = database if report is None else None
        self._shards: dict[str, bool] = {}

    def __call__(self, tasks: Sequence[Task], found: Sequence[str | None]) -> Sequence[Task | int]:
        """The exit status of each input that is done, else its task as it is to be done.

        Where the report has other content or options, its outputs are stale and replaced.
        """
        known = frozenset[str]()
        if self._database is not None:
            known = self._database.known([sha256 for sha256 in found if sha256 is not None])
        return [
            OK if sha256 in known else self._judged(task, sha256)
            for task, sha256 in zip(tasks, found, strict=True)
        ]

    def _judged(self, task: Task, sha256: str | None) -> Task | int:
        past = None
        if self._report is not None:
            past = self._report.past.get(printable(task.item.name))
        if past is None:
            return task
        if (past.sha256, past.run) == (sha256, self._run) and all(map(self._there, past.outputs)):
            return past.exit
        return structs.replace(task, replace=True)

    def _there(self, output: str) -> bool:
        """Whether an output is still there; elsewhere that is not asked for each input."""
        if is_url(output):
            return True
        if not shard_number(output):
            return Path(output).exists()
        if output not in self._shards:
            self._shards[output] = Path(output).exists()
        return self._shards[output]
