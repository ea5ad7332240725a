"""Which words of a row are the form's own print: labels, headings, titles, and its instructions.

The words of a row are laid over the printed texts of an edition, longest stretches first. A
stretch counts where it is long enough not to be chance, or is the whole of a text; a single
word inside a sentence of the form (`held`, `not`) explains nothing elsewhere.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence

from focusconv.forms.catalog import Edition
from focusconv.identify.lexicon import letters

TABLE_WORDS = ("Box", "Box No.", "Item", "Line", "Code", "Description", "Amount", "Page")
"""What tables of filings print over their columns and before their box numbers."""

LONG_ENOUGH = 9
"""Letters of a stretch that is not there by chance."""

_SHORT = "."
"""Ends the name of a word that is abbreviated."""

LIKE = 75
"""Percent of likeness from which a word of five letters and more is another, misread."""

ALIKE = 86
"""Percent of likeness of words that were read together or apart to a stretch of the form."""


NEARLY = 92
"""The same, of words that go on a stretch of the form."""


class FormPrint:
    """The texts that the pages of an edition print, indexed by their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.words: list[str] = []
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.at: dict[str, list[int]] = defaultdict(list)
        for text in dict.fromkeys(texts):
            self._add([word for word in map(letters, text.split()) if word])
        self.long = [word for word in self.at if len(word) >= 5]
        self.whole = "".join(self.words)
        self.longest = max(map(len, map(letters, texts)), default=0)

    def _add(self, words: list[str]) -> None:
        start = len(self.words)
        for word in words:
            self.at[word].append(len(self.words))
            self.words.append(word)
            self.starts.append(start)
        self.ends += [len(self.words)] * len(words)

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def explains(self, words: tuple[str, ...]) -> tuple[bool, ...]:
        """For each word of a row whether it is the form's; marks without letters are not."""
        names = [letters(word) + _SHORT * _is_short(word) for word in words]
        told = [False] * len(names)
        texts: set[int] = set()
        i = 0
        while i < len(names):
            length, place = self._stretch(names, i) if names[i] else (0, 0)
            told[i : i + length] = [True] * length
            if length:
                texts.add(self.starts[place])
            i += max(length, 1)
        self._together(names, told)
        for i, name in enumerate(names):
            told[i] = told[i] or self._is_of(name, texts)
        return tuple(told)

    def _is_of(self, name: str, texts: set[int]) -> bool:
        """Whether a word stands elsewhere in a text of which the row has a stretch."""
        if len(name) < 4:
            return False
        return any(self.starts[place] in texts for place in self.at.get(name, ()))

    def _stretch(self, names: list[str], start: int) -> tuple[int, int]:
        """How many words from `start` on are a stretch of a text of the form, 0 for none, and
        where that begins."""
        best = (0, 0)
        for place in self._places(names[start]):
            length = self._run(names, start, place)
            if length > best[0] and self._counts(names[start : start + length], place, length):
                best = (length, place)
        return best

    def _run(self, names: list[str], start: int, place: int) -> int:
        end, length = self.ends[place], 0
        while start + length < len(names) and place + length < end:
            name, word = names[start + length], self.words[place + length]
            cut = length > 0 and len(name) > 1 and word.startswith(name)
            if not (_same(name, word) or cut):
                break
            length += 1
        return length

    def _counts(self, names: list[str], place: int, length: int) -> bool:
        begins = place == self.starts[place]
        ends = place + length == self.ends[place]
        return (begins and ends) or sum(map(len, names)) >= LONG_ENOUGH

    def _places(self, name: str) -> list[int]:
        if name.endswith(_SHORT):
            long = (word for word in self.at if _same(name, word))
            return [place for word in long for place in self.at[word]]
        found = self.at.get(name)
        if found is not None or len(name) < 5:
            return found or []
        from rapidfuzz import fuzz, process

        near = process.extract(name, self.long, scorer=fuzz.ratio, score_cutoff=LIKE, limit=3)
        return [place for word, _, _ in near for place in self.at[word]]

    def _together(self, names: list[str], told: list[bool]) -> None:
        """Words that were read together or apart: their letters go on where others end, or are
        many and much alike."""
        from rapidfuzz import fuzz

        i = 0
        while i < len(names):
            end = i
            while end < len(names) and not told[end]:
                end += 1
            text = "".join(names[i:end])
            before = "".join(names[max(i - 3, 0) : i])
            if text and (
                (len(before) >= LONG_ENOUGH and self._goes_on(before[-LONG_ENOUGH:], text))
                or (
                    LONG_ENOUGH <= len(text) <= self.longest
                    and fuzz.partial_ratio(text, self.whole) >= ALIKE
                )
            ):
                told[i:end] = [True] * (end - i)
            i = max(end, i + 1)

    def _goes_on(self, before: str, text: str) -> bool:
        """Whether letters go on where others end, or nearly so where they are many."""
        from rapidfuzz import fuzz

        if before + text in self.whole:
            return True
        return (
            4 <= len(text) <= self.longest
            and fuzz.partial_ratio(before + text, self.whole) >= NEARLY
        )


def _is_short(word: str) -> bool:
    """Whether a word is printed as an abbreviation: `mkt.)`, `Reg.`"""
    stem = word.strip("()[],;:")
    return stem.endswith(".") and 2 <= len(stem) <= 6 and stem[:-1].isalpha()


@functools.lru_cache(maxsize=1 << 14)
def _same(name: str, word: str) -> bool:
    if name == word:
        return True
    if name.endswith(_SHORT):
        short = name.removesuffix(_SHORT)
        rest = iter(word)
        return word[:1] == short[0] and len(word) > 3 and all(char in rest for char in short)
    if min(len(name), len(word)) < 4:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(name, word) >= LIKE


@functools.cache
def form_print(edition: Edition) -> FormPrint:
    """What the pages of an edition print."""
    head = edition.head
    texts = [*edition.words, edition.title, *TABLE_WORDS]
    texts += [*head.name, *head.date, *head.submitted]
    for statement in edition.statements:
        texts += [statement.title, *statement.titles]
        for line in statement.lines:
            texts += [f"{line.line.split('.')[-1]} {line.label}", line.label, *line.also]
    return FormPrint(texts)
