"""Accuracy of the public path on synthetic filings and on samples: right, flagged, silent.

Run `python -m bench.accuracy --help`; bench/README.md says what the columns mean.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import focusconv
from bench.synth.cases import Case, Expected, case
from bench.synth.judge import (
    Tally,
    Verdict,
    edition_of,
    header,
    judge,
    keyed,
    paired,
    same,
    texts,
    verdicts,
)
from bench.synth.layouts import LAYOUTS, MIXES
from bench.synth.noise import NOISES
from bench.synth.sheets import Truth
from focusconv.errors import FocusconvError
from focusconv.forms.catalog import Edition, catalog
from focusconv.record.filing import Filing

COMMON_NOISES = ("none", "ocr", "ocr-harsh")

_HEAD = (
    f"{'layout':58} {'noise':16} {'cases':>5} {'items':>6} {'right%':>7} {'miss%':>6} {'flag%':>6}"
    f" {'mended':>6} {'SILENT':>6} {'misread':>7} {'verif.':>6} {'0blank':>6} {'head%':>6}"
    f" {'text%':>6} {'err':>4} {'ms':>6}"
)


@dataclass
class Cell:
    """All cases of one layout and one noise, with the cases that went wrong."""

    layout: str
    noise: str
    tally: Tally
    wrong: list[str] = field(default_factory=list)


def run_cell(layout: str, noise: str, editions: tuple[str, ...], seeds: range, show: str) -> Cell:
    """Convert every case of a layout and a noise, one an edition and seed."""
    cell = Cell(layout, noise, Tally())
    for name, seed in product(editions, seeds):
        run_case(case(catalog().edition(name), layout, noise, seed), name, cell, show)
    return cell


def run_case(made: Case, edition: str, cell: Cell, show: str) -> None:
    """Convert one case and add what came of it to the cell."""
    tally = cell.tally
    tally.cases += 1
    start = time.perf_counter()
    try:
        filings = list(focusconv.filings(made.document))
    except FocusconvError as error:
        filings = []
        tally.errors[type(error).__name__] += 1
        if show == "errors":
            cell.wrong.append(f"{edition} seed {made.seed}: {type(error).__name__}: {error}")
    tally.seconds += time.perf_counter() - start
    tally.extra += max(len(filings) - len(made.expected), 0)
    where = f"{made.layout} / {made.noise} / {edition} / seed {made.seed}"
    for want, got in paired(made.expected, filings):
        _add(want, got, tally, cell.wrong, where, made.text, show)


def _add(
    want: Expected,
    got: Filing | None,
    tally: Tally,
    wrong: list[str],
    where: str,
    text: str,
    show: str,
) -> None:
    for verdict in verdicts(want, got):
        tally.add(verdict)
        if show in (_kind(verdict), "root" if _root(verdict) else None):
            wrong.append(f"{where}\n{described(verdict, want.edition, text)}")
    for name, true, value, right in header(want, got):
        tally.header[right] += 1
        if not right and show == "header":
            wrong.append(f"{where}\n  {name}: true {true!r}, got {value!r}")
    for key, true, value, right in texts(want, got):
        tally.names[right] += 1
        if not right and show == "text":
            wrong.append(f"{where}\n  {key}: true {true!r}, got {value!r}")


def _kind(verdict: Verdict) -> str:
    """The outcome, where silent errors that only arithmetic could show are a kind of their own."""
    silent = verdict.outcome == "silent"
    return "misread" if silent and verdict.truth.kind == "misread" else verdict.outcome


def _root(verdict: Verdict) -> bool:
    """The print was legible and not what the item holds: a cause, not a consequence."""
    fine = verdict.outcome in ("right", "mended", "filled") or verdict.truth.kind == "misread"
    return not fine and not same(verdict.item and verdict.item.value, verdict.truth.value)


def described(verdict: Verdict, edition: Edition, text: str) -> str:
    """One wrong item in words, with the print around its box or its amount."""
    item, truth = verdict.item, verdict.truth
    box = edition.spec[verdict.key].box
    lines = [f"  {verdict.key} box {box}: true {truth.value!r} ({truth.kind})"]
    if item is not None:
        lines.append(
            f"  got {item.value!r} {item.status}, raw {item.raw!r}, as read {item.as_read!r},"
            f" verified by {list(item.verified_by)}, reason: {item.reason}"
        )
    amount = f"{abs(truth.value):,}" if isinstance(truth.value, int) and truth.value else None
    marks = [m for m in (box, amount, item.raw if item is not None else None) if m]
    return "\n".join([*lines, *_around(text, marks)])


def _around(text: str, marks: list[str]) -> Iterator[str]:
    rows = text.splitlines()
    hits = [n for n, row in enumerate(rows) if any(mark in row for mark in marks)][:3]
    near = sorted({m for n in hits for m in range(max(n - 2, 0), min(n + 3, len(rows)))})
    for n in near:
        yield f"    {n + 1:4}: {rows[n][:400]!r}"


def row(cell: Cell) -> str:
    """One line of the table."""
    t = cell.tally
    return (
        f"{cell.layout:58} {cell.noise:16} {t.cases:5} {t.items:6} {_right(t):7.2f}"
        f" {t.share('missed', 'false-blank'):6.2f} {t.share('flagged'):6.2f}"
        f" {t.outcomes['mended']:6} {t.outcomes['silent']:6} {t.silent_misread:7}"
        f" {t.silent_verified:6} {t.outcomes['zero-for-blank']:6}"
        f" {_percent(t.header):6.1f} {_percent(t.names):6.1f} {t.errors.total() + t.extra:4}"
        f" {1000 * t.seconds / max(t.cases, 1):6.1f}"
    )


def _right(tally: Tally) -> float:
    return tally.share("right", "mended", "filled")


def _percent(counts: dict[bool, int]) -> float:
    return 100 * counts[True] / max(counts[True] + counts[False], 1)


def samples(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Name, document and truth table of every sample in a folder.

    A sample is a sub-folder with a `truth.csv`, or `NAME.txt` beside `NAME.csv`.
    """
    for table in sorted(folder.glob("*/truth.csv")):
        others = [p for p in sorted(table.parent.iterdir()) if p.suffix in (".txt", ".pdf")]
        for document in others:
            yield table.parent.name, document, table
    for table in sorted(folder.glob("*.csv")):
        document = table.with_suffix(".txt")
        if document.exists():
            yield table.stem, document, table


def run_sample(name: str, document: Path, table: Path, show: str) -> Cell:
    """One real document against its truth table; a derived value must be marked as such."""
    cell = Cell(name, "sample", Tally(cases=1))
    start = time.perf_counter()
    filing = next(iter(focusconv.filings(document)))
    cell.tally.seconds = time.perf_counter() - start
    edition = edition_of(filing)
    if edition is None:
        cell.tally.errors["unknown edition"] += 1
        return cell
    items = keyed(filing)
    with table.open(newline="", encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            value = int(entry["value"]) if entry["value"] else None
            truth = Truth(entry["class"], value)  # type: ignore[arg-type]
            key = edition.key_of_box[entry["box"]]
            item = items.get(key)
            verdict = Verdict(key, truth, item, judge(truth, item))
            if truth.kind == "derived" and (item is None or item.status == "reported"):
                verdict = Verdict(key, truth, item, "missed")
            cell.tally.add(verdict)
            if verdict.outcome == show or (show == "all" and verdict.outcome != "right"):
                text = document.read_text("utf-8") if document.suffix == ".txt" else ""
                cell.wrong.append(f"{name}\n{described(verdict, edition, text)}")
    return cell


def _cells(options: argparse.Namespace) -> Iterator[Cell]:
    layouts = _chosen(options.layout, MIXES, LAYOUTS)
    noises = _chosen(options.noise, COMMON_NOISES, tuple(NOISES))
    editions = tuple(
        edition.name
        for edition in catalog().editions
        if (options.edition or "").lower() in edition.name.lower()
    )
    seeds = range(options.seed, options.seed + options.filings)
    tasks = list(product(layouts, noises))
    if options.jobs == 1:
        for layout, noise in tasks:
            yield run_cell(layout, noise, editions, seeds, options.kind)
        return
    with ProcessPoolExecutor(options.jobs) as pool:
        futures = [
            pool.submit(run_cell, layout, noise, editions, seeds, options.kind)
            for layout, noise in tasks
        ]
        for future in futures:
            yield future.result()


def _chosen(given: str | None, usual: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    if given is None:
        return usual
    return every if given == "all" else tuple(given.split(","))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("--layout", help="names joined by + and ,; 'all': each single choice")
    parser.add_argument("--noise", help="names joined by + and , each with :rate or not; 'all'")
    parser.add_argument("--edition", help="a part of the edition's name; default: every edition")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--filings", type=int, default=2, help="cases a cell and edition")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N")
    parser.add_argument(
        "--kind",
        default="silent",
        help="what --show prints: an outcome, 'misread' (silent, and the print misread), 'header',"
        " 'text', 'errors' or 'root' (legible, and not what the item holds); default: silent, and"
        " the print legible",
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--samples", type=Path, help="run the samples of a folder instead")
    parser.add_argument("--print", action="store_true", help="print the first case's text only")
    return parser.parse_args()


def main() -> None:
    options = _options()
    if options.print:
        edition = next(
            e for e in catalog().editions if (options.edition or "").lower() in e.name.lower()
        )
        layout = options.layout or MIXES[0]
        print(case(edition, layout, options.noise or "none", options.seed).text)
        return
    print(_HEAD)
    total = Cell("all", "", Tally())
    cells = (
        (run_sample(*sample, options.kind) for sample in samples(options.samples))
        if options.samples
        else _cells(options)
    )
    for cell in cells:
        print(row(cell), flush=True)
        total.tally.merge(cell.tally)
        total.wrong += cell.wrong
    print(row(total))
    if total.tally.errors:
        print("errors:", dict(total.tally.errors))
    for text in total.wrong[: options.show]:
        print(f"\n{text}")


if __name__ == "__main__":
    main()
