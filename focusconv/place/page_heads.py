"""What stands at the head of every page: the firm's name, the as-of date, the filing's type.

The same facts are printed on each statement. What each head prints is kept with its place, so that
reconciling can weigh the places against one another. A mark of the form (`as of`, a title) is taken
away before a name is read, also where it is glued to it.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from focusconv.document import Cell, Region
from focusconv.forms.catalog import Edition, Marks
from focusconv.identify.lexicon import Lexicon, letters, plain
from focusconv.identify.nodes import Node
from focusconv.identify.statements import Part
from focusconv.notation.dates import Printed, dates_in
from focusconv.notation.tokens import Token, fold
from focusconv.place.phrases import FormPhrases
from focusconv.readings import FieldPrint

HEAD_ROWS = 8
_BELOW = 3
"""So many rows below its mark a name may stand."""

_ALIKE = 60
"""How alike two rows below a mark are that both print the name, one over the other."""

_NEXT_FIELD = re.compile(r"\s+\S*:")
_EDGES = " \t_:|,;*-"
_MARK_ENDS = r"[\s_.:|-]*"


class Head(Struct):
    """The facts one part's head prints; dates are ISO 8601, names in order as printed.

    `prints` has each with its place: of the fields `name`, `end` and `submitted`.
    """

    as_of: str | None
    submitted: str | None
    names: tuple[str, ...]
    type: str | None
    prints: tuple[tuple[str, FieldPrint], ...] = ()


class _Row(Struct):
    """A row of a part as text, tabs between cells, with the cell of each place."""

    text: str
    page: int
    number: int
    cells: list[tuple[int, Cell]]

    def region_at(self, at: int) -> Region:
        """The region of the cell at a place of the text."""
        return next((cell for start, cell in reversed(self.cells) if start <= at)).region


def read_head(part: Part, edition: Edition, lexicon: Lexicon) -> Head:
    """Read the head of one part of a document."""
    marks = edition.head
    rows = list(_rows(part.nodes))
    where = f"head.{part.statement.id}" if part.statement is not None else "head"
    dates = list(_marked(rows, marks.date, where))
    submitted = list(_marked(rows, marks.submitted, where))
    names = list(_names(rows, edition, lexicon, where))
    return Head(
        as_of=vote(str(one.value) for one in dates),
        submitted=vote(str(one.value) for one in submitted),
        names=tuple(str(one.value) for one in names),
        type=_type(part.nodes, marks),
        prints=(
            *(("name", one) for one in names),
            *(("end", one) for one in dates),
            *(("submitted", one) for one in submitted),
        ),
    )


def vote(values: Iterable[str]) -> str | None:
    """The value given most often, the first of those that tie; None without values."""
    counted = Counter(values)
    return max(counted, key=counted.__getitem__) if counted else None


def _rows(nodes: list[Node]) -> Iterator[_Row]:
    """The rows of a part: its share of each cell, from its first word there to its last."""
    ends: dict[tuple[int, int], dict[int, tuple[Cell, int, int]]] = {}
    for node in nodes:
        for token in node.tokens:
            row = ends.setdefault((token.page, token.row), {})
            start, end = token.start, token.start + len(token.text)
            _, first, last = row.get(token.cell.id, (token.cell, start, end))
            row[token.cell.id] = (token.cell, min(first, start), max(last, end))
    for (page, number), row in sorted(ends.items()):
        text = ""
        cells: list[tuple[int, Cell]] = []
        for cell, start, end in (row[cell_id] for cell_id in sorted(row)):
            text += "\t" if cells else ""
            cells.append((len(text), cell))
            text += fold(cell.text[_to_word(cell.text, start) : end])
        yield _Row(text, page, number, cells)


def _to_word(text: str, start: int) -> int:
    """Where the word begins in whose midst a part begins; a number may begin it."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    return 0 if start <= 3 else start


@functools.cache
def _mark(marks: tuple[str, ...]) -> re.Pattern[str]:
    """One of the marks, its words however spaced, with what parts it from what it stands for."""
    one = "|".join(
        r"\s*".join(re.escape(word) for word in re.findall(r"\w+", mark))
        for mark in sorted(marks, key=len, reverse=True)
    )
    return re.compile(rf"(?:{one}){_MARK_ENDS}" if one else r"(?!)", re.IGNORECASE)


def _marked(rows: list[_Row], marks: tuple[str, ...], where: str) -> Iterator[FieldPrint]:
    """The dates right behind a mark, on its row or at the begin of the next."""
    pattern = _mark(marks)
    for i, row in enumerate(rows):
        for match in pattern.finditer(row.text):
            for near in (row, *rows[i + 1 : i + 2]):
                at = match.end() if near is row else 0
                date = _date_at(near.text, at)
                if date is not None:
                    raw = near.text[date.start : date.end]
                    region = near.region_at(date.start)
                    yield FieldPrint(
                        value=date.iso, raw=raw, where=where, page=near.page, region=region
                    )
                    break
                if near.text[at:].strip(_EDGES):
                    break


def _date_at(text: str, at: int) -> Printed | None:
    """The date that a text begins with from a place on."""
    for date in dates_in(text[at:]):
        if not text[at : at + date.start].strip(_EDGES + "."):
            return Printed(date.iso, at + date.start, at + date.end)
        break
    return None


def _type(nodes: list[Node], marks: Marks) -> str | None:
    """Initial or amended, a word by itself in the first rows of a page."""
    for node in nodes[:HEAD_ROWS]:
        for word in node.text.split():
            if word in marks.amended:
                return "amended"
            if word in marks.initial:
                return "initial"
    return None


def _names(
    rows: list[_Row], edition: Edition, lexicon: Lexicon, where: str
) -> Iterator[FieldPrint]:
    """The words behind each name mark: on its row, or on the rows below it."""
    pattern = _mark(edition.head.name)
    for i, row in enumerate(rows):
        for match in pattern.finditer(row.text):
            if row.text[: match.start()].strip() and not _begins_field(row.text, match, edition):
                continue
            own = _NEXT_FIELD.split(row.text[match.end() :].strip(), maxsplit=1)[0]
            found = _as_name(own, edition)
            if found is not None:
                yield _print(row, found, where)
            else:
                yield from _below(rows[i + 1 : i + 1 + _BELOW], row, edition, lexicon, where)


def _begins_field(text: str, match: re.Match[str], edition: Edition) -> bool:
    """Whether a mark amid a row begins a field: it has a colon, or stands behind form print."""
    behind = text[match.start() : match.end() + 1]
    return ":" in behind or _as_name(text[: match.start()], edition) is None


def _below(
    rows: list[_Row], mark: _Row, edition: Edition, lexicon: Lexicon, where: str
) -> Iterator[FieldPrint]:
    """The name on the rows below its mark: the first of words that are not the form's.

    A second one that is like it was printed over it; one that is not may be its other half.
    """
    from msgspec import structs
    from rapidfuzz import fuzz

    first: FieldPrint | None = None
    for row in rows:
        name = plain(row.text)
        ends = lexicon.titles(name) or any(hit.whole for hit in lexicon.labels(name))
        if row.page != mark.page or row.number - mark.number > _BELOW or ends:
            break
        found = _as_name(row.text, edition)
        if found is None:
            continue
        one = _print(row, found, where)
        if first is None:
            first = one
        elif fuzz.ratio(plain(str(first.value)), plain(found)) >= _ALIKE:
            yield one
        else:
            first = structs.replace(first, doubts=(f"'{found}' stands below it",))
            break
    if first is not None:
        yield first


def _print(row: _Row, name: str, where: str) -> FieldPrint:
    at = max(row.text.find(name[:8]), 0)
    return FieldPrint(value=name, raw=name, where=where, page=row.page, region=row.region_at(at))


@functools.cache
def _head_print(edition: Edition) -> FormPhrases:
    """What the form prints around the name at the head of a page."""
    titles = [t for statement in edition.statements for t in (statement.title, *statement.titles)]
    return FormPhrases([*edition.words, *titles, *edition.head.name])


def _as_name(text: str, edition: Edition) -> str | None:
    """The name in a part of a head: what is left without dates, their marks and titles."""
    for marks in (edition.head.date, edition.head.submitted):
        text = _without_dates(text, marks)
    printed = _head_print(edition)
    for span in reversed(printed.spans(text, misprinted=False)):
        text = text[: span.start] + "\n" + text[span.end :]
    parts = [part.strip(_EDGES) for part in text.split("\n")]
    name = " ".join(next((part for part in parts if _is_worded(part)), "").split())
    if not name or printed.is_print(name) or letters(name) in _mark_names(edition):
        return None
    return name


def _is_worded(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 3


@functools.cache
def _mark_names(edition: Edition) -> frozenset[str]:
    marks = edition.head
    return frozenset(map(letters, (*marks.name, *marks.date, *marks.submitted)))


def _without_dates(text: str, marks: tuple[str, ...]) -> str:
    """The text with a line feed in the place of a date mark and of a date behind it or by itself.

    A mark glued to a word is one where a date follows; else it has to stand apart.
    """
    pattern = _mark(marks)
    pieces, at = [], 0
    for match in pattern.finditer(text):
        date = _date_at(text, match.end())
        apart = match.start() == 0 or not text[match.start() - 1].isalnum()
        ends = not text[match.end() :].strip(_EDGES) or text[match.end() - 1] in "\t:_"
        if match.start() < at or (date is None and not (apart and ends)):
            continue
        pieces.append(text[at : match.start()])
        at = date.end if date is not None else match.end()
    text = "\n".join([*pieces, text[at:]])
    for date in reversed(list(dates_in(text))):
        text = text[: date.start] + "\n" + text[date.end :]
    return text


def print_of(tokens: list[Token]) -> str:
    """Tokens as printed, with the marks between them (parentheses, ampersands) kept."""
    if not tokens:
        return ""
    parts: list[str] = []
    start = 0
    for i, token in enumerate(tokens):
        last = i + 1 == len(tokens) or tokens[i + 1].cell is not token.cell
        if i == 0 or tokens[i - 1].cell is not token.cell:
            start = token.start
        if last:
            parts.append(token.cell.text[start : token.start + len(token.text)])
    return " ".join(parts)
