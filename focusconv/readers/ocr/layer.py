"""The words that a file has for a picture, beside what engines read there.

Whoever wrote them did not see the page as it is shown now, or was another engine: they are one
more reading, and never the first. A number that engines saw nothing of stands as a mark, so that
its place is not taken for empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from focusconv.document import Again, Cell, Mark, Page, Region, Row
from focusconv.readers.ocr.fusion import roomy

_Word = tuple[str, Region]


def with_layer(page: Page, layer: Sequence[_Word], reader: str) -> Page:
    """The page with the words of its file as readings of its numbers, by the name of `reader`."""
    numbers = [cell for row in page.rows for cell in row.cells if _has_digit(cell.text)]
    taken: dict[int, list[_Word]] = {}
    marks = []
    for word in sorted(layer, key=lambda word: word[1][0]):
        cell = next((cell for cell in numbers if _is_in(word[1], roomy(cell.region))), None)
        if cell is not None:
            taken.setdefault(cell.id, []).append(word)
        elif _has_digit(word[0]):
            marks.append(Mark("covered", word[1], word[0]))
    if not taken and not marks:
        return page
    again = {
        number: Again(" ".join(text for text, _ in words), reader)
        for number, words in taken.items()
    }
    rows = tuple(Row(tuple(_with(cell, again) for cell in row.cells)) for row in page.rows)
    return structs.replace(page, rows=rows, marks=(*page.marks, *marks))


def _with(cell: Cell, again: dict[int, Again]) -> Cell:
    if cell.id not in again:
        return cell
    return structs.replace(cell, again=(*cell.again, again[cell.id]))


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _is_in(place: Region, region: Region) -> bool:
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return region[0] <= x <= region[2] and region[1] <= y <= region[3]
