"""What to read: files, folders, patterns, lists, standard input; in a fixed order, each once."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from msgspec import Struct, structs

from focusconv.errors import UnreadableInput
from focusconv.terminal.console import clean, counted, say

STANDARD_INPUT = "-"

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif"})
_RARE_PICTURES = frozenset({".ppm", ".pgm", ".pbm", ".pnm", ".jp2", ".j2k", ".jpx"})
DOCUMENTS = frozenset({".txt", ".text", ".pdf"}) | _PICTURES | _RARE_PICTURES
"""Endings by which a folder's files are taken for documents."""

EXPORTS = frozenset({".json", ".xml"})
"""Endings by which a folder's files are taken for exports."""

LINES = frozenset({".jsonl"})
"""The ending of a file with an export on each line."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")

MOST = 64 * 2**20
"""The most bytes that are read of one input; each reader has its own, smaller limit."""


class Input(Struct, frozen=True, kw_only=True):
    """One thing to read.

    `path` is None for standard input and where there is a `url`; `name` is what messages call
    it; `below` says where its results belong below an output folder, without an ending;
    `alone` whether it was named by itself, and not found in a folder, by a pattern or in a
    list.
    """

    path: Path | None
    name: str
    below: PurePath
    alone: bool
    url: str | None = None

    @property
    def file_name(self) -> str:
        """The name that the record keeps: a file's own, without its folder, and with what no
        export can hold spelled out."""
        if self.url is not None:
            return clean(PurePosixPath(self.url).name)
        return "stdin" if self.path is None else clean(self.path.name)


def expand(arguments: Iterable[str], endings: Collection[str]) -> tuple[Input, ...]:
    """All of `each`."""
    return tuple(each(arguments, endings))


def each(arguments: Iterable[str], endings: Collection[str]) -> Iterator[Input]:
    """The inputs that the arguments name, sorted within each folder and pattern.

    A file is taken whatever its name; from a folder, and its sub-folders, the files with one
    of the `endings` are. `@FILE` stands for the names in a list (see `listed`), `s3://...` and
    the like for what is elsewhere. What was named twice is read once. A file that does not
    exist is an input too: reading it says so. Folders are walked as the inputs are taken.

    Raises UnreadableInput where a folder, a pattern or a list holds nothing to read.
    """
    seen: set[str] = set()
    for argument in arguments:
        for item in _expand(argument, endings):
            identity = item.url or (
                STANDARD_INPUT if item.path is None else os.path.realpath(item.path)
            )
            if identity not in seen:
                seen.add(identity)
                yield item


def read_input(item: Input) -> bytes:
    """The bytes of an input, standard input included.

    Raises UnreadableInput where it is not there, cannot be read, or is larger than `MOST`.
    """
    if item.path is not None:
        return read_file(item.path)
    if item.url is not None:
        from focusconv.files.storage import read_url

        return read_url(item.url, MOST)
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
    elif is_url(argument):
        yield from _elsewhere(argument, endings)
    elif path.is_dir():
        yield from _folder(path, path, endings)
    elif os.path.lexists(path):
        yield Input(path=path, name=argument, below=_stem(PurePath(path.name)), alone=True)
    elif argument.startswith("@"):
        yield from _listed(argument[1:], endings)
    elif any(char in argument for char in "*?["):
        yield from _pattern(argument, endings)
    else:
        yield Input(path=path, name=argument, below=_stem(PurePath(path.name)), alone=True)


def is_url(text: str) -> bool:
    """Whether a name is one of fsspec's URLs; a drive letter is none."""
    return _URL.match(text) is not None


def _elsewhere(url: str, endings: Collection[str]) -> Iterator[Input]:
    """The input that a URL names, or those below the folder or of the pattern that it names."""
    from focusconv.files.storage import find

    for found, below in find(url, endings):
        alone = found == url
        yield Input(path=None, name=found, below=_stem(below), alone=alone, url=found)


@functools.cache
def listed(name: str) -> tuple[str, ...]:
    """The names in a list, one a line, or in standard input for `-`; empty lines are none.

    It is read once, for it may be a pipe, and the inputs are gone through more than once.
    Raises UnreadableInput where the list cannot be read, is no UTF-8, or names nothing.
    """
    try:
        data = _list_bytes(name)
        lines = os.fsdecode(data).splitlines()
    except OSError as error:
        raise UnreadableInput(
            f"the list cannot be read: {error.strerror}", place=name, remedy="check its name"
        ) from error
    names = tuple(line for line in lines if line.strip())
    if not names:
        raise UnreadableInput(
            "the list names nothing", place=name, remedy="write file names, one a line"
        )
    return names


def _list_bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()


def _listed(name: str, endings: Collection[str]) -> Iterator[Input]:
    """What a list names; results keep the sub-folders below the folder common to its files."""
    names = listed(name)
    plain = [os.path.dirname(os.path.abspath(each)) for each in names if not is_url(each)]
    root = os.path.commonpath(plain) if plain else ""
    for each_name in names:
        for item in _expand(each_name, endings):
            if item.alone and item.path is not None:
                below = _stem(PurePath(os.path.relpath(item.path, root)))
                item = structs.replace(item, below=below)
            yield structs.replace(item, alone=False)


class PassedOver(Struct):
    """The files of a folder that are not taken: how many, and the names of the first."""

    count: int = 0
    names: tuple[str, ...] = ()

    def add(self, path: Path) -> None:
        self.count += 1
        if len(self.names) < _NAMED:
            self.names = (*self.names, clean(path.name))


_NAMED = 5


def each_below(
    folder: Path,
    endings: Collection[str],
    root: Path | None = None,
    passed: PassedOver | None = None,
) -> Iterator[Input]:
    """The files of a folder and its sub-folders that have one of the endings, in order.

    Results keep the sub-folders below `root`, the folder itself where it is None; the others
    are counted in `passed`. Raises UnreadableInput where a folder cannot be read.
    """
    for file in _walk(folder, endings, passed):
        below = _stem(PurePath(file.relative_to(root or folder)))
        yield Input(path=file, name=str(file), below=below, alone=False)


def _folder(folder: Path, root: Path, endings: Collection[str]) -> Iterator[Input]:
    item = None
    passed = PassedOver()
    for item in each_below(folder, endings, root, passed):
        yield item
    if passed.count and item is not None:
        _tell_passed(str(folder), passed.count, passed.names)
    if item is None:
        raise UnreadableInput(
            f"the folder holds no file that ends in {' or '.join(sorted(endings))}",
            place=str(folder),
            remedy="name the files themselves, or a pattern in quotes",
        )


@functools.cache
def _tell_passed(folder: str, count: int, names: tuple[str, ...]) -> None:
    """Name the files of a folder that are not taken; once, though folders are walked again."""
    rest = ", ..." if count > len(names) else ""
    say(f"{clean(folder)}: {counted(count, 'file')} passed over: {', '.join(names)}{rest}")


def _walk(
    folder: Path, endings: Collection[str], passed: PassedOver | None = None
) -> Iterator[Path]:
    """The files below a folder in the order of their names, one folder in memory at a time."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        raise UnreadableInput(
            f"the folder cannot be read: {error.strerror}",
            place=str(error.filename),
            remedy="check that it may be read",
        ) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, endings, passed)
        elif path.suffix.lower() in endings and entry.is_file():
            yield path
        elif passed is not None:
            passed.add(path)


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
