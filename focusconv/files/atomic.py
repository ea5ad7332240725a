"""Writing output files, each whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from focusconv.errors import FocusconvError, OutputExists

PART_START, PART_END = ".focusconv-", ".part"
"""How the names begin and end under which files are written before they have their own."""

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})


def write_atomically(path: str | os.PathLike[str], data: bytes, *, overwrite: bool) -> None:
    """Write `data` beside `path`, bring it to the disk, then give it its name.

    Whatever stops the writing, `path` holds all of `data` or what it held before. A symbolic
    link stays one: the file it names is written. A file that is replaced hands on its mode; a
    new one has the mode of the process's umask. Raises OutputExists where `path` is there and
    `overwrite` is not set, or is no regular file; FocusconvError where the system refuses.
    """
    path = Path(path)
    for error in write_together([(path, data)], overwrite=overwrite, same=False).values():
        raise error


def write_together(
    outputs: Sequence[tuple[Path, bytes]], *, overwrite: bool, same: bool = True
) -> dict[Path, FocusconvError]:
    """Write several files like `write_atomically`; what stopped one is in the result.

    All are written, then all brought to the disk, then all named: that takes a quarter of the
    time of one after the other. With `same`, a file that is there already and holds the very
    bytes is left as it is: an earlier attempt wrote it.
    """
    parts: list[_Part] = []
    errors: dict[Path, FocusconvError] = {}
    try:
        for path, data in outputs:
            with _kept(path, errors):
                if not (same and not overwrite and _holds(path, data)):
                    part = _Part(path, overwrite=overwrite)
                    parts.append(part)
                    part.write(data)
        for step in (_Part.sync, _Part.name):
            for part in parts:
                if part.path not in errors:
                    with _kept(part.path, errors):
                        step(part)
    finally:
        for part in parts:
            part.remove()
    for part in {part.target.parent: part for part in parts}.values():
        with _kept(part.path, errors):
            _settle(part.target.parent)
    return errors


class _Part:
    """A file on its way: written beside its final name, synced, named."""

    def __init__(self, path: Path, *, overwrite: bool) -> None:
        if os.path.lexists(path) and not overwrite:
            raise _exists(path)
        self.path = path
        self.target = path.resolve()
        self._overwrite = overwrite
        self._beside = self.target.parent / f"{PART_START}{secrets.token_hex(8)}{PART_END}"
        self._mode = _mode_of(self.target)

    def write(self, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        mode = 0o666 if self._mode is None else 0o600
        with os.fdopen(os.open(self._beside, flags, mode), "wb") as file:
            file.write(data)

    def sync(self) -> None:
        with self._beside.open("rb+") as file:
            os.fsync(file.fileno())

    def name(self) -> None:
        if self._mode is not None:
            self._beside.chmod(self._mode)
        _name(self._beside, self.target, overwrite=self._overwrite)

    def remove(self) -> None:
        """Remove what has not got its name."""
        with contextlib.suppress(FileNotFoundError):
            self._beside.unlink()


@contextlib.contextmanager
def _kept(path: Path, errors: dict[Path, FocusconvError]) -> Iterator[None]:
    """Keep what stops one file, so that the others go on."""
    try:
        with _told(path):
            yield
    except FocusconvError as error:
        errors.setdefault(path, error)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, as one of the program's errors."""
    try:
        yield
    except FileExistsError as error:
        raise _exists(path) from error
    except FocusconvError:
        raise
    except OSError as error:
        raise FocusconvError(
            f"cannot be written: {error.strerror}",
            place=str(path),
            remedy="check that the folder is there, has room and may be written",
        ) from error


def remove_leftovers(folder: Path) -> None:
    """Remove what writers that were killed have left below a folder, beside its files."""
    for where, _, files in os.walk(folder):
        for name in files:
            if name.startswith(PART_START) and name.endswith(PART_END):
                Path(where, name).unlink(missing_ok=True)


def _exists(path: Path) -> OutputExists:
    return OutputExists(
        "is there already", place=str(path), remedy="choose another name or ask to overwrite"
    )


def _mode_of(target: Path) -> int | None:
    """The permissions of the file to replace; None where there is none."""
    try:
        found = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        raise OutputExists(
            "is no regular file", place=str(target), remedy="name a file, or write to stdout"
        )
    return stat.S_IMODE(found)


def _name(beside: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        beside.replace(target)
        return
    # A hard link, unlike a rename, fails where another process made the file meanwhile.
    try:
        os.link(beside, target)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        beside.rename(target)


def _settle(folder: Path) -> None:
    """Bring the new names in a folder to the disk, where the system can sync a folder."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
