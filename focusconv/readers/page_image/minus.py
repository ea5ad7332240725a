"""What the ink before a number says that engines lose there: a minus.

On rough scans a minus touches the digits behind it. Its shape is no proof of it: what it says
is another reading of the same digits.
"""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct

from focusconv.readers.page_image.segments import Piece, Print


class Shaping(Struct, frozen=True, kw_only=True):
    """What counts as a minus; lengths in heights of a digit."""

    low: float = 0.35
    """The most height of its ink."""

    wide: float = 0.2
    """The least width of its ink."""

    middle: float = 0.2
    """How far from the middle of the digits it stands at most."""


_SHAPING = Shaping()
_AMOUNT = re.compile(r"\d[\d,.]*\d")


def with_minus(prints: Print, piece: Piece, text: str) -> str | None:
    """An amount with the minus that its ink begins with; None where it begins with none."""
    if _AMOUNT.fullmatch(text) is None:
        return None
    x0, y0, x1, y1 = piece.box
    ink = prints.dark[y0:y1, x0:x1].astype(np.bool_)
    inked = np.asarray(ink.any(axis=0), np.bool_)
    tops = ink.argmax(axis=0)
    ends = ink.shape[0] - ink[::-1].argmax(axis=0)
    high = inked & (ends - tops > _SHAPING.low * prints.digit)
    if not high.any():
        return None
    low = np.flatnonzero(inked[: high.argmax()])
    if len(low) < _SHAPING.wide * prints.digit:
        return None
    stands = (tops[low] + ends[low]).mean() / 2
    middle = (np.median(tops[high]) + np.median(ends[high])) / 2
    return f"-{text}" if abs(stands - middle) <= _SHAPING.middle * prints.digit else None
