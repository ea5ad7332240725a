"""A cover taken apart: the form's own print, its box numbers, and the values between them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from focusconv.forms.catalog import Line, StatementSpec
from focusconv.identify.lexicon import letters, plain
from focusconv.notation.tokens import fold
from focusconv.place.cover.sheets import Sheet
from focusconv.place.cover.targets import target_headings
from focusconv.place.phrases import FormPhrases, phrases_of

PieceKind = Literal["label", "box", "value"]

_USUAL = 0.8
"""The share of box numbers that end a cell from which a cover has them so."""

_EDGES = " \t(|_,:;*-'\""


class Piece(Struct, eq=False):
    """A part of a row of the cover: `lines` of a label, the number of a box, a value's print.

    `row` counts the rows of the cover, `start` and `end` are places in the row's text. `exact`
    tells a label that is printed as the form has it.
    """

    kind: PieceKind
    text: str
    row: int
    start: int
    end: int
    lines: tuple[Line, ...] = ()
    exact: bool = True


class CoverForm:
    """What a form prints on its cover, the same for every filing."""

    def __init__(self, statement: StatementSpec) -> None:
        labels = [(text, line) for line in statement.lines for text in (line.label, *line.also)]
        wordings = [(line.label, *line.also) for line in statement.lines]
        self.print = FormPhrases(phrases_of(statement), wordings)
        self.lines: dict[str, tuple[Line, ...]] = {}
        for text, line in labels:
            name = letters(fold(text))
            self.lines[name] = (*self.lines.get(name, ()), line)
        texts = [text for text, _ in labels] + list(statement.titles)
        self.words = {plain(word) for text in texts for word in text.split()}
        self.words = {word for word in self.words if len(word) > 1}
        self.tails = {word[1:] for word in self.words if len(word) > 3}
        self.titles = tuple(plain(title) for title in statement.titles)
        self.choices = target_headings(statement)
        self.line_of_box = {c.box: line for _, line, c in statement.cells() if c.box is not None}
        self.box = _box_pattern([c.box for _, _, c in statement.cells() if c.box is not None])
        self.is_like = functools.lru_cache(maxsize=1 << 12)(self._is_like)

    def _is_like(self, name: str) -> bool:
        """Whether a plain word is one of the form's, misprinted."""
        from rapidfuzz import fuzz, process

        return process.extractOne(name, self.words, scorer=fuzz.ratio, score_cutoff=82) is not None

    def is_cut(self, name: str) -> bool:
        """Whether a plain word is one of the form's without, or but for, its first letter."""
        return name in self.tails or (len(name) > 3 and name[1:] in self.tails)


cover_form = functools.cache(CoverForm)


def _box_pattern(boxes: list[str]) -> re.Pattern[str]:
    """One of the box numbers, in brackets (first group) or bare (second)."""
    if not boxes:
        return re.compile(r"(?!)()()")
    one = "|".join(boxes)
    begins = re.escape("".join(sorted({box[0] for box in boxes})))
    return re.compile(rf"(?=[\[{begins}])(?:\[\s?({one})\s?\]|(?<![\d/.,-])({one})(?![\w/.,-]))")


def pieces_of(rows: list[Sheet], form: CoverForm) -> list[Piece]:
    """The pieces of a cover in reading order."""
    found: list[Piece] = []
    text = "\n".join(row.text for row in rows)
    labels = _labels(text, rows, form)
    boxes = _boxes(rows, labels, form)
    for number, row in enumerate(rows):
        marks = [*_no_titles(labels.get(number, []), row.text), *boxes.get(number, ())]
        at = 0
        for mark in [*_apart(sorted(marks, key=lambda piece: piece.start)), None]:
            end = len(row.text) if mark is None else mark.start
            found += _values(row.text, at, end, number)
            if mark is not None:
                found.append(mark)
                at = mark.end
    return [piece for piece in found if not _is_leftover(piece, form)]


def _no_titles(labels: list[Piece], text: str) -> Iterator[Piece]:
    """The labels of a row without a title amid words of a cell: the words are the filer's."""
    for piece in labels:
        before = text[: piece.start].rpartition("\t")[2].rstrip()
        amid = before[-1:].isalnum() and not any(other.end == piece.start for other in labels)
        behind = any(0 < piece.start - other.end <= 1 for other in labels)
        if piece.lines or not piece.exact or not amid or behind:
            yield piece


def _apart(marks: list[Piece]) -> Iterator[Piece]:
    """Labels and boxes without those that stand within another."""
    end = 0
    for mark in marks:
        if mark.start >= end:
            yield mark
            end = mark.end


def _labels(text: str, rows: list[Sheet], form: CoverForm) -> dict[int, list[Piece]]:
    """The labels of each row; one that is wrapped has a piece on each of its rows."""
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row.text) + 1)
    found: dict[int, list[Piece]] = {}
    for span in form.print.spans(text):
        lines = form.lines.get(form.print.names[span.label], ())
        for number, row in enumerate(rows):
            start, end = max(span.start - starts[number], 0), span.end - starts[number]
            end = min(end, len(row.text))
            if start < end:
                part = row.text[start:end]
                piece = Piece("label", part, number, start, end, lines, span.exact)
                found.setdefault(number, []).append(piece)
    return found


_FEW = 3
"""A cover with fewer box numbers has none but those in brackets: its numbers are the filer's."""


class _Mark(Struct):
    """A print that may be a box number: its rank (0: it is none), its row, and where."""

    box: str
    rank: int
    row: int
    start: int
    end: int
    fills: bool


def _boxes(
    rows: list[Sheet], labels: dict[int, list[Piece]], form: CoverForm
) -> dict[int, list[Piece]]:
    """The box numbers of each row: of several that may be a box, the likeliest.

    A number that fills a cell somewhere, stands behind its own label, or ends a cell where boxes
    do, is no box among words elsewhere (`30 S. WACKER DRIVE`); nor is one that begins a row of
    words (`20 Street Capital`). A less likely one that fills a cell is form print all the same.
    """
    marks = _marks(rows, labels, form)
    if len({mark.box for mark in marks if mark.rank > 1}) < _FEW:
        marks = [mark for mark in marks if mark.rank == _BRACKETED]
    best: dict[str, int] = {}
    for mark in marks:
        best[mark.box] = max(best.get(mark.box, 1), mark.rank)
    found: dict[int, list[Piece]] = {}
    for mark in marks:
        if mark.rank == best[mark.box] or mark.fills:
            kind: PieceKind = "box" if mark.rank == best[mark.box] else "label"
            piece = Piece(kind, mark.box, mark.row, mark.start, mark.end)
            found.setdefault(mark.row, []).append(piece)
    return found


def _marks(rows: list[Sheet], labels: dict[int, list[Piece]], form: CoverForm) -> Iterable[_Mark]:
    prints = [
        (match[1] or match[2], number, match)
        for number, row in enumerate(rows)
        for match in form.box.finditer(row.text)
    ]
    ending = {box for box, _, match in prints if _ends_cell(match)}
    usual = len(ending) >= _USUAL * len({box for box, _, _ in prints})
    marks: list[_Mark] = []
    for box, number, match in prints:
        near = labels.get(number, [])
        if any(piece.start <= match.start() < piece.end for piece in near):
            continue
        last = marks[-1] if marks and marks[-1].row == number and marks[-1].rank else None
        begun = max([p.end for p in near if p.end <= match.start()], default=0)
        begun = max(begun, last.end if last is not None else 0)
        goes_on = not any(p.start - match.end() in (0, 1) for p in near)
        rank = _rank(match, begun, form.line_of_box[box], usual=usual, goes_on=goes_on)
        if last is not None and last.box == box and last.end + 1 >= match.start() and rank:
            last.rank = 0
        marks.append(_Mark(box, rank, number, *match.span(), fills=_fills_cell(match)))
    return [mark for mark in marks if mark.rank]


_BRACKETED = 5


def _rank(match: re.Match[str], begun: int, line: Line, *, usual: bool, goes_on: bool) -> int:
    """How likely a print is a box: 0 it is none, 1 it may be one, more the surer.

    `begun` is where the label or box before it ends, `goes_on` that no label follows.
    """
    before, behind = match.string[: match.start()], match.string[match.end() :]
    if match[1] is not None:
        return _BRACKETED
    if _fills_cell(match):
        return 4
    worded = goes_on and re.match(r"[^\S\t]?(?=[^\s(]*[A-Za-z])[\w'&]", behind) is not None
    if worded and (usual or not before[begun:].strip(" \t|(")) and not _is_one_word(behind):
        return 0
    if _ends_cell(match) and (usual or before[-1:] in ("", "\t")):
        return 3
    if is_own_box(before, line):
        return 3
    return 1 if worded else 2


def _is_one_word(behind: str) -> bool:
    """Whether a single short word follows, and then a number: the next field (`21 NY 22`)."""
    return re.match(r"\s?[A-Za-z]{1,3}\s+[\d\[]", behind) is not None


def _fills_cell(match: re.Match[str]) -> bool:
    return _ends_cell(match) and match.string[match.start() - 1 : match.start()] in ("", "\t")


def _ends_cell(match: re.Match[str]) -> bool:
    return match.string[match.end() :][:1] in ("", "\t")


def is_own_box(before: str, line: Line) -> bool:
    """Whether a bare box number stands behind its own label, for small numbers stand anywhere."""
    name = plain(before[-90:])
    return any(plain(label)[-8:] in name for label in (line.label, *line.also))


def _values(text: str, start: int, end: int, row: int) -> Iterator[Piece]:
    """What stands between two marks of the form, cell by cell."""
    at = start
    for part in text[start:end].split("\t"):
        value, own = part.strip(_EDGES), at
        at += len(part) + 1
        if part.count("(") > part.count(")") and value[-1:] != ")":
            value = value.rstrip("(")
        if not any(char.isalnum() for char in value):
            continue
        if value.count("(") < value.count(")") and "(" in part:
            value = text[own + part.index("(") : own + part.index(value) + len(value)]
        begin = own + max(part.find(value), 0)
        yield Piece("value", value, row, begin, begin + len(value))


_NUMERAL = re.compile(r"\(?\d\)")


def _is_leftover(piece: Piece, form: CoverForm) -> bool:
    """Whether a value is what is left of the form's print: a numeral, a piece of a label."""
    if piece.kind != "value":
        return False
    text = piece.text
    return (
        _NUMERAL.fullmatch(text) is not None
        or form.print.is_part(text)
        or form.print.is_scrap(text)
    )
