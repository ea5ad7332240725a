"""Furniture of pages: running titles, page numbers, fax lines, print dates, addresses of web pages.

A row is furniture where it stands at the edge of its page and says what furniture says, or says
the same at the edge of other pages, numbers aside. A row that may hold an amount never is.
"""

from __future__ import annotations

import re
from collections import Counter

from focusconv.notation.tokens import Token

_FEW = 8
"""No furniture that stands alone on its row has more tokens."""

EDGE = 3
"""So many rows at the head and at the foot of a page may be furniture."""

LONGEST = 120
"""No furniture has more characters; a row with more holds a page or a part of one."""

_SAYS = re.compile(
    r"\bpage\b[\s:]*\d+|\bp(?:g|\.)\s*\d+|\d+\s+of\s+\d+|https?:|www\.|\.(?:com|gov|org)\b|\bfax\b"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m)?|\bprinted\b|\bbates\b|^[A-Z]{2,8}[-_ ]?\d{4,}$"
    r"|\bconfidential\b|^-\s*\d+\s*-$|\bform\s+\S*\d|\bsec\s+\d{4}\b|\bomb\b",
    re.IGNORECASE,
)
_MAY_BE_AMOUNT = re.compile(r"\d[,.]\d{3}|\$\s*\d|\d{7}|\[\d{4}\]")
_NO_PART = re.compile(
    r"\bpage\b[\s:]*\d+|^-\s*\d+\s*-$|https?:|www\.|\bfax\b|\b\d{1,2}:\d{2}(?::\d{2})?\b"
    r"|\bbates\b|^[A-Z]{2,8}[-_ ]?\d{4,}$",
    re.IGNORECASE,
)
"""What no statement and no head of a page says."""

_WHOLE_ROW = re.compile(
    r"\W*page\s*\d+(?:\s*(?:of|/)\s*\d+)?\W*|-\s*\d{1,3}\s*-|\S*(?:https?:|www\.)\S*",
    re.IGNORECASE,
)
"""What is furniture wherever it stands alone: not every text tells where its pages end."""

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-z]{3,}")


def furniture(rows: dict[tuple[int, int], list[Token]]) -> set[tuple[int, int]]:
    """The rows of a document, by page and row, that are furniture of their pages."""
    edges = dict(_edges(rows))
    said = Counter(
        (text, page) for (page, _), text in edges.items() if _WORD.search(text) is not None
    )
    pages = Counter(text for text, _ in said)
    told = {at for at, text in edges.items() if _SAYS.search(text) or pages[text] > 1}
    return told | numbered_rows(rows)


def numbered_rows(rows: dict[tuple[int, int], list[Token]]) -> set[tuple[int, int]]:
    """The rows of a document whose numbers are those of pages, clocks and machines: nothing of
    them is placed."""
    alone = {
        at
        for at, row in rows.items()
        if len(row) <= _FEW and _WHOLE_ROW.fullmatch(" ".join(token.text for token in row))
    }
    return alone | {at for at, text in _edges(rows) if _NO_PART.search(text) is not None}


def _edges(rows: dict[tuple[int, int], list[Token]]) -> list[tuple[tuple[int, int], str]]:
    """The rows at the edges of pages, their numbers made alike where they have words."""
    of_page: dict[int, list[tuple[int, int]]] = {}
    for at in rows:
        of_page.setdefault(at[0], []).append(at)
    found = []
    for places in of_page.values():
        for at in dict.fromkeys([*places[:EDGE], *places[-EDGE:]]):
            text = " ".join(token.text for token in rows[at])
            if len(text) > LONGEST or _MAY_BE_AMOUNT.search(text):
                continue
            if _WORD.search(text):
                found.append((at, _DIGITS.sub("#", text) if not _SAYS.search(text) else text))
            elif _SAYS.search(text):
                found.append((at, text))
    return found
