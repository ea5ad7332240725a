"""Layouts in columns of characters: the page as it stood, kept by spaces."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from bench.strangers.furniture import Furniture
from bench.strangers.pages import Lines, bound, by_page
from bench.strangers.sheet import Cell, Row, Sheet
from bench.strangers.wording import wrapped

_INNER = ("detail", "low")


@dataclass(frozen=True)
class Grid:
    """Where the columns end, and how a row fills them."""

    label: int
    detail: int
    amount: int
    leader: str
    last: bool
    box_left: bool = False
    rules: bool = False


def _grid(rng: Random, narrow: bool = False) -> Grid:
    label = rng.randint(44, 50) if narrow else rng.randint(54, 92)
    detail = label + rng.randint(20, 25)
    return Grid(
        label=label,
        detail=detail,
        amount=detail + rng.randint(28, 36),
        leader=rng.choice([" ", " ", ".", "_"]),
        last=rng.random() < 0.7,
    )


def layout(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Labels left, a gross and a net column right, boxes after the amounts."""
    grid = _grid(rng)
    return bound(rng, by_page(sheets, lambda sheet: _body(rng, grid, sheet)), around)


def typed(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """A typewriter: narrow labels over several lines, sums ruled off, boxes at the margin."""
    base = _grid(rng, narrow=True)
    grid = Grid(base.label, base.detail, base.amount, rng.choice([" ", "."]), True, True, True)
    return bound(rng, by_page(sheets, lambda sheet: _body(rng, grid, sheet)), around)


def unnumbered(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """The columns of a statement as an auditor prints it: no boxes at all."""
    base = _grid(rng)
    grid = Grid(base.label, base.detail, base.amount, rng.choice([" ", "."]), True, rules=True)
    return bound(rng, by_page(sheets, lambda sheet: _body(rng, grid, sheet)), around)


def facing(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Two statements side by side: a spread, read line by line across both."""
    grid = _grid(rng, narrow=True)
    pages = by_page(sheets, lambda sheet: _body(rng, grid, sheet))
    width = max(len(line) for page in pages for line in page) + 6
    spreads = [pages[0]]
    nothing: Lines = []
    for left, right in zip_longest(pages[1::2], pages[2::2], fillvalue=nothing):
        pairs = zip_longest(left, right, fillvalue="")
        spreads.append([f"{one:<{width}}{two}".rstrip() for one, two in pairs])
    return bound(rng, spreads, around)


def _body(rng: Random, grid: Grid, sheet: Sheet) -> Lines:
    lines: Lines = []
    for line in sheet.heads:
        left, *right = line.split("\t")
        lines.append(f"{left:<{grid.label}}" + "    ".join(right) if right else left)
    if lines:
        lines.append("")
    for title in sheet.title:
        lines += [" " * 8 + part for part in wrapped(rng, title, grid.amount - 20)]
    lines += [""] if sheet.title else []
    for row in sheet.rows:
        lines += _row(rng, grid, row)
    return [*lines, *sheet.notes]


def _row(rng: Random, grid: Grid, row: Row) -> Lines:
    indent = " " * (3 * row.level)
    width = grid.label if row.entries else grid.amount
    hanging = " " * len(row.number) + " " if row.number else ""
    labels = [
        indent + (hanging if n else "") + part
        for n, part in enumerate(wrapped(rng, row.words, width - len(indent) - 4))
    ]
    if not row.entries:
        return labels
    place = len(labels) - 1 if grid.last else 0
    labels[place] = _filled(grid, labels[place], row.entries)
    total = row.entries[-1].column == "amount" and row.label.lower().startswith(("total", "net eq"))
    ruled = [" " * (grid.amount - 14) + "-" * 14] if grid.rules and total else []
    return [*ruled, *labels]


def _filled(grid: Grid, label: str, cells: tuple[Cell, ...]) -> str:
    """A label's line with its amounts at the ends of their columns."""
    inner = [cell for cell in cells if cell.column in _INNER]
    outer = [cell for cell in cells if cell.column not in _INNER]
    line = label
    for end, group in ((grid.detail, inner), (grid.amount, outer)):
        for cell in group:
            line = _placed(grid, line, cell, end)
    return line.rstrip()


def _placed(grid: Grid, line: str, cell: Cell, end: int) -> str:
    text = f"{cell.box} {cell.text:>16}" if grid.box_left and cell.box else cell.text
    gap = end - len(line) - len(text)
    leader = grid.leader if cell.text and gap > 3 else " "
    filled = f"{line} {leader * (gap - 2)} {text}" if gap >= 2 else f"{line}  {text}"
    return filled if grid.box_left or not cell.box else f"{filled}  {cell.box}"
