"""Accuracy of the public path on printed filings: PDFs with text, scans, pictures of pages.

Run `python -m bench.scans --help`; bench/README.md says what the columns mean. `--speed` and
`--memory` measure those instead, beside the peers and their bounds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import get_args

import focusconv
from bench.pictures.cases import Picture, picture
from bench.pictures.damage import KINDS as DAMAGES
from bench.pictures.faces import absent
from bench.pictures.look import LOOKS, VARIED
from bench.pictures.measure import Score, score
from bench.pictures.scans import KINDS, Kind, scan
from focusconv.errors import FocusconvError
from focusconv.forms.catalog import catalog
from focusconv.readers import Reader, ReadOptions

TEXT = "text"
"""The kind of input that is a PDF with text, as printed."""

USUAL_LOOKS = (
    VARIED,
    f"{VARIED}+widgets",
    f"{VARIED}+notes",
    f"{VARIED}+turn-90",
    f"{VARIED}+turn-180",
    f"{VARIED}+turn-270",
    f"{VARIED}+sideways",
    f"{VARIED}+two-filings",
    f"{VARIED}+drawn-scrambled+chars",
    f"{VARIED}+cover-missing",
)
USUAL_NOISES = ("200-mild", "300-mild", "150-rough")

RIGHT = {TEXT: 100.0, "200-mild": 99.5, "300-mild": 99.5, "150-rough": 97.0}
"""The least percent of items right, by noise, that issue 4 asks for."""

SILENT = 1 / 10_000
"""The most silent errors an item; among verified ones there may be none."""

HEAD = (
    f"{'look':34} {'input':11} {'noise':10} {'docs':>4} {'pages':>5} {'items':>6} {'right%':>7}"
    f" {'burden%':>7} {'look-at':>7} {'mended':>6} {'SILENT':>6} {'verif.':>6} {'0blank':>6}"
    f" {'place%':>7} {'loose':>5} {'wrong':>5} {'head%':>6} {'text%':>6} {'err':>4} {'ms/page':>8}"
)


def made(edition: str, look: str, kind: str, noise: str, seed: int) -> Picture:
    """One document of the bench; the same arguments give the same bytes."""
    printed = picture(catalog().edition(edition), look, seed)
    if kind == TEXT:
        return printed
    wanted: Kind = next(known for known in KINDS if known == kind)
    return scan(printed, noise, wanted)


def run(
    look: str,
    kind: str,
    noise: str,
    editions: tuple[str, ...],
    seeds: range,
    show: str,
    reader: Reader = "auto",
) -> Score:
    """Convert every document of a look, a kind of input and a noise, one an edition and seed."""
    total = Score(kind, noise)
    options = ReadOptions(reader=reader)
    for edition, seed in product(editions, seeds):
        document = made(edition, look, kind, noise, seed)
        start = time.perf_counter()
        try:
            filings = list(focusconv.filings(document.document, options=options))
        except FocusconvError as error:
            filings = []
            total.tally.errors[type(error).__name__] += 1
            total.wrong.append(f"{look} / {kind} / {noise} / {edition} / {seed}: {error}")
        total.tally.seconds += time.perf_counter() - start
        score(document, filings, total, show)
    return total


def row(look: str, found: Score) -> str:
    """One line of the table, with what misses its bound."""
    t = found.tally
    missed = " MISSED" if misses(found) else ""
    return (
        f"{look:34} {found.name:11} {found.noise:10} {t.cases:4} {found.pages:5} {t.items:6}"
        f" {found.right:7.2f} {found.burden:7.2f} {found.entries / max(t.cases, 1):7.1f}"
        f" {t.outcomes['mended']:6} {t.outcomes['silent']:6} {t.silent_verified:6}"
        f" {t.outcomes['zero-for-blank']:6} {found.placed:7.2f} {found.places['loose']:5}"
        f" {found.places['wrong'] + found.places['none']:5} {_percent(t.header):6.1f}"
        f" {_percent(t.names):6.1f} {t.errors.total() + t.extra:4}"
        f" {1000 * t.seconds / max(found.pages, 1):8.1f}{missed}"
    )


def misses(found: Score) -> bool:
    """Whether a row falls short of what issue 4 asks of its noise."""
    least = RIGHT.get(TEXT if found.name == TEXT else found.noise, 0.0)
    silent = found.tally.outcomes["silent"]
    allowed = 0 if found.name == TEXT else SILENT * found.tally.items
    return found.right < least or silent > allowed or found.tally.silent_verified > 0


def _percent(counts: dict[bool, int]) -> float:
    return 100 * counts[True] / max(counts[True] + counts[False], 1)


def tasks(options: argparse.Namespace) -> list[tuple[str, str, str]]:
    """Look, kind of input and noise of every row."""
    looks = _chosen(options.look, USUAL_LOOKS, LOOKS)
    kinds = _chosen(options.input, (TEXT,), (TEXT, *KINDS))
    noises = _chosen(options.noise, USUAL_NOISES, tuple(f"200-{kind}" for kind in DAMAGES))
    rows: list[tuple[str, str, str]] = []
    for look, kind in product(looks, kinds):
        rows += [(look, kind, "")] if kind == TEXT else [(look, kind, n) for n in noises]
    return rows


def _chosen(given: str | None, usual: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    if given is None:
        return usual
    return every if given == "all" else tuple(given.split(","))


def scores(options: argparse.Namespace) -> Iterator[tuple[str, Score]]:
    editions = tuple(
        edition.name
        for edition in catalog().editions
        if (options.edition or "").lower() in edition.name.lower()
    )
    seeds = range(options.seed, options.seed + options.filings)
    rows = tasks(options)
    if options.jobs == 1:
        for look, kind, noise in rows:
            yield look, run(look, kind, noise, editions, seeds, options.kind, options.reader)
        return
    with ProcessPoolExecutor(options.jobs) as pool:
        futures = [
            pool.submit(run, look, kind, noise, editions, seeds, options.kind, options.reader)
            for look, kind, noise in rows
        ]
        for (look, _, _), future in zip(rows, futures, strict=True):
            yield look, future.result()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scans", description=__doc__)
    parser.add_argument("--look", help="names joined by + and ,; 'all': each single choice")
    parser.add_argument("--input", help=f"of {TEXT}, {', '.join(KINDS)}; 'all'; default: {TEXT}")
    parser.add_argument("--noise", help="of scans, joined by ',': a resolution and a kind; 'all'")
    parser.add_argument("--reader", choices=get_args(Reader), default="auto")
    parser.add_argument("--edition", help="a part of the edition's name; default: every edition")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--filings", type=int, default=2, help="documents a row and edition")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N")
    parser.add_argument(
        "--kind",
        default="silent",
        help="what --show prints: an outcome, 'header', 'text', 'region', 'loose' or 'wrong'",
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--speed", action="store_true", help="speed beside the peers instead")
    parser.add_argument("--memory", action="store_true", help="memory of a worker instead")
    parser.add_argument("--write", metavar="FILE", help="write the first document and stop")
    return parser.parse_args()


def main() -> None:
    options = _options()
    if absent():
        print(f"not installed here, printed in a base font instead: {', '.join(absent())}")
    if options.speed or options.memory:
        from bench.pictures import speed

        speed.run(options) if options.speed else speed.memory(options)
        return
    if options.write:
        _write(options)
        return
    print(HEAD)
    total = Score("all", "")
    for look, found in scores(options):
        print(row(look, found), flush=True)
        total.merge(found)
    print(row("all", total))
    if total.tally.errors:
        print("errors:", dict(total.tally.errors))
    for text in total.wrong[: options.show]:
        print(f"\n{text}")


def _write(options: argparse.Namespace) -> None:
    look, kind, noise = tasks(options)[0]
    edition = next(
        e for e in catalog().editions if (options.edition or "").lower() in e.name.lower()
    )
    document = made(edition.name, look, kind, noise, options.seed)
    with open(options.write, "wb") as file:
        file.write(document.document)


if __name__ == "__main__":
    main()
