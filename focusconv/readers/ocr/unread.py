"""What stands on a recognised page and is no text of it: ink that no engine read as print, and
print that a line runs through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from focusconv.document import Mark
from focusconv.readers.layout.geometry import is_in, scaled
from focusconv.readers.layout.words import Word
from focusconv.readers.page_image.deskew import Sheet
from focusconv.readers.page_image.segments import Box, Piece, Print

_LOW, _NARROW = 0.6, 0.25
"""The least height and width, in heights of a digit, of ink that may be print: what is less is
dirt, or what is left of a line."""


def marks_of(sheet: Sheet, prints: Print, words: Iterable[Sequence[Word]]) -> Iterator[Mark]:
    """The marks of a page; `words` are those of each engine, in points of the sheet."""
    every = [word for some in words for word in some]
    unread = (piece.box for piece in _unread(prints, every, sheet.scale))
    for box in (*prints.others, *unread):
        yield Mark("ink", sheet.on_page(scaled(box, sheet.scale)))
    for box in prints.struck:
        yield Mark("struck", sheet.on_page(scaled(box, sheet.scale)))


def _unread(prints: Print, words: Sequence[Word], scale: float) -> Iterator[Piece]:
    """The pieces of which no engine made anything; a frame is the box of a form, not its cell."""
    for piece in prints.pieces:
        x0, y0, x1, y1 = piece.box
        large = y1 - y0 >= _LOW * prints.digit and x1 - x0 >= _NARROW * prints.digit
        if not large or any(_holds(frame, piece.box) for frame in prints.frames):
            continue
        place = scaled(piece.box, scale)
        if not any(is_in(word, place) or _covers(word, place) for word in words):
            yield piece


def _covers(word: Word, place: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a place lies in a word."""
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return word.x0 <= x <= word.x1 and word.y0 <= y <= word.y1


def _holds(frame: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]
