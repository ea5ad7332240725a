"""Where filings of many inputs go together: a database, or numbered shards below a folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import structs

from focusconv.batch.entry import Result, fault_of, printable
from focusconv.batch.shards import Ending, shard_number, shard_path
from focusconv.errors import InvalidExport
from focusconv.exports.shards import pyarrow_module, shard
from focusconv.files.atomic import write_together
from focusconv.files.inputs import is_url
from focusconv.files.storage import write_url
from focusconv.record.filing import Filing
from focusconv.terminal.console import complaint
from focusconv.terminal.exits import exit_code

_filing = msgspec.json.Decoder(Filing).decode


class Sink(Protocol):
    """Takes results in groups, in the order of the inputs."""

    def commit(self, results: Sequence[Result]) -> list[Result]:
        """Make the filings of the results last, all of them or none; the results as they are
        then. Raises FocusconvError where the run cannot go on."""


class Loaded(Protocol):
    """What became of one filing (see `focusconv.database.Loaded`)."""

    @property
    def state(self) -> str:
        """`unchanged` where it was there already."""


class Loads(Protocol):
    """A database that takes filings (see `focusconv.database`)."""

    def load(
        self, filings: Sequence[Filing], *, incomplete: Collection[str] = ()
    ) -> Sequence[Loaded]:
        """Load in one transaction, committed on return; `incomplete` are the hashes of
        documents of which a filing was kept back. What became of each filing."""

    def known(self, sha256s: Collection[str]) -> frozenset[str]:
        """Those of the hashes whose documents are loaded."""


class DatabaseSink:
    """Loads each group in one transaction, and counts the filings that were there already."""

    def __init__(self, database: Loads) -> None:
        self.unchanged = 0
        self._database = database

    def commit(self, results: Sequence[Result]) -> list[Result]:
        """Where a group is refused for what is in a filing, that filing's input alone fails."""
        try:
            self._load(results)
        except InvalidExport:
            return [self._alone(result) for result in results]
        return list(results)

    def _alone(self, result: Result) -> Result:
        try:
            self._load([result])
        except InvalidExport as error:
            status, fault = fault_of(error)
            name = result.entry.name
            entry = structs.replace(result.entry, status=status, error=fault, exit=exit_code(error))
            return structs.replace(result, entry=entry, messages=(complaint(error, name),))
        return result

    def _load(self, results: Sequence[Result]) -> None:
        filings = [_filing(record) for result in results for record in result.records]
        incomplete = {
            result.entry.sha256
            for result in results
            if result.entry.sha256 and not all(note.exported for note in result.entry.filings)
        }
        if filings:
            loaded = self._database.load(filings, incomplete=incomplete)
            self.unchanged += sum(one.state == "unchanged" for one in loaded)


class ShardSink:
    """Writes each group as one file, the next in number; the same inputs give the same shards.

    A shard that is there and holds the very bytes is of a run that was stopped before the
    report told of it. Raises MissingPackage where Parquet is asked for and pyarrow is not there.
    """

    def __init__(self, folder: str, ending: Ending, after: int, *, overwrite: bool) -> None:
        if ending == "parquet":
            pyarrow_module()
        self._folder = folder
        self._ending = ending
        self._number = after
        self._overwrite = overwrite

    def commit(self, results: Sequence[Result]) -> list[Result]:
        """Nothing is written where the results hold no filing."""
        records = [record for result in results for record in result.records]
        if not records:
            return list(results)
        path = shard_path(self._folder, self._number + 1, self._ending)
        if self._ending == "jsonl":
            data = b"".join(record + b"\n" for record in records)
        else:
            data = shard([_filing(record) for record in records])
        self._write(path, data)
        self._number += 1
        return [_with_output(result, path) for result in results]

    def remove_rest(self) -> None:
        """Remove the shards of a longer run that this one has overwritten."""
        for path in Path(self._folder).glob(f"filings-*.{self._ending}"):
            if shard_number(path.name) > self._number:
                path.unlink()

    def _write(self, path: str, data: bytes) -> None:
        if is_url(path):
            write_url(path, data, overwrite=self._overwrite)
            return
        for error in write_together([(Path(path), data)], overwrite=self._overwrite).values():
            raise error


def _with_output(result: Result, path: str) -> Result:
    if not result.records:
        return result
    outputs = (*result.entry.outputs, printable(path))
    return structs.replace(result, entry=structs.replace(result.entry, outputs=outputs))
