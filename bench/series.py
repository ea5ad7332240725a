"""Size and opening time of the page of series, for many firms and years of daily filings.

Run `python -m bench.series`; bench/README.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import datetime
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.synth.firms import random_facts
from focusconv.forms.catalog import Edition, catalog
from focusconv.record.filing import ItemStatus
from focusconv.series.calendar import business_days, month_ends
from focusconv.series.collect import regimes
from focusconv.series.lines import collection
from focusconv.series.page import render
from focusconv.series.point import Figure, Origin, Point, Said

_LAST = datetime.date(2026, 10, 30)
_GONE = 0.004
_FLAWS: tuple[tuple[float, ItemStatus, bool], ...] = (
    (0.002, "disputed", False),
    (0.004, "unreadable", False),
    (0.03, "reported", False),
)
"""How often a filing is not there, and how often a figure is in which state, and verified."""


def days_of(edition: Edition, count: int) -> list[datetime.date]:
    """The last `count` days that filings of this edition are due for."""
    if edition.every == "day":
        first = _LAST - datetime.timedelta(days=count * 3 // 2 + 15)
        return list(business_days(first, _LAST))[-count:]
    first = _LAST - datetime.timedelta(days=count * 31 + 31)
    return list(month_ends(first, _LAST))[-count:]


class Filer(NamedTuple):
    """Who files which form, and by which name."""

    edition: Edition
    number: int
    name: str


def filings(filer: Filer, count: int, rng: random.Random) -> Iterator[Said]:
    """What a firm files: amounts that wander, the target kept in most filings, and some flaws."""
    days = [day for day in days_of(filer.edition, count) if rng.random() >= _GONE]
    walks = {regime: _Walk(rng) for regime in regimes()}
    for day in days:
        yield tuple(_point(filer, regime, day, walk) for regime, walk in walks.items())


class _Walk:
    """The amounts of one regime from day to day, in whole dollars."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.required = rng.randint(40, 9_000) * 1_000_003
        self.cushion = rng.uniform(0.05, 0.11)
        self.target = rng.choice((2, 3, 4, 5))

    def step(self) -> dict[str, int]:
        rng = self.rng
        self.required += int(self.required * rng.gauss(0, 0.012))
        self.cushion += (0.07 - self.cushion) * 0.03 + rng.gauss(0, 0.0035)
        excess = int(self.required * (self.cushion - (0.08 if rng.random() < 0.003 else 0)))
        return {
            "required": self.required,
            "held": self.required + excess,
            "excess": excess,
            "target": self.required * self.target // 100,
        }

    def figure(self, value: int) -> Figure:
        for rate, status, verified in _FLAWS:
            if self.rng.random() < rate:
                return Figure(None if status == "unreadable" else value, status, verified)
        return Figure(value, "reported", True)


def _point(filer: Filer, regime: str, day: datetime.date, walk: _Walk) -> Point:
    daily = filer.edition.every == "day"
    source = f"{filer.name.split()[0].lower()}-{day}.pdf"
    return Point(
        firm=filer.number,
        name=filer.name,
        system=filer.edition.system,
        every=filer.edition.every,
        regime=regime,
        begin=day if daily else day.replace(day=1),
        day=day,
        origin=Origin(
            source=source, key=source, status="confirmed", type="initial" if daily else None
        ),
        **{measure: walk.figure(value) for measure, value in walk.step().items()},
    )


def page(firms: int, count: int, *, every: str, seed: int) -> bytes:
    """The page of so many firms with so many filings each."""
    rng = random.Random(seed)
    (edition,) = (edition for edition in catalog().editions if edition.every == every)
    filers = [
        Filer(edition, number, f"{random_facts(edition, rng).name} {number}")
        for number in range(1, firms + 1)
    ]
    found = (said for filer in filers for said in filings(filer, count, rng))
    return render(collection(found, list(regimes())), regimes(), ())


def opened(html: bytes) -> Iterator[tuple[str, float]]:
    """Seconds from the call to what is seen, beside those of an empty page, in Chromium."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        empty, full = Path(folder, "empty.html"), Path(folder, "series.html")
        empty.write_text("<!doctype html><title>empty</title>")
        full.write_bytes(html)
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for what, address, sign in (
            ("an empty page", empty.as_uri(), "html"),
            ("the list of firms", full.as_uri(), ".firms"),
            ("the plots of one firm", f"{full.as_uri()}#firm-1", "#firm[data-firm]"),
        ):
            page = browser.new_page()
            before = time.perf_counter()
            page.goto(address)
            page.locator(sign).wait_for(state="attached", timeout=120_000)
            yield what, time.perf_counter() - before
            if sign.startswith("#"):
                before = time.perf_counter()
                page.get_by_role("button", name="Next firm").click()
                page.locator("#firm[data-firm='2']").wait_for(timeout=120_000)
                yield "the plots of the next firm", time.perf_counter() - before
            page.close()
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=60)
    parser.add_argument("--filings", type=int, default=2500, help="of each firm")
    parser.add_argument("--every", choices=("day", "month"), default="day")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write the page here and do not open it")
    given = parser.parse_args()
    before = time.process_time()
    html = page(given.firms, given.filings, every=given.every, seed=given.seed)
    print(f"made in {time.process_time() - before:.1f} s of CPU; {len(html) / 1e6:.1f} MB")
    if given.keep is not None:
        given.keep.write_bytes(html)
        return
    for what, seconds in opened(html):
        print(f"{what:28}{seconds:6.2f} s")


if __name__ == "__main__":
    main()
