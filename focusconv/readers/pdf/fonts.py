"""Whether the fonts of a page say what they print: lying and missing names of characters.

A PDF may show one character and name another: a font that is a set of drawings, a map to Unicode
that is wrong. Digits are what matters: each digit of a font that could lie is drawn once in a
document and looked at. The test errs to one side: what it doubts is read as a picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf
from msgspec import Struct

from focusconv.document import Region
from focusconv.readers.pdf.glyph_shapes import is_other_digit

_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
_FEW = 2
"""Unknown characters from which a word is no bullet or check mark."""

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_DIGITS = frozenset("0123456789")
_TO_DIGIT = re.compile(rb"^\s*<[0-9A-Fa-f]+>[ \t]*<00(3[0-9])>\s*$", re.MULTILINE)
_LEVEL = (1.0, 0.0)
_WORTH = 3
"""New digits of a font for which it is looked at once more: that takes half the time of reading
a page, and a map that lies does so of most digits."""

_TEXT = pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT
_HEIGHT = 40.0
"""Pixels of the size of a glyph that is looked at."""

_ABOVE, _BELOW = 0.85, 0.02
"""What of a glyph is looked at, in sizes above and below its line."""


class Font(Struct, frozen=True):
    """A font that may lie: its object, whether it is a set of drawings, whether it has names."""

    xref: int
    drawn: bool
    named: bool


class Fonts:
    """The fonts of a document, each looked at once."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font | None] = {}
        self._listed: dict[tuple[str, ...], dict[str, Font | None]] = {}
        self._seen: dict[int, set[str]] = {}
        self._lying: dict[int, str] = {}

    def fault(
        self, page: pymupdf.Page, textpage: pymupdf.TextPage, blocks: Sequence[dict[str, Any]]
    ) -> str | None:
        """Why the characters of a page's text are unlikely, None where they are not.

        `blocks` are those of the text page. What is asked of fonts is kept for later pages.
        """
        lines = [line for block in blocks if "lines" in block for line in block["lines"]]
        spans = [span for line in lines for span in line["spans"]]
        if any(_is_unknown(span["text"]) for span in spans):
            return "its fonts do not say which letters they print"
        fonts = _by_span(self._of(page), {span["font"] for span in spans})
        if not fonts:
            return None
        used: dict[int, set[str]] = {}
        for span in spans:
            font = fonts.get(span["font"])
            if font is not None:
                used.setdefault(font.xref, set()).update(span["text"])
        for font in set(fonts.values()):
            if font.xref in used and font.drawn and not font.named:
                return "a font of it is a set of drawings without names"
        new = {x: chars & _DIGITS - self._seen.setdefault(x, set()) for x, chars in used.items()}
        if any(len(d) >= _WORTH or (d and not self._seen[xref]) for xref, d in new.items()):
            self._look(page, textpage, lines, {n: f.xref for n, f in fonts.items()}, new)
        return next((self._lying[xref] for xref in used if xref in self._lying), None)

    def _of(self, page: pymupdf.Page) -> dict[str, Font | None]:
        """The fonts of a page by their names, None for one that cannot lie; listed once for pages
        that have the same."""
        key = page.parent.xref_get_key
        same = (*key(page.xref, "Resources/Font"), *key(page.xref, "Resources/XObject"))
        if same[0] == "null" or same[2] != "null":
            return self._list(page)
        if same not in self._listed:
            self._listed[same] = self._list(page)
        return self._listed[same]

    def _list(self, page: pymupdf.Page) -> dict[str, Font | None]:
        found: dict[str, Font | None] = {}
        for xref, ext, kind, name, *_ in page.get_fonts():
            if xref not in self._fonts:
                self._fonts[xref] = self._judged(page.parent, xref, ext, kind)
            font = self._fonts[xref]
            drawn = font is not None and font.drawn
            shown = f"Type3 ({xref} 0 R)" if drawn else _SUBSET.sub("", name)
            found[shown] = font or found.get(shown)
        return found

    def _judged(self, document: pymupdf.Document, xref: int, ext: str, kind: str) -> Font | None:
        drawn = kind == "Type3"
        if xref <= 0:
            return Font(xref, drawn, False) if drawn or ext != "n/a" else None
        told, value = document.xref_get_key(xref, "ToUnicode")
        named = told == "xref"
        if not drawn and not named and ext == "n/a":
            return None
        if named:
            names = Counter(_TO_DIGIT.findall(document.xref_stream(int(value.split()[0])) or b""))
            if any(count > 1 for count in names.values()):
                self._lying[xref] = "a font of it has one digit for several of its letters"
        return Font(xref, drawn, named)

    def _look(
        self,
        page: pymupdf.Page,
        textpage: pymupdf.TextPage,
        lines: Sequence[dict[str, Any]],
        names: dict[str, int],
        new: dict[int, set[str]],
    ) -> None:
        """Draw each digit of a font that was not seen before and look at it."""
        if page.rotation:
            return
        shown = page.get_displaylist()
        wanted = dict(_telling(lines, names, new))
        for digit, region, size, xref in _glyphs(textpage, wanted):
            if digit not in new[xref]:
                continue
            new[xref].discard(digit)
            self._seen[xref].add(digit)
            zoom = _HEIGHT / max(size, 1.0)
            picture = shown.get_pixmap(
                matrix=pymupdf.Matrix(zoom, zoom),
                colorspace=pymupdf.csGRAY,
                alpha=0,
                clip=pymupdf.Rect(region),
            )
            if is_other_digit(picture, digit):
                self._lying[xref] = f"a font of it prints something else for {digit}"


def _by_span(fonts: dict[str, Font | None], names: set[str]) -> dict[str, Font]:
    """The fonts that may lie by the names that text has for them, which may be other names than
    the page has: what is none of those may be any that has no text by its own name."""
    doubtful = {name: font for name, font in fonts.items() if font is not None}
    if not doubtful:
        return {}
    free = [font for name, font in doubtful.items() if name not in names]
    other = free[0] if free else next(iter(doubtful.values()))
    found = {name: fonts.get(name, other) for name in names}
    return {name: font for name, font in found.items() if font is not None}


def _telling(
    lines: Sequence[dict[str, Any]], names: dict[str, int], new: dict[int, set[str]]
) -> Iterator[tuple[int, tuple[float, int]]]:
    """The level lines, by their number, that have digits not seen before, none for a digit that
    an earlier one has: with the size of their font, and the font."""
    left = {xref: set(digits) for xref, digits in new.items()}
    for number, line in enumerate(lines):
        if len(line["spans"]) != 1 or line["dir"] != _LEVEL:
            continue
        [span] = line["spans"]
        xref = names.get(span["font"])
        if xref is not None and not left[xref].isdisjoint(span["text"]):
            left[xref].difference_update(span["text"])
            yield number, (span["size"], xref)


def _glyphs(
    textpage: pymupdf.TextPage, wanted: dict[int, tuple[float, int]]
) -> Iterator[tuple[str, Region, float, int]]:
    """The digits of some lines: what each is by name, the place of its glyph, size and font."""
    blocks = (block for block in textpage.this if block.m_internal.type == _TEXT)
    for number, line in enumerate(line for block in blocks for line in block):
        if number not in wanted:
            continue
        size, xref = wanted[number]
        for char in line:
            glyph = char.m_internal
            if chr(glyph.c) in _DIGITS:
                left, right, y = glyph.quad.ll.x, glyph.quad.lr.x, glyph.origin.y
                yield chr(glyph.c), (left, y - _ABOVE * size, right, y + _BELOW * size), size, xref


def _is_unknown(text: str) -> bool:
    if text.isascii():
        return False
    return any(len(_PRIVATE.findall(word)) >= _FEW for word in text.split())
