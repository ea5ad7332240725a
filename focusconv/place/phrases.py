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
        self.parts = {part for phrase in self.phrases for part in _parts_of(phrase)}
        self.group: dict[str, frozenset[str]] = {}
        for wordings in alternatives:
            names = frozenset(letters(fold(wording)) for wording in wordings)
            self.group |= dict.fromkeys(names, names)

    def spans(self, text: str, *, misprinted: bool = True) -> list[Span]:
        """Every phrase in a text (cells parted by tabs, rows by line feeds), in its order;
        `misprinted` ones too."""
        words = _Words(text)
        found: list[Span] = []
        missing: list[int] = []
        for number, phrase in enumerate(self.names):
            hits = list(self._exact(number, words)) if phrase in words.name else []
            found += hits
            if not hits and len(phrase) >= _LONG:
                missing.append(number)
        seen = {self.names[span.label] for span in found}
        for number in missing if misprinted else ():
            if not seen.isdisjoint(self.group.get(self.names[number], ())):
                continue
            found += self._misprinted(number, words)
        return sorted(found, key=lambda span: span.start)

    def is_part(self, text: str) -> bool:
        """Whether a text by itself is a label, or the beginning or end of one."""
        name = letters(text)
        return name in self.parts

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

    def _exact(self, number: int, words: _Words) -> Iterator[Span]:
        phrase = self.names[number]
        at = words.name.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            start_at, end_at = words.places[at], words.places[end - 1] + 1
            free = words.are_free(at, end)
            if free and self._stands_alone(number, words.text, start_at, end_at):
                words.take(at, end)
                yield Span(*_widened(words.text, start_at, end_at), number, exact=True)
            at = words.name.find(phrase, at + 1)

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

    def _misprinted(self, number: int, words: _Words) -> Iterator[Span]:
        from rapidfuzz import fuzz

        phrase = self.names[number]
        if len(words.free) < len(phrase):
            return
        hit = fuzz.partial_ratio_alignment(phrase, words.free, score_cutoff=_LIKE)
        if hit is None:
            return
        first, last = _likest_words(phrase, words, hit.dest_start, hit.dest_end)
        if last > first:
            words.take(first, last)
            start, end = words.places[first], words.places[last - 1] + 1
            yield Span(*_widened(words.text, start, end), number, exact=False)


_TAKEN = "\0"


class _Words:
    """The letters of a text in lower case, where each stands, and which are no label's yet."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [i for i, char in enumerate(text) if char.isascii() and char.isalnum()]
        self.name = self.free = "".join([text[i] for i in self.places]).lower()

    @functools.cached_property
    def starts(self) -> list[int]:
        """Where words begin among the letters."""
        places = self.places
        return [i for i in range(len(places)) if i == 0 or places[i] > places[i - 1] + 1]

    def are_free(self, start: int, end: int) -> bool:
        return _TAKEN not in self.free[start:end]

    def take(self, start: int, end: int) -> None:
        self.free = self.free[:start] + _TAKEN * (end - start) + self.free[end:]


_TRIM = 14
"""So many letters of a misprinted label may be those of words beside it."""


def _likest_words(phrase: str, words: _Words, start: int, end: int) -> tuple[int, int]:
    """Of the whole words about a stretch of letters those that are likest to a phrase."""
    from rapidfuzz import fuzz

    begins = [i for i in words.starts if start - _TRIM <= i <= start + _TRIM]
    ends = (*words.starts, len(words.name))
    tried = [
        (fuzz.ratio(phrase, words.free[first:last]), -last, first, last)
        for first in begins
        for last in ends
        if first < last and abs(last - end) <= _TRIM and words.are_free(first, last)
    ]
    score, _, first, last = max(tried, default=(0.0, 0, 0, 0))
    return (first, last) if score >= _LIKE else (0, 0)


def _parts_of(phrase: str) -> Iterator[str]:
    """A label whole, and several words from its beginning or its end, as plain letters."""
    words = [name for word in phrase.split() if (name := letters(word))]
    yield "".join(words)
    for count in range(2, len(words)):
        for part in ("".join(words[:count]), "".join(words[-count:])):
            if len(part) >= _PART:
                yield part


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
