"""The account of a whole filing's print: its statements', its cover's, and that of other pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from focusconv.identify.statements import Part
from focusconv.notation.tokens import Token
from focusconv.place.account import PagePrint, RowId, StatementAccount, is_form_mark
from focusconv.place.form_print import FormPrint
from focusconv.readings import FieldReading
from focusconv.record.account import Account, Kind, Unexplained

MOST_PRINTS = 200
"""So many unexplained prints are named one by one; the counts take in all."""


def filing_account(
    parts: Sequence[Part],
    statements: Iterable[StatementAccount],
    rows: Mapping[RowId, list[Token]],
    fields: Iterable[FieldReading],
    form: FormPrint,
    page_print: PagePrint,
) -> Account:
    """The characters of the rows of a filing by what they are."""
    counts: Counter[Kind] = Counter()
    prints: list[Unexplained] = []
    for one in statements:
        counts += one.counts
        prints += one.unexplained
    said = " ".join(raw for field in fields for raw in _raws(field))
    for part in parts:
        if part.statement is not None and part.statement.rules:
            continue
        for at in sorted({(node.page, node.row) for node in part.nodes}):
            for token in rows[at]:
                kind = _kind(token, part, said, form, page_print)
                counts[kind] += len(token.text.replace(" ", ""))
                if kind == "unexplained" and part.statement is not None:
                    prints.append(_print(token, part.statement.id))
    totals = {str(kind): count for kind, count in counts.items()}
    return structs.replace(Account(prints=tuple(prints[:MOST_PRINTS])), **totals)


def _raws(field: FieldReading) -> Iterator[str]:
    """All print of a field, read or not."""
    yield from (one.raw for one in field.prints)
    if field.text is not None:
        yield field.text


def _kind(token: Token, part: Part, said: str, form: FormPrint, page_print: PagePrint) -> Kind:
    if (token.page, token.row) in page_print.furniture:
        return "furniture"
    if part.statement is None:
        return "elsewhere"
    if token.kind == "struck":
        return "mark"
    head = page_print.names.issuperset(token.text.upper().split())
    if head or token.text in said or token.kind in ("date", "number", "box"):
        return "header"
    if is_form_mark(token.text) or all(form.explains(tuple(token.text.split()))):
        return "form"
    return "unexplained"


def _print(token: Token, statement: str) -> Unexplained:
    return Unexplained(
        raw=token.printed, page=token.page, region=token.cell.region, statement=statement
    )
