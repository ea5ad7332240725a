"""Fault injection as scans do it: several readers of one page, each with damages of its own."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.damage import ACCEPTED, REFERRED, Page, make_truth
from focusconv.forms.catalog import Key, catalog
from focusconv.readings import Reading
from focusconv.reconcile import Outcome, reconcile


class Wrong(NamedTuple):
    """A wrong amount that was accepted: the number of the filing, the item, whether something
    confirmed it, and how many readers have that amount."""

    filing: int
    key: Key
    confirmed: bool
    readers: int


@dataclass
class Readers:
    """What became of filings that several readers read; times in ms.

    `amounts` are those that are other than zero, and what else was referred to a person;
    `misread` those that any reader has wrong.
    """

    filings: int = 0
    amounts: int = 0
    misread: int = 0
    right: int = 0
    referred: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def run(filings: int, hurts: int, readers: int, seed: int) -> Readers:
    """`filings` filings, each as `readers` readers have it, with `hurts` damages each."""
    tally = Readers()
    editions = catalog().editions
    for number in range(filings):
        rng = random.Random(f"{seed}/{readers}/{hurts}/{number}")
        truth = make_truth(editions[number % len(editions)], rng)
        pages = [Page(truth, rng, "print") for _ in range(readers)]
        for page in pages:
            for _ in range(hurts):
                page.hurt()
        first, *others = pages
        readings = first.readings([page.texts for page in others])
        begin = time.process_time()
        outcome = reconcile(readings, truth.edition, present=truth.present, rates=truth.rates)
        tally.times.append((time.process_time() - begin) * 1000)
        _count(tally, number, pages, readings, outcome)
    return tally


def _count(
    tally: Readers, number: int, pages: list[Page], readings: Mapping[Key, Reading], got: Outcome
) -> None:
    tally.filings += 1
    tally.misread += len({key for page in pages for key in page.damage})
    for key, true in pages[0].truth.values.items():
        verdict = got.verdicts[key]
        if verdict.status in REFERRED:
            tally.referred += 1
        elif verdict.value == true or (not true and verdict.status == "blank"):
            tally.right += bool(true)
        elif verdict.status in ACCEPTED:
            has = {o.reader for o in readings[key].options if o.value == verdict.value}
            tally.wrong.append(Wrong(number, key, bool(verdict.verified_by), len(has)))
        tally.amounts += bool(true) or verdict.status in REFERRED


HEAD = (
    "readers damages  filings  amounts  misread  right% referred%  silent verified  by-two"
    "  median     max"
)
CELLS = [(readers, hurts) for readers in (2, 3) for hurts in (2, 5, 10, 20)]


def table(filings: int, seed: int, *, show: bool) -> None:
    """Two and three readers with few damages and with many."""
    print("\nseveral readers, each with damages of its own")
    print(HEAD)
    for readers, hurts in CELLS:
        tally = run(filings, hurts, readers, seed)
        print(line(hurts, readers, tally))
        for row in tally.wrong if show else ():
            print("        ", *row)


def line(hurts: int, readers: int, tally: Readers) -> str:
    """The figures of one cell as a row of the table."""
    return (
        f"{readers:>7} {hurts:>7} {tally.filings:>8} {tally.amounts:>8} {tally.misread:>8} "
        f"{100 * tally.right / tally.amounts:>7.2f} {100 * tally.referred / tally.amounts:>9.2f} "
        f"{len(tally.wrong):>7} {sum(one.confirmed for one in tally.wrong):>8} "
        f"{sum(one.readers > 1 for one in tally.wrong):>7} "
        f"{statistics.median(tally.times):>7.2f} {max(tally.times):>7.1f}"
    )
