"""A filing as a printed form: every value is on it, and what is read from it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from msgspec.structs import replace

import focusconv
from bench.synth.cases import case
from focusconv.errors import UnknownForm
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing, Item
from focusconv.render.form import render
from focusconv.render.formula import formula
from focusconv.render.statemarks import STATES
from tests.conftest import Run
from tests.documents import SAMPLES
from tests.synthetic import EDITIONS, filing_of, with_item

LAYOUT = "tabs+box-after"


@pytest.fixture(scope="module", params=[(name, seed) for name in EDITIONS for seed in (1, 2)])
def filing(request: pytest.FixtureRequest) -> Filing:
    name, seed = request.param
    made = case(catalog().edition(name), LAYOUT, "none", seed)
    return focusconv.convert(made.document)


def words(pdf: bytes) -> list[str]:
    """The words of all pages."""
    with pymupdf.open("pdf", pdf) as document:
        return [word[4] for page in document for word in page.get_text("words")]


def amounts(filing: Filing) -> Iterator[tuple[str, Item]]:
    for statement in filing.statements:
        for item in statement.items:
            if item.kind in ("amount", "percent"):
                yield f"{statement.id}/{item.line}/{item.column}", item


def printed(item: Item, sign: str) -> str:
    if item.kind == "percent":
        return f"{item.value}%"
    assert isinstance(item.value, int)
    digits = f"{abs(item.value):,}"
    return f"({digits})" if item.value < 0 or sign == "-" else digits


def test_every_amount_is_printed_as_focus_prints_it(filing: Filing) -> None:
    found = words(render(filing))
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    wanted = [
        printed(item, edition.spec[key].sign)
        for key, item in amounts(filing)
        if item.value is not None
    ]
    assert len(wanted) > 50
    for text in set(wanted):
        assert found.count(text) >= wanted.count(text), text


def test_every_box_and_label_is_printed(filing: Filing) -> None:
    found = words(render(filing))
    text = " ".join(found)
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    for statement in filing.statements:
        for line in edition.by_id[statement.id].lines:
            assert line.label.split()[0] in text
            for cell in line.cells:
                assert cell.box is None or cell.box in found


def test_the_same_filing_gives_the_same_bytes(filing: Filing) -> None:
    assert render(filing) == render(Filing.from_json(filing.to_json()))


def test_what_is_printed_is_read_the_same(filing: Filing) -> None:
    again = focusconv.convert(render(filing), name="printed.pdf")
    assert again.form == filing.form
    assert again.filer.name == filing.filer.name
    assert (again.period.begin, again.period.end) == (filing.period.begin, filing.period.end)
    assert again.submitted == filing.submitted
    assert {key: item.value for key, item in amounts(again)} == {
        key: item.value for key, item in amounts(filing)
    }
    assert again.status == filing.status


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_a_sample_keeps_its_amounts_when_printed_and_read(path: str) -> None:
    filing = focusconv.convert(path)
    again = focusconv.convert(render(filing), name="printed.pdf")
    values = {key: item.value for key, item in amounts(again)}
    for key, item in amounts(filing):
        if item.value is not None:
            assert values[key] == item.value, key


@pytest.mark.parametrize("name", EDITIONS)
def test_the_table_has_each_check_as_one_word(name: str) -> None:
    filing = filing_of(name)
    edition = catalog().edition(name)
    found = "".join(words(render(filing)))
    rules = {rule.id: rule for rule in edition.rules}
    for check in filing.checks:
        assert formula(rules[check.id], edition) in found


def test_formulas_say_sums_percents_and_cases() -> None:
    edition = catalog().edition("X-17A-5-II-2014")
    said = {rule.id: formula(rule, edition) for rule in edition.rules}
    assert said["segregation.7050"] == "7050=7045+7047"
    assert said["segregation.7190"] == "7190=7180-7060"
    assert said["net-capital.7425"] == "7425=8%\xd77415"
    assert said["secured.7360"] == "7360=max(7305,7355)"
    assert said["dealer-options.7240"] == "7240=7230-7200|7200-7230"
    assert said["tie.7465"] == "7465=USD1,000,000"


def test_a_failed_check_says_what_the_rule_gives() -> None:
    filing = with_item(filing_of(EDITIONS[0]), "7050", value=41)
    failed = tuple(
        replace(check, status="failed", actual=41, expected=40, difference=1)
        if check.id == "segregation.7050"
        else check
        for check in filing.checks
    )
    found = words(render(replace(filing, checks=failed)))
    at = found.index("failed")
    assert {"USD41", "USD40"} <= set(found[at : at + 8])


def test_the_foot_explains_the_marks_that_are_there() -> None:
    plain = filing_of(EDITIONS[0])
    text = " ".join(words(render(plain)))
    assert STATES["disputed"] not in text
    assert STATES["derived"] not in text
    doubted = with_item(plain, "7050", status="disputed")
    assert STATES["disputed"] in " ".join(words(render(doubted)))


def test_marks_are_drawn_and_not_written() -> None:
    plain = with_item(filing_of(EDITIONS[0], "segregation"), "7050", verified_by=("some",))
    doubted = with_item(plain, "7050", status="disputed")
    with pymupdf.open("pdf", render(plain)) as one, pymupdf.open("pdf", render(doubted)) as two:
        without = [word[4] for word in one[0].get_text("words")]
        marked = [word[4] for word in two[0].get_text("words")]
        drawn = len(two[0].get_drawings()) - len(one[0].get_drawings())
    assert [word for word in marked if word != "disputed"] == [
        word for word in without if word != "disputed"
    ]
    assert drawn == 2  # at the item, and in the legend


def test_an_empty_deduction_keeps_its_parentheses() -> None:
    filing = with_item(filing_of(EDITIONS[0], "segregation"), "7047", value=None, status="blank")
    with pymupdf.open("pdf", render(filing)) as document:
        assert re.search(r"\( \)\s", document[0].get_text()) is not None


def test_names_beyond_the_base_fonts_are_printed() -> None:
    filing = filing_of(EDITIONS[0], "segregation")
    named = replace(filing, filer=replace(filing.filer, name="Łódź Žito 期货 LLC"))
    assert {"Łódź", "Žito", "期货", "LLC"} <= set(words(render(named)))


def test_pages_are_counted_and_each_statement_begins_one() -> None:
    filing = filing_of(EDITIONS[0])
    with pymupdf.open("pdf", render(filing)) as document:
        pages = [page.get_text() for page in document]
    assert len(pages) == len(filing.statements) + 1
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text


def test_a_table_that_is_longer_than_a_page_goes_on_on_the_next() -> None:
    filing = filing_of(EDITIONS[0], "segregation")
    with pymupdf.open("pdf", render(replace(filing, checks=filing.checks * 20))) as document:
        pages = [page.get_text() for page in document]
        low = max(word[3] for page in document for word in page.get_text("words"))
    assert sum(text.count("7050=7045+7047") for text in pages) == 20
    assert len(pages) > 2
    assert low < 792 - 40


def test_the_file_says_where_the_filing_came_from_and_no_time() -> None:
    filing = filing_of(EDITIONS[0], "segregation")
    with pymupdf.open("pdf", render(filing)) as document:
        said = document.metadata
    assert filing.source.sha256 in said["subject"]
    assert said["creationDate"] == ""
    assert said["modDate"] == ""


def test_a_form_that_the_catalog_has_not_is_refused() -> None:
    filing = filing_of(EDITIONS[0], "segregation")
    other = replace(filing, form=replace(filing.form, edition="1999"))
    with pytest.raises(UnknownForm, match="X-17A-5-II-1999"):
        render(other)


def test_the_command_draws_an_export_of_either_format(focusconv: Run, tmp_path: Path) -> None:
    exported = filing_of(EDITIONS[0], "segregation")
    (tmp_path / "filing.json").write_bytes(exported.to_json())
    assert focusconv("render", "filing.json", "-o", "one.pdf").returncode == 0
    piped = focusconv("render", "-", "-o", "-", stdin=exported.to_xml())
    assert piped.stdout == (tmp_path / "one.pdf").read_bytes()
    assert piped.stdout.startswith(b"%PDF-")
    again = focusconv("render", "filing.json", "-o", "one.pdf")
    assert again.returncode == 2
    assert b"--force" in again.stderr


def test_the_command_takes_no_document(focusconv: Run, tmp_path: Path) -> None:
    done = focusconv("render", SAMPLES[0], "-o", "out.pdf")
    assert done.returncode == 3
    assert b"no exported filing; convert the document to JSON first" in done.stderr
    assert not (tmp_path / "out.pdf").exists()
