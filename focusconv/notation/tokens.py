"""What stands in the cells of a page: words, printed numbers, boxes and marks, in order.

Tokens keep their print: markup is undone with every place remembered, and letters of other
alphabets, full-width forms and the many dashes are folded one character for one.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, structs

from focusconv.document import Cell, Page
from focusconv.notation.decoration import is_decoration, undecorated
from focusconv.notation.markup import Plain, plain_print

TokenKind = Literal["word", "number", "box", "mark", "date", "struck"]

_LOOKALIKES = {
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)),
    **dict(zip("АВСЕНІЈКМОРЅТХУаеіјорѕсху", "ABCEHIJKMOPSTXYaeijopscxy", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    **dict.fromkeys("‐‑‒–—―−﹣─━", "-"),
    **dict.fromkeys("’‘`´ʼ", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t\u2028\u2029\u0085", " "),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}
_FOLD = str.maketrans(_LOOKALIKES)


def fold(text: str) -> str:
    """The text with look-alike characters replaced one for one."""
    return text.replace("`", "'") if text.isascii() else text.translate(_FOLD)


class Token(Struct, gc=False):
    """One printed thing, words in a row being one. `text` is folded print; `start` its place
    in the cell's text, which is plain print.

    `first` and `last` tell the borders of its cell, `detached` is a dash or underscore
    printed apart before a number, `bracket` tells a box in brackets or in a frame of its own
    from a bare one. `before` and `behind` count the characters of decoration around a number,
    `credit` tells that one says credit. `plain` remembers the markup that its cell had.
    """

    kind: TokenKind
    text: str
    cell: Cell
    start: int
    row: int
    page: int
    first: bool = False
    last: bool = False
    bracket: bool = False
    detached: str = ""
    before: int = 0
    behind: int = 0
    credit: bool = False
    plain: Plain | None = None

    @property
    def end(self) -> int:
        """Where its text ends in the plain print of its cell."""
        return self.start + len(self.text)

    @property
    def printed(self) -> str:
        """Its print as it stands on the page, decoration included."""
        start, end = self.start - self.before, self.end + self.behind
        if self.plain is None:
            return self.cell.text[start:end]
        return self.plain.printed(start, end)


LINE_LETTER = re.compile(r"[A-Ea-e][.)]|[ivx]{1,4}[.)]")
"""The letter or small numeral that a line begins with."""

_LETTERS = "OoQDlIi|!SsBZzgqbG©"
_BODY = rf"[0-9{_LETTERS}][0-9{_LETTERS},.']*"
_NUMERIC = re.compile(
    rf"[-_~]*[$S§]?[({{\[<]*[-_$~]*[,.']?(?:{_BODY})[)}}\]>]*[-_]*[.,;:]*", re.ASCII
)
_BRACKET = re.compile(rf"[\[]\s?([0-9{_LETTERS}]{{2,5}})\s?[\]]")
_GLUED = re.compile(
    r"\[[^\[\]\s]{1,6}\]"
    r"|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})"
    r"|[-$]*[({]\s?[-$]*[,.']?[\d,.']*[)}]?"
    r"|[-$_]*[,.']?\d[\d,.']*[)}\]]*"
    r"|[^\W\d_]+[.:]?"
    r"|[^\w\s]|_"
)
_FRAMED = re.compile(r"\W?\w{1,6}\W?")
_CHUNK = re.compile(r"\[\s?[0-9A-Za-z|]{2,5}\s?\]|\S+")
_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})[.,;]?")
_WORD_NUMBER = re.compile(r"[A-Za-z]{3,}[:.;]?(?=[-($\[]*[\d,.]+)")
_ZERO_WORDS = frozenset({"nil", "zero"})
ZERO_LETTERS = frozenset({"o", "O", "©", "Q"})
"""Letters that may be a zero where they stand alone."""

_MARKS = frozenset("$()-_~{}[]<>.,;:'=*·|\\/")


def tokenize(page: Page) -> list[list[Token]]:
    """The tokens of each row of a page in reading order; rows without any are left out."""
    rows: list[list[Token]] = []
    for index, row in enumerate(page.rows):
        tokens: list[Token] = []
        for cell in row.cells:
            tokens += _cell_tokens(cell, index, page.number)
        if tokens:
            rows.append(tokens)
    return rows


def _cell_tokens(cell: Cell, row: int, page: int) -> Iterator[Token]:
    text = cell.text
    if cell.framed and _FRAMED.fullmatch(text):
        yield Token("box", text, cell, 0, row, page, True, True, bracket=True)
        return
    plain = plain_print(text)
    if plain is not None:
        text = plain.text
        cell = structs.replace(cell, text=text)
    for p in _prints(text) if len(text) > _CACHED_LENGTH else _cached_prints(text):
        struck = plain is not None and p.start in plain.struck
        yield Token(
            "struck" if struck else p.kind,
            p.text,
            cell,
            p.start,
            row,
            page,
            p.first,
            p.last,
            p.kind == "box",
            p.detached,
            p.before,
            p.behind,
            p.credit,
            plain,
        )


class _Print(Struct, gc=False):
    """A token before it is known where its cell stands."""

    kind: TokenKind
    text: str
    start: int
    detached: str = ""
    before: int = 0
    behind: int = 0
    credit: bool = False
    first: bool = False
    last: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def numbers_of(text: str) -> list[tuple[int, str]]:
    """The printed numbers of a cell of this text: where each begins, and its folded print."""
    return [(p.start, p.text) for p in _prints(text) if p.kind == "number"]


_CACHED_LENGTH = 256

_MOST_DECORATION = 4
"""Pieces behind an amount that may be its decoration."""


def _prints(text: str) -> list[_Print]:
    """What stands in a cell of this text; words that follow one another are one token."""
    text = fold(text)
    prints = _with_marks(_decorated(_of_words([*_pieces(text)]), text))
    kept: list[_Print] = []
    for p in prints:
        before = kept[-1] if kept else None
        if (
            before is not None
            and p.kind == before.kind == "word"
            and p.start == before.end + 1
            and not (_is_line_letter(p.text) or _is_line_letter(before.text))
        ):
            before.text = text[before.start : p.end]
        else:
            kept.append(p)
    if kept:
        kept[0].first = kept[-1].last = True
    return kept


def _is_line_letter(word: str) -> bool:
    return word[-1] in ".)" and LINE_LETTER.fullmatch(word) is not None


_cached_prints = functools.lru_cache(maxsize=1 << 14)(_prints)
"""Forms repeat their cells from filing to filing."""


def _pieces(text: str) -> Iterator[_Print]:
    for match in _CHUNK.finditer(text):
        chunk, start = match[0], match.start()
        kind = _kind(chunk)
        if kind == "word" and (found := _amount_in(chunk, start)) is not None:
            yield found
        elif kind is not None:
            yield _Print(kind, chunk, start)
        elif (found := _amount_in(chunk, start)) is not None:
            yield found
        else:
            for part in _GLUED.finditer(chunk):
                yield _Print(_kind(part[0]) or "word", part[0], start + part.start())


def _of_words(prints: list[_Print]) -> list[_Print]:
    """The pieces of a cell; a letter that could be a zero is one of a word that was torn where
    words go on behind it: `acc o unts`."""
    for p, behind in itertools.pairwise(prints):
        torn = p.text in ZERO_LETTERS and behind.kind == "word" and behind.start == p.end + 1
        if torn and behind.text[0].islower():
            p.kind = "word"
    return prints


def _amount_in(chunk: str, start: int) -> _Print | None:
    """The amount that a chunk is once its decoration is taken off."""
    if not any(map(str.isdigit, chunk)) or (found := undecorated(chunk)) is None:
        return None
    core = chunk[found.start : found.end]
    behind = len(chunk) - found.end
    at = start + found.start
    return _Print("number", core, at, "", found.start, behind, found.credit)


def _decorated(prints: list[_Print], text: str) -> list[_Print]:
    """The pieces of a cell with the decoration that stands apart from a number given to it:
    `US$ 5,000`, `5,000 DR`, `5,000 (1)`."""
    kept: list[_Print] = []
    i = 0
    while i < len(prints):
        p = prints[i]
        i += 1
        if p.kind != "number":
            kept.append(p)
            continue
        start, end = p.start - p.before, p.end + p.behind
        if kept and kept[-1].end + 1 >= start and is_decoration(kept[-1].text, before=True):
            start = kept[-1].start
        reach = i
        while (
            reach < min(len(prints), i + _MOST_DECORATION)
            and prints[reach].start <= end + 1
            and is_decoration(prints[reach].text, before=False)
        ):
            end, reach = prints[reach].end, reach + 1
        if (start, end) == (p.start - p.before, p.end + p.behind):
            kept.append(p)
            continue
        found = _amount_in(text[start:end], start)
        if found is None or found.text != p.text:
            kept.append(p)
            continue
        if start < p.start - p.before:
            kept.pop()
        kept.append(found)
        i = reach
    return kept


def _kind(chunk: str) -> TokenKind | None:
    """What a chunk without spaces is; None where it is several things glued together."""
    if chunk in ZERO_LETTERS or chunk.lower() in _ZERO_WORDS:
        return "number"
    if chunk.isalpha():
        return "word"
    if not any(char.isdigit() for char in chunk):
        return "mark" if all(char in _MARKS for char in chunk) else "word"
    if _BRACKET.fullmatch(chunk):
        return "box"
    if _NUMERIC.fullmatch(chunk):
        return "number"
    if _DATE.fullmatch(chunk):
        return "date"
    if chunk[0] in "([{)]}$-_,." or _WORD_NUMBER.match(chunk) or "[" in chunk or ")" in chunk[1:-1]:
        return None
    return "word"


def _with_marks(tokens: list[_Print]) -> list[_Print]:
    """Give numbers the parentheses that stand apart from them; keep lone dashes as evidence."""
    kept: list[_Print] = []
    for token in tokens:
        before = kept[-1] if kept else None
        if token.kind == "number" and before is not None and before.kind == "mark":
            if before.text in ("(", "{", "($", "$(", "-(", "(-"):
                token.text = before.text + token.text
                token.start = before.start
                kept.pop()
            elif before.text in ("-", "_", "~", "-$", "$-", "$_", "_$"):
                token.detached = before.text if before.text == "-$" else before.text.strip("$")
        if token.kind == "mark" and token.text in (")", "}") and before is not None:
            if before.kind == "number" and before.text.count("(") > before.text.count(")"):
                before.text += token.text
                continue
            if before.kind == "mark" and before.text in ("(", "{"):
                before.text = "()"
                continue
        kept.append(token)
    return kept
