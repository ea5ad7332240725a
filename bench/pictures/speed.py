"""Speed and memory on printed filings and their scans, beside the peers and the bounds.

All that is compared is measured in one run on the same pages, by turns.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import focusconv
from bench.pictures.cases import Picture, picture
from bench.pictures.damage import damage
from bench.pictures.look import VARIED
from bench.pictures.peers import page_pictures, rapidocr, reads, recognised, text_peers
from bench.pictures.scans import scan
from bench.synth.judge import paired, same, verdicts
from focusconv.forms.catalog import catalog
from focusconv.readers import read

WORDS_RATIO = 3.0
TABLES_RATIO = {"camelot lattice": 1 / 20, "camelot hybrid": 1 / 20, "pdfplumber tables": 1 / 15}
SCAN_RATIO = {"mild": 0.6, "rough": 1.2}
MEMORY_MB = 1331.0
FLAT_MB = 100.0
"""The bounds of issue 4: reading a PDF with text against PyMuPDF's own words and against
finders of tables, a scan against rapidocr on the full page, memory of a worker on a scan of
20 pages, and how much more that may be than on one of 5."""

_LOOKS = ("plain", "grid-cells", "leaders+landscape", "dejavu-serif+bracket+run-on")
"""Camelot takes minutes over a page of some other looks (many dotted leaders and rules)."""

_SCANS = ("200-mild", "300-mild", "150-rough")
_POLL = 0.02


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and of processor time with that of processes that ended."""

    wall: float
    cpu: float

    @staticmethod
    def now() -> Spent:
        own = resource.getrusage(resource.RUSAGE_SELF)
        below = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime
        return Spent(time.perf_counter(), cpu)

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)

    def over(self, count: int) -> Spent:
        return Spent(self.wall / count, self.cpu / count)


_NOTHING = Spent(0.0, 0.0)
_NEVER = Spent(float("inf"), float("inf"))


def run(options: argparse.Namespace) -> None:
    """PDFs with text beside the peers, then scans beside rapidocr."""
    printed = _printed(options)
    _text(printed, rounds=3)
    for noise in (options.noise or ",".join(_SCANS)).split(","):
        _scans(printed[: max(options.filings, 1)], noise)


def _printed(options: argparse.Namespace) -> list[Picture]:
    editions = [e for e in catalog().editions if (options.edition or "").lower() in e.name.lower()]
    looks = (options.look or ",".join(_LOOKS)).split(",")
    return [picture(edition, look, options.seed) for look in looks for edition in editions]


def _text(printed: list[Picture], rounds: int) -> None:
    """Seconds a page of each engine, the best of some rounds for each document."""
    pages = sum(made.pages for made in printed)
    engines: dict[str, Callable[[bytes], object]] = {
        "focusconv read": lambda document: read(document, "filing.pdf"),
        "focusconv filings": lambda document: list(focusconv.filings(document)),
        **text_peers(),
    }
    best = {name: [_NEVER] * len(printed) for name in engines}
    for made in printed[:1]:
        for engine in engines.values():
            engine(made.document)
    for turn in range(rounds):
        for n, made in enumerate(printed):
            for name, engine in engines.items():
                if turn == 0 or not name.startswith("camelot"):
                    spent = _spent(engine, made.document)
                    best[name][n] = min(best[name][n], spent, key=lambda spent: spent.wall)
    ms = {name: sum(times, _NOTHING).over(pages) for name, times in best.items()}
    print(f"PDFs with text: {len(printed)} documents, {pages} pages, best of {rounds} rounds")
    for name, figure in ms.items():
        print(f"  {name:24} {1000 * figure.wall:9.2f} ms/page, {1000 * figure.cpu:9.2f} of CPU")
    for ours in ("focusconv read", "focusconv filings"):
        _ratio(ours, "pymupdf words", ms, WORDS_RATIO)
        for peer, bound in TABLES_RATIO.items():
            if peer in ms:
                _ratio(ours, peer, ms, bound)


def _scans(printed: list[Picture], noise: str) -> None:
    """Seconds a page of the whole conversion and of rapidocr alone, and what each got right."""
    dpi = damage(noise).dpi
    scans = [scan(made, noise, "pdf") for made in printed]
    rapidocr()(page_pictures(scans[0].document, dpi)[0])
    list(focusconv.filings(scans[0].document))
    seconds = {"focusconv filings": _NOTHING, "rapidocr full page": _NOTHING}
    right = dict.fromkeys(seconds, 0)
    values = pages = 0
    for made in scans:
        pages += made.pages
        start = Spent.now()
        filings = list(focusconv.filings(made.document))
        seconds["focusconv filings"] += Spent.now() - start
        lines = []
        for picture_ in page_pictures(made.document, dpi):
            start = Spent.now()
            lines.append(recognised(picture_, dpi))
            seconds["rapidocr full page"] += Spent.now() - start
        truths = tuple(filing.expected for filing in made.filings)
        for filing, (want, got) in zip(made.filings, paired(truths, filings), strict=True):
            for verdict in verdicts(want, got):
                place, true = filing.places.get(verdict.key), verdict.truth.value
                if place is None or not isinstance(true, int):
                    continue
                values += 1
                item = verdict.item
                right["focusconv filings"] += item is not None and same(item.value, true)
                right["rapidocr full page"] += reads(lines[place.page - 1], place, true)
    print(f"scans, {noise}: {len(scans)} documents, {pages} pages, {values} printed amounts")
    for name, spent in seconds.items():
        share, each = 100 * right[name] / max(values, 1), spent.over(pages)
        print(
            f"  {name:24} {each.wall:9.2f} s/page, {each.cpu:9.2f} of CPU"
            f"   {share:6.2f}% of the amounts read"
        )
    bound = SCAN_RATIO.get(noise.partition("-")[2], SCAN_RATIO["rough"])
    _ratio("focusconv filings", "rapidocr full page", seconds, bound)


def memory(options: argparse.Namespace) -> None:
    """Peak memory of a process that converts a scan of 5 pages, and one of 20."""
    noise = (options.noise or "200-mild").split(",")[0]
    peaks = {}
    for pages in (5, 20):
        document = _scan_of(pages, noise, options.seed)
        peaks[pages] = _peak_mb(document)
        print(f"  a scan of {pages:2} pages at {noise}: peak {peaks[pages]:8.1f} MB")
    _verdict("peak on 20 pages, MB", peaks[20], MEMORY_MB)
    _verdict("20 pages less 5 pages, MB", peaks[20] - peaks[5], FLAT_MB)


def _scan_of(pages: int, noise: str, seed: int) -> bytes:
    """Scans of printed filings, one after the other, cut to a number of pages."""
    import pymupdf

    edition = catalog().editions[0]
    whole = pymupdf.open()
    while whole.page_count < pages:
        made = scan(picture(edition, VARIED, seed), noise, "pdf")
        with pymupdf.open("pdf", made.document) as part:
            whole.insert_pdf(part)
        seed += 1
    whole.select(range(pages))
    data: bytes = whole.tobytes(garbage=3, no_new_id=True)
    whole.close()
    return data


def _peak_mb(document: bytes) -> float:
    """The most resident memory of a process that converts a document, with its children."""
    program = "import sys, focusconv; list(focusconv.filings(open(sys.argv[1], 'rb').read()))"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(document)
        process = subprocess.Popen([sys.executable, "-c", program, str(path)])
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(_resident_mb(pid) for pid in _family(process.pid)))
            time.sleep(_POLL)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return peak


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        parents[int(entry.parent.name)] = int(fields[1])
    family = [pid]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family


def _resident_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0  # it ended meanwhile
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _spent(engine: Callable[[bytes], object], document: bytes) -> Spent:
    start = Spent.now()
    engine(document)
    return Spent.now() - start


def _ratio(ours: str, peer: str, spent: dict[str, Spent], bound: float) -> None:
    """Our time over a peer's, on the clock and of the processor; the clock's has the bound."""
    cpu = spent[ours].cpu / spent[peer].cpu
    _verdict(f"{ours} / {peer}", spent[ours].wall / spent[peer].wall, bound, f"of CPU {cpu:.3f}")


def _verdict(name: str, figure: float, bound: float, beside: str = "") -> None:
    said = "ok" if figure <= bound else "MISSED"
    print(f"  {name:48} {figure:9.3f}  bound {bound:8.3f}  {said:6}  {beside}")
