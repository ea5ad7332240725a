"""Tokens in the light of an edition: runs of words, boxes, numbers, and numerals of labels.

A numeral that belongs to a label (`line 6`, `Regulation 30.7`, `8%`) or a sentence that
mentions an amount or a box is words, not a reading; only what remains can be an amount.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from focusconv.forms.lexicon import Lexicon, plain
from focusconv.tokens import Token

NodeKind = Literal["run", "box", "number", "date"]


class Node(Struct, gc=False):
    """One thing that placing looks at: a run of words, or a single box, number or date.

    `name` is the plain text of a run, the digits of a box. `lead` is a run's line number as
    printed (`A`, `12`). `cost` of a box: 0 as printed, more the more was undone to read it.
    `marked` tells that its row prints a mark that goes before an amount, or a rule.
    """

    kind: NodeKind
    name: str
    tokens: list[Token]
    row: int
    page: int
    lead: str = ""
    cost: int = 0
    marked: bool = False

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)


_ENUMERATOR = re.compile(r"[1-9]\d?\.[)]?")
_BULLET = re.compile(r"\(\d{1,2}\)|\d{1,2}\)")
_BARE_LEAD = re.compile(r"[1-9]|1\d")
_LETTER = re.compile(r"[A-Ea-e][.)]|[ivx]{1,4}[.)]")
_BOX = re.compile(r"[\[|({]?\s?(\d{4,5})\s?[\]|)}]?[.,]?")
_EMPTY_MARKS = frozenset({"$", "_", "()", "-", "$_", "-$"})
_DIGITS = str.maketrans("OoQDlIi|!SsBZzgqb", "00001111155822996")


def nodes(tokens: list[Token], lexicon: Lexicon) -> list[Node]:
    """The nodes of a page's tokens in reading order.

    A run ends at a number, a box, a date, a line number or the end of its row. A lone letter
    is dirt and makes no run.
    """
    found: list[Node] = []
    run: list[Token] = []
    marked: list[Token] = []
    lead = ""

    def close() -> None:
        nonlocal run, lead
        if run:
            name = plain(" ".join(token.text for token in run))
            if len(name) > 1:
                found.append(Node("run", name, run, run[0].row, run[0].page, lead))
        run, lead = [], ""

    for i, token in enumerate(tokens):
        if run and token.row != run[-1].row:
            close()
        if token.kind == "mark":
            marked.append(token)
            continue
        before = tokens[i - 1] if i and tokens[i - 1].row == token.row else None
        after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].row == token.row else None
        if _starts_line(token, before, after, lexicon):
            close()
            lead = token.text.strip("().").upper()
            continue
        if token.kind == "word" or _is_wording(token, before, after, lexicon):
            run.append(token)
            continue
        close()
        found.append(_single(token, lexicon))
    close()
    rows = {(token.page, token.row) for token in marked if token.text in _EMPTY_MARKS}
    for node in found:
        node.marked = (node.page, node.row) in rows
    return found


def _starts_line(token: Token, before: Token | None, after: Token | None, lexicon: Lexicon) -> bool:
    text = token.text
    if token.kind == "number" and _ENUMERATOR.fullmatch(text):
        return before is None or not lexicon.is_numeral(before.text, text)
    if after is None or after.kind != "word":
        return False
    if token.kind == "number" and _BULLET.fullmatch(text):
        return before is None or before.kind == "mark"
    if token.kind == "number" and _BARE_LEAD.fullmatch(text):
        return before is None and after.cell is token.cell
    return token.kind == "word" and _LETTER.fullmatch(text) is not None


def _is_wording(token: Token, before: Token | None, after: Token | None, lexicon: Lexicon) -> bool:
    """Whether a number or box is part of a printed label or of a sentence."""
    if token.kind == "date" or before is None:
        return False
    if token.kind == "box":
        return False
    if lexicon.is_numeral(before.text, token.text):
        return True
    if before.kind != "word" or before.cell is not token.cell:
        return False
    if token.text.startswith("(") and _BOX.fullmatch(token.text) and token.text[-1:] in ").,":
        return True
    return (
        after is not None
        and after.kind == "word"
        and after.cell is token.cell
        and len(after.text) > 1
        and after.text[0].islower()
        and len(before.text) > 1
    )


def _single(token: Token, lexicon: Lexicon) -> Node:
    if token.kind == "date":
        return Node("date", token.text, [token], token.row, token.page)
    if token.kind == "box":
        return _bracketed(token, lexicon)
    match = _BOX.fullmatch(token.text)
    if match and match[1] in lexicon.boxes:
        return Node("box", match[1], [token], token.row, token.page)
    lettered = token.text.strip("[]|").translate(_DIGITS)
    if lettered != token.text and len(lettered) == 4 and lettered in lexicon.boxes:
        return Node("box", lettered, [token], token.row, token.page, cost=2)
    return Node("number", token.text, [token], token.row, token.page)


def _bracketed(token: Token, lexicon: Lexicon) -> Node:
    name = token.text.strip("[] ")
    if name in lexicon.boxes:
        return Node("box", name, [token], token.row, token.page)
    lettered = name.translate(_DIGITS)
    cost = 2 if lettered in lexicon.boxes else 10
    return Node("box", lettered, [token], token.row, token.page, cost=cost)
