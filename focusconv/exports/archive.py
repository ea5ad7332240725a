"""A whole archive as one table of items: from exports, Parquet files or a database."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, overload

from focusconv.check import exported, read_export, rechecked
from focusconv.errors import InvalidExport, MissingPackage, UnreadableInput
from focusconv.exports.limits import MAX_BYTES
from focusconv.exports.shards import pyarrow_module, schema, table
from focusconv.exports.tables import DTYPES
from focusconv.exports.tidy import COLUMNS, Piece, piece_of
from focusconv.filing import Filing
from focusconv.inputs import EXPORTS, LINES, Input, expand, read_input

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
    for name, kind in COLUMNS.items():
        if kind == "name":
            # Categories sort by their own order, which would be that of their first rows.
            categories = frame[name].cat.categories
            frame[name] = frame[name].cat.reorder_categories(sorted(categories))
        else:
            frame[name] = frame[name].astype(DTYPES[kind])
    return frame


def _table(source: str) -> pyarrow.Table:
    arrow = pyarrow_module()
    if _is_parquet(Path(source)):
        return _parquet(source)
    tables: list[pyarrow.Table] = []
    rows: list[tuple[Any, ...]] = []
    for piece in once(pieces_in(source)):
        rows += piece.rows()
        if len(rows) > _ROWS:
            tables.append(table(rows))
            rows = []
    return arrow.concat_tables([*tables, table(rows)]).unify_dictionaries()


def _is_parquet(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob(f"*{_PARQUET}"))
    return path.suffix == _PARQUET


def _parquet(source: str) -> pyarrow.Table:
    import pyarrow
    from pyarrow import dataset

    try:
        files = dataset.dataset(source, schema=schema(), format="parquet")
        return files.to_table().unify_dictionaries()
    except (OSError, pyarrow.ArrowInvalid) as error:
        words = str(error).partition("\n")[0]
        raise UnreadableInput(
            f"cannot be read as Parquet: {words}",
            place=source,
            remedy="give files that focusconv wrote",
        ) from error


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


def once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same filing is taken once, in whatever formats and under whatever names it is there."""
    seen: set[str] = set()
    for piece in pieces:
        content = piece.filing[0]
        if content not in seen:
            seen.add(content)
            yield piece


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
