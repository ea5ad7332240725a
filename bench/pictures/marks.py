"""What is drawn on a page before it is a PDF: texts, rules and frames at places in points.

Places are those of the upright page, origin top left. A text that prints a value knows whose
it is, so that the place of every value is known to the bench.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bench.pictures.faces import Face
from focusconv.document import Region
from focusconv.forms.catalog import Key

CAP = 0.72
"""Height of digits and capitals over the size of a face, about the same for all of them."""


@dataclass(frozen=True)
class Text:
    """Text on a baseline. `entry`: the filer's, not the form's; `key`: the value it prints."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    entry: bool = False
    key: Key | None = None

    @property
    def width(self) -> float:
        return self.face.width(self.text, self.size)

    @property
    def region(self) -> Region:
        """The place of its digits and capitals; a mark apart before a value is not the value."""
        apart = "$ " if self.key is not None and self.text.startswith("$ ") else ""
        x = self.x + self.face.width(apart, self.size)
        return (x, self.y - CAP * self.size, self.x + self.width, self.y)


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.5


@dataclass(frozen=True)
class Frame:
    """A rectangle: framed where it has a weight, filled where it has a shade (1 is white)."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.5
    shade: float | None = None


Mark = Text | Rule | Frame


@dataclass
class Block:
    """Marks that stay together, from a top of 0 down to `height`."""

    height: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        self.marks += marks

    def at(self, top: float) -> list[Mark]:
        """The marks with the block's top at a height of the page."""
        return [moved(mark, 0, top) for mark in self.marks]


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The mark, shifted."""
    if isinstance(mark, Text):
        return replace(mark, x=mark.x + dx, y=mark.y + dy)
    return replace(mark, x0=mark.x0 + dx, y0=mark.y0 + dy, x1=mark.x1 + dx, y1=mark.y1 + dy)


@dataclass
class Leaf:
    """One page: its size and its marks."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    @property
    def places(self) -> dict[Key, Region]:
        """Where each value stands; the smallest place that holds all its texts."""
        found: dict[Key, Region] = {}
        for mark in self.marks:
            if isinstance(mark, Text) and mark.key is not None:
                region = mark.region
                found[mark.key] = union(found.get(mark.key, region), region)
        return found


def union(one: Region, two: Region) -> Region:
    """The smallest region that holds both."""
    return (
        min(one[0], two[0]),
        min(one[1], two[1]),
        max(one[2], two[2]),
        max(one[3], two[3]),
    )


def wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    """The text in lines of at most a width, a word that is longer on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
