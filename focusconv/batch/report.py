"""The run report: one line of JSON an input, and at the end the totals. A run that is resumed
reads it as its journal.

A line is written when what it tells of is committed and on the disk, and not before. The last
line of a name counts.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from focusconv.batch.entry import AGAIN, Entry
from focusconv.batch.shards import shard_number
from focusconv.batch.summary import Totals
from focusconv.errors import FocusconvError, OutputExists
from focusconv.exports.write import PART_END, PART_START

JOURNAL = ".focusconv-run.jsonl"
"""The report of a run that was asked for none, in the folder of its outputs, while it runs."""

_decode = msgspec.json.Decoder(Entry | Totals).decode


class Past(Struct, frozen=True, gc=False):
    """What an earlier run made of an input, as far as this one needs it."""

    sha256: str
    run: str
    exit: int


class Report:
    """A report that grows. `past` has what is done, by name; `shards` how many of the numbered
    outputs are settled (see `sinks`)."""

    def __init__(self, path: Path, file: BinaryIO, lines: Mapping[str, _Line]) -> None:
        self.path = path
        self.past = {name: line.past for name, line in lines.items()}
        self.shards = max((line.shard for line in lines.values()), default=0)
        self._file = file

    def write(self, entries: Iterable[Entry]) -> None:
        """Add lines and bring them to the disk."""
        self._append(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))

    def end(self, totals: Totals) -> None:
        """Add the last line."""
        self._append(msgspec.json.encode(totals) + b"\n")

    def _append(self, lines: bytes) -> None:
        with _refusing(self.path):
            self._file.write(lines)
            self._file.flush()
            os.fsync(self._file.fileno())

    def remove(self) -> None:
        """Leave no file behind, where nobody asked for one."""
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(path: Path, *, resume: bool, overwrite: bool) -> Iterator[Report]:
    """A report to add to: that of the earlier run where it is to be resumed, else a new one.

    Only one run at a time has a report open. Raises OutputExists where there is one and
    neither is asked for, FocusconvError where another run has it, or it cannot be written.
    """
    with _refusing(path), path.open("a+b") as old:
        _lock(old, path)
        if old.tell() and not resume and not overwrite:
            raise OutputExists(
                "there is the report of an earlier run",
                place=str(path),
                remedy="give --resume to go on with that run, or --force for a new one",
            )
        lines = _kept(old) if resume else {}
        file = _rewritten(path, lines.values())
    with file:
        yield Report(path, file, lines)


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


def _lock(file: BinaryIO, path: Path) -> None:
    """Keep other runs off the file, where the system can; they are refused and do not wait."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        current = os.path.samestat(os.fstat(file.fileno()), path.stat())
    except BlockingIOError:
        current = False
    if not current:
        raise FocusconvError(
            "another run is at work with this report",
            place=str(path),
            remedy="wait until it has ended, or give another --report or --out-dir",
        )


class _Line(Struct, frozen=True, gc=False):
    """A line of the report as it was: where it stands, and what it says."""

    text: bytes
    past: Past
    shard: int


def _kept(file: BinaryIO) -> dict[str, _Line]:
    """The lines that still hold, by name: of inputs that are done, with all their outputs.

    What a run that was killed wrote last may be no whole line; that is left out.
    """
    there: dict[str, bool] = {}
    found: dict[str, _Line] = {}
    file.seek(0)
    for text in file:
        try:
            entry = _decode(text)
        except msgspec.DecodeError:
            continue
        if isinstance(entry, Totals):
            continue
        found.pop(entry.name, None)
        for output in entry.outputs:
            there.setdefault(output, Path(output).exists())
        if entry.sha256 is None or entry.status in AGAIN:
            continue
        if all(there[output] for output in entry.outputs):
            shard = max(map(shard_number, entry.outputs), default=0)
            found[entry.name] = _Line(text, Past(entry.sha256, entry.run, entry.exit), shard)
    return found


def _rewritten(path: Path, lines: Iterable[_Line]) -> BinaryIO:
    """The report with these lines only, in the place of the old one, open and locked."""
    beside = path.with_name(f"{PART_START}{path.name}{PART_END}")
    file = beside.open("w+b")
    for line in lines:
        file.write(line.text)
    file.flush()
    os.fsync(file.fileno())
    _lock(file, beside)
    beside.replace(path)
    return file
