"""Writing a large file piece by piece, and yet whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from focusconv.errors import FocusconvError, OutputExists


def write_chunks(path: Path, chunks: Iterable[bytes], *, overwrite: bool) -> None:
    """Write the chunks beside `path`, bring them to the disk, then give the file its name.

    What the chunks raise leaves `path` as it was. Raises OutputExists where `path` is there and
    `overwrite` is not set; FocusconvError where the system refuses.
    """
    if os.path.lexists(path) and not overwrite:
        raise OutputExists(
            "is there already", place=str(path), remedy="choose another name or ask to overwrite"
        )
    target = path.resolve()
    beside = target.parent / f".focusconv-{secrets.token_hex(8)}.part"
    try:
        try:
            with beside.open("xb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
    except FocusconvError:
        raise
    except OSError as error:
        raise FocusconvError(
            f"cannot be written: {error.strerror}",
            place=str(path),
            remedy="check that the folder is there, has room and may be written",
        ) from error
