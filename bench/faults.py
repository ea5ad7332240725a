"""Fault injection: damage consistent filings as OCR does, reconcile, count what became of it.

python -m bench.faults --filings 2000
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bench import several, whole_pages
from bench.damage import ACCEPTED, REFERRED, Page, make_truth, right_prints
from bench.floor import unseeable
from focusconv.forms.catalog import Edition, Key, catalog
from focusconv.readings import Reading
from focusconv.reconcile import Outcome, reconcile
from focusconv.reconcile.policy import POLICY, Policy


class Silent(NamedTuple):
    """A wrong amount that was accepted: the number of the filing, the item, why no exact rule
    covers it, whether something confirmed it, and whether a consistent filing may print it."""

    filing: int
    key: Key
    why: str
    confirmed: bool
    unseeable: bool


@dataclass
class Tally:
    """What became of the damages of one cell of the bench, by kind of damage.

    `unseeable` counts damages that leave what a consistent filing prints; `disturbed` counts
    undamaged items that were not accepted as they are; times in ms.
    """

    filings: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)
    referred: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    nonzero: Counter[str] = field(default_factory=Counter)
    ranks: Counter[int] = field(default_factory=Counter)
    silent: list[Silent] = field(default_factory=list)
    unseeable: int = 0
    disturbed: int = 0

    @property
    def beyond(self) -> int:
        """Silent errors that a policy could have seen."""
        return sum(not one.unseeable for one in self.silent)

    times: list[float] = field(default_factory=list)


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
        readings = page.readings([right_prints(truth)] if second else [])
        begin = time.process_time()
        outcome = reconcile(
            readings, truth.edition, present=truth.present, rates=truth.rates, policy=policy
        )
        tally.times.append((time.process_time() - begin) * 1000)
        _count(tally, number, page, readings, outcome)
    return tally


def _count(
    tally: Tally, number: int, page: Page, readings: Mapping[Key, Reading], outcome: Outcome
) -> None:
    tally.filings += 1
    changed = [key for key in page.damage if not _harmless(page, readings[key], outcome)]
    hidden = unseeable(page, readings)
    tally.unseeable += len(hidden)
    for key, true in page.truth.values.items():
        verdict = outcome.verdicts[key]
        if verdict.status in ACCEPTED and verdict.value != true:
            why = _uncovered(page.truth.edition, key)
            vouched = bool(verdict.verified_by)
            tally.silent.append(Silent(number, key, why, vouched, key in hidden))
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
    if kind in ("digit", "dropped") and sum(rule.exact for rule in rules) > 1:
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
    weak = [(rule, case) for rule in rules for case in rule.cases if not rule.exact]
    if any(rule.exact for rule in rules):
        return IN_SUM
    for rule, case in weak:
        if case.op == "percent":
            return "result of a percent" if rule.target == key else "base of a percent"
        if case.op == "greatest":
            return "arm of a greatest-of"
        return "sign of what may have either"
    return "in no rule"


IN_SUM = "its sum was used for a lost amount, or errors cancel in it"
HEAD = (
    "damages  filings  changed recovered% referred%  silent verified beyond floor disturbed"
    "  median     max"
)


def line(hurts: int, tally: Tally) -> str:
    """The figures of one cell as a row of the table."""
    changed = sum(tally.changed.values())
    of_changed = [
        100 * sum(count.values()) / changed if changed else 0.0
        for count in (tally.recovered, tally.referred)
    ]
    return (
        f"{hurts:>7} {tally.filings:>8} {changed:>8} {of_changed[0]:>10.1f} {of_changed[1]:>9.1f} "
        f"{len(tally.silent):>7} {sum(one.confirmed for one in tally.silent):>8} "
        f"{tally.beyond:>6} {tally.unseeable:>5} "
        f"{tally.disturbed / tally.filings:>9.2f} {statistics.median(tally.times):>7.2f} "
        f"{max(tally.times):>7.1f}"
    )


def table(options: argparse.Namespace, *, second: bool) -> None:
    """The damages 0 to 5, and the goals for single damages."""
    print("\nwith a right second reading" if second else "one reader")
    print(HEAD)
    kinds: Counter[str] = Counter()
    asked: list[Tally] = []
    for hurts in (0, 1, 2, 3, 5):
        tally = run(options.filings, hurts, options.seed, second=second, extra=options.damage)
        print(line(hurts, tally))
        kinds.update(one.why for one in tally.silent)
        if hurts in (1, 2, 3):
            asked.append(tally)
        for row in tally.silent if options.show else ():
            print("        ", *row)
    single = asked[0]
    print("silent, by why:", dict(kinds.most_common()))
    print(_bound(asked))
    print(
        "single damages mended:",
        {k: f"{single.recovered[k]}/{n}" for k, n in single.changed.items()},
    )
    print("  misread totals of two sums:", _share(single.totals))
    print("  non-zero amounts:", _share(single.nonzero))
    print("  culprit's place where not mended (0: not named):", dict(sorted(single.ranks.items())))


def _bound(tallies: list[Tally]) -> str:
    """Silent errors of 1 to 3 damages beside the floor that no policy gets below."""
    filings = sum(tally.filings for tally in tallies)
    silent, beyond, floor = (
        1000 * sum(counts) / filings
        for counts in (
            [len(tally.silent) for tally in tallies],
            [tally.beyond for tally in tallies],
            [tally.unseeable for tally in tallies],
        )
    )
    return (
        f"in 1,000 filings of 1 to 3 damages: {silent:.2f} silent, {beyond:.2f} of them beyond "
        f"the floor; {floor:.2f} damages that a consistent filing prints alike"
    )


def _share(count: Counter[str]) -> str:
    every = count["mended"] + count["not"]
    return f"{count['mended']}/{every}"


def sweep(options: argparse.Namespace) -> None:
    """Recovered against silent over the margin and the trust in unconfirmed neighbours."""
    print("                       silent in 1,000 filings")
    print("margin trusted  recovered%  uncovered  in sums  confirmed")
    settings = [(margin, 1) for margin in (0, 4, 8, 12, 16)]
    settings += [(8, trusted) for trusted in (0, 2, 4, 13)]
    for margin, trusted in settings:
        policy = Policy(margin=margin, trusted=trusted)
        tallies = [run(options.filings, hurts, options.seed, policy=policy) for hurts in (1, 2, 3)]
        changed = sum(sum(tally.changed.values()) for tally in tallies)
        recovered = sum(sum(tally.recovered.values()) for tally in tallies)
        filings = sum(tally.filings for tally in tallies)
        errors = [one for tally in tallies for one in tally.silent]
        in_sums = sum(one.why == IN_SUM for one in errors)
        print(
            f"{margin:>6} {trusted:>7} {100 * recovered / changed:>11.1f} "
            f"{1000 * (len(errors) - in_sums) / filings:>10.2f} "
            f"{1000 * in_sums / filings:>8.2f} "
            f"{1000 * sum(one.confirmed for one in errors) / filings:>10.2f}"
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
    several.table(options.filings, options.seed, show=options.show)
    whole_pages.table(options.filings // 4, options.seed)


if __name__ == "__main__":
    main()
