"""Filings as Parquet: one row an item, the same schema in every file; needs the `tables` extra.

The schema is fixed, whatever the filings hold, so that any number of files are one table.
"""

from __future__ import annotations

import functools
import io
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from focusconv.errors import MissingPackage
from focusconv.files.atomic import write_atomically
from focusconv.record.filing import Filing
from focusconv.tidy.rows import COLUMNS, Row, Type, once, piece_of

if TYPE_CHECKING:
    import pyarrow

SCHEMA: Final = "focusconv-items-1"
"""What the files call their schema, in their metadata; another schema will have another name."""


def write_shard(
    filings: Iterable[Filing], path: str | os.PathLike[str], *, overwrite: bool = False
) -> None:
    """Write filings as one Parquet file, whole or not at all; one that is there twice, once.

    Raises MissingPackage without pyarrow, InvalidExport where a filing holds what no export
    can, OutputExists where the file is there and `overwrite` is not set, FocusconvError where
    it cannot be written.
    """
    write_atomically(path, shard(filings), overwrite=overwrite)


def shard(filings: Iterable[Filing]) -> bytes:
    """The bytes of that file; the same filings give the same bytes. Raises as `write_shard`."""
    pieces = (piece_of(filing) for filing in filings)
    return parquet(table([row for piece in once(pieces) for row in piece.rows()]))


def table(found: Sequence[Row]) -> pyarrow.Table:
    """Rows of `tidy` as an Arrow table of the fixed schema."""
    arrow = pyarrow_module()
    columns = zip(*found, strict=True) if found else [()] * len(COLUMNS)
    fields = schema()
    return arrow.Table.from_arrays(
        [
            arrow.array(values, type=field.type)
            for values, field in zip(columns, fields, strict=True)
        ],
        schema=fields,
    )


def parquet(found: pyarrow.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(found, buffer, compression="zstd")
    return buffer.getvalue()


@functools.cache
def schema() -> pyarrow.Schema:
    """The fixed schema: amounts are int64, dates date32, repeated names dictionaries."""
    arrow = pyarrow_module()
    types: dict[Type, Any] = {
        "text": arrow.string(),
        "name": arrow.dictionary(arrow.int32(), arrow.string()),
        "whole": arrow.int64(),
        "number": arrow.float64(),
        "date": arrow.date32(),
        "flag": arrow.bool_(),
    }
    fields = [(name, types[kind]) for name, kind in COLUMNS.items()]
    return arrow.schema(fields, metadata={"schema": SCHEMA})


def pyarrow_module() -> Any:
    """PyArrow; MissingPackage where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingPackage(
            "Parquet needs pyarrow", remedy="pip install 'focusconv[tables]'"
        ) from error
    return pyarrow
