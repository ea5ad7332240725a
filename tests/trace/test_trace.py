"""Every step of a document can be looked at, and says what converting says."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from focusconv.conversion import convert
from focusconv.readers import read
from focusconv.trace import model
from focusconv.trace.steps import trace
from focusconv.trace.text import STEPS, lines
from tests.conftest import Run
from tests.documents import SAMPLES, segregation

MISREAD = segregation().replace(b"755,000\t7040", b"155,000\t7040")
"""A statement of which one digit was misread: only one correction makes its totals hold."""


def trace_of(data: bytes) -> model.Trace:
    return trace(read(data, "filing.txt"))


def test_rows_are_cut_into_what_placing_looks_at() -> None:
    page = trace_of(segregation()).pages[0]
    row = next(row for row in page.rows if any(t.text == "7010" for t in row.tokens))
    assert [(t.kind, t.text) for t in row.tokens][-2:] == [
        ("number", "400,000"),
        ("number", "7010"),
    ]
    assert {t.reader for t in row.tokens} == {"text"}


def test_each_part_says_its_statement() -> None:
    (filing,) = trace_of(segregation()).filings
    assert "segregation" in [part.statement for part in filing.parts]
    assert all(part.first <= part.last for part in filing.parts)


def test_every_amount_is_placed_from_its_slot() -> None:
    (filing,) = trace_of(segregation()).filings
    (copy,) = filing.copies
    slots = {slot.item: slot for slot in copy.slots}
    slot = slots[next(one.key for one in filing.items if one.box == "7010")]
    assert (slot.print, slot.boxes, slot.trust) == ("400,000", {"7010": 0}, "sure")
    assert copy.strays == ()


def test_what_was_searched_and_put_in_is_there_with_its_reason() -> None:
    (filing,) = trace_of(MISREAD).filings
    key = next(one.key for one in filing.items if one.box == "7040")
    (search,) = filing.searches
    assert search.complete
    assert search.explanations[0].changes == {key: 755_000}
    (made,) = filing.made
    assert (made.key, made.value, made.status, made.kept) == (key, 755_000, "corrected", True)


def test_an_item_shows_its_way_from_the_print_to_its_state() -> None:
    (filing,) = trace_of(MISREAD).filings
    item = next(one for one in filing.items if one.box == "7040")
    assert (item.start, item.value, item.status) == (155_000, 755_000, "corrected")
    assert item.options[0].raw == "155,000"
    assert item.reason is not None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_trace_says_of_every_item_what_the_record_says(path: object) -> None:
    filing = convert(path)  # type: ignore[arg-type]
    data = path.read_bytes()  # type: ignore[attr-defined]
    (traced,) = trace_of(data).filings
    said = {one.key: (one.value, one.status, one.verified_by) for one in traced.items}
    assert traced.status == filing.status
    recorded = {
        f"{statement.id}/{item.line}/{item.column}": (item.value, item.status, item.verified_by)
        for statement in filing.statements
        for item in statement.items
    }
    assert said.items() <= recorded.items()
    assert len(said) > 40
    for made in traced.made:
        assert made.kept == (said[made.key][1] == made.status)


def test_a_document_of_no_known_form_is_traced_as_far_as_it_was_read() -> None:
    found = trace_of(b"Form 1040\n1 Wages\t52,000\n")
    assert found.filings == ()
    assert found.refused is not None
    assert found.pages[0].rows[1].tokens[-1].text == "52,000"


def test_text_has_a_section_for_each_step() -> None:
    text = list(lines(trace_of(MISREAD), STEPS))
    heads = [line for line in text if re.match(r"[A-Z]{4,}", line)]
    assert [head.split()[0] for head in heads] == [step.upper() for step in STEPS]


def test_one_item_alone_has_its_slot_its_checks_and_its_reason() -> None:
    text = "\n".join(lines(trace_of(MISREAD), STEPS, "7040"))
    assert "'155,000'; box 7040" in text
    assert "segregation.7040" in text
    assert "7040 = 755,000, corrected" in text
    assert "before the rules were asked: 155,000" in text
    assert "7190 198" not in text
    assert "box 7020" not in text


class TestCommand:
    def test_json_is_the_whole_and_reads_back(self, focusconv: Run) -> None:
        done = focusconv("trace", "-", "--to", "json", stdin=MISREAD)
        assert done.returncode == 0
        found = msgspec.json.decode(done.stdout, type=model.Trace)
        assert found.filings == trace(read(MISREAD, "-")).filings
        assert json.loads(done.stdout)["source"]["media_type"] == "text/plain"

    def test_one_step_of_one_item(self, focusconv: Run) -> None:
        done = focusconv("trace", "-", "--step", "states", "--item", "7040", stdin=MISREAD)
        text = done.stdout.decode()
        assert "755,000, corrected" in text
        assert "PLACE" not in text

    def test_a_form_that_is_not_known_is_status_3(self, focusconv: Run) -> None:
        done = focusconv("trace", "-", stdin=b"Form 1040\n1 Wages\t52,000\n")
        assert done.returncode == 3
        assert b"52,000" in done.stdout
        assert b"refused: " in done.stdout

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--to", "xml"), "give text or json"),
            (("--step", "print"), "give read, identify, place, reconcile, states"),
            (("--item", "9999"), "no such item"),
            (("--to", "json", "--item", "7010"), "are for text"),
        ],
    )
    def test_wrong_usage_says_what_to_give(
        self, focusconv: Run, arguments: tuple[str, ...], said: str
    ) -> None:
        done = focusconv("trace", "-", *arguments, stdin=MISREAD)
        assert done.returncode == 2
        assert said in done.stderr.decode()
