"""A form edition as the page needs it: its cells in printed order and its rules, as data."""

from __future__ import annotations

from msgspec import Struct

from focusconv.forms.catalog import Edition, Key, Rule, Sign
from focusconv.record.filing import Kind


class CellData(Struct, frozen=True, kw_only=True):
    """One cell of a line, with its key and the line's label."""

    key: Key
    box: str | None
    line: str
    column: str
    label: str
    kind: Kind
    sign: Sign


class StatementData(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    cells: tuple[CellData, ...]


class EditionData(Struct, frozen=True, kw_only=True):
    """An edition; the rules stand as the catalog has them, hard ones first."""

    name: str
    title: str
    statements: tuple[StatementData, ...]
    rules: tuple[Rule, ...]


def edition_data(edition: Edition) -> EditionData:
    """The edition, without what only reading needs."""
    return EditionData(
        name=edition.name,
        title=edition.title,
        statements=tuple(
            StatementData(
                id=statement.id,
                title=statement.title,
                cells=tuple(
                    CellData(
                        key=key,
                        box=cell.box,
                        line=line.line,
                        column=cell.column,
                        label=line.label,
                        kind=cell.kind,
                        sign=cell.sign,
                    )
                    for key, line, cell in statement.cells()
                ),
            )
            for statement in edition.statements
        ),
        rules=tuple(edition.rules),
    )
