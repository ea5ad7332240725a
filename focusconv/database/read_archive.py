"""A whole archive as one table of items: from exports, Parquet files or a database."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, overload

from focusconv.checking import exported, read_export, rechecked
from focusconv.errors import InvalidExport, MissingPackage, UnreadableInput
from focusconv.exports.shards import pyarrow_module, schema, table
from focusconv.exports.tables import DTYPES
from focusconv.files.inputs import EXPORTS, LINES, Input, expand, read_input
from focusconv.record.filing import Filing
from focusconv.record.limits import MAX_BYTES
from focusconv.tidy.rows import COLUMNS, Piece, Row, once, piece_of

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow

_DATABASE: Final = b"SQLite format 3\0"
_PARQUET: Final = ".parquet"
_ROWS: Final = 100_000
"""How many rows are put into columns at once: some 150 MB."""


@overload
def read_archive(source: str | Path, frame: Literal["pandas"] = ...) -> pandas.DataFrame: ...
@overload
def read_archive(source: str | Path, frame: Literal["polars"]) -> polars.DataFrame: ...
@overload
def read_archive(source: str | Path, frame: Literal["duckdb"]) -> duckdb.DuckDBPyRelation: ...
@overload
def read_archive(source: str | Path, frame: Literal["arrow"]) -> pyarrow.Table: ...


def read_archive(
    source: str | Path, frame: Literal["pandas", "polars", "duckdb", "arrow"] = "pandas"
) -> Any:
    """Everything in an archive as one table, a row an item; the columns are those of `tidy`.
    A filing that is there several times is taken once.

    `source` is a database (its current filings; a path or a URL), a Parquet file or a folder of
    them, or exports: a file (JSON, XML, JSON Lines), a folder or a pattern. `frame` says what
    comes back: a pandas frame (repeated names as categories), a Polars one, a DuckDB relation,
    or an Arrow table.

    Raises MissingPackage where a package is wanted that is not installed, InvalidExport or
    UnreadableInput where a file is none of these, DatabaseError for a database.
    """
    found = _table(str(source))
    if frame == "arrow":
        return found
    if frame == "pandas":
        _module("pandas")
        return _pandas(found)
    package = _module(frame)
    return package.from_arrow(found)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingPackage(
            f"the table was asked for {name}", remedy=f"pip install {name}"
        ) from error


def _pandas(found: pyarrow.Table) -> pandas.DataFrame:
    frame: pandas.DataFrame = found.to_pandas(date_as_object=False, integer_object_nulls=True)
    frame = frame.astype({name: DTYPES[kind] for name, kind in COLUMNS.items() if kind != "name"})
    for name in (name for name, kind in COLUMNS.items() if kind == "name"):
        # Categories sort by their own order, which would be that of their first rows.
        frame[name] = frame[name].cat.reorder_categories(sorted(frame[name].cat.categories))
    return frame


def _table(source: str) -> pyarrow.Table:
    arrow = pyarrow_module()
    files = _parquet_files(Path(source))
    tables = list(_parquet_tables(files)) if files else list(_made_tables(source))
    return arrow.concat_tables([table([]), *tables]).unify_dictionaries()


def _made_tables(source: str) -> Iterator[pyarrow.Table]:
    """The rows of a database or of exports, so many at a time."""
    rows: list[Row] = []
    for piece in once(pieces_in(source)):
        rows += piece.rows()
        if len(rows) > _ROWS:
            yield table(rows)
            rows = []
    yield table(rows)


def _parquet_files(path: Path) -> list[Path]:
    """The Parquet files that a source is or holds; what is hidden is still being written."""
    if not path.is_dir():
        return [path] if path.suffix == _PARQUET else []
    return sorted(
        found
        for found in path.rglob(f"*{_PARQUET}")
        if not any(part.startswith(".") for part in found.relative_to(path).parts)
    )


def _parquet_tables(files: Iterable[Path]) -> Iterator[pyarrow.Table]:
    """The tables of the files, without the filings that an earlier one has."""
    import pyarrow
    from pyarrow import compute

    seen = pyarrow.array([], pyarrow.string())
    for file in files:
        found = _parquet_table(file)
        filing = found["filing"].cast(pyarrow.string())
        yield found.filter(compute.invert(compute.is_in(filing, seen)))
        seen = pyarrow.concat_arrays([seen, compute.unique(filing)])


def _parquet_table(file: Path) -> pyarrow.Table:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(file) as opened:
            if opened.schema_arrow.equals(schema(), check_metadata=True):
                return opened.read()
        reason = "are not the columns of this program"
    except (OSError, pyarrow.ArrowInvalid) as error:
        reason = str(error).partition("\n")[0]
    raise UnreadableInput(
        f"cannot be read as Parquet: {reason}",
        place=str(file),
        remedy="give files that focusconv wrote",
    )


def pieces_in(source: str) -> Iterator[Piece]:
    """The filings of a database, or of exports: a file, a folder or a pattern.

    Raises what opening and reading them raises; see `filings_in` and `open_database`.
    """
    if is_database(source):
        from focusconv.database import open_database

        with open_database(source, create=False) as database:
            yield from database.pieces()
        return
    for item in expand([source], EXPORTS | LINES):
        for filing in filings_in(item):
            yield piece_of(filing)


def filings_in(item: Input) -> Iterator[Filing]:
    """The filings of one export: JSON or XML of one, or JSON Lines of many. Their rules are run
    again.

    Raises UnreadableInput where it cannot be read, InvalidExport where it is no export,
    UnknownForm where the catalog has not its form.
    """
    if item.path is not None and item.path.suffix.lower() in LINES:
        yield from _lines(item.path)
        return
    data = read_input(item)
    if not exported(data):
        raise InvalidExport(
            "no exported filing", place=item.name, remedy="give what focusconv convert wrote"
        )
    yield rechecked(read_export(data))


def _lines(path: Path) -> Iterator[Filing]:
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_BYTES + 1):
                yield rechecked(Filing.from_json(line))
    except OSError as error:
        raise UnreadableInput(
            f"cannot be read: {error.strerror}", place=str(path), remedy="check the name"
        ) from error


def is_database(source: str) -> bool:
    """Whether a source is a database: a URL of one, or a file of SQLite."""
    scheme, mark, _ = source.partition("://")
    if mark:
        return scheme.partition("+")[0] in ("sqlite", "postgresql", "postgres")
    path = Path(source)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_DATABASE)) == _DATABASE
