"""Where results go: every output has its name, and no output takes another's or an input's.

Names are settled before any work, so that a run is refused whole and leaves nothing behind.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from msgspec import Struct

from focusconv.errors import FocusconvError, OutputExists
from focusconv.files.inputs import Input
from focusconv.terminal.console import show_bytes

STANDARD_OUTPUT = "-"

_NUMBERED = re.compile(r"(.+)-([1-9]\d*)", re.DOTALL)


class Plan(Struct, frozen=True, kw_only=True):
    """How many inputs there are, and which numbered names other inputs' results have.

    `numbered` has, for an input's `below`, the numbers its further filings may not have and
    the input that has them: `a-2.txt` beside `a.txt` takes `a-2`.
    """

    count: int
    numbered: dict[str, dict[int, str]]

    def numbers(self, item: Input) -> tuple[tuple[int, str], ...]:
        """The numbers that further filings of the input may not have, and whose they are."""
        return tuple(self.numbered.get(item.below.as_posix(), {}).items())


def refuse_number(
    taken: Iterable[tuple[int, str]], item: Input, number: int, path: str | Path
) -> None:
    """Raise OutputExists where the name of a further filing is that of another's output."""
    for other, owner in taken:
        if other == number:
            raise OutputExists(
                f"{owner} and a filing in {item.name} would both be written here",
                place=str(path),
                remedy="convert the two inputs into different folders",
            )


Inputs = Callable[[], Iterable[Input]]
"""Gives the inputs anew each time: they are gone through more than once, and never all kept."""


GO_ON = "give --force to overwrite it, --resume to go on, or another place"
"""What to do where results of a run are there already."""


def planned(
    inputs: Inputs,
    formats: Sequence[str],
    folder: Path | None,
    *,
    overwrite: bool,
    resumed: bool = False,
) -> Plan:
    """The names of all outputs settled: one in every format for each input.

    Without a folder they are elsewhere, and what is there already is not looked for.

    Raises OutputExists where two inputs have one output, where an output is one of the inputs,
    or where it is already there and neither `overwrite` nor `resumed` is set.
    """
    if not formats:
        return Plan(count=sum(1 for _ in inputs()), numbered={})
    taken: set[str] = set()
    there: dict[tuple[int, int], Path] = {}
    for item in inputs():
        below = item.below.as_posix()
        paths = [output_path(folder or Path(), item.below, ending) for ending in formats]
        if below in taken:
            raise _shared(inputs(), item, paths[0])
        taken.add(below)
        for path in paths if folder is not None else ():
            refuse_taken(path, (), overwrite=overwrite or resumed, remedy=GO_ON)
            found = _identity(path)
            if found is not None:
                there[found] = path
    if there:
        _refuse_inputs(inputs(), there)
    return Plan(count=len(taken), numbered=_numbered(inputs, taken))


def _shared(inputs: Iterable[Input], item: Input, path: Path) -> OutputExists:
    owner = next(other.name for other in inputs if other.below == item.below)
    return OutputExists(
        f"{owner} and {item.name} would both be written here",
        place=str(path),
        remedy="give the folder above them, or a pattern in quotes: "
        "results then keep their sub-folders",
    )


def _refuse_inputs(inputs: Iterable[Input], there: Mapping[tuple[int, int], Path]) -> None:
    """Raise OutputExists where one of the files that are there is an input."""
    for item in inputs:
        found = None if item.path is None else _identity(item.path)
        if found is not None and found in there:
            raise _own_input(there[found])


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from others whatever it is called; None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _numbered(inputs: Inputs, taken: set[str]) -> dict[str, dict[int, str]]:
    """The names in `taken` that are another one of them with a number behind it."""
    clashes: dict[str, tuple[str, int]] = {}
    for name in taken:
        match = _NUMBERED.fullmatch(name)
        if match is not None and match[1] in taken:
            clashes[name] = match[1], int(match[2])
    found: dict[str, dict[int, str]] = {}
    for item in inputs() if clashes else ():
        base, number = clashes.get(item.below.as_posix(), ("", 0))
        if number:
            found.setdefault(base, {})[number] = item.name
    return found


def output_path(folder: Path, below: PurePath, ending: str, number: int | None = None) -> Path:
    """`FOLDER/NAME.json`, or `FOLDER/NAME-2.json` for the second filing of a document."""
    name = below.name if number is None else f"{below.name}-{number}"
    return folder / below.parent / f"{name}.{ending}"


def refuse_taken(
    path: Path,
    inputs: Iterable[Input],
    *,
    overwrite: bool,
    remedy: str = "give --force to overwrite it, or another place",
) -> None:
    """Raise OutputExists where the path is an input, or is there and may not be overwritten.

    What is no regular file (a device, a pipe) is written to and not overwritten.
    """
    if any(item.path is not None and _same_file(path, item.path) for item in inputs):
        raise _own_input(path)
    if not overwrite and os.path.lexists(path) and not is_stream(path):
        raise OutputExists(
            "the file is already there",
            place=str(path),
            remedy=remedy,
        )


def _own_input(path: Path) -> OutputExists:
    return OutputExists(
        "the result would overwrite its input", place=str(path), remedy="give another place"
    )


def _same_file(output: Path, source: Path) -> bool:
    return output.exists() and source.exists() and output.samefile(source)


def is_stream(path: Path) -> bool:
    """Whether the path is something that is written to in passing: a device, a pipe."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def made_folder(folder: Path) -> Path:
    """The folder, made where it was missing; FocusconvError where that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FocusconvError(
            f"the folder cannot be made: {error.strerror}",
            place=str(folder),
            remedy="give another folder",
        ) from error
    return folder


def deliver(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a result: to standard output for `-`, into a stream, or as a file, whole.

    Raises OutputExists or FocusconvError where the file cannot be written.
    """
    if str(path) == STANDARD_OUTPUT:
        show_bytes(data)
    elif is_stream(path):
        _pour(path, data)
    else:
        from focusconv.files.atomic import write_atomically

        write_atomically(path, data, overwrite=overwrite)


def _pour(path: Path, data: bytes) -> None:
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FocusconvError(
            f"cannot be written: {error.strerror}", place=str(path), remedy="give another place"
        ) from error
