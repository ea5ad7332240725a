"""The schema of a database, made and brought up to date by the migrations that ship with it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Text, column, inspect, select, table

from focusconv.database import dictionary, views
from focusconv.database.engine import called, reading, use_wal, writing
from focusconv.database.tables import VERSION_TABLE
from focusconv.errors import DatabaseError
from focusconv.forms.catalog import Catalog, catalog

VERSIONS: Final = ("0001", "0002", "0003")
"""The versions of the schema, in order; each is a file in `migrations/versions`."""

HEAD: Final = VERSIONS[-1]
"""The version that this program works with."""


def bring_up(connection: Connection, url: URL) -> None:
    """Make the schema in an empty database, or bring an older one up to date.

    Raises DatabaseError where the database is something else, or newer than the program.
    """
    known = catalog()
    with reading(connection):
        found = _version(connection, url)
        if found == HEAD and _in_step(connection, known):
            return
    if found is None and connection.dialect.name == "sqlite":
        use_wal(connection)
    with writing(connection):
        # Another process may have done it while this one waited for the lock.
        found = _version(connection, url)
        if found != HEAD:
            if found is not None:
                views.drop(connection)
            upgrade(connection, HEAD)
        if not _newer(views.setting(connection, "catalog"), known):
            dictionary.write_catalog(connection, known)
            views.refresh(connection, known)
            views.keep(connection, "catalog", known.version)
            views.keep(connection, "catalog_sha256", dictionary.digest(known))


def upgrade(connection: Connection, revision: str) -> None:
    """Run the migrations up to a revision, inside the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    command.upgrade(config, revision)


def _version(connection: Connection, url: URL) -> str | None:
    """The version of the schema; None where the database is empty."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise DatabaseError(
            "is a database of something else",
            place=called(url),
            remedy="give an empty one, or a schema of its own, or another path",
        )
    found = connection.execute(
        select(column("version_num", Text)).select_from(table(VERSION_TABLE))
    )
    version = found.scalar_one()
    if version not in VERSIONS:
        raise DatabaseError(
            f"has the schema {version}, and this program knows up to {HEAD}",
            place=called(url),
            remedy="use the newer focusconv that made it",
        )
    return str(version)


def _in_step(connection: Connection, known: Catalog) -> bool:
    """Whether the database has the cells and the views of this catalog, or of a newer one."""
    if _newer(views.setting(connection, "catalog"), known):
        return True
    same = views.setting(connection, "catalog_sha256") == dictionary.digest(known)
    return same and views.setting(connection, "views") == views.digest(connection, known)


def _newer(kept: str | None, known: Catalog) -> bool:
    """Whether the database has a newer catalog, of which an older one takes nothing away."""
    return kept is not None and _order(kept) > _order(known.version)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
