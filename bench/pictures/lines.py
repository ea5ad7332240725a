"""One line of a statement as marks: its label, leaders, amounts, signs, boxes and rules."""

from __future__ import annotations

import math

from bench.pictures.columns import Column, Columns, Type
from bench.pictures.look import Look
from bench.pictures.marks import CAP, Block, Frame, Mark, Rule, Text, wrapped
from bench.synth.sheets import Printed, PrintLine, Spot

_NARROWEST = 60.0
"""A label is never wrapped narrower than this, in points."""


class LineSetter:
    """Sets the lines of one filing in one look."""

    def __init__(self, filing: Printed, look: Look, kind: Type, places: Columns) -> None:
        self.look = look
        self.kind = kind
        self.columns = places
        self.totals = {rule.target for rule in filing.edition.rules if rule.hard}
        self.left, _, right, _ = look.margin
        self.right = look.page[0] - right
        self.count = 0

    def block(self, line: PrintLine) -> Block:
        """The line's marks; amounts stand by the first or the last row of its label, or by its
        middle, which may lie between two rows."""
        spots = [spot for spot in line.spots if not spot.name]
        rows = [spots] if self.look.columns == 2 else [[spot] for spot in spots]
        block = Block()
        depth, end = self._label(line, block, self._label_end(spots))
        last = max(depth - len(rows), 0)
        first = {"first": 0, "middle": last / 2, "last": depth - 1}[self.look.amounts]
        for n, row in enumerate(rows):
            for spot in row:
                block.add(*self._spot(spot, self._baseline(first + n)))
        if spots:
            self._leaders(block, end, min(self._column(s).start for s in rows[0]), depth - 1)
        depth = max(depth, math.ceil(first + len(rows)))
        block.height = depth * self.kind.pitch
        self._decorate(block, bool(spots))
        return block

    def _baseline(self, row: float) -> float:
        """Of a row of a block, or between two; the print is centred in its pitch."""
        return row * self.kind.pitch + (self.kind.pitch + CAP * self.kind.size) / 2

    def _column(self, spot: Spot) -> Column:
        return self.columns.detail if spot.detail else self.columns.amount

    def _label_end(self, spots: list[Spot]) -> float:
        """Where a label must end: at the columns of its own line, or of any line."""
        if not spots:
            return self.right if self.look.columns == 2 else self.columns.start - self.look.gap
        return min(self._column(spot).start for spot in spots) - self.look.gap

    def _label(self, line: PrintLine, block: Block, end: float) -> tuple[int, float]:
        """Set the label; the number of its rows and where its last row ends."""
        kind, look = self.kind, self.look
        x = self.left + look.indent * kind.size * max(line.level - 1, 0)
        text = f"{line.number} {line.label}" if line.number and look.numbers else line.label
        text = text.upper() if look.upper else text
        cut = kind.strong if line.level == 0 else kind.form
        hang = kind.form.width("00. ", kind.size) if look.numbers and line.number else 0.0
        room = end - x - hang
        room -= min(sum(self._name_width(spot) for spot in line.spots if spot.name), room / 2)
        rows = wrapped(text, cut, kind.size, max(room, _NARROWEST))
        for n, row in enumerate(rows):
            block.add(Text(x + (hang if n else 0), self._baseline(n), row, cut, kind.size))
        last = x + (hang if len(rows) > 1 else 0) + cut.width(rows[-1], kind.size)
        for spot in line.spots:
            if spot.name:
                last = self._name(spot, block, last, len(rows) - 1, end)
        return len(rows), last

    def _name_width(self, spot: Spot) -> float:
        """The room that a depository's name and its box want."""
        width = self.kind.entry.width(spot.text, self.kind.entry_size)
        return max(width, 20.0) + self.columns.box_width + 3 * self.look.gap

    def _name(self, spot: Spot, block: Block, x: float, row: int, end: float) -> float:
        """A depository's name over a rule, with its box behind; where they end."""
        kind, y = self.kind, self._baseline(row)
        room = max(end - x - self.columns.box_width - 3 * self.look.gap, 0.0)
        width = kind.entry.width(spot.text, kind.entry_size)
        size = kind.entry_size * min(1.0, room / width if width else 1.0)
        x += self.look.gap / 2
        if spot.text:
            block.add(Text(x, y, spot.text, kind.entry, size, entry=True, key=spot.key))
        x += max(kind.entry.width(spot.text, size), 20.0)
        block.add(*self._box(spot.box or "", x + self.look.gap, y))
        return x + self.look.gap + self.columns.box_width

    def _leaders(self, block: Block, start: float, end: float, row: int) -> None:
        unit = {"none": "", "dots": ".", "spaced": ". "}[self.look.leaders]
        start, end = start + 4, end - 4
        if not unit or end - start < 12:
            return
        count = int((end - start) / self.kind.form.width(unit, self.kind.size))
        dots = (unit * count).strip()
        block.add(Text(start, self._baseline(row), dots, self.kind.form, self.kind.size))

    def _spot(self, spot: Spot, y: float) -> list[Mark]:
        """An amount at the right edge of its column, with its signs, its rules and its box."""
        column, kind = self._column(spot), self.kind
        marks = [*self._signs(spot, column, y), *self._rules(spot, column, y)]
        text = self._text(spot)
        if text:
            inset = kind.form.width(")", kind.size) * 1.4 if self._apart(spot) else 0.0
            x = column.right - inset - kind.entry.width(text, kind.entry_size)
            entry = any(char.isdigit() for char in text)
            key = spot.key if entry else None
            marks.append(Text(x, y, text, kind.entry, kind.entry_size, entry=entry, key=key))
        if spot.box:
            marks += self._box(spot.box, column.box, y)
        return marks

    def _apart(self, spot: Spot) -> bool:
        """Whether the form prints the parentheses of this spot, filled in or not."""
        return spot.deduction and self.look.parens == "edge"

    def _text(self, spot: Spot) -> str:
        """The amount as it stands in the column, or what stands for an empty one."""
        text, look = spot.text, self.look
        if self._apart(spot):
            return text.strip("() ")
        if not any(char.isdigit() for char in text):
            return text or {"dash": "-", "dollar": "$"}.get(look.empty, "")
        if look.parens == "spaced":
            text = text.replace("(", "( ").replace(")", " )")
        if spot.dollar and look.dollar in ("glued", "spaced"):
            return f"${' ' if look.dollar == 'spaced' else ''}{text}"
        return text

    def _signs(self, spot: Spot, column: Column, y: float) -> list[Mark]:
        """What the form prints at the edges of the column: `$`, and parentheses."""
        kind = self.kind
        marks: list[Mark] = []
        x = column.left
        if spot.dollar and self.look.dollar == "edge":
            marks.append(Text(x, y, "$", kind.form, kind.size))
        if self._apart(spot):
            x += kind.form.width("$ ", kind.size)
            marks.append(Text(x, y, "(", kind.form, kind.size))
            close = column.right - kind.form.width(")", kind.size)
            marks.append(Text(close, y, ")", kind.form, kind.size))
        return marks

    def _rules(self, spot: Spot, column: Column, y: float) -> list[Mark]:
        look, total = self.look, spot.key in self.totals
        filled = any(char.isdigit() for char in spot.text)
        wanted = look.rules == "each" or (look.rules in ("totals", "double") and total)
        if not (wanted or (look.empty == "rule" and not filled)):
            return []
        rules = [Rule(column.left, y + 1.6, column.right, y + 1.6)]
        if look.rules == "double" and total:
            rules.append(Rule(column.left, y + 3.0, column.right, y + 3.0))
        return list(rules)

    def _box(self, number: str, x: float, y: float) -> list[Mark]:
        """A box number in the look's style, its print centred in the box's width."""
        kind, look = self.kind, self.look
        text = f"[{number}]" if look.box == "bracket" else number
        width = kind.form.width(text, kind.box_size)
        at = Text(x + (self.columns.box_width - width) / 2, y, text, kind.form, kind.box_size)
        if look.box not in ("framed", "shaded"):
            return [at]
        room = kind.pitch - CAP * kind.box_size
        pad = min(look.padding, room / 2 - 0.2)
        shade = 0.85 if look.box == "shaded" else None
        frame = Frame(
            x, y - CAP * kind.box_size - pad, x + self.columns.box_width, y + pad, shade=shade
        )
        return [frame, at]

    def _decorate(self, block: Block, amounts: bool) -> None:
        """Bands and table rules behind and around the line."""
        self.count += 1
        look, bottom = self.look, block.height
        if look.zebra and self.count % 2:
            band = Frame(self.left - 2, 0, self.right + 2, bottom, weight=0, shade=0.93)
            block.marks.insert(0, band)
        if look.grid != "none":
            block.add(Rule(self.left - 2, bottom, self.right + 2, bottom, 0.4))
        if look.grid == "cells":
            inner = {self.columns.detail.start, self.columns.amount.start} if amounts else set()
            for x in sorted({self.left - 2, self.right + 2, *(x - 3 for x in inner)}):
                block.add(Rule(x, 0, x, bottom, 0.4))
