"""What the page foretells of a decided filing is what converting it with the decisions gives."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench.synth.cases import case
from focusconv.conversion import convert
from focusconv.forms.catalog import Edition, catalog
from focusconv.record.filing import Filing
from focusconv.report.edition import edition_data
from focusconv.report.html import asset
from focusconv.report.model import filing_data
from focusconv.review.corrections import load
from tests.browser import Windows

EDITIONS = {edition.name: edition for edition in catalog().editions}
SCRIPTS = ("text.js", "rules.js", "review.js", "corrections.js")

_DECIDE = """([edition, cases]) => cases.map(([filing, truth]) => {
  const review = new Review(edition, filing);
  const before = [review.status(), [...review.results].map(([id, one]) => [id, one.status])];
  const correct = (key) => {
    const cell = review.cells.get(key);
    const wanted = truth[key];
    const fits = (value) => !Text.parse(cell, Text.typed(cell, value)).error;
    if (wanted !== undefined && wanted !== review.value(key) && fits(wanted)) {
      review.decide(key, { action: 'value', value: wanted, why: 'read' });
    }
  };
  for (const { type, id } of review.todo()) {
    if (type === 'check') Rules.keys(review.ruleOf.get(id)).forEach(correct);
    else correct(id);
  }
  for (const { type, id, open } of review.todo()) {
    if (!open) continue;
    const value = type === 'item' ? review.value(id) : null;
    if (type === 'check') review.decide(id, { action: 'waive', why: 'so printed' });
    else if (value !== null) review.decide(id, { action: 'value', value, why: 'accepted' });
  }
  const checks = [...review.results].map(([id, one]) => [id, one.status]);
  const file = review.decisions.size ? Corrections.file(review, 'R') : null;
  return { before, status: review.status(), checks, file };
})"""


def truth_of(expected: Any) -> dict[str, str]:
    """The true amounts that can be known, by key."""
    return {
        key: str(truth.value)
        for key, truth in expected.truth.items()
        if isinstance(truth.value, int) and not isinstance(truth.value, bool)
    }


def decided(windows: Windows, edition: Edition, cases: list[tuple[Filing, dict[str, str]]]) -> Any:
    page = windows.open().page
    for name in SCRIPTS:
        page.add_script_tag(content=asset(name))
    sent = [[json.loads(msgspec.json.encode(filing_data(f, ()))), truth] for f, truth in cases]
    return page.evaluate(_DECIDE, [json.loads(msgspec.json.encode(edition_data(edition))), sent])


def settled(status: str) -> str:
    """A rule that holds, whether or not it was spent."""
    return "passed" if status == "used" else status


@pytest.mark.parametrize("name", EDITIONS)
def test_what_the_page_foretells_comes_true(windows: Windows, tmp_path: Path, name: str) -> None:
    edition = EDITIONS[name]
    noises = ("digit:0.03+ghost", "digit:0.03")
    made = [case(edition, "tabs", noise, seed) for noise in noises for seed in range(1, 15)]
    filings = [convert(one.document) for one in made]
    known = [truth_of(one.expected[0]) for one in made]
    outcomes = decided(windows, edition, list(zip(filings, known, strict=True)))
    foretold: Counter[tuple[str, str]] = Counter()
    for one, filing, outcome in zip(made, filings, outcomes, strict=True):
        status, checks = outcome["before"]
        assert status == filing.status
        assert dict(checks) == {check.id: check.status for check in filing.checks}
        if outcome["file"] is None:
            continue
        path = tmp_path / "decided.json"
        path.write_text(outcome["file"])
        after = convert(one.document, corrections=load(path))
        foretold[outcome["status"], after.status] += 1
        if outcome["status"] == "confirmed":
            assert after.status == "confirmed"
            found = {check.id: settled(check.status) for check in after.checks}
            assert {name: settled(status) for name, status in outcome["checks"]} == found
    assert foretold["confirmed", "confirmed"] > 5
