"""What to read: files, folders, patterns and standard input, in a fixed order, each once."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from msgspec import Struct

from focusconv.errors import UnreadableInput

STANDARD_INPUT = "-"

DOCUMENTS = frozenset({".txt", ".text", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""Endings by which a folder's files are taken for documents."""

EXPORTS = frozenset({".json", ".xml"})
"""Endings by which a folder's files are taken for exports."""

LINES = frozenset({".jsonl"})
"""The ending of a file with an export on each line."""

MOST = 64 * 2**20
"""The most bytes that are read of one input; each reader has its own, smaller limit."""


class Input(Struct, frozen=True, kw_only=True):
    """One thing to read.

    `path` is None for standard input; `name` is what messages call it; `below` says where its
    results belong below an output folder, without an ending; `alone` whether it was named by
    itself, and not found in a folder or by a pattern.
    """

    path: Path | None
    name: str
    below: PurePath
    alone: bool


def expand(arguments: Sequence[str], endings: Collection[str]) -> tuple[Input, ...]:
    """The inputs that the arguments name, sorted within each folder and pattern.

    A file is taken whatever its name; from a folder, and its sub-folders, the files with one
    of the `endings` are. What was named twice is read once. A file that does not exist is an
    input too: reading it says so.

    Raises UnreadableInput where a folder or a pattern holds nothing to read.
    """
    found: dict[str, Input] = {}
    for argument in arguments:
        for item in _expand(argument, endings):
            identity = STANDARD_INPUT if item.path is None else os.path.realpath(item.path)
            found.setdefault(identity, item)
    return tuple(found.values())


def read_input(item: Input) -> bytes:
    """The bytes of an input, standard input included.

    Raises UnreadableInput where it is not there, cannot be read, or is larger than `MOST`.
    """
    if item.path is not None:
        return read_file(item.path)
    return _bounded(sys.stdin.buffer, item.name)


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises UnreadableInput where it is not there, cannot be read, or is larger than `MOST`.
    """
    try:
        with path.open("rb") as file:
            return _bounded(file, str(path))
    except OSError as error:
        raise UnreadableInput(
            f"cannot be read: {error.strerror}",
            place=str(path),
            remedy="check the name, and that it may be read",
        ) from error


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(MOST + 1)
    if len(data) > MOST:
        raise UnreadableInput(
            f"more than {MOST:,} bytes", place=name, remedy="give one filing, not an archive"
        )
    return data


def _expand(argument: str, endings: Collection[str]) -> Iterator[Input]:
    path = Path(argument)
    if argument == STANDARD_INPUT:
        yield Input(path=None, name="standard input", below=PurePath("stdin"), alone=True)
    elif path.is_dir():
        yield from _folder(path, path, endings)
    elif not os.path.lexists(path) and any(char in argument for char in "*?["):
        yield from _pattern(argument, endings)
    else:
        yield Input(path=path, name=argument, below=_stem(PurePath(path.name)), alone=True)


def _folder(folder: Path, root: Path, endings: Collection[str]) -> Iterator[Input]:
    files = sorted(_walk(folder, endings))
    if not files:
        raise UnreadableInput(
            f"the folder holds no file that ends in {' or '.join(sorted(endings))}",
            place=str(folder),
            remedy="name the files themselves, or a pattern in quotes",
        )
    for file in files:
        below = _stem(PurePath(file.relative_to(root)))
        yield Input(path=file, name=str(file), below=below, alone=False)


def _walk(folder: Path, endings: Collection[str]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise UnreadableInput(
            f"the folder cannot be read: {error.strerror}",
            place=str(error.filename),
            remedy="check that it may be read",
        ) from error

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(where, name)
            hidden = name.startswith(".")
            if not hidden and path.suffix.lower() in endings and path.is_file():
                yield path


def _pattern(pattern: str, endings: Collection[str]) -> Iterator[Input]:
    import glob

    root = _before_wildcards(Path(pattern))
    matches = sorted(Path(match) for match in glob.glob(pattern, recursive=True))
    if not matches:
        raise UnreadableInput(
            "no file matches the pattern", place=pattern, remedy="check the path and the pattern"
        )
    for match in matches:
        if match.is_dir():
            yield from _folder(match, root, endings)
        else:
            below = _stem(PurePath(os.path.relpath(match, root)))
            yield Input(path=match, name=str(match), below=below, alone=False)


def _before_wildcards(pattern: Path) -> Path:
    """The folder that a pattern starts from; results keep the sub-folders below it."""
    parts = []
    for part in pattern.parts[:-1]:
        if any(char in part for char in "*?["):
            break
        parts.append(part)
    return Path(*parts)


def _stem(path: PurePath) -> PurePath:
    """Without the ending of a document; any other ending is part of the name."""
    known = path.suffix.lower() in DOCUMENTS | EXPORTS
    return path.with_suffix("") if known else path
