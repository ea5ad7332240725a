"""What became of a run: counted as it goes, told at the end."""

from __future__ import annotations

import sys
from collections import Counter

from msgspec import Struct

from focusconv.batch.entry import STATUSES, Entry
from focusconv.batch.shards import shard_number
from focusconv.terminal.console import Column, aligned, counted, say
from focusconv.terminal.exits import OK

TABLE_FROM = 10
"""So many inputs are worth a table beside the one line."""


class Totals(Struct, frozen=True, kw_only=True, tag_field="kind", tag="totals"):
    """The last line of a report: inputs by status, those skipped because they were done, the
    filings by status, the files written, the filings loaded, seconds of the run and of the
    work in it, and the exit status."""

    inputs: int
    skipped: int
    statuses: dict[str, int]
    filings: dict[str, int]
    files: int
    seconds: float
    worked: float
    exit: int


class Tally:
    """Counts what is committed."""

    def __init__(self) -> None:
        self.code = OK
        self.skipped = 0
        self.files = self.exported = 0
        self._shards: set[str] = set()
        self._statuses: Counter[str] = Counter()
        self._filings: Counter[str] = Counter()
        self._worked = 0.0

    @property
    def inputs(self) -> int:
        return self._statuses.total() + self.skipped

    def add(self, entry: Entry) -> None:
        self.code = max(self.code, entry.exit)
        self._statuses[entry.status] += 1
        self._filings.update(note.status for note in entry.filings)
        self._worked += entry.seconds
        self.exported += sum(note.exported for note in entry.filings if entry.error is None)
        for output in entry.outputs:
            if output not in self._shards:
                self.files += 1
            if shard_number(output):
                self._shards.add(output)

    def skip(self, code: int) -> None:
        """An input that was done before, with that exit status."""
        self.skipped += 1
        self.code = max(self.code, code)

    def totals(self, seconds: float) -> Totals:
        return Totals(
            inputs=self.inputs,
            skipped=self.skipped,
            statuses={name: self._statuses[name] for name in STATUSES},
            filings={name: self._filings[name] for name in STATUSES[:4]},
            files=self.files,
            seconds=round(seconds, 3),
            worked=round(self._worked, 3),
            exit=self.code,
        )


def tell(totals: Totals, done: str) -> None:
    """A table of a long run, and one line on what became of several inputs."""
    if totals.inputs >= TABLE_FROM:
        print(_table(totals), end="", file=sys.stderr)
    if totals.inputs > 1:
        counts = {**_said(totals), "done before": totals.skipped}
        states = ", ".join(f"{count:,} {state}" for state, count in sorted(counts.items()) if count)
        say(f"{counted(totals.inputs, 'input')}: {states}{done}")


def _said(totals: Totals) -> dict[str, int]:
    """Filings by status, and inputs that gave none by the reason."""
    return {**totals.filings, **{name: totals.statuses[name] for name in STATUSES[4:]}}


def _table(totals: Totals) -> str:
    columns: list[Column] = [("", "left"), ("inputs", "right"), ("filings", "right")]
    rows: list[tuple[str, str, str]] = [
        (name, f"{totals.statuses[name]:,}", f"{totals.filings.get(name, 0):,}")
        for name in STATUSES
    ]
    rows.append(("done before", f"{totals.skipped:,}", ""))
    rows.append(("all", f"{totals.inputs:,}", f"{sum(totals.filings.values()):,}"))
    rate = totals.inputs / totals.seconds if totals.seconds else 0.0
    rows.append(("seconds", f"{totals.seconds:,.1f}", f"{rate:,.1f} a second"))
    return aligned(columns, rows)
