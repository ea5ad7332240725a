"""All parts of one filing placed: readings per item, copies of a page compared, facts voted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from focusconv.document import Document, Row
from focusconv.forms.catalog import Edition, Key, StatementSpec
from focusconv.identify.filings import Group
from focusconv.identify.furniture import furniture
from focusconv.identify.lexicon import Lexicon, lexicon
from focusconv.identify.nodes import Node
from focusconv.identify.statements import Part
from focusconv.notation.tokens import tokenize
from focusconv.place.account import PagePrint, StatementAccount
from focusconv.place.cover.cover import read_cover
from focusconv.place.cover.facts import Fact, Sheet
from focusconv.place.form_print import form_print
from focusconv.place.page_heads import Head, vote
from focusconv.place.print_account import filing_account
from focusconv.place.statement import Placed, Words, place_statement
from focusconv.readings import Reading, Stray
from focusconv.record.account import Account

_BETTER = {"amount": 0, "garbled": 1, "nothing": 2, "missing": 3, "absent": 4}


class PlacedFiling(Struct):
    """Everything that was seen of one filing; `present` are its statements in printed order.

    `heads` are by part, `as_of` by statement; `copies` names statements that are there twice,
    `cut` those with more print than they can hold, and how many nodes that is too many;
    `other_editions` are those that the pages may be of as well.
    """

    edition: Edition
    present: list[StatementSpec]
    readings: dict[Key, Reading]
    words: dict[Key, Words]
    cover: dict[Key, Fact]
    strays: list[Stray]
    heads: list[Head]
    as_of: dict[str, str | None]
    copies: list[tuple[str, int]]
    cut: list[tuple[str, int]]
    unknown_pages: list[int]
    other_editions: list[Edition]
    account: Account


def place_filing(
    document: Document, group: Group[Head], edition: Edition, others: Sequence[Edition] = ()
) -> PlacedFiling:
    """Place the parts of one filing over its edition; `others` it may be of as well."""
    lex = lexicon(edition)
    heads = group.heads
    tokens = itertools.count()
    printed = {(row[0].page, row[0].row): row for page in document.pages for row in tokenize(page)}
    names = (word for head in heads for name in head.names for word in name.upper().split())
    page_print = PagePrint(furniture(printed), frozenset(names), lex.boxes)
    accounts: list[StatementAccount] = []
    marks = {page.number: page.marks for page in document.pages if page.marks}
    rows = [page.rows for page in document.pages if page.rows]
    edges = (rows[0][0].cells[0].id, rows[-1][-1].cells[-1].id)
    placed = PlacedFiling(
        edition, [], {}, {}, {}, [], heads, {}, [], [], [], list(others), Account()
    )
    for number, statement in enumerate(edition.statements):
        own = [(p, h) for p, h in zip(group.parts, heads, strict=True) if p.statement is statement]
        if not own:
            continue
        placed.present.append(statement)
        placed.as_of[statement.id] = vote(head.as_of for _, head in own if head.as_of)
        if not statement.rules:
            continue
        copies = [
            place_statement(
                nodes, statement, number, lex, tokens, edges, printed, page_print, marks
            )
            for nodes in _copies([part for part, _ in own], lex)
        ]
        accounts += [copy.account for copy in copies]
        _merge(placed, copies, statement)
    firm = vote(name for head in heads for name in head.names)
    for statement in placed.present:
        if not statement.rules:
            parts = [part for part in group.parts if part.statement is statement]
            placed.cover |= read_cover(statement, list(_sheets(document, parts)), firm)
    placed.unknown_pages = sorted(
        {part.nodes[0].page for part in group.parts if not part.statement}
    )
    placed.account = filing_account(
        group.parts, accounts, printed, placed.cover.values(), form_print(edition), page_print
    )
    return placed


def _copies(parts: Sequence[Part], lex: Lexicon) -> Iterator[list[Node]]:
    """The nodes of a statement, put together unless a page prints the same boxes again."""
    current: list[Node] = []
    boxes: set[str] = set()
    for page in _pages([node for part in parts for node in part.nodes], lex):
        own = {node.name for node in page if node.kind == "box"}
        if current and own and len(own & boxes) * 2 > min(len(own), len(boxes)):
            yield current
            current, boxes = [], set()
        current.extend(page)
        boxes |= own
    yield current


def _pages(nodes: list[Node], lex: Lexicon) -> Iterator[list[Node]]:
    """Nodes cut where a page begins: at its number, or where the head of a page stands."""
    start = page = 0
    for i, node in enumerate(nodes):
        begins = node.page != page or (node.kind == "run" and lex.begins_page(node.name))
        if i > start and begins:
            yield nodes[start:i]
            start = i
        page = node.page
    yield nodes[start:]


def _merge(placed: PlacedFiling, copies: list[Placed], statement: StatementSpec) -> None:
    """Take the fullest copy; where another reads an amount otherwise, keep both in doubt."""
    if len(copies) > 1:
        copies.sort(key=lambda copy: -sum(r.seen == "amount" for r in copy.readings.values()))
    readings = copies[0].readings
    for copy in copies[1:]:
        for key, other in copy.readings.items():
            readings[key] = _reconciled(readings[key], other)
    placed.cut += [(statement.id, copy.cut) for copy in copies if copy.cut]
    placed.readings |= readings
    placed.words |= copies[0].words
    placed.strays += copies[0].strays
    if len(copies) > 1:
        placed.copies.append((statement.id, len(copies)))


def _reconciled(first: Reading, second: Reading) -> Reading:
    if _BETTER[second.seen] < _BETTER[first.seen]:
        return second
    if first.seen != "amount" or second.seen != "amount":
        return first
    if first.options[0].value == second.options[0].value:
        return first
    options = tuple(sorted((*first.options, *second.options), key=lambda option: option.cost))
    return structs.replace(first, options=options, trust="doubtful")


def _sheets(document: Document, parts: list[Part]) -> Iterator[Sheet]:
    """The rows of the document that the parts cover."""
    for part in parts:
        rows: dict[tuple[int, int], Row] = {}
        for node in part.nodes:
            rows[node.page, node.row] = document.pages[node.page - 1].rows[node.row]
        for (page, _), row in sorted(rows.items()):
            yield Sheet("\t".join(cell.text for cell in row.cells), page, row.cells)
