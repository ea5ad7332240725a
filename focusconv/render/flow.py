"""Rows of print from the top of a page to its foot, and on to the next page."""

from __future__ import annotations

from msgspec import Struct

from focusconv.render import paper
from focusconv.render.paper import Sheet


class Layout(Struct, frozen=True):
    """Measures of the printed pages, in points."""

    width: float = 612.0
    height: float = 792.0
    margin: float = 48.0
    size: float = 8.0
    small: float = 6.5
    pitch: float = 11.6
    gap: float = 8.0
    indent: float = 12.0
    box: float = 28.0
    mark: float = 9.0
    foot: float = 40.0
    entry: float = 0.42
    """The share of the width at which the entries of a cover begin."""
    leader: float = 24.0
    """The least room between a label and its amount that is bridged with dots."""
    hair: float = 0.1
    """What rounding may add up to."""


LAYOUT = Layout()


class Flow:
    """Pages as they fill; `y` is the baseline of the last row."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.left, self.right = LAYOUT.margin, LAYOUT.width - LAYOUT.margin

    @property
    def page(self) -> Sheet:
        return self.sheets[-1]

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.sheets.append(Sheet(LAYOUT.width, LAYOUT.height))
        self.y = LAYOUT.margin

    def room(self, rows: int) -> None:
        """Turn the page where so many rows do not fit on it any more."""
        if self.y + rows * LAYOUT.pitch > LAYOUT.height - LAYOUT.margin - LAYOUT.foot:
            self.turn()

    def skip(self, rows: float = 0.5) -> None:
        self.y += rows * LAYOUT.pitch

    def row(self, text: str) -> None:
        """A row of its own at the left margin."""
        self.room(1)
        self.skip(1)
        self.page.text(self.left, self.y, text, LAYOUT.size)

    def centred(self, text: str) -> None:
        """A title in the middle, on as many rows as it needs."""
        size = LAYOUT.size + 1
        for part in paper.wrapped(text, size, self.right - self.left, "bold"):
            self.room(1)
            self.skip(1)
            middle = LAYOUT.width / 2
            self.page.text(middle, self.y, part, size, cut="bold", align="middle")
