"""An edition seen from the page: which lines a printed label may be, which words hold numerals.

Everything here is derived from the catalog; likeness is in percent.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict

from msgspec import Struct, structs

from focusconv.forms.catalog import Edition, Key, Line, OtherForm
from focusconv.notation.tokens import fold

MIN_LIKENESS = 80
MIN_PART_LIKENESS = 90
MIN_PART_LENGTH = 9


class Hit(Struct, frozen=True):
    """A line that a run of words may be the label of; `whole` unless only a part matched."""

    statement: int
    line: int
    likeness: int
    whole: bool


class TitleHit(Struct, frozen=True):
    """A statement that a run of words may be the title of."""

    statement: int
    likeness: int


class OtherHit(Struct, frozen=True):
    """A form not read here whose title, or the label of whose line, a run of words may be."""

    form: OtherForm
    is_title: bool
    likeness: int


class Place(Struct, frozen=True):
    """Where a box stands in its edition."""

    statement: int
    line: int
    key: Key


_OTHERS = bytes(code for code in range(128) if not chr(code).isalnum())
_LEAD = re.compile(r"^(?:[0-9]{1,2}|[a-e])[.)]\s*|^\(?[0-9]\)\s*", re.IGNORECASE)
_CHUNK = re.compile(r"\S+")
_SECTION = re.compile(r"\d{1,2}\.\d{1,2}")


def letters(text: str) -> str:
    """The ASCII letters and digits of a text in lower case."""
    return text.encode("ascii", "ignore").lower().translate(None, _OTHERS).decode("ascii")


@functools.lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """The letters and digits of a text in lower case, without its line number."""
    return letters(_LEAD.sub("", fold(text).strip()))


@functools.lru_cache(maxsize=1 << 15)
def numeral(text: str) -> str:
    """A word or number as the context of a numeral: letters and digits, lower case."""
    return letters(text)


class Lexicon:
    """The labels, titles, boxes and numerals of one edition, indexed for look-up."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.boxes: dict[str, Place] = {}
        self.numerals: set[tuple[str, str]] = set()
        self._section_heads: set[tuple[str, str]] = set()
        self._labels: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._titles: dict[str, list[int]] = defaultdict(list)
        self._heads = {plain(word) for marks in _head_marks(edition) for word in marks}
        for s, statement in enumerate(edition.statements):
            for title in statement.titles:
                self._add_title(title, s)
            for n, line in enumerate(statement.lines):
                self._add_line(s, n, line, statement.id)
        for word in edition.words:
            self._learn_numerals(word)
        self._numeral_names = {name for _, name in self.numerals}
        self._label_list = list(self._labels)
        self._title_list = list(self._titles)
        self._others = _names_of_others(edition)
        self._other_list = [name for name in self._others if len(name) >= MIN_PART_LENGTH]

    def _add_title(self, title: str, statement: int) -> None:
        name = plain(title)
        if statement not in self._titles[name]:
            self._titles[name].append(statement)
        self._learn_numerals(title)

    def _add_line(self, s: int, n: int, line: Line, statement: str) -> None:
        for text in (line.label, *line.also):
            name = plain(text)
            if (s, n) not in self._labels[name]:
                self._labels[name].append((s, n))
            self._learn_numerals(text)
        for cell in line.cells:
            if cell.box is not None:
                key = f"{statement}/{line.line}/{cell.column}"
                self.boxes[cell.box] = Place(s, n, key)

    def _learn_numerals(self, text: str) -> None:
        before = ""
        for chunk in _CHUNK.findall(text):
            name = numeral(chunk)
            if any(char.isdigit() for char in name):
                self.numerals.add((before, name))
                if "." in chunk.strip("."):
                    self._section_heads.add((before, chunk.strip("(").partition(".")[0]))
            before = name

    def is_numeral(self, before: str, text: str) -> bool:
        """Whether a number behind those words is part of a printed label."""
        name = numeral(text)
        if name not in self._numeral_names:
            return False
        word = numeral(before.rpartition(" ")[2])
        return bool(word) and (word, name) in self.numerals

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def is_line_number(self, number: str, label: str) -> bool:
        """Whether words begin with the label of a line that has this number."""
        lines = (self.edition.statements[h.statement].lines[h.line] for h in self.labels(label))
        return any(number in (line.line, line.line.split(".")[-1]) for line in lines)

    def begins_section(self, before: str, text: str) -> bool:
        """Whether a number behind those words is that of a section without what follows its
        point, `30` of `Regulation 30.7`."""
        word = numeral(before.rpartition(" ")[2])
        return text.isdigit() and (word, text) in self._section_heads

    def is_section(self, text: str) -> bool:
        """Whether a number is that of a section that labels name, as `30.7`: no amount has such a
        point."""
        return _SECTION.fullmatch(text) is not None and numeral(text) in self._numeral_names

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def is_head(self, name: str) -> bool:
        """Whether a plain run begins with words that stand at the head of every page."""
        return any(name.startswith(head) for head in self._heads)

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def begins_page(self, name: str) -> bool:
        """Whether a plain run stands at the head of every page, or is a title."""
        return self.is_head(name) or bool(self.titles(name))

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def labels(self, name: str) -> tuple[Hit, ...]:
        """The lines whose label a plain run is, wholly or in part, best first."""
        exact = self._labels.get(name)
        if exact:
            return tuple(Hit(s, n, 100, True) for s, n in exact)
        if len(name) < 3:
            return ()
        return self._similar(name)

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def labels_of(self, name: str, statement: int) -> tuple[Hit, ...]:
        """The lines of one statement whose label a plain run is."""
        return tuple(hit for hit in self.labels(name) if hit.statement == statement)

    def _similar(self, name: str) -> tuple[Hit, ...]:
        from rapidfuzz import fuzz, process

        found: dict[tuple[int, int], Hit] = {}
        for label, score, _ in process.extract(
            name, self._label_list, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=None
        ):
            for place in self._labels[label]:
                found.setdefault(place, Hit(*place, int(score), True))
        if len(name) >= MIN_PART_LENGTH:
            for label, score, _ in process.extract(
                name,
                self._label_list,
                scorer=fuzz.partial_ratio,
                score_cutoff=MIN_PART_LIKENESS,
                limit=None,
            ):
                if len(label) >= MIN_PART_LENGTH and _is_part(name, label):
                    share = 100 * min(len(name), len(label)) // max(len(name), len(label))
                    likeness = int(score) * (100 + share) // 200
                    for place in self._labels[label]:
                        found.setdefault(place, Hit(*place, likeness, False))
        return tuple(sorted(found.values(), key=lambda hit: (-hit.likeness, hit.line)))

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def titles(self, name: str) -> tuple[TitleHit, ...]:
        """The statements whose title a plain run is, wholly or in good part."""
        exact = self._titles.get(name)
        if exact:
            return tuple(TitleHit(s, 100) for s in exact)
        if len(name) < 12:
            return ()
        from rapidfuzz import fuzz, process

        found: dict[int, TitleHit] = {}
        for title, score, _ in process.extract(
            name, self._title_list, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=None
        ):
            for s in self._titles[title]:
                found.setdefault(s, TitleHit(s, int(score)))
        return tuple(found.values())

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as the catalog
    def other(self, name: str) -> OtherHit | None:
        """The other form whose title or label a plain run is; None where it is as well this
        edition's."""
        exact = self._others.get(name)
        if exact is None and len(name) >= MIN_PART_LENGTH:
            from rapidfuzz import fuzz, process

            near = process.extractOne(
                name, self._other_list, scorer=fuzz.ratio, score_cutoff=MIN_PART_LIKENESS
            )
            if near is not None:
                exact = structs.replace(self._others[near[0]], likeness=int(near[1]))
        if exact is None:
            return None
        own = [hit.likeness for hit in self.titles(name)]
        own += [hit.likeness for hit in self.labels(name) if hit.whole]
        return exact if exact.likeness > max(own, default=0) else None


def _names_of_others(edition: Edition) -> dict[str, OtherHit]:
    """The plain titles and labels of the forms that are not read here."""
    found: dict[str, OtherHit] = {}
    for form in edition.others:
        for names, is_title in ((form.titles, True), (form.labels, False)):
            for name in names:
                found.setdefault(plain(name), OtherHit(form, is_title, 100))
    return found


def _head_marks(edition: Edition) -> tuple[tuple[str, ...], ...]:
    return (edition.head.name, edition.head.date, edition.head.submitted)


def _is_part(name: str, label: str) -> bool:
    """A wrapped label is its own beginning or end; anything else inside it is chance."""
    from rapidfuzz import fuzz

    if len(name) > len(label):
        return True
    alignment = fuzz.partial_ratio_alignment(name, label)
    if alignment is None:
        return False
    return alignment.dest_start <= 3 or alignment.dest_end >= len(label) - 3


@functools.cache
def lexicon(edition: Edition) -> Lexicon:
    """The lexicon of an edition, made once."""
    return Lexicon(edition)
