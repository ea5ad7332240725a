"""Fault injection: damage consistent filings as OCR does, reconcile, and count what became of it.

    python -m bench.faults --filings 2000

Filings come from `synth.figures`: every hard rule holds, ties hold or not. Prints go through
the program's own reading of amounts, so that a lost digit shows in the grouping marks just as
it does on a page.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bench.synth.figures import random_filing
from focusconv.amounts import read_amount
from focusconv.forms.catalog import Edition, Key, catalog
from focusconv.readings import Option, Reading, Trust
from focusconv.reconcile import Outcome, reconcile
from focusconv.reconcile.formrules import form_rules
from focusconv.reconcile.policy import POLICY, Policy

LOOK_ALIKE = {
    "0": "689", "1": "74", "2": "7", "3": "85", "4": "91", "5": "638",
    "6": "058", "7": "12", "8": "0639", "9": "408",
}  # fmt: skip
KINDS = {"digit": 45, "dropped": 12, "minus": 8, "swap": 8, "missing": 20, "ghost": 7, "line": 0}
ACCEPTED = ("reported", "corrected", "derived")


@dataclass
class Truth:
    """A filing as its firm meant it: None is a cell left empty."""

    edition: Edition
    values: dict[Key, int | None]
    rates: dict[Key, str]
    present: tuple[str, ...]


@dataclass
class Tally:
    """What became of the damages of one cell of the bench."""

    filings: int = 0
    damaged: Counter[str] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)
    referred: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    nonzero: Counter[str] = field(default_factory=Counter)
    ranks: Counter[int] = field(default_factory=Counter)
    silent: list[tuple[int, Key, str, bool]] = field(default_factory=list)
    emptied: int = 0
    disturbed: int = 0
    times: list[float] = field(default_factory=list)


def make_truth(edition: Edition, rng: random.Random) -> Truth:
    """A random filing that satisfies every hard rule; its ties hold or not."""
    figures = random_filing(edition, rng, ties=rng.random() < 0.6)
    spec = edition.spec
    amounts = {key: cell for key, cell in spec.items() if cell.kind == "amount"}
    return Truth(
        edition=edition,
        values={k: v if isinstance(v := figures.get(k), int) else None for k in amounts},
        rates={k: str(v) for k, v in figures.items() if spec[k].kind == "percent" and v},
        present=tuple(statement.id for statement in edition.statements),
    )


def printed(value: int | None, edition: Edition, rng: random.Random) -> str:
    """The amount as the form prints it, with the noise that leaves its digits alone."""
    if value is None:
        return ""
    text = f"{abs(value):,}"
    if rng.random() < 0.03:
        text = text.replace(",", ".", 1)
    if value >= 0:
        return text
    if edition.system != "FOCUS":
        return f"-{text}"
    return f"({text}" if rng.random() < 0.04 else f"({text})"


class Page:
    """The prints of one filing, and what damage did to them."""

    def __init__(self, truth: Truth, rng: random.Random, *, cover: bool = False) -> None:
        self.truth = truth
        self.cover = cover
        self.rng = rng
        self.order = list(truth.values)
        self.texts = {k: printed(v, truth.edition, rng) for k, v in truth.values.items()}
        self.trust: dict[Key, Trust] = {
            key: "likely" if rng.random() < 0.05 else "sure" for key in self.order
        }
        self.lost: set[Key] = set()
        self.damage: dict[Key, str] = {}

    def hurt(self, kind: str | None = None) -> None:
        """One more damage, to a cell that has none."""
        while True:
            chosen = kind or self.rng.choices(list(KINDS), list(KINDS.values()))[0]
            free = [
                key
                for key in self.order
                if key not in self.damage and (self.cover or not key.startswith("cover/"))
            ]
            key = self.rng.choice(free)
            if self._apply(chosen, key):
                return

    def _apply(self, kind: str, key: Key) -> bool:
        text, value = self.texts[key], self.truth.values[key]
        if kind == "ghost":
            return self._ghost(key)
        digits = sum(char.isdigit() for char in text)
        if value is None or (kind in ("digit", "dropped") and self.rng.random() > digits / 10):
            return False
        if kind in ("missing", "line"):
            self.texts[key] = ""
            if kind == "line":
                self.lost.add(key)
        elif kind == "swap":
            return self._swap(key)
        elif kind == "minus":
            if value >= 0:
                return False
            self.texts[key] = text.strip("()-")
        else:
            damaged = _misread(text, self.rng) if kind == "digit" else _drop(text, self.rng)
            if damaged is None:
                return False
            self.texts[key] = damaged
        self.damage[key] = kind
        return True

    def _ghost(self, key: Key) -> bool:
        before = self.order.index(key) - 1
        if self.truth.values[key] is not None or before < 0:
            return False
        if not self.truth.values[self.order[before]]:
            return False
        self.texts[key] = self.texts[self.order[before]]
        self.damage[key] = "ghost"
        return True

    def _swap(self, key: Key) -> bool:
        after = self.order.index(key) + 1
        if after == len(self.order):
            return False
        other = self.order[after]
        alike = self.truth.values[other] in (None, self.truth.values[key])
        if alike or other in self.damage or other.split("/")[0] != key.split("/")[0]:
            return False
        self.texts[key], self.texts[other] = self.texts[other], self.texts[key]
        for one in (key, other):
            self.damage[one] = "swap"
            self.trust[one] = "doubtful"
        return True

    def readings(self, second: bool) -> dict[Key, Reading]:
        """What placing would hand over; `second` adds a reader that reads everything right."""
        found = {}
        for number, key in enumerate(self.order):
            options, reason = self._options(key, self.texts[key], number, "one")
            if second:
                true = printed(self.truth.values[key], self.truth.edition, random.Random(1))
                options += self._options(key, true, number, "two")[0]
            text = self.texts[key] or None
            seen = "amount" if options else "garbled" if reason else "nothing"
            if key in self.lost and not options:
                seen = "missing"
            found[key] = Reading(
                key=key, seen=seen, options=options, trust=self.trust[key], text=text, reason=reason
            )
        return found

    def _options(
        self, key: Key, text: str, token: int, reader: str
    ) -> tuple[tuple[Option, ...], str | None]:
        read = read_amount(text, self.truth.edition.spec[key].sign)
        options = tuple(
            Option(value=v.amount, cost=v.cost, raw=text, token=token, reader=reader, note=v.note)
            for v in read.values
        )
        return options, read.garble


def _misread(text: str, rng: random.Random) -> str | None:
    places = [i for i, char in enumerate(text) if char.isdigit()]
    place = rng.choice(places)
    pool = LOOK_ALIKE[text[place]] if rng.random() < 0.8 else "0123456789"
    digit = rng.choice(pool.replace(text[place], ""))
    if digit == "0" and place == places[0]:
        return None
    return text[:place] + digit + text[place + 1 :]


def _drop(text: str, rng: random.Random) -> str | None:
    """A digit lost inside its group, or with all marks, or the leading group lost."""
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    if len(digits) < 2:
        return None
    draw = rng.random()
    if draw < 0.2 and "," in text:
        return text[: digits[0]] + text[text.index(",") + 1 :]
    place = rng.choice(digits)
    damaged = text[:place] + text[place + 1 :]
    return damaged.replace(",", "") if draw < 0.4 else damaged


def run(
    filings: int, hurts: int, seed: int, *, second: bool = False, policy: Policy = POLICY
) -> Tally:
    """One cell of the bench: `filings` filings with `hurts` damages each."""
    tally = Tally()
    editions = catalog().editions
    for number in range(filings):
        rng = random.Random(f"{seed}/{hurts}/{number}")
        truth = make_truth(editions[number % len(editions)], rng)
        page = Page(truth, rng)
        for _ in range(hurts):
            page.hurt()
        readings = page.readings(second)
        begin = time.perf_counter()
        outcome = reconcile(
            readings, truth.edition, present=truth.present, rates=truth.rates, policy=policy
        )
        tally.times.append((time.perf_counter() - begin) * 1000)
        _count(tally, number, page, readings, outcome)
    return tally


def _count(
    tally: Tally, number: int, page: Page, readings: Mapping[Key, Reading], outcome: Outcome
) -> None:
    tally.filings += 1
    for key, true in page.truth.values.items():
        verdict = outcome.verdicts[key]
        kind = page.damage.get(key)
        right = verdict.value == true
        if verdict.status in ACCEPTED and not right:
            tally.silent.append((number, key, kind or "none", bool(verdict.verified_by)))
        if verdict.status == "blank" and true:
            tally.emptied += 1
        if kind is None:
            tally.disturbed += verdict.status not in (*ACCEPTED, "blank") or not right
            continue
        read = readings[key].options
        unhurt = read[0].value == true if read else true == 0
        right = right or (true == 0 and verdict.status == "blank")
        tally.damaged[kind] += 1
        outcome_of = (
            tally.harmless
            if unhurt and right
            else tally.recovered
            if verdict.status in ACCEPTED and right
            else tally.referred
        )
        outcome_of[kind] += 1
        if len(page.damage) == 1 and not unhurt:
            _single(tally, page, key, outcome)


def _single(tally: Tally, page: Page, key: Key, outcome: Outcome) -> None:
    """Single damages by what the goals ask of them."""
    verdict = outcome.verdicts[key]
    mended = verdict.status in ACCEPTED and verdict.value == page.truth.values[key]
    name = "mended" if mended else "not"
    rules = [
        r
        for r in form_rules(page.truth.edition, page.truth.present).rules
        if r.hard and key in r.keys
    ]
    sums = [r for r in rules if r.cases[0].op == "linear" and len(r.cases) == 1]
    if page.damage[key] in ("digit", "dropped") and len(sums) > 1:
        tally.totals[name] += 1
    if page.truth.values[key]:
        tally.nonzero[name] += 1
    if not mended:
        ref = (key.split("/")[1], key.split("/")[2])
        failed = [check for check in outcome.checks if check.hard and check.suspects]
        own = {rule.id for rule in rules}
        ranks = [
            [(s.line, s.column) for s in check.suspects].index(ref) + 1
            for check in failed
            if check.id in own and ref in [(s.line, s.column) for s in check.suspects]
        ]
        tally.ranks[min(ranks, default=0)] += 1


def lines(hurts: int, tally: Tally) -> Iterator[str]:
    """The figures of one cell, as a row of the table and what it leaves out."""
    changed = sum(tally.damaged.values()) - sum(tally.harmless.values())
    recovered, referred = sum(tally.recovered.values()), sum(tally.referred.values())
    vouched = sum(one[3] for one in tally.silent)
    share = 100 * recovered / changed if changed else 100.0
    yield (
        f"{hurts:>7} {tally.filings:>8} {changed:>8} {share:>10.1f} "
        f"{100 * referred / changed if changed else 0:>9.1f} {len(tally.silent):>7} {vouched:>8} "
        f"{tally.disturbed / tally.filings:>10.2f} {statistics.median(tally.times):>7.2f} "
        f"{max(tally.times):>7.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=2000, help="filings a cell")
    parser.add_argument("--seed", type=int, default=20170430)
    parser.add_argument("--show", action="store_true", help="list the silent errors")
    args = parser.parse_args()
    for second in (False, True):
        print("with a right second reading" if second else "one reader")
        print(
            "damages  filings  changed recovered% referred%  silent verified "
            "others-hit  median     max"
        )
        for hurts in (0, 1, 2, 3, 5):
            tally = run(args.filings, hurts, args.seed, second=second)
            for line in lines(hurts, tally):
                print(line)
            kinds = Counter((kind, vouched) for _, _, kind, vouched in tally.silent)
            if kinds:
                print("         silent by kind:", dict(kinds))
            if hurts == 1:
                print("         recovered by kind:", _shares(tally))
                print("         totals in two sums:", dict(tally.totals))
                print("         non-zero amounts:", dict(tally.nonzero))
                print(
                    "         rank of the culprit (0: not named):",
                    dict(sorted(tally.ranks.items())),
                )
            if args.show:
                for row in tally.silent:
                    print("        ", row)


def _shares(tally: Tally) -> dict[str, str]:
    return {
        kind: f"{tally.recovered[kind]}/{tally.damaged[kind] - tally.harmless[kind]}"
        for kind in KINDS
    }


if __name__ == "__main__":
    main()
