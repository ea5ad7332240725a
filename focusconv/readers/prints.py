"""The print of a sheet: runs of it, small frames, and what counts as either."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from focusconv.readers.sheet import Grey

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of a sheet; right and bottom are not included."""


class Seeing(Struct, frozen=True, kw_only=True):
    """What counts as print. Lengths in points of the paper, or in heights of a digit."""

    smooth: float = 0.3
    """The blur, in points, with which ink is looked for."""

    frame_width: tuple[float, float] = (9.0, 110.0)
    frame_height: tuple[float, float] = (6.0, 30.0)
    """The least and the most of the room within a frame."""

    frame_side: float = 0.9
    """The share of each side of a frame that is straight."""

    frame_line: float = 2.0
    """How thick the line of a frame is at most."""

    rule_level: float = 20.0
    rule_upright: float = 15.0
    """Lines of ink from so long are rules and no print."""

    highest: float = 6.0
    """A run of print is at most so many heights of a digit high: what is higher is a picture."""

    most_signs: int = 40_000
    most_runs: int = 3_000
    """What has more signs or runs of print is no page of a form: a photograph, or noise."""

    speck: float = 1.7
    """What is smaller both ways is a speck, a comma or a dot: print, but never alone."""

    sign: tuple[float, float] = (120.0, 30.0)
    """The most width and height of what hangs together and still is print."""

    low: float = 0.5
    """Print has a sign of at least so many heights of a digit: dots, dashes and dirt have none."""

    streak: tuple[float, float] = (0.25, 1.4)
    """What is so narrow for its height and so high, in heights of a digit, is a streak."""

    gap: float = 0.95
    """The gap, in heights of a digit, that parts two runs of print."""

    leader: int = 6
    leader_dot: float = 0.5
    """So many dots in a row, each at most so many heights of a digit wide and high, part runs."""

    dot: float = 0.6
    """How far behind a short piece, in heights of a digit, the dot of a line number begins."""

    short: int = 3
    """Signs of a piece that may be a line number."""

    room: float = 0.3
    """The room around a piece that belongs to it, in heights of a digit."""

    thin: float = 0.48
    """A parenthesis is at most so wide for its height."""

    bend: float = 0.04
    """How far the ends of a parenthesis bend from its middle, for its height."""


class Piece(Struct, frozen=True):
    """A run of print: where it is, and the signs (what hangs together) that it is made of."""

    box: Box
    signs: tuple[Box, ...]

    @property
    def height(self) -> float:
        """The height of its signs in pixels: the middle one of them."""
        return float(np.median([sign[3] - sign[1] for sign in self.signs]))


class Print(Struct, frozen=True, eq=False):
    """All print of a sheet; none of one that has too much of it to be a form's. `digit` is
    about the height of its digits, in pixels.

    `frames` are the places within small frames. `dark` is 1 where there is ink.
    """

    pieces: tuple[Piece, ...]
    frames: tuple[Box, ...]
    digit: float
    dark: Grey


def roomy(box: Box, prints: Print, across: float, down: float) -> Box:
    """A box with room around it, in heights of a digit: commas and dots stand there."""
    wide, high = round(across * prints.digit), round(down * prints.digit)
    height, width = prints.dark.shape
    return (
        max(box[0] - wide, 0),
        max(box[1] - high, 0),
        min(box[2] + wide, width),
        min(box[3] + high, height),
    )


def bracket(prints: Print, sign: Box, seeing: Seeing = Seeing()) -> str | None:  # noqa: B008
    """`(` or `)` where a thin sign is bent like one, None where it is not.

    Engines read a parenthesis that stands alone as a digit or not at all.
    """
    x0, y0, x1, y1 = sign
    height = y1 - y0
    if x1 - x0 > seeing.thin * height or height < 4:
        return None
    ys, xs = np.nonzero(prints.dark[y0:y1, x0:x1])
    inner = (ys > height / 3) & (ys < height * 2 / 3)
    outer = (ys < height / 5) | (ys > height * 4 / 5)
    if not inner.any() or not outer.any():
        return None
    bend = float(xs[outer].mean() - xs[inner].mean()) / height
    if abs(bend) < seeing.bend:
        return None
    return "(" if bend > 0 else ")"
