"""The points of a collection as CSV: a row a period of each line, those without a filing too."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from focusconv.exports.delimited import harmless
from focusconv.series.events import Kind, events
from focusconv.series.lines import Collection, Line, Slot
from focusconv.series.point import MEASURES

HEADER: Final = (
    "firm",
    "system",
    "every",
    "regime",
    "as_of",
    *(f"{measure}{part}" for measure in MEASURES for part in ("", "_status", "_trust")),
    "deficit",
    "shortfall",
    "to_look_at",
    "filing_status",
    "document",
)
"""`_trust` is how the page draws a figure: confirmed, unconfirmed, doubtful, none. Amounts are
whole dollars; `to_look_at` has the events of the period, the gravest first."""


def to_csv(found: Collection) -> bytes:
    """UTF-8 with a header, as RFC 4180 has it, by firm, regime, system and day."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for firm in found.firms:
        for line in firm.lines:
            writer.writerows(map(harmless, (firm.name, *row)) for row in _rows(line))
    return text.getvalue().encode()


def _rows(line: Line) -> Iterator[tuple[object, ...]]:
    kinds: dict[int, list[Kind]] = defaultdict(list)
    for event in events(line):
        for place in range(event.first, event.last + 1):
            kinds[place].append(event.kind)
    for place, slot in enumerate(line.slots):
        told = (line.system, line.every, line.regime, slot.day.isoformat())
        yield *told, *_figures(slot), " ".join(kinds[place]), *_origin(slot)


def _figures(slot: Slot) -> Iterator[object]:
    """Amount, status and trust of each measure, then what the excess lacks."""
    point = slot.point
    for measure in MEASURES:
        figure = None if point is None else point.figure(measure)
        yield from ("", "", "") if figure is None else (figure.value, figure.status, figure.trust)
    yield from ("", "") if point is None else (point.deficit, point.shortfall)


def _origin(slot: Slot) -> tuple[str, str]:
    origin = None if slot.point is None else slot.point.origin
    return ("", "") if origin is None else (origin.status, origin.source)
