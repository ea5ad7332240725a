"""Pages that lie on their side or head: turned as they read best."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from focusconv.readers.engines import Engine
from focusconv.readers.layout.words import Word
from focusconv.readers.page_image.deskew import Sheet, Turn
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.page_image.segment import find_print
from focusconv.readers.page_image.segments import Print
from focusconv.readers.page_image.streaks import clean_sheet


class Uprightness(Struct, frozen=True, kw_only=True):
    """When a page stands on its feet."""

    sure: float = 0.75
    """The mean confidence of its words, from 0 to 1, from which it does."""

    sample: int = 8
    """How many runs of print are read to try whether a page reads better otherwise."""


_UPRIGHTNESS = Uprightness()
_FURTHER: tuple[Turn, ...] = (180, 90, 270)


def upright(picture: Picture, reader: Engine) -> tuple[Sheet, Print, list[Word]]:
    """The sheet of a picture on its feet, its print, and what an engine reads of it.

    Only a page that reads badly is tried in other turns, by its widest runs; on its side only
    where its rows do not plainly run across it.
    """
    likely = clean_sheet(picture)
    likely_prints = find_print(likely)
    read = reader.words(likely, likely_prints)
    sure = _sureness(read)
    best = likely, likely_prints
    if sure >= _UPRIGHTNESS.sure or not likely_prints.pieces:
        return *best, read
    for further in _FURTHER[:1] if likely.plain else _FURTHER:
        sheet = clean_sheet(picture, _turned(likely.turn, further))
        prints = find_print(sheet)
        widest = sorted(prints.pieces, key=lambda piece: piece.box[0] - piece.box[2])
        found = _sureness(reader.words(sheet, prints, widest[: _UPRIGHTNESS.sample]))
        if found > sure:
            best, sure = (sheet, prints), found
        if sure >= _UPRIGHTNESS.sure:
            break
    if best[0] is likely:
        return *best, read
    return *best, reader.words(*best)


def _turned(turn: Turn, further: Turn) -> Turn:
    turns: tuple[Turn, ...] = (0, 90, 180, 270)
    return turns[(turn + further) // 90 % 4]


def _sureness(words: Sequence[Word]) -> float:
    """How sure an engine is of what it read, from 0 to 1. Upside down it is sure of nothing."""
    long = [word.confidence or 0.0 for word in words if len(word.text) > 2]
    return sum(long) / len(long) if long else 0.0
