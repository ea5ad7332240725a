"""Numbers that were read apart, or together with the box number behind them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from msgspec import Struct, structs

from focusconv.readers.layout.geometry import is_in
from focusconv.readers.layout.neighbors import Rows, around_place, height, one_word, width
from focusconv.readers.layout.words import Word


class Tearing(Struct, frozen=True, kw_only=True):
    """How far the parts of a number stand apart at most, in heights of its word."""

    loose: float = 0.9
    """Behind a comma or a point."""

    lost: float = 0.5
    """Where the comma itself was not seen."""


_TEARING = Tearing()
_ZERO_AND_BOX = re.compile(r"0\d{4}")
_ZERO_AND_BRACKET = re.compile(r"0[\[(|](\d{4})[\])|]?")
_AMOUNT_AND_BOX = re.compile(r"(\(?\d{1,3}(?:[,.]\d{3})+\)?)[|.](\d{4}\]?)")
_NOT_DIGITS = re.compile(r"\D")
_DOT_BEHIND = re.compile(r"([-$(]*\d{1,3}(?:[,.]\d{3})+\)?)\.")
_TORN = re.compile(r"\d{1,2}\.")
_TORN_REST = re.compile(r"\d{1,2}[,.)]?")
LABEL = re.compile(r"[(\"']?[A-Za-z][A-Za-z,.)]{2,}.*")
"""A word that a label begins with."""

_OPEN_GROUP = re.compile(r"[-$(]*\d{1,3}(?:[,.]\d{3})*,")
_NEXT_GROUP = re.compile(r"\d{3}(?:[,.]\d{3})*,?[);:]?")
_WHOLE_GROUP = re.compile(r"[-$(]*[1-9](?:\d{1,2}|\d{0,2}(?:[,.]\d{3})+)")
"""Groups of digits that a comma may follow; a digit alone may be a parenthesis."""


def parted(word: Word, other: Sequence[Word]) -> list[Word]:
    """A word, or the two that it is: an amount and the box number behind a bar, or a zero and the
    box number that another engine has in two words, or with the bracket between them."""
    glued = _AMOUNT_AND_BOX.fullmatch(word.text)
    if glued is not None:
        return _cut(word, glued[1], glued[2], 1)
    if not _ZERO_AND_BOX.fullmatch(word.text):
        return [word]
    inside = sorted((w for w in other if is_in(w, around_place(word))), key=lambda w: w.x0)
    for first, second in itertools.combinations(inside, 2):
        head, tail = (_NOT_DIGITS.sub("", w.text.replace("o", "0")) for w in (first, second))
        if head and head + tail == word.text and first.x1 <= second.x0:
            return [
                structs.replace(word, text=word.text[: len(head)], x1=first.x1),
                structs.replace(word, text=word.text[len(head) :], x0=second.x0),
            ]
    for one in inside:
        bracketed = _ZERO_AND_BRACKET.fullmatch(one.text)
        if bracketed is not None and "0" + bracketed[1] == word.text:
            return _cut(word, "0", bracketed[1], 1)
    return [word]


def _cut(word: Word, head: str, tail: str, between: int) -> list[Word]:
    """The two words that one holds, with so many characters between them that are neither."""
    each = width(word) / (len(head) + between + len(tail))
    return [
        structs.replace(word, text=head, x1=word.x0 + each * len(head)),
        structs.replace(word, text=tail, x0=word.x1 - each * len(tail)),
    ]


def grouped(words: Sequence[Word], tearing: Tearing = _TEARING) -> list[Word]:
    """The words with numbers joined that were read apart: `397, 000`, `397 000` of which the comma
    was not seen, and `section 30. 7`."""
    rows = Rows(words)
    joined: dict[int, Word] = {}
    taken: set[int] = set()
    for word in sorted(words, key=lambda word: -word.x0):
        if word.text[-1] not in ",." and not _WHOLE_GROUP.fullmatch(word.text):
            continue
        before, behind = rows.beside(word)
        rest, between, reach = _NEXT_GROUP, "", tearing.loose
        if _WHOLE_GROUP.fullmatch(word.text):
            between, reach = ",", tearing.lost
        elif before is not None and LABEL.fullmatch(before.text) and _TORN.fullmatch(word.text):
            rest = _TORN_REST
        elif not _OPEN_GROUP.fullmatch(word.text):
            continue
        if behind is None or behind.x0 - word.x1 > reach * height(word):
            continue
        whole = joined.get(id(behind), behind)
        if rest.fullmatch(whole.text):
            joined[id(word)] = one_word(word.text + between + whole.text, word, whole)
            taken.add(id(behind))
    return [joined.get(id(word), word) for word in words if id(word) not in taken]


def ended(word: Word) -> Word:
    """An amount without the dot behind its last group, which is dirt: no digits follow it."""
    ended = _DOT_BEHIND.fullmatch(word.text)
    return word if ended is None else structs.replace(word, text=ended[1])
