"""Many filings as a folder of Parquet files, partitioned by form and month.

`FOLDER/form=X-17A-5-II/period=2017-04/part-00001.parquet`: what pandas, Polars, DuckDB and
Spark read as one table, leaving out the parts that a question does not need.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import quote

from focusconv.errors import FocusconvError, OutputExists
from focusconv.exports.shards import parquet, pyarrow_module, table
from focusconv.files.atomic import write_atomically
from focusconv.tidy.rows import FILING, Piece, Row, confirmed

MOST: Final = 200_000
"""How many rows are held before the fullest partitions are written; some 300 MB."""

_FORM, _PERIOD = (list(FILING).index(name) for name in ("form", "period"))


def write_dataset(pieces: Iterable[Piece], folder: Path, *, sure: bool, overwrite: bool) -> int:
    """Write the items of filings below `folder`, which is there whole or not at all; the number
    of rows. With `sure`, confirmed figures only.

    Raises OutputExists where the folder is there and `overwrite` is not set or it holds
    anything else, FocusconvError where it cannot be written, MissingPackage without pyarrow.
    """
    pyarrow_module()
    _demand_free(folder, overwrite=overwrite)
    beside = folder.parent / f".focusconv-{secrets.token_hex(8)}.part"
    try:
        beside.mkdir()
        try:
            written = _write(pieces, beside, sure=sure)
            if folder.exists():
                shutil.rmtree(folder)
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        if isinstance(error, FocusconvError):
            raise
        raise FocusconvError(
            f"cannot be written: {error.strerror}",
            place=str(folder),
            remedy="check that the folder above it is there, has room and may be written",
        ) from error
    return written


def write_file(pieces: Iterable[Piece], path: Path, *, sure: bool, overwrite: bool) -> None:
    """Write the items of filings as one Parquet file; all of them are held in memory.

    Raises as `write_dataset`.
    """
    rows = [row for piece in pieces for row in _rows(piece, sure=sure)]
    write_atomically(path, parquet(table(rows)), overwrite=overwrite)


def _rows(piece: Piece, *, sure: bool) -> list[Row]:
    return [(*piece.filing, *item) for item in piece.items if confirmed(item) or not sure]


def _demand_free(folder: Path, *, overwrite: bool) -> None:
    """A folder is replaced only where all that it holds is a dataset."""
    if not os.path.lexists(folder):
        return
    ours = folder.is_dir() and not folder.is_symlink()
    ours = ours and all(path.name.startswith("form=") for path in folder.iterdir())
    if not overwrite or not ours:
        raise OutputExists(
            "is there already" if ours else "is there, and is no folder of tables",
            place=str(folder),
            remedy="choose another name" + (", or give --force" if ours else ""),
        )


def _write(pieces: Iterable[Piece], folder: Path, *, sure: bool) -> int:
    held: dict[tuple[str, str], list[Row]] = defaultdict(list)
    parts: dict[tuple[str, str], int] = defaultdict(int)
    waiting = written = 0
    for piece in pieces:
        rows = _rows(piece, sure=sure)
        held[piece.filing[_FORM], piece.filing[_PERIOD]] += rows
        waiting += len(rows)
        written += len(rows)
        while waiting > MOST:
            fullest = max(held, key=lambda partition: len(held[partition]))
            waiting -= len(held[fullest])
            _part(folder, fullest, held.pop(fullest), parts)
    for partition in sorted(held):
        _part(folder, partition, held[partition], parts)
    return written


def _part(
    folder: Path, partition: tuple[str, str], rows: list[Row], parts: dict[tuple[str, str], int]
) -> None:
    form, period = partition
    inner = folder / f"form={quote(form, safe='')}" / f"period={period}"
    inner.mkdir(parents=True, exist_ok=True)
    parts[partition] += 1
    (inner / f"part-{parts[partition]:05}.parquet").write_bytes(parquet(table(rows)))
