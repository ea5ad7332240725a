"""The words of a PDF page with their places, in whatever way and order they were drawn.

What is printed counts: what is covered, struck out, clipped or in the color of its ground is
kept apart as hidden, by its kind; the fields of a form and annotations are printed where they
stand. Words of one writing direction make a group, turned upright.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf
from msgspec import Struct, structs

from focusconv.document import MarkKind, Region
from focusconv.readers.layout.words import Word
from focusconv.readers.pdf.clipping import Found, clipped, may_clip
from focusconv.readers.pdf.glyphs import as_printed, is_symbol_font, symbols
from focusconv.readers.pdf.hiding import Hiding, contrasts, is_painted

ASKEW = 4
"""The direction of text that runs neither along nor across the page: a watermark, say."""

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
)
"""Ligatures are taken apart, and drawings come with the text. A glyph whose character is not
known stays unknown: MuPDF would give its number in the font, which may look like a digit."""

_TEXT = pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT
_VECTOR = pymupdf.mupdf.FZ_STEXT_BLOCK_VECTOR

_LEAN = 0.09
"""The tangent of the most that a line may lean and still run along the page: 5 degrees."""

_WHITE = 0xF4
"""Brightness, of 255, from which a drawing counts as white."""

_LINE_BITS = 20
"""A line is named by its block, shifted by so many bits, and its number in it."""


class Group(Struct):
    """Words of one direction, in the frame in which they read upright.

    `turn` says how often the page, as it is stored, was turned a quarter against the clock to
    make it so, or that it is `ASKEW`; `drawings` are the bounds of what is drawn on the page
    and seen, turned with it; `level` tells that every line runs exactly along the page, which
    of hidden text is never known: it lies over a picture that may lean.
    """

    turn: int
    words: list[Word]
    drawings: list[Region]
    level: bool = True

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


class PageWords:
    """All words of a page in groups by direction, printed ones and hidden ones.

    `width` and `height` are those of the page as it is stored, before its own rotation.
    """

    def __init__(self, page: pymupdf.Page) -> None:
        box = page.cropbox
        self.width, self.height = float(box.width), float(box.height)
        self.pictures = _may_have_pictures(page)
        self.textpage = page.get_textpage(flags=_FLAGS)
        self.blocks: list[dict[str, Any]] = self.textpage.extractDICT()["blocks"]
        blocks = self.blocks
        self._drawings = [block for block in blocks if block["type"] == _VECTOR]
        self._letters: dict[int, list[tuple[str, Region]]] = {}
        self.printed: dict[int, Group] = {}
        self.hidden: dict[tuple[MarkKind, int], Group] = {}
        operators = _operators(page)
        noted = page.first_annot is not None
        self._hiding = Hiding(page, blocks, operators, noted=noted, pictured=self.pictures)
        words: list[Found] = self.textpage.extractWORDS()
        cut: set[int] = set()
        if may_clip(page, operators, blocks):
            cut, whole = clipped(page, self.textpage, words, _FLAGS)
            for place, text in whole:
                self._group(0, "clipped").words.append(Word(as_printed(text), *place))
        self._gather(words, cut, _Looks(blocks, self._hiding))

    def main(self) -> Group:
        """The group with most printed text; an empty one of a page without."""
        if not self.printed:
            self.printed[0] = Group(0, [], self._drawn(0))
        return max(self.printed.values(), key=lambda group: group.letters)

    def all_groups(self) -> list[Group]:
        """Printed and hidden words as one, by direction."""
        found: dict[int, Group] = {}
        for group in (*self.printed.values(), *self.hidden.values()):
            known = found.get(group.turn)
            if known is None:
                found[group.turn] = structs.replace(group)
            else:
                known.words = [*known.words, *group.words]
                known.level = known.level and group.level
        return list(found.values())

    @property
    def count(self) -> int:
        """How many words there are, printed and hidden."""
        groups = (*self.printed.values(), *self.hidden.values())
        return sum(len(group.words) for group in groups)

    @property
    def drawn(self) -> bool:
        """Whether anything but text is drawn, pictures not counted."""
        return bool(self._drawings)

    def figures(self) -> Iterator[Region]:
        """The filled drawings that are no rectangles: letters may be drawn so."""
        return self._hiding.figures()

    def upright(self, region: Region, turn: int) -> Region:
        """A place on the stored page as it is after so many quarter turns."""
        return turned(region, turn, self.width, self.height)

    def letters(self, word: Word, turn: int) -> list[tuple[str, Region]]:
        """The letters of a word of a group with that turn, each with its place there."""
        if not self._letters:
            self._letters = dict(_letters(self.textpage.extractRAWDICT()["blocks"]))
        box = word.x0, word.y0, word.x1, word.y1
        block = -1 if word.block is None else word.block >> _LINE_BITS
        here = ((text, self.upright(at, turn)) for text, at in self._letters.get(block, ()))
        return [(text, at) for text, at in here if _holds(box, at)]

    def _gather(self, words: list[Found], cut: set[int], looks: _Looks) -> None:
        """Put every word that is not cut into the group of its look; of a leader of dots, the
        first dot.

        This runs for every word there is.
        """
        here = (-1, -1)
        before = ""
        parts: list[tuple[Region, _Look]] = []
        look = _PLAIN
        group = self._group(0)
        add = group.words.append
        for number, word in enumerate(words):
            x0, y0, x1, y1, text, block, line, _ = word
            if (block, line) != here:
                here = block, line
                parts = looks.of(word)
            elif text == before == ".":
                continue
            before = text
            part = parts[0][1] if len(parts) == 1 else _part(parts, word)
            if looks.suspect:
                part = looks.closer(part, word)
            if part is not look:
                look = part
                group = self._group(look.turn, look.hidden)
                group.level = group.level and look.level
                add = group.words.append
            if cut and number in cut:
                continue
            if look.symbol:
                text = symbols(text)
            shown = text if text.isascii() and text.isprintable() else as_printed(text)
            if not shown:
                continue
            if look.turn:
                x0, y0, x1, y1 = self.upright((x0, y0, x1, y1), look.turn)
            add(Word(shown, x0, y0, x1, y1, None, block << _LINE_BITS | line))
        self.printed = {turn: group for turn, group in self.printed.items() if group.words}
        self.hidden = {key: group for key, group in self.hidden.items() if group.words}

    def _group(self, turn: int, hidden: MarkKind | None = None) -> Group:
        """The group of the words of a direction that are printed, or hidden in a way."""
        if hidden is not None:
            return self.hidden.setdefault((hidden, turn), Group(turn, [], [], False))
        group = self.printed.get(turn)
        if group is None:
            group = self.printed[turn] = Group(turn, [], self._drawn(turn))
        return group

    def _drawn(self, turn: int) -> list[Region]:
        boxes = (block["bbox"] for block in self._drawings if _is_drawn(block))
        return [self.upright(box, turn) for box in boxes] if turn else list(boxes)


def _may_have_pictures(page: pymupdf.Page) -> bool:
    """Whether the page names pictures; PyMuPDF fails where such a name is not UTF-8."""
    try:
        return _calls(page) and bool(page.get_images())
    except TypeError:
        return True


def turned(box: Region, turn: int, width: float, height: float) -> Region:
    """A place on a page of this size after quarter turns of the page against the clock."""
    x0, y0, x1, y1 = box
    if turn == 1:
        return y0, width - x1, y1, width - x0
    if turn == 2:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 3:
        return height - y1, x0, height - y0, x1
    return box


class _Look(Struct, frozen=True, gc=False):
    """How a word looks: its direction, why it is not seen, whether letters are pictures."""

    turn: int
    level: bool
    hidden: MarkKind | None
    symbol: bool


_PLAIN = _Look(0, True, None, False)
_AHEAD = 100
"""Lines without words that may come before the line of a word."""


class _Looks:
    """How the lines of a page look, told from their spans.

    `suspect` tells that words of the line at hand are to be looked at one by one.
    """

    def __init__(self, blocks: list[dict[str, Any]], hiding: Hiding) -> None:
        self._lines = [
            (order, line)
            for order, block in enumerate(blocks)
            if block["type"] == _TEXT
            for line in block["lines"]
        ]
        self._hiding = hiding
        self._next = 0
        self._known: dict[tuple[Any, ...], _Look] = {}
        self.suspect = False

    def of(self, word: Found) -> list[tuple[Region, _Look]]:
        """How the parts of a line look, given its first word. Lines must come in their order.

        Words and lines come from two lists of MuPDF that number them differently, and lines
        without words are in one only: the line of a word is the next that holds it.
        """
        x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
        for i in range(self._next, min(self._next + _AHEAD, len(self._lines))):
            line = self._lines[i][1]
            x0, y0, x1, y1 = line["bbox"]
            if x0 <= x <= x1 and y0 <= y <= y1:
                self._next = i + 1
                self.suspect = self._hiding.may_hide(line)
                direction = line["dir"]
                return [(span["bbox"], self._look(span, direction)) for span in line["spans"]]
        self.suspect = False
        return [(word[:4], _PLAIN)]

    def closer(self, look: _Look, word: Found) -> _Look:
        """The look of a word of the line at hand in the light of all that is drawn there."""
        order, line = self._lines[self._next - 1]
        hidden = self._hiding.of(word[:4], order, line, word[4])
        return look if hidden == look.hidden else structs.replace(look, hidden=hidden)

    def _look(self, span: dict[str, Any], direction: tuple[float, float]) -> _Look:
        small = span["size"] < _SMALL
        key = direction, span["font"], span["alpha"], span["char_flags"], span["color"], small
        look = self._known.get(key)
        if look is None:
            turn, level = _direction(*direction)
            hidden: MarkKind | None = None
            if not (is_painted(span) and contrasts(span)):
                hidden = "faint"
            look = self._known[key] = _Look(turn, level, hidden, is_symbol_font(span["font"]))
        return look


_SMALL = 2.5
"""Points; whether a font this small can be seen depends on its size."""


def _operators(page: pymupdf.Page) -> bytes:
    """What draws a page and the forms that it calls, uninterpreted."""
    document = page.parent
    called = page.get_xobjects() if _calls(page) else ()
    forms = {xref for xref, *_ in called if xref > 0}
    return b"\n".join([page.read_contents(), *(document.xref_stream(x) or b"" for x in forms)])


def _calls(page: pymupdf.Page) -> bool:
    """Whether a page may call pictures or forms, told in haste from its own resources."""
    key = page.parent.xref_get_key
    kinds: tuple[str, str] = key(page.xref, "Resources")[0], key(page.xref, _CALLED)[0]
    return kinds[0] == "null" or kinds[1] != "null"


_CALLED = "Resources/XObject"


def _part(parts: list[tuple[Region, _Look]], word: Found) -> _Look:
    """The look of a word in a line whose parts look different."""
    return next((look for box, look in parts if _holds(box, word)), parts[0][1])


def _direction(cosine: float, sine: float) -> tuple[int, bool]:
    """The turn that makes a line upright, and whether it runs exactly along the page."""
    if abs(sine) <= _LEAN:
        return (0 if cosine > 0 else 2), sine == 0
    if abs(cosine) <= _LEAN:
        return (1 if sine > 0 else 3), cosine == 0
    return ASKEW, False


def _brightness(colour: int) -> int:
    """That of the darkest of red, green and blue: white has 255, any strong colour 0."""
    return min(colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF)


def _is_drawn(drawing: dict[str, Any]) -> bool:
    return drawing["alpha"] > 0 and _brightness(drawing["color"]) < _WHITE


def _holds(box: Region, region: Sequence[Any]) -> bool:
    """Whether the middle of a place, the first four of what is given, lies in a box."""
    x, y = (region[0] + region[2]) / 2, (region[1] + region[3]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _letters(blocks: list[dict[str, Any]]) -> Iterator[tuple[int, list[tuple[str, Region]]]]:
    """The letters of each block of text, numbered as those of words are."""
    texts = (block for block in blocks if block["type"] == _TEXT)
    for number, block in enumerate(texts):
        spans = (span for line in block["lines"] for span in line["spans"])
        yield number, [(c["c"], c["bbox"]) for span in spans for c in span["chars"]]
