"""The page of the series: one file that opens anywhere and asks nothing of the network."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from importlib import resources

from markupsafe import Markup
from msgspec import Struct

from focusconv.errors import MissingPackage
from focusconv.forms.catalog import Regime
from focusconv.report.self_contained import digest, script_data, template
from focusconv.series.events import KINDS, Kind, tally
from focusconv.series.lines import Collection, Firm
from focusconv.series.pack import STATES, packed, packed_firm

_SCRIPTS = ("data.js", "sort.js", "plot.js", "table.js", "page.js")
"""The page's own script, in the order in which its parts build on each other."""


class Row(Struct, frozen=True, kw_only=True):
    """A firm in the overview: its filings, from when to when, and what to look at."""

    name: str
    filings: int
    first: str
    last: str
    counts: dict[Kind, int]
    data: str


def render(found: Collection, regimes: dict[str, Regime], left_out: Sequence[str]) -> bytes:
    """The page as HTML, UTF-8; the same collection gives the same bytes.

    `left_out` names the inputs that gave no point. Raises MissingPackage without the `series`
    extra.
    """
    script = "\n".join(map(_asset, _SCRIPTS))
    library = plotly()
    html = template("focusconv.series", "series.html").render(
        rows=list(_rows(found, regimes)),
        superseded=found.superseded,
        silent=found.silent,
        left_out=left_out,
        kinds=KINDS,
        policy=f"script-src {digest(script)} {digest(library)}",
        words=script_data({"kinds": KINDS, "states": _states()}),
        style=Markup(_asset("series.css")),
        script=Markup(script),
        library=packed(library.encode()),
    )
    return html.encode()


def _rows(found: Collection, regimes: dict[str, Regime]) -> Iterator[Row]:
    for firm in found.firms:
        days = [slot.day.isoformat() for line in firm.lines for slot in line.slots]
        yield Row(
            name=firm.name,
            filings=firm.filings,
            first=min(days),
            last=max(days),
            counts=_counts(firm),
            data=packed_firm(firm, regimes),
        )


def _counts(firm: Firm) -> dict[Kind, int]:
    """Over all lines; a period without a filing is missing once for all regimes of a form."""
    tallies = [(line.system, tally(line)) for line in firm.lines]
    counts = {kind: sum(counted[kind] for _, counted in tallies) for kind in KINDS}
    counts["missing"] = sum({system: counted["missing"] for system, counted in tallies}.values())
    return counts


def _states() -> dict[str, dict[str, str]]:
    """What each letter of a state says, and how its figure is drawn."""
    looks = {"disputed": "doubtful", "blank": "none", "unreadable": "none", "absent": "none"}
    words: dict[str, dict[str, str]] = {"-": {"status": "no filing", "look": "none"}}
    for status, letter in STATES.items():
        words[letter] = {"status": status, "look": looks.get(status, "unconfirmed")}
        if status not in looks:
            words[letter.upper()] = {"status": status, "look": "confirmed"}
    return words


def _asset(name: str) -> str:
    return (resources.files("focusconv.series") / "static" / name).read_text("utf-8")


@functools.cache
def plotly() -> str:
    """The plotting library's script; MissingPackage without the `series` extra."""
    try:
        from plotly.offline import get_plotlyjs
    except ImportError as error:
        raise MissingPackage(
            "plots over time need the package plotly", remedy="pip install 'focusconv[series]'"
        ) from error
    return str(get_plotlyjs())
