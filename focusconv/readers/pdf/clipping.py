"""Words that a page clips: cut off at its edge, or outside of the part that it shows.

MuPDF leaves out each letter that lies outside of the part that is shown, and says nothing of it:
of an amount that is cut, the rest stands there as another amount. A second look at the text with
nothing left out tells which words are whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pymupdf

from focusconv.document import Region

_CLIP = re.compile(rb"W\*?\s+n\s")
_EDGE = 2.0
"""Points from the edge of the page within which a word may be cut off."""

Found = tuple[float, float, float, float, str, int, int, int]
"""A word as MuPDF gives it: place, text, and the numbers of its block, line and word."""

_ALL = pymupdf.Rect(-2000, -2000, 16000, 16000)
"""A place as large as any page, and what lies beside it."""

_Name = tuple[str, int, int]


def may_clip(page: pymupdf.Page, operators: bytes, blocks: Sequence[dict[str, Any]]) -> bool:
    """Whether letters may have been left out of a page with these blocks of text and drawings."""
    if _CLIP.search(operators):
        return True
    right, below = page.cropbox.width - _EDGE, page.cropbox.height - _EDGE
    for block in blocks:
        x0, y0, x1, y1 = block["bbox"]
        if (x0 < _EDGE or y0 < _EDGE or x1 > right or y1 > below) and "lines" in block:
            return True
    return False


def clipped(
    page: pymupdf.Page, textpage: pymupdf.TextPage, words: list[Found], flags: int
) -> tuple[set[int], list[tuple[Region, str]]]:
    """Which of the words are the rest of a longer one, by their index; and the whole words that
    are not shown, or not all of them, with the part of their place that is on the page."""
    whole = page.get_textpage(clip=_ALL, flags=flags & ~pymupdf.TEXT_CLIP)
    if whole.extractText() == textpage.extractText():
        return set(), []
    everything: list[Found] = whole.extractWORDS()
    known = {_name(word) for word in everything}
    shown = {_name(word) for word in words}
    width, height = page.cropbox.width, page.cropbox.height
    cut = []
    for word in everything:
        x0, y0 = max(word[0], 0.0), max(word[1], 0.0)
        x1, y1 = min(word[2], width), min(word[3], height)
        if _name(word) not in shown and x0 < x1 and y0 < y1:
            cut.append(((x0, y0, x1, y1), word[4]))
    return {i for i, word in enumerate(words) if _name(word) not in known}, cut


def _name(word: Found) -> _Name:
    return word[4], round(word[0]), round(word[1])
