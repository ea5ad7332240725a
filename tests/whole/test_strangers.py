"""The second generator: its figures keep the form's rules, its documents say what they should."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import msgspec
import numpy as np
import pymupdf
import pytest

import focusconv
from bench.strangers.amounts import percent
from bench.strangers.figures import Filing, filing
from bench.strangers.form import SYSTEMS, Case, Rule
from bench.strangers.judge import judge
from bench.strangers.layouts import LAYOUTS, text
from bench.strangers.looks import LOOKS, pdf
from bench.strangers.misprints import DAMAGES, damaged
from bench.strangers.noise import NOISES, digitized
from bench.strangers.notation import Notation
from bench.strangers.sheet import Sheet, Style, sheets
from bench.strangers.truth import truth_of


def _amount(made: Filing, key: str) -> int:
    value = made.values[key]
    assert not isinstance(value, str)
    return value or 0


def _comes_to(made: Filing, case: Case) -> int | None:
    """What a case of a rule gives; None where the case does not govern."""
    if case.governs is not None and len({_amount(made, key) for key in case.governs}) > 1:
        return None
    terms = [term.coefficient * _amount(made, term.key) for term in case.terms]
    if case.op == "percent":
        return percent(terms[0], str(case.rate))
    return max(terms) if case.op == "greatest" else sum(terms)


def _rules(made: Filing) -> Iterator[Rule]:
    for statement in made.edition.statements:
        if statement.id in made.statements:
            yield from statement.rules


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_rule_of_the_form_holds(system: str) -> None:
    for seed in range(30):
        made = filing(seed, system)
        for rule in _rules(made):
            if all(key in made.values for key in rule.keys):
                expected = [_comes_to(made, case) for case in rule.cases]
                assert _amount(made, rule.target) in expected, (seed, rule.text)


@pytest.mark.parametrize("system", SYSTEMS)
def test_amounts_have_the_signs_of_their_lines(system: str) -> None:
    for seed in range(30):
        made = filing(seed, system)
        for key, cell in made.edition.spec.items():
            if cell.kind == "amount" and key in made.values and cell.sign != "any":
                assert _amount(made, key) * (1 if cell.sign == "+" else -1) >= 0, (seed, key)


def test_figures_go_from_nothing_to_tens_of_billions() -> None:
    largest = [max(abs(_amount(made, k)) for k in made.edition.key_of_box.values()
                   if isinstance(made.values.get(k), int))
               for made in (filing(seed) for seed in range(60))]  # fmt: skip
    assert min(largest) < 10_000_000
    assert max(largest) > 10_000_000_000


def test_the_same_seed_gives_the_same_documents() -> None:
    assert filing(5) == filing(5)
    made = filing(5)
    for layout in LAYOUTS.values():
        assert text(made, layout) == text(made, layout)
    assert pdf(filing(2), LOOKS["ledger"]) == pdf(filing(2), LOOKS["ledger"])


def _joined(printed: str) -> str:
    return "".join(html.unescape(printed).replace("\\", "").split()).casefold()


def _entries(made: list[Sheet]) -> Iterator[str]:
    for sheet in made:
        for row in sheet.rows:
            yield from (cell.text for cell in row.cells if cell.text and cell.kind != "text")


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_prints_every_entry(name: str) -> None:
    for seed in (1, 2):
        printed, made = text(filing(seed), LAYOUTS[name])
        there = _joined(printed)
        assert [entry for entry in _entries(made) if _joined(entry) not in there] == []


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_prints_every_entry(name: str) -> None:
    data, made = pdf(filing(1), LOOKS[name])
    document: Any = pymupdf.open(stream=data)
    there = _joined(" ".join(word[4] for page in document for word in page.get_text("words")))
    assert [entry for entry in _entries(made) if _joined(entry) not in there] == []


@pytest.mark.parametrize("name", NOISES)
def test_a_noise_keeps_a_page_a_page(name: str) -> None:
    page = np.full((330, 255), 255, np.uint8)
    page[100:110, 40:200] = 0
    done = digitized(page, NOISES[name], np.random.default_rng(3))
    assert done.dtype == np.uint8
    assert done.min() < 100 < 150 < done.max()


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_opens_only_what_it_changed(name: str) -> None:
    made = filing(2, "FOCUS")
    whole = sheets(Random(1), made, Style(Notation()))
    worn, truth = damaged(Random(7), whole, truth_of(made), [name])
    assert worn != whole
    before, after = _by_key(whole), _by_key(worn)
    assert all(before[key] != after[key] for key in truth.meant)
    assert {key for key, value in truth.amounts.items() if value == "open"} == set(truth.meant)
    assert bool(truth.meant) == (name in ("digits", "torn", "vanished"))


def _by_key(made: list[Sheet]) -> Mapping[str, str]:
    return {cell.key: cell.text for sheet in made for row in sheet.rows for cell in row.cells}


def _items(read: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for statement in read["statements"]:
        yield from (item for item in statement["items"] if item["kind"] == "amount")


def test_the_judge_flags_a_planted_silent_error() -> None:
    made = filing(1, "FOCUS")
    data = text(made, LAYOUTS["typed"])[0].encode()
    read = msgspec.to_builtins(focusconv.convert(data, name="typed.txt"))
    before = judge(read, truth_of(made))
    planted = next(item for item in _items(read) if item["box"] == "7010")
    planted["value"] += 1
    after = judge(read, truth_of(made))
    assert after.silent == before.silent + 1
    assert any(fault.place.startswith("7010") for fault in after.faults)
    planted["status"], planted["value"] = "blank", None
    assert judge(read, truth_of(made)).false_blank == before.false_blank + 1
