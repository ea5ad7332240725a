"""Rows of a statement drawn on pages: labels wrapped, amounts in their columns, boxes beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.strangers.canvas import Area, Canvas
from bench.strangers.sheet import Cell, Row, Sheet

_INNER = ("detail", "low", "name")


@dataclass(frozen=True)
class Look:
    """How pages look, whoever's figures stand on them.

    `label`, `detail` and `amount` are where the columns end, as shares of the width; `align`
    is where in its column an amount stands; `preprinted` has the form's own dollar sign and
    parentheses at the edge of the column, also where it is empty.
    """

    name: str
    family: str = "helvetica"
    size: float = 8.5
    landscape: bool = False
    two_up: bool = False
    label: float = 0.56
    detail: float = 0.69
    amount: float = 0.92
    align: str = "right"
    box: str = "#"
    framed: bool = False
    box_left: bool = False
    leader: str = ""
    underlined: bool = False
    grid: bool = False
    shaded: bool = False
    preprinted: bool = False
    spaced: bool = False
    first_line: bool = False
    centered: bool = True
    embedded: bool = True
    watermark: str = ""
    stamp: str = ""


class Printer:
    """Draws sheets one after the other, turning the page where one is full."""

    def __init__(self, look: Look, canvas: Canvas, areas: Iterator[Area]) -> None:
        self.look, self.canvas, self.areas = look, canvas, areas
        self.area = next(areas)
        self.y = self.area.top
        self.leading = look.size * (1.75 if look.framed or look.grid else 1.45)
        self.odd = False

    @property
    def span(self) -> float:
        return self.area.right - self.area.left

    def edge(self, share: float) -> float:
        return self.area.left + share * self.span

    def sheet(self, sheet: Sheet) -> None:
        """One statement, on a page of its own where it has a head."""
        if sheet.title and self.y > self.area.top:
            self._turn()
        for line in sheet.heads:
            self._head(line.split("\t"))
        for line in sheet.title:
            self._title(line)
        self.y += self.leading / 2
        for row in sheet.rows:
            self._row(row)
        for note in sheet.notes:
            self._head([note])

    def _turn(self) -> None:
        self.area = next(self.areas)
        self.y = self.area.top

    def _advance(self, lines: int = 1) -> None:
        """Room for so many lines, on this page or the next."""
        if self.y + lines * self.leading > self.area.bottom:
            self._turn()
        self.y += self.leading

    def _head(self, parts: list[str]) -> None:
        self._advance()
        x = self.area.left
        for part in parts:
            self._put(x, part)
            x = max(x + self._length(part) + 20, self.edge(0.6) if len(parts) > 2 else 0)

    def _title(self, text: str) -> None:
        gap = 1.6 if self.look.spaced else 0.0
        for line in self._wrapped(text, self.span * (0.7 if gap else 0.9), bold=True):
            self._advance()
            width = self._length(line, bold=True) + gap * len(line)
            x = self.area.left + (self.span - width) / 2 if self.look.centered else self.area.left
            if gap:
                self.canvas.spaced(self.area.page, x, self.y, line, self.look.size, gap)
            else:
                self._put(x, line, bold=True)

    def _put(self, x: float, text: str, *, bold: bool = False) -> None:
        self.canvas.put(self.area.page, x, self.y, text, self.look.size, bold=bold)

    def _length(self, text: str, *, bold: bool = False) -> float:
        return self.canvas.length(text, self.look.size, bold=bold)

    def _wrapped(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self._length(longer, bold=bold) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _row(self, row: Row) -> None:
        indent = self.area.left + 12 * row.level + (4 if self.look.grid else 0)
        if self.look.box_left:
            indent += 34
        end = self.edge(self.look.label) if row.entries else self.area.right
        lines = self._wrapped(row.words, end - indent - 14)
        self._advance(len(lines))
        self._ground(len(lines))
        middle = 0 if self.look.first_line else len(lines) - 1
        for n, line in enumerate(lines):
            if n:
                self.y += self.leading
            self._put(indent, line, bold=row.level == 0 and not row.entries)
            if n == middle and row.entries:
                self._entries(row.entries, indent + self._length(line) + 3)

    def _ground(self, lines: int) -> None:
        """The shade and the rules of a table's row."""
        page, left, right = self.area.page, self.area.left, self.area.right
        top = self.y - self.leading * 0.72
        bottom = top + self.leading * lines
        if self.look.shaded and self.odd:
            self.canvas.shade(page, left, top, right, bottom)
        self.odd = not self.odd
        if self.look.grid:
            self.canvas.rule(page, left, top, right, top, 0.4)
            self.canvas.rule(page, left, bottom, right, bottom, 0.4)
            for x in (left, self.edge(self.look.label), self.edge(self.look.detail) + 38, right):
                self.canvas.rule(page, x, top, x, bottom, 0.4)

    def _entries(self, cells: tuple[Cell, ...], start: float) -> None:
        inner = [cell for cell in cells if cell.column in _INNER]
        outer = [cell for cell in cells if cell.column not in _INNER]
        for share, group in ((self.look.detail, inner), (self.look.amount, outer)):
            for cell in group:
                width = self.span * (0.12 if self.look.two_up else 0.14)
                start = self._cell(cell, start, self.edge(share), width)

    def _cell(self, cell: Cell, start: float, end: float, width: float) -> float:
        """One amount with its box; gives where it ends."""
        length = self._length(cell.text)
        space = {"right": 0.0, "center": (width - length) / 2, "left": width - length}
        x = end - length - max(space[self.look.align], 0.0)
        self._put(x, cell.text)
        self._marks(cell, end, width)
        if self.look.leader and cell.text:
            self._leaders(start, x - 4)
        if self.look.underlined and cell.kind == "amount":
            y = self.y + 1.8
            self.canvas.rule(self.area.page, end - width, y, end, y, 0.5)
        self._box(cell, self.area.left if self.look.box_left else end + 7, start)
        return end + 36

    def _marks(self, cell: Cell, end: float, width: float) -> None:
        """The signs that the form has on it before anyone fills it in."""
        if not self.look.preprinted or cell.kind != "amount":
            return
        if cell.deduction:
            self._put(end - width - 4, "(")
            self._put(end + 2, ")")
        elif cell.column == "amount":
            self._put(end - width - 4, "$")

    def _leaders(self, start: float, end: float) -> None:
        step = self._length(self.look.leader)
        count = int((end - start) / step)
        if count > 2:
            self._put(end - count * step, self.look.leader * count)

    def _box(self, cell: Cell, x: float, start: float) -> None:
        if not cell.box:
            return
        if self.look.box_left and start > self.edge(self.look.label):
            x = self.edge(self.look.amount) - self.span * 0.14 - 26
        self._put(x, cell.box)
        if self.look.framed:
            top, bottom = self.y - self.look.size, self.y + self.look.size * 0.32
            right = x + self._length(cell.box) + 2.5
            self.canvas.frame(self.area.page, x - 2.5, top, right, bottom)
