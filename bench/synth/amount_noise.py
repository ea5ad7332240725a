"""Damage to amounts: marks, letters, signs, splits, losses, and genuine misreadings."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable

from bench.synth.aim import Noise, amounts, digits, lettered, lose, put
from bench.synth.sheets import BREAK, Printed, Spot

_CONFUSED = {
    "0": "869",
    "1": "74",
    "2": "73",
    "3": "85",
    "4": "19",
    "5": "63",
    "6": "805",
    "7": "12",
    "8": "360",
    "9": "04",
}
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def commas(mark: Callable[[random.Random], str]) -> Noise:
    """Another mark, or none, in place of one grouping comma or of all."""

    def noise(filing: Printed, rng: random.Random, rate: float) -> None:
        for _, spot in amounts(filing, rng, rate):
            every = rng.random() < 0.5
            places = [n for n, char in enumerate(spot.text) if char == ","]
            for at in reversed(places if every else places[:1]):
                spot.text = put(spot.text, at, mark(rng))

    return noise


def letters(filing: Printed, rng: random.Random, rate: float) -> None:
    """Letters stand for one or two digits of the amount."""
    for _, spot in amounts(filing, rng, rate):
        spot.text = lettered(spot.text, rng, rng.choice((1, 1, 2)))


def subscript(filing: Printed, rng: random.Random, rate: float) -> None:
    """Digits are read as subscripts: all of a short amount, one of a long one."""
    for _, spot in amounts(filing, rng, rate):
        if len(spot.text) < 4:
            spot.text = spot.text.translate(_SUBSCRIPT)
        elif places := digits(spot.text):
            at = rng.choice(places)
            spot.text = put(spot.text, at, spot.text[at].translate(_SUBSCRIPT))


def paren_lost(filing: Printed, rng: random.Random, rate: float) -> None:
    """One of the two parentheses is lost."""
    for _, spot in amounts(filing, rng, rate):
        if spot.text.startswith("("):
            spot.text = spot.text[1:] if rng.random() < 0.5 else spot.text.rstrip(")")


def paren_dash(filing: Printed, rng: random.Random, rate: float) -> None:
    """A dash or a rule stands where the opening parenthesis was."""
    for _, spot in amounts(filing, rng, rate):
        if spot.text.startswith("(") and filing.truth[spot.key].value:
            spot.text = rng.choice("-_\u2013\u2014") + spot.text[1:]


def paren_brace(filing: Printed, rng: random.Random, rate: float) -> None:
    """A brace or a bracket is read for a parenthesis."""
    for _, spot in amounts(filing, rng, rate):
        if spot.text.startswith("("):
            left = rng.choice(("{", "[", "("))
            spot.text = left + spot.text[1:].replace(")", rng.choice((")", "}", "]")))


def sign_lost(filing: Printed, rng: random.Random, rate: float) -> None:
    """Both parentheses or the minus are lost; only a deduction still shows that it is one."""
    for _, spot in amounts(filing, rng, rate):
        value = filing.truth[spot.key].value
        if isinstance(value, int) and value < 0:
            spot.text = spot.text.strip("()-")
            if filing.edition.spec[spot.key].sign != "-":
                filing.truth[spot.key].kind = "misread"


def amount_split(filing: Printed, rng: random.Random, rate: float) -> None:
    """A cell boundary runs through the amount, mostly at a comma."""
    for _, spot in amounts(filing, rng, rate):
        places = [n for n, char in enumerate(spot.text) if char == ","]
        if places:
            at = rng.choice(places) + rng.choice((0, 1))
            spot.text = spot.text[:at] + BREAK + spot.text[at:]


def amount_lost(filing: Printed, rng: random.Random, rate: float) -> None:
    """Nothing is printed where the amount was, as in an empty cell."""
    for _, spot in amounts(filing, rng, rate):
        spot.text = rng.choice(("", "", "_", "( )")) if spot.deduction else ""
        lose(filing, spot)


def amount_garbled(filing: Printed, rng: random.Random, rate: float) -> None:
    """Print that is no amount stands where the amount was."""
    for _, spot in amounts(filing, rng, rate):
        spot.text = rng.choice(("~~,~", "i;.", "#", "<>", "x,xxx", "..,..,.", "?7?,??1"))
        lose(filing, spot)


def misread(change: Callable[[str, random.Random], str]) -> Noise:
    """A change that leaves a legible and wrong amount of at least two digits."""

    def noise(filing: Printed, rng: random.Random, rate: float) -> None:
        for _, spot in amounts(filing, rng, rate):
            value = filing.truth[spot.key].value
            if not isinstance(value, int) or abs(value) < 10 or not clean(spot.text):
                continue
            text = change(spot.text, rng)
            if re.sub(r"\D", "", text).lstrip("0") != str(abs(value)):
                spot.text = text
                filing.truth[spot.key].kind = "misread"

    return noise


def clean(text: str) -> bool:
    return not set(text) - set(string.digits + ",()-")


def _regroup(text: str, bare: str) -> str:
    body = f"{int(bare):,}"
    found = re.search(r"\d[\d,]*", text)
    assert found is not None
    return text[: found.start()] + body + text[found.end() :]


def substituted(text: str, rng: random.Random) -> str:
    at = rng.choice(digits(text))
    return put(text, at, rng.choice(_CONFUSED[text[at]]))


def group_lost(text: str, _: random.Random) -> str:
    found = re.search(r"\d+,", text)
    return text if found is None else text[: found.start()] + text[found.end() :]


def dropped(text: str, rng: random.Random) -> str:
    bare = re.sub(r"\D", "", text)
    at = rng.randrange(len(bare))
    return _regroup(text, bare[:at] + bare[at + 1 :])


def doubled(text: str, rng: random.Random) -> str:
    bare = re.sub(r"\D", "", text)
    at = rng.randrange(len(bare))
    return _regroup(text, bare[: at + 1] + bare[at:])


def transposed(text: str, rng: random.Random) -> str:
    bare = re.sub(r"\D", "", text)
    at = rng.randrange(len(bare) - 1)
    swapped = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
    return _regroup(text, swapped)


def values_swapped(filing: Printed, rng: random.Random, rate: float) -> None:
    """Two neighbours' amounts change places; label and box say otherwise, a rule notices.

    Two addends of one sum are left alone: nothing on the page could tell that swap.
    """
    for sheet in filing.sheets:
        spots = [s for line in sheet.lines for s in line.spots if s.text.strip("() ")]
        for one, two in zip(spots[::2], spots[1::2], strict=False):
            if one.name or two.name or one.text == two.text or rng.random() >= rate:
                continue
            if _part(filing, one) == _part(filing, two):
                continue
            one.text, two.text = two.text, one.text
            for spot in (one, two):
                if filing.truth[spot.key].kind == "read":
                    filing.truth[spot.key].kind = "misread"


def _part(filing: Printed, spot: Spot) -> list[tuple[str, bool]]:
    """The hard rules over a cell, and whether it is their target."""
    rules = (rule for rule in filing.edition.rules if rule.hard and spot.key in rule.keys)
    return [(rule.id, rule.target == spot.key) for rule in rules]
