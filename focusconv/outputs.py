"""Where results go: every output has its name, and no output takes another's or an input's.

Names are settled before any work, so that a run is refused whole and leaves nothing behind.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from focusconv.console import show_bytes
from focusconv.errors import FocusconvError, OutputExists
from focusconv.inputs import Input

STANDARD_OUTPUT = "-"


def planned(
    inputs: Sequence[Input], formats: Sequence[str], folder: Path, *, overwrite: bool
) -> dict[Path, str]:
    """The output of every input in every format, and the name of the input it comes from.

    Raises OutputExists where two inputs have one output, where an output is one of the inputs,
    or where it is already there and `overwrite` is false.
    """
    taken: dict[Path, str] = {}
    for item in inputs:
        for ending in formats:
            path = output_path(folder, item.below, ending)
            if path in taken:
                raise OutputExists(
                    f"{taken[path]} and {item.name} would both be written here",
                    place=str(path),
                    remedy="give the folder above them, or a pattern in quotes: "
                    "results then keep their sub-folders",
                )
            taken[path] = item.name
    for path in taken:
        refuse_taken(path, inputs, overwrite=overwrite)
    return taken


def output_path(folder: Path, below: PurePath, ending: str, number: int | None = None) -> Path:
    """`FOLDER/NAME.json`, or `FOLDER/NAME-2.json` for the second filing of a document."""
    name = below.name if number is None else f"{below.name}-{number}"
    return folder / below.parent / f"{name}.{ending}"


def claim(taken: dict[Path, str], path: Path, name: str, *, overwrite: bool) -> None:
    """Take the name of an output that was not foreseen: that of a further filing.

    Raises OutputExists where another input's output has it, or where it is already there and
    `overwrite` is false.
    """
    owner = taken.get(path, name)
    if owner != name:
        raise OutputExists(
            f"{owner} and a filing in {name} would both be written here",
            place=str(path),
            remedy="convert the two inputs into different folders",
        )
    refuse_taken(path, (), overwrite=overwrite)
    taken[path] = name


def refuse_taken(path: Path, inputs: Iterable[Input], *, overwrite: bool) -> None:
    """Raise OutputExists where the path is an input, or is there and may not be overwritten.

    What is no regular file (a device, a pipe) is written to and not overwritten.
    """
    if any(item.path is not None and _same_file(path, item.path) for item in inputs):
        raise OutputExists(
            "the result would overwrite its input", place=str(path), remedy="give another place"
        )
    if not overwrite and os.path.lexists(path) and not is_stream(path):
        raise OutputExists(
            "the file is already there",
            place=str(path),
            remedy="give --force to overwrite it, or another place",
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
        from focusconv.exports.write import write_atomically

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
