"""Many rows into one table at once, by the fastest way that each database has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from focusconv.tidy.rows import Row

CHUNK = 500
"""How many values are looked up in one query: below the least limit on parameters of SQLite."""


def insert(connection: Connection, table: Table, columns: Sequence[str], rows: list[Row]) -> None:
    """Insert rows, each a tuple in the order of `columns`; values are bound, never text of SQL.

    Raises DBAPIError where the database refuses.
    """
    if not rows:
        return
    names = ", ".join(table.c[name].name for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", rows)
    else:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
        connection.exec_driver_sql(statement, rows)


def _copy(connection: Connection, statement: str, rows: list[Row]) -> None:
    """SQLAlchemy has no COPY: the driver's own, its errors told as SQLAlchemy tells them."""
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error


_T = TypeVar("_T")


def chunks(values: Sequence[_T], most: int = CHUNK) -> list[Sequence[_T]]:
    """The values in portions that fit one query."""
    return [values[at : at + most] for at in range(0, len(values), most)]


def next_key(connection: Connection, column: Column[int]) -> int:
    """The first key that is free; whoever asks holds the lock of the load (see `engine`)."""
    last = connection.execute(select(func.max(column))).scalar_one()
    return 1 if last is None else last + 1
