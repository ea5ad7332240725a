"""A printed filing as pages: running heads, titles, lines, feet, and how it flows over pages."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bench.pictures.columns import Type, columns
from bench.pictures.covers import CoverSetter
from bench.pictures.lines import LineSetter
from bench.pictures.look import Look
from bench.pictures.marks import Block, Frame, Leaf, Rule, Text, wrapped
from bench.synth.sheets import BREAK, Printed, Sheet

_ORPHANS = 4
"""So many lines of a statement at least stand on the page where it begins."""

_FOOT = 16.0
"""Points kept free above the bottom margin for the foot."""


def leaves(filing: Printed, look: Look, rng: random.Random) -> list[Leaf]:
    """The pages of a filing whose sheets are in order; feet count these pages only."""
    kind = Type.of(look)
    setter = LineSetter(filing, look, kind, columns(filing, look, kind))
    flow = _Flow(look, kind)
    covers = CoverSetter(filing, look, kind)
    for sheet in filing.sheets:
        if sheet.cover:
            flow.begin([], 0.0)
            for block in covers.blocks():
                flow.put(block, [])
            flow.full = True
            continue
        lines = [setter.block(line) for line in sheet.lines]
        flow.begin(_top(sheet, look, kind), sum(block.height for block in lines[:_ORPHANS]))
        again = _again(sheet, look, kind)
        for block in lines:
            flow.put(block, again)
    for number, leaf in enumerate(flow.leaves, 1):
        leaf.marks += _foot(look, kind, number, len(flow.leaves), rng)
    return flow.leaves


def _top(sheet: Sheet, look: Look, kind: Type) -> list[Block]:
    return [_head(sheet, look, kind), _titles(sheet.titles, look, kind)]


def _again(sheet: Sheet, look: Look, kind: Type) -> list[Block]:
    """What a page repeats that continues a statement."""
    if look.continued == "bare":
        return []
    titles = _titles([f"{title} (continued)" for title in sheet.titles], look, kind)
    return [titles] if look.continued == "title" else [_head(sheet, look, kind), titles]


@dataclass
class _Flow:
    """Pages being filled; `full` says that the next statement begins a page."""

    look: Look
    kind: Type

    def __post_init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.y = 0.0
        self.full = True

    @property
    def bottom(self) -> float:
        return self.look.page[1] - self.look.margin[3] - _FOOT

    def begin(self, top: list[Block], least: float) -> None:
        """Begin a statement: on a page of its own, or below the last where there is room."""
        height = sum(block.height for block in top) + least
        run_on = self.look.flow == "run-on" and not self.full
        if run_on and self.y + 2 * self.kind.pitch + height <= self.bottom:
            self.y += 2 * self.kind.pitch
        else:
            self._turn()
        self.full = False
        for block in top:
            self._set(block)

    def put(self, block: Block, again: list[Block]) -> None:
        """Set a block, on a new page that begins with `again` where this one is full."""
        if self.y + block.height > self.bottom:
            self._turn()
            for other in again:
                self._set(other)
        self._set(block)

    def _turn(self) -> None:
        self.leaves.append(Leaf(*self.look.page))
        self.y = self.look.margin[1]

    def _set(self, block: Block) -> None:
        self.leaves[-1].marks += block.at(self.y)
        self.y += block.height


def _head(sheet: Sheet, look: Look, kind: Type) -> Block:
    """The running head: who, and as of when; cells of a row at fixed parts of the width."""
    block = Block()
    left, right = look.margin[0], look.page[0] - look.margin[2]
    pitch = kind.size * 1.5
    y = pitch
    rows = [row.split(BREAK) for row in sheet.head]
    filled = any(len(row) > 1 for row in rows)
    if look.head == "split":
        rows = [part for row in rows for part in _split(row)]
    for row in rows:
        x = left + 3
        for n, text in enumerate(row):
            if n:
                x = max(x + look.gap, left + (right - left) * (0.64, 0.64, 0.74)[min(n, 2)])
            own = filled and n != 1 and row is not rows[0]
            cut = kind.entry if own else kind.form
            block.add(Text(x, y, text, cut, kind.size, entry=own and bool(text)))
            x += cut.width(text, kind.size)
            if look.head == "lines" and text and own:
                block.add(Rule(x - cut.width(text, kind.size), y + 2, x + 6, y + 2))
        y += pitch
    block.height = y - pitch / 2
    if look.head == "framed":
        block.add(Frame(left, 1, right, block.height))
    block.height += pitch / 2
    return block


def _split(row: list[str]) -> list[list[str]]:
    """The date on a row of its own, above the name."""
    return [row] if len(row) < 3 else [["", *row[1:]], [row[0]]]


def _titles(titles: list[str], look: Look, kind: Type) -> Block:
    block = Block()
    left, right = look.margin[0], look.page[0] - look.margin[2]
    size = kind.size * 1.1
    y = size * 1.4
    for title in titles:
        for row in wrapped(title, kind.strong, size, (right - left) * 0.9):
            spare = right - left - kind.strong.width(row, size)
            x = left + spare / 2 if look.centred else left
            block.add(Text(x, y, row, kind.strong, size))
            y += size * 1.35
    block.height = y
    return block


def _foot(look: Look, kind: Type, number: int, count: int, rng: random.Random) -> list[Text]:
    """The foot of a page, in the words of the look."""
    said = {
        "none": "",
        "count": f"Page {number} of {count}",
        "number": f"- {number} -",
        "form": f"FINRA   SEC 1695 (02-14)   {number}",
        "printed": f"Printed 11/20/2025 10:4{number % 10} AM    Page {number} of {count}",
    }[look.foot]
    if not said:
        return []
    size = kind.size * 0.9
    spare = look.page[0] - kind.form.width(said, size)
    x = rng.choice((look.margin[0], spare / 2, spare - look.margin[2]))
    return [Text(x, look.page[1] - look.margin[3], said, kind.form, size)]
