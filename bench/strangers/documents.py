"""Files of every kind with their truths, for the seeds and variants that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bench.strangers.figures import filing
from bench.strangers.layouts import LAYOUTS, text
from bench.strangers.looks import LOOKS, pdf
from bench.strangers.measure import Document
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


KINDS: dict[str, Callable[[Sequence[int], Wanted], Iterator[Document]]] = {
    "text": texts,
    "pdf": pdfs,
}
