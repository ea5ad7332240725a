"""The cells of a statement in printed order, indexed: the same for every filing."""

from __future__ import annotations

import functools

from msgspec import Struct

from focusconv.forms.catalog import CellSpec, Key, Line, StatementSpec


class Field(Struct, frozen=True):
    """An item of the statement: its key, catalog cell, line and rank in printed order."""

    key: Key
    cell: CellSpec
    line: int
    rank: int


class Layout:
    """What placing looks up of a statement.

    `fields` are its amount items in printed order, by box and by line as well; `words` its
    text cells with the numbers of their lines; `rank_of_box` and `line_of_box` take in the
    boxes of cells of every kind.
    """

    def __init__(self, statement: StatementSpec) -> None:
        numbers = {id(line): number for number, line in enumerate(statement.lines)}
        self.fields: list[Field] = []
        self.words: list[tuple[int, Key, CellSpec]] = []
        self.rank_of_box: dict[str, int] = {}
        self.line_of_box: dict[str, int] = {}
        for key, line, cell in cells_of(statement):
            number = numbers[id(line)]
            if cell.box is not None:
                self.rank_of_box[cell.box] = len(self.rank_of_box)
                self.line_of_box[cell.box] = number
            if cell.kind == "amount":
                self.fields.append(Field(key, cell, number, len(self.fields)))
            elif cell.kind == "text":
                self.words.append((number, key, cell))
        self.rank_of_key = {field.key: field.rank for field in self.fields}
        self.field_of_box = {f.cell.box: f for f in self.fields if f.cell.box is not None}
        self.fields_of_line: dict[int, list[Field]] = {}
        for field in self.fields:
            self.fields_of_line.setdefault(field.line, []).append(field)


@functools.cache
def cells_of(statement: StatementSpec) -> tuple[tuple[Key, Line, CellSpec], ...]:
    """Every cell of a statement in printed order with its key and line, listed once."""
    return tuple(statement.cells())


@functools.cache
def layout_of(statement: StatementSpec) -> Layout:
    """The layout of a statement, made once."""
    return Layout(statement)
