"""What loading into a database adds to converting, and what tables add, a filing.

Run `python -m bench.loading`; bench/README.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import focusconv
from bench.synth.cases import case
from focusconv.database import open_database
from focusconv.exports.delimited import csv_chunks
from focusconv.exports.shards import shard
from focusconv.exports.workbook import workbook
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing
from focusconv.tidy.rows import piece_of

LOAD_RATIO = 0.5
"""The bound: loading, as a share of the time of converting alone."""

_LAYOUT = "tabs+dollar-cell+box-after"


def documents(count: int) -> list[bytes]:
    """So many documents, each another one, of every form in turn."""
    editions = catalog().editions
    return [
        case(editions[seed % len(editions)], _LAYOUT, "none", seed).document
        for seed in range(count)
    ]


def converted(given: Sequence[bytes]) -> tuple[list[Filing], float]:
    """The filings, and the seconds of the processor that a filing took, its JSON included."""
    found: list[Filing] = []
    for document in given[:5]:
        focusconv.convert(document)
    start = time.process_time()
    for document in given:
        for filing in focusconv.filings(document):
            filing.to_json()
            found.append(filing)
    return found, (time.process_time() - start) / len(found)


def loaded(url: str, filings: Sequence[Filing], group: int) -> tuple[float, float]:
    """Seconds of the processor, and of the clock, that a filing took."""
    with open_database(url) as database:
        start, clock = time.process_time(), time.perf_counter()
        for at in range(0, len(filings), group):
            database.load(filings[at : at + group])
        spent = time.process_time() - start, time.perf_counter() - clock
    return spent[0] / len(filings), spent[1] / len(filings)


def _timed(work: Callable[[], object], count: int) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) / count


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.loading", description=__doc__)
    parser.add_argument("--filings", type=int, default=400, help="how many (default 400)")
    parser.add_argument("--group", type=int, default=200, help="filings a transaction")
    parser.add_argument("--url", help="load into this empty database too")
    given = parser.parse_args()
    filings, convert = converted(documents(given.filings))
    print(f"converting to JSON     {convert * 1000:7.2f} ms a filing")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        _tell("SQLite", *loaded(str(path), filings, given.group), convert)
        print(
            f"size                   {path.stat().st_size / len(filings) / 1024:7.1f} KB a filing"
        )
        again = loaded(str(path), filings, given.group)[0]
        print(f"the same again         {again * 1000:7.2f} ms")
    if given.url:
        _tell("given", *loaded(given.url, filings, given.group), convert)
    pieces = [piece_of(filing) for filing in filings]
    for name, work in (
        ("rows of tables", lambda: [piece_of(filing) for filing in filings]),
        ("CSV", lambda: list(csv_chunks(pieces, wide=False, sure=False))),
        ("CSV, wide", lambda: list(csv_chunks(pieces, wide=True, sure=False))),
        ("Parquet, with rows", lambda: shard(filings)),
        ("Excel", lambda: workbook(pieces, sure=False)),
    ):
        print(f"{name:<22} {_timed(work, len(filings)) * 1000:7.2f} ms")


def _tell(name: str, processor: float, clock: float, convert: float) -> None:
    share = processor / convert
    verdict = "ok" if share <= LOAD_RATIO else "MISSED"
    print(
        f"loading, {name:<13} {processor * 1000:7.2f} ms ({clock * 1000:.2f} by the clock),"
        f" {share:.0%} of converting; bound {LOAD_RATIO:.0%}: {verdict}"
    )


if __name__ == "__main__":
    main()
