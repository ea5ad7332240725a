"""The plain print of a cell: unseen characters, entities, LaTeX, Markdown and HTML undone.

Tools that turn pages into text write `2{,}861{,}254`, `2&nbsp;861&nbsp;254` or `~~2,861,254~~`.
What is plain already stays as it is. Every character of the plain print knows the place it
came from, so that a reading can be shown as it was printed.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata

from msgspec import Struct


class Plain(Struct, frozen=True):
    """A plain print; `places` says where in `source` each of its characters stood, `struck`
    which of them are struck out."""

    text: str
    source: str
    places: tuple[int, ...]
    struck: frozenset[int] = frozenset()

    def printed(self, start: int, end: int) -> str:
        """The print from which the characters from `start` to `end` came."""
        if start >= end:
            return ""
        last = self.places[end - 1]
        match = _MARKUP.match(self.source, last)
        return self.source[self.places[start] : match.end() if match is not None else last + 1]


_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Soft hyphens, joiners, marks of direction and of variants: they print nothing."""

_MARKUP = re.compile(
    rf"""
      (?P<unseen>{_INVISIBLE})
    | (?P<escape>&(?:\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z]{{2,24}});|\\[$%&#_,;:!\ {{}}]|\{{,\}})
    | <(?P<strike>s|del|strike)>(?P<html>[^<>]*)</(?P=strike)>
    | ~~(?P<markdown>[^~]+)~~ | \\(?:sout|cancel|st)\{{(?P<latex>[^{{}}]*)\}}
    | <sup>(?P<sup>[^<>]{{1,12}})</sup> | \^\{{(?P<raised>[^{{}}]{{1,12}})\}}
    | (?P<dollar>\bU\.?S\.?\s?\$|\bUSD\s?(?=[-($]*\d))
    | (?P<command>\\(?:mathbf|mathrm|mathit|mathsf|text|textbf|textit|boldsymbol|underline)\s?\{{)
    | </?(?:b|i|u|em|strong|span|font|small|sub|mark|code|nobr)(?:\s[^<>]{{0,200}})?/?>
    | \\[()\[\]] | \\q?quad\b | \*\*(?=[^*\s]) | (?<=[^*\s])\*\*
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What says how print looks, or stands for other print; what has no name here is dropped."""

_SUSPECT = re.compile(
    r"U\.?S|usd|[&\\{<~^\u00ad\u00b2\u00b3\u00b9]|\*\*|\d [,.] ?\d|\d \d \d"
    r"|[^\x00-\u024f\u2010-\u2027\u2030-\u205e]"
)
"""What is worth a closer look."""

_ESCAPES = {"\\$": "$", "\\%": "%", "\\&": "&", "\\#": "#", "\\_": "_", "{,}": ","}
"""What escapes stand for; those that are not here (`\\,`) are spaces."""

_SPACED = re.compile(r"(?<![\w,.])(?:[\d,.$()] ){4,}[\d)](?![\w,.])")
_GROUPED = re.compile(r"\$?\(?\d{1,3}(?:,\d{3})+\)?")
_FOOTNOTE = re.compile(r"(?<=\d,\d{3})[⁰¹²³⁴-⁹]{1,2}(?![\d⁰¹²³⁴-⁹])")
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNKNOWN = "\ufffd"

Char = tuple[str, int]
"""A character of the plain print, and its place in the print it came from."""


def plain_print(text: str) -> Plain | None:
    """The plain print of a text; None where it is plain already, as nearly all are."""
    if _SUSPECT.search(text) is None:
        return None
    plain = _plain(text)
    return None if plain.text == text and not plain.struck else plain


@functools.lru_cache(maxsize=1 << 12)
def _plain(text: str) -> Plain:
    chars, struck = _unmarked(text)
    chars = _closed_up(_footnotes([(_digit(char), place) for char, place in chars]))
    places = {place for start, end in struck for place in range(start, end)}
    kept = [i for i, (_, place) in enumerate(chars) if place in places]
    return Plain(_text(chars), text, tuple(place for _, place in chars), frozenset(kept))


def _unmarked(text: str) -> tuple[list[Char], list[tuple[int, int]]]:
    """The characters of a text without its markup, and where what is struck out stood."""
    chars: list[Char] = []
    struck: list[tuple[int, int]] = []
    at = braces = 0
    for match in _MARKUP.finditer(text):
        chars += _copied(text, at, match.start())
        at = match.end()
        braces += match["command"] is not None
        for name in ("html", "markdown", "latex"):
            if match[name] is not None:
                struck.append(match.span(name))
                chars += _copied(text, *match.span(name))
        if match["dollar"] is not None:
            chars.append(("$", match.start()))
        raised = match["sup"] or match["raised"]
        if raised is not None:
            chars += [(_raised(char), match.start()) for char in raised]
        if match["escape"] is not None:
            chars += [(char, match.start()) for char in _unescaped(match["escape"])]
    chars += _copied(text, at, len(text))
    return (_without_braces(chars, braces) if braces else chars), struck


def _copied(text: str, start: int, end: int) -> list[Char]:
    return [(text[place], place) for place in range(start, end)]


def _raised(char: str) -> str:
    """A raised digit as the one character it is; any other raised mark is a star."""
    return "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(char)] if char in "0123456789" else "*"


def _unescaped(escape: str) -> str:
    if escape.startswith("&"):
        found = html.unescape(escape)
        return found if len(found) <= 2 else _UNKNOWN
    return _ESCAPES.get(escape, " ")


def _without_braces(chars: list[Char], count: int) -> list[Char]:
    """The characters without the last braces that commands opened."""
    kept: list[Char] = []
    for char, place in chars:
        if char == "}" and count:
            count -= 1
            continue
        kept.append((char, place))
    return kept


def _digit(char: str) -> str:
    """A decimal digit of any script as the ASCII digit it denotes."""
    if char.isascii() or not char.isdecimal():
        return char
    return str(unicodedata.decimal(char))


def _footnotes(chars: list[Char]) -> list[Char]:
    """Small raised digits behind a whole amount are the number of a note; behind any other
    number nothing tells whether they are digits of it."""
    if not any(char in _SUPERSCRIPTS for char, _ in chars):
        return chars
    notes = {i for match in _FOOTNOTE.finditer(_text(chars)) for i in range(*match.span())}
    found: list[Char] = []
    for i, (char, place) in enumerate(chars):
        beside = i > 0 and chars[i - 1][0].isascii() and chars[i - 1][0].isdigit()
        if i in notes:
            char = "*"
        elif char in _SUPERSCRIPTS and beside:
            char = _UNKNOWN
        found.append((char, place))
    return found


def _closed_up(chars: list[Char]) -> list[Char]:
    """Digits and commas that are set apart one by one as the one amount that they make."""
    text = _text(chars)
    dropped: set[int] = set()
    for match in _SPACED.finditer(text):
        if _GROUPED.fullmatch(match[0].replace(" ", "")):
            dropped |= {i for i in range(*match.span()) if text[i] == " "}
    return [char for i, char in enumerate(chars) if i not in dropped] if dropped else chars


def _text(chars: list[Char]) -> str:
    return "".join([char for char, _ in chars])
