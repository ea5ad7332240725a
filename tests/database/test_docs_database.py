"""What the guide to databases shows is what both databases answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from focusconv.database import Database, open_database
from focusconv.database.tables import VERSION_TABLE, metadata
from focusconv.terminal.console import aligned
from tests.archive import samples
from tests.documents import ROOT
from tests.shown import blocks, run_console, run_python

GUIDE = (ROOT / "docs" / "database.md").read_text(encoding="utf-8")

QUERIES = re.findall(r"^```sql\n(.*?)^```\n\n```text\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with open_database(database_url) as opened:
        opened.load(samples())
        yield opened


def answer(database: Database, query: str) -> str:
    """What a query gives, as an aligned table."""
    with database.connection.begin():
        found = database.connection.execute(text(query))
        columns = [(name, "left") for name in found.keys()]  # noqa: SIM118
        rows = [[_shown(value) for value in row] for row in found]
    return aligned(columns, rows)  # type: ignore[arg-type]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)


def test_every_query_answers_what_the_guide_shows(database: Database, update_samples: bool) -> None:
    """With `--update-samples` the answers are written anew."""
    assert len(QUERIES) == GUIDE.count("```sql")
    answers = {query: answer(database, query) for query, _ in QUERIES}
    if update_samples:
        written = GUIDE
        for query, expected in QUERIES:
            shown = "```sql\n{}```\n\n```text\n{}```"
            written = written.replace(
                shown.format(query, expected), shown.format(query, answers[query])
            )
        (ROOT / "docs" / "database.md").write_text(written, encoding="utf-8")
    assert answers == dict(QUERIES)


def test_the_guide_names_every_table_and_view(database: Database) -> None:
    spans = set(re.findall(r"`([a-z0-9_]+)`", GUIDE))
    assert {*metadata.tables, VERSION_TABLE} <= spans
    with database.connection.begin():
        views = set(inspect(database.connection).get_view_names())
    assert {view for view in views if not view.startswith("confirmed_wide_")} <= spans


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples and a database of them."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    with open_database(str(tmp_path / "archive.db")) as database:
        database.load(samples())
    return tmp_path


def test_the_console_shows_what_the_guide_shows(folder: Path) -> None:
    run_console(GUIDE, folder)


@pytest.mark.parametrize("code", blocks(GUIDE, "python"))
def test_the_library_does_what_the_guide_shows(folder: Path, code: str) -> None:
    run_python(code, folder)
