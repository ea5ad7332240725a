"""Marks of forms that engines take for digits: a dollar sign read as 5, a parenthesis as 1.

The place tells them apart: dollar signs stand below one another at the left of a column of
amounts, which are flush at the right; what closes an empty pair of parentheses stands behind
one that opens it. A letter S before an amount is a dollar sign where the page prints others so;
a bar or a colon between groups of three digits is a comma with dirt on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, structs

from focusconv.readers.layout import Word


class Marking(Struct, frozen=True, kw_only=True):
    """What counts as a mark out of place; lengths in heights of its word."""

    beside: float = 0.35
    """How far from one another, across the page, marks of a column begin."""

    others: int = 2
    """How many dollar signs below one another make a column."""

    alone: float = 0.9
    """The gap on both sides of a mark that stands alone."""

    reach: float = 12.0
    """How far a closing parenthesis stands from the one that opens an empty pair."""


_MARKING = Marking()
_AS_DOLLAR = frozenset({"5", "S", "s", "8", "3", "9", "6", "2", "B", "§", "$.", "S.", "5."})
_AS_CLOSING = frozenset({"1", "7", "I", "l", "J", "|", "]", "}", "i", "!", "j"})
_OPENING = frozenset({"(", "{"})


_GLUED_DOLLAR = re.compile(r"\$\(?\d[\d,.]*\)?")
_AS_GLUED = re.compile(r"[Ss§](?=\(?\d[\d,.]*\)?$)")
_BARS = re.compile(r"[-$(]*\d{1,3}(?:[,.|:;]\d{3})+\)?")
_BAR = re.compile(r"[|:;]")


def mended_marks(words: Sequence[Word], marking: Marking = _MARKING) -> list[Word]:
    """The words, in their order, with marks that were read as digits put right."""
    columns = _columns(words, marking)
    rows = _neighbours(words)
    glued = sum(_GLUED_DOLLAR.fullmatch(word.text) is not None for word in words)
    found = []
    for i, word in enumerate(words):
        if glued >= marking.others and _AS_GLUED.match(word.text):
            word = structs.replace(word, text="$" + word.text[1:])
        if _BARS.fullmatch(word.text):
            word = structs.replace(word, text=_BAR.sub(",", word.text))
        before, behind = rows[i]
        if word.text in _AS_DOLLAR and _is_alone(word, before, behind, marking):
            if any(abs(word.x0 - x) <= marking.beside * _height(word) for x in columns):
                word = structs.replace(word, text="$")
        elif (
            word.text in _AS_CLOSING
            and before is not None
            and before.text in _OPENING
            and word.x0 - before.x1 <= marking.reach * _height(word)
            and (behind is None or behind.text not in (")", "}"))
        ):
            word = structs.replace(word, text=")")
        found.append(word)
    return found


def _columns(words: Sequence[Word], marking: Marking) -> list[float]:
    """Where columns of dollar signs begin."""
    begun = [(word.x0, word) for word in words if word.text == "$"]
    found = []
    for x, word in begun:
        near = sum(abs(x - other) <= marking.beside * _height(word) for other, _ in begun)
        if near >= marking.others:
            found.append(x)
    return found


def _neighbours(words: Sequence[Word]) -> list[tuple[Word | None, Word | None]]:
    """For each word those next to it, before and behind, at its height."""
    middles = [((w.y0 + w.y1) / 2, w) for w in words]
    found: list[tuple[Word | None, Word | None]] = []
    for word in words:
        if word.text not in _AS_DOLLAR and word.text not in _AS_CLOSING:
            found.append((None, None))
            continue
        level = [w for y, w in middles if word.y0 <= y <= word.y1 and w is not word]
        before = max((w for w in level if w.x0 < word.x0), key=lambda w: w.x1, default=None)
        behind = min((w for w in level if w.x0 >= word.x0), key=lambda w: w.x0, default=None)
        found.append((before, behind))
    return found


def _is_alone(word: Word, before: Word | None, behind: Word | None, marking: Marking) -> bool:
    room = marking.alone * _height(word)
    return (before is None or word.x0 - before.x1 >= room) and (
        behind is None or behind.x0 - word.x1 >= room
    )


def _height(word: Word) -> float:
    return word.y1 - word.y0
