"""The review page in a browser: how large it is, how fast it opens, whether a batch stays usable.

Run `python -m bench.review --help`. Times are milliseconds in headless Chromium, the median of
several openings; the bounds are those of issue 6.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.pictures.cases import picture
from bench.pictures.look import VARIED
from bench.pictures.scans import KINDS, Kind, scan
from bench.synth.cases import case
from focusconv.files.inputs import expand
from focusconv.forms.catalog import catalog
from focusconv.report.run import ReportWanted, report_inputs

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
MOST_BYTES = 3_000_000
"""The most that a scanned filing of six pages may take."""

MOST_MS = 1000
"""The most that it may take to open."""

_OPENED = """() => {
  const ready = performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd;
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return [ready, paint ? paint.startTime : ready];
}"""
_TYPED = """() => { const start = performance.now();
  const search = document.getElementById('search');
  search.value = 'a'; search.dispatchEvent(new Event('input'));
  document.body.offsetHeight; return performance.now() - start; }"""
_SORTED = """() => { const start = performance.now();
  document.querySelectorAll('th button')[2].click();
  document.body.offsetHeight; return performance.now() - start; }"""
_SHOWN = """() => new Promise((done) => { const start = performance.now();
  document.querySelector('#list tbody a').click();
  const look = () => document.querySelector('.row')
    ? done(performance.now() - start) : requestAnimationFrame(look);
  look(); })"""


def scanned(folder: Path, kind: Kind, pages: int) -> Path:
    """A scanned filing of so many pages."""
    edition = catalog().editions[0]
    printed = next(
        made for seed in range(1, 200) if (made := picture(edition, VARIED, seed)).pages == pages
    )
    path = folder / "scan.pdf"
    path.write_bytes(scan(printed, "200-mild", kind).document)
    return path


def batch(folder: Path, filings: int, pdfs: int) -> Path:
    """Filings of both forms as damaged text, and some as PDFs."""
    where = folder / "batch"
    where.mkdir()
    editions = catalog().editions
    for number in range(filings):
        edition = editions[number % len(editions)]
        if number < pdfs:
            printed = picture(edition, VARIED, number + 1)
            (where / f"{number:04}.pdf").write_bytes(printed.document)
        else:
            made = case(edition, "tabs", "ocr-harsh", number + 1)
            (where / f"{number:04}.txt").write_bytes(made.document)
    return where


def written(source: Path, output: Path) -> float:
    """Write the page of a document or a folder; the seconds of CPU it took."""
    wanted = ReportWanted(output=output, mend=True, corrections=None, documents=(), overwrite=False)
    start = time.process_time()
    with contextlib.redirect_stderr(io.StringIO()) as told:
        report_inputs(expand([str(source)], {".pdf", ".txt"}), wanted, debug=False)
    print(f"  {told.getvalue().strip().splitlines()[-1].removeprefix('focusconv: ')}")
    return time.process_time() - start


def openings(browser: Browser, path: Path, rounds: int) -> Iterator[Page]:
    for _ in range(rounds):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(path.as_uri())
        page.locator(".row:visible, #list tbody tr:visible").first.wait_for()
        yield page
        page.close()


def middle(figures: list[float]) -> float:
    return statistics.median(figures)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.review", description=__doc__)
    parser.add_argument("--filings", type=int, default=500, help="filings of the batch")
    parser.add_argument("--pdfs", type=int, default=20, help="of these as PDFs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--input", choices=KINDS, default="pdf", help="the kind of scan")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=options.chromium, args=ARGUMENTS)
        print("a scanned filing of 6 pages")
        one = folder / "one.html"
        seconds = written(scanned(folder, options.input, 6), one)
        times = [page.evaluate(_OPENED) for page in openings(browser, one, options.rounds)]
        size = one.stat().st_size
        ready, painted = (middle(list(column)) for column in zip(*times, strict=True))
        print(f"  {size:,} bytes (at most {MOST_BYTES:,}), written in {seconds:.1f} s of CPU")
        print(f"  ready {ready:.0f}, painted {painted:.0f} (at most {MOST_MS})")
        print(f"a batch of {options.filings} filings")
        many = folder / "many.html"
        seconds = written(batch(folder, options.filings, options.pdfs), many)
        rows = []
        for page in openings(browser, many, options.rounds):
            opened = page.evaluate(_OPENED)
            rows.append([*opened, *(page.evaluate(script) for script in (_TYPED, _SORTED, _SHOWN))])
        ready, painted, typed, ordered, shown = (
            middle(list(col)) for col in zip(*rows, strict=True)
        )
        print(f"  {many.stat().st_size:,} bytes, written in {seconds:.1f} s of CPU")
        print(
            f"  ready {ready:.0f}, painted {painted:.0f}; search {typed:.0f}, sort {ordered:.0f},"
            f" a filing opened {shown:.0f}"
        )
        browser.close()


if __name__ == "__main__":
    main()
