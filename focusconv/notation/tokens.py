"""What stands in the cells of a page: words, printed numbers, boxes and marks, in order.

Tokens keep their print; only letters of other alphabets, full-width forms and the many dashes
are folded, one character for one, so that a place in the folded text is a place in the print.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from focusconv.document import Cell, Page

TokenKind = Literal["word", "number", "box", "mark", "date"]

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
    in the cell's text.

    `first` and `last` tell the borders of its cell, `detached` is a dash or underscore
    printed apart before a number, `bracket` tells a box in brackets or in a frame of its own
    from a bare one.
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
_LONE_ZERO = frozenset({"o", "O", "©", "Q"})
_MARKS = frozenset("$()-_~{}[]<>.,;:'=*·|\\/")


def tokenize(page: Page) -> list[list[Token]]:
    """The tokens of each row of a page in reading order; rows without any are left out."""
    rows: list[list[Token]] = []
    number = page.number
    for index, row in enumerate(page.rows):
        tokens: list[Token] = []
        for cell in row.cells:
            text = cell.text
            if cell.framed and _FRAMED.fullmatch(text):
                token = Token("box", text, cell, 0, index, number, True, True, bracket=True)
                tokens.append(token)
                continue
            prints = _prints(text) if len(text) > _CACHED_LENGTH else _cached_prints(text)
            for kind, piece, start, first, last, detached in prints:
                bracket = kind == "box"
                tokens.append(
                    Token(kind, piece, cell, start, index, number, first, last, bracket, detached)
                )
        if tokens:
            rows.append(tokens)
    return rows


_Printed = tuple[TokenKind, str, int, bool, bool, str]
"""A token before it is known where its cell stands: kind, text, start, first, last, detached."""


def numbers_of(text: str) -> list[tuple[int, str]]:
    """The printed numbers of a cell of this text: where each begins, and its folded print."""
    return [(start, piece) for kind, piece, start, *_ in _prints(text) if kind == "number"]


class _Print(Struct, gc=False):
    """A piece of a cell, while marks are given to the numbers beside them."""

    kind: TokenKind
    text: str
    start: int
    detached: str = ""


_CACHED_LENGTH = 256


def _prints(text: str) -> list[_Printed]:
    """What stands in a cell of this text; words that follow one another are one token."""
    text = fold(text)
    prints = _with_marks([_Print(kind, piece, start) for start, piece, kind in _pieces(text)])
    kept: list[_Print] = []
    for p in prints:
        before = kept[-1] if kept else None
        if (
            before is not None
            and p.kind == before.kind == "word"
            and p.start == before.start + len(before.text) + 1
            and not (_is_line_letter(p.text) or _is_line_letter(before.text))
        ):
            before.text = text[before.start : p.start + len(p.text)]
        else:
            kept.append(p)
    end = len(kept) - 1
    return [(p.kind, p.text, p.start, i == 0, i == end, p.detached) for i, p in enumerate(kept)]


def _is_line_letter(word: str) -> bool:
    return word[-1] in ".)" and LINE_LETTER.fullmatch(word) is not None


_cached_prints = functools.lru_cache(maxsize=1 << 14)(_prints)
"""Forms repeat their cells from filing to filing."""


def _pieces(text: str) -> Iterator[tuple[int, str, TokenKind]]:
    for match in _CHUNK.finditer(text):
        chunk, start = match[0], match.start()
        kind = _kind(chunk)
        if kind is not None:
            yield start, chunk, kind
            continue
        for part in _GLUED.finditer(chunk):
            yield start + part.start(), part[0], _kind(part[0]) or "word"


def _kind(chunk: str) -> TokenKind | None:
    """What a chunk without spaces is; None where it is several things glued together."""
    if chunk in _LONE_ZERO:
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
                token.detached = before.text.strip("$")
        if token.kind == "mark" and token.text in (")", "}") and before is not None:
            if before.kind == "number" and before.text.count("(") > before.text.count(")"):
                before.text += token.text
                continue
            if before.kind == "mark" and before.text in ("(", "{"):
                before.text = "()"
                continue
        kept.append(token)
    return kept
