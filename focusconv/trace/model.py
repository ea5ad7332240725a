"""What a trace holds: a part a step, in the order of the steps; plain values, ready for JSON.

Items are named by their keys (STATEMENT/LINE/COLUMN), rows by page and number from 1.
"""

from __future__ import annotations

from msgspec import Struct

from focusconv.document import Region, Source
from focusconv.record.filing import Check, Value

Place = tuple[int, int]
"""A page and a row on it."""


class Token(Struct, frozen=True, kw_only=True):
    """One printed thing of a row: words, a number, a box, a date."""

    kind: str
    text: str
    region: Region
    reader: str
    confidence: float | None


class Row(Struct, frozen=True):
    """A row of a page, from left to right."""

    number: int
    tokens: tuple[Token, ...]


class Page(Struct, frozen=True, kw_only=True):
    """What a reader gave of a page; `marks` are what stands there that is no text of a row."""

    number: int
    unit: str
    rows: tuple[Row, ...]
    marks: tuple[str, ...]


class Part(Struct, frozen=True, kw_only=True):
    """Rows that were taken for a statement, None for none; `support` is what speaks for it, `like`
    the form not read here that they seem to be of, `odd` why they may be of another filing."""

    first: Place
    last: Place
    edition: str
    statement: str | None
    support: float
    like: str
    odd: str | None


class Slot(Struct, frozen=True, kw_only=True):
    """A place where an amount may stand: its print, the boxes it may belong to with their costs,
    the lines its words may be, and the item that it was given to, at what cost and trust."""

    row: Place
    print: str | None
    boxes: dict[str, int]
    lines: tuple[str, ...]
    item: str | None = None
    cost: int | None = None
    trust: str | None = None
    rivals: tuple[str, ...] = ()


class Copy(Struct, frozen=True, kw_only=True):
    """One copy of a statement, laid over its lines; `strays` are numbers of no line."""

    statement: str
    boxes_come_first: bool
    slots: tuple[Slot, ...]
    strays: tuple[str, ...]


class Option(Struct, frozen=True, kw_only=True):
    """A value that a print could stand for, and how far-fetched it is (10: one misread digit)."""

    value: Value
    raw: str
    cost: int | None = None
    reader: str | None = None
    note: str | None = None
    doubts: tuple[str, ...] = ()


class Item(Struct, frozen=True, kw_only=True):
    """One item from its reading to its state.

    `seen` and `trust` are of the reading, `doubts` what spoke against it before any rule was
    asked; `start` is the value the rules were first tried with.
    """

    key: str
    box: str | None
    label: str
    seen: str
    trust: str | None
    page: int | None
    options: tuple[Option, ...]
    doubts: tuple[str, ...]
    start: Value
    value: Value
    status: str
    verified_by: tuple[str, ...]
    reason: str | None


class Explanation(Struct, frozen=True, kw_only=True):
    """Values that would make the rules of a search hold, what they cost, and the rules that stay
    broken with them."""

    changes: dict[str, int]
    cost: int
    still_broken: tuple[str, ...]


class Search(Struct, frozen=True, kw_only=True):
    """What was looked for to mend a group of broken rules, cheapest first; not `complete` where the
    budget was spent first, and nothing may be concluded."""

    rules: tuple[str, ...]
    complete: bool
    explanations: tuple[Explanation, ...]


class Made(Struct, frozen=True, kw_only=True):
    """A value put in the place of a reading, by which rule; not `kept` where it was taken back."""

    key: str
    value: int
    status: str
    rule: str | None
    reason: str
    kept: bool


class Filing(Struct, frozen=True, kw_only=True):
    """One filing: what was identified, placed, searched and decided, and what was asked for again.

    `blamed` are items that a search would change though it changed nothing, and why.
    """

    edition: str
    status: str
    parts: tuple[Part, ...]
    asides: tuple[str, ...]
    copies: tuple[Copy, ...]
    searches: tuple[Search, ...]
    made: tuple[Made, ...]
    blamed: dict[str, str]
    requests: tuple[str, ...]
    checks: tuple[Check, ...]
    items: tuple[Item, ...]


class Trace(Struct, frozen=True, kw_only=True):
    """All steps of a document. `refused` says why it went no further than reading."""

    source: Source
    pages: tuple[Page, ...]
    filings: tuple[Filing, ...]
    refused: str | None = None
