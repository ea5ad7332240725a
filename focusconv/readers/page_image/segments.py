"""The print of a sheet: runs of it, small frames, and what counts as either."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from focusconv.readers.page_image.deskew import Grey

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of a sheet; right and bottom are not included."""


class Seeing(Struct, frozen=True, kw_only=True):
    """What counts as print. Lengths in points of the paper, or in heights of a digit."""

    smooth: float = 0.3
    """The blur, in points, with which ink is looked for."""

    frame_width: tuple[float, float] = (8.0, 110.0)
    frame_height: tuple[float, float] = (4.0, 30.0)
    """The least and the most of the room within a frame."""

    frame_side: float = 0.85
    frame_edge: float = 1.0
    """The share of each side of a frame that is straight, and by how much a straight line may
    waver."""

    faint: float = 28.0
    """Grey levels between the paper in a frame and its print at least."""

    frame_sign: float = 0.25
    """The least height of a sign of it, for the room in the frame."""

    frame_ends: float = 5.0
    """How far beyond a frame its lines do not go on."""

    frame_ink: float = 0.9
    """The most ink of a frame with its print: a solid block has more."""

    frame_line: float = 2.0
    """How thick the line of a frame is at most."""

    rule_level: float = 20.0
    rule_upright: float = 15.0
    """Lines of ink from so long are rules and no print."""

    rule_tied: float = 60.0
    rule_short: float = 20.0
    """Upright ones up to so long may be digits over one another, tied by rules; those of two ones
    are short."""

    highest: float = 6.0
    """A run of print is at most so many heights of a digit high: what is higher is a picture."""

    streak_ink: float = 0.02
    """The most of a page that upright lines cover: with more of them it is no page of print."""

    most_frames: int = 1_000
    """What has more small frames is a pattern, and none of them a box."""

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

    streak_seen: float = 40.0
    streak_length: float = 150.0
    streak_gap: float = 100.0
    streak_width: float = 1.5
    streak_whole: float = 0.6
    streak_beside: float = 2.5
    streak_lean: tuple[float, float] = (0.003, 0.04)
    streak_edge: float = 0.03
    """A streak of the scanner, in points: how much of it is seen at least, how long it is, how
    long the print is that it runs through, how wide it is, how close to it print stands that it
    runs through, and how far it leans for its length: more than a line of a table, less than
    print. `streak_whole` is the share of the page that is seen of one that leans and runs down all
    of it, `streak_edge` the share of the page that one that does not lean leaves at either end."""

    gap: float = 0.95
    """The gap, in heights of a digit, that parts two runs of print."""

    comma: float = 1.3
    comma_dark: float = 28.0
    """The same where a comma shows in the gap, and how many grey levels darker than the gap it is
    at least: typewriters print it faint and wide apart."""

    weak: float = 0.5
    """Faint print has this share of the darkness of ink at least."""

    weak_sign: tuple[float, float, float] = (0.12, 1.5, 4.0)
    """The least width, most height and most width of a faint sign, in heights of a digit."""

    weak_part: float = 0.75
    """The share of its height that ink shows of it at most."""

    weak_seen: float = 0.25
    """The share of it that ink shows at least."""

    weak_mark: float = 0.12
    """The least size of a faint comma or minus, in heights of a digit."""

    noisy: float = 1.3
    weak_most: float = 0.8
    """How much darker faint print is than the darkest hundredth of the paper, as a factor, and the
    most share of the darkness of ink that may be asked of it: where that is not enough to tell it
    from noise, it is not looked for."""

    most_weak: int = 1_500
    """So many faint signs are a pattern, or noise."""

    leader: int = 6
    leader_dot: float = 0.5
    leader_level: float = 0.35
    """So many dots in a row, each at most so many heights of a digit wide and high, and no further
    above or below one another, part runs."""

    minus: float = 0.8
    """How far before a piece, in heights of a digit, a minus begins that is no larger than a
    speck."""

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

    `frames` are the places within small frames that stand alone, `cells` those within small
    cells of tables. `dark` is 1 where there is ink, `struck` the places of print that a line runs
    through, `others` those of ink that is no print and no line: blots, bars, drawings.
    """

    pieces: tuple[Piece, ...]
    frames: tuple[Box, ...]
    cells: tuple[Box, ...]
    digit: float
    dark: Grey
    struck: tuple[Box, ...] = ()
    others: tuple[Box, ...] = ()


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds some."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


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


def cut_out(piece: Piece, prints: Print, across: float, down: float) -> Box:
    """A piece with room around it, as `roomy`, but without the lines of a frame around it."""
    x0, y0, x1, y1 = roomy(piece.box, prints, across, down)
    x, y = (piece.box[0] + piece.box[2]) / 2, (piece.box[1] + piece.box[3]) / 2
    for left, top, right, bottom in prints.frames:
        if left <= x <= right and top <= y <= bottom:
            inner = max(x0, left - 1), max(y0, top - 1), min(x1, right + 1), min(y1, bottom + 1)
            if inner[0] < inner[2] and inner[1] < inner[3]:
                return inner
    return x0, y0, x1, y1


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
