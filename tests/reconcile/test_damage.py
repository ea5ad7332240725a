"""Real documents, damaged at random as files and scans are: right, or flagged, never silent.

A wrong digit that leaves a legible amount is the one damage that reading cannot see; where no
rule can be decided over it, it must at least not count as verified.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable

import pytest

import focusconv
from focusconv.errors import FocusconvError
from focusconv.record.filing import Item
from focusconv.validation import validate
from tests.documents import SAMPLES

SEEDS = range(8)
TEXTS = {path.parent.name: path.read_text(encoding="utf-8") for path in SAMPLES}
Damage = Callable[[str, random.Random], str]


def _truth(name: str) -> dict[str, tuple[str, int | None]]:
    path = next(path.parent / "truth.csv" for path in SAMPLES if path.parent.name == name)
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["box"]: (row["class"], int(row["value"]) if row["value"] else None)
            for row in csv.DictReader(file)
        }


TRUTH = {name: _truth(name) for name in TEXTS}


def _lines(change: Callable[[list[str], int], None]) -> Damage:
    def damage(text: str, dice: random.Random) -> str:
        lines = text.split("\n")
        change(lines, dice.randrange(len(lines) - 1))
        return "\n".join(lines)

    return damage


def _swap(lines: list[str], at: int) -> None:
    lines[at], lines[at + 1] = lines[at + 1], lines[at]


def _at(pattern: str, new: Callable[[str, random.Random], str]) -> Damage:
    def damage(text: str, dice: random.Random) -> str:
        match = dice.choice(list(re.finditer(pattern, text)))
        return text[: match.start()] + new(match[0], dice) + text[match.end() :]

    return damage


def _split(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    return word[:at] + dice.choice(" \t\n") + word[at:]


DAMAGES: dict[str, Damage] = {
    "line-lost": _lines(lambda lines, at: lines.pop(at) and None),
    "line-twice": _lines(lambda lines, at: lines.insert(at, lines[at])),
    "lines-swapped": _lines(_swap),
    "lines-joined": _at("\n", lambda _, dice: dice.choice(" \t")),
    "cells-joined": _at("\t", lambda *_: " "),
    "word-lost": _at(r"\S+", lambda *_: ""),
    "word-split": _at(r"\S{2,}", _split),
    "character-lost": _at(r"\S", lambda *_: ""),
    "tail-lost": lambda text, dice: text[: dice.randrange(1, len(text))],
    "head-lost": lambda text, dice: text[dice.randrange(len(text) - 1) :],
}


def wrong(item: Item, truth: tuple[str, int | None]) -> bool:
    """Whether an item claims a value that is not the document's."""
    kind, value = truth
    if item.value is None or item.status in ("disputed", "unreadable"):
        return False
    empty = kind in ("unknown", "blank", "absent") and item.value == 0
    return item.value != value and not empty


def wrong_items(name: str, text: str) -> list[Item]:
    try:
        filings = list(focusconv.filings(text.encode()))
    except FocusconvError:
        return []
    found = []
    for filing in filings:
        assert validate(filing.to_json()).truthful
        for statement in filing.statements:
            for item in statement.items:
                if item.kind == "amount" and item.box in TRUTH[name]:
                    found += [item] if wrong(item, TRUTH[name][item.box]) else []
    return found


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_documents_are_right_or_flagged(name: str, damage: str) -> None:
    for seed in SEEDS:
        text = DAMAGES[damage](TEXTS[name], random.Random(f"{name} {damage} {seed}"))
        assert wrong_items(name, text) == [], f"seed {seed}"


@pytest.mark.parametrize("name", TEXTS)
def test_a_wrong_digit_is_never_verified(name: str) -> None:
    damage = _at(r"\d", lambda _, dice: dice.choice("0123456789"))
    for seed in range(4 * len(SEEDS)):
        text = damage(TEXTS[name], random.Random(f"{name} digit {seed}"))
        assert [item for item in wrong_items(name, text) if item.verified_by] == [], f"seed {seed}"
