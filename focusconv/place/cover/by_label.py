"""Which value stands by which label, where a cover has no box numbers to tell.

Values stand right of their labels or below them, or left or above (a label in parentheses is
printed below its field). One cover keeps to one way for each kind of label; the way is the one in
which most labels have a value of their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from focusconv.forms.catalog import CellSpec, Key, Line
from focusconv.place.cover.pieces import Piece
from focusconv.place.cover.sheets import Sheet

Field = tuple[Key, Line, CellSpec]
Fits = Callable[[int, CellSpec], bool]
"""Whether the piece of that number may be the value of such a cell."""

_OFFSETS = {"right": 0, "left": 0, "below": 1, "above": -1}


class Side(Struct, frozen=True):
    """The piece that stands by a field's label; `sure` where no other way fits as well."""

    at: int
    sure: bool


def beside(
    pieces: Sequence[Piece], rows: Sequence[Sheet], fields: Sequence[Field], fits: Fits
) -> dict[Key, Side]:
    """The value beside the label of each field, the way the values of this cover stand."""
    found: dict[Key, Side] = {}
    for below_its_field in (False, True):
        own = [field for field in fields if field[1].label.startswith("(") is below_its_field]
        found |= _one_way(pieces, rows, own, fits)
    return found


def _one_way(
    pieces: Sequence[Piece], rows: Sequence[Sheet], fields: Sequence[Field], fits: Fits
) -> dict[Key, Side]:
    """The fields of one kind of label in the way in which most have a value."""
    ways: list[tuple[float, dict[Key, int]]] = []
    for way in _OFFSETS:
        placed: dict[Key, int] = {}
        for key, line, cell in fields:
            at = next(iter(_candidates(pieces, rows, line, way)), None)
            if at is not None and fits(at, cell):
                placed[key] = at
        shaped = sum(cell.shape is not None for key, _, cell in fields if key in placed)
        ways.append((len(set(placed.values())) + shaped, placed))
    ways.sort(key=lambda way: -way[0])
    (best, placed), (second, other) = ways[0], ways[1]
    if not placed:
        return {}
    sides: dict[Key, Side] = {}
    for key, at in placed.items():
        rivals = {way[1][key] for way in ways if key in way[1] and way[0] == best}
        sides[key] = Side(at, sure=len(rivals) == 1 and (best > second or key not in other))
    return sides


def _candidates(
    pieces: Sequence[Piece], rows: Sequence[Sheet], line: Line, way: str
) -> Iterator[int]:
    """The pieces that stand by a label of a line, in one way."""
    for at, label in enumerate(pieces):
        if label.kind != "label" or line not in label.lines:
            continue
        if way in ("right", "left"):
            near = at + 1 if way == "right" else at - 1
            if 0 <= near < len(pieces) and _is_value(pieces[near], label.row):
                yield near
        else:
            yield from _in_column(pieces, rows, at, label.row + _OFFSETS[way])


def _is_value(piece: Piece, row: int) -> bool:
    return piece.kind == "value" and piece.row == row


def _in_column(pieces: Sequence[Piece], rows: Sequence[Sheet], at: int, row: int) -> Iterator[int]:
    """The value on another row that stands in the column of a label, and of no other label."""
    values = [i for i, piece in enumerate(pieces) if piece.row == row and piece.kind == "value"]
    labels = [i for i, p in enumerate(pieces) if p.row == pieces[at].row and p.kind == "label"]
    foreign = any(p.row == row and p.kind == "label" for p in pieces)
    if not values or foreign:
        return
    if len(values) == len(labels):
        yield values[labels.index(at)]
        return
    nearest = min(values, key=lambda i: abs(_left(pieces[i], rows) - _left(pieces[at], rows)))
    back = min(labels, key=lambda i: abs(_left(pieces[i], rows) - _left(pieces[nearest], rows)))
    if back == at:
        yield nearest


def _left(piece: Piece, rows: Sequence[Sheet]) -> float:
    """Where a piece begins on its page."""
    return rows[piece.row].region_at(piece.start)[0]
