"""The columns of a printed statement: where labels end, amounts stand and boxes follow."""

from __future__ import annotations

from dataclasses import dataclass

from bench.pictures.faces import Face, face
from bench.pictures.look import Look
from bench.synth.sheets import Printed

BOX_DIGITS = "00000"


@dataclass(frozen=True)
class Type:
    """The faces and sizes of a look."""

    form: Face
    strong: Face
    entry: Face
    size: float
    entry_size: float
    box_size: float
    pitch: float

    @staticmethod
    def of(look: Look) -> Type:
        return Type(
            form=face(look.family),
            strong=face(look.family, bold=look.bold),
            entry=face(look.entry_family),
            size=look.size,
            entry_size=look.size * look.entry_scale,
            box_size=look.size * look.box_scale,
            pitch=look.size * max(look.pitch, look.entry_scale),
        )


@dataclass(frozen=True)
class Column:
    """One column of amounts: `left` and `right` edge of its print, and its boxes' left edge."""

    left: float
    right: float
    box: float

    @property
    def start(self) -> float:
        return min(self.left, self.box)


@dataclass(frozen=True)
class Columns:
    """The inner column of details and the outer one; the same column where there is but one."""

    detail: Column
    amount: Column
    box_width: float

    @property
    def start(self) -> float:
        return min(self.detail.start, self.amount.start)


def columns(filing: Printed, look: Look, kind: Type) -> Columns:
    """Columns that are wide enough for the filing's own amounts, from the right margin on."""
    texts = [spot.text for _, _, spot in filing.spots()]
    widest = max((kind.entry.width(text, kind.entry_size) for text in texts), default=40.0)
    width = widest + 2 * kind.form.width("( $ ", kind.size)
    box = kind.form.width(BOX_DIGITS, kind.box_size) + 2 * look.padding
    end = look.page[0] - look.margin[2]
    amount = _column(look.place, end, width, box, look.gap)
    if look.columns == 1:
        return Columns(amount, amount, box)
    inner = "after" if look.place == "margin" else look.place
    detail = _column(inner, amount.start - look.gap, width, box, look.gap)
    return Columns(detail, amount, box)


def _column(place: str, end: float, width: float, box: float, gap: float) -> Column:
    if place == "before":
        left = end - width
        return Column(left, end, left - gap - box)
    apart = gap if place == "after" else 3 * gap + 12
    right = end - box - apart
    return Column(right - width, right, end - box)
