"""Which digit a drawing of a glyph looks like, told by comparing it with those of plain fonts."""

from __future__ import annotations

import functools

import pymupdf
from msgspec import Struct

_COLUMNS, _ROWS = 12, 18
"""The grid to which a glyph is scaled, its ink filling the rows."""

_STROKE = 0.45
"""The width of a glyph, in its heights, below which it is a stroke and not stretched."""

_INK = 96
"""By how much, of 255, ink differs from its ground at least."""

_FONTS = ("helv", "tiro", "cour", "hebo", "tibo", "cobo")
_SIZE, _CELL = 40.0, 50.0


class Likeness(Struct, frozen=True):
    """When a drawn digit is another than its name says; in cells of the grid that differ."""

    margin: int = 14
    """By how much another digit must be nearer."""

    near: int = 64
    """How near that other digit must be."""


_LIKENESS = Likeness()


def is_other_digit(picture: pymupdf.Pixmap, digit: str) -> bool:
    """Whether the picture of a glyph, in grey, plainly shows another digit than this."""
    shape = _shape(picture)
    if shape is None:
        return False
    distances = {
        name: min((shape ^ known).bit_count() for known in shapes)
        for name, shapes in _known().items()
    }
    best = min(distances.values())
    return best <= _LIKENESS.near and distances[digit] - best >= _LIKENESS.margin


@functools.lru_cache(maxsize=1)
def _known() -> dict[str, tuple[int, ...]]:
    """The shapes of the digits of plain fonts."""
    document = pymupdf.open()
    page = document.new_page(width=_CELL * 10, height=_CELL * len(_FONTS))
    places = [(n % 10, n // 10) for n in range(10 * len(_FONTS))]
    for x, y in places:
        at = (x * _CELL + 5, y * _CELL + _SIZE)
        page.insert_text(at, str(x), fontname=_FONTS[y], fontsize=_SIZE)
    shown = page.get_displaylist()
    found: dict[str, list[int]] = {}
    for x, y in places:
        clip = pymupdf.Rect(x * _CELL, y * _CELL, (x + 1) * _CELL, (y + 1) * _CELL)
        shape = _shape(shown.get_pixmap(colorspace=pymupdf.csGRAY, alpha=0, clip=clip))
        if shape is not None:
            found.setdefault(str(x), []).append(shape)
    return {digit: tuple(shapes) for digit, shapes in found.items()}


def _shape(picture: pymupdf.Pixmap) -> int | None:
    """The ink of a glyph on the grid, one bit a cell; None where there is none."""
    width, samples = picture.width, bytes(picture.samples)
    if not samples:
        return None
    paper = samples[0]
    dark = samples.translate(bytes(int(abs(v - paper) > _INK) for v in range(256)))
    rows = [dark[at : at + width] for at in range(0, len(dark) - width + 1, picture.stride)]
    filled = [y for y, row in enumerate(rows) if 1 in row]
    if not filled:
        return None
    rows = rows[filled[0] : filled[-1] + 1]
    left = min(row.find(1) for row in rows if 1 in row)
    right = max(row.rfind(1) for row in rows if 1 in row) + 1
    return _scaled([row[left:right] for row in rows], right - left)


def _scaled(rows: list[bytes], width: int) -> int:
    """The grid as a number of one byte a cell, so that those of two that differ are counted at
    once."""
    height = len(rows)
    columns = _COLUMNS if width >= _STROKE * height else max(round(width * _ROWS / height), 1)
    columns = min(columns, _COLUMNS)
    before = bytes((_COLUMNS - columns) // 2)
    behind = bytes(_COLUMNS - columns - len(before))
    places = [(2 * x + 1) * width // (2 * columns) for x in range(columns)]
    grid = bytearray()
    for y in range(_ROWS):
        row = rows[(2 * y + 1) * height // (2 * _ROWS)]
        grid += before + bytes(map(row.__getitem__, places)) + behind
    return int.from_bytes(grid, "big")
