"""Layouts as plain lines: what extraction tools, viewers and line printers make of a statement."""

from __future__ import annotations

from random import Random

from bench.strangers.furniture import Furniture
from bench.strangers.pages import Lines, bound, by_page, head
from bench.strangers.sheet import Cell, Row, Sheet
from bench.strangers.wording import wrapped


def raw(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """One row a line, single spaces: the reading order of a PDF."""

    def body(sheet: Sheet) -> Lines:
        return [*head(sheet, " "), *(_raw_row(row) for row in sheet.rows), *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def _raw_row(row: Row) -> str:
    return " ".join(x for x in (row.words, *(_join(cell) for cell in row.entries)) if x)


def _join(cell: Cell, gap: str = " ") -> str:
    return gap.join(part for part in (cell.text, cell.box) if part)


def stacked(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Every cell on a line of its own: pasted from a viewer."""
    apart = rng.random() < 0.5

    def row_lines(row: Row) -> Lines:
        label = [row.number, row.label] if row.number and apart else [row.words]
        names = [c for c in row.cells if c.column == "name"] if label[0] != row.words else []
        parts = [*label, *(f"Name(s): {c.text} {c.box}".strip() for c in names)]
        for cell in row.entries:
            parts += [cell.text, cell.box]
        return [part for part in parts if part]

    def body(sheet: Sheet) -> Lines:
        rows = [line for row in sheet.rows for line in row_lines(row)]
        heads = [part for line in head(sheet) for part in line.split("    ")]
        return [*heads, *rows, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def blocks(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """All labels of a statement, then all its amounts with their boxes."""
    together = rng.random() < 0.5

    def body(sheet: Sheet) -> Lines:
        if sheet.statement == "cover":
            return [*head(sheet), *(_raw_row(row) for row in sheet.rows)]
        labels = [row.words for row in sheet.rows]
        entries = [[_join(c) or "-" for c in row.entries] for row in sheet.rows]
        if together:
            amounts = [" ".join(row) for row in entries if row]
        else:
            amounts = [entry for row in entries for entry in row]
        return [*head(sheet), *labels, "", *amounts, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def three_blocks(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Labels, then boxes, then amounts, each a column of its own; empty boxes show a dash."""

    def body(sheet: Sheet) -> Lines:
        if sheet.statement == "cover":
            return [*head(sheet), *(_raw_row(row) for row in sheet.rows)]
        cells = [cell for row in sheet.rows for cell in row.entries]
        labels = [row.words for row in sheet.rows]
        boxes = [cell.box or "." for cell in cells]
        amounts = [cell.text or "-" for cell in cells]
        return [*head(sheet), *labels, "", *boxes, "", *amounts, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def box_first(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """The box, the label, leaders and the amount: a trial balance by account."""
    width = rng.choice([72, 84, 96])
    dot = rng.choice([".", ". ", " ", "_"])

    def cell_line(label: str, cell: Cell) -> str:
        left = f"{cell.box:<9}{label}"
        return _led(left, cell.text, width, dot)

    def row_lines(row: Row) -> Lines:
        indent = "  " * row.level
        if not row.entries:
            return [f"{'':<9}{indent}{row.words}"]
        first, *others = row.entries
        return [
            cell_line(indent + row.words, first),
            *(cell_line(indent + _SECOND.get(cell.column, "  net"), cell) for cell in others),
        ]

    def body(sheet: Sheet) -> Lines:
        rows = [line for row in sheet.rows for line in row_lines(row)]
        return [*head(sheet), *rows, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


_SECOND = {"high": "  to", "entry": "", "official": ""}


def _led(left: str, right: str, width: int, dot: str) -> str:
    gap = max(width - len(left) - len(right), 4)
    return f"{left} {(dot * gap)[: gap - 2]} {right}".rstrip()


def printer(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """A line printer of 132 columns: capitals, rules of dashes, the box before its amount."""
    rule = rng.choice("-=*") * 132

    def row_line(row: Row) -> Lines:
        left = wrapped(rng, "  " * row.level + row.words.upper(), 70)
        detail = [c for c in row.entries if c.column in ("detail", "low", "name")]
        amount = [c for c in row.entries if c not in detail]
        fields = [
            "".join(f"{c.box:>8}{c.text:>20}" for c in detail).rjust(30),
            "".join(f"{c.box:>8}{c.text:>22}" for c in amount),
        ]
        indent = " " * (2 * row.level)
        first, *more = left
        extra = [f"{indent}{line}" for line in more]
        return [f"{indent + first:<72}{fields[0]:<30}{fields[1]}".rstrip(), *extra]

    def body(sheet: Sheet) -> Lines:
        top = [line.upper().replace("\t", "   ") for line in (*sheet.heads, *sheet.title)]
        rows = [line for row in sheet.rows for line in row_line(row)]
        return [*top, rule, *rows, rule, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def bullets(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """A list such as language models write: one item a cell, the box in its words."""
    mark = rng.choice(["- ", "* ", "\u2022 "])
    bold = rng.choice(["**", ""])

    def item(row: Row, cell: Cell) -> str:
        column = f" ({cell.column})" if len(row.entries) > 1 else ""
        box = f" [{cell.box}]" if cell.box else ""
        return f"{mark}{bold}{row.words}{column}{bold}{box}: {cell.text or 'blank'}"

    def body(sheet: Sheet) -> Lines:
        lines: Lines = [f"{line}  " for line in head(sheet, "  ") if line]
        for row in sheet.rows:
            lines += [item(row, cell) for cell in row.entries] or ["", f"{bold}{row.words}{bold}"]
        return [*lines, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)
