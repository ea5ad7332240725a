"""Prints that say what amounts are counted in: `(in thousands)`, `$000's omitted`.

A print is a cue where nothing but the words of such phrases stands in it. What a label or a note
mentions (`$1,000,000`) is none: other words stand around it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from focusconv.forms.units import Scale, unit_words
from focusconv.notation.tokens import fold

FUZZY_FROM = 7
"""So many letters tell a misread word from another one."""
LIKENESS = 80
"""How like a word an engine's print of it is at least, in percent."""

_PERIOD = re.compile(r"(?<=[a-z])\.(?=[a-z]\b|\s|\W|$)")
_WORD = re.compile(r"us\$|[0o]{3},?[0o]{3}(?![a-z0-9])|[0o]{3}(?![0-9])(?=s?\b|')|[a-z0-9]+|[$']")
_ZEROS = re.compile(r"[0o]{3},?(?:[0o]{3})?")
_PARENTHESIS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_BREAK = re.compile(r"\s[-:;|]\s|[;:|]")
_HINT = re.compile(r"thou|milli|sands|[0o]{3}\W*(?:s\b|omit)|dollars|whole", re.IGNORECASE)
_BEHIND = re.compile(r"(?<![\d,.])[,.]*+(\d[\d,.]*+)(\s?)([A-Za-z]+)\b")


def may_have_cue(text: str) -> bool:
    """Whether a print has a word that nearly all cues have; cheap, for the rows of a body."""
    return _HINT.search(text) is not None


def cues_of(text: str, *, at_edges: bool) -> frozenset[int]:
    """The `decimals` that a row of print says; none where it says nothing of units.

    A cue fills a cell's print, a parenthesis or what a dash sets apart; with `at_edges` it may
    also begin or end a print, as a title does.
    """
    return frozenset(
        decimals for segment in _segments(text) for decimals in _said(segment, at_edges=at_edges)
    )


@functools.lru_cache(maxsize=4096)
def unit_behind(text: str) -> str | None:
    """A number with a word of a unit right behind it (`2,861K`); None where there is none."""
    known = unit_words().behind_a_number
    for match in _BEHIND.finditer(fold(text)):
        word = match[3].lower()
        if word in known and (not match[2] or len(word) >= FUZZY_FROM):
            return match[0]
    return None


def _segments(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a print that may be a cue by themselves, and whether parentheses hold them."""
    text = fold(text).lower()
    for match in _PARENTHESIS.finditer(text):
        yield match[1], True
    for cell in _PARENTHESIS.sub("\t", text).split("\t"):
        for part in _BREAK.split(cell):
            if part.strip():
                yield part, False
    if "(" in text or "[" in text or "\t" in text:
        yield re.sub(r"[()\[\]\t]", " ", text), "(" in text


def _said(segment: tuple[str, bool], *, at_edges: bool) -> frozenset[int]:
    text, enclosed = segment
    words = tuple(_words(text))
    if not words:
        return frozenset()
    if all(_is_around(word) or _is_sign(word) for word in words):
        return _scales(words, enclosed)
    if not at_edges:
        return frozenset()
    return _scales(_edge(words), False) | _scales(_edge(words[::-1]), False)


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(_PERIOD.sub("", text)):
        word = match[0]
        yield word.replace("o", "0") if _ZEROS.fullmatch(word) else word


def _edge(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a cue that a print begins with; none where no such word as `in` is there."""
    end = next((at for at, word in enumerate(words) if not (_is_around(word) or _is_sign(word))), 0)
    edge = tuple(words[:end])
    return () if unit_words().at_edges.isdisjoint(edge) else edge


def _scales(words: tuple[str, ...], enclosed: bool) -> frozenset[int]:
    """The units of which words have a sign; whole dollars only where no other is named."""
    found = {s.decimals for s in unit_words().scales if _has_sign(s, words, enclosed)}
    return frozenset(found - {0} or found)


def _has_sign(scale: Scale, words: tuple[str, ...], enclosed: bool) -> bool:
    if any(_like(word, scale.words) for word in words):
        return True
    told = enclosed or not unit_words().with_zeros.isdisjoint(words)
    if told and any(word in scale.zeros for word in words):
        return True
    return any(set(together) <= set(words) for together in scale.together)


@functools.lru_cache(maxsize=4096)
def _is_sign(word: str) -> bool:
    scales = unit_words().scales
    return any(
        _like(word, scale.words) or word in scale.zeros or any(word in t for t in scale.together)
        for scale in scales
    )


@functools.lru_cache(maxsize=4096)
def _is_around(word: str) -> bool:
    """Whether a word may stand in a cue, one letter of it misread."""
    around = unit_words().around
    return word in around or (len(word) > 1 and any(_near(word, other) for other in around))


def _near(word: str, other: str) -> bool:
    """Whether two words of one length differ in one character that is a digit or l."""
    if len(word) != len(other) or len(word) < 2:
        return False
    wrong = [(a, b) for a, b in zip(word, other, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0][0] in "l10|"


def _like(word: str, known: Sequence[str]) -> bool:
    if word in known:
        return True
    if len(word) < FUZZY_FROM:
        return False
    from rapidfuzz import fuzz

    return any(fuzz.ratio(word, other) >= LIKENESS for other in known)
