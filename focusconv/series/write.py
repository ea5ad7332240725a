"""`report --series`: what was given becomes one file; what cannot stand in it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path, PurePath

from msgspec.structs import replace

from focusconv.errors import FocusconvError, UnreadableInput
from focusconv.files.inputs import DOCUMENTS, EXPORTS, Input, expand
from focusconv.files.outputs import deliver, refuse_taken
from focusconv.record.filing import Filing
from focusconv.series.archive import file_of, is_database, stored_filings
from focusconv.series.collect import Firms, filings_in, points_of, regimes
from focusconv.series.lines import Collection, collection, far_off
from focusconv.series.point import Said
from focusconv.terminal.console import clean, complain, counted, say
from focusconv.terminal.exits import OK, UNREADABLE, WrongUsage, exit_code
from focusconv.terminal.refusal import refusing


def write_series(
    arguments: Sequence[str],
    output: Path,
    *,
    to: str | None = None,
    overwrite: bool,
    debug: bool = False,
) -> int:
    """Write the series of a database, or of documents and exports; return the exit status.

    `to` is `html`, a page, or `csv`, a row a period; by default the ending of `output` tells.

    Raises, before any work, MissingPackage without the `series` extra, OutputExists where the
    output is not free, WrongUsage where a database is not given by itself; UnreadableInput
    where nothing gives a point.
    """
    draw = _drawing(to or ("csv" if output.suffix.lower() == ".csv" else "html"))
    stored = [argument for argument in arguments if is_database(argument)]
    if stored and len(arguments) > 1:
        raise WrongUsage(
            "a database is drawn by itself", remedy="load the other filings with focusconv load"
        )
    inputs = (_as_input(stored[0]),) if stored else expand(arguments, DOCUMENTS | EXPORTS)
    refuse_taken(output, inputs, overwrite=overwrite)
    reading = _Reading(debug=debug)
    filings = reading.stored(stored[0]) if stored else reading.files(inputs)
    found = collection(reading.plausible(filings), list(regimes()))
    if not found.firms:
        raise UnreadableInput(
            "no input has anything to draw",
            remedy="give filings, exports of them, or a database of them",
        )
    deliver(output, draw(found, reading.left_out), overwrite=overwrite)
    say(
        f"{output}: {counted(len(found.firms), 'firm')}, {counted(found.filings, 'filing')}, "
        f"{found.superseded:,} superseded, {len(reading.left_out):,} left out"
    )
    return reading.code


def _drawing(to: str) -> Callable[[Collection, Sequence[str]], bytes]:
    """What makes the output of a collection and of what was left out of it."""
    if to == "csv":
        from focusconv.series.rows import to_csv

        return lambda found, _: to_csv(found)
    if to == "html":
        from focusconv.series.page import plotly, render

        plotly()
        return lambda found, left_out: render(found, regimes(), left_out)
    raise WrongUsage(f"there is no format {to}", remedy="give html or csv")


def _as_input(url: str) -> Input:
    """A database as one of the inputs, which no output may take the place of."""
    return Input(path=file_of(url), name=url, below=PurePath(), alone=True)


class _Reading:
    """Goes through what was given and keeps what became of it."""

    def __init__(self, *, debug: bool) -> None:
        self.code = OK
        self.left_out: list[str] = []
        self._debug = debug

    def stored(self, url: str) -> list[Said]:
        """What a database says; filings whose firm or day it does not know are left out."""
        filings, unknown = stored_filings(url)
        for name in unknown:
            say(f"{name}: the filing does not surely say of which firm and day it is; left out")
            self.code = UNREADABLE
        self.left_out += unknown
        return filings

    def files(self, inputs: Sequence[Input]) -> list[Said]:
        """What documents and exports say, their firms told apart once all were read."""
        firms = Firms()
        filings = [said for item in inputs for said in self._input(item, firms)]
        firm_of = firms.resolved()
        return [
            tuple(replace(point, firm=firm_of[point.firm]) for point in said) for said in filings
        ]

    def _input(self, item: Input, firms: Firms) -> Iterator[Said]:
        filings: list[Filing] = []
        with self._refusing(item):
            filings += filings_in(item)
        for filing in filings:
            said: Said = ()
            with self._refusing(item):
                said = tuple(points_of(filing, firms.number(filing)))
            if said:
                yield said

    def plausible(self, filings: list[Said]) -> list[Said]:
        """The filings but for those whose day is surely misread, which are told."""
        strangers = far_off(filings)
        for said in strangers:
            name, day = said[0].origin.source, said[0].day
            say(f"{name}: as of {day}, far from all others: surely misread; left out")
            self.left_out.append(name)
            self.code = UNREADABLE
        left_out = frozenset(strangers)
        return [said for said in filings if said not in left_out]

    def _refusing(self, item: Input) -> AbstractContextManager[None]:
        return refusing(item.name, lambda error: self._leave_out(item, error))

    def _leave_out(self, item: Input, error: FocusconvError) -> None:
        complain(error, name=item.name, debug=self._debug)
        self.code = max(self.code, exit_code(error))
        self.left_out.append(clean(item.name))
