"""What stands on a page beside its text, laid over the readings of a statement's items.

Hidden print is no reading: where an amount stands over it that says something else, the amount
is in doubt; where nothing stands over it, the cell is not empty. So it is with ink that no reader
made anything of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from focusconv.document import Mark, Region
from focusconv.readings import Key, Reading

Place = tuple[int, Region]
"""A page, and a region on it."""

NO_MARKS: Mapping[int, Sequence[Mark]] = {}

_WHY = {
    "covered": "the print in its cell is covered",
    "struck": "the print in its cell is struck out",
    "faint": "the print in its cell cannot be told from its ground",
    "clipped": "the print in its cell is cut off",
    "ink": "what stands in its cell could not be read",
}
"""The marks that bear on a cell, and what they say of it."""

_WIDE = 110.0
"""The most, in points, that the cell of an amount reaches to the left of its box."""

_MEETS = 0.3
"""The share of the narrower of two prints that stands over the other where they meet."""

_NO_DIGIT = re.compile(r"\D")


def with_marks(
    readings: Mapping[Key, Reading],
    labels: Mapping[Key, Place],
    marks: Mapping[int, Sequence[Mark]],
) -> dict[Key, Reading]:
    """The readings of a statement in the light of the marks of its pages.

    `labels` are the places of the labels of items that have no place of their own.
    """
    found = dict(readings)
    if not any(marks.values()):
        return found
    places = {
        key: (reading.page, reading.region)
        for key, reading in readings.items()
        if reading.page is not None and reading.region is not None
    }
    for page, some in marks.items():
        own = {key: region for key, (number, region) in places.items() if number == page}
        unplaced = {
            key: region
            for key, (number, region) in labels.items()
            if number == page and key not in places
        }
        for mark in some:
            if mark.kind in _WHY and (mark.kind == "ink" or _digits(mark.text)):
                for key in _touched(mark, found, own, unplaced):
                    found[key] = _marked(found[key], mark)
    return found


def _touched(
    mark: Mark,
    readings: Mapping[Key, Reading],
    own: Mapping[Key, Region],
    unplaced: Mapping[Key, Region],
) -> Iterator[Key]:
    """The items that a mark bears on: amounts that it stands behind, else empty cells."""
    row = {key: region for key, region in own.items() if _on_row(mark.region, region)}
    behind = [
        key
        for key, region in row.items()
        if readings[key].seen == "amount" and _meet(mark.region, region)
    ]
    if behind:
        yield from behind
        return
    yield from _boxes(mark, readings, row)
    yield from (key for key, region in unplaced.items() if _on_row(mark.region, region))


def _boxes(mark: Mark, readings: Mapping[Key, Reading], row: Mapping[Key, Region]) -> Iterator[Key]:
    """The empty items of a row in whose cell a mark stands: before the box, or behind it where
    no number or box follows."""
    middle = (mark.region[0] + mark.region[2]) / 2
    right = [key for key, region in row.items() if (region[0] + region[2]) / 2 >= middle]
    first = min(right, key=lambda key: row[key][0], default=None)
    last = max(row, key=lambda key: row[key][0], default=None)
    for key, region in row.items():
        if readings[key].seen not in ("nothing", "missing", "garbled"):
            continue
        wide = mark.region[0] <= region[0] and mark.region[2] >= region[0] - _WIDE
        if key == first or (first is None and key == last) or (mark.kind == "ink" and wide):
            yield key


def _marked(reading: Reading, mark: Mark) -> Reading:
    if reading.seen == "amount":
        said = {_digits(option.raw) for option in reading.options}
        if not mark.text or _digits(mark.text) in said:
            return reading
        return structs.replace(reading, contrary=(*reading.contrary, f"{mark.text} ({mark.kind})"))
    if reading.seen not in ("nothing", "missing"):
        return reading
    why = _WHY[mark.kind] + (f": {mark.text!r}" if mark.text else "")
    return structs.replace(reading, seen="garbled", text=f"[{mark.kind}]", reason=why)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def _on_row(one: Region, other: Region) -> bool:
    """Whether the middle of one of two regions has the height of the other."""
    a, b = (one[1] + one[3]) / 2, (other[1] + other[3]) / 2
    return other[1] <= a <= other[3] or one[1] <= b <= one[3]


def _meet(one: Region, other: Region) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across >= _MEETS * min(one[2] - one[0], other[2] - other[0])
