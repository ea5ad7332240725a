"""Second readings: what another reader made of a cell, from the document to the verdict."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec import structs

from focusconv.document import Again, Cell, Document, Row
from focusconv.forms.catalog import catalog
from focusconv.forms.identify import identify
from focusconv.forms.lexicon import lexicon
from focusconv.forms.split import split
from focusconv.place.document import PlacedFiling, place_filing
from focusconv.place.heads import read_head
from focusconv.readers.text import read_text
from focusconv.readings import Reading
from focusconv.reconcile import Outcome, reconcile
from focusconv.reconcile.outcome import SECOND_READING
from tests.documents import segregation

BOXES = catalog().editions[0].key_of_box


def read(again: Mapping[str, str], printed: Mapping[str, str] | None = None) -> PlacedFiling:
    """A statement as one reader has it, and what another has in some cells, by the print.

    `printed` changes the first reader's print of a cell.
    """
    text = segregation()
    for old, new in (printed or {}).items():
        assert text.count(f"\t{old}\t".encode()) == 1
        text = text.replace(f"\t{old}\t".encode(), f"\t{new}\t".encode())
    document = read_text(text, "x")
    page = document.pages[0]
    rows = tuple(Row(tuple(_again(cell, again) for cell in row.cells)) for row in page.rows)
    return placed(structs.replace(document, pages=(structs.replace(page, rows=rows),)))


def _again(cell: Cell, again: Mapping[str, str]) -> Cell:
    if cell.text not in again:
        return cell
    return structs.replace(cell, again=(Again(again[cell.text], "other"),))


def placed(document: Document) -> PlacedFiling:
    found = identify(document, catalog())
    heads = [read_head(part, found.edition, lexicon(found.edition)) for part in found.parts]
    (group,) = split(found.parts, heads)
    return place_filing(document, group, found.edition, found.others)


def reading(found: PlacedFiling, box: str) -> Reading:
    return found.readings[BOXES[box]]


def judged(found: PlacedFiling) -> Outcome:
    present = [statement.id for statement in found.present]
    return reconcile(found.readings, found.edition, present=present, rates={})


def test_each_reader_has_its_options_of_the_same_number() -> None:
    found = reading(read({"300,000": "(300,000)"}), "7020")
    assert [(o.reader, o.value, o.raw) for o in found.options if o.cost == 0] == [
        ("text", 300_000, "300,000")
    ]
    assert {o.reader for o in found.options} == {"text", "other"}
    assert len({o.token for o in found.options}) == 1


def test_what_two_readers_agree_on_is_confirmed() -> None:
    verdict = judged(read({"300,000": "$300,000"})).verdicts[BOXES["7020"]]
    assert (verdict.value, verdict.status) == (300_000, "reported")
    assert verdict.verified_by == ("segregation.7040", SECOND_READING)


def test_arithmetic_decides_between_two_readers() -> None:
    right = judged(read({"300,000": "800,000"})).verdicts[BOXES["7020"]]
    assert (right.value, right.status) == (300_000, "reported")
    assert SECOND_READING not in right.verified_by
    wrong = judged(read({"800,000": "300,000"}, {"300,000": "800,000"})).verdicts[BOXES["7020"]]
    assert wrong.value == 300_000
    assert wrong.status in ("reported", "corrected")


@pytest.mark.parametrize("theirs", ["90,000", "90", "9O0,0O0,OOO", "se", "900,001"])
def test_two_readers_that_differ_where_no_rule_tells_are_in_dispute(theirs: str) -> None:
    """Box 7045 and 7047 cancel, so that only their own sum stands over them."""
    found = read({"900": theirs})
    alone = {BOXES["7045"]: found.readings[BOXES["7045"]]}
    outcome = reconcile(alone, found.edition, present=["segregation"], rates={})
    verdict = outcome.verdicts[BOXES["7045"]]
    assert (verdict.status, verdict.value) == ("disputed", 900)
    assert verdict.reason is not None
    assert "another reader has" in verdict.reason
    if theirs in ("90,000", "90", "900,001"):
        assert int(theirs.replace(",", "")) in {c.value for c in verdict.candidates}
    assert [request.key for request in outcome.requests] == [BOXES["7045"]]


def test_what_no_second_reader_saw_is_reported_and_confirmed_by_nothing() -> None:
    found = read({})
    alone = {BOXES["7045"]: found.readings[BOXES["7045"]]}
    outcome = reconcile(alone, found.edition, present=["segregation"], rates={})
    verdict = outcome.verdicts[BOXES["7045"]]
    assert (verdict.status, verdict.verified_by) == ("reported", ())


def test_a_box_that_one_reader_has_right_is_the_box() -> None:
    found = reading(read({"72045": "7045"}, {}), "7045")
    assert found.seen == "amount"
    torn = read_text(segregation().replace(b"\t7045", b"\t72045"), "x")
    page = torn.pages[0]
    rows = tuple(Row(tuple(_again(c, {"72045": "7045"}) for c in r.cells)) for r in page.rows)
    mended = placed(structs.replace(torn, pages=(structs.replace(page, rows=rows),)))
    assert [o.value for o in reading(mended, "7045").options] == [900]
    assert mended.strays == []


def test_numbers_of_a_cell_go_together_in_their_order() -> None:
    text = segregation().replace(b"900\t7045", b"900 7045")
    document = read_text(text, "x")
    page = document.pages[0]
    rows = tuple(
        Row(tuple(_again(c, {"900 7045": "800 7045"}) for c in r.cells)) for r in page.rows
    )
    found = placed(structs.replace(document, pages=(structs.replace(page, rows=rows),)))
    assert [(o.reader, o.value) for o in reading(found, "7045").options] == [
        ("text", 900),
        ("other", 800),
    ]
