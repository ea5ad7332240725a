"""What a reading of pictures is worth: items right, flagged, silent, and their places."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bench.pictures.cases import Picture, Pictured, Place
from bench.synth.judge import Tally, Verdict, header, paired, texts, verdicts
from focusconv.document import Region
from focusconv.record.filing import Filing, Item
from focusconv.review.worklist import review

Where = Literal["right", "loose", "wrong", "none"]
"""Of the region of an item that was read: `right` where it holds the printed value and no
other, `loose` where it holds other values too, `wrong` where the value lies outside it."""

SLACK = 1.5
"""Points by which a value may stand out of its region, for faces differ in their measures."""

SCAN_SLACK = 3.0
"""The same on a scan, where a word's frame is an engine's estimate."""


@dataclass
class Score:
    """Counts over any number of documents of one kind of input and noise."""

    name: str
    noise: str
    tally: Tally = field(default_factory=Tally)
    places: collections.Counter[Where] = field(default_factory=collections.Counter)
    pages: int = 0
    entries: int = 0
    wrong: list[str] = field(default_factory=list)

    def merge(self, other: Score) -> None:
        self.tally.merge(other.tally)
        self.places.update(other.places)
        self.pages += other.pages
        self.entries += other.entries
        self.wrong += other.wrong

    @property
    def right(self) -> float:
        """Percent of the printed cells that came out right."""
        return self.tally.share("right", "mended", "filled")

    @property
    def burden(self) -> float:
        """Percent of the printed cells that are left to a person."""
        return self.tally.share("missed", "false-blank", "flagged")

    @property
    def placed(self) -> float:
        """Percent of the regions that hold their value and no other."""
        return 100 * self.places["right"] / max(self.places.total(), 1)


def score(made: Picture, filings: list[Filing], into: Score, show: str) -> None:
    """Add what came of one document; `show` names an outcome to keep a description of."""
    tally = into.tally
    tally.cases += 1
    into.pages += made.pages
    into.entries += sum(len(review(filing)) for filing in filings)
    tally.extra += max(len(filings) - len(made.filings), 0)
    truths = tuple(filing.expected for filing in made.filings)
    for filing, (want, got) in zip(made.filings, paired(truths, filings), strict=True):
        where = f"{made.look} / {into.name} / {into.noise} / {want.edition.name} / {made.seed}"
        for verdict in verdicts(want, got):
            if verdict.truth.kind == "absent" and verdict.outcome == "right":
                continue
            tally.add(verdict)
            if verdict.outcome == show:
                into.wrong.append(f"{where}\n{described(verdict, filing)}")
            _locate(verdict, filing, made, into, where, show)
        for name, true, value, right in header(want, got):
            tally.header[right] += 1
            if not right and show == "header":
                into.wrong.append(f"{where}\n  {name}: true {true!r}, got {value!r}")
        for key, true, value, right in texts(want, got):
            tally.names[right] += 1
            if not right and show == "text":
                into.wrong.append(f"{where}\n  {key}: true {true!r}, got {value!r}")


def _locate(
    verdict: Verdict, filing: Pictured, made: Picture, into: Score, where: str, show: str
) -> None:
    item, place = verdict.item, filing.places.get(verdict.key)
    if item is None or item.raw is None or item.value is None or place is None:
        return
    found = located(item, place, made, filing)
    into.places[found] += 1
    if found != "right" and show in ("region", found):
        said = f"{verdict.key}: region {found}, {item.region} on {item.page}, value at {place}"
        into.wrong.append(f"{where}\n  {said}")


def located(item: Item, place: Place, made: Picture, filing: Pictured) -> Where:
    """How well an item's region tells the place of its value."""
    if item.region is None or item.page is None:
        return "none"
    slack = SCAN_SLACK if place.page in made.pictured else SLACK
    if item.page != place.page or not _holds(item.region, place.region, slack):
        return "wrong"
    mine = _middle(place.region)
    for other in _neighbours(filing, place):
        x, y = _middle(other.region)
        if (x, y) != mine and _holds(item.region, (x, y, x, y), 0.0):
            return "loose"
    return "right"


def _neighbours(filing: Pictured, place: Place) -> Iterator[Place]:
    return (other for other in filing.places.values() if other.page == place.page)


def _middle(region: Region) -> tuple[float, float]:
    return ((region[0] + region[2]) / 2, (region[1] + region[3]) / 2)


def _holds(outer: Region, inner: Region, slack: float) -> bool:
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def described(verdict: Verdict, filing: Pictured) -> str:
    """One wrong item in words."""
    item, truth = verdict.item, verdict.truth
    box = filing.expected.edition.spec[verdict.key].box
    place = filing.places.get(verdict.key)
    lines = [f"  {verdict.key} box {box}: true {truth.value!r} ({truth.kind}), at {place}"]
    if item is not None:
        lines.append(
            f"  got {item.value!r} {item.status}, raw {item.raw!r}, as read {item.as_read!r},"
            f" page {item.page}, region {item.region}, confidence {item.confidence},"
            f" verified by {list(item.verified_by)}, reason: {item.reason}"
        )
    return "\n".join(lines)
