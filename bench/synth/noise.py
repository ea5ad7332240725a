"""Damage of known kinds by name, done to the printed sheets; the truth of each cell follows.

What stays legible stays `read`; what can no longer be known becomes `either` or `unknown`; a
print that legibly says another amount becomes `misread`.
"""

from __future__ import annotations

import random

from bench.synth import amount_noise, box_noise, line_noise
from bench.synth.aim import Noise
from bench.synth.sheets import Printed, Spot

_OCR = {
    "comma-period": 1.0,
    "letters": 0.3,
    "subscript": 0.3,
    "paren-lost": 1.0,
    "box-lost": 0.5,
    "box-split": 0.5,
    "label-misspelt": 1.0,
    "label-truncated": 0.3,
    "ghost": 0.5,
}
_HARSH = {
    "digit": 0.2,
    "group-lost": 0.1,
    "sign-lost": 0.2,
    "amount-lost": 0.2,
    "row-missing": 0.1,
    "box-digit": 0.2,
    "amount-split": 0.2,
}


def ocr(filing: Printed, rng: random.Random, rate: float) -> None:
    """A mild mixture of what one engine does to one scan."""
    for name, share in _OCR.items():
        NOISES[name](filing, rng, rate * share)


def ocr_harsh(filing: Printed, rng: random.Random, rate: float) -> None:
    """The same with genuine misreadings and losses."""
    ocr(filing, rng, rate)
    for name, share in _HARSH.items():
        NOISES[name](filing, rng, rate * share)


NOISES: dict[str, Noise] = {
    "box-lost": box_noise.box_lost,
    "box-digit": box_noise.box_digit,
    "box-other": box_noise.box_other,
    "box-letter": box_noise.box_letter,
    "box-split": box_noise.box_split,
    "box-glued": box_noise.box_glued,
    "box-framed": box_noise.box_framed,
    "label-misspelt": line_noise.label_misspelt,
    "label-truncated": line_noise.label_truncated,
    "label-lost": line_noise.label_lost,
    "comma-period": amount_noise.commas(lambda _: "."),
    "comma-lost": amount_noise.commas(lambda _: ""),
    "comma-space": amount_noise.commas(lambda _: " "),
    "comma-spaced": amount_noise.commas(lambda rng: rng.choice((", ", " ,"))),
    "comma-apostrophe": amount_noise.commas(lambda rng: rng.choice("'\u2019`")),
    "letters": amount_noise.letters,
    "subscript": amount_noise.subscript,
    "paren-lost": amount_noise.paren_lost,
    "paren-dash": amount_noise.paren_dash,
    "paren-brace": amount_noise.paren_brace,
    "sign-lost": amount_noise.sign_lost,
    "amount-split": amount_noise.amount_split,
    "amount-lost": amount_noise.amount_lost,
    "amount-garbled": amount_noise.amount_garbled,
    "digit": amount_noise.misread(amount_noise.substituted),
    "group-lost": amount_noise.misread(amount_noise.group_lost),
    "digit-dropped": amount_noise.misread(amount_noise.dropped),
    "digit-doubled": amount_noise.misread(amount_noise.doubled),
    "digits-transposed": amount_noise.misread(amount_noise.transposed),
    "values-swapped": amount_noise.values_swapped,
    "ghost": line_noise.ghost,
    "stray": line_noise.stray,
    "row-missing": line_noise.row_missing,
    "row-twice": line_noise.row_twice,
    "rows-swapped": line_noise.rows_swapped,
    "ocr": ocr,
    "ocr-harsh": ocr_harsh,
}

RATES: dict[str, float] = {
    "row-missing": 0.05,
    "digit": 0.02,
    "group-lost": 0.02,
    "digit-dropped": 0.02,
    "digit-doubled": 0.02,
    "digits-transposed": 0.02,
    "values-swapped": 0.03,
    "sign-lost": 0.3,
    "amount-lost": 0.04,
    "amount-garbled": 0.04,
    "box-other": 0.03,
    "ghost": 0.4,
    "stray": 0.05,
    "paren-lost": 0.5,
    "paren-dash": 0.5,
    "paren-brace": 0.5,
}
"""The rate of a noise where none is given; 0.15 for the others."""


def damage(filing: Printed, names: str, rng: random.Random) -> None:
    """Do the noises of names joined by `+`, each with its own `:rate` or its usual one.

    KeyError where a name is unknown. `none` does nothing.
    """
    for part in names.split("+"):
        name, _, rate = part.partition(":")
        if name != "none":
            NOISES[name](filing, rng, float(rate) if rate else RATES.get(name, 0.15))
    _settle(filing)


def _settle(filing: Printed) -> None:
    """An amount with neither label nor box is known by its place at most."""
    for _, line, spot in filing.spots():
        truth = filing.truth[spot.key]
        if len(line.label) < 4 and truth.kind == "read" and not boxed(filing, spot):
            truth.kind = "either"


def boxed(filing: Printed, spot: Spot) -> bool:
    """The spot still shows its box, beside the amount or glued to it."""
    box = filing.edition.spec[spot.key].box
    return spot.box is not None or (box is not None and spot.text.endswith(box))
