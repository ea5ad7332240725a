"""Documents for the review page: a printed filing in which chosen amounts are misprinted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bench.synth.sheets import Printed
from tests.drawn import drawn, filing

FOCUS = "X-17A-5-II-2014"


def misprinted(changes: Mapping[str, str], seed: int = 1) -> bytes:
    """A FOCUS filing as a PDF of one page a statement, with other texts in the boxes given."""
    made, _ = filing(FOCUS, seed)
    for sheet in made.sheets:
        sheet.lines[:] = [
            replace(
                line,
                spots=[
                    replace(spot, text=changes.get(spot.box or "", spot.text))
                    for spot in line.spots
                ],
            )
            for line in sheet.lines
        ]
    return _bytes(made)


def printed_texts(seed: int = 1) -> dict[str, str]:
    """What the same filing prints in each box."""
    made, _ = filing(FOCUS, seed)
    return {
        spot.box: spot.text
        for sheet in made.sheets
        for line in sheet.lines
        for spot in line.spots
        if spot.box is not None
    }


def _bytes(made: Printed) -> bytes:
    with drawn(made) as document:
        data: bytes = document.tobytes(deflate=True)
    return data
