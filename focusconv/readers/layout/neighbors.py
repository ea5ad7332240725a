"""Words on a sheet by where they stand: what stands beside what, and how large a word is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import structs

from focusconv.document import Region
from focusconv.readers.layout.words import Word


class Rows:
    """The words of a page by height: what stands beside what."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = sorted(words, key=middle)
        self._middles = [middle(word) for word in self._words]

    def beside(self, word: Word) -> tuple[Word | None, Word | None]:
        """The words next to a word at its height, before and behind."""
        first, last = bisect_left(self._middles, word.y0), bisect_right(self._middles, word.y1)
        level = [w for w in self._words[first:last] if w is not word]
        before = max((w for w in level if w.x0 < word.x0), key=lambda w: w.x1, default=None)
        behind = min((w for w in level if w.x0 >= word.x0), key=lambda w: w.x0, default=None)
        return before, behind


def middle(word: Word) -> float:
    """The height at which a word stands on its sheet."""
    return (word.y0 + word.y1) / 2


def around_place(word: Word) -> Region:
    """The place of a lone sign and a little beside it: engines do not agree where it stands."""
    room = height(word) / 2
    return word.x0 - room, word.y0, word.x1 + room, word.y1


def place(word: Word) -> Region:
    """Where a word stands."""
    return word.x0, word.y0, word.x1, word.y1


def height(word: Word) -> float:
    """How high a word is, in points of its sheet."""
    return word.y1 - word.y0


def width(word: Word) -> float:
    """How wide a word is, in points of its sheet."""
    return word.x1 - word.x0


def one_word(text: str, first: Word, *others: Word) -> Word:
    """The word that several make, as sure as the first."""
    parts = (first, *others)
    return structs.replace(
        first, text=text, x0=min(part.x0 for part in parts), x1=max(part.x1 for part in parts)
    )
