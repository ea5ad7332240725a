"""The schema: made by migrations, the same however it came about, and what was in it stays."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, Table, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from focusconv.database import migrate, open_database, views
from focusconv.database.engine import address, connect, dispose, writing
from focusconv.database.tables import VERSION_TABLE, metadata
from focusconv.errors import DatabaseError
from tests.archive import a_filing, samples
from tests.documents import ROOT

FOLDER = Path(migrate.__file__).with_name("migrations") / "versions"


def everything(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table and view, as text."""
    found = inspect(connection)
    names = [*found.get_table_names(), *found.get_view_names()]
    return {
        name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in names
    }


def schema(connection: Connection) -> dict[str, object]:
    """What the database itself says of its tables and views."""
    found = inspect(connection)
    tables = {
        name: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(name)],
            found.get_pk_constraint(name),
            sorted(map(repr, found.get_foreign_keys(name))),
            sorted(map(plain, found.get_indexes(name))),
            sorted(map(repr, found.get_unique_constraints(name))),
            sorted(map(repr, found.get_check_constraints(name))),
        )
        for name in sorted(found.get_table_names())
    }
    views = {name: found.get_view_definition(name) for name in sorted(found.get_view_names())}
    return {**tables, **views}


def plain(index: Mapping[str, Any]) -> str:
    """An index as text, the conditions of partial ones too."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return repr({**index, "dialect_options": options})


def test_the_versions_are_those_of_the_files() -> None:
    revisions = [
        re.search(r'^revision = "(\w+)"', path.read_text(), re.MULTILINE)[1]  # type: ignore[index]
        for path in sorted(FOLDER.glob("*.py"))
    ]
    assert tuple(revisions) == migrate.VERSIONS


def test_the_migrations_make_the_tables_of_the_program(database_url: str) -> None:
    with open_database(database_url) as database, database.connection.begin():
        context = MigrationContext.configure(
            database.connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
        # Alembic does not compare these; what SQLite checks of amounts is SQLite's alone.
        found = inspect(database.connection)
        for table in metadata.sorted_tables:
            wanted = {
                str(constraint.name)
                for constraint in table.constraints
                if isinstance(constraint, CheckConstraint)
            }
            there = {str(each["name"]) for each in found.get_check_constraints(table.name)}
            assert there <= wanted
            assert {name for name in wanted - there if not name.endswith("_whole")} == set()


@pytest.mark.parametrize("version", migrate.VERSIONS[:-1])
def test_an_older_database_becomes_what_a_new_one_is(
    database_url: str, tmp_path: Path, version: str
) -> None:
    """The rows that an older version can hold are put into one, and it is opened."""
    filings = [*samples(), a_filing(excess=1), a_filing(excess=2)]
    url = address(database_url)
    older = connect(url, create=True)
    with writing(older):
        migrate.upgrade(older, version)
        tables = set(inspect(older).get_table_names()) - {VERSION_TABLE}
    with open_database(str(tmp_path / "new.db")) as new:
        new.load(filings)
        rows = {
            table: [dict(row) for row in new.connection.execute(table.select()).mappings()]
            for table in metadata.sorted_tables
            if table.name in tables
        }
    with writing(older):
        for table, found in rows.items():
            if found and table.name != "settings":
                known = {column["name"] for column in inspect(older).get_columns(table.name)}
                kept = [{k: v for k, v in row.items() if k in known} for row in found]
                older.execute(Table(table.name, MetaData(), autoload_with=older).insert(), kept)
    dispose(older)
    with open_database(database_url) as migrated, migrated.connection.begin():
        ours, our_schema = everything(migrated.connection), schema(migrated.connection)
    empty_again(database_url)
    with open_database(database_url) as fresh:
        fresh.load(filings)
        with fresh.connection.begin():
            assert everything(fresh.connection) == ours
            assert schema(fresh.connection) == our_schema
        assert {each.state for each in fresh.load(filings)} == {"unchanged"}


def empty_again(database_url: str) -> None:
    """Take everything out of the database."""
    url = address(database_url)
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).unlink()
        return
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        name = connection.execute(text("SELECT current_schema()")).scalar_one()
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))


def test_views_of_ones_own_are_never_dropped(database_url: str) -> None:
    """Where the program's views must be made anew, PostgreSQL refuses, and SQLite needs not."""
    with open_database(database_url) as database, database.connection.begin():
        for change in (
            "CREATE VIEW mine AS SELECT firm, held FROM excess",
            "UPDATE settings SET value = 'other' WHERE name = 'views'",
        ):
            database.connection.execute(text(change))
    if address(database_url).get_backend_name() == "postgresql":
        with pytest.raises(DatabaseError, match="cannot drop view") as told:
            open_database(database_url)
        assert "drop what you built on the program's views" in told.value.remedy
        return
    with open_database(database_url) as database, database.connection.begin():
        assert "mine" in inspect(database.connection).get_view_names()


def test_a_migration_that_fails_leaves_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(views, "refresh", fail)
        with pytest.raises(DatabaseError, match="no room"):
            open_database(database_url)
    engine = create_engine(address(database_url), poolclass=NullPool)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
    with open_database(database_url) as database:
        assert database.firms() == ()


def test_alembic_is_imported_only_to_migrate(tmp_path: Path) -> None:
    open_database(str(tmp_path / "a.db")).close()
    code = (
        "import sys\n"
        "from focusconv.database import open_database\n"
        "open_database('a.db').close()\n"
        "print('alembic' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"False\n"
