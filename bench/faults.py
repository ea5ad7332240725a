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
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.synth.figures import random_filing
from focusconv.amounts import read_amount
from focusconv.forms.catalog import Edition, Key, catalog
from focusconv.readings import Option, Reading, Trust
from focusconv.reconcile import Outcome, reconcile
from focusconv.reconcile.confirm import exact
from focusconv.reconcile.policy import POLICY, Policy

LOOK_ALIKE = {
    "0": "689", "1": "74", "2": "7", "3": "85", "4": "91", "5": "638",
    "6": "058", "7": "12", "8": "0639", "9": "408",
}  # fmt: skip
KINDS = {"digit": 45, "dropped": 12, "minus": 8, "swap": 8, "missing": 20, "ghost": 7}
"""Kinds of damage by weight; `missing` leaves the line with an empty cell."""
LINES = {**KINDS, "line": 5}
"""The same with whole lines lost, so that nothing tells that an amount is missing."""
ACCEPTED = ("reported", "corrected", "derived")
REFERRED = ("disputed", "unreadable")


@dataclass
class Truth:
    """A filing as its firm meant it: None is a cell left empty."""

    edition: Edition
    values: dict[Key, int | None]
    rates: dict[Key, str]
    present: tuple[str, ...]


@dataclass
class Tally:
    """What became of the damages of one cell of the bench, by kind of damage.

    `silent` holds filing, item, why nothing covers it, and whether something confirmed it;
    `disturbed` counts undamaged items that were not accepted as they are; times in ms.
    """

    filings: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)
    referred: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    nonzero: Counter[str] = field(default_factory=Counter)
    ranks: Counter[int] = field(default_factory=Counter)
    silent: list[tuple[int, Key, str, bool]] = field(default_factory=list)
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

    def __init__(self, truth: Truth, rng: random.Random, extra: str | None = None) -> None:
        self.truth = truth
        self.kinds = LINES if extra == "line" else KINDS
        self.cover = extra == "cover"
        self.hurts = 0
        self.rng = rng
        self.order = list(truth.values)
        self.texts = {k: printed(v, truth.edition, rng) for k, v in truth.values.items()}
        self.trust: dict[Key, Trust] = {
            key: "likely" if rng.random() < 0.05 else "sure" for key in self.order
        }
        self.lost: set[Key] = set()
        self.damage: dict[Key, str] = {}

    def hurt(self) -> None:
        """One more damage, to a cell that has none."""
        self.hurts += 1
        while True:
            chosen = self.rng.choices(list(self.kinds), list(self.kinds.values()))[0]
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
    filings: int,
    hurts: int,
    seed: int,
    *,
    second: bool = False,
    policy: Policy = POLICY,
    extra: str | None = None,
) -> Tally:
    """One cell of the bench: `filings` filings with `hurts` damages each."""
    tally = Tally()
    editions = catalog().editions
    for number in range(filings):
        rng = random.Random(f"{seed}/{hurts}/{number}")
        truth = make_truth(editions[number % len(editions)], rng)
        page = Page(truth, rng, extra)
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
    changed = [key for key in page.damage if not _harmless(page, readings[key], outcome)]
    for key, true in page.truth.values.items():
        verdict = outcome.verdicts[key]
        if verdict.status in ACCEPTED and verdict.value != true:
            why = _uncovered(page.truth.edition, key)
            tally.silent.append((number, key, why, bool(verdict.verified_by)))
        if key not in page.damage:
            accepted = verdict.status in (*ACCEPTED, "blank") and verdict.value == true
            tally.disturbed += not accepted
    for key in changed:
        kind = page.damage[key]
        tally.changed[kind] += 1
        tally.recovered[kind] += _mended(page, key, outcome)
        tally.referred[kind] += outcome.verdicts[key].status in REFERRED
    if changed and page.hurts == 1:
        _single(tally, page, changed, outcome)


def _harmless(page: Page, reading: Reading, outcome: Outcome) -> bool:
    """Damage that left the first reading right, or took a zero away that nothing needs."""
    true = page.truth.values[reading.key]
    verdict = outcome.verdicts[reading.key]
    if not reading.options:
        return not true and verdict.status == "blank"
    return reading.options[0].value == true and verdict.value == true


def _mended(page: Page, key: Key, outcome: Outcome) -> bool:
    verdict = outcome.verdicts[key]
    return verdict.status in ACCEPTED and verdict.value == page.truth.values[key]


def _single(tally: Tally, page: Page, keys: list[Key], outcome: Outcome) -> None:
    """A single damage by what the goals ask of it; a swap damages two cells."""
    mended = all(_mended(page, key, outcome) for key in keys)
    rules = [rule for rule in page.truth.edition.rules if rule.hard and keys[0] in rule.keys]
    kind = page.damage[keys[0]]
    if kind in ("digit", "dropped") and sum(map(exact, rules)) > 1:
        tally.totals["mended" if mended else "not"] += 1
    if any(page.truth.values[key] for key in keys):
        tally.nonzero["mended" if mended else "not"] += 1
    if not mended:
        tally.ranks[_rank(keys, outcome)] += 1


def _rank(keys: list[Key], outcome: Outcome) -> int:
    """The culprit's best place among the suspects of a failed check; 0 where it has none.

    Where no check fails, an item that is itself disputed or unreadable is named first.
    """
    lists = [
        [f"{s.statement}/{s.line}/{s.column}" for s in check.suspects]
        for check in outcome.checks
        if check.hard and check.status == "failed"
    ]
    if not lists:
        return int(any(outcome.verdicts[key].status in REFERRED for key in keys))
    return min((one.index(key) + 1 for one in lists for key in keys if key in one), default=0)


def _uncovered(edition: Edition, key: Key) -> str:
    """Why no exact rule confirms the item by itself, as far as the form tells."""
    rules = [rule for rule in edition.rules if rule.hard and key in rule.keys]
    weak = [(rule, case) for rule in rules for case in rule.cases if not exact(rule)]
    if any(exact(rule) for rule in rules):
        return "its sum was used for a lost amount, or errors cancel in it"
    for rule, case in weak:
        if case.op == "percent":
            return "result of a percent" if rule.target == key else "base of a percent"
        if case.op == "greatest":
            return "arm of a greatest-of"
        return "sign of what may have either"
    return "in no rule"


HEAD = "damages  filings  changed recovered% referred%  silent verified disturbed  median     max"


def line(hurts: int, tally: Tally) -> str:
    """The figures of one cell as a row of the table."""
    changed = sum(tally.changed.values())
    of_changed = [
        100 * sum(count.values()) / changed if changed else 0.0
        for count in (tally.recovered, tally.referred)
    ]
    return (
        f"{hurts:>7} {tally.filings:>8} {changed:>8} {of_changed[0]:>10.1f} {of_changed[1]:>9.1f} "
        f"{len(tally.silent):>7} {sum(one[3] for one in tally.silent):>8} "
        f"{tally.disturbed / tally.filings:>9.2f} {statistics.median(tally.times):>7.2f} "
        f"{max(tally.times):>7.1f}"
    )


def table(options: argparse.Namespace, *, second: bool) -> None:
    """The damages 0 to 5, and the goals for single damages."""
    print("\nwith a right second reading" if second else "one reader")
    print(HEAD)
    kinds: Counter[str] = Counter()
    for hurts in (0, 1, 2, 3, 5):
        tally = run(options.filings, hurts, options.seed, second=second, extra=options.damage)
        print(line(hurts, tally))
        kinds.update(why for _, _, why, _ in tally.silent)
        if hurts == 1:
            single = tally
        for row in tally.silent if options.show else ():
            print("        ", *row)
    print("silent, by why:", dict(kinds.most_common()))
    print(
        "single damages mended:",
        {k: f"{single.recovered[k]}/{n}" for k, n in single.changed.items()},
    )
    print("  misread totals of two sums:", _share(single.totals))
    print("  non-zero amounts:", _share(single.nonzero))
    print("  culprit's place where not mended (0: not named):", dict(sorted(single.ranks.items())))


def _share(count: Counter[str]) -> str:
    every = count["mended"] + count["not"]
    return f"{count['mended']}/{every}"


def sweep(options: argparse.Namespace) -> None:
    """Recovered against silent over the margin and the trust in unconfirmed neighbours."""
    print("margin trusted  recovered%  silent/1000  confirmed silent/1000")
    settings = [(margin, 1) for margin in (0, 2, 4, 6, 8, 10, 12, 16)]
    settings += [(8, trusted) for trusted in (0, 2, 4, 13)]
    for margin, trusted in settings:
        policy = Policy(margin=margin, trusted=trusted)
        tallies = [run(options.filings, hurts, options.seed, policy=policy) for hurts in (1, 2, 3)]
        changed = sum(sum(tally.changed.values()) for tally in tallies)
        recovered = sum(sum(tally.recovered.values()) for tally in tallies)
        filings = sum(tally.filings for tally in tallies)
        silent = sum(len({one[0] for one in tally.silent}) for tally in tallies)
        vouched = sum(len({one[0] for one in t.silent if one[3]}) for t in tallies)
        print(
            f"{margin:>6} {trusted:>7} {100 * recovered / changed:>11.1f} "
            f"{1000 * silent / filings:>12.2f} {1000 * vouched / filings:>22.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Fault injection: mended, referred, silent.")
    parser.add_argument("--filings", type=int, default=2000, help="filings a cell")
    parser.add_argument("--seed", type=int, default=20170430)
    parser.add_argument("--show", action="store_true", help="list the silent errors")
    parser.add_argument("--sweep", action="store_true", help="vary the policy instead")
    parser.add_argument(
        "--damage", choices=("line", "cover"), help="lose whole lines too, or damage the cover too"
    )
    options = parser.parse_args()
    if options.sweep:
        sweep(options)
        return
    for second in (False, True):
        table(options, second=second)


if __name__ == "__main__":
    main()
