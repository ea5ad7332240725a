"""The lines of a sheet as rows of text: cells, boxes, signs, wrapping, blocks."""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from bench.synth.sheets import BREAK, PrintLine, Spot

Flow = Literal["rows", "blocks", "sections", "apart", "page-line", "one-line"]


class RowStyle(Struct, frozen=True, kw_only=True):
    """How one line of the form becomes rows of text."""

    cells: Literal["tab", "gap", "aligned", "space", "pipe"] = "gap"
    box: Literal["bare", "bracket"] = "bare"
    place: Literal["cell", "same", "before", "next", "glued"] = "cell"
    dollar: Literal["none", "glued", "spaced", "cell"] = "none"
    parens: Literal["closed", "spaced", "cell"] = "closed"
    underline: bool = False
    bold: bool = False
    escape: bool = False
    wrap: int = 0
    amounts: Literal["first", "last"] = "last"
    merge: int = 1
    leaders: bool = False
    case: Literal["as-is", "upper", "lower"] = "as-is"
    empty: str = ""
    spread: bool = False
    numbers: bool = True


@dataclass
class Row:
    """A label, the amount cells of its inner and its outer column, and what stands below."""

    label: str
    detail: list[str]
    amount: list[str]
    below: list[str]


_DETAIL_EDGE, _AMOUNT_EDGE = 96, 122
"""Columns at which the right edges of amounts stand in aligned text."""


class Rows:
    """Prints lines in one style; `rng` decides only what the style leaves open."""

    def __init__(self, style: RowStyle, rng: random.Random) -> None:
        self.style = style
        self.rng = rng

    def plain(self, row: str) -> str:
        """A row of running text with its cell boundaries drawn."""
        return self._joined(row.split(BREAK)) if BREAK in row else row

    def body(self, lines: list[PrintLine], flow: Flow) -> list[str]:
        """All lines of a sheet in the given flow."""
        if flow == "blocks":
            return [*self._labels(lines), "", *self._amounts(lines)]
        if flow == "sections":
            return self._sections(lines)
        if flow == "apart":
            return self._apart(lines)
        return self._table(lines)

    def _table(self, lines: list[PrintLine]) -> list[str]:
        out: list[str] = []
        if self.style.cells == "pipe":
            out = ["| | | | | |", "|---|---|---|---|---|"]
        for row in self._merged([self._row(line) for line in lines], lines):
            out += self._text(row)
            if self.style.spread:
                out.append("")
        return out

    def _labels(self, lines: list[PrintLine]) -> list[str]:
        out: list[str] = []
        for line in lines:
            out += textwrap.wrap(self._label(line), 88) + ([""] if self.style.spread else [])
        return out

    def _amounts(self, lines: list[PrintLine]) -> list[str]:
        out: list[str] = []
        for line in lines:
            row = self._row(line)
            cells = row.detail + row.amount
            if line.ghost:
                cells = [line.ghost]
            if not cells:
                continue
            if row.detail and row.amount and len(row.amount) > 1 and self.rng.random() < 0.5:
                out += [" ".join((*row.detail, *row.amount[:-1])), row.amount[-1]]
            else:
                out.append(" ".join(cells))
            out += row.below
            if self.style.spread:
                out.append("")
        return [text.replace(BREAK, "  ") for text in out]

    def _sections(self, lines: list[PrintLine]) -> list[str]:
        """Runs of whole rows and runs of labels followed by their amounts, by turns."""
        out: list[str] = []
        at, whole = 0, True
        while at < len(lines):
            size = self.rng.randint(3, 9)
            part = lines[at : at + size]
            out += self._table(part) if whole else [*self._labels(part), *self._amounts(part)]
            out.append("")
            at, whole = at + size, not whole
        return out

    def _apart(self, lines: list[PrintLine]) -> list[str]:
        """The results of the last lines stand after the notes, in a column of their own."""
        last = [line for line in lines if line.spots][-2:]
        out: list[str] = []
        held: list[str] = []
        for line in lines:
            if any(line is other for other in last):
                out += ["", self._label(line), ""]
                held = (
                    [*self._amounts([line]), "", *held]
                    if self.rng.random() < 0.5
                    else [
                        *held,
                        "",
                        *self._amounts([line]),
                    ]
                )
            else:
                out += self._text(self._row(line))
                if line.number == "" and held and self.rng.random() < 0.5:
                    out += ["", *held, ""]
                    held = []
        return [*out, "", *held]

    def _merged(self, rows: list[Row], lines: list[PrintLine]) -> list[Row]:
        """Runs of sub-lines printed as one row: labels, then amounts, then boxes."""
        size = self.style.merge
        if size == 1:
            return rows
        out: list[Row] = []
        at = 0
        while at < len(rows):
            run = rows[at : at + size]
            plain = all(
                line.level == 2 and len(line.spots) == 1 and not line.spots[0].name
                for line in lines[at : at + size]
            )
            if not plain or len(run) < size or self.rng.random() < 0.5:
                out.append(rows[at])
                at += 1
                continue
            out.append(self._union(run))
            at += size
        return out

    def _union(self, run: list[Row]) -> Row:
        def zipped(cells: list[list[str]]) -> list[str]:
            depth = max(map(len, cells), default=0)
            if any(len(c) != depth for c in cells):
                return [" ".join(c) for c in cells if c]
            return [" ".join(c[i] for c in cells if c[i]) for i in range(depth)]

        return Row(
            label=" ".join(row.label for row in run),
            detail=zipped([row.detail for row in run if row.detail]),
            amount=zipped([row.amount for row in run if row.amount]),
            below=[text for row in run for text in row.below],
        )

    def _label(self, line: PrintLine) -> str:
        number = f"{line.number} " if line.number and self.style.numbers else ""
        names = "".join(f" {s.text} {self._box(s)}".rstrip() for s in line.spots if s.name)
        label = line.label
        if self.style.case != "as-is":
            label = label.upper() if self.style.case == "upper" else label.lower()
        return f"{number}{label}{names}".strip()

    def _row(self, line: PrintLine) -> Row:
        row = Row(self._label(line), [], [], [])
        for spot in line.spots:
            if spot.name:
                continue
            cells, below = self._spot(spot)
            (row.detail if spot.detail else row.amount).extend(cells)
            row.below += below
        if line.ghost:
            row.amount.append(line.ghost)
        return row

    def _box(self, spot: Spot) -> str:
        if not spot.box:
            return ""
        return f"[{spot.box}]" if self.style.box == "bracket" else spot.box

    def _amount(self, spot: Spot) -> list[str]:
        """The amount with its dollar sign, parentheses and markup, as one or several cells."""
        style, text = self.style, spot.text
        if not text:
            text = style.empty
        elif style.parens == "spaced":
            text = text.replace("(", "( ").replace(")", " )").replace("(   )", "(  )")
        core = text.strip("()- $")
        if core and BREAK not in core and style.underline:
            text = text.replace(core, f"<u>{core}</u>")
        if core and style.bold and not spot.deduction:
            text = f"**{text}**"
        cells = [text]
        if style.parens == "cell" and text.startswith("("):
            cells = ["(", text[1:]]
        sign = "\\$" if style.escape else "$"
        if spot.dollar and style.dollar != "none" and text != "$":
            if style.dollar == "cell":
                return [sign, *cells]
            cells[0] = sign + (" " if style.dollar == "spaced" else "") + cells[0]
        elif style.dollar == "cell":
            return ["", *cells]
        return cells

    def _spot(self, spot: Spot) -> tuple[list[str], list[str]]:
        """The cells of a spot on its row, and what of it stands on the next row."""
        cells, box = self._amount(spot), self._box(spot)
        place = self.style.place
        if not box:
            return cells, []
        if place == "before":
            return [box, *cells], []
        if place == "next":
            return cells, [box]
        if place in ("same", "glued"):
            joint = "" if place == "glued" else " "
            return [*cells[:-1], f"{cells[-1]}{joint}{box}".strip()], []
        return [*cells, box], []

    def _text(self, row: Row) -> list[str]:
        """The row as one or several rows of text, its label wrapped where the style says."""
        style = self.style
        parts = textwrap.wrap(row.label, style.wrap) if style.wrap else [row.label]
        parts = parts or [""]
        cells = bool(row.detail or row.amount)
        at = 0 if style.amounts == "first" else len(parts) - 1
        out = [
            self._line(part, row) if cells and n == at else self._line(part, None)
            for n, part in enumerate(parts)
        ]
        return out + [self._joined(["", text]) for text in row.below]

    def _line(self, label: str, row: Row | None) -> str:
        if row is None:
            return f"| {label} | | | | |" if self.style.cells == "pipe" else label
        if self.style.cells == "aligned":
            return self._aligned(label, row)
        if self.style.leaders:
            label += " " + "." * self.rng.randint(4, 20)
        return self._joined([label, *row.detail, *row.amount])

    def _joined(self, cells: list[str]) -> str:
        parts = [part for cell in cells for part in cell.split(BREAK)]
        match self.style.cells:
            case "tab":
                return "\t".join(parts)
            case "pipe":
                return "| " + " | ".join(parts) + " |"
            case "space":
                return " ".join(part for part in parts if part)
            case _:
                return "   ".join(part for part in parts if part)

    def _aligned(self, label: str, row: Row) -> str:
        """Amounts end at the edge of their column, boxes stand right of it."""
        text = label
        for cells, edge in ((row.detail, _DETAIL_EDGE), (row.amount, _AMOUNT_EDGE)):
            parts = [part for cell in cells for part in cell.split(BREAK) if part]
            if not parts:
                continue
            boxed = len(parts) > 1
            body = "  ".join(parts[:-1] if boxed else parts)
            tail = f"  {parts[-1]}" if boxed else ""
            fill = " ." if self.style.leaders and text == label else "  "
            room = edge - len(text) - len(body) - 2
            text += (fill * (room // 2)).rjust(max(room, 0)) + "  "
            text += body + tail
        return text
