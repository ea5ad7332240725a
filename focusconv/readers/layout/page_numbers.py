"""Page numbers at the head or foot of pages, and the number of the form, as `SEC 1695 (02-14)`.

Left in, such a number would stand alone on its row, as an amount may. It is taken out only where
it cannot be one: where it says `Page`, counts along with the pages, or goes with the name of the
SEC and a date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import structs

from focusconv.document import Page, Row

_SAID = re.compile(
    r"[-\u2013\u2014\s]*page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013\u2014\s.]*", re.I
)
_COUNT = re.compile(
    r"[-\u2013\u2014\s.=~_]*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013\u2014\s.=~_]*"
)
_FORM = re.compile(r"(?:[A-Za-z]{3,6}\s*)?SEC\s*\w{3,4}\S?\s*\W?\w{2}[-=~]\w{2}\S?(?:\s*\d{1,4})*")
_ROWS = 2
"""Rows from the top and from the bottom among which numbers of pages are looked for."""

_PAGES = 2
"""On so many pages at least a number must count along."""


def without_page_numbers(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without the rows and cells that are the number of their page."""
    counts = Counter(
        shift for page in pages for shift in {int(n) - page.number for n in _counted(page)}
    )
    shifts = {shift for shift, count in counts.items() if count >= _PAGES}
    return tuple(_cleared(page, shifts) for page in pages)


def _counted(page: Page) -> Iterator[str]:
    """The numbers that stand alone on a row at the head or foot of a page."""
    for row in _edges(page):
        match = _COUNT.fullmatch(row.text)
        if match is not None:
            yield match[1]


def _edges(page: Page) -> tuple[Row, ...]:
    if len(page.rows) <= 2 * _ROWS:
        return page.rows
    return page.rows[:_ROWS] + page.rows[-_ROWS:]


def _cleared(page: Page, shifts: set[int]) -> Page:
    edges = {id(row) for row in _edges(page)}
    rows = [_kept(row, page.number, shifts) if id(row) in edges else row for row in page.rows]
    if all(new is old for new, old in zip(rows, page.rows, strict=True)):
        return page
    return structs.replace(page, rows=tuple(row for row in rows if row.cells))


def _kept(row: Row, number: int, shifts: set[int]) -> Row:
    """What is left of a row at an edge of a page; a row without cells where nothing is."""
    match = _COUNT.fullmatch(row.text)
    if match is not None and int(match[1]) - number in shifts:
        return Row(())
    cells = tuple(
        cell for cell in row.cells if not (_SAID.fullmatch(cell.text) or _FORM.fullmatch(cell.text))
    )
    return row if len(cells) == len(row.cells) else Row(cells)
