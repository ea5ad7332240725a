"""The run report: one line of JSON an input, and at the end the totals. A run that is resumed
reads it as its journal.

A line is written when what it tells of is committed and on the disk, and not before. The last
line of a name counts.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path

import msgspec
from msgspec import Struct

from focusconv.batch.entry import AGAIN, Entry
from focusconv.batch.shards import shard_number
from focusconv.batch.summary import Totals
from focusconv.errors import FocusconvError, OutputExists

JOURNAL = ".focusconv-run.jsonl"
"""The report of a run that was asked for none, in the folder of its outputs, while it runs."""

_START = b'{"kind":'
"""How every line begins."""

_decode = msgspec.json.Decoder(Entry | Totals).decode


class Past(Struct, frozen=True, gc=False):
    """What an earlier run made of an input, as far as this one needs it."""

    sha256: str
    run: str
    exit: int
    outputs: tuple[str, ...]


class Report:
    """A report that grows. `past` has what is done, by name; `shards` the number of the last
    shard that it tells of."""

    def __init__(self, path: Path, file: FileIO, past: dict[str, Past]) -> None:
        self.path = path
        self.past = past
        outputs = (output for entry in past.values() for output in entry.outputs)
        self.shards = max(map(shard_number, outputs), default=0)
        self._file = file

    def write(self, entries: Iterable[Entry]) -> None:
        """Add lines and bring them to the disk."""
        self._append(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))

    def end(self, totals: Totals) -> None:
        """Add the last line."""
        self._append(msgspec.json.encode(totals) + b"\n")

    def _append(self, lines: bytes) -> None:
        """Add whole lines; where that is interrupted, none."""
        before = self._file.seek(0, os.SEEK_END)
        left = memoryview(lines)
        whole = False
        try:
            with _refusing(self.path):
                while left:
                    left = left[self._file.write(left) :]
                os.fsync(self._file.fileno())
            whole = True
        finally:
            if not whole:
                self._file.truncate(before)

    def remove(self) -> None:
        """Leave no file behind, where nobody asked for one."""
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(path: Path, *, resume: bool, overwrite: bool) -> Iterator[Report]:
    """A report to add to: that of the earlier run where it is to be resumed, else a new one.

    Only one run at a time has a report open. Raises OutputExists where there is one and
    neither is asked for, FocusconvError where another run has it, or it cannot be written.
    """
    with _refusing(path):
        file = path.open("a+b", buffering=0)
    with file:
        with _refusing(path):
            past = _taken_up(file, path, resume=resume, overwrite=overwrite)
        yield Report(path, file, past)


def _taken_up(file: FileIO, path: Path, *, resume: bool, overwrite: bool) -> dict[str, Past]:
    """Lock the report, and leave in it what is to stay: what that says is done."""
    _lock(file, path)
    if file.tell() and not resume and not overwrite:
        raise OutputExists(
            "there is the report of an earlier run",
            place=str(path),
            remedy="give --resume to go on with that run, or --force for a new one",
        )
    past, whole = _past(path) if resume else ({}, 0)
    file.truncate(whole)
    return past


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """What the system refuses, as one of the program's errors."""
    try:
        yield
    except FocusconvError:
        raise
    except OSError as error:
        raise FocusconvError(
            f"the report cannot be written: {error.strerror}",
            place=str(path),
            remedy="give another file with --report",
        ) from error


def _lock(file: FileIO, path: Path) -> None:
    """Keep other runs off the file, where the system can; they are refused and do not wait."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise FocusconvError(
            "another run is at work with this report",
            place=str(path),
            remedy="wait until it has ended, or give another --report or --out-dir",
        ) from error


def _past(path: Path) -> tuple[dict[str, Past], int]:
    """What the report says is done, by name, and how many bytes of it are whole lines.

    What a run that was killed wrote last may be no whole line. Raises OutputExists where the
    file is no report, which is left as it is.
    """
    past: dict[str, Past] = {}
    whole = 0
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n") and line.startswith(_START[: len(line)]):
                break
            try:
                entry = _decode(line)
            except msgspec.DecodeError as error:
                raise OutputExists(
                    "there is a file that is no report of a run",
                    place=str(path),
                    remedy="give another file with --report",
                ) from error
            whole += len(line)
            if isinstance(entry, Entry):
                past.pop(entry.name, None)
                if entry.sha256 is not None and entry.status not in AGAIN:
                    past[entry.name] = Past(entry.sha256, entry.run, entry.exit, entry.outputs)
    return past, whole
