"""A firm's lines as the page carries them: columns, packed, and safe inside any markup."""

from __future__ import annotations

import base64
import datetime
import zlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

import msgspec

from focusconv.forms.catalog import Measure, Regime
from focusconv.series.events import events
from focusconv.series.lines import Firm, Line, Slot
from focusconv.series.point import MEASURES, Figure, Origin

_EPOCH: Final = datetime.date(1970, 1, 1)

STATES: Final = {
    "reported": "r",
    "corrected": "c",
    "derived": "d",
    "reviewed": "v",
    "disputed": "x",
    "blank": "b",
    "unreadable": "u",
    "absent": "a",
}
"""A letter for each status of an item, small where nothing confirms the value."""

UNFILED: Final = "-"
"""The letter for a period without a filing."""


def packed(data: bytes) -> str:
    """Compressed (RFC 1950), in letters and digits (RFC 4648) that no markup can be made of."""
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def packed_firm(firm: Firm, regimes: dict[str, Regime]) -> str:
    """The firm's lines and the documents they come from, packed JSON.

    Days are counted from the first of a line, each from the one before; amounts are whole
    dollars, exact in a double (see `exports.limits`).
    """
    documents = _Documents()
    lines = [_line(line, regimes[line.regime], documents) for line in firm.lines]
    return packed(msgspec.json.encode({"lines": lines, "documents": documents.columns()}))


class _Documents:
    """The filings that the lines of one firm come from, each once."""

    def __init__(self) -> None:
        self._places: dict[Origin, int] = {}

    def place(self, origin: Origin) -> int:
        return self._places.setdefault(origin, len(self._places))

    def columns(self) -> dict[str, list[str | None]]:
        found = list(self._places)
        return {
            "source": [origin.source for origin in found],
            "status": [origin.status for origin in found],
            "type": [origin.type for origin in found],
            "submitted": [origin.submitted for origin in found],
        }


def _line(line: Line, regime: Regime, documents: _Documents) -> dict[str, Any]:
    days = [(slot.day - _EPOCH).days for slot in line.slots]
    return {
        "title": regime.title,
        "system": line.system,
        "every": line.every,
        "first": days[0],
        "steps": [later - earlier for earlier, later in pairwise(days)],
        "documents": [
            -1 if slot.point is None else documents.place(slot.point.origin) for slot in line.slots
        ],
        "figures": {measure: _column(line.slots, measure) for measure in MEASURES},
        "events": [[event.kind, event.first, event.last] for event in events(line)],
    }


def _column(slots: Iterable[Slot], measure: Measure) -> dict[str, Any]:
    figures = [None if slot.point is None else slot.point.figure(measure) for slot in slots]
    return {
        "values": [None if figure is None else figure.value for figure in figures],
        "states": "".join(map(_letter, figures)),
        "notes": {
            str(place): figure.note
            for place, figure in enumerate(figures)
            if figure is not None and figure.note
        },
    }


def _letter(figure: Figure | None) -> str:
    if figure is None:
        return UNFILED
    letter = STATES[figure.status]
    return letter.upper() if figure.trust == "confirmed" else letter
