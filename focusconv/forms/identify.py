"""Telling which form edition a document is, and which statement each part of it belongs to.

Every node votes: titles, boxes and labels for the statements that print them. The statement
of each node is the likeliest whole sequence (Viterbi): changing statement costs little at a
title or the head of a page and much elsewhere, so a garbled title, a missing page break or
two statements on one page do no harm, and no order of pages is assumed.
"""

from __future__ import annotations

import functools

from msgspec import Struct

from focusconv.document import Document
from focusconv.errors import UnknownForm
from focusconv.forms.catalog import Catalog, Edition, StatementSpec
from focusconv.forms.lexicon import Lexicon, letters, lexicon, plain
from focusconv.forms.runs import Node, nodes
from focusconv.tokens import tokenize


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
    """Consecutive nodes of one statement; `statement` is None where no form was recognised.

    `worded` tells that a title or label of the statement was among them, not boxes alone.
    """

    statement: StatementSpec | None
    nodes: list[Node]
    support: float
    worded: bool = False


class Identified(Struct):
    """A document laid out in parts of one edition; `others` are editions it may be as well."""

    edition: Edition
    parts: list[Part]
    others: list[Edition]


def identify(document: Document, catalog: Catalog) -> Identified:
    """The one edition a document is, and the statement of each of its parts.

    Raises UnknownForm, naming what was looked for and the nearest match, where no statement
    of any edition has enough support.
    """
    rows = [row for page in document.pages for row in tokenize(page)]
    text = letters("".join(row.text for page in document.pages for row in page.rows))
    wording = {edition.name: _wording(edition, text) for edition in catalog.editions}
    ranked = sorted(catalog.editions, key=lambda edition: -wording[edition.name])
    laid_out: list[tuple[float, Identified]] = []
    for edition in ranked:
        if laid_out and wording[edition.name] < wording[ranked[0].name]:
            break
        parts = _parts(nodes(rows, lexicon(edition)), lexicon(edition))
        believed = sum(part.support for part in parts if _is_evidence(part))
        laid_out.append((believed, Identified(edition, parts, [])))
    believed, best = max(laid_out, key=lambda found: found[0])
    if believed <= 0:
        raise _unknown(document, catalog, wording)
    best.others = [
        other.edition
        for support, other in laid_out
        if other is not best and support > believed - WEIGHTS.enough
    ]
    return best


def _wording(edition: Edition, text: str) -> int:
    """How many letters of the edition's recognition words stand in a plain text."""
    names = {plain(word) for word in edition.words}
    return sum(len(name) for name in names if name in text)


def _is_evidence(part: Part) -> bool:
    """A statement with amounts proves the form; a cover of words alone does not."""
    if part.statement is None or part.support < WEIGHTS.enough or not part.worded:
        return False
    return any(cell.kind == "amount" for _, _, cell in part.statement.cells())


def _unknown(document: Document, catalog: Catalog, wording: dict[str, int]) -> UnknownForm:
    forms = ", ".join(edition.title for edition in catalog.editions)
    nearest = max(catalog.editions, key=lambda edition: wording[edition.name])
    if wording[nearest.name]:
        said = f"nearest is {nearest.title}, of which only some words were found, no statement"
    else:
        said = "no words, titles, boxes or labels of theirs were found"
    return UnknownForm(
        f"none of the forms known here: looked for {forms}; {said}",
        place=document.source.name,
        remedy="`focusconv forms` lists what can be read",
    )


Votes = tuple[tuple[int, float], ...]


def _votes(node: Node, lex: Lexicon) -> tuple[Votes, float]:
    """The statements a node speaks for, and what a change of statement costs before it."""
    if node.kind == "run":
        return _run_votes(node.name, lex)
    if node.kind != "box":
        return (), WEIGHTS.change
    place = lex.boxes.get(node.name)
    if place is None:
        return ((len(lex.edition.statements), WEIGHTS.foreign_box),), WEIGHTS.change
    return ((place.statement, _box_weight(node)),), WEIGHTS.change


@functools.lru_cache(maxsize=1 << 14)
def _run_votes(name: str, lex: Lexicon) -> tuple[Votes, float]:
    titles = lex.titles(name)
    if titles:
        votes = tuple((hit.statement, WEIGHTS.title * hit.likeness / 100) for hit in titles)
        return votes, WEIGHTS.change_at_title
    change = WEIGHTS.change_at_head if lex.is_head(name) else WEIGHTS.change
    hits = [hit for hit in lex.labels(name) if hit.likeness >= 85 or hit.whole]
    statements = sorted({hit.statement for hit in hits})
    weight = WEIGHTS.own_label if len(statements) == 1 else WEIGHTS.shared_label
    return tuple((s, weight) for s in statements), change


def _box_weight(node: Node) -> float:
    if len(node.name) < 4:
        return WEIGHTS.short_box
    weight = WEIGHTS.bracket_box if node.tokens[0].bracket else WEIGHTS.bare_box
    return weight if node.cost == 0 else weight / 4


def _parts(found: list[Node], lex: Lexicon) -> list[Part]:
    """Cut the nodes into parts, each of the statement that explains it best."""
    states = _best_states(found, lex)
    parts: list[Part] = []
    statements = lex.edition.statements
    for node, (state, support) in zip(found, states, strict=True):
        statement = statements[state] if state < len(statements) else None
        if not parts or parts[-1].statement is not statement:
            amounts = _amounts_of(node, parts[-1].nodes) if parts else []
            parts.append(Part(statement, amounts, 0.0))
        parts[-1].nodes.append(node)
        parts[-1].support += support
        parts[-1].worded |= support > 0 and node.kind == "run"
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


def _best_states(found: list[Node], lex: Lexicon) -> list[tuple[int, float]]:
    """The likeliest state of each node with the node's vote for it.

    State k is the k-th statement of the edition, the one after the last is no statement.
    Nodes in a row that vote for one and the same state, or for none, are one step.
    """
    steps: list[_Step] = []
    page = 0
    for node in found:
        votes, change = _votes(node, lex)
        if node.page != page:
            page, change = node.page, min(change, WEIGHTS.change_at_head)
        only = votes[0][0] if len(votes) == 1 else None
        if steps and change == WEIGHTS.change and (not votes or only == steps[-1].only is not None):
            steps[-1].votes.append(votes)
        else:
            steps.append(_Step(change, only, [votes]))
    states = _viterbi(steps, len(lex.edition.statements) + 1)
    return [
        (state, next((weight for voted, weight in votes if voted == state), 0.0))
        for step, state in zip(steps, states, strict=True)
        for votes in step.votes
    ]


class _Step(Struct):
    """Nodes that must be of one state: the cost of a change before them, the one state they
    vote for (None where the first votes for several), and the votes of each."""

    change: float
    only: int | None
    votes: list[Votes]


def _viterbi(steps: list[_Step], count: int) -> list[int]:
    score = [0.0] * count
    came_from: list[list[int]] = []
    for step in steps:
        top = max(score)
        best, entry = score.index(top), top - step.change
        came_from.append([best if s < entry else state for state, s in enumerate(score)])
        score = [max(s, entry) for s in score]
        for votes in step.votes:
            for state, weight in votes:
                score[state] += weight
    state = score.index(max(score))
    path: list[int] = []
    for origin in reversed(came_from):
        path.append(state)
        state = origin[state]
    return path[::-1]
