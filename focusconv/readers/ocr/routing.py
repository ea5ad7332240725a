"""Which words of the cheap engine are taken as they are, and what is read anew by the dear one.

Plain words are taken; a run of print that is or may be a number, and one that the engine is
unsure of, is not. What the dear one does not see there, the engine for numbers may.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from focusconv.readers.layout.geometry import is_in, scaled
from focusconv.readers.layout.words import Word
from focusconv.readers.page_image.segments import Piece, Print


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

    number: float = 0.9
    """The least confidence of a number that the other engine does not see."""

    few: int = 3
    """The most signs of a lone digit with its dollar sign or with dirt."""

    covered: float = 0.85
    """The share of a run that its words cover."""


_TRUSTING = Trusting()
_GROUPING = re.compile(r"(?<=\d)[.,] ?(?=\d{3}(?!\d))")
_NO_SIGN = re.compile(r"[^\d().-]|-(?!\S*\d)|\.(?!\d)")
_ODD = re.compile(r"%|^[^\w\s.,;:()&-]$")
"""Percents, and lone signs that digits are taken for."""

_LONE_DIGIT = re.compile(r"(?<!\S)\d(?!\S)")
_LONE_SHORT = re.compile(r"(?<!\S)\d{1,2}(?:\.\d+)?(?!\S)")
_SEEN_NUMBER = re.compile(r"[-$(\[]*\d[\d,.]*[)\]%.]*")
_NUMBER = re.compile(r"\d{3}|\d,\d")
_LONE = re.compile(r"[-$(\[]*[\d,.]*\d[)\]]*")
_REMARK = re.compile(
    r"\([A-Za-z]{2,} [^()]*\)|\(\d{4}\)(?=,? [A-Za-z]{2})"
    r"|\b\d{1,3}% (?=of\b)|\$\d[\d,]*(?= (?!and\b|or\b)[a-z]{2})"
)
"""Words in parentheses, with the numbers of lines in them; and what a sentence mentions: a box, a
share of something, an amount that it goes on about."""

_AS_DIGITS = re.compile(r"[oOQDlIiJ|!Ss$\[\](){}.,-]{1,4}")
"""Letters and signs alone that a lone digit with the line or the dollar sign beside it is taken
for: `so` is a zero."""

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


def unlike(
    one: Sequence[Word], other: Sequence[Word], pieces: Sequence[Piece], scale: float
) -> list[Piece]:
    """The pieces in which two engines do not have the same digits and signs, those with a lone
    number of one or two digits, which both may misread alike, and short ones in which neither has
    any: a lone 0 is lost first."""
    found = []
    for piece in pieces:
        own, theirs = _signs(one, piece, scale), _signs(other, piece, scale)
        lone = _LONE_SHORT.search(theirs) is not None
        if own != theirs or lone or (not own and len(piece.signs) <= _TRUSTING.few):
            found.append(piece)
    return found


def _signs(words: Sequence[Word], piece: Piece, scale: float) -> str:
    place = scaled(piece.box, scale)
    inside = sorted((word for word in words if is_in(word, place)), key=lambda word: word.x0)
    text = _GROUPING.sub("", " ".join(word.text for word in inside))
    return " ".join(_NO_SIGN.sub(" ", text).split())


def unseen(
    numbers: Sequence[Word], words: Sequence[Word], pieces: Sequence[Piece], scale: float
) -> tuple[list[Word], list[Word]]:
    """The numbers that one engine is sure of in pieces in which another saw nothing, or a sign or
    two that are none (`$O`); and the words of the other without these."""
    found: list[Word] = []
    dropped: set[int] = set()
    for piece in pieces:
        place = scaled(piece.box, scale)
        theirs = [word for word in words if is_in(word, place)]
        text = "".join(word.text for word in theirs)
        if len(text) > _TRUSTING.few or any(char.isdigit() for char in text):
            continue
        inside = [word for word in numbers if is_in(word, place)]
        short = not text or sum(len(word.text) for word in inside) <= _TRUSTING.few
        if short and _is_sure_number(inside):
            found += inside
            dropped.update(id(word) for word in theirs)
    return found, [word for word in words if id(word) not in dropped]


def _is_sure_number(words: Sequence[Word]) -> bool:
    """Whether words are numbers, perhaps with a dollar sign apart, and all of them sure."""
    numbers = [word for word in words if word.text != "$"]
    sure = all((word.confidence or 0.0) >= _TRUSTING.number for word in words)
    return bool(numbers) and sure and all(_SEEN_NUMBER.fullmatch(word.text) for word in numbers)


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
    if letters >= _TRUSTING.long and min(certain) >= _TRUSTING.sure:
        text = _REMARK.sub("", text).rstrip()
    if any(_ODD.search(word) for word in text.split()) or _AS_DIGITS.fullmatch(text):
        return False
    if words[0].text.isdigit() or _may_hold_amount(text):
        return False
    if min(certain) >= _TRUSTING.sure:
        return True
    mean = sum(certain) / len(certain)
    return (
        letters >= _TRUSTING.long and mean >= _TRUSTING.sure and min(certain) >= _TRUSTING.passable
    )


def _may_hold_amount(text: str) -> bool:
    """Whether words without the remarks of a sentence have a number."""
    last = text.rpartition(" ")[2]
    found = _NUMBER.search(text) or _LONE.fullmatch(last) or _LONE_DIGIT.search(text)
    return found is not None
