"""The floor of silent errors: damage that leaves a page which a consistent filing prints as well.

Who accepts every undamaged filing accepts that page too, and with one reader nothing on it tells
the two apart. What is silent beyond the floor is the policy's own.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from bench.damage import Page, Truth
from bench.synth.figures import Figure, broken_rules
from focusconv.forms.catalog import Key
from focusconv.readings import Reading


def unseeable(page: Page, readings: Mapping[Key, Reading]) -> set[Key]:
    """The damaged amounts that a consistent filing may print as they now stand.

    Alone, or two together where their errors cancel; the rest of the page as the firm meant it.
    """
    said = {key: value for key in page.damage if (value := _said(page, readings[key])) is not None}
    alone = {key for key, value in said.items() if _consistent(page.truth, {key: value})}
    found = set(alone)
    for one, two in itertools.combinations(said.keys() - alone, 2):
        if _consistent(page.truth, {one: said[one], two: said[two]}):
            found |= {one, two}
    return found


def _said(page: Page, reading: Reading) -> int | None:
    """The wrong amount that a damaged print says as plainly as an undamaged one would."""
    if not reading.options or reading.trust == "doubtful":
        return None
    value = reading.options[0].value
    clean = page.texts[reading.key].strip("()-").replace(".", ",", 1) == f"{abs(value):,}"
    return value if clean and value != page.truth.values[reading.key] else None


def _consistent(truth: Truth, changed: Mapping[Key, int]) -> bool:
    figures: dict[Key, Figure] = {**truth.values, **changed}
    signs = {"+": 1, "-": -1, "any": 0}
    spec = truth.edition.spec
    fits = all(value * signs[spec[key].sign] >= 0 for key, value in changed.items())
    return fits and not broken_rules(truth.edition, figures)
