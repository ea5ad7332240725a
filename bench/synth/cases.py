"""A case of the bench: a document's bytes and the truth of every filing in it, from a seed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.synth.covers import print_cover
from bench.synth.figures import random_filing
from bench.synth.firms import Facts, cover, random_facts
from bench.synth.layouts import Layout, finish, layout, render
from bench.synth.noise import boxed, damage
from bench.synth.sheets import BREAK, Printed, Spot, Truth, printed
from focusconv.forms.catalog import Edition, Key


@dataclass(frozen=True)
class Expected:
    """What one filing of a document truly says."""

    edition: Edition
    facts: Facts
    truth: dict[Key, Truth]
    header: dict[str, str | None]


@dataclass(frozen=True)
class Case:
    """A document and its truth; `seed` with the names makes it again."""

    layout: str
    noise: str
    seed: int
    document: bytes
    expected: tuple[Expected, ...]

    @property
    def text(self) -> str:
        return self.document.decode("utf-8-sig")


def case(edition: Edition, layout_names: str, noise_names: str, seed: int) -> Case:
    """One case of an edition; the same arguments give the same bytes."""
    plan = layout(layout_names)
    rng = random.Random(f"{seed}/{edition.name}")
    texts: list[str] = []
    expected: list[Expected] = []
    for _ in range(plan.filings):
        filing = _filing(edition, plan, rng)
        damage(filing, noise_names, rng)
        _settle(filing, plan)
        texts.append(render(filing, plan, rng))
        expected.append(Expected(edition, filing.facts, filing.truth, filing.header))
    joint = "\f" if plan.feed == "feed" else "\n\n"
    document = finish(joint.join(texts), plan)
    return Case(layout_names, noise_names, seed, document, tuple(expected))


def _filing(edition: Edition, plan: Layout, rng: random.Random) -> Printed:
    facts = random_facts(edition, rng)
    figures = random_filing(edition, rng, ties=rng.random() < 0.7, given=cover(edition, facts))
    filing = printed(edition, facts, figures, negative=plan.negative)
    print_cover(filing, plan.cover)
    _arrange(filing, plan, rng)
    _titles(filing, plan, rng)
    if plan.heads == "missing":
        for sheet in filing.sheets:
            sheet.head = []
        if plan.cover == "missing":
            filing.header = dict.fromkeys(filing.header)
    return filing


def _settle(filing: Printed, plan: Layout) -> None:
    """Where labels and amounts stand apart, only a whole box or the order tells the line."""
    if plan.flow in ("blocks", "sections"):
        doubtful = [spot for _, _, spot in filing.spots() if _broken(filing, spot)]
    elif plan.row.merge > 1:
        doubtful = [spot for run in _runs(filing) for spot in _if_any(filing, run)]
    else:
        return
    for spot in doubtful:
        if filing.truth[spot.key].kind == "read":
            filing.truth[spot.key].kind = "either"


def _runs(filing: Printed) -> Iterator[list[Spot]]:
    """The spots of neighbouring sub-lines, which a layout may print as one row."""
    for sheet in filing.sheets:
        for sub, lines in itertools.groupby(sheet.lines, lambda line: line.level > 1):
            if sub:
                yield [spot for line in lines for spot in line.spots if not spot.name]


def _if_any(filing: Printed, run: list[Spot]) -> list[Spot]:
    """The whole run where one of its spots is empty or broken: then nothing tells them apart."""
    empty = any(not spot.text.strip("() ") for spot in run)
    return run if empty or any(_broken(filing, spot) for spot in run) else []


def _broken(filing: Printed, spot: Spot) -> bool:
    split = BREAK in spot.text or " " in spot.text.strip() or BREAK in (spot.box or "")
    return split or not boxed(filing, spot)


def _arrange(filing: Printed, plan: Layout, rng: random.Random) -> None:
    """Leave pages out, repeat one, change their order; the cover stays first of those kept."""
    front = [sheet for sheet in filing.sheets if sheet.cover]
    pages = [sheet for sheet in filing.sheets if not sheet.cover]
    for _ in range(plan.drop):
        gone = pages.pop(rng.randrange(len(pages)))
        for key, truth in filing.truth.items():
            if key.split("/")[0] in gone.statements:
                truth.kind, truth.value = "absent", None
    if plan.twice:
        at = rng.randrange(len(pages))
        pages.insert(at, pages[at])
    if plan.order == "shuffled":
        rng.shuffle(pages)
    elif plan.order == "reversed":
        pages.reverse()
    filing.sheets = front + pages


def _titles(filing: Printed, plan: Layout, rng: random.Random) -> None:
    for sheet in filing.sheets:
        if plan.titles == "missing":
            sheet.titles = []
        elif plan.titles == "wrapped":
            sheet.titles = [part for title in sheet.titles for part in _halves(title)]
        elif plan.titles == "garbled":
            sheet.titles = [_garbled(title, rng) for title in sheet.titles]


def _halves(title: str) -> list[str]:
    words = title.split()
    middle = len(words) // 2
    return [" ".join(words[:middle]), " ".join(words[middle:])]


def _garbled(title: str, rng: random.Random) -> str:
    chars = [c for c in title if rng.random() > 0.08]
    return "".join(rng.choice("EILOT1l.") if rng.random() < 0.1 else c for c in chars)
