"""Files of every kind with their truths, for the seeds and variants that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from bench.strangers.figures import filing
from bench.strangers.layouts import LAYOUTS, Layout, text
from bench.strangers.looks import LOOKS, pdf
from bench.strangers.measure import Document
from bench.strangers.misprints import DAMAGES, damaged
from bench.strangers.noise import NOISES
from bench.strangers.scans import looks_for, scanned
from bench.strangers.sheet import Sheet
from bench.strangers.truth import truth_of

Variant = TypeVar("Variant")


@dataclass(frozen=True)
class Wanted:
    """Which variants; None for all of them."""

    layout: str | None = None
    look: str | None = None
    noise: str | None = None
    damage: str | None = None
    format: str = "pdf"


def _chosen(variants: dict[str, Variant], name: str | None) -> dict[str, Variant]:
    return variants if name is None else {name: variants[name]}


def texts(seeds: Sequence[int], wanted: Wanted) -> Iterator[Document]:
    """Every seed in every layout."""
    for name, layout in _chosen(LAYOUTS, wanted.layout).items():
        for seed in seeds:
            made = filing(seed)
            data, _ = text(made, layout)
            file = f"{name}-{seed}{layout.suffix}"
            yield Document(name, seed, file, data.encode(), truth_of(made))


def pdfs(seeds: Sequence[int], wanted: Wanted) -> Iterator[Document]:
    """Every seed in every look."""
    for name, look in _chosen(LOOKS, wanted.look).items():
        for seed in seeds:
            made = filing(seed)
            data, _ = pdf(made, look)
            yield Document(name, seed, f"{name}-{seed}.pdf", data, truth_of(made))


def scans(seeds: Sequence[int], wanted: Wanted) -> Iterator[Document]:
    """Every seed under every noise, in a look that goes with it."""
    for n, (name, noise) in enumerate(_chosen(NOISES, wanted.noise).items()):
        looks = [LOOKS[wanted.look]] if wanted.look else looks_for(noise)
        for seed in seeds:
            look = looks[(seed + n) % len(looks)]
            data, truth = scanned(filing(seed), look, noise, wanted.format)
            file = f"{name}-{look.name}-{seed}.{wanted.format}"
            yield Document(name, seed, file, data, truth)


def misprints(seeds: Sequence[int], wanted: Wanted) -> Iterator[Document]:
    """Every seed with every damage, in a layout that shows boxes."""
    layouts = [LAYOUTS[wanted.layout]] if wanted.layout else [LAYOUTS[name] for name in _WORN]
    for n, name in enumerate(_chosen(DAMAGES, wanted.damage)):
        for seed in seeds:
            layout = layouts[(seed + n) % len(layouts)]
            yield _misprinted(seed, layout, name)


_WORN = ("columns", "typed", "raw", "stacked", "tabs", "markdown", "printer")


def _misprinted(seed: int, layout: Layout, name: str) -> Document:
    made = filing(seed)
    truths = [truth_of(made)]

    def change(sheets: list[Sheet]) -> list[Sheet]:
        rng = Random(f"damage {name} {seed}")
        worn, truth = damaged(rng, sheets, truths[0], [name])
        truths.append(truth)
        return worn

    data, _ = text(made, layout, change)
    file = f"{name}-{layout.name}-{seed}{layout.suffix}"
    return Document(name, seed, file, data.encode(), truths[-1])


KINDS: dict[str, Callable[[Sequence[int], Wanted], Iterator[Document]]] = {
    "text": texts,
    "pdf": pdfs,
    "scan": scans,
    "misprints": misprints,
}
