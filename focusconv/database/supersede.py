"""Which of several filings for one firm, form and period is the current one.

An amended filing comes before an initial one, then the later submission, then what was loaded
later. Of one document that was read more than once, a reading with a reviewer's corrections
comes before one without, then the later reading; what another reading made of it is superseded
first, so that a name or a date once read wrongly does not stay current.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

Group = tuple[int, str, datetime.date]
"""The firm, the form and the end of the period."""


class Entry(Struct, frozen=True, kw_only=True):
    """What decides about one filing."""

    filing: int
    document: int
    reading: int
    reviewed: bool
    firm: int | None
    form: str
    period_end: datetime.date | None
    amended: bool
    submitted: str | None

    @property
    def group(self) -> Group | None:
        """What it shares with the filings it may supersede; None where that is not known."""
        if self.firm is None or self.period_end is None:
            return None
        return self.firm, self.form, self.period_end

    @property
    def rank(self) -> tuple[bool, str, bool, int]:
        return self.amended, self.submitted or "", self.reviewed, self.filing


def superseded(entries: Iterable[Entry], current: Mapping[int, int]) -> dict[int, int | None]:
    """For each filing the one that supersedes it; None where it is current.

    `entries` hold all filings of each group among them; `current` says which reading of each
    document counts. A filing of another reading is left out where the filings that stand for
    it are not among the entries.
    """
    above: dict[int, int | None] = {}
    groups: dict[Group, list[Entry]] = defaultdict(list)
    kept: dict[int, list[Entry]] = defaultdict(list)
    stale: list[Entry] = []
    for entry in entries:
        if entry.reading != current[entry.document]:
            stale.append(entry)
            continue
        above[entry.filing] = None
        kept[entry.document].append(entry)
        if entry.group is not None:
            groups[entry.group].append(entry)
    for members in groups.values():
        best = max(members, key=lambda entry: entry.rank)
        above.update({entry.filing: best.filing for entry in members if entry is not best})
    for entry in stale:
        if entry.document in kept:
            above[entry.filing] = _instead(entry, kept[entry.document])
    return above


def _instead(entry: Entry, kept: list[Entry]) -> int:
    """The filing of the current reading that stands for this one: of its period, else the first."""
    return min(
        (other.form != entry.form or other.period_end != entry.period_end, other.filing)
        for other in kept
    )[1]
