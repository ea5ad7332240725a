"""A point of a series: what one filing says of one regime's funds, and how surely."""

from __future__ import annotations

import datetime
from typing import Final, Literal, get_args

from msgspec import Struct

from focusconv.forms.catalog import Every, Measure
from focusconv.record.filing import FilingStatus, ItemStatus

MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)

Trust = Literal["confirmed", "unconfirmed", "doubtful", "none"]
"""How a figure is drawn: as a fact, as what nothing confirms, as in dispute, not at all."""


class Figure(Struct, frozen=True, gc=False):
    """One amount in whole dollars; `value` is None where nothing was read.

    `verified` says whether an independent rule or a second reading confirms it; `note` why it
    is in doubt where another filing says otherwise.
    """

    value: int | None
    status: ItemStatus
    verified: bool
    note: str | None = None

    @property
    def trust(self) -> Trust:
        """A reviewer's value is confirmed; a disputed one is doubtful whatever confirms it."""
        if self.value is None:
            return "none"
        if self.status == "disputed":
            return "doubtful"
        return "confirmed" if self.verified or self.status == "reviewed" else "unconfirmed"


ABSENT: Final = Figure(None, "absent", False)
"""What a filing without that statement says."""


class Origin(Struct, frozen=True, kw_only=True):
    """The filing a point comes from: its document's name, and what tells it from others.

    `type` and `submitted` (ISO) say which of two filings is the later one.
    """

    source: str
    key: str
    status: FilingStatus
    type: Literal["initial", "amended"] | None = None
    submitted: str | None = None


class Point(Struct, frozen=True, kw_only=True):
    """What one filing says of one regime.

    `firm` tells one filer from another and `name` is what the filing calls it; `begin` is the first
    day that the filing is for, `day` the last, as of which the figures are.
    """

    firm: int
    name: str
    system: str
    every: Every
    regime: str
    begin: datetime.date
    day: datetime.date
    required: Figure = ABSENT
    held: Figure = ABSENT
    excess: Figure = ABSENT
    target: Figure = ABSENT
    origin: Origin

    def figure(self, measure: Measure) -> Figure:
        figures = {
            "required": self.required,
            "held": self.held,
            "excess": self.excess,
            "target": self.target,
        }
        return figures[measure]

    @property
    def reviewed(self) -> bool:
        """Whether a reviewer set one of its figures."""
        return any(self.figure(measure).status == "reviewed" for measure in MEASURES)

    @property
    def deficit(self) -> int | None:
        """By how much less is held than required; None where that is not so or not known."""
        excess = self.excess.value
        return -excess if excess is not None and excess < 0 else None

    @property
    def shortfall(self) -> int | None:
        """By how much the excess is less than the firm's own target; None as for `deficit`."""
        if self.excess.value is None or self.target.value is None:
            return None
        short = self.target.value - self.excess.value
        return short if short > 0 else None


Said = tuple[Point, ...]
"""What one filing says: a point for each of its regimes, all of one firm, system and day, and at
least one."""
