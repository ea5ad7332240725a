"""All parts of one filing placed: readings per item, copies of a page compared, facts voted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec import Struct

from focusconv.document import Document
from focusconv.forms.catalog import Edition, Key, StatementSpec
from focusconv.identify.filings import Aside, Group
from focusconv.identify.furniture import furniture
from focusconv.identify.lexicon import lexicon
from focusconv.identify.statements import Part
from focusconv.identify.units import FilingUnits
from focusconv.notation.tokens import tokenize
from focusconv.place.account import PagePrint, StatementAccount
from focusconv.place.copies import compare, opposed, parted
from focusconv.place.cover.cover import read_cover
from focusconv.place.cover.facts import Fact, disputed
from focusconv.place.form_print import form_print
from focusconv.place.page_heads import Head, vote
from focusconv.place.print_account import filing_account
from focusconv.place.statement import Placed, Words, place_statement
from focusconv.place.whose_page import sheets
from focusconv.readings import Reading, Stray
from focusconv.record.account import Account


class PlacedFiling(Struct):
    """Everything that was seen of one filing; `present` are its statements in printed order.

    `heads` are by part, `as_of` by statement; `copies` names statements that are there twice,
    `cut` those with more print than they can hold, and how many nodes that is too many;
    `differing` the items in which their copies differ, `amended` those of which one copy amends
    another; `unknown_pages` are of no statement, with what they seem to be; `odd_pages` may be
    of another filing, with the reason; `asides` are pages of no filing; `other_editions` are
    those that the pages may be of as well. `units` says what amounts are counted in; readings
    and facts are in whole dollars once it is known.
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
    differing: dict[str, list[Key]]
    amended: list[str]
    unknown_pages: dict[int, str]
    odd_pages: dict[int, str]
    asides: list[Aside]
    other_editions: list[Edition]
    account: Account
    units: FilingUnits = FilingUnits({})


def place_filing(
    document: Document, group: Group[Head], edition: Edition, others: Sequence[Edition] = ()
) -> PlacedFiling:
    """Place the parts of one filing over its edition; `others` it may be of as well."""
    lex = lexicon(edition)
    heads = group.heads
    tokens = itertools.count()
    printed = {(row[0].page, row[0].row): row for page in document.pages for row in tokenize(page)}
    said = (*edition.head.initial, *edition.head.amended, *(n for h in heads for n in h.names))
    names = (word for text in said for word in text.upper().split())
    page_print = PagePrint(furniture(printed), frozenset(names), lex.boxes)
    accounts: list[StatementAccount] = []
    rows = [page.rows for page in document.pages if page.rows]
    edges = (rows[0][0].cells[0].id, rows[-1][-1].cells[-1].id)
    placed = PlacedFiling(
        edition=edition,
        present=[],
        readings={},
        words={},
        cover={},
        strays=[],
        heads=heads,
        as_of={},
        copies=[],
        cut=[],
        differing={},
        amended=[],
        unknown_pages=_unknown(group.parts),
        odd_pages={},
        asides=group.asides,
        other_editions=list(others),
        account=Account(),
    )
    for number, statement in enumerate(edition.statements):
        own = [i for i, part in enumerate(group.parts) if part.statement is statement]
        if not own:
            continue
        placed.present.append(statement)
        placed.as_of[statement.id] = vote(day for i in own if (day := heads[i].as_of))
        if not statement.rules:
            continue
        copies = []
        amended = []
        for pages in parted([group.lines[i] for i in own]):
            places = [own[page] for page in pages]
            nodes = [node for i in places for node in group.parts[i].nodes]
            copy = place_statement(
                nodes, statement, number, lex, tokens, edges, printed, page_print
            )
            odd = next((group.odd[i] for i in places if i in group.odd), None)
            if odd is not None:
                copy = opposed(copy, odd)
                placed.odd_pages[nodes[0].page] = odd
            copies.append(copy)
            amends = any(heads[i].type == "amended" for i in places)
            amended.append(amends and not edition.head.initial)
        accounts += [copy.account for copy in copies]
        _merge(placed, copies, amended, statement)
    firm = vote(name for head in heads for name in head.names)
    for statement in placed.present:
        if not statement.rules:
            own = [i for i, part in enumerate(group.parts) if part.statement is statement]
            placed.cover |= _cover(document, group, statement, own, firm, placed.odd_pages)
    placed.account = filing_account(
        group.parts, accounts, printed, placed.cover.values(), form_print(edition), page_print
    )
    return placed


def _unknown(parts: Sequence[Part]) -> dict[int, str]:
    """The pages with a part of no statement, and what it seems to be."""
    found: dict[int, str] = {}
    for part in parts:
        if part.statement is None:
            page = part.nodes[0].page
            found[page] = found.get(page) or part.like
    return found


def _cover(
    document: Document,
    group: Group[Head],
    statement: StatementSpec,
    own: Sequence[int],
    firm: str | None,
    odd_pages: dict[int, str],
) -> dict[Key, Fact]:
    """What a cover says: all its pages together, but for those that print the same again.

    Where these differ, and on a page that may be of another filing, it is in doubt.
    """
    found: dict[Key, Fact] = {}
    for pages in parted([group.lines[i] for i in own]):
        places = [own[page] for page in pages]
        rows = list(sheets(document, [group.parts[i] for i in places]))
        odd = next((group.odd[i] for i in places if i in group.odd), None)
        facts = read_cover(statement, rows, None if odd else firm)
        if odd is not None and any(fact.value is not None for fact in facts.values()):
            odd_pages[rows[0].page] = odd
            facts = {key: _doubted(fact, odd) for key, fact in facts.items()}
        found = {key: _agreed(found.get(key), fact) for key, fact in facts.items()}
    return found


def _doubted(fact: Fact, reason: str) -> Fact:
    return fact if fact.value is None else disputed(fact, reason)


def _agreed(first: Fact | None, second: Fact) -> Fact:
    """A fact as two covers have it."""
    if first is None or first.value is None:
        return second
    if second.value is None or first.value == second.value:
        return first
    return disputed(first, f"another copy of the cover says '{second.value}'")


def _merge(
    placed: PlacedFiling, copies: list[Placed], amended: list[bool], statement: StatementSpec
) -> None:
    """Put the copies of a statement together, and tell of them."""
    found = compare(copies, amended)
    placed.cut += [(statement.id, copy.cut) for copy in copies if copy.cut]
    placed.readings |= found.readings
    placed.words |= found.words
    placed.strays += [stray for copy in copies for stray in copy.strays]
    if len(copies) > 1:
        placed.copies.append((statement.id, len(copies)))
    if found.differing:
        placed.differing[statement.id] = found.differing
    if any(amended) and not all(amended):
        placed.amended.append(statement.id)
