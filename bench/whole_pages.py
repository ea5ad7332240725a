"""Faults that all amounts of a page share: what sums cannot see, and what becomes of it.

Not a digit here and there but every amount in one way: a thousandth, a minus before each, only
the last group of each, the column a line lower. Many sums close over such amounts as well.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bench.damage import ACCEPTED, REFERRED, Page, Truth, make_truth
from bench.synth.figures import MINIMUM, random_filing
from focusconv.forms.catalog import Edition, Key, catalog
from focusconv.reconcile import Outcome, reconcile

Prints = dict[Key, str]


class Count(NamedTuple):
    """Amounts other than zero under a fault, and what became of them; the filings in which one
    was silent, and in which the fault left every sum whole."""

    filings: int
    amounts: int
    silent: int
    confirmed: int
    referred: int
    filings_silent: int
    whole: int


def _minus(texts: Mapping[Key, str]) -> Prints:
    return {key: f"({text.strip('()-')})" for key, text in texts.items()}


def _last_group(texts: Mapping[Key, str]) -> Prints:
    return {key: text.strip("()-").rpartition(",")[2] for key, text in texts.items()}


def _lower(texts: Mapping[Key, str]) -> Prints:
    """Every amount on the line below its own."""
    keys = list(texts)
    return dict(zip(keys, ["", *(texts[key] for key in keys[:-1])], strict=True))


def _thousandth(texts: Mapping[Key, str]) -> Prints:
    """Every amount in thousands, rounded by itself."""
    found = {}
    for key, text in texts.items():
        bare = text.strip("()-").replace(",", "").replace(".", "")
        scaled = f"{(int(bare or '0') + 500) // 1000:,}" if bare else ""
        found[key] = text.replace(text.strip("()-"), scaled) if bare else ""
    return found


FAULTS: dict[str, Callable[[Mapping[Key, str]], Prints]] = {
    "minus": _minus,
    "last group": _last_group,
    "line lower": _lower,
    "thousandth": _thousandth,
}


def faulty(fault: str, edition: Edition, rng: random.Random, *, part: bool) -> Page:
    """A page with a fault in all its statements, or in one of them."""
    if fault == "thousandth that adds up":
        return _added_up(edition, rng)
    page = Page(make_truth(edition, rng), rng)
    statements = [name for name in page.truth.present if name != "cover"]
    chosen = [rng.choice(statements)] if part else statements
    for name in chosen:
        own = {key: text for key, text in page.texts.items() if key.split("/")[0] == name}
        page.texts.update({k: t for k, t in FAULTS[fault](own).items() if t or own[k]})
    return page


def _added_up(edition: Edition, rng: random.Random) -> Page:
    """A filing that is consistent in thousands, which nothing on it says; its fixed minimum is
    printed so too."""
    minimum = edition.key_of_box.get(MINIMUM)
    given = {minimum: 1000} if minimum is not None else {}
    figures = random_filing(edition, rng, ties=rng.random() < 0.6, given=given)
    base = make_truth(edition, rng)
    values = {k: v if isinstance(v := figures.get(k), int) else None for k in base.values}
    rates = {k: str(v) for k, v in figures.items() if edition.spec[k].kind == "percent" and v}
    printed = Truth(edition, values, rates, base.present)
    page = Page(printed, rng)
    page.truth = Truth(
        edition,
        {k: v if k.startswith("cover/") or v is None else v * 1000 for k, v in values.items()},
        rates,
        base.present,
    )
    return page


def measure(fault: str, filings: int, seed: int, *, part: bool) -> Count:
    """A fault in so many filings of each form."""
    total: Counter[str] = Counter()
    for number in range(filings):
        rng = random.Random(f"{seed}/{fault}/{part}/{number}")
        edition = catalog().editions[number % len(catalog().editions)]
        page = faulty(fault, edition, rng, part=part)
        outcome = reconcile(
            page.readings(), edition, present=page.truth.present, rates=page.truth.rates
        )
        one = _count(page, outcome, fine=not fault.startswith("thousandth"))
        total.update(one)
        total["filings silent"] += one["silent"] > 0
        total["whole"] += all(c.status != "failed" for c in outcome.checks if c.hard)
    return Count(
        filings,
        *(total[n] for n in ("amounts", "silent", "confirmed", "referred", "filings silent")),
        total["whole"],
    )


def _count(page: Page, outcome: Outcome, *, fine: bool) -> Counter[str]:
    """Amounts that are printed wrong, or are not where they belong; less than half a thousand is
    rightly nothing in thousands."""
    found: Counter[str] = Counter()
    for key, true in page.truth.values.items():
        verdict = outcome.verdicts[key]
        wrong = (verdict.value or 0) != (true or 0) and (
            fine or verdict.value or abs(true or 0) >= 500
        )
        found["amounts"] += bool(true)
        found["referred"] += bool(true) and verdict.status in REFERRED
        if wrong and verdict.status in (*ACCEPTED, "blank"):
            found["silent"] += 1
            found["confirmed"] += bool(verdict.verified_by)
    return found


def table(filings: int, seed: int) -> None:
    """Every fault, in a whole filing and in one statement of it."""
    print("\nfaults of whole pages")
    print("fault                    in         filings amounts silent verified referred% filings")
    for fault in (*FAULTS, "thousandth that adds up"):
        for part in (False, True):
            if part and fault == "thousandth that adds up":
                continue
            one = measure(fault, filings, seed, part=part)
            print(
                f"{fault:<24} {'a statement' if part else 'all':<11} {one.filings:>6} "
                f"{one.amounts:>7} {one.silent:>6} {one.confirmed:>8} "
                f"{100 * one.referred / max(one.amounts, 1):>9.1f} {one.filings_silent:>7}"
            )
