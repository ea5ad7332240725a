"""A word of a page, and the tolerances by which words are laid out."""

from __future__ import annotations

from msgspec import Struct


class Word(Struct, frozen=True, gc=False):
    """A word as printed, `x0, y0, x1, y1` in points with the origin at the top left.

    `confidence` is the engine's, from 0 to 1, None where it has none. `block` tells words
    apart that the file or the engine keeps in different pieces, None where it does not say.
    `framed` tells that a small frame is drawn around this word and no other.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None
    block: int | None = None
    framed: bool = False


class Layout(Struct, frozen=True):
    """The tolerances of laying out.

    A height is that of the words at hand, a character's width the mean over its row.
    """

    row_reach: float = 0.35
    """How far, in heights, the middle of a word may lie from the middle of its row.

    A row is never higher than twice this: rows do not chain, however the page leans.
    """

    row_share: float = 0.08
    """How far, in heights, above the border between two rows the lower one begins: an amount
    that is centred beside a label of two rows stands with its box, and not parted from it."""

    cell_gap: float = 1.8
    """The gap, in character widths, that parts two cells (a space is about 0.6)."""

    number_gap: float = 1.0
    """The same between two numbers."""

    block_gap: float = 1.35
    """The same between words of different blocks: a space of a typewriter face is 1.0 to 1.2,
    and each word may have been drawn by itself."""

    tear: float = 0.4
    """The gap, in character widths, across which a number that ends within a group of three
    digits goes on in the next word: less than a space."""

    mark_gap: float = 24.0
    """How far, in character widths, parentheses stand from the number that they enclose,
    where the form prints them at the borders of a column."""

    twice: float = 0.7
    """The share of a word that an equal word covers where it is the same one drawn twice."""

    overprint: float = 0.4
    """The share of a word that lies over other print from which neither can be read."""

    lean: float = 3.0
    """The most, in degrees, that a page is taken to lean either way; 0 looks for none."""

    lean_gain: float = 1.15
    """How much sharper the rows must be, as a factor, for a page to count as leaning."""

    frame_height: float = 3.0
    """The most, in heights of its word, that a frame is high."""

    frame_near: float = 2.0
    """How far apart, in points, the sides of frames in one column are at most."""

    frame_room: float = 7.0
    """The most, in character widths, that a frame is wider than its word."""
