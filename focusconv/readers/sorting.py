"""Which words of the cheap engine are taken as they are, and what is read anew by the dear one.

Plain words are taken; a run of print that is or may be a number, and one that the engine is
unsure of, is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from focusconv.readers.places import is_in, scaled
from focusconv.readers.prints import Piece, Print
from focusconv.readers.words import Word


class Trusting(Struct, frozen=True, kw_only=True):
    """When words of the cheap engine are taken as they are. Confidences are from 0 to 1."""

    sure: float = 0.8
    """The least confidence of each word of a run."""

    passable: float = 0.35
    """The same within a long run whose mean confidence is `sure`."""

    long: int = 20
    """Letters of a long run."""

    letters: float = 0.6
    """The share of letters in a run of words."""

    covered: float = 0.85
    """The share of a run that its words cover."""


_TRUSTING = Trusting()
_NUMBER = re.compile(r"\d{3}|\d,\d")
_LONE = re.compile(r"[-$(\[]*[\d,.]*\d[)\]]*")
_NUMERAL = re.compile(r"\(?(?:[1-9]\d?|[A-Za-z]{1,4})[.)]")


def sorted_out(read: Sequence[Word], prints: Print, scale: float) -> tuple[list[Word], list[Piece]]:
    """The words that are taken as they were read, and the pieces that are to be read anew."""
    plain: list[Word] = []
    unsure: list[Piece] = []
    for piece in prints.pieces:
        place = scaled(piece.box, scale)
        inside = [word for word in read if is_in(word, place)]
        if _is_plain(inside, piece, prints.digit, scale):
            plain.extend(inside)
        else:
            unsure.append(piece)
    return plain, unsure


def _is_plain(words: Sequence[Word], piece: Piece, digit: float, scale: float) -> bool:
    """Whether these are the words of a piece, none of them a number that may matter."""
    if not words:
        return False
    text = " ".join(word.text for word in words)
    letters = sum(char.isalpha() for char in text)
    certain = [word.confidence or 0.0 for word in words]
    width = (piece.box[2] - piece.box[0]) / scale
    spaces = (len(words) - 1) * 0.4 * digit / scale
    if sum(word.x1 - word.x0 for word in words) + spaces < _TRUSTING.covered * width:
        return False
    if _NUMERAL.fullmatch(text):
        return min(certain) >= _TRUSTING.sure
    if letters < 2 or letters < _TRUSTING.letters * len(text.replace(" ", "")):
        return False
    if _NUMBER.search(text) or _LONE.fullmatch(words[-1].text) or words[0].text.isdigit():
        return False
    if min(certain) >= _TRUSTING.sure:
        return True
    mean = sum(certain) / len(certain)
    return (
        letters >= _TRUSTING.long and mean >= _TRUSTING.sure and min(certain) >= _TRUSTING.passable
    )
