"""Rows of a PDF page as its tables have them: what camelot sees of a table, in our cells.

Camelot tells where the rows and columns of a table are, from its rules or from how its text is
aligned; the cells and their print stay those of the first reading. It takes long over some
pages, and so works in a process of its own, with bounds on its seconds and its memory. What
this is good for, with figures, is told in docs/camelot.md.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct, structs

from focusconv.document import Cell, Document, Notice, Page, Row
from focusconv.readers.bounds import Bounds, Spent
from focusconv.readers.pdf.sandbox import Child, limit, write_message

NAME = "camelot"


class Table(Struct, frozen=True):
    """A table of page `page`: the borders of its rows from the top, of its columns from the
    left, in points of the page as it is shown."""

    page: int
    rows: tuple[tuple[float, float], ...]
    columns: tuple[tuple[float, float], ...]


class Task(Struct, frozen=True):
    """What the child is asked: the tables of some pages, from 1."""

    data: bytes
    pages: tuple[int, ...]
    bounds: Bounds


class Found(Struct, frozen=True):
    """What the child found; `fault` is why it found nothing."""

    tables: tuple[Table, ...]
    fault: str = ""


def in_tables(
    data: bytes, name: str, document: Document, numbers: Sequence[int], bounds: Bounds
) -> Document:
    """The document of a PDF with the rows of some pages as the tables there have them.

    Where camelot finds none, it is the document that was given, or says in a notice why not.
    Raises UnreadableInput as `find_tables` does.
    """
    found = find_tables(data, name, numbers, bounds) if numbers else Found(())
    if found.fault:
        said = f"camelot found no table: {found.fault}"
        notices = (*document.notices, Notice("tables-not-found", said))
        return structs.replace(document, notices=notices)
    if not found.tables:
        return document
    source = structs.replace(document.source, readers=(*document.source.readers, NAME))
    return structs.replace(by_tables(document, found.tables), source=source)


def find_tables(data: bytes, name: str, pages: Sequence[int], bounds: Bounds) -> Found:
    """The tables that camelot finds on pages of a PDF: by their rules where a page has any,
    else by the alignment of its text.

    Raises UnreadableInput where that takes too long or too much memory.
    """
    task = Task(data, tuple(pages), bounds)
    with Child(__name__, name, Spent(bounds, name)) as child:
        child.send(msgspec.msgpack.encode(task))
        return msgspec.msgpack.decode(child.receive(), type=Found)


def by_tables(document: Document, tables: Collection[Table]) -> Document:
    """The document with the cells of each page in the rows of its tables.

    A label that is wrapped within a table's row, and the amount beside it, are one row then.
    Cells keep their ids, print and places; what lies in no table, nor beside one (boxes in a
    margin), stays as it was.
    """
    pages = tuple(
        _laid_out(page, [table for table in tables if table.page == page.number])
        for page in document.pages
    )
    return structs.replace(document, pages=pages)


def _laid_out(page: Page, tables: list[Table]) -> Page:
    if not tables or not _is_upright(page):
        return page
    inside: dict[tuple[int, int], list[tuple[int, Cell]]] = {}
    rest: list[Row] = []
    for row in page.rows:
        left: list[Cell] = []
        for cell in row.cells:
            spot = _spot(cell, tables)
            if spot is None:
                left.append(cell)
            else:
                number, line, column = spot
                inside.setdefault((number, line), []).append((column, cell))
        if left:
            rest.append(Row(tuple(left)))
    rows = [*rest, *(_row(cells) for cells in inside.values())]
    return structs.replace(page, rows=tuple(sorted(rows, key=_top)))


def _is_upright(page: Page) -> bool:
    """Whether most print runs across the page: camelot takes no other for rows."""
    regions = [cell.region for row in page.rows for cell in row.cells]
    across = sum(x1 - x0 for x0, _, x1, _ in regions)
    return across > sum(y1 - y0 for _, y0, _, y1 in regions)


def _spot(cell: Cell, tables: list[Table]) -> tuple[int, int, int] | None:
    """The table that a cell lies in or beside, and its row and column there."""
    x0, y0, _, y1 = cell.region
    for number, table in enumerate(tables):
        line = _index((y0 + y1) / 2, table.rows)
        if line is None:
            continue
        column = _index(x0, table.columns)
        if column is None:
            column = -1 if x0 < table.columns[0][0] else len(table.columns)
        return number, line, column
    return None


def _index(at: float, spans: Sequence[tuple[float, float]]) -> int | None:
    return next((i for i, (start, end) in enumerate(spans) if start <= at <= end), None)


def _row(cells: list[tuple[int, Cell]]) -> Row:
    """Column by column, each from the top."""

    def order(entry: tuple[int, Cell]) -> tuple[int, int, float]:
        column, cell = entry
        height = max(cell.region[3] - cell.region[1], 1.0)
        return column, round((cell.region[1] + cell.region[3]) / 2 / height), cell.region[0]

    return Row(tuple(cell for _, cell in sorted(cells, key=order)))


def _top(row: Row) -> float:
    return min(cell.region[1] for cell in row.cells)


def main() -> None:
    """The child: a task comes in, what was found goes out."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    limit(structs.replace(task.bounds, memory=2 * task.bounds.memory))
    from camelot.io import read_pdf

    wanted = ",".join(map(str, task.pages))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tables = read_pdf(task.data, pages=wanted, flavor="auto", suppress_stdout=True)
            found = Found(tuple(_tables(tables)))
        except (ValueError, LookupError, ArithmeticError, RuntimeError, OSError) as error:
            found = Found((), f"{type(error).__name__}: {error}"[:200])
    write_message(found)


def _tables(tables: Iterable[Any]) -> Iterator[Table]:
    """Camelot's tables in our places: its origin is the bottom left."""
    for table in tables:
        high = table.pdf_size[1]
        rows = tuple((high - top, high - bottom) for top, bottom in table.rows)
        yield Table(table.page, rows, tuple(table.cols))


if __name__ == "__main__":
    main()
