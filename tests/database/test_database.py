"""Databases: what is loaded comes out again, once, and the current filing is the right one."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from focusconv.conversion import convert
from focusconv.database import Database, Loaded, open_database
from focusconv.database.engine import address, writing
from focusconv.errors import DatabaseError, InvalidExport, MissingPackage
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Correction, Filing
from tests.archive import FOCUS, a_filing, samples
from tests.documents import ROOT, SAMPLES
from tests.strategies import legal_texts
from tests.synthetic import with_item

HOSTILE = (
    "Robert'); DROP TABLE filings;--",
    '"; DROP TABLE items; --',
    "%s %(name)s :name ? {0} $1",
    "=cmd|' /C calc'!A0",
    "\u202eevil\u0085\u2028",
    "\\",
    "\U0001f4b5" * 50,
    "\\N",
    "tab\tnew\nline",
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with open_database(database_url) as opened:
        yield opened


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    """What a query gives; nothing is left open."""
    with database.connection.begin():
        return [tuple(row) for row in database.connection.execute(text(query))]


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = (
        "documents readings firms firm_names filings statements items checks findings corrections"
    )
    return {
        name: sorted(rows(database, f"SELECT * FROM {name}"), key=repr) for name in tables.split()
    }


def states(loaded: Sequence[Loaded]) -> list[str]:
    return [each.state for each in loaded]


class TestSamples:
    @pytest.fixture
    def loaded(self, database: Database) -> Database:
        assert states(database.load(samples())) == ["new", "new", "new"]
        return database

    def test_every_item_comes_out_as_it_is(self, loaded: Database) -> None:
        found = rows(
            loaded,
            "SELECT f.sha256, c.statement, c.line, c.column_name, c.box, c.label, c.kind, i.amount,"
            " i.text, i.status, i.verified_by, i.raw, i.as_read, i.page, i.confidence, i.reason"
            " FROM current_filings f JOIN items i ON i.filing_key = f.filing_key"
            " JOIN cells c ON c.cell_key = i.cell_key",
        )
        assert sorted(found, key=repr) == sorted(
            (
                (
                    filing.source.sha256,
                    statement.id,
                    item.line,
                    item.column,
                    item.box,
                    item.label,
                    item.kind,
                    item.value if item.kind == "amount" else None,
                    None if item.kind == "amount" else as_text(item.value),
                    item.status,
                    " ".join(item.verified_by) or None,
                    item.raw,
                    as_text(item.as_read),
                    item.page,
                    item.confidence,
                    item.reason,
                )
                for filing in samples()
                for statement in filing.statements
                for item in statement.items
            ),
            key=repr,
        )

    def test_every_check_and_finding_comes_out(self, loaded: Database) -> None:
        found = rows(
            loaded,
            "SELECT f.sha256, k.check_id, k.statement, k.rule, k.status, k.expected, k.actual,"
            " k.difference, k.message FROM current_checks k"
            " JOIN current_filings f ON f.filing_key = k.filing_key",
        )
        assert sorted(found) == sorted(
            (
                filing.source.sha256,
                check.id,
                check.statement,
                check.rule,
                check.status,
                check.expected,
                check.actual,
                check.difference,
                check.message,
            )
            for filing in samples()
            for check in filing.checks
        )
        told = rows(loaded, "SELECT level, code, message, page FROM findings")
        assert sorted(told, key=repr) == sorted(
            (
                (finding.level, finding.code, finding.message, finding.page)
                for filing in samples()
                for finding in filing.findings
            ),
            key=repr,
        )

    def test_the_same_twice_changes_nothing(self, loaded: Database) -> None:
        before = content(loaded)
        assert states(loaded.load(samples())) == ["unchanged"] * 3
        assert content(loaded) == before

    def test_the_same_document_under_another_name_is_the_same(self, loaded: Database) -> None:
        before = content(loaded)
        again = [replace(f, source=replace(f.source, name="copy.txt")) for f in samples()]
        assert states(loaded.load(again)) == ["unchanged"] * 3
        assert content(loaded) == before

    def test_a_document_and_its_export_are_the_same(self, database: Database) -> None:
        filing = convert(SAMPLES[0])
        database.load([filing])
        again = [Filing.from_json(filing.to_json()), Filing.from_xml(filing.to_xml())]
        assert states(database.load(again)) == ["unchanged", "unchanged"]

    def test_two_months_of_one_firm_are_one_firm(self, loaded: Database) -> None:
        firms = {firm.name: firm for firm in loaded.firms()}
        assert set(firms) == {"Credit Suisse Securities (USA) LLC", "HSBC SECURITIES (USA) INC."}
        hsbc = firms["HSBC SECURITIES (USA) INC."]
        assert (hsbc.sec_file_number, hsbc.firm_id, hsbc.current) == ("8-41562", "19585", 2)
        assert (str(hsbc.first), str(hsbc.last)) == ("2017-04-30", "2020-07-31")

    def test_the_series_says_what_the_samples_say(self, loaded: Database) -> None:
        points = {(point.as_of.isoformat(), point.regime): point for point in loaded.series()}
        for filing in samples():
            edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
            said = {
                f"{statement.id}/{item.line}/{item.column}": item
                for statement in filing.statements
                for item in statement.items
            }
            for regime in edition.regimes:
                point = points.pop((str(filing.period.end), regime.id))
                assert (point.firm, point.filing_status) == (filing.filer.name, filing.status)
                for measure in ("required", "held", "excess", "target"):
                    figure = getattr(point, measure)
                    key = regime.measures.get(measure)
                    assert (figure is None) == (key is None)
                    if key is not None:
                        item = said[key]
                        assert (figure.amount, figure.status, figure.verified) == (
                            item.value,
                            item.status,
                            bool(item.verified_by),
                        )
        assert not points

    def test_the_series_is_narrowed(self, loaded: Database) -> None:
        whole = list(loaded.series())
        assert [point.firm for point in whole] == sorted(str(point.firm) for point in whole)
        hsbc = next(firm for firm in loaded.firms() if firm.sec_file_number == "8-41562")
        year = whole[-1].as_of
        assert list(loaded.series(firm=hsbc.key)) == [p for p in whole if p.firm_key == hsbc.key]
        assert list(loaded.series(regimes=["secured"])) == [
            p for p in whole if p.regime == "secured"
        ]
        assert list(loaded.series(system="WinJammer")) == [
            p for p in whole if p.system == "WinJammer"
        ]
        assert list(loaded.series(begin=year, end=year)) == [p for p in whole if p.as_of == year]

    def test_nothing_is_loaded_of_nothing(self, loaded: Database) -> None:
        before = content(loaded)
        assert loaded.load([]) == ()
        assert loaded.known([]) == frozenset()
        assert content(loaded) == before

    def test_the_series_ends_with_filings_of_unknown_firms(self, loaded: Database) -> None:
        unknown = a_filing(None)
        (found,) = loaded.load([unknown])
        points = list(loaded.series(regimes=["segregation"]))
        assert len(points) == 4
        assert (points[-1].filing_key, points[-1].firm_key, points[-1].firm) == (
            found.key,
            None,
            None,
        )
        assert points[-1].excess is not None
        assert points[-1].excess.amount == unknown.item("7190").value
        assert not points[-1].excess.confirmed

    def test_known_are_the_documents_of_this_program(self, loaded: Database) -> None:
        hashes = {filing.source.sha256 for filing in samples()}
        assert loaded.known([*hashes, "f" * 64]) == hashes
        other = a_filing()
        loaded.load([other])
        assert loaded.known([other.source.sha256]) == frozenset()

    def test_a_document_of_which_a_filing_was_kept_back_is_not_known(
        self, database: Database
    ) -> None:
        first = samples()[0]
        wanted = [first.source.sha256]
        database.load([first], incomplete=wanted)
        assert database.known(wanted) == frozenset()
        assert states(database.load([first])) == ["unchanged"]
        assert database.known(wanted) == set(wanted)


def as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


class TestSuperseding:
    def current(self, database: Database) -> list[tuple[object, ...]]:
        return rows(
            database,
            "SELECT f.form_type, f.submitted, i.amount FROM current_filings f"
            " JOIN items i ON i.filing_key = f.filing_key"
            " JOIN cells c ON c.cell_key = i.cell_key AND c.box = '7194'"
            " ORDER BY f.period_end, f.filing_key",
        )

    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            ({"kind": "amended"}, {"kind": "initial"}),
            ({"kind": "amended"}, {}),
            (
                {"kind": "amended", "submitted": "2017-05-01"},
                {"kind": "initial", "submitted": "2017-05-09"},
            ),
            (
                {"kind": "initial", "submitted": "2017-05-02"},
                {"kind": "initial", "submitted": "2017-05-01"},
            ),
            ({"submitted": "2017-05-01"}, {}),
            ({"submitted": "2017-05-01T10:00"}, {"submitted": "2017-05-01"}),
        ],
    )
    @pytest.mark.parametrize("together", [True, False])
    def test_amended_and_then_later_submitted_comes_first(
        self, database: Database, better: dict[str, str], worse: dict[str, str], together: bool
    ) -> None:
        good, bad = a_filing(excess=1, **better), a_filing(excess=2, **worse)
        if together:
            assert states(database.load([good, bad])) == ["supersedes", "superseded"]
        else:
            assert states(database.load([good])) == ["new"]
            assert states(database.load([bad])) == ["superseded"]
        ((_, _, target),) = self.current(database)
        assert target == good.item("7194").value
        assert rows(database, "SELECT count(*) FROM filings") == [(2,)]

    def test_of_equals_the_one_loaded_later_is_current(self, database: Database) -> None:
        first, second, third = (a_filing(excess=number) for number in (1, 2, 3))
        (one,) = database.load([first])
        assert states(database.load([second, third])) == ["superseded", "supersedes"]
        ((_, _, target),) = self.current(database)
        assert target == third.item("7194").value
        above = rows(database, "SELECT filing_key, superseded_by FROM filings ORDER BY 1")
        assert above == [(one.key, one.key + 2), (one.key + 1, one.key + 2), (one.key + 2, None)]

    def test_an_old_filing_loaded_again_stays_superseded(self, database: Database) -> None:
        database.load([a_filing(excess=1)])
        database.load([a_filing(excess=2)])
        before = content(database)
        assert states(database.load([a_filing(excess=1)])) == ["unchanged"]
        assert content(database) == before

    @pytest.mark.parametrize(
        "other",
        [
            {"day": "2017-05-31"},
            {"name": "ANOTHER FIRM INC"},
            {"edition": FOCUS},
            {"sec": "8-999"},
            {"day": None},
        ],
    )
    def test_another_firm_form_or_period_is_superseded_by_nothing(
        self, database: Database, other: dict[str, str | None]
    ) -> None:
        first = a_filing(sec="8-1", excess=1)
        second = a_filing(**{"sec": "8-1" if "name" not in other else None, **other})  # type: ignore[arg-type]
        assert states(database.load([first, second])) == ["new", "new"]

    def test_a_misread_number_of_another_firm_supersedes_nothing(self, database: Database) -> None:
        database.load([a_filing("ALPHA FUTURES LLC", sec="8-1", firm_id="7")])
        database.load([a_filing("OMEGA CLEARING INC", sec="8-2", firm_id="8", day="2017-03-31")])
        misread = [
            a_filing("OMEGA CLEARING INC", sec="8-1", submitted="2017-05-02"),
            a_filing(None, sec="8-1", submitted="2017-05-03"),
            a_filing(None, firm_id="7", submitted="2017-05-04"),
            a_filing(None, sec="8-1", firm_id="8", submitted="2017-05-05"),
        ]
        assert states(database.load(misread)) == ["new"] * 4
        assert len(self.current(database)) == 6

    def test_filings_of_unknown_firms_do_not_supersede_each_other(self, database: Database) -> None:
        found = database.load([a_filing(None, excess=1), a_filing(None, excess=2)])
        assert states(found) == ["new", "new"]
        assert database.firms() == ()
        reviews = "SELECT filing_key FROM open_reviews WHERE state = 'firm unknown' ORDER BY 1"
        assert rows(database, reviews) == [(each.key,) for each in found]

    def test_a_document_read_anew_supersedes_what_was_read_of_it(self, database: Database) -> None:
        """Also where the firm and the day were read otherwise before."""
        wrong = a_filing("EXAMPLE FVTVRES", day="2017-04-03", document="a")
        right = replace(a_filing(document="a"), producer=replace(wrong.producer, version="2.0"))
        assert states(database.load([wrong])) == ["new"]
        assert states(database.load([right])) == ["supersedes"]
        assert len(self.current(database)) == 1
        assert [firm.current for firm in database.firms()] == [1, 0]

    def test_what_the_wrong_reading_superseded_is_current_again(self, database: Database) -> None:
        april, misread = a_filing(excess=1), a_filing(excess=2, document="b")
        may = replace(
            a_filing(day="2017-05-31", excess=2, document="b"),
            producer=replace(misread.producer, version="2.0"),
        )
        assert states(database.load([april, misread])) == ["superseded", "supersedes"]
        assert states(database.load([may])) == ["supersedes"]
        targets = [target for _, _, target in self.current(database)]
        assert targets == [april.item("7194").value, may.item("7194").value]

    def test_a_reviewed_reading_is_kept(self, database: Database) -> None:
        plain = a_filing(document="a")
        decided = (Correction(target="x", action="value", value=3, by="A. Reviewer", why="seen"),)
        reviewed = replace(plain, corrections=decided)
        newer = replace(plain, producer=replace(plain.producer, version="2.0"))
        loaded = [state for filing in (plain, reviewed, newer) for state in database.load([filing])]
        assert states(loaded) == ["new", "supersedes", "superseded"]
        said = rows(database, "SELECT target, action, value, decided_by, why FROM corrections")
        assert said == [("x", "value", "3", "A. Reviewer", "seen")]

    def test_two_filings_of_one_document_are_both_current(self, database: Database) -> None:
        both = [a_filing(document="a"), a_filing(document="a", day="2017-05-31")]
        assert states(database.load(both)) == ["new", "new"]
        assert states(database.load(both)) == ["unchanged", "unchanged"]


FACTS = st.fixed_dictionaries(
    {
        "name": st.sampled_from([None, "A LLC", "A, L.L.C.", "A LLG", "B INC"]),
        "sec": st.sampled_from([None, "8-1", "8-2"]),
        "firm_id": st.sampled_from([None, "77"]),
        "day": st.sampled_from(["2017-04-28", "2017-05-01"]),
        "kind": st.sampled_from(["initial", "amended"]),
    }
)


def currents(database: Database) -> object:
    """The contents that are current, by firm: all that must not depend on the order."""
    found = rows(
        database,
        "SELECT firm_key, content_sha256, superseded_by IS NULL FROM filings ORDER BY 2",
    )
    together: dict[object, list[object]] = {}
    for firm, *rest in found:
        together.setdefault(firm, []).append(tuple(rest))
    names = sorted((str(firm.name), str(firm.sec_file_number)) for firm in database.firms())
    return sorted(map(repr, together.values())), names


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[int], int]:
    """What filings say, another order of them, and where that is cut in two.

    No two are submitted on the same day, so that the order of loading decides nothing.
    """
    facts = draw(st.lists(FACTS, min_size=2, max_size=6))
    dated = [{**said, "submitted": f"2017-06-{day:02}"} for day, said in enumerate(facts, 1)]
    return dated, draw(st.permutations(range(len(dated)))), draw(st.integers(0, len(dated)))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database to copy, which is quicker than making one."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_database(str(path)).close()
    return path


@given(orders())
@settings(max_examples=40)
def test_any_order_and_grouping_gives_the_same(
    empty: Path, drawn: tuple[list[dict[str, str]], list[int], int]
) -> None:
    said, order, cut = drawn
    filings = [a_filing(**facts) for facts in said]
    other = [filings[place] for place in order]
    folder = Path(tempfile.mkdtemp(dir=empty.parent))
    paths = [str(shutil.copy(empty, folder / name)) for name in ("a.db", "b.db")]
    with open_database(paths[0]) as one, open_database(paths[1]) as two:
        one.load(filings)
        two.load(other[:cut])
        two.load(other[cut:])
        assert currents(one) == currents(two)
        before = content(two)
        two.load(filings)
        assert content(two) == before


@given(legal_texts(), legal_texts(), legal_texts())
@settings(max_examples=40)
def test_whatever_is_printed_comes_out_as_it_is(
    empty: Path, name: str, raw: str, reason: str
) -> None:
    path = shutil.copy(empty, tempfile.mkdtemp(dir=empty.parent))
    filing = with_item(a_filing(name, submitted="2017-05-02"), "7010", raw=raw, reason=reason)
    with open_database(str(path)) as database:
        database.load([filing])
        found = rows(database, "SELECT filer_name FROM filings")
        assert found == [(name,)]
        said = "SELECT raw, reason FROM current_items WHERE box = '7010'"
        assert rows(database, said) == [(raw, reason)]
        assert states(database.load([filing])) == ["unchanged"]


class TestRefusals:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_is_a_name(self, database: Database, name: str) -> None:
        filing = a_filing(name)
        filing = replace(filing, source=replace(filing.source, name=name, readers=(name,)))
        database.load([with_item(filing, "7010", raw=name, reason=name, as_read=name)])
        (firm,) = database.firms()
        assert firm.name == " ".join(name.split())
        assert rows(database, "SELECT filer_name, document FROM current_filings") == [(name, name)]
        said = "SELECT raw, reason, as_read FROM items WHERE reason IS NOT NULL"
        assert rows(database, said) == [(name, name, name)]
        assert states(database.load([a_filing(name, excess=1)])) == ["supersedes"]
        assert database.merge(str(firm.key), str(firm.key)) == database.firms()[0]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"name": "\x00"}, "cannot stand in XML"),
            ({"day": "2017-02-30"}, "is no date"),
            ({"excess": 2**53}, "is larger|beyond|exceed|integer"),
        ],
    )
    def test_what_no_export_can_hold_is_refused_and_nothing_loaded(
        self, database: Database, change: dict[str, str], reason: str
    ) -> None:
        with pytest.raises(InvalidExport, match=reason):
            database.load([a_filing(), a_filing(**change)])
        assert rows(database, "SELECT count(*) FROM filings") == [(0,)]

    def test_what_the_database_refuses_is_told_and_nothing_loaded(self, database: Database) -> None:
        database.load([a_filing()])
        before = content(database)
        refusal = (
            "CREATE TRIGGER full BEFORE INSERT ON findings BEGIN SELECT RAISE(ABORT, 'full'); END"
            if database.connection.dialect.name == "sqlite"
            else "ALTER TABLE findings ADD CONSTRAINT \"full\" CHECK (code = '')"
        )
        with database.connection.begin():
            database.connection.execute(text(refusal))
        with pytest.raises(DatabaseError, match="full") as told:
            database.load(samples())
        assert told.value.place == database.name
        assert content(database) == before

    def test_a_form_that_the_catalog_has_not_is_refused(self, database: Database) -> None:
        filing = a_filing()
        with pytest.raises(InvalidExport, match="edition 1900"):
            database.load([replace(filing, form=replace(filing.form, edition="1900"))])
        assert content(database) == {name: [] for name in content(database)}

    def test_the_largest_amounts_are_exact(self, database: Database) -> None:
        most = 2**53 - 1
        database.load([with_item(a_filing(), "7010", value=most)])
        database.load([with_item(a_filing(day="2017-05-31"), "7010", value=-most)])
        found = rows(
            database, "SELECT amount FROM current_items WHERE box = '7010' ORDER BY period_end"
        )
        assert found == [(most,), (-most,)]

    def test_sqlite_keeps_what_is_committed_and_what_is_referenced(self, tmp_path: Path) -> None:
        with open_database(str(tmp_path / "a.db")) as database:
            (mode,) = rows(database, "PRAGMA journal_mode")
            (full,) = rows(database, "PRAGMA synchronous")
            assert (mode, full) == (("wal",), (2,))
            with pytest.raises(IntegrityError), database.connection.begin():
                database.connection.execute(
                    text("INSERT INTO statements VALUES (99, 'segregation', '', NULL, 0)")
                )

    def test_a_fraction_is_no_amount(self, tmp_path: Path) -> None:
        with open_database(str(tmp_path / "a.db")) as database:
            database.load([a_filing()])
        with (
            contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as connection,
            pytest.raises(sqlite3.IntegrityError),
        ):
            connection.execute("UPDATE items SET amount = 1.5 WHERE amount IS NOT NULL")


class TestOpening:
    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("mysql://user:secret@host/name", "mysql is not supported"),
            ("://", "not the URL of a database"),
            ("no/such/folder/a.db", "its folder is not there"),
            ("postgresql://user:secret@127.0.0.1:1/name", "onnection"),
        ],
    )
    def test_what_cannot_be_opened_is_told_without_the_password(
        self, tmp_path: Path, url: str, reason: str
    ) -> None:
        with pytest.raises(DatabaseError, match=reason) as told:
            open_database(url if "://" in url else str(tmp_path / url))
        assert "secret" not in str(told.value)
        assert told.value.remedy

    def test_a_file_is_made_only_when_asked_for(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        with pytest.raises(DatabaseError, match="there is no such database"):
            open_database(str(path), create=False)
        assert not path.exists()

    def test_a_file_of_something_else_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "filing.json"
        path.write_bytes(b'{"a": "filing"}' * 10)
        with pytest.raises(DatabaseError, match="is no SQLite database"):
            open_database(str(path))
        assert path.read_bytes() == b'{"a": "filing"}' * 10

    def test_a_database_of_something_else_is_left_alone(self, database_url: str) -> None:
        engine = create_engine(address(database_url), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE filings (mine integer)"))
        with pytest.raises(DatabaseError, match="is a database of something else"):
            open_database(database_url)
        with engine.begin() as connection:
            assert inspect(connection).get_table_names() == ["filings"]
            connection.execute(text("DROP TABLE filings"))

    def test_a_newer_schema_is_left_alone(self, database_url: str) -> None:
        with open_database(database_url) as database, database.connection.begin():
            database.connection.execute(text("UPDATE focusconv_schema SET version_num = '9999'"))
        with pytest.raises(DatabaseError, match="has the schema 9999") as told:
            open_database(database_url)
        assert "newer focusconv" in told.value.remedy

    def test_a_newer_catalog_is_left_as_it_is(self, database_url: str) -> None:
        with open_database(database_url) as database, database.connection.begin():
            for change in (
                "UPDATE settings SET value = '2999.1' WHERE name = 'catalog'",
                "UPDATE cells SET label = 'newer'",
            ):
                database.connection.execute(text(change))
        with open_database(database_url) as database:
            assert rows(database, "SELECT DISTINCT label FROM cells") == [("newer",)]

    def test_an_older_catalog_is_brought_up(self, database_url: str) -> None:
        with open_database(database_url) as database:
            labels = rows(database, "SELECT cell_key, label FROM cells ORDER BY 1")
            with database.connection.begin():
                for change in (
                    "UPDATE settings SET value = '1999.1' WHERE name = 'catalog'",
                    "UPDATE settings SET value = '' WHERE name IN ('views', 'catalog_sha256')",
                    "UPDATE cells SET label = 'older'",
                ):
                    database.connection.execute(text(change))
        with open_database(database_url) as database:
            assert rows(database, "SELECT cell_key, label FROM cells ORDER BY 1") == labels
            assert states(database.load(samples())) == ["new"] * 3

    def test_a_catalog_that_changed_under_its_version_is_brought_up(
        self, database_url: str
    ) -> None:
        with open_database(database_url) as database, database.connection.begin():
            for change in (
                "UPDATE settings SET value = 'other' WHERE name = 'catalog_sha256'",
                "UPDATE rules SET rule = 'older'",
            ):
                database.connection.execute(text(change))
        with open_database(database_url) as database:
            assert rows(database, "SELECT count(*) FROM rules WHERE rule = 'older'") == [(0,)]

    def test_psycopg_missing_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(MissingPackage) as told:
            open_database("postgresql://user@host/name")
        assert told.value.remedy == "pip install 'focusconv[postgres]'"

    def test_a_reader_reads_while_another_writes(self, database_url: str) -> None:
        with open_database(database_url) as one, open_database(database_url) as two:
            one.load([a_filing()])
            with writing(one.connection):
                one.connection.execute(text("UPDATE firms SET name = 'changed'"))
                assert [firm.name for firm in two.firms()] == ["EXAMPLE FUTURES LLC"]
            assert [firm.name for firm in two.firms()] == ["changed"]


LOADER = """
import sys
from focusconv.database import open_database
from tests.archive import a_filing

with open_database(sys.argv[1]) as database:
    for day in range(1, 15):
        database.load([a_filing(day=f"2017-{month:02}-{day:02}") for month in range(1, 13)])
        print(day, flush=True)
"""


def test_what_was_reported_is_there_after_kill_9(database_url: str) -> None:
    """Killed while it loads, at a moment of its own: whole groups are there, the told ones too."""
    command = [sys.executable, "-c", LOADER, database_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as loader:
        assert loader.stdout is not None
        told = [int(loader.stdout.readline()) for _ in range(3)][-1]
        loader.send_signal(signal.SIGKILL)
        told = max([told, *map(int, loader.stdout.read().split())])
    with open_database(database_url) as database:
        ((filings, items),) = rows(
            database,
            "SELECT count(*), (SELECT count(*) FROM items) FROM current_filings",
        )
        assert filings % 12 == 0
        assert filings >= 12 * told
        assert items == filings * len(a_filing().statements[0].items)


def test_two_processes_load_into_one_database(database_url: str) -> None:
    command = [sys.executable, "-c", LOADER, database_url]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [loader.wait() for loader in both] == [0, 0]
    with open_database(database_url) as database:
        assert rows(database, "SELECT count(*) FROM filings") == [(14 * 12,)]
