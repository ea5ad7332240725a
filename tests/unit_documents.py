"""Filings printed in thousands or millions, with a cue of that wherever a test wants one."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Literal, NamedTuple

from bench.synth.covers import print_cover
from bench.synth.figures import MINIMUM, random_filing
from bench.synth.firms import Figure, cover, random_facts
from bench.synth.layouts import layout, render
from bench.synth.sheets import Printed, Sheet, printed
from focusconv.forms.catalog import Edition, Key

Where = Literal["head", "above", "title", "column", "cover", "foot", "line"]
"""`head`: under the head of a page; `above`: over it; `title`: at the end of the last title;
`column`: over the first line; `cover`: on the cover; `foot`: under the last line; `line`: at the
end of a label."""


class UnitDocument(NamedTuple):
    """A text, and the amounts of its statements as printed; None is an empty cell."""

    text: str
    printed: dict[Key, int | None]
    paper: Printed


def in_units(
    edition: Edition,
    seed: int,
    cue: str,
    where: Where = "head",
    *,
    of: Callable[[Sheet], bool] = lambda _: True,
    unit: int = 1000,
    minimum: int = 1_000_000,
    layout_names: str = "tabs",
) -> UnitDocument:
    """A filing that is consistent in dollars, each of its amounts rounded to the unit by itself,
    with a cue on the pages `of`."""
    plan = layout(layout_names)
    rng = random.Random(f"{seed}/{edition.name}")
    facts = random_facts(edition, rng)
    given: dict[Key, Figure] = dict(cover(edition, facts))
    if MINIMUM in edition.key_of_box:
        given[edition.key_of_box[MINIMUM]] = minimum
    figures = random_filing(edition, rng, ties=rng.random() < 0.7, given=given)
    amounts: dict[Key, int | None] = {}
    for key, cell in edition.spec.items():
        value = figures.get(key)
        if cell.kind == "amount" and not key.startswith("cover/"):
            amounts[key] = nearest(value, unit) if isinstance(value, int) else None
    filing = printed(edition, facts, {**figures, **amounts})
    print_cover(filing, plan.cover)
    for sheet in filing.sheets:
        if sheet.cover == (where == "cover") and (sheet.cover or of(sheet)):
            _put(sheet, cue, where)
    return UnitDocument(render(filing, plan, rng), amounts, filing)


def nearest(value: int, unit: int) -> int:
    """A value in units, halves away from zero."""
    units = (2 * abs(value) + unit) // (2 * unit)
    return units if value >= 0 else -units


def _put(sheet: Sheet, cue: str, where: Where) -> None:
    if where == "title":
        sheet.titles = [*sheet.titles[:-1], f"{sheet.titles[-1]} {cue}"]
    elif where == "foot":
        sheet.foot = [cue, *sheet.foot]
    elif where == "line":
        line = next(line for line in sheet.lines if line.spots)
        line.label = f"{line.label} {cue}"
    elif where == "cover":
        sheet.rows = [*sheet.rows, cue]
    elif where == "above":
        sheet.head = [cue, *sheet.head]
    elif where == "column":
        sheet.titles = [*sheet.titles, cue]
    else:
        sheet.head = [*sheet.head, cue]
