"""Printed filings with their truth: a PDF, what it says and where each value stands."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bench.pictures.covers import set_cover
from bench.pictures.draw import draw, shown
from bench.pictures.look import Look, look
from bench.pictures.marks import Leaf
from bench.pictures.pages import leaves
from bench.synth.cases import Expected
from bench.synth.figures import random_filing
from bench.synth.firms import cover, random_facts
from bench.synth.sheets import Printed, printed
from focusconv.document import Region
from focusconv.forms.catalog import Edition, Key


@dataclass(frozen=True)
class Place:
    """Where a value stands: page from 1, and points from the top left of the shown page."""

    page: int
    region: Region


@dataclass(frozen=True)
class Pictured:
    """One filing of a picture: its truth, and the place of every value that is printed."""

    expected: Expected
    places: dict[Key, Place]


@dataclass(frozen=True)
class Picture:
    """A document and its truth; `look`, `seed` and the edition make it again.

    `pictured` are the pages, from 1, that hold no text but a picture of it.
    """

    look: str
    seed: int
    document: bytes
    media_type: str
    pages: int
    filings: tuple[Pictured, ...]
    pictured: frozenset[int] = frozenset()


def picture(edition: Edition, names: str, seed: int, *, style: str | None = None) -> Picture:
    """One printed document of an edition, as a PDF with text.

    `names` are those of a look, `style` that of the firm's figures (None: any); the same
    arguments give the same bytes.
    """
    rng = random.Random(f"picture/{seed}/{edition.name}/{names}")
    chosen = look(names, rng)
    sheets: list[Leaf] = []
    filings: list[Pictured] = []
    for _ in range(chosen.filings):
        filing = _filing(edition, chosen, rng, style)
        own = leaves(filing, chosen, rng)
        filings.append(_pictured(filing, own, len(sheets), chosen))
        sheets += own
    document = draw(sheets, chosen, rng)
    return Picture(names, seed, document, "application/pdf", len(sheets), tuple(filings))


def _filing(edition: Edition, chosen: Look, rng: random.Random, style: str | None) -> Printed:
    facts = random_facts(edition, rng)
    figures = random_filing(
        edition, rng, ties=rng.random() < 0.7, style=style, given=cover(edition, facts)
    )
    filing = printed(edition, facts, figures, negative=chosen.negative)
    set_cover(filing, chosen)
    front = [sheet for sheet in filing.sheets if sheet.cover]
    rest = [sheet for sheet in filing.sheets if not sheet.cover]
    if chosen.order == "shuffled":
        rng.shuffle(rest)
    elif chosen.order == "reversed":
        rest.reverse()
    filing.sheets = front + rest
    return filing


def _pictured(filing: Printed, own: list[Leaf], before: int, chosen: Look) -> Pictured:
    places = {
        key: Place(before + number, shown(region, leaf, chosen))
        for number, leaf in enumerate(own, 1)
        for key, region in leaf.places.items()
    }
    expected = Expected(filing.edition, filing.facts, filing.truth, filing.header)
    return Pictured(expected, places)
