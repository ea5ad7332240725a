"""Writing an output file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from focusconv.errors import FocusconvError, OutputExists

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})


def write_atomically(path: str | os.PathLike[str], data: bytes, *, overwrite: bool) -> None:
    """Write `data` beside `path`, bring it to the disk, then give it its name.

    Whatever stops the writing, `path` holds all of `data` or what it held before. A symbolic
    link stays one: the file it names is written. A file that is replaced hands on its mode; a
    new one has the mode of the process's umask. Raises OutputExists where `path` is there and
    `overwrite` is not set, or is no regular file; FocusconvError where the system refuses.
    """
    path = Path(path)
    if os.path.lexists(path) and not overwrite:
        raise _exists(path)
    target = path.resolve()
    beside = target.parent / f".focusconv-{secrets.token_hex(8)}.part"
    try:
        mode = _mode_of(target)
        try:
            _write(beside, data, mode)
            _name(beside, target, overwrite=overwrite)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
        _settle(target.parent)
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


def _write(beside: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(beside, flags, 0o666), "wb") as file:
        if mode is not None:
            beside.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
    """Bring the new name to the disk, where the system can sync a folder."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
