"""Where damage strikes and how it is done to one printed string, shared by all noises."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from bench.synth.sheets import Printed, PrintLine, Spot

Noise = Callable[[Printed, random.Random, float], None]
"""Damages a filing at a rate per amount, box, line or page, as its subject is."""

_LETTERS = {"0": "OoO©Q", "1": "lI|i", "2": "Z", "5": "Ss", "6": "b", "8": "B"}


def amounts(filing: Printed, rng: random.Random, rate: float) -> Iterator[tuple[PrintLine, Spot]]:
    """Spots drawn at the rate, from those that print an amount."""
    for _, line, spot in list(filing.spots()):
        if spot.text.strip("() ") and rng.random() < rate:
            yield line, spot


def boxes(filing: Printed, rng: random.Random, rate: float) -> Iterator[Spot]:
    """Spots drawn at the rate, with an amount or empty, whose box is whole."""
    for _, _, spot in list(filing.spots()):
        if spot.box and spot.box.isdigit() and rng.random() < rate:
            yield spot


def lose(filing: Printed, spot: Spot) -> None:
    """The amount can no longer be read; a hard rule over it may still tell it."""
    rules = (rule for rule in filing.edition.rules if rule.hard)
    known = any(spot.key in rule.keys for rule in rules)
    filing.truth[spot.key].kind = "either" if known else "unknown"


def digits(text: str) -> list[int]:
    return [n for n, char in enumerate(text) if char.isdigit()]


def put(text: str, at: int, char: str) -> str:
    return text[:at] + char + text[at + 1 :]


def lettered(text: str, rng: random.Random, count: int) -> str:
    places = [n for n, char in enumerate(text) if char in _LETTERS]
    for at in rng.sample(places, min(count, len(places))):
        text = put(text, at, rng.choice(_LETTERS[text[at]]))
    return text
