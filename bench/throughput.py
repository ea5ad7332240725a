"""Runs over many filings: what two workers gain over one, loading, memory, refusals.

Run `python -m bench.throughput`; bench/README.md says what the figures mean. Each run is the
program as users start it; seconds are those of the clock, and of processors where it says so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from bench.pictures.cases import picture
from bench.pictures.look import VARIED
from bench.synth.cases import case
from focusconv.batch.search import refuse_others
from focusconv.conversion import filings
from focusconv.errors import UnknownForm, UnreadableInput
from focusconv.forms.catalog import catalog

GAIN = 1.8
"""The least that two workers gain over one."""

LOADING = 1.5
"""The most that loading may take, in times of converting alone."""

GROWTH_MB = 30.0
"""The most by which memory may grow from a tenth of the filings to all of them."""

_LAYOUT = "tabs"


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, seconds of processors, and MB of its largest process."""

    seconds: float
    work: float
    memory: float


def texts(folder: Path, count: int) -> Path:
    """So many text filings that differ, of every edition."""
    folder.mkdir()
    editions = catalog().editions
    for number in range(count):
        made = case(editions[number % len(editions)], _LAYOUT, "none", number)
        (folder / f"{number:06d}.txt").write_bytes(made.document)
    return folder


def pdfs(folder: Path, count: int) -> Path:
    """So many PDFs with text, in many looks."""
    folder.mkdir()
    editions = catalog().editions
    for number in range(count):
        made = picture(editions[number % len(editions)], VARIED, number)
        (folder / f"{number:06d}.pdf").write_bytes(made.document)
    return folder


def others(pages: int) -> bytes:
    """A report of so many pages of prose and tables that is none of the forms."""
    document = pymupdf.open()
    line = "Net capital and total assets of the company as of the date above: 1,234,567 and 12.5%"
    for _ in range(pages):
        page = document.new_page()
        for y in range(60, 740, 14):
            page.insert_text((50, y), line, fontsize=9)
    data: bytes = document.tobytes(deflate=True)
    return data


def command(*arguments: object) -> Cost:
    """Run the program; CalledProcessError where its exit status is neither 0, 1 nor 3 (an
    inconsistent filing and a refused input are results)."""
    whole = [sys.executable, "-m", "focusconv", *map(str, arguments)]
    start = time.perf_counter()
    process = subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 3):
        raise subprocess.CalledProcessError(process.returncode, whole)
    seconds = time.perf_counter() - start
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def show(name: str, count: int, cost: Cost) -> None:
    print(
        f"  {name:42} {count / cost.seconds:8.1f} a second  {1000 * cost.work / count:7.2f} ms of"
        f" processors each  {cost.memory:6.1f} MB"
    )


def verdict(name: str, figure: float, good: bool, bound: str) -> None:
    print(f"{name:44} {figure:9.2f}  bound {bound}  {'ok' if good else 'MISSED'}")


def gain(kind: str, given: Path, count: int, folder: Path, rounds: int) -> None:
    """One worker and two in turns, the best of each: other work on the machine only slows."""
    best: dict[int, Cost] = {}
    for number in range(rounds):
        for workers in (1, 2):
            out = folder / f"{kind}-{workers}-{number}"
            cost = command("convert", given, "--out-dir", out, "--workers", workers)
            if workers not in best or cost.seconds < best[workers].seconds:
                best[workers] = cost
    for workers, cost in best.items():
        show(f"{kind}, {workers} worker{'s' * (workers > 1)}", count, cost)
    ratio = best[1].seconds / best[2].seconds
    verdict(f"{kind}: two workers over one", ratio, ratio >= GAIN, f"{GAIN}")


def loading(folder: Path, count: int) -> None:
    """All texts into SQLite by one command, beside converting them alone."""
    given, tenth = texts(folder / "all", count), texts(folder / "tenth", count // 10)
    alone = command("convert", given, "--out-dir", folder / "alone")
    show("converting alone", count, alone)
    few = command("load", tenth, "--db", folder / "tenth.db")
    show("a tenth into SQLite", count // 10, few)
    every = command("load", given, "--db", folder / "all.db")
    show("all into SQLite", count, every)
    size = (folder / "all.db").stat().st_size / count / 1024
    print(f"  the database has {size:.1f} KB a filing")
    ratio = every.seconds / alone.seconds
    verdict("loading over converting alone, seconds", ratio, ratio <= LOADING, f"{LOADING}")
    ratio = every.work / alone.work
    verdict("the same, seconds of processors", ratio, ratio <= LOADING, f"{LOADING}")
    more = every.memory - few.memory
    verdict("memory: all over a tenth, MB", more, more <= GROWTH_MB, f"{GROWTH_MB}")


def milliseconds(refuse: Callable[[], object]) -> float:
    """Of processors, for one refusal."""
    rounds = 5
    start = time.process_time()
    for _ in range(rounds):
        try:
            refuse()
        except UnknownForm:
            continue
        raise UnreadableInput("the document was not refused")
    return 1000 * (time.process_time() - start) / rounds


def refusals() -> None:
    """What a document costs that is none of the forms: by a look, and by a whole reading."""
    for pages in (5, 30, 100):
        data = others(pages)
        looked = milliseconds(lambda data=data: refuse_others(data, "report.pdf", 5))
        read = milliseconds(lambda data=data: list(filings(data)))
        print(f"  a report of {pages:3} pages refused: {looked:7.1f} ms; read whole {read:7.1f} ms")


def hostile(folder: Path, count: int) -> None:
    """One in a hundred is hostile: every other is converted, each failure named."""
    from tests import hostile_files as files

    given = texts(folder / "hostile", count)
    kinds = [
        lambda: b"",
        lambda: bytes(range(256)) * 64,
        files.page_bomb,
        files.text_bomb,
        files.calls_of_calls,
        files.same_content,
        files.long_table,
        files.deep_nesting,
        files.looping_tree,
        files.locked,
    ]
    bad = range(0, count, 100)
    for number in bad:
        (given / f"{number:06d}.txt").write_bytes(kinds[number // 100 % len(kinds)]())
    report = folder / "hostile.jsonl"
    cost = command(
        *("convert", given, "--out-dir", folder / "survived", "--report", report),
        *("--time-limit", 30, "--allow-inconsistent"),
    )
    show("with one hostile in a hundred", count, cost)
    converted = len(list((folder / "survived").glob("*.json")))
    named = report.read_text().count('"error":{')
    good = converted == count - len(bad) and named == len(bad)
    verdict(f"converted of {count - len(bad)} ({named} named)", converted, good, "all")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.throughput", description=__doc__)
    parser.add_argument("--texts", type=int, default=4000, help="for the gain; 0: not measured")
    parser.add_argument("--pdfs", type=int, default=700, help="for the gain; 0: not measured")
    parser.add_argument("--rounds", type=int, default=2, help="runs of one worker and of two")
    parser.add_argument("--load", type=int, default=10_000, help="filings to load; 0: none")
    parser.add_argument("--hostile", type=int, default=0, help="filings, a hundredth hostile")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, make, count in (("text", texts, options.texts), ("PDF", pdfs, options.pdfs)):
            if count:
                gain(kind, make(folder / kind, count), count, folder, options.rounds)
        if options.load:
            loading(folder, options.load)
        if options.hostile:
            hostile(folder, options.hostile)
        refusals()


if __name__ == "__main__":
    main()
