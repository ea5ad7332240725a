"""All choices of how a printed filing looks: page, type, columns, boxes, marks, flow.

`LOOKS` names single choices and `look("landscape+bracket")` combines them; `varied(rng)` draws
every choice at random, so that no reader can fit one layout.
"""

from __future__ import annotations

import random
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from bench.pictures.faces import FAMILIES
from bench.synth.sheets import Negative

LETTER, A4 = (612.0, 792.0), (595.0, 842.0)

BoxStyle = Literal["framed", "shaded", "bracket", "bare"]
BoxPlace = Literal["after", "before", "margin"]
Dollar = Literal["none", "glued", "spaced", "edge"]
Parens = Literal["glued", "spaced", "edge"]
Leaders = Literal["none", "dots", "spaced"]
Rules = Literal["none", "each", "totals", "double"]
Empty = Literal["none", "rule", "dash", "dollar"]
Grid = Literal["none", "rows", "cells"]
Head = Literal["lines", "framed", "split"]
Foot = Literal["none", "count", "number", "form", "printed"]
Flow = Literal["pages", "run-on"]
Continued = Literal["head", "title", "bare"]
Order = Literal["form", "shuffled", "reversed"]
Draw = Literal["natural", "columns", "scrambled"]
Emit = Literal["whole", "words", "chars"]
Entries = Literal["print", "widgets", "notes"]
Cover = Literal["printed", "missing"]


class Look(Struct, frozen=True, kw_only=True):
    """Measures are in points; `pitch` is rows over type size, `indent` in type sizes.

    `turn` is the page's rotation entry, its content turned against it so that it is seen
    upright; `sideways` leaves the content lying on its side.
    """

    page: tuple[float, float] = LETTER
    margin: tuple[float, float, float, float] = (36, 40, 36, 40)
    family: str = "helvetica"
    entry_family: str = "helvetica"
    size: float = 8.0
    entry_scale: float = 1.0
    box_scale: float = 0.85
    pitch: float = 1.45
    indent: float = 1.5
    gap: float = 6.0
    columns: Literal[1, 2] = 2
    box: BoxStyle = "framed"
    place: BoxPlace = "after"
    padding: float = 1.5
    dollar: Dollar = "edge"
    parens: Parens = "glued"
    negative: Negative | None = None
    leaders: Leaders = "none"
    rules: Rules = "none"
    empty: Empty = "none"
    grid: Grid = "none"
    amounts: Literal["first", "middle", "last"] = "last"
    upper: bool = False
    numbers: bool = True
    centred: bool = True
    bold: bool = True
    zebra: bool = False
    head: Head = "lines"
    foot: Foot = "none"
    flow: Flow = "pages"
    continued: Continued = "head"
    order: Order = "form"
    draw: Draw = "natural"
    emit: Emit = "whole"
    entries: Entries = "print"
    turn: Literal[0, 90, 180, 270] = 0
    sideways: bool = False
    cover: Cover = "printed"
    inline: bool = True
    filings: int = 1


_SINGLE: dict[str, dict[str, Any]] = {
    "plain": {},
    "a4": {"page": A4},
    "landscape": {"page": LETTER[::-1]},
    "a4-landscape": {"page": A4[::-1]},
    "small": {"size": 6.2, "pitch": 1.25},
    "large": {"size": 10.0, "pitch": 1.3},
    "airy": {"pitch": 1.95},
    "tight": {"pitch": 1.12},
    "narrow-gap": {"gap": 2.5},
    "wide-gap": {"gap": 16.0},
    "one-column": {"columns": 1},
    "shaded": {"box": "shaded"},
    "bracket": {"box": "bracket"},
    "bare": {"box": "bare"},
    "box-before": {"place": "before"},
    "box-margin": {"place": "margin"},
    "tight-frame": {"padding": 0.6},
    "dollar-none": {"dollar": "none"},
    "dollar-glued": {"dollar": "glued"},
    "dollar-spaced": {"dollar": "spaced"},
    "paren-edge": {"parens": "edge"},
    "paren-spaced": {"parens": "spaced"},
    "minus": {"negative": "minus"},
    "paren": {"negative": "paren"},
    "leaders": {"leaders": "dots"},
    "leaders-spaced": {"leaders": "spaced"},
    "ruled": {"rules": "each"},
    "totals-ruled": {"rules": "totals"},
    "totals-double": {"rules": "double"},
    "blank-rule": {"empty": "rule"},
    "blank-dash": {"empty": "dash"},
    "blank-dollar": {"empty": "dollar"},
    "grid-rows": {"grid": "rows"},
    "grid-cells": {"grid": "cells"},
    "amounts-first": {"amounts": "first"},
    "amounts-middle": {"amounts": "middle"},
    "upper": {"upper": True},
    "unnumbered": {"numbers": False},
    "left-titles": {"centred": False},
    "light": {"bold": False},
    "zebra": {"zebra": True},
    "head-framed": {"head": "framed"},
    "head-split": {"head": "split"},
    "foot-count": {"foot": "count"},
    "foot-number": {"foot": "number"},
    "foot-form": {"foot": "form"},
    "foot-printed": {"foot": "printed"},
    "run-on": {"flow": "run-on"},
    "run-on-bare": {"flow": "run-on", "continued": "bare", "pitch": 1.8},
    "continued-title": {"pitch": 2.0, "continued": "title"},
    "continued-bare": {"pitch": 2.0, "continued": "bare"},
    "shuffled": {"order": "shuffled"},
    "reversed": {"order": "reversed"},
    "drawn-columns": {"draw": "columns"},
    "drawn-scrambled": {"draw": "scrambled"},
    "words": {"emit": "words"},
    "chars": {"emit": "chars"},
    "widgets": {"entries": "widgets"},
    "notes": {"entries": "notes"},
    "turn-90": {"turn": 90},
    "turn-180": {"turn": 180},
    "turn-270": {"turn": 270},
    "sideways": {"sideways": True},
    "cover-missing": {"cover": "missing"},
    "targets-apart": {"inline": False},
    "two-filings": {"filings": 2},
    **{name: {"family": name, "entry_family": name} for name in FAMILIES},
}

LOOKS: tuple[str, ...] = tuple(_SINGLE)
"""The single choices, by name."""

FIELD_FAMILY = "helvetica"
"""Fields and notes are filled in by whoever shows the document, in a base font."""

VARIED = "varied"
"""The name of the look that draws every choice, anew for each seed."""


def look(names: str, rng: random.Random) -> Look:
    """The look of names joined by `+`; `varied` first draws all, later names overrule.

    KeyError where a name is unknown.
    """
    chosen = Look()
    for name in names.split("+"):
        chosen = varied(rng) if name == VARIED else replace(chosen, **_SINGLE[name])
    if chosen.entries == "print":
        return chosen
    return replace(chosen, entry_family=FIELD_FAMILY)


def varied(rng: random.Random) -> Look:
    """Every choice at random, within what real forms and tools print.

    What makes a document of another kind (widgets, pictures of pages, turned pages, two
    filings) is left to the names of the look.
    """
    portrait = rng.random() < 0.8
    paper = rng.choice((LETTER, LETTER, A4))
    family = rng.choice(tuple(FAMILIES))
    entry = rng.choice((family, family, family, *FAMILIES))
    box: BoxStyle = rng.choice(("framed", "framed", "framed", "shaded", "bracket", "bare"))
    return Look(
        page=paper if portrait else (paper[1], paper[0]),
        margin=(
            rng.uniform(20, 60),
            rng.uniform(24, 60),
            rng.uniform(20, 60),
            rng.uniform(30, 60),
        ),
        family=family,
        entry_family=entry,
        size=rng.uniform(6.3, 9.0 if portrait else 10.0),
        entry_scale=rng.choice((1.0, 1.0, 1.08, 0.95)),
        box_scale=rng.uniform(0.75, 1.0),
        pitch=rng.uniform(1.15, 1.9),
        indent=rng.uniform(0.8, 2.6),
        gap=rng.uniform(3.5, 14),
        columns=rng.choice((1, 2, 2)),
        box=box,
        place=rng.choice(("after", "after", "after", "before", "margin")),
        padding=rng.uniform(0.8, 2.4),
        dollar=rng.choice(("none", "glued", "spaced", "edge", "edge")),
        parens=rng.choice(("glued", "glued", "spaced", "edge")),
        negative=rng.choice((None, None, None, "minus", "paren")),
        leaders=rng.choice(("none", "none", "dots", "spaced")),
        rules=rng.choice(("none", "each", "totals", "double")),
        empty=rng.choice(("none", "none", "rule", "dash", "dollar")),
        grid=rng.choice(("none", "none", "none", "rows", "cells")),
        amounts=rng.choice(("first", "last", "last")),
        upper=rng.random() < 0.08,
        numbers=rng.random() < 0.9,
        centred=rng.random() < 0.7,
        bold=rng.random() < 0.7,
        zebra=rng.random() < 0.1,
        head=rng.choice(("lines", "framed", "split")),
        foot=rng.choice(("none", "count", "number", "form", "printed")),
        flow=rng.choice(("pages", "pages", "run-on")),
        continued=rng.choice(("head", "title", "bare")),
        order=rng.choice(("form", "form", "form", "shuffled", "reversed")),
        draw=rng.choice(("natural", "natural", "columns", "scrambled")),
        emit=rng.choice(("whole", "whole", "words", "chars")),
        inline=rng.random() < 0.5,
    )
