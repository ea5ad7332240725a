"""The page's rules and its reading of what is typed agree with Python's, to the dollar."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synth.figures import random_filing
from bench.synth.firms import cover, random_facts
from focusconv.errors import InvalidCorrections
from focusconv.forms.catalog import CellSpec, Edition, Key, Rule, catalog
from focusconv.reconcile.rules import evaluate, implied
from focusconv.report.html import asset
from focusconv.review.corrections import Corrections, resolve
from focusconv.review.rows import Entry
from tests.browser import Windows

EDITIONS = {edition.name: edition for edition in catalog().editions}

_EVALUATE = """([rules, filings]) => filings.map(([values, rates]) => {
  const known = (value) => value === null ? null : BigInt(value);
  const amounts = new Map(Object.entries(values).map(([key, value]) => [key, known(value)]));
  const percents = new Map(Object.entries(rates));
  return rules.map((rule) => {
    const one = Rules.evaluate(rule, amounts, percents);
    const text = (value) => value === null ? null : String(value);
    const implied = Rules.keys(rule).map((key) =>
      Rules.implied(rule, key, amounts, percents).map(String));
    const figures = [one.expected, one.actual, one.difference].map(text);
    return [one.status, ...figures, one.case, implied];
  });
})"""

Amounts = dict[Key, int | None]
Case = tuple[Amounts, dict[Key, str]]


def scripted(windows: Windows, *names: str) -> Any:
    """A window with scripts of the page and nothing else."""
    window = windows.open()
    for name in names:
        window.page.add_script_tag(content=asset(name))
    return window.page


def said(rule: Rule, values: Amounts, rates: Mapping[Key, str]) -> list[object]:
    """What Python says of a rule, as the page's answer is written."""
    one = evaluate(rule, values, rates)
    figures = [None if n is None else str(n) for n in (one.expected, one.actual, one.difference)]
    mending = [[str(n) for n in implied(rule, key, values, rates)] for key in rule.keys]
    return [one.status, *figures, one.case, mending]


def filings(edition: Edition, count: int) -> Iterator[Case]:
    """Consistent filings, each then damaged: amounts off, far off, lost, or swapped."""
    rng = random.Random(edition.name)
    for _ in range(count):
        facts = random_facts(edition, rng)
        figures = random_filing(edition, rng, ties=True, given=cover(edition, facts))
        values: Amounts = {}
        rates: dict[Key, str] = {}
        for key, cell in edition.spec.items():
            figure = figures.get(key)
            if cell.kind == "amount":
                values[key] = figure if isinstance(figure, int) else 0
            elif cell.kind == "percent":
                rates[key] = str(figure) if figure is not None else "0"
        for key in rng.sample(sorted(values), rng.choice((0, 1, 2, 8))):
            value = values[key] or 0
            values[key] = rng.choice((value + 1, value - 1, -value, value * 10**9 + 7, None, 0))
        if rates and rng.random() < 0.5:
            rates[rng.choice(sorted(rates))] = rng.choice(("0", "5", "7.25", "0.000", "110.5"))
        yield values, rates


def _compare(windows: Windows, edition: Edition, cases: list[Case]) -> set[object]:
    """Evaluate the cases on both sides, compare, and return the statuses that came up."""
    rules = tuple(edition.rules)
    sent = [
        [{k: None if v is None else str(v) for k, v in values.items()}, rates]
        for values, rates in cases
    ]
    page = scripted(windows, "rules.js")
    found = page.evaluate(_EVALUATE, [json.loads(msgspec.json.encode(rules)), sent])
    seen = set()
    for (values, rates), answers in zip(cases, found, strict=True):
        for rule, answer in zip(rules, answers, strict=True):
            assert answer == said(rule, values, rates), (rule.id, values, rates)
            seen.add(answer[0])
    return seen


@pytest.mark.parametrize("name", EDITIONS)
def test_filings_are_judged_alike(windows: Windows, name: str) -> None:
    edition = EDITIONS[name]
    seen = _compare(windows, edition, list(filings(edition, 150)))
    assert seen == {"passed", "failed", "undecided"}


amounts = st.none() | st.integers(-(10**15), 10**15) | st.integers(-200, 200)


@pytest.mark.parametrize("name", EDITIONS)
def test_any_amounts_are_judged_alike(windows: Windows, name: str) -> None:
    """Amounts that Hypothesis makes, collected first: one question to the browser."""
    edition = EDITIONS[name]
    keys = sorted({key for rule in edition.rules for key in rule.keys})
    stated = sorted({c.rate_key for r in edition.rules for c in r.cases if c.rate_key is not None})
    percents = st.from_regex(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,7})?", fullmatch=True)
    cases: list[Case] = []

    @given(
        st.lists(amounts, min_size=len(keys), max_size=len(keys)),
        st.lists(percents, min_size=len(stated), max_size=len(stated)),
    )
    def collect(values: list[int | None], rates: list[str]) -> None:
        cases.append((dict(zip(keys, values, strict=True)), dict(zip(stated, rates, strict=True))))

    collect()
    assert len(cases) > 50
    _compare(windows, edition, cases)


_PARSE = """([cells, texts]) => cells.map((cell) => texts.map((text) => {
  const { value } = Text.parse(cell, text);
  return value === undefined ? null : value;
}))"""

TYPED = (
    *("1,234", "1234", "-1,234", "(1,234)", "0", "-0", "(0)", "007", " 12 ", "12\t"),
    *("12,34", "1,2345", "(12", "12)", "-(12)", "(-12)", "--1", "+1", "1.0", "1e3", "$5", "", " "),
    *(
        "999,999,999,999,999",
        "1234567890123456",
        "1,234,567,890,123,456",
        "٣",
        "1 234",
        "1\u00a0234",
    ),
    *("5", "7.25", "7.", ".5", "100.1234567", "1000", "-5", "5%"),
    *("2017-04-30", "2017-02-29", "2016-02-29", "2017-13-01", "0000-01-01"),
    "17-04-30",
    *("yes", "YES", "no", "x", "1", "0", "maybe", "true"),
    *("A & B <b>", "a\u202eb", "a\u2028b", "a\x07b", "Ünïcode 株式会社", "=1+1", "a\u200bb"),
)


def taken(cell: CellSpec, key: Key, edition: Edition, text: str) -> object:
    """What a corrections file with that text gives the cell; None where it is refused."""
    statement, line, column = key.split("/")
    stripped = text.strip()
    if not stripped or not stripped.isprintable():
        return None
    entry = Entry(
        row=1,
        source="ab" * 32,
        statement=statement,
        line=line,
        column=column,
        value=stripped,
        by="B",
        why="W",
    )
    try:
        decided = resolve(Corrections("c.json", "ab" * 32, (entry,)), edition, "ab" * 32)
    except InvalidCorrections:
        return None
    value = decided.values[key]
    return str(value) if cell.kind == "amount" else value


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_typed_is_taken_as_a_corrections_file_takes_it(windows: Windows, name: str) -> None:
    edition = EDITIONS[name]
    cells: dict[tuple[str, str], Key] = {}
    for key, cell in edition.spec.items():
        cells.setdefault((cell.kind, cell.sign), key)
    texts = list(TYPED)

    @given(st.text(st.sampled_from("0123456789,.()- \u2212"), max_size=9))
    def collect(text: str) -> None:
        if "\u2212" not in text:
            texts.append(text)

    collect()
    sent = [{"kind": kind, "sign": sign} for kind, sign in cells]
    found = scripted(windows, "text.js").evaluate(_PARSE, [sent, texts])
    for key, answers in zip(cells.values(), found, strict=True):
        for text, answer in zip(texts, answers, strict=True):
            expected = taken(edition.spec[key], key, edition, text)
            assert answer == expected, (key, text)


def test_a_typographic_minus_is_a_minus(windows: Windows) -> None:
    page = scripted(windows, "text.js")
    cell = {"kind": "amount", "sign": "any"}
    assert page.evaluate("(cell) => Text.parse(cell, '\u22121,234').value", cell) == "-1234"
