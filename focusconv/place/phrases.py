"""What the form itself prints in a text: its labels, titles and notes, found and taken away.

Only whole labels count, however they are misprinted, wrapped or glued to what follows, and pieces
that are the beginning or end of one: a firm may be called by the words of a label (`Broker Dealer
Services LLC`), hardly by the whole of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from focusconv.forms.catalog import Edition, StatementSpec
from focusconv.identify.lexicon import letters
from focusconv.notation.tokens import fold

_LIKE = 84
"""How like (of 100) a print is to a label that it is a misprint of."""

_LONG = 12
"""Letters from which on a label is known when it is misprinted, or glued to other words."""

_SHORT = 6
"""Labels of fewer letters are words like others; they need parentheses, a colon or a cell."""

_PART = 9
"""Letters from which on a piece by itself is known as the beginning or end of a label."""

_SCRAP_WORDS = 3
"""Words from which on a cut piece of a label is known as one."""

_LIKE_PIECE = 90
"""How like (of 100) a cut piece of a label is to some stretch of it."""


class Span(Struct, frozen=True):
    """A label in a text: where it stands, and the places in the list of labels that print it."""

    start: int
    end: int
    label: int
    exact: bool


class FormPhrases:
    """The phrases that a form prints, in the order they are looked for: the longest first.

    `alternatives` are wordings of one label: where one is printed, no misprint of another is
    looked for.
    """

    def __init__(self, phrases: Iterable[str], alternatives: Iterable[Sequence[str]] = ()) -> None:
        self.phrases = sorted(
            {fold(p) for p in phrases if letters(p)}, key=lambda p: -len(letters(p))
        )
        self.names = [letters(phrase) for phrase in self.phrases]
        self.group: dict[str, frozenset[str]] = {}
        for wordings in alternatives:
            names = frozenset(letters(fold(wording)) for wording in wordings)
            self.group |= dict.fromkeys(names, names)

    def spans(self, text: str, *, misprinted: bool = True) -> list[Span]:
        """Every phrase in a text (cells parted by tabs, rows by line feeds), in its order;
        `misprinted` ones too."""
        name, places = _letters_at(text)
        taken = bytearray(len(name))
        found: list[Span] = []
        missing: list[int] = []
        for number, phrase in enumerate(self.names):
            hits = list(self._exact(number, phrase, text, name, places, taken))
            found += hits
            if not hits and len(phrase) >= _LONG:
                missing.append(number)
        seen = {self.names[span.label] for span in found}
        for number in missing if misprinted else ():
            if not seen.isdisjoint(self.group.get(self.names[number], ())):
                continue
            found += self._misprinted(number, text, name, places, taken)
        return sorted(found, key=lambda span: span.start)

    def is_part(self, text: str) -> bool:
        """Whether a text by itself is a label, or the beginning or end of one."""
        name = letters(text)
        if not name or any(name == phrase for phrase in self.names):
            return bool(name)
        return len(name) >= _PART and any(
            _is_piece(text, name, self.phrases[number], phrase)
            for number, phrase in enumerate(self.names)
            if len(phrase) > len(name)
        )

    @functools.lru_cache(maxsize=1 << 12)  # noqa: B019 - lives as long as the catalog
    def is_print(self, text: str) -> bool:
        """Whether a text by itself is the form's own, misprinted or in part."""
        from rapidfuzz import fuzz

        name = letters(text)
        if self.is_part(text):
            return True
        return len(name) >= _PART and any(
            fuzz.ratio(name, phrase, score_cutoff=_LIKE) for phrase in self.names
        )

    @functools.lru_cache(maxsize=1 << 12)  # noqa: B019 - lives as long as the catalog
    def is_scrap(self, text: str) -> bool:
        """Whether a text of several words is a piece of a label, cut or misprinted."""
        from rapidfuzz import fuzz

        name = letters(text)
        if len(name) < _LONG or len(text.split()) < _SCRAP_WORDS:
            return False
        return any(
            len(phrase) > len(name) and fuzz.partial_ratio(name, phrase, score_cutoff=_LIKE_PIECE)
            for phrase in self.names
        )

    def _exact(
        self, number: int, phrase: str, text: str, name: str, places: list[int], taken: bytearray
    ) -> Iterator[Span]:
        at = name.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            start_at, end_at = places[at], places[end - 1] + 1
            if not any(taken[at:end]) and self._stands_alone(number, text, start_at, end_at):
                taken[at:end] = b"\1" * len(phrase)
                yield Span(*_widened(text, start_at, end_at), number, exact=True)
            at = name.find(phrase, at + 1)

    def _stands_alone(self, number: int, text: str, start: int, end: int) -> bool:
        """Whether a phrase is one here, and no words of something else."""
        before, behind = text[start - 1 : start], text[end : end + 1]
        length = len(self.names[number])
        apart = not before.isalnum() and not behind.isalnum()
        if length >= _LONG:
            return apart or self.phrases[number][:1] == "(" or length >= 2 * _LONG
        if not apart or "\n" in text[start:end].strip():
            return False
        if length >= _SHORT and self.phrases[number][:1] != "(":
            return True
        around = before + behind
        alone = text[:start].rstrip(" ")[-1:] in ("", "\t", "\n", ")") and text[end:].lstrip(
            " ?:."
        )[:1] in ("", "\t", "\n")
        return alone or ":" in text[end : end + 2] or "(" in around or ")" in around

    def _misprinted(
        self, number: int, text: str, name: str, places: list[int], taken: bytearray
    ) -> Iterator[Span]:
        from rapidfuzz import fuzz

        phrase = self.names[number]
        free = "".join("\0" if used else char for char, used in zip(name, taken, strict=True))
        if len(free) < len(phrase):
            return
        hit = fuzz.partial_ratio_alignment(phrase, free, score_cutoff=_LIKE)
        if hit is None:
            return
        first, last = _likest_words(phrase, free, places, hit.dest_start, hit.dest_end)
        if last <= first or any(taken[first:last]):
            return
        taken[first:last] = b"\1" * (last - first)
        start, end = places[first], places[last - 1] + 1
        yield Span(*_widened(text, start, end), number, exact=False)


_TRIM = 14
"""So many letters of a misprinted label may be those of words beside it."""


def _likest_words(
    phrase: str, free: str, places: list[int], start: int, end: int
) -> tuple[int, int]:
    """Of the whole words about a stretch of letters those that are likest to a phrase."""
    from rapidfuzz import fuzz

    words = [i for i in range(len(places)) if i == 0 or places[i] > places[i - 1] + 1]
    starts = [i for i in words if start - _TRIM <= i <= start + _TRIM]
    ends = [i for i in (*words, len(places)) if end - _TRIM <= i <= end + _TRIM]
    tried = [
        (fuzz.ratio(phrase, free[first:last]), -last, first, last)
        for first in starts
        for last in ends
        if first < last and "\0" not in free[first:last]
    ]
    score, _, first, last = max(tried, default=(0.0, 0, 0, 0))
    return (first, last) if score >= _LIKE else (0, 0)


def _letters_at(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in lower case, and where each stands."""
    places = [i for i, char in enumerate(text) if char.isascii() and char.isalnum()]
    return "".join(text[i] for i in places).lower(), places


def _is_piece(text: str, name: str, phrase: str, whole: str) -> bool:
    """Whether a text is some words from the beginning or the end of a label."""
    words = [letters(word) for word in phrase.split()]
    words = [word for word in words if word]
    count = len([w for w in text.split() if letters(w)])
    if count < 2 or not (whole.startswith(name) or whole.endswith(name)):
        return False
    return name in ("".join(words[:count]), "".join(words[-count:]))


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A label with the parentheses and marks that go with it."""
    while end < len(text) and text[end] in " :.)?*;":
        end += 1
    while start > 0 and text[start - 1] in "(":
        start -= 1
    return start, end


def phrases_of(statement: StatementSpec) -> list[str]:
    """What a statement prints: its titles and its labels, each as a whole.

    A title is cut where it ends with a field of the statement (`PART II`).
    """
    own = [text for line in statement.lines for text in (line.label, *line.also)]
    fields = [
        re.compile(rf"\b{re.escape(line.label)}\s+{cell.shape}$")
        for line in statement.lines
        for cell in line.cells
        if cell.shape is not None
    ]
    titles = [
        next((field.sub("", title) for field in fields if field.search(title)), title)
        for title in statement.titles
    ]
    return [*own, *titles]


@functools.cache
def form_phrases(edition: Edition) -> FormPhrases:
    """All that an edition prints on covers and heads."""
    marks = edition.head
    phrases = [*edition.words, *marks.name, *marks.date, *marks.submitted]
    for statement in edition.statements:
        phrases += [statement.title, *statement.titles]
        if not statement.rules:
            phrases += phrases_of(statement)
    return FormPhrases(phrases)
