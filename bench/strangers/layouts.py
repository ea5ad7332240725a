"""The text layouts by name, each with what it can print without becoming ambiguous."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.strangers import columns, lines, tables
from bench.strangers.figures import Filing
from bench.strangers.furniture import Furniture, furniture
from bench.strangers.notation import notation
from bench.strangers.sheet import Sheet, Style, sheets
from bench.strangers.wording import NUMBERINGS, WORDINGS

Writer = Callable[[Random, list[Sheet], Furniture], str]
Change = Callable[[list[Sheet]], list[Sheet]]

_BOXES = (*("#",) * 4, *("[#]",) * 3, "(#)", "(#)", "Box #", "#.", "<#>")
_FULL = ("full", "paren")


@dataclass(frozen=True)
class Layout:
    """A way to print a filing as text.

    `loose`: cells stand apart, so that spaces may group digits. `boxes`, `numberings` and
    `wordings` are those it is found with.
    """

    name: str
    write: Writer
    suffix: str = ".txt"
    loose: bool = False
    boxes: tuple[str, ...] = _BOXES
    numberings: tuple[str, ...] = NUMBERINGS
    wordings: tuple[str, ...] = WORDINGS
    inline: bool = True


_PLAIN = ("form", "title", "upper")

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("columns", columns.layout, loose=True),
        Layout("typed", columns.typed, loose=True),
        Layout("unnumbered", columns.unnumbered, boxes=("",), wordings=_PLAIN),
        Layout("facing", columns.facing, loose=True, boxes=("#", "[#]", "(#)")),
        Layout("raw", lines.raw),
        Layout("stacked", lines.stacked, loose=True),
        Layout("blocks", lines.blocks, boxes=("[#]", "(#)", "#")),
        Layout("three-blocks", lines.three_blocks, inline=True),
        Layout("box-first", lines.box_first, loose=True),
        Layout("printer", lines.printer, loose=True, boxes=("#", "(#)", "#.")),
        Layout("bullets", lines.bullets, boxes=("#", "Box #"), numberings=_FULL),
        Layout("csv", tables.comma, ".csv", True, numberings=("form", *_FULL)),
        Layout("semicolon", tables.semicolon, ".csv", True, numberings=("form", *_FULL)),
        Layout("tabs", tables.tabs, ".tsv", True),
        Layout("markdown", tables.markdown, ".md", True),
        Layout("html", tables.web, ".html", True),
        Layout("latex", tables.latex, ".tex", True),
        Layout("ruled", tables.ruled, loose=True),
    )
}


def style_for(rng: Random, layout: Layout) -> Style:
    """How one document in a layout is worded."""
    return Style(
        notation=notation(rng, loose=layout.loose, ascii_only=layout.suffix == ".tex"),
        wording=rng.choice(layout.wordings + layout.wordings[:1] * 2),
        numbering=rng.choice(layout.numberings),
        box=rng.choice(layout.boxes),
        date=rng.choice(["short", "us", "plain", "words", "iso", "upper", "dashes"]),
        shuffled=rng.random() < 0.2,
        inline_targets=layout.inline and rng.random() < 0.6,
    )


def text(filing: Filing, layout: Layout, change: Change | None = None) -> tuple[str, list[Sheet]]:
    """A filing in a layout, and the sheets that it shows; `change` is made to them before."""
    rng = Random(f"text {layout.name} {filing.seed}")
    made = sheets(rng, filing, style_for(rng, layout))
    if change is not None:
        made = change(made)
    return layout.write(rng, made, furniture(rng, filing)), made
