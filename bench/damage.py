"""Filings with known truth, and damage done to their prints as OCR does it.

Filings come from `synth.figures`: every hard rule holds, ties hold or not. Prints go through
the program's own reading of amounts, so that a lost digit shows in the grouping marks just as
it does on a page.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.synth.figures import random_filing
from focusconv.forms.catalog import Edition, Key
from focusconv.notation.amounts import read_amount
from focusconv.readings import Option, Reading, Seen, Trust

ACCEPTED = ("reported", "corrected", "derived")
REFERRED = ("disputed", "unreadable")
"""What became of an amount: it counts, or a person is asked."""

LOOK_ALIKE = {
    "0": "689", "1": "74", "2": "7", "3": "85", "4": "91", "5": "638",
    "6": "058", "7": "12", "8": "0639", "9": "408",
}  # fmt: skip
KINDS = {"digit": 45, "dropped": 12, "minus": 8, "swap": 8, "missing": 20, "ghost": 7}
"""Kinds of damage by weight; `missing` leaves the line with an empty cell."""
LINES = {**KINDS, "line": 5}
"""The same with whole lines lost, so that nothing tells that an amount is missing."""
PRINTS = {kind: weight for kind, weight in KINDS.items() if kind != "swap"}
"""What a reader does to prints: which line one belongs to is the same for all readers of a page."""


@dataclass
class Truth:
    """A filing as its firm meant it: None is a cell left empty."""

    edition: Edition
    values: dict[Key, int | None]
    rates: dict[Key, str]
    present: tuple[str, ...]


def make_truth(edition: Edition, rng: random.Random) -> Truth:
    """A random filing that satisfies every hard rule; its ties hold or not."""
    figures = random_filing(edition, rng, ties=rng.random() < 0.6)
    spec = edition.spec
    amounts = {key: cell for key, cell in spec.items() if cell.kind == "amount"}
    return Truth(
        edition=edition,
        values={k: v if isinstance(v := figures.get(k), int) else None for k in amounts},
        rates={k: str(v) for k, v in figures.items() if spec[k].kind == "percent" and v},
        present=tuple(statement.id for statement in edition.statements),
    )


def printed(value: int | None, edition: Edition, rng: random.Random) -> str:
    """The amount as the form prints it, with the noise that leaves its digits alone."""
    if value is None:
        return ""
    text = f"{abs(value):,}"
    if rng.random() < 0.03:
        text = text.replace(",", ".", 1)
    if value >= 0:
        return text
    if edition.system != "FOCUS":
        return f"-{text}"
    return f"({text}" if rng.random() < 0.04 else f"({text})"


Prints = Mapping[Key, str]
"""What a reader has of each amount; empty where it has nothing."""


def right_prints(truth: Truth) -> Prints:
    """What a reader has that reads everything right."""
    return {
        key: printed(value, truth.edition, random.Random(1)) for key, value in truth.values.items()
    }


class Page:
    """The prints of one filing, and what damage did to them."""

    def __init__(self, truth: Truth, rng: random.Random, extra: str | None = None) -> None:
        self.truth = truth
        self.kinds = {"line": LINES, "print": PRINTS}.get(extra or "", KINDS)
        self.cover = extra == "cover"
        self.hurts = 0
        self.rng = rng
        self.order = list(truth.values)
        self.texts = {k: printed(v, truth.edition, rng) for k, v in truth.values.items()}
        self.trust: dict[Key, Trust] = {
            key: "likely" if rng.random() < 0.05 else "sure" for key in self.order
        }
        self.lost: set[Key] = set()
        self.damage: dict[Key, str] = {}
        self.copied: set[Key] = set()

    def hurt(self) -> None:
        """One more damage, to a cell that has none."""
        self.hurts += 1
        while True:
            chosen = self.rng.choices(list(self.kinds), list(self.kinds.values()))[0]
            free = [
                key
                for key in self.order
                if key not in self.damage
                and key not in self.copied
                and (self.cover or not key.startswith("cover/"))
            ]
            key = self.rng.choice(free)
            if self._apply(chosen, key):
                return

    def _apply(self, kind: str, key: Key) -> bool:
        text, value = self.texts[key], self.truth.values[key]
        if kind == "ghost":
            return self._ghost(key)
        digits = sum(char.isdigit() for char in text)
        if value is None or (kind in ("digit", "dropped") and self.rng.random() > digits / 10):
            return False
        if kind in ("missing", "line"):
            self.texts[key] = ""
            if kind == "line":
                self.lost.add(key)
        elif kind == "swap":
            return self._swap(key)
        elif kind == "minus":
            if value >= 0:
                return False
            self.texts[key] = text.strip("()-")
        else:
            damaged = _misread(text, self.rng) if kind == "digit" else _drop(text, self.rng)
            if damaged is None:
                return False
            self.texts[key] = damaged
        self.damage[key] = kind
        return True

    def _ghost(self, key: Key) -> bool:
        """The number of the line before shows in an empty cell, and on its own line still."""
        before = self.order.index(key) - 1
        if self.truth.values[key] is not None or before < 0:
            return False
        if not self.truth.values[self.order[before]]:
            return False
        self.texts[key] = self.texts[self.order[before]]
        self.damage[key] = "ghost"
        self.copied.add(self.order[before])
        return True

    def _swap(self, key: Key) -> bool:
        after = self.order.index(key) + 1
        if after == len(self.order):
            return False
        other = self.order[after]
        alike = self.truth.values[other] in (None, self.truth.values[key])
        if (
            alike
            or other in self.damage
            or other in self.copied
            or other.split("/")[0] != key.split("/")[0]
        ):
            return False
        self.texts[key], self.texts[other] = self.texts[other], self.texts[key]
        for one in (key, other):
            self.damage[one] = "swap"
            self.trust[one] = "doubtful"
        return True

    def readings(self, others: Sequence[Prints] = ()) -> dict[Key, Reading]:
        """What placing would hand over; `others` are the same page as further readers have it."""
        return {key: self._reading(key, number, others) for number, key in enumerate(self.order)}

    def _reading(self, key: Key, token: int, others: Sequence[Prints]) -> Reading:
        options, reason = self._options(key, self.texts[key], token, "reader 1")
        contrary = [self.texts[key]] if reason else []
        for number, prints in enumerate(others, 2):
            more, garble = self._options(key, prints[key], token, f"reader {number}")
            options += more
            contrary += [prints[key]] if garble else []
        seen: Seen = "amount" if options else "garbled" if reason else "nothing"
        if key in self.lost and not options:
            seen = "missing"
        return Reading(
            key=key,
            seen=seen,
            options=options,
            trust=self.trust[key],
            text=self.texts[key] or None,
            reason=reason,
            contrary=tuple(contrary) if options else (),
        )

    def _options(
        self, key: Key, text: str, token: int, reader: str
    ) -> tuple[tuple[Option, ...], str | None]:
        read = read_amount(text, self.truth.edition.spec[key].sign)
        options = tuple(
            Option(value=v.amount, cost=v.cost, raw=text, token=token, reader=reader, note=v.note)
            for v in read.values
        )
        return options, read.garble


def _misread(text: str, rng: random.Random) -> str | None:
    places = [i for i, char in enumerate(text) if char.isdigit()]
    place = rng.choice(places)
    pool = LOOK_ALIKE[text[place]] if rng.random() < 0.8 else "0123456789"
    digit = rng.choice(pool.replace(text[place], ""))
    if digit == "0" and place == places[0]:
        return None
    return text[:place] + digit + text[place + 1 :]


def _drop(text: str, rng: random.Random) -> str | None:
    """A digit lost inside its group, or with all marks, or the leading group lost."""
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    if len(digits) < 2:
        return None
    draw = rng.random()
    if draw < 0.2 and "," in text:
        return text[: digits[0]] + text[text.index(",") + 1 :]
    place = rng.choice(digits)
    damaged = text[:place] + text[place + 1 :]
    return damaged.replace(",", "") if draw < 0.4 else damaged
