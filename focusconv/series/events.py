"""What to look at in a line: deficits, shortfalls, doubtful figures, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, Literal

from msgspec import Struct

from focusconv.series.lines import Line, Slot
from focusconv.series.point import MEASURES

Kind = Literal["deficit", "shortfall", "disputed", "unreadable", "absent", "missing"]

KINDS: Final[dict[Kind, str]] = {
    "deficit": "less is held than required",
    "shortfall": "the excess is less than the firm's own target",
    "disputed": "a figure is in dispute: it may be wrong",
    "unreadable": "a figure cannot be read",
    "absent": "the statement is not in the filing",
    "missing": "no filing for the period",
}
"""Every kind, the gravest first, and what it means."""

_SINGLE: Final = frozenset({"deficit", "shortfall", "disputed", "unreadable"})
"""Kinds that are told period by period, for each has figures of its own."""


class Event(Struct, frozen=True):
    """Something to look at, from one slot of the line to another, both included."""

    kind: Kind
    first: int
    last: int


def events(line: Line) -> tuple[Event, ...]:
    """The events of a line in the order of time; at one slot, the gravest first.

    A deficit is no shortfall as well. Slots that follow each other and are absent or missing
    make one event.
    """
    found: list[Event] = []
    for kind in KINDS:
        places = [place for place, slot in enumerate(line.slots) if kind in _kinds(slot)]
        found += _single(kind, places) if kind in _SINGLE else _runs(kind, places)
    return tuple(sorted(found, key=lambda event: event.first))


def _single(kind: Kind, places: list[int]) -> Iterator[Event]:
    return (Event(kind, place, place) for place in places)


def _runs(kind: Kind, places: list[int]) -> Iterator[Event]:
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = [place for _, place in run]
        yield Event(kind, members[0], members[-1])


def _kinds(slot: Slot) -> Iterator[Kind]:
    point = slot.point
    if point is None:
        yield "missing"
        return
    if point.deficit is not None:
        yield "deficit"
    elif point.shortfall is not None:
        yield "shortfall"
    statuses = [point.figure(measure).status for measure in MEASURES]
    if "disputed" in statuses:
        yield "disputed"
    if "unreadable" in statuses:
        yield "unreadable"
    if "absent" in statuses:
        yield "absent"


def tally(line: Line) -> dict[Kind, int]:
    """How many periods of the line each kind of event takes."""
    counts = dict.fromkeys(KINDS, 0)
    for event in events(line):
        counts[event.kind] += event.last - event.first + 1
    return counts
