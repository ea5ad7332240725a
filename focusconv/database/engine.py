"""Connecting to a database: its address, how SQLite is set up, transactions, errors told."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from focusconv.errors import DatabaseError, MissingPackage

_PATIENCE: Final = 60
"""How many seconds SQLite waits for another process that is writing."""

_LOCK: Final = 0x666F637573
"""The advisory lock that a writer of PostgreSQL holds: the word `focus`."""

_FORMS: Final = "give a path, sqlite:///archive.db or postgresql://user@host/name"

_DRIVERS: Final = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def address(url: str) -> URL:
    """The address of a database: an SQLAlchemy URL, or the path of an SQLite file.

    Raises DatabaseError where it is none, or one of a database that is not supported.
    """
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        found = make_url(url)
    except ArgumentError as error:
        raise DatabaseError("not the URL of a database", remedy=_FORMS) from error
    if found.drivername not in _DRIVERS:
        raise DatabaseError(f"{found.drivername} is not supported", remedy=_FORMS)
    return found.set(drivername=_DRIVERS[found.drivername])


def called(url: URL) -> str:
    """What messages call a database: the path of a file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return url.render_as_string(hide_password=True)


def connect(url: URL, *, create: bool) -> Connection:
    """A connection. With `create`, an SQLite file that is not there is made.

    Raises DatabaseError where the database cannot be reached, MissingPackage without psycopg.
    """
    if url.get_backend_name() == "sqlite":
        _look(url, create=create)
    try:
        engine = create_engine(url, poolclass=NullPool)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingPackage(
            "PostgreSQL needs psycopg", remedy="pip install 'focusconv[postgres]'"
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    with told(url):
        return engine.connect()


def _look(url: URL, *, create: bool) -> None:
    """Raise DatabaseError where a file is none of SQLite, or not there and not to be made."""
    if not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        if create and path.parent.is_dir():
            return
        reason = "there is no such database" if not create else "its folder is not there"
        raise DatabaseError(
            reason, place=called(url), remedy="check the path; focusconv load makes a database"
        ) from error
    except OSError as error:
        raise DatabaseError(
            f"cannot be read: {error.strerror}",
            place=called(url),
            remedy="check that it may be read",
        ) from error
    if head and head != b"SQLite format 3\0":
        raise DatabaseError("is no SQLite database", place=called(url), remedy="give another path")


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Every connection: references are kept, and what is committed is on the disk.

    In WAL mode `synchronous=NORMAL` would survive the end of the program, kill -9 included, and
    not that of the machine; with groups of filings in one transaction, FULL costs one sync a
    group. The driver's own transactions are off: SQLAlchemy begins them, see `_begin`.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one taken after reading could be refused."""
    writing = connection.get_execution_options().get("focusconv_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextlib.contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction by the only writer: committed at the end, or nothing of it happened."""
    connection.execution_options(focusconv_writing=True)
    try:
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield
    finally:
        connection.execution_options(focusconv_writing=False)


@contextlib.contextmanager
def reading(connection: Connection) -> Iterator[None]:
    """One state of the database, whatever others write meanwhile."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextlib.contextmanager
def told(url: URL) -> Iterator[None]:
    """What the database refuses becomes a DatabaseError with its own words."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig).strip().partition("\n")[0]
        raise DatabaseError(
            words or type(error.orig).__name__, place=called(url), remedy=_remedy(error)
        ) from error


def _remedy(error: DBAPIError) -> str:
    words = str(error.orig)
    if "locked" in words:
        return "another program is writing; try again"
    if "depend" in words:
        return "drop what you built on the program's views, and make it again afterwards"
    return "check the address, the rights and the room on its disk"


def dispose(connection: Connection) -> None:
    """Close the connection and all of its engine."""
    engine: Engine = connection.engine
    connection.close()
    engine.dispose()


def use_wal(connection: Connection) -> None:
    """Make a new SQLite file one that readers read while one writer writes; it stays so."""
    driver: Any = connection.connection
    driver.execute("PRAGMA journal_mode = WAL")
