"""Damage to printed rows, with the truth of what is still legible."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from bench.strangers.sheet import Cell, Row, Sheet
from bench.strangers.truth import Amount, Truth, opened


@dataclass
class Wear:
    """One document being damaged: the dice, how much, and which cells were lost."""

    rng: Random
    truth: Truth
    share: float
    lost: dict[str, Amount] = field(default_factory=dict)

    def strikes(self) -> bool:
        return self.rng.random() < self.share

    def lose(self, cell: Cell) -> None:
        """No reader can know any more what was filed here."""
        meant = self.truth.amounts[cell.key]
        self.lost[cell.key] = meant


Damage = Callable[[Wear, tuple[Row, ...]], tuple[Row, ...]]

_LOOKALIKES = {"0": "Oo", "1": "lI", "5": "S", "8": "B", "2": "Z"}
_OTHER_DIGITS = {"0": "86", "1": "74", "3": "8", "4": "9", "5": "6", "6": "58", "7": "1", "8": "36"}
_WORDS = [("rn", "m"), ("l", "1"), ("e", "c"), ("O", "0"), ("ti", "li"), ("cl", "d"), ("S", "5")]


def _cells(rows: tuple[Row, ...], change: Callable[[Cell], Cell]) -> tuple[Row, ...]:
    """Amounts and boxes of every row changed; entries of the cover are left alone."""
    return tuple(
        replace(
            row,
            cells=tuple(change(c) if c.kind == "amount" and c.box else c for c in row.cells),
        )
        for row in rows
    )


def letters(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Letters for digits in amounts, and digits for letters in labels: all still legible."""

    def change(cell: Cell) -> Cell:
        places = [n for n, c in enumerate(cell.text) if c in _LOOKALIKES]
        if len(re.findall(r"\d", cell.text)) < 3 or not places or not wear.strikes():
            return cell
        at = wear.rng.choice(places)
        letter = wear.rng.choice(_LOOKALIKES[cell.text[at]])
        return replace(cell, text=cell.text[:at] + letter + cell.text[at + 1 :])

    return tuple(replace(row, label=_misspelled(wear, row.label)) for row in _cells(rows, change))


def _misspelled(wear: Wear, label: str) -> str:
    if not wear.strikes():
        return label
    old, new = wear.rng.choice(_WORDS)
    return label.replace(old, new, 2)


def digits(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """One digit read as another: nothing on the page says so."""

    def change(cell: Cell) -> Cell:
        places = [n for n, c in enumerate(cell.text) if c in _OTHER_DIGITS]
        if len(re.findall(r"\d", cell.text)) < 3 or not places or not wear.strikes():
            return cell
        wear.lose(cell)
        at = wear.rng.choice(places)
        digit = wear.rng.choice(_OTHER_DIGITS[cell.text[at]])
        return replace(cell, text=cell.text[:at] + digit + cell.text[at + 1 :])

    return _cells(rows, change)


def grouping(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Commas that became periods or nothing, or that drifted: the digits are all there."""

    def change(cell: Cell) -> Cell:
        if cell.text.count(",") < 1 or not wear.strikes():
            return cell
        other = wear.rng.choice([".", "", ", ", " ,"])
        return replace(cell, text=cell.text.replace(",", other, 1))

    return _cells(rows, change)


def torn(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The first or the last group of an amount is gone."""

    def change(cell: Cell) -> Cell:
        groups = cell.text.split(",")
        if len(groups) < 2 or not wear.strikes():
            return cell
        wear.lose(cell)
        rest = [*groups[:-1], ""] if wear.rng.random() < 0.5 else groups[1:]
        return replace(cell, text=",".join(rest))

    return _cells(rows, change)


def vanished(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The amount is gone and its box stands alone, as if it had been left empty."""

    def change(cell: Cell) -> Cell:
        if not re.search(r"[1-9]", cell.text) or not wear.strikes():
            return cell
        wear.lose(cell)
        return replace(cell, text="")

    return _cells(rows, change)


def boxes(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Boxes that are lost, split, or misread: label and place still say which they are."""

    def change(cell: Cell) -> Cell:
        if not cell.text or not wear.strikes():
            return cell
        number = re.sub(r"\D", "", cell.box)
        damaged = [
            "",
            cell.box.replace(number, f"{number[:3]} {number[3:]}"),
            cell.box.replace("0", "O", 1),
            cell.box.replace(number, number[:3]),
        ]
        return replace(cell, box=wear.rng.choice(damaged))

    return _cells(rows, change)


def merged(wear: Wear, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Two rows on one line: both labels, then both amounts with their boxes, in order."""
    done: list[Row] = []
    for row in rows:
        before = done[-1] if done else None
        if before is not None and _may_merge(before, row) and wear.strikes():
            label = f"{before.label} {row.words}"
            done[-1] = replace(before, label=label, cells=before.cells + row.cells)
        else:
            done.append(row)
    return tuple(done)


def _may_merge(one: Row, two: Row) -> bool:
    rows = (one, two)
    return one.level == two.level and all(
        len(row.cells) == 1 and row.cells[0].box and row.cells[0].kind == "amount" for row in rows
    )


DAMAGES: dict[str, tuple[Damage, float]] = {
    "letters": (letters, 0.15),
    "digits": (digits, 0.05),
    "grouping": (grouping, 0.2),
    "torn": (torn, 0.05),
    "vanished": (vanished, 0.06),
    "boxes": (boxes, 0.12),
    "merged": (merged, 0.15),
}


def damaged(
    rng: Random, made: list[Sheet], truth: Truth, names: list[str]
) -> tuple[list[Sheet], Truth]:
    """Sheets with some kinds of damage, one after the other, and what can still be known."""
    wear = Wear(rng, truth, 0.0)
    for name in names:
        damage, wear.share = DAMAGES[name]
        made = [
            sheet if sheet.statement == "cover" else replace(sheet, rows=damage(wear, sheet.rows))
            for sheet in made
        ]
    return made, opened(truth, wear.lost)
