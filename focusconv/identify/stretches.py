"""Which form the rows of a document are of: stretches of rows that the same forms may print.

The names of forms, their titles and their recognition words speak for the forms that print them.
A stretch goes on as long as one form could have printed all of them; where a row speaks for
others, another stretch begins, with the rows of the head that the row stands in.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from focusconv.forms.catalog import Catalog, Edition, OtherForm
from focusconv.identify.lexicon import letters
from focusconv.notation.tokens import Token, fold

Form = Edition | OtherForm

Forms = frozenset[int]
"""Forms by number: the catalog's editions, then those known by name only, then those met."""

SHORTEST_SIGN = 11
"""So many letters make words worth looking for anywhere on a row."""

LONGEST_HEAD = 12
"""So many rows may stand between the begin of a head and the row that names its form."""

LIKE_NAME = 85
"""Two names of forms this alike are the same, in percent."""

UNLIKE_NAME = 75
"""A name less like any other is that of a form of its own, in percent."""

_BOX_BEHIND = re.compile(r"[\s\[(|]+\d{2}[\s\])|]*$")
_ALIKE = str.maketrans("1l05", "iios")


class Stretch(Struct):
    """Consecutive rows, and the forms that may have printed them: none where nothing tells."""

    rows: list[list[Token]]
    forms: tuple[Form, ...]


def stretches(rows: list[list[Token]], catalog: Catalog) -> list[Stretch]:
    """The rows of a document cut where the form changes."""
    telling = _Telling(rows, catalog)
    found: list[Stretch] = []
    left: Forms | None = None
    start = 0
    for index, forms in sorted(telling.told.items()):
        if left is None or left & forms:
            left = forms if left is None else left & forms
            continue
        begin = telling.head_of(index, start)
        found.append(Stretch(rows[start:begin], telling.forms(left)))
        start, left = begin, forms
    found.append(Stretch(rows[start:], telling.forms(left or frozenset())))
    return found


def text_of(row: Sequence[Token]) -> str:
    """The print of a row, a space between its cells."""
    return " ".join({token.cell.id: token.cell.text for token in row}.values())


def name_key(text: str) -> str:
    """The letters of a form's name, those that engines confuse made one."""
    return letters(fold(text)).translate(_ALIKE)


class _Signs:
    """What the forms of a catalog print: words that stand anywhere on a row, and names that
    decide, each with the forms that print it."""

    def __init__(self, catalog: Catalog) -> None:
        self.every: tuple[Form, ...] = (*catalog.editions, *catalog.others)
        editions = {edition.name: _plain_pages(edition) for edition in catalog.editions}
        prints = [_printed(form, editions) for form in self.every]
        self.words: dict[str, Forms] = {
            word: frozenset(n for n, own in enumerate(prints) if any(word in text for text in own))
            for word in dict.fromkeys(word for own in editions.values() for word in own)
        }
        names: dict[str, set[int]] = {}
        for n, form in enumerate(self.every):
            for name in form.named:
                names.setdefault(name_key(name), set()).add(n)
        self.names = {name: frozenset(forms) for name, forms in names.items()}
        self.longest_first = sorted(self.names, key=len, reverse=True)
        self.tails = tuple({name[-4:] for name in self.names})
        self.word_keys = sorted({name_key(word) for word in self.words}, key=len, reverse=True)
        marks = {mark.rstrip(": ") for e in catalog.editions for mark in e.head.form}
        either = "|".join(re.escape(mark) for mark in sorted(marks)) or "(?!)"
        self.form_mark = re.compile(rf"(?<![A-Za-z])(?:{either})\s*[:;]\s*(.*?)(?=\s+\S+\s?\S*:|$)")

    def alone(self, cell: str) -> Forms | None:
        """The forms of a name that has a cell to itself, but for words of the form and a box."""
        key = name_key(_BOX_BEHIND.sub("", cell))
        for name in self.longest_first:
            if key.endswith(name):
                rest = key.removesuffix(name)
                for word in self.word_keys:
                    rest = rest.replace(word, "")
                if not rest:
                    return self.names[name]
        return None


@functools.cache
def _signs(catalog: Catalog) -> _Signs:
    return _Signs(catalog)


def _printed(form: Form, editions: dict[str, list[str]]) -> list[str]:
    """The plain words of a form's pages."""
    if isinstance(form, Edition):
        return editions[form.name]
    alike = [word for name in form.pages for word in editions.get(name, ())]
    return [*alike, *(letters(word) for word in form.words)]


def _plain_pages(edition: Edition) -> list[str]:
    titles = [title for statement in edition.statements for title in statement.titles]
    plain = dict.fromkeys(letters(text) for text in (*edition.words, *titles))
    return [text for text in plain if len(text) >= SHORTEST_SIGN]


class _Telling:
    """What the rows of one document say of forms; `told` by the place of the row."""

    def __init__(self, rows: list[list[Token]], catalog: Catalog) -> None:
        self.rows = rows
        self.signs = _signs(catalog)
        self.met: dict[str, OtherForm] = {}
        self.told: dict[int, Forms] = {}
        texts = [text_of(row) for row in rows]
        for index, forms in self._by_word([letters(text) for text in texts]):
            before = self.told.get(index, forms)
            self.told[index] = before & forms or before | forms
        for index, text in enumerate(texts):
            named = self._by_name(rows[index], text)
            if named is not None:
                self.told[index] = named

    def _by_word(self, plain: list[str]) -> Iterator[tuple[int, Forms]]:
        starts = [0]
        for text in plain:
            starts.append(starts[-1] + len(text) + 1)
        joined = "\n".join(plain)
        for word, forms in self.signs.words.items():
            at = joined.find(word)
            while at >= 0:
                yield bisect_right(starts, at) - 1, forms
                at = joined.find(word, at + 1)

    def _by_name(self, row: Sequence[Token], text: str) -> Forms | None:
        match = self.signs.form_mark.search(text)
        if match is not None:
            return self._named(match[1])
        if not name_key(text.rstrip("0123456789 ()[]|")).endswith(self.signs.tails):
            return None
        cells = dict.fromkeys(token.cell.text for token in row)
        return next((forms for cell in cells if (forms := self.signs.alone(cell))), None)

    def _named(self, name: str) -> Forms | None:
        """The forms that a name behind its mark is of; None where it cannot be told."""
        key = name_key(name)
        if len(key) < 4:
            return None
        if key in self.signs.names:
            return self.signs.names[key]
        from rapidfuzz import fuzz, process

        best, score, _ = process.extractOne(key, list(self.signs.names), scorer=fuzz.ratio)
        if score >= LIKE_NAME:
            return self.signs.names[best]
        if score >= UNLIKE_NAME:
            return None
        self.met.setdefault(key, OtherForm(title=f"a filing of the form '{name.strip()}'"))
        return frozenset({len(self.signs.every) + list(self.met).index(key)})

    def forms(self, forms: Forms) -> tuple[Form, ...]:
        """The forms of these numbers."""
        every = (*self.signs.every, *self.met.values())
        return tuple(every[number] for number in sorted(forms))

    def head_of(self, index: int, start: int) -> int:
        """Where the head begins that a row stands in: behind the last amount or box before it,
        on its page, and behind rows that speak for other forms."""
        begin = index
        page, forms = self.rows[index][0].page, self.told[index]
        while begin > max(start, index - LONGEST_HEAD):
            row = self.rows[begin - 1]
            speaks = self.told.get(begin - 1, forms)
            if row[0].page != page or not speaks & forms or any(map(_is_content, row)):
                break
            begin -= 1
        return begin


def _is_content(token: Token) -> bool:
    """Whether a token is an amount or a box, and not a date or a short number of a head."""
    if token.kind == "box":
        return True
    return token.kind == "number" and sum(map(str.isdigit, token.text)) > 3
