"""The views: the questions people ask, answered with the values of the samples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from focusconv.database import Database, open_database
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing, Item
from focusconv.review.worklist import review
from focusconv.tidy.names import column_name, sql_name
from tests.archive import FOCUS, a_filing, samples
from tests.synthetic import settled, with_item

SETTLED = {"reported", "corrected", "derived", "reviewed"}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with open_database(database_url) as opened:
        opened.load(samples())
        yield opened


def dicts(database: Database, query: str) -> list[dict[str, object]]:
    with database.connection.begin():
        return [dict(row) for row in database.connection.execute(text(query)).mappings()]


def confirmed(item: Item) -> bool:
    return bool(item.verified_by) and item.status in SETTLED


def items(filing: Filing) -> Iterator[tuple[str, Item]]:
    return ((st.id, item) for st in filing.statements for item in st.items)


def by_day(rows: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    return {str(row["period_end"]): row for row in rows}


@pytest.mark.parametrize("view", ["wide", "confirmed_wide"])
def test_the_wide_view_has_every_cell_of_the_form(database: Database, view: str) -> None:
    seen = 0
    for edition in catalog().editions:
        rows = by_day(dicts(database, f"SELECT * FROM {view}_{sql_name(edition.id)}"))
        mine = [filing for filing in samples() if filing.form.id == edition.id]
        assert set(rows) == {filing.period.end for filing in mine}
        for filing in mine:
            row = rows[str(filing.period.end)]
            assert (row["firm"], row["filing_status"]) == (filing.filer.name, filing.status)
            for statement, item in items(filing):
                name = column_name(item.box, statement, item.line, item.column)
                shown = view == "wide" or confirmed(item)
                said = row.pop(name)
                if not shown or item.value is None:
                    assert said is None, name
                elif item.kind == "amount":
                    assert said == item.value
                    seen += 1
                else:
                    assert str(said).lower() == str(item.value).lower()
            assert not [name for name in row if name.startswith("box_")]
    assert seen > 100


def test_the_confirmed_items_are_those_that_something_confirms(database: Database) -> None:
    found = dicts(
        database,
        "SELECT document, period_end, statement, line, amount FROM confirmed_items"
        " WHERE amount IS NOT NULL",
    )
    assert sorted(
        (str(r["period_end"]), r["statement"], r["line"], r["amount"]) for r in found
    ) == (
        sorted(
            (filing.period.end, statement, item.line, item.value)
            for filing in samples()
            for statement, item in items(filing)
            if confirmed(item) and item.value is not None and item.kind == "amount"
        )
    )


def test_the_excess_is_that_of_the_samples(database: Database) -> None:
    found = dicts(database, "SELECT * FROM excess WHERE regime = 'segregation' ORDER BY as_of")
    assert [(str(row["as_of"]), row["required"], row["held"], row["excess"]) for row in found] == [
        ("2017-03-13", 6_863_892_060, 7_287_990_569, 424_098_509),
        ("2017-04-30", 1_292_342_545, 1_374_712_375, 82_369_830),
        ("2020-07-31", 4_008_887_962, 4_207_049_429, 198_161_467),
    ]
    assert {row["excess_status"] for row in found} == {"reported"}
    for regime in ("segregation", "secured", "cleared-swaps"):
        rows = dicts(database, f"SELECT * FROM excess WHERE regime = '{regime}'")
        assert len(rows) == 3
        assert all(row["held"] - row["required"] == row["excess"] for row in rows)  # type: ignore[operator]


def test_the_sign_of_the_dealer_options_is_not_decided(database: Database) -> None:
    found = dicts(database, "SELECT * FROM excess WHERE regime = 'dealer-options' ORDER BY as_of")
    assert [(row["required"], row["held"], row["excess"]) for row in found] == [
        (0, 0, None),
        (None, None, None),
    ]


def test_an_excess_in_dispute_is_not_among_the_confirmed(database: Database) -> None:
    doubted = with_item(a_filing(), "7190", status="disputed", verified_by=("x",))
    sure = with_item(doubted, "7180", verified_by=("segregation.7180",))
    (loaded,) = database.load([sure])
    where = f"WHERE filing_key = {loaded.key} AND regime = 'segregation'"
    (all_of_it,) = dicts(database, f"SELECT * FROM excess {where}")
    assert all_of_it["excess"] == doubted.item("7190").value
    (row,) = dicts(database, f"SELECT * FROM confirmed_excess {where}")
    assert (row["required"], row["held"], row["excess"]) == (None, sure.item("7180").value, None)


def test_superseded_filings_are_in_no_view(database: Database) -> None:
    older, newer = database.load([a_filing(excess=1), a_filing(excess=2)])
    views = "current_filings current_items confirmed_items current_checks excess open_reviews"
    for view in views.split():
        keys = {row["filing_key"] for row in dicts(database, f"SELECT filing_key FROM {view}")}
        assert older.key not in keys
    assert newer.key in keys


def test_open_reviews_are_what_a_person_should_look_at(database: Database) -> None:
    """The same as the review list of each filing, but for what is settled."""
    found = dicts(database, "SELECT period_end, urgency, state, why FROM open_reviews")
    assert sorted(
        (str(row["period_end"]), row["urgency"], row["state"], row["why"]) for row in found
    ) == sorted(
        (filing.period.end, entry.urgency, entry.state, entry.why)
        for filing in samples()
        for entry in review(filing)
        if entry.urgency < 6
    )


def test_a_failed_total_is_the_first_to_review(database: Database) -> None:
    wrong = settled(with_item(a_filing(), "7180", value=1))
    assert wrong.status == "inconsistent"
    (loaded,) = database.load([wrong])
    found = dicts(
        database,
        f"SELECT * FROM open_reviews WHERE filing_key = {loaded.key} ORDER BY urgency, place",
    )
    assert (found[0]["state"], found[0]["place"]) == ("failed", "segregation.7180")
    assert found[0]["amount"] == 1


def test_a_filing_without_a_day_is_reviewed(database: Database) -> None:
    (loaded,) = database.load([a_filing(day=None)])
    states = dicts(
        database,
        f"SELECT state FROM open_reviews WHERE filing_key = {loaded.key} AND urgency = 1",
    )
    assert {"state": "period unknown"} in states
    assert loaded.key not in {point.filing_key for point in database.series()}


def test_two_editions_share_the_columns_of_their_boxes() -> None:
    assert column_name("7190", "segregation", "14", "amount") == "box_7190"
    assert column_name(None, "cover", "segregated.b", "amount") == "cover_segregated_b"
    assert column_name(None, "cover", "segregated.c", "low") == "cover_segregated_c_low"
    for edition in catalog().editions:
        names = [column_name(cell.box, *key.split("/")) for key, cell in edition.spec.items()]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() for name in names)


def test_a_filing_of_one_statement_has_the_others_empty(database: Database) -> None:
    (loaded,) = database.load([replace(a_filing(edition=FOCUS), submitted="2017-05-02")])
    (row,) = dicts(
        database,
        f"SELECT box_7180, box_8720 FROM wide_x_17a_5_ii WHERE filing_key = {loaded.key}",
    )
    assert (row["box_7180"], row["box_8720"]) == (a_filing(edition=FOCUS).item("7180").value, None)
