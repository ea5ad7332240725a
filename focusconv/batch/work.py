"""The work at one group of inputs, as a pure function of job and tasks: what a worker runs."""

from __future__ import annotations

import contextlib
import hashlib
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from focusconv.batch.entry import (
    STATUSES,
    Entry,
    Fault,
    FilingNote,
    InputStatus,
    Result,
    fault_of,
    printable,
)
from focusconv.batch.job import Job, Task
from focusconv.batch.limits import deadline
from focusconv.batch.verdict import judged, label, rendered
from focusconv.checking import exported, read_export, rechecked
from focusconv.errors import FocusconvError
from focusconv.files.atomic import write_together
from focusconv.files.inputs import is_url, read_input
from focusconv.files.outputs import made_folder, output_path, refuse_number
from focusconv.record.filing import Filing
from focusconv.record.limits import encode
from focusconv.terminal.console import complaint
from focusconv.terminal.exits import exit_code
from focusconv.terminal.refusal import refusing

BUDGET = 0.5
"""Seconds after which a group is given back with what is left of it undone, so that a group of
slow inputs is shared among the workers and a time limit is nearly that of one input."""


def digests(job: Job, tasks: Sequence[Task]) -> list[str | None]:
    """The SHA-256 of each input, None for one that cannot be read."""
    found: list[str | None] = []
    for task in tasks:
        digest: str | None = None
        with limited(job), refusing(task.item.name, lambda _: None):
            digest = hashlib.sha256(_bytes(task)).hexdigest()
        found.append(digest)
    return found


def work(job: Job, tasks: Sequence[Task]) -> bytes:
    """Convert the inputs and write their files; the Results of the first ones, as MessagePack.

    At least one is done, and those are that the time budget of a group allows.
    """
    started = time.monotonic()
    done: list[_Work] = []
    for task in tasks:
        with limited(job):
            done.append(_Work(job, task))
        if time.monotonic() - started > BUDGET:
            break
    _deliver(job, done)
    return msgspec.msgpack.encode([each.result() for each in done])


def results(data: bytes) -> list[Result]:
    """What `work` returned."""
    return _RESULTS.decode(data)


_RESULTS = msgspec.msgpack.Decoder(list[Result])


def limited(job: Job) -> contextlib.AbstractContextManager[None]:
    """The time limit of an input, where the executor keeps none."""
    return contextlib.nullcontext() if job.guarded else deadline(job.seconds)


def _bytes(task: Task) -> bytes:
    return read_input(task.item) if task.data is None else task.data


class _Work:
    """One input while it is worked at."""

    def __init__(self, job: Job, task: Task) -> None:
        self.task = task
        self._job = job
        self._sha256: str | None = None
        self._notes: list[FilingNote] = []
        self._messages: list[str] = []
        self._records: list[bytes] = []
        self._code = 0
        self._failure: tuple[InputStatus, Fault] | None = None
        self.outputs: list[tuple[str, bytes]] = []
        started = time.perf_counter()
        with refusing(task.item.name, self.refuse):
            self._convert()
        self._seconds = time.perf_counter() - started

    def refuse(self, error: FocusconvError) -> None:
        """Nothing becomes of the input, for this reason."""
        self._failure = fault_of(error)
        self._records.clear()
        self.outputs.clear()
        self._code = exit_code(error)
        self._messages = [complaint(error, self.task.item.name)]
        if self._job.debug:
            self._messages[:0] = ["".join(traceback.format_exception(error))]

    def _convert(self) -> None:
        data = _bytes(self.task)
        self._sha256 = hashlib.sha256(data).hexdigest()
        filings = tuple(_filings(self._job, self.task, data))
        for number, filing in enumerate(filings, 1):
            self._take(filing, number, len(filings))

    def _take(self, filing: Filing, number: int, count: int) -> None:
        job, item = self._job, self.task.item
        verdict = judged(
            filing,
            label(item.name, number, count),
            strict=job.strict,
            allow_inconsistent=job.allow_inconsistent,
        )
        self._code = max(self._code, verdict.code)
        if verdict.message:
            self._messages.append(verdict.message)
        note = FilingNote(
            form=f"{filing.form.id}-{filing.form.edition}",
            firm=filing.filer.name,
            end=filing.period.end,
            status=filing.status,
            exported=verdict.let_through,
        )
        self._notes.append(note)
        if not verdict.let_through:
            return
        for ending in job.formats:
            path = self._path(ending, number if count > 1 else None)
            self.outputs.append((path, rendered(filing, ending)))
        if job.records:
            self._records.append(rendered(filing, "jsonl")[:-1] if job.lines else encode(filing))

    def _path(self, ending: str, number: int | None) -> str:
        """The output of one filing; OutputExists where another input's output has its name."""
        folder, item = self._job.folder or "", self.task.item
        if is_url(folder):
            below = output_path(Path(), item.below, ending, number).as_posix()
            path = f"{folder.rstrip('/')}/{below}"
        else:
            path = str(output_path(Path(folder), item.below, ending, number))
        if number is not None:
            refuse_number(self.task.taken, item, number, path)
        return path

    def result(self) -> Result:
        status: InputStatus = max(
            (note.status for note in self._notes), key=STATUSES.index, default="not readable"
        )
        fault = None
        if self._failure is not None:
            status, fault = self._failure
        entry = Entry(
            name=printable(self.task.item.name),
            sha256=self._sha256,
            status=status,
            filings=tuple(self._notes),
            outputs=tuple(printable(path) for path, _ in self.outputs),
            error=fault,
            seconds=round(self._seconds, 4),
            exit=self._code,
            run=self._job.run,
        )
        messages = tuple(map(printable, self._messages))
        return Result(entry=entry, messages=messages, records=tuple(self._records))


def _filings(job: Job, task: Task, data: bytes) -> Iterator[Filing]:
    """The filings of a document, or of an export where the job takes exports."""
    if job.exports and exported(data):
        lines = data.splitlines() if data.partition(b"\n")[0].endswith(b"}") else [data]
        for line in lines:
            yield rechecked(read_export(line))
        return
    from focusconv.batch.search import refuse_others
    from focusconv.conversion import filings

    name, reading = task.item.file_name, job.reading
    options = structs.replace(reading.options, jobs=reading.options.jobs or 1)
    refuse_others(data, name, job.search, options)
    yield from filings(
        data,
        name=name,
        mend=reading.mend,
        corrections=reading.corrections,
        options=options,
    )


def _deliver(job: Job, done: Sequence[_Work]) -> None:
    """Write the files of several inputs; what cannot be written fails its own input."""
    for replace in (False, True):
        local: dict[Path, tuple[_Work, bytes]] = {}
        for each in done:
            if each.task.replace is replace:
                with refusing(each.task.item.name, each.refuse):
                    local.update(_prepared(job, each))
        errors = write_together(
            [(path, data) for path, (_, data) in local.items()],
            overwrite=job.overwrite or replace,
        )
        for path, error in errors.items():
            local[path][0].refuse(error)


def _prepared(job: Job, each: _Work) -> Iterator[tuple[Path, tuple[_Work, bytes]]]:
    """The local files of an input, their folders made; those elsewhere are written at once."""
    for path, data in each.outputs:
        if is_url(path):
            from focusconv.files.storage import write_url

            write_url(path, data, overwrite=job.overwrite or each.task.replace)
        else:
            made_folder(Path(path).parent)
            yield Path(path), (each, data)
