"""What the amounts of each statement are counted in: the cues of a document, and whose they are.

A cue at the head of a page speaks for its statement, one on the cover for the whole filing. Among
the lines of a statement or at its foot it only speaks against what the head says, and beside a
number against the amounts of that row.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from focusconv.document import Document, Row
from focusconv.forms.catalog import Edition, StatementSpec
from focusconv.forms.units import unit_words
from focusconv.identify.lexicon import Lexicon
from focusconv.identify.nodes import Node
from focusconv.identify.statements import Part
from focusconv.identify.unit_cues import cues_of, may_have_cue, unit_behind
from focusconv.record.filing import Decimals

At = tuple[int, int]
"""A row of the document: its page, and its place among the page's rows."""

SURE_LABEL = 85
"""How like a label the words of a line are, in percent, that ends the head of its page."""


class RowCue(Struct, frozen=True):
    """A row of amounts with a cue of its own: its page, its upper and lower edge, its print."""

    page: int
    top: float
    bottom: float
    text: str


class Cues(Struct):
    """The cues around one part of a document, as `decimals`: at its head, among its lines or at
    its foot, and beside its numbers."""

    head: set[int] = field(default_factory=set)
    inside: set[int] = field(default_factory=set)
    rows: list[RowCue] = field(default_factory=list)


class StatementUnit(Struct, frozen=True):
    """What a statement's amounts are counted in; `doubt` says why that is not sure.

    `stated` tells that its pages or the cover say anything.
    """

    decimals: Decimals = 0
    stated: bool = False
    doubt: str | None = None


class FilingUnits(Struct, frozen=True):
    """The units of a filing's statements, of its cover as well, and the rows with cues of their
    own."""

    statements: Mapping[str, StatementUnit]
    rows: tuple[RowCue, ...] = ()

    def decimals(self, statement: str) -> Decimals:
        """How exact the amounts of a statement are."""
        unit = self.statements.get(statement)
        return unit.decimals if unit is not None else 0


class _Extent(Struct):
    """A part with the first and the last row that is surely of its lines."""

    part: Part
    cues: Cues
    first: At
    last: At


def find_cues(document: Document, parts: Sequence[Part]) -> list[Cues]:
    """The cues of the document, for each of its parts. Pages of none of them say nothing."""
    extents = [_extent(part) for part in parts]
    numbers = {_at(node) for part in parts for node in part.nodes if _is_number(node)}
    heads = _head_rows(parts)
    around = _Around([extent for extent in extents if extent.first <= extent.last])
    for at, row in _rows(document):
        inside, before, after = around.of(at)
        if inside is not None:
            _take_inside(inside, at, row, at in numbers)
            continue
        cues = cues_of("\t".join(cell.text for cell in row.cells), at_edges=True)
        if not cues:
            continue
        to_head, to_foot = _whose(document, at, before, after, heads)
        if to_head and after is not None:
            after.cues.head |= cues
        if to_foot and before is not None:
            before.cues.inside |= cues
    _share_heads(extents, parts)
    return [extent.cues for extent in extents]


def _is_number(node: Node) -> bool:
    """Whether a node is a number, and not the zeros of a cue."""
    return node.kind != "run" and any(char in "123456789" for char in node.text)


def _share_heads(extents: Sequence[_Extent], parts: Sequence[Part]) -> None:
    """A statement without a head of its own goes on the page of the one before, and under its
    head; where no page has a head nothing tells."""
    heads = {
        _at(node)
        for part in parts
        for node in part.nodes
        if node.kind == "run" and part.lexicon.is_head(node.name)
    }
    own = [one for one in extents if one.first <= one.last and _has_amounts(one.part)]
    for one, other in itertools.pairwise(sorted(own, key=lambda extent: extent.first)):
        apart = one.last[0] != other.first[0]
        if apart or not heads or any(one.last < head < other.first for head in heads):
            continue
        if not other.cues.head and min(heads) < one.first:
            other.cues.head |= one.cues.head


def _has_amounts(part: Part) -> bool:
    return part.statement is not None and bool(part.statement.rules)


def _take_inside(extent: _Extent, at: At, row: Row, numbered: bool) -> None:
    """A cue among the lines of a part."""
    text = "\t".join(cell.text for cell in row.cells)
    if not _has_amounts(extent.part):
        extent.cues.inside |= cues_of(text, at_edges=False)
        return
    if numbered and (behind := unit_behind(text)) is not None:
        extent.cues.rows.append(_row_cue(at, row, behind))
        return
    cues = cues_of(text, at_edges=False) if may_have_cue(text) else frozenset()
    extent.cues.inside |= cues


def _row_cue(at: At, row: Row, text: str) -> RowCue:
    tops, bottoms = zip(*((cell.region[1], cell.region[3]) for cell in row.cells), strict=True)
    return RowCue(at[0], min(tops), max(bottoms), text)


def _rows(document: Document) -> Iterator[tuple[At, Row]]:
    for page in document.pages:
        for number, row in enumerate(page.rows):
            yield (page.number, number), row


def _at(node: Node) -> At:
    return node.page, node.row


def _extent(part: Part) -> _Extent:
    """A statement of amounts begins with its first line or box, all else with its first row. A
    part without any line has no extent: it is the head of a page."""
    rows = [_at(node) for node in part.nodes if _is_of_lines(node, part.statement, part.lexicon)]
    return _Extent(part, Cues(), min(rows, default=(1, 0)), max(rows, default=(0, 0)))


def _is_of_lines(node: Node, statement: StatementSpec | None, lex: Lexicon) -> bool:
    if statement is None or not statement.rules:
        return True
    number = lex.edition.statements.index(statement)
    if node.kind == "box":
        place = lex.boxes.get(node.name)
        return place is not None and place.statement == number
    if node.kind != "run" or lex.begins_page(node.name):
        return False
    hits = lex.labels_of(node.name, number)
    return any(
        hit.whole and hit.likeness >= SURE_LABEL and statement.lines[hit.line].cells for hit in hits
    )


def _head_rows(parts: Sequence[Part]) -> list[At]:
    """The rows with words that stand at the head of a page."""
    return sorted(
        {
            _at(node)
            for part in parts
            for node in part.nodes
            if node.kind == "run" and part.lexicon.begins_page(node.name)
        }
    )


class _Around:
    """The part that a row stands in, or the parts it stands between; rows come in order."""

    def __init__(self, extents: Sequence[_Extent]) -> None:
        self._ordered = sorted(extents, key=lambda extent: extent.first)
        self._next = 0

    def of(self, at: At) -> tuple[_Extent | None, _Extent | None, _Extent | None]:
        """The part around a row, the one before and the one behind it."""
        while self._next < len(self._ordered) and self._ordered[self._next].last < at:
            self._next += 1
        behind = self._ordered[self._next] if self._next < len(self._ordered) else None
        before = self._ordered[self._next - 1] if self._next else None
        if behind is not None and behind.first <= at:
            return behind, before, None
        return None, before, behind


def _whose(
    document: Document,
    at: At,
    before: _Extent | None,
    after: _Extent | None,
    heads: Sequence[At],
) -> tuple[bool, bool]:
    """Whether a row between two parts is of the head of the next, and of the foot of the last.

    Before the head of the next it belongs to what is nearer; where both are as near, to both.
    """
    here_ends = before is not None and at[0] == before.last[0]
    here_begins = after is not None and at[0] == after.first[0]
    if before is None or after is None or not (here_ends and here_begins):
        return here_begins, here_ends
    head = next((one for one in heads if before.last < one <= after.first), after.first)
    if at >= head:
        return True, False
    top, here, bottom = (_height(document, one) for one in (before.last, at, head))
    return bottom - here <= here - top, here - top <= bottom - here


def _height(document: Document, at: At) -> float:
    return document.pages[at[0] - 1].rows[at[1]].cells[0].region[1]


def units_of(edition: Edition, parts: Sequence[tuple[Part, Cues]]) -> FilingUnits:
    """What each statement of a filing is counted in, from the cues of its parts."""
    spoken = _spoken(parts)
    found = {
        statement.id: _unit(statement.id, spoken)
        for statement in edition.statements
        if statement.id in spoken.heads
    }
    if any(spoken.said(name) - {0} for name in found):
        found = {name: _beside(unit) for name, unit in found.items()}
    rows = (row for part, cues in parts if part.statement is not None for row in cues.rows)
    return FilingUnits(found, tuple(rows))


class _Spoken(Struct):
    """What is said of units: by each statement's heads, among its lines, by the cover, and by
    pages before the first statement that are of no form."""

    heads: dict[str, set[int]]
    inside: dict[str, set[int]]
    cover: set[int]
    unknown: set[int]

    def said(self, name: str) -> set[int]:
        """All that is said on the pages of a statement, and on the cover."""
        return self.heads[name] | self.inside.get(name, set()) | self.cover


def _spoken(parts: Sequence[tuple[Part, Cues]]) -> _Spoken:
    spoken = _Spoken({}, {}, set(), set())
    for part, cues in parts:
        if part.statement is None:
            if not any(spoken.heads):
                spoken.unknown |= cues.head | cues.inside
            continue
        name = part.statement.id
        if part.statement.rules:
            spoken.heads.setdefault(name, set()).update(cues.head)
            spoken.inside.setdefault(name, set()).update(cues.inside)
        else:
            spoken.heads.setdefault(name, set())
            spoken.cover |= cues.head | cues.inside
    return spoken


def _unit(name: str, spoken: _Spoken) -> StatementUnit:
    """The unit that heads or the cover say; in doubt where anything else says another one."""
    own = spoken.heads[name] or spoken.cover
    said = spoken.said(name)
    if not said:
        doubt = None
        if spoken.unknown - {0}:
            doubt = f"a page before says {_names(spoken.unknown)}, and not of what"
        return StatementUnit(doubt=doubt)
    sole = next((one for one in (own, said) if len(one) == 1), {0})
    agreed = said == own if said != {0} else True
    doubt = None if agreed and len(said) == 1 else _differ(said)
    return StatementUnit(_decimals(sole), stated=True, doubt=doubt)


def _decimals(said: set[int]) -> Decimals:
    [found] = said
    return next(scale.decimals for scale in unit_words().scales if scale.decimals == found)


def _differ(said: set[int]) -> str:
    if len(said) == 1:
        return f"a note among its lines or at its foot says {_names(said)}, and its head does not"
    return f"the pages say {_names(said)}"


def _names(said: set[int]) -> str:
    return " and ".join(f"'{unit_words().names[one]}'" for one in sorted(said))


def _beside(unit: StatementUnit) -> StatementUnit:
    """A statement that says nothing, in a filing of which another says thousands, say."""
    if unit.stated or unit.doubt is not None:
        return unit
    return StatementUnit(doubt="other statements say that they are not in whole dollars")
