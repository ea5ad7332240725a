"""Places on sheets and pages: what lies in what."""

from __future__ import annotations

from collections.abc import Sequence

from focusconv.document import Region
from focusconv.readers.layout.words import Word


def is_in(word: Word, region: Region) -> bool:
    """Whether the middle of a word lies in a place."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return region[0] <= x <= region[2] and region[1] <= y <= region[3]


def scaled(box: Sequence[int], scale: float) -> Region:
    """A box in pixels as a place in points; `scale` is how many pixels make a point."""
    return box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale
