"""Damage to box numbers: lost, misread, split, glued, framed."""

from __future__ import annotations

import random
import string

from bench.synth.aim import amounts, boxes, lettered, put
from bench.synth.sheets import BREAK, Printed


def box_lost(filing: Printed, rng: random.Random, rate: float) -> None:
    """The box number is not there; the label still says which line it is."""
    for spot in boxes(filing, rng, rate):
        spot.box = None


def box_digit(filing: Printed, rng: random.Random, rate: float) -> None:
    """One digit of the box number is misread; the result is no box of the form."""
    known = set(filing.edition.key_of_box)
    for spot in boxes(filing, rng, rate):
        assert spot.box is not None
        at = rng.randrange(len(spot.box))
        wrong = [put(spot.box, at, d) for d in string.digits]
        if free := [box for box in wrong if box not in known]:
            spot.box = rng.choice(free)


def box_other(filing: Printed, rng: random.Random, rate: float) -> None:
    """The box number is misread as that of another line: label and box contradict."""
    keys = filing.edition.key_of_box
    for spot in boxes(filing, rng, rate):
        assert spot.box is not None
        near = [b for b in keys if len(b) == 4 and _distance(b, spot.box) == 1]
        if near:
            other = rng.choice(sorted(near))
            for key in (spot.key, keys[other]):
                if filing.truth[key].kind == "read":
                    filing.truth[key].kind = "either"
            spot.box = other


def _distance(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=False)) if len(a) == len(b) else 9


def box_letter(filing: Printed, rng: random.Random, rate: float) -> None:
    """A letter stands for a digit of the box number."""
    for spot in boxes(filing, rng, rate):
        spot.box = lettered(spot.box or "", rng, 1) or None


def box_split(filing: Printed, rng: random.Random, rate: float) -> None:
    """The box number is split over two cells, mostly before its last digit."""
    for spot in boxes(filing, rng, rate):
        if spot.box and len(spot.box) == 4:
            at = rng.choice((3, 3, 3, 2))
            spot.box = spot.box[:at] + BREAK + spot.box[at:]


def box_glued(filing: Printed, rng: random.Random, rate: float) -> None:
    """The box number stands against its amount without a space."""
    for _, spot in amounts(filing, rng, rate):
        if spot.box:
            spot.text, spot.box = spot.text + spot.box, None


def box_framed(filing: Printed, rng: random.Random, rate: float) -> None:
    """The frame of the box is read as a letter or a bar beside the number."""
    for spot in boxes(filing, rng, rate):
        if spot.box:
            left, right = rng.choice((("|", "|"), ("[", ""), ("", "]"), ("(", ")"), ("E ", "")))
            spot.box = left + spot.box + right
