"""What stands at the head of every page: the firm's name, the as-of date, the filing's type.

The same facts are printed on each statement, so they are put to a vote: the name that most
heads print is the firm's, and a head that prints another date is a finding.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from focusconv.forms.catalog import Edition, Marks
from focusconv.identify.lexicon import Lexicon, plain
from focusconv.identify.nodes import Node
from focusconv.identify.statements import Part
from focusconv.notation.tokens import Token, fold
from focusconv.place.cover.facts import plain_places

HEAD_ROWS = 8
_NEXT_FIELD = re.compile(r"\s+\S*:")
_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")


class Head(Struct):
    """The facts one part's head prints; dates are ISO 8601, names in order as printed."""

    as_of: str | None
    submitted: str | None
    names: tuple[str, ...]
    type: str | None


def read_head(part: Part, edition: Edition, lexicon: Lexicon) -> Head:
    """Read the head of one part of a document."""
    marks = edition.head
    dates = list(_dates(part.nodes))
    date_marks, submitted_marks = _plain(marks.date), _plain(marks.submitted)
    return Head(
        as_of=vote(date for before, date in dates if before.endswith(date_marks)),
        submitted=vote(date for before, date in dates if before.endswith(submitted_marks)),
        names=tuple(_names(part.nodes, marks, lexicon)),
        type=_type(part.nodes, marks),
    )


def iso_date(text: str) -> str | None:
    """MM/DD/YY or MM/DD/YYYY as an ISO date; None where it is no date.

    Two-digit years are of this century: the forms are younger.
    """
    match = _DATE.fullmatch(text.strip(".,; "))
    if match is None:
        return None
    month, day, year = (int(group) for group in match.groups())
    try:
        return datetime.date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None


def vote(values: Iterable[str]) -> str | None:
    """The value given most often, the first of those that tie; None without values."""
    counted = Counter(values)
    return max(counted, key=counted.__getitem__) if counted else None


@functools.cache
def _plain(marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(mark) for mark in marks)


def _dates(nodes: list[Node]) -> Iterator[tuple[str, str]]:
    """The dates among the nodes, each with the plain words before it."""
    before = ""
    for node in nodes:
        if node.kind == "run":
            before = node.name
        elif node.kind == "date":
            date = iso_date(node.name)
            if date is not None:
                yield before, date


def _type(nodes: list[Node], marks: Marks) -> str | None:
    """Initial or amended, a word by itself in the first rows of a page."""
    for node in nodes[:HEAD_ROWS]:
        for word in node.text.split():
            if word in marks.amended:
                return "amended"
            if word in marks.initial:
                return "initial"
    return None


def _names(nodes: list[Node], marks: Marks, lexicon: Lexicon) -> list[str]:
    """The words behind each name mark: on its row, or cell by cell on the rows below it."""
    starts = _plain(marks.name)
    found: list[str] = []
    for i, node in enumerate(nodes):
        if node.kind != "run" or not node.name.startswith(starts):
            continue
        mark = next(m for m in starts if node.name.startswith(m))
        own = _after_mark(node, mark)
        if own:
            found.append(_without_dates(own, marks))
            continue
        found.extend(_below(nodes[i + 1 : i + 1 + HEAD_ROWS], node, marks, lexicon))
    return [name for name in found if sum(c.isalpha() for c in name) >= 3]


def _after_mark(node: Node, mark: str) -> str:
    """The print of a run behind the mark it begins with, up to the next field (`Form:`)."""
    text = print_of(node.tokens)
    name, places = plain_places(fold(text))
    at = name.find(mark)
    if at < 0:
        return ""
    rest = text[places[at + len(mark) - 1] + 1 :]
    return _NEXT_FIELD.split(rest.lstrip(" :."), maxsplit=1)[0]


def _below(nodes: list[Node], head: Node, marks: Marks, lexicon: Lexicon) -> list[str]:
    found = []
    stops = {plain(mark) for mark in (*marks.date, *marks.submitted)}
    for node in nodes:
        if node.page != head.page or node.row - head.row > 3:
            break
        if node.kind != "run":
            continue
        if lexicon.titles(node.name) or any(hit.whole for hit in lexicon.labels(node.name)):
            break
        if node.name in stops:
            continue
        found.append(_without_dates(_glued(node.tokens[0]) + print_of(node.tokens), marks))
    return found


def _glued(token: Token) -> str:
    """A number that stands before a token without a space: that of `3Rivers Trading`."""
    digits = re.search(r"\d{1,2}$", token.cell.text[: token.start])
    return digits[0] if digits else ""


def _without_dates(text: str, marks: Marks) -> str:
    """The text up to a date mark at its end (`as of`), for a name may share its row."""
    for mark in (*marks.date, *marks.submitted):
        text = _at_end(mark).sub("", text)
    return text.strip(" _:|")


@functools.cache
def _at_end(mark: str) -> re.Pattern[str]:
    return re.compile(rf"\s+{re.escape(mark)}[\s_.:]*$", re.IGNORECASE)


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
