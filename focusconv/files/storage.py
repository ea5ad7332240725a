"""Files elsewhere: what fsspec reaches by a URL (s3://, gs://, memory://, file://, ...).

Access comes from the system's own settings: fsspec's configuration, or the environment of the
store's client (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, ...). Nothing of it is on the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Any

from focusconv.errors import FocusconvError, MissingPackage, OutputExists, UnreadableInput


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it; MissingPackage where it wants a package."""
    try:
        import fsspec
    except ImportError as error:
        raise MissingPackage(
            f"{_shown(url)} needs fsspec", remedy="pip install 'focusconv[dask]'"
        ) from error
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise MissingPackage(
            f"{_shown(url)} needs a package: {error}", remedy="install it beside focusconv"
        ) from error
    except ValueError as error:
        raise UnreadableInput(
            f"no such kind of storage: {error}", place=_shown(url), remedy="check the URL"
        ) from error
    return found


def _shown(url: str) -> str:
    """The URL without what may be a password in it."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _failures() -> tuple[type[Exception], ...]:
    """What file systems raise: OSError, and for S3 what its client raises before it asks."""
    try:
        from botocore.exceptions import BotoCoreError
    except ImportError:
        return (OSError,)
    return OSError, BotoCoreError


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _unreadable(url: str, error: Exception) -> UnreadableInput:
    return UnreadableInput(
        f"cannot be read: {_reason(error)}",
        place=_shown(url),
        remedy="check the URL, and that it may be read",
    )


def read_url(url: str, most: int) -> bytes:
    """The bytes of a file elsewhere; UnreadableInput where there are none, or more than `most`."""
    system, path = _opened(url)
    try:
        with system.open(path, "rb") as file:
            data: bytes = file.read(most + 1)
    except _failures() as error:
        raise _unreadable(url, error) from error
    if len(data) > most:
        raise UnreadableInput(
            f"more than {most:,} bytes",
            place=_shown(url),
            remedy="give one filing, not an archive",
        )
    return data


def find(url: str, endings: Collection[str]) -> Iterator[tuple[str, PurePosixPath]]:
    """The files of a folder or pattern elsewhere, sorted, and their places below its fixed part.

    A URL that is neither stands for itself. Raises UnreadableInput where a folder or a pattern
    holds nothing to read.
    """
    system, path = _opened(url)
    try:
        if any(char in path for char in "*?["):
            matches = sorted(match for match in system.glob(path) if not system.isdir(match))
            root = PurePosixPath(*_fixed(PurePosixPath(path)))
        elif system.isdir(path):
            matches = [entry for entry in sorted(system.find(path)) if _wanted(entry, endings)]
            root = PurePosixPath(path)
        else:
            yield url, PurePosixPath(PurePosixPath(path).name)
            return
    except _failures() as error:
        raise _unreadable(url, error) from error
    if not matches:
        raise UnreadableInput(
            "holds nothing to read", place=_shown(url), remedy="check the URL and the endings"
        )
    for match in matches:
        yield system.unstrip_protocol(match), PurePosixPath(match).relative_to(root)


def _fixed(pattern: PurePosixPath) -> Iterator[str]:
    for part in pattern.parts[:-1]:
        if any(char in part for char in "*?["):
            return
        yield part


def _wanted(path: str, endings: Collection[str]) -> bool:
    place = PurePosixPath(path)
    hidden = any(part.startswith(".") for part in place.parts)
    return not hidden and place.suffix.lower() in endings


def existing(folder: str) -> frozenset[str]:
    """The files below a folder elsewhere, each by its path below it."""
    system, path = _opened(folder)
    try:
        found = system.find(path)
    except FileNotFoundError:
        return frozenset()
    except _failures() as error:
        raise _unreadable(folder, error) from error
    root = PurePosixPath(path)
    return frozenset(str(PurePosixPath(entry).relative_to(root)) for entry in found)


def write_url(url: str, data: bytes, *, overwrite: bool) -> None:
    """Put a file elsewhere, whole: object stores show an object when all of it has come.

    Other systems write beside the final name and rename. Raises OutputExists where something
    else than `data` is there and `overwrite` is not set; FocusconvError where it cannot be.
    """
    system, path = _opened(url)
    try:
        if not overwrite and system.exists(path):
            if system.cat_file(path) == data:
                return
            raise OutputExists(
                "is there already", place=_shown(url), remedy="choose another name, or --force"
            )
        system.makedirs(system._parent(path), exist_ok=True)
        with system.transaction, system.open(path, "wb") as file:
            file.write(data)
    except FocusconvError:
        raise
    except _failures() as error:
        raise FocusconvError(
            f"cannot be written: {_reason(error)}",
            place=_shown(url),
            remedy="check the URL, and that it may be written",
        ) from error
