"""Inputs one after the other in this process: each is read, judged and written or shown.

The function of every command returns the highest exit status that applies (see `exits`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from focusconv.batch.entry import fault_of
from focusconv.batch.verdict import judged, label, rendered
from focusconv.checking import exported, read_export, rechecked
from focusconv.errors import FocusconvError, InvalidExport, SeveralFilings
from focusconv.files.inputs import Input, read_input
from focusconv.files.outputs import deliver, made_folder, output_path, planned, refuse_taken
from focusconv.readers.options import ReadOptions
from focusconv.record.filing import Filing
from focusconv.terminal.console import complain, counted, say, show
from focusconv.terminal.exits import INCONSISTENT, OK, WrongUsage, exit_code
from focusconv.terminal.progress import watched
from focusconv.terminal.refusal import refusing

if TYPE_CHECKING:
    from focusconv.review.corrections import Corrections


class Reading(Struct, frozen=True, kw_only=True):
    """How documents are read: by which reader, mended or as they are, with a reviewer's
    corrections or not."""

    mend: bool
    corrections: Corrections | None = None
    options: ReadOptions = ReadOptions()


def reading(
    *,
    mend: bool,
    corrections: str | None,
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> Reading:
    """The way to read, its corrections file loaded; InvalidCorrections where it is none."""
    if corrections is None:
        return Reading(mend=mend, corrections=None, options=options)
    from focusconv.review.corrections import load

    return Reading(mend=mend, corrections=load(Path(corrections)), options=options)


class Wanted(Struct, frozen=True, kw_only=True):
    """What `convert` is to do; either `file` (`-` is standard output) or `folder` is given."""

    reading: Reading
    formats: tuple[str, ...]
    file: Path
    folder: Path | None
    strict: bool
    allow_inconsistent: bool
    overwrite: bool


class _Tally:
    """What became of the filings and inputs, for the exit status and the last line."""

    def __init__(self, *, debug: bool) -> None:
        self.code = OK
        self._debug = debug
        self._states: Counter[str] = Counter()

    def add(self, state: str, code: int = OK) -> None:
        self._states[state] += 1
        self.code = max(self.code, code)

    def refusing(self, item: Input) -> AbstractContextManager[None]:
        """Work at an input: an error in it is told, counted, and costs nothing else."""
        return refusing(item.name, lambda error: self._refuse(error, item))

    def _refuse(self, error: FocusconvError, item: Input) -> None:
        complain(error, name=item.name, debug=self._debug)
        status, _ = fault_of(error)
        self.add(status, exit_code(error))

    def tell(self, inputs: Sequence[Input]) -> None:
        """One line on what became of several inputs."""
        if len(inputs) > 1:
            states = ", ".join(f"{count} {state}" for state, count in sorted(self._states.items()))
            say(f"{counted(len(inputs), 'input')}: {states}")


def convert_input(item: Input, wanted: Wanted, *, debug: bool) -> int:
    """Convert one input; an error in it is told.

    Raises OutputExists, before any work, where the output is not free (see `planned`).
    """
    if wanted.folder is None:
        refuse_taken(wanted.file, (item,), overwrite=wanted.overwrite)
    else:
        planned(lambda: (item,), wanted.formats, wanted.folder, overwrite=wanted.overwrite)
        made_folder(wanted.folder)
    tally = _Tally(debug=debug)
    with tally.refusing(item):
        _convert(item, wanted, tally)
    return tally.code


def _convert(item: Input, wanted: Wanted, tally: _Tally) -> None:
    filings = _document(item, wanted.reading)
    if wanted.folder is None and len(filings) > 1:
        raise SeveralFilings(
            f"the document holds {len(filings)} filings, and one output takes one",
            remedy="give --out-dir DIR: they become NAME-1, NAME-2, ...",
        )
    outputs: list[tuple[Path, bytes]] = []
    for number, filing in enumerate(filings, 1):
        if not _let_through(filing, label(item.name, number, len(filings)), wanted, tally):
            continue
        for ending in wanted.formats:
            path = wanted.file
            if wanted.folder is not None:
                which = number if len(filings) > 1 else None
                path = output_path(wanted.folder, item.below, ending, which)
                refuse_taken(path, (item,), overwrite=wanted.overwrite)
            outputs.append((path, rendered(filing, ending)))
    for path, data in outputs:
        if wanted.folder is not None:
            made_folder(path.parent)
        deliver(path, data, overwrite=wanted.overwrite)


def _let_through(filing: Filing, name: str, wanted: Wanted, tally: _Tally) -> bool:
    """Whether the filing is exported; tells why it is not, or what to look at in it."""
    verdict = judged(
        filing, name, strict=wanted.strict, allow_inconsistent=wanted.allow_inconsistent
    )
    tally.add(filing.status, verdict.code)
    if verdict.message:
        say(verdict.message)
    return verdict.let_through


def _document(item: Input, reading: Reading) -> tuple[Filing, ...]:
    return _read_filings(read_input(item), item, reading)


def _read_filings(data: bytes, item: Input, reading: Reading) -> tuple[Filing, ...]:
    from focusconv.conversion import filings

    name = item.file_name
    with watched(item.name) as watch:
        return tuple(
            filings(
                data,
                name=name,
                mend=reading.mend,
                corrections=reading.corrections,
                options=reading.options,
                watch=watch,
            )
        )


class CheckWanted(Struct, frozen=True, kw_only=True):
    """What `check` is to do; `template` is the corrections file to write, if any."""

    reading: Reading
    every: bool
    template: Path | None
    overwrite: bool


def check_inputs(inputs: Sequence[Input], wanted: CheckWanted, *, debug: bool) -> int:
    """Show the checks and the review list of every filing in the inputs."""
    from focusconv.terminal.tables import show_filing

    if wanted.template is not None:
        refuse_taken(wanted.template, inputs, overwrite=wanted.overwrite)
    tally = _Tally(debug=debug)
    for place, item in enumerate(inputs):
        with tally.refusing(item):
            filings = _any_filings(item, wanted.reading)
            for number, filing in enumerate(filings, 1):
                if place or number > 1:
                    show()
                show_filing(filing, label(item.name, number, len(filings)), every=wanted.every)
                code = INCONSISTENT if filing.status == "inconsistent" else OK
                tally.add(filing.status, code)
            if wanted.template is not None:
                _write_template(filings, wanted.template, overwrite=wanted.overwrite)
    tally.tell(inputs)
    return tally.code


def _any_filings(item: Input, reading: Reading) -> tuple[Filing, ...]:
    """The filings of a document, or the one filing of an export with its rules run again."""
    data = read_input(item)
    if not exported(data):
        return _read_filings(data, item, reading)
    if reading.corrections is not None:
        raise WrongUsage(
            "corrections apply to a document, and this is an export",
            remedy="give the document it was made from",
        )
    return (rechecked(read_export(data)),)


def _write_template(filings: Sequence[Filing], path: Path, *, overwrite: bool) -> None:
    from focusconv.review.corrections import template

    if len(filings) > 1:
        raise SeveralFilings(
            f"the document holds {len(filings)} filings, and a corrections file is for one",
            remedy="split the document",
        )
    deliver(path, template(filings[0]), overwrite=overwrite)


def validate_inputs(inputs: Sequence[Input], *, thorough: bool, debug: bool) -> int:
    """Validate every export; what is wrong with one is shown as FILE:LINE: PATH: reason."""
    from focusconv.validation import validate

    tally = _Tally(debug=debug)
    for item in inputs:
        with tally.refusing(item):
            data = read_input(item)
            if not exported(data):
                raise InvalidExport(
                    "no exported filing", remedy="give JSON or XML that focusconv convert wrote"
                )
            report = validate(data, thorough=thorough)
            for problem in report.problems:
                line = f":{problem.line}" if problem.line else ""
                show(f"{item.name}{line}: {problem.level}: {problem.path}: {problem.reason}")
            if report.ok:
                show(f"{item.name}: valid")
            tally.add("valid" if report.ok else "not valid", OK if report.ok else INCONSISTENT)
    tally.tell(inputs)
    return tally.code
