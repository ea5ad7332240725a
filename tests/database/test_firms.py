"""The firms of a database: listed, named, merged and parted, by library and command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from focusconv.database import Database, open_database
from focusconv.database.firms import doubts
from focusconv.errors import DatabaseError
from tests.archive import a_filing
from tests.conftest import Run

OLD, NEW = "PRUDENTIAL FUTURES INC", "JEFFERIES BACHE LLC"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """One firm that changed its name and number, each name with a filing of its own and one
    for the same day."""
    with open_database(database_url) as opened:
        opened.load(
            [
                a_filing(OLD, sec="8-1", day="2017-04-28"),
                a_filing(OLD, sec="8-1", day="2017-05-01", submitted="2017-05-02"),
                a_filing(NEW, sec="8-2", day="2017-05-01", submitted="2017-05-03"),
                a_filing("ANOTHER INC", day="2017-05-01"),
            ]
        )
        yield opened


def current(database: Database) -> dict[str | None, int]:
    return {firm.name: firm.current for firm in database.firms()}


def test_firms_are_listed_by_name(database: Database) -> None:
    assert list(current(database).items()) == [("ANOTHER INC", 1), (NEW, 1), (OLD, 2)]
    assert doubts(database.firms()) == ()


def test_merged_firms_supersede_each_other_and_stay_one(database: Database) -> None:
    merged = database.merge("8-2", "prudential")
    assert (merged.name, merged.sec_file_number, merged.current) == (OLD, "8-1", 2)
    assert [(name.name, name.filings) for name in merged.names] == [(OLD, 2), (NEW, 1)]
    points = [p for p in database.series(regimes=["segregation"]) if p.firm_key == merged.key]
    assert [str(point.as_of) for point in points] == ["2017-04-28", "2017-05-01"]
    database.load([a_filing(NEW, sec="8-2", day="2017-06-30"), a_filing(NEW, day="2017-07-31")])
    assert current(database) == {"ANOTHER INC": 1, NEW: 4}


def test_parting_brings_back_what_was_before(database: Database) -> None:
    before = database.firms()
    database.merge(OLD, NEW, "ANOTHER INC")
    assert len(database.firms()) == 1
    assert database.part(OLD)
    assert [(f.name, f.names, f.current) for f in database.firms()] == [
        (f.name, f.names, f.current) for f in before
    ]
    assert not database.part(OLD)


def test_merging_a_firm_with_itself_changes_nothing(database: Database) -> None:
    before = database.firms()
    assert database.merge("8-1", OLD).name == OLD
    assert database.firms() == before
    assert not database.part(OLD)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("NOBODY", "no firm NOBODY"), ("inc", "several firms are meant by inc"), ("", "no firm ")],
)
def test_a_name_must_mean_one_firm(database: Database, name: str, reason: str) -> None:
    with pytest.raises(DatabaseError, match=reason) as told:
        database.merge(OLD, name)
    assert "key" in told.value.remedy
    assert len(database.firms()) == 3


def test_what_may_be_one_firm_is_told(database: Database) -> None:
    database.load([a_filing("JEFFERIES BACHE, L.L.C.", sec="8-3", day="2017-06-30")])
    database.load([a_filing("ENTIRELY ELSE", sec="8-3", day="2017-06-30")])
    told = {doubt.what: len(doubt.firms) for doubt in doubts(database.firms())}
    assert told == {"the name JEFFERIES BACHE LLC": 2, "the SEC file number 8-3": 2}


def test_names_that_are_alike_are_told(database: Database) -> None:
    database.load([a_filing("JEFFER1ES BACHE LLC", day="2017-06-30")])
    (doubt,) = doubts(database.firms())
    assert doubt.what == "names that are alike, JEFFER1ES BACHE LLC and JEFFERIES BACHE LLC"
    assert len(doubt.firms) == 2


class TestCommand:
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Path:
        path = tmp_path / "archive.db"
        with open_database(str(path)) as database:
            database.load(
                [
                    a_filing(OLD, sec="8-1", firm_id="7", day="2017-05-01"),
                    a_filing("PRUDENTIAL FUTURES, INC.", sec="8-2", day="2017-06-30"),
                ]
            )
        return path

    def test_the_list_tells_firms_and_doubts(self, focusconv: Run, archive: Path) -> None:
        done = focusconv("firms", archive.name)
        assert done.returncode == 0
        assert done.stdout.decode().splitlines() == [
            "key  SEC file  firm id  filings  first       last        name",
            "  1  8-1       7              1  2017-05-01  2017-05-01  PRUDENTIAL FUTURES INC",
            "  2  8-2                      1  2017-06-30  2017-06-30  PRUDENTIAL FUTURES, INC.",
            "2 firms.",
            "Firms 1, 2 print the name PRUDENTIAL FUTURES INC: one firm, or misread?",
        ]

    def test_merging_and_parting(self, focusconv: Run, archive: Path) -> None:
        done = focusconv("firms", archive.name, "--merge", "8-1", "8-2")
        assert done.returncode == 0
        lines = done.stdout.decode().splitlines()
        assert lines[2].split() == ["8-2", "1", "as", "PRUDENTIAL", "FUTURES,", "INC."]
        assert lines[-1] == "1 firm."
        assert focusconv("firms", archive.name, "8-2").stdout == done.stdout
        parted = focusconv("firms", archive.name, "--part", "8-1")
        assert "2 firms." in parted.stdout.decode()
        again = focusconv("firms", archive.name, "--part", "8-1")
        assert "nothing was merged" in again.stderr.decode()

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (["--merge", "8-1"], "--merge makes several firms one; name two or more"),
            (["--part"], "--part is for one firm; name one"),
            (["--merge", "--part", "8-1"], "exclude each other"),
            (["8-9"], "archive.db: no firm 8-9; give a key"),
        ],
    )
    def test_wrong_usage_is_told(
        self, focusconv: Run, archive: Path, arguments: list[str], reason: str
    ) -> None:
        done = focusconv("firms", archive.name, *arguments)
        assert done.returncode == 2
        assert reason in done.stderr.decode()

    def test_a_database_that_is_not_there_is_not_made(self, focusconv: Run, tmp_path: Path) -> None:
        done = focusconv("firms", "none.db")
        assert done.returncode == 2
        assert "none.db: there is no such database" in done.stderr.decode()
        assert list(tmp_path.iterdir()) == []
