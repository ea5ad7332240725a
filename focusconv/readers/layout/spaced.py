"""Numbers of which each digit is drawn apart, put together by where the digits stand.

Letterspaced print has equal gaps on one line, in one size. What stands so and makes a number is
one; where it is not sure, the pieces are joined by `UNSURE`, so that no piece of a number is
ever taken for a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from focusconv.readers.layout.words import Word

UNSURE = "\ufffc"
"""Stands between prints of which it is not known how they belong together."""


class Spacing(Struct, frozen=True):
    """When digits are drawn apart. Lengths are in heights of a word."""

    gap: float = 0.45
    """The most between two digits of one number: about the width of a digit."""

    even: float = 0.07
    """By how much equal gaps differ at most."""

    beside: float = 0.6
    """From this gap on, words have nothing to do with the digits beside them."""

    level: float = 0.12
    """By how much the feet of letters of one line differ at most."""

    few: int = 3
    """So many pieces with equal gaps show by themselves that they are letterspaced."""


_SPACING = Spacing()
_PIECE = re.compile(r"[\d,.()$-]{1,3}")
_NUMBER = re.compile(r"[-$(]{0,3}(?:\d{1,3}(?:,\d{3})+|\d{1,15})\)?")
_DIGIT = re.compile(r"\d")


def join_spaced(words: list[Word]) -> list[Word]:
    """The words, digits that were drawn apart put together; the rest in their order."""
    pieces = [
        i for i, word in enumerate(words) if len(word.text) <= 3 and _PIECE.fullmatch(word.text)
    ]
    chains = list(_chains(words, pieces))
    if not chains:
        return words
    gaps = [
        gap for chain in chains if len(chain) >= _SPACING.few for gap in _even_gap(words, chain)
    ]
    joined: dict[int, Word] = {}
    taken: set[int] = set()
    for chain in chains:
        whole = _whole(words, chain, gaps)
        if whole is not None:
            joined[chain[0]] = whole
            taken.update(chain[1:])
    return [joined.get(i, word) for i, word in enumerate(words) if i not in taken]


def _chains(words: Sequence[Word], pieces: Sequence[int]) -> Iterator[list[int]]:
    """Runs of pieces of numbers, each near the one before, at least two with digits."""
    order = sorted(pieces, key=lambda i: (words[i].y1, words[i].x0))
    line: list[int] = []
    for i in order:
        if line and words[i].y1 - words[line[0]].y1 > _level(words[line[0]]):
            yield from _runs(words, line)
            line = []
        line.append(i)
    yield from _runs(words, line)


def _level(word: Word) -> float:
    return _SPACING.level * (word.y1 - word.y0)


def _runs(words: Sequence[Word], line: list[int]) -> Iterator[list[int]]:
    if len(line) < 2:
        return
    line = sorted(line, key=lambda i: words[i].x0)
    run = line[:1]
    for before, i in pairwise(line):
        gap = words[i].x0 - words[before].x1
        height = words[before].y1 - words[before].y0
        same = abs(words[i].y1 - words[i].y0 - height) <= _SPACING.level * height
        if not (same and 0 < gap <= _SPACING.gap * height):
            if _is_chain(words, run):
                yield run
            run = []
        run.append(i)
    if _is_chain(words, run):
        yield run


def _is_chain(words: Sequence[Word], run: Sequence[int]) -> bool:
    single = sum(len(words[i].text) == 1 for i in run)
    return 2 * single >= len(run) and sum(bool(_DIGIT.search(words[i].text)) for i in run) >= 2


def _even_gap(words: Sequence[Word], chain: Sequence[int]) -> list[float]:
    """The gap between the pieces, in heights, where it is one; nothing where they differ."""
    height = words[chain[0]].y1 - words[chain[0]].y0
    gaps = [(words[b].x0 - words[a].x1) / height for a, b in pairwise(chain)]
    return [sum(gaps) / len(gaps)] if max(gaps) - min(gaps) <= _SPACING.even else []


def _whole(words: Sequence[Word], chain: Sequence[int], known: Sequence[float]) -> Word | None:
    """The number that a chain makes, as one word; None where other words stand beside it."""
    own = [words[i] for i in chain]
    text = "".join(word.text for word in own)
    even = _even_gap(words, chain)
    told = len(chain) >= _SPACING.few or any(
        abs(one - gap) <= _SPACING.even for one in even for gap in known
    )
    sure = bool(even) and told and _NUMBER.fullmatch(text) is not None
    if not sure:
        if _stands_among_words(words, own):
            return None
        text = UNSURE.join(word.text for word in own)
    y0, y1 = min(word.y0 for word in own), max(word.y1 for word in own)
    return structs.replace(own[0], text=text, x1=own[-1].x1, y0=y0, y1=y1)


def _stands_among_words(words: Sequence[Word], own: Sequence[Word]) -> bool:
    """Whether a word that is no piece of the number stands as near to it as in a sentence."""
    first, last = own[0], own[-1]
    reach = _SPACING.beside * (first.y1 - first.y0)
    middle = (first.y0 + first.y1) / 2
    return any(
        word.y0 <= middle <= word.y1
        and (0 <= first.x0 - word.x1 <= reach or 0 <= word.x0 - last.x1 <= reach)
        for word in words
    )
