"""Telling which form edition a document is, and which statement each part of it belongs to.

Every node votes: titles, boxes and labels for the statements that print them. The statement
of each node is the likeliest whole sequence (Viterbi): changing statement costs little at a
title or the head of a page and much elsewhere, so a garbled title, a missing page break or
two statements on one page do no harm, and no order of pages is assumed. What then shows too few
lines of its statement is a page of another kind.
"""

from __future__ import annotations

import functools
from collections import Counter

from msgspec import Struct

from focusconv.document import Document
from focusconv.forms.catalog import Catalog, Edition, StatementSpec
from focusconv.identify.evidence import evidence, is_enough, merged
from focusconv.identify.furniture import numbered_rows
from focusconv.identify.lexicon import Lexicon, letters, lexicon, plain
from focusconv.identify.nodes import Node, NodeKind, nodes
from focusconv.identify.seems import seems, unknown
from focusconv.identify.stretches import Stretch, stretches, text_of
from focusconv.notation.tokens import Token, tokenize


class Weights(Struct, frozen=True):
    """What evidence counts; a statement is believed from `enough` on."""

    title: float = 12.0
    bracket_box: float = 6.0
    bare_box: float = 4.0
    short_box: float = 0.5
    own_label: float = 3.0
    shared_label: float = 1.0
    foreign_box: float = 3.0
    change: float = 9.0
    change_at_head: float = 1.5
    change_at_title: float = 2.0
    enough: float = 9.0


WEIGHTS = Weights()


class Part(Struct):
    """Consecutive nodes of one statement; `statement` is None where no form was recognized.

    `worded` tells that a title or label of the statement was among them, not boxes alone;
    `lexicon` is that of the edition they were looked at with; `like` is the form, not read here,
    that they seem to be of.
    """

    statement: StatementSpec | None
    nodes: list[Node]
    support: float
    lexicon: Lexicon
    worded: bool = False
    like: str = ""

    @property
    def edition(self) -> Edition:
        return self.lexicon.edition


class Identified(Struct):
    """A document laid out in parts; `edition` is the one that most speaks for, `others` are
    editions that it may be as well."""

    edition: Edition
    parts: list[Part]
    others: list[Edition]


class _Laid(Struct):
    """Rows laid out in parts of one edition, and how much speaks for it."""

    edition: Edition
    parts: list[Part]
    support: float
    others: list[Edition]


def identify(document: Document, catalog: Catalog) -> Identified:
    """The edition and statement of each part of a document.

    Raises UnknownForm, naming what was looked for and what the document seems to be, where no
    statement of any edition shows enough of its lines.
    """
    printed = {(row[0].page, row[0].row): row for page in document.pages for row in tokenize(page)}
    aside = numbered_rows(printed)
    rows = [row for at, row in printed.items() if at not in aside]
    laid = [_laid_out(stretch, catalog) for stretch in stretches(rows, catalog)]
    best = max(laid, key=lambda one: one.support)
    parts = [part for one in laid for part in one.parts]
    if best.support <= 0:
        raise unknown(document, catalog, _like(parts), _nearest(rows, catalog))
    return Identified(best.edition, parts, best.others)


def _laid_out(stretch: Stretch, catalog: Catalog) -> _Laid:
    """A stretch as the edition reads it for which most speaks; its words come first."""
    editions = [form for form in stretch.forms if isinstance(form, Edition)]
    if stretch.forms and not editions:
        edition = catalog.editions[0]
        [like, *_] = stretch.forms
        found = nodes(stretch.rows, lexicon(edition))
        part = Part(None, found, 0.0, lexicon(edition), like=like.title)
        return _Laid(edition, [part] if found else [], 0.0, [])
    text = letters("".join(text_of(row) for row in stretch.rows))
    wording = {edition.name: _wording(edition, text) for edition in editions or catalog.editions}
    most = max(wording.values())
    laid = []
    for edition in editions or catalog.editions:
        if wording[edition.name] == most:
            parts = _shown(_parts(nodes(stretch.rows, lexicon(edition)), lexicon(edition)))
            support = sum(part.support for part in parts if _has_amounts(part))
            laid.append(_Laid(edition, parts, support, []))
    best = max(laid, key=lambda one: one.support)
    best.others = [
        one.edition
        for one in laid
        if one is not best and one.support > best.support - WEIGHTS.enough
    ]
    return best


def _wording(edition: Edition, text: str) -> int:
    """How many letters of the edition's recognition words stand in a plain text."""
    return sum(len(name) for name in _recognition_names(edition) if name in text)


@functools.cache
def _recognition_names(edition: Edition) -> frozenset[str]:
    return frozenset(plain(word) for word in edition.words)


def _like(parts: list[Part]) -> str:
    """What a document without a statement seems to be: what most of it does."""
    counts: Counter[str] = Counter()
    for part in parts:
        counts[part.like] += len(part.nodes)
    named = {like: count for like, count in counts.items() if like}
    return max(named, key=named.__getitem__) if named else ""


def _nearest(rows: list[list[Token]], catalog: Catalog) -> str:
    """The title of the edition whose words a document prints most, `""` where none."""
    text = letters("".join(text_of(row) for row in rows))
    nearest = max(catalog.editions, key=lambda edition: _wording(edition, text))
    return nearest.title if _wording(nearest, text) else ""


def _has_amounts(part: Part) -> bool:
    """A statement with amounts proves the form; a cover of words alone does not."""
    return part.statement is not None and any(
        cell.kind == "amount" for _, _, cell in part.statement.cells()
    )


def _shown(parts: list[Part]) -> list[Part]:
    """The parts, those of statements that show too few of their lines being of no statement."""
    for number, statement in enumerate(parts[0].edition.statements if parts else ()):
        own = [part for part in parts if part.statement is statement]
        if not own or not _has_amounts(own[0]) or not statement.rules:
            continue
        seen = [(part, evidence(part.nodes, number, part.lexicon)) for part in own]
        for part, one in seen:
            if one.of_another_kind:
                part.statement = None
        kept = [(part, one) for part, one in seen if part.statement is statement]
        together = merged(one for _, one in kept)
        worded = any(part.worded for part, _ in kept)
        if not worded or not is_enough(together, statement):
            for part, _ in kept:
                part.statement = None
    for part in parts:
        if part.statement is None:
            part.like = seems(part.nodes, part.lexicon)
    return parts


Votes = dict[int, float]
"""The weight of a node's vote by the state it speaks for; shared by nodes, never changed."""

_SILENT: tuple[Votes, float] = {}, WEIGHTS.change


def _votes(node: Node, lex: Lexicon) -> tuple[Votes, float]:
    """The statements a node speaks for, and what a change of statement costs before it."""
    if node.kind == "run":
        return _run_votes(node.name, lex)
    if node.kind != "box":
        return _SILENT
    return _box_votes(node.name, node.tokens[0].bracket, node.cost == 0, lex)


@functools.lru_cache(maxsize=1 << 14)
def _box_votes(name: str, bracket: bool, clean: bool, lex: Lexicon) -> tuple[Votes, float]:
    place = lex.boxes.get(name)
    if place is None:
        return {len(lex.edition.statements): WEIGHTS.foreign_box}, WEIGHTS.change
    return {place.statement: _box_weight(name, bracket, clean)}, WEIGHTS.change


@functools.lru_cache(maxsize=1 << 14)
def _run_votes(name: str, lex: Lexicon) -> tuple[Votes, float]:
    if (other := lex.other(name)) is not None:
        weight = WEIGHTS.title if other.is_title else WEIGHTS.own_label
        change = WEIGHTS.change_at_title if other.is_title else WEIGHTS.change
        return {len(lex.edition.statements): weight}, change
    titles = lex.titles(name)
    if titles:
        votes = {hit.statement: WEIGHTS.title * hit.likeness / 100 for hit in titles}
        return votes, WEIGHTS.change_at_title
    change = WEIGHTS.change_at_head if lex.is_head(name) else WEIGHTS.change
    hits = [hit for hit in lex.labels(name) if hit.likeness >= 85 or hit.whole]
    statements = sorted({hit.statement for hit in hits})
    weight = WEIGHTS.own_label if len(statements) == 1 else WEIGHTS.shared_label
    return dict.fromkeys(statements, weight), change


def _box_weight(name: str, bracket: bool, clean: bool) -> float:
    if len(name) < 4:
        return WEIGHTS.short_box
    weight = WEIGHTS.bracket_box if bracket else WEIGHTS.bare_box
    return weight if clean else weight / 4


def _parts(found: list[Node], lex: Lexicon) -> list[Part]:
    """Cut the nodes into parts, each of the statement that explains it best."""
    parts: list[Part] = []
    part = Part(None, [], 0.0, lex)
    statements = (*lex.edition.statements, None)
    steps = _steps(found, lex)
    for step, state in zip(steps, _viterbi(steps, len(statements)), strict=True):
        statement = statements[state]
        if not parts or part.statement is not statement:
            part = Part(statement, _amounts_of(step.nodes[0], part.nodes), 0.0, lex)
            parts.append(part)
        part.nodes += step.nodes
        for kind, votes in step.votes:
            support = votes.get(state, 0.0)
            part.support += support
            part.worded = part.worded or (support > 0 and kind == "run")
    return [part for part in parts if part.nodes]


def _amounts_of(box: Node, before: list[Node]) -> list[Node]:
    """The numbers that end a part and belong to the box that begins the next; taken off it.

    Where the box before them has its own number in front, boxes stand behind their amounts.
    """
    if box.kind != "box":
        return []
    cut = len(before)
    while cut and before[cut - 1].kind == "number":
        cut -= 1
    behind = cut >= 2 and before[cut - 1].kind == "box" and before[cut - 2].kind == "number"
    taken = before[cut:] if behind else [n for n in before[cut:] if n.row == box.row]
    del before[len(before) - len(taken) :]
    return taken


class _Step(Struct):
    """Nodes that must be of one state: the cost of a change before them, the one state they
    vote for (None where the first votes for several), and the votes of those that vote with
    what they are."""

    change: float
    only: int | None
    nodes: list[Node]
    votes: list[tuple[NodeKind, Votes]]


def _steps(found: list[Node], lex: Lexicon) -> list[_Step]:
    """The nodes in steps: those in a row that vote for one and the same state, or for none."""
    steps: list[_Step] = []
    step = _Step(0.0, None, [], [])
    page = 0
    usual = WEIGHTS.change
    for node in found:
        if node.kind == "number" and node.page == page:
            step.nodes.append(node)
            continue
        votes, change = _votes(node, lex)
        if node.page != page:
            page, change = node.page, min(change, WEIGHTS.change_at_head)
        only = next(iter(votes)) if len(votes) == 1 else None
        if not steps or change != usual or (votes and (only is None or only != step.only)):
            step = _Step(change, only, [], [])
            steps.append(step)
        step.nodes.append(node)
        if votes:
            step.votes.append((node.kind, votes))
    return steps


def _viterbi(steps: list[_Step], count: int) -> list[int]:
    """The state of each step in the likeliest sequence.

    State k is the k-th statement of the edition, the one after the last is no statement.
    `before` a step are the scores of the states, the state that a change comes from, and the
    score that it comes in with.
    """
    score = [0.0] * count
    before: list[tuple[list[float], int, float]] = []
    for step in steps:
        top = max(score)
        entry = top - step.change
        before.append((score, score.index(top), entry))
        score = [s if s > entry else entry for s in score]
        for _, votes in step.votes:
            for state, weight in votes.items():
                score[state] += weight
    state = score.index(max(score))
    path: list[int] = []
    for scores, best, entry in reversed(before):
        path.append(state)
        if scores[state] < entry:
            state = best
    return path[::-1]
