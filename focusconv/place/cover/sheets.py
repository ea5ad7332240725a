"""The rows that a cover is read from, and readings of items of which it has no print."""

from __future__ import annotations

from msgspec import Struct

from focusconv.document import Cell, Region
from focusconv.forms.catalog import Key
from focusconv.readings import FieldReading


class Sheet(Struct, gc=False):
    """A row of the cover, or a part of it: its print with tabs between cells, and its cells.

    `start` is where the part begins in the print of its row.
    """

    text: str
    page: int
    cells: tuple[Cell, ...]
    start: int = 0

    @property
    def region(self) -> Region:
        """The region of the whole row."""
        first, last = self.cells[0].region, self.cells[-1].region
        return first[0], min(first[1], last[1]), last[2], max(first[3], last[3])

    def cut(self, start: int, end: int) -> Sheet:
        """A part of the print."""
        return Sheet(self.text[start:end], self.page, self.cells, self.start + start)

    def cell_at(self, at: int) -> Cell | None:
        """The cell that holds a place of the print."""
        end = 0
        for cell in self.cells:
            end += len(cell.text) + 1
            if self.start + at < end:
                return cell
        return None

    def region_at(self, at: int) -> Region:
        """The region of the cell that holds a place of the print; the row's if none does."""
        cell = self.cell_at(at)
        return self.region if cell is None else cell.region


def absent(key: Key) -> FieldReading:
    """An item of which nothing was seen."""
    return FieldReading(key=key, seen="absent", reason="neither its box nor its label was seen")


def blank(key: Key) -> FieldReading:
    """An item whose cell was seen, with marks of the form only."""
    return FieldReading(key=key, seen="nothing")


def lost(key: Key) -> FieldReading:
    """A target of a picture in whose place no number was made out."""
    return FieldReading(
        key=key,
        seen="garbled",
        reason="no number was made out here, and one may be lost on a scan",
    )


def plain_places(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in lower case, and where each stands in it."""
    places = [i for i, char in enumerate(text) if char.isascii() and char.isalnum()]
    return "".join(text[i] for i in places).lower(), places
