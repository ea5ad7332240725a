"""The first step in a trace: the pages as their reader gave them, row by row in tokens."""

from __future__ import annotations

from focusconv import document as read
from focusconv.notation.tokens import Token, tokenize
from focusconv.trace import model


def page_of(page: read.Page) -> model.Page:
    """A page with its rows cut into tokens, as every later step takes them."""
    rows = tuple(model.Row(row[0].row + 1, tuple(map(_token, row))) for row in tokenize(page))
    marks = tuple(f"{mark.kind} {mark.text}".strip() for mark in page.marks)
    return model.Page(number=page.number, unit=page.unit, rows=rows, marks=marks)


def _token(token: Token) -> model.Token:
    return model.Token(
        kind=token.kind,
        text=token.text,
        region=token.cell.region,
        reader=token.cell.reader,
        confidence=token.cell.confidence,
    )
