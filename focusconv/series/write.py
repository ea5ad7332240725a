"""`report --series`: what was given becomes one page; an input that cannot stand in it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from focusconv.console import clean, complain, counted, say
from focusconv.errors import FocusconvError, UnreadableInput
from focusconv.exits import OK, exit_code
from focusconv.inputs import Input
from focusconv.outputs import deliver, refuse_taken
from focusconv.series.collect import filings_in, points_of, regimes
from focusconv.series.lines import collection
from focusconv.series.point import Point


def write_series(
    inputs: Sequence[Input], output: Path, *, overwrite: bool, debug: bool = False
) -> int:
    """Write the page of the filings in `inputs` and return the exit status.

    Raises OutputExists, before any work, where the output is not free; UnreadableInput where
    no input gives a point.
    """
    from focusconv.series.page import render

    refuse_taken(output, inputs, overwrite=overwrite)
    reading = _Reading(debug=debug)
    known = regimes()
    found = collection(reading.points(inputs), list(known))
    if not found.firms:
        raise UnreadableInput(
            "no input has anything to draw",
            remedy="give filings, exports of them, or a database of them",
        )
    deliver(output, render(found, known, reading.left_out), overwrite=overwrite)
    say(
        f"{counted(len(found.firms), 'firm')}, {counted(reading.filings, 'filing')}, "
        f"{found.superseded:,} superseded, {len(reading.left_out):,} left out; written to {output}"
    )
    return reading.code


class _Reading:
    """Goes through the inputs and keeps what became of them."""

    def __init__(self, *, debug: bool) -> None:
        self.code = OK
        self.filings = 0
        self.left_out: list[str] = []
        self._debug = debug

    def points(self, inputs: Sequence[Input]) -> Iterator[Point]:
        for item in inputs:
            try:
                found = list(filings_in(item))
            except FocusconvError as error:
                self._leave_out(item, error)
                continue
            for filing in found:
                try:
                    yield from list(points_of(filing))
                    self.filings += 1
                except UnreadableInput as error:
                    self._leave_out(item, error)

    def _leave_out(self, item: Input, error: FocusconvError) -> None:
        complain(error, name=item.name, debug=self._debug)
        self.code = max(self.code, exit_code(error))
        self.left_out.append(clean(item.name))
