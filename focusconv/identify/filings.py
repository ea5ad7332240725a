"""A document's parts grouped into its filings.

A filing ends where a statement comes again under another as-of date, or where the cover
comes again for another date or of another type. The same statement under the same date is a
page that is there twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from focusconv.identify.statements import Part


class Dated(Protocol):
    """What splitting needs of the head of a part."""

    @property
    def as_of(self) -> str | None: ...

    @property
    def type(self) -> str | None: ...


D = TypeVar("D", bound=Dated)


class Group(Struct, Generic[D]):
    """The parts of one filing with their heads, in document order."""

    parts: list[Part]
    heads: list[D]


def split(parts: Sequence[Part], heads: Sequence[D]) -> list[Group[D]]:
    """The filings of a document; parts of no statement go with the part before them."""
    groups: list[Group[D]] = []
    for part, head in zip(parts, heads, strict=True):
        if not groups:
            groups.append(Group([], []))
        elif _begins_another(groups[-1], part, head):
            groups.append(_cover_of_next(groups[-1]))
        groups[-1].parts.append(part)
        groups[-1].heads.append(head)
    return [group for group in groups if any(part.statement is not None for part in group.parts)]


def _begins_another(group: Group[D], part: Part, head: D) -> bool:
    if part.statement is None:
        return False
    for known, other in zip(group.parts, group.heads, strict=True):
        if known.statement is not part.statement:
            continue
        if None not in (other.as_of, head.as_of) and other.as_of != head.as_of:
            return True
        if None not in (other.type, head.type) and other.type != head.type:
            return True
    return False


def _cover_of_next(group: Group[D]) -> Group[D]:
    """The parts at the end of a group that belong to the filing behind it: a second cover.

    A cover has no rules and often no date of its own, so only what follows it tells.
    """
    cut = len(group.parts)
    while cut > 1 and _is_repeated_cover(group, cut - 1):
        cut -= 1
    moved = Group(group.parts[cut:], group.heads[cut:])
    del group.parts[cut:], group.heads[cut:]
    return moved


def _is_repeated_cover(group: Group[D], index: int) -> bool:
    statement = group.parts[index].statement
    if statement is None:
        return index > 0
    if statement.rules:
        return False
    return any(part.statement is statement for part in group.parts[:index])
