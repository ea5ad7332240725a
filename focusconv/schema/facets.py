"""What a field may hold beyond its type: dates, digests, ranges. One table for all schemas."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from focusconv.record.account import Kind as AccountKind
from focusconv.record.filing import Filing
from focusconv.record.paths import Place
from focusconv.record.shape import FieldShape, Shape, shape_of

DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
DECIMAL = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?"

_MOMENT = DATE + "(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?"


class Facet(Struct, frozen=True, kw_only=True):
    """A restriction: a pattern of the whole text, or the least and the largest number."""

    name: str
    base: Literal["text", "date", "integer", "number"] = "text"
    pattern: str | None = None
    least: int | None = None
    most: int | None = None

    def refusal(self, value: object) -> str | None:
        """Why a value is not allowed; None where it is."""
        if isinstance(value, str):
            fits = re.fullmatch(self.pattern or ".*", value) is not None
            fits = fits and (self.base != "date" or _is_date(value))
            return None if fits else f"{value[:60]!r} is no {self.name}"
        if isinstance(value, int | float):
            low = self.least is not None and value < self.least
            high = self.most is not None and value > self.most
            return f"{value} is no {self.name}" if low or high else None
        return None


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_DATE_FACET = Facet(name="date", base="date", pattern=DATE)
_MOMENT_FACET = Facet(name="moment", pattern=_MOMENT)
_DIGEST = Facet(name="sha256", pattern="[0-9a-f]{64}")
_COUNT = Facet(name="count", base="integer", least=0)
_ORDINAL = Facet(name="ordinal", base="integer", least=1)
_SHARE = Facet(name="share", base="number", least=0, most=1)
_NAME = Facet(name="name", pattern="[^ \\t\\n\\r]+( [^ \\t\\n\\r]+)*")

ALL = (_DATE_FACET, _MOMENT_FACET, _DIGEST, _COUNT, _ORDINAL, _SHARE, _NAME)

_FIELDS: dict[tuple[str, str], Facet] = {
    ("Producer", "version"): _NAME,
    ("Producer", "catalog"): _NAME,
    ("FieldState", "field"): _NAME,
    ("Printed", "where"): _NAME,
    ("Printed", "page"): _ORDINAL,
    ("Form", "id"): _NAME,
    ("Form", "edition"): _NAME,
    ("Period", "begin"): _DATE_FACET,
    ("Period", "end"): _DATE_FACET,
    ("Filing", "submitted"): _MOMENT_FACET,
    ("SourceInfo", "sha256"): _DIGEST,
    ("SourceInfo", "pages"): _COUNT,
    ("Statement", "id"): _NAME,
    ("Statement", "as_of"): _DATE_FACET,
    ("Item", "box"): _NAME,
    ("Item", "line"): _NAME,
    ("Item", "column"): _NAME,
    ("Item", "page"): _ORDINAL,
    ("Item", "confidence"): _SHARE,
    ("Candidate", "cost"): _COUNT,
    ("Check", "id"): _NAME,
    ("Check", "statement"): _NAME,
    ("Suspect", "cost"): _COUNT,
    ("Finding", "code"): _NAME,
    ("Finding", "page"): _ORDINAL,
    ("Unexplained", "page"): _ORDINAL,
    ("Unexplained", "statement"): _NAME,
    **{("Account", kind): _COUNT for kind in get_args(AccountKind)},
}


def facet_of(record: str, field: str) -> Facet | None:
    """The restriction of a record's field; None where its type says all."""
    return _FIELDS.get((record, field))


def refusals(filing: Filing) -> Iterator[tuple[Place, str]]:
    """Every value that its facet refuses, with its place: what the XSD says of them, in Python."""
    return _refusals(filing, shape_of(Filing), ())


def _refusals(record: object, shape: Shape, place: Place) -> Iterator[tuple[Place, str]]:
    for field, facet in _checked(shape.type):
        value = getattr(record, field.name)
        here = (*place, field.name)
        if facet is not None:
            reason = facet.refusal(value)
            if reason is not None:
                yield here, reason
        elif isinstance(value, tuple):
            for at, entry in enumerate(value):
                yield from _refusals(entry, field.content, (*here, at))
        elif isinstance(value, msgspec.Struct):
            yield from _refusals(value, field.content, here)


@functools.cache
def _checked(record: type[Struct]) -> tuple[tuple[FieldShape, Facet | None], ...]:
    """The fields that have a facet, or hold records that may have one."""
    shape = shape_of(record)
    fields = [(field, facet_of(shape.name, field.name)) for field in shape.fields]
    return tuple((field, facet) for field, facet in fields if facet or field.record)
