"""A document's parts grouped into its filings.

A filing ends where a statement comes again under another as-of date, or where the cover
comes again for another date or of another type. The same statement under the same date is a
page that is there twice.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from focusconv.forms.identify import Part

class Dated(Struct):
    """What splitting needs of a part's head."""

    as_of: str | None
    type: str | None


class Group(Struct):
    """The parts of one filing, in document order."""

    parts: list[Part]
    dates: list[str | None]
    types: list[str | None]


def split(parts: list[Part], head_of: Callable[[Part], Dated]) -> list[Group]:
    """The filings of a document; parts of no statement go with the part before them."""
    groups: list[Group] = []
    for part in parts:
        head = head_of(part)
        if not groups:
            groups.append(Group([], [], []))
        elif _begins_another(groups[-1], part, head):
            groups.append(_cover_of_next(groups[-1]))
        group = groups[-1]
        group.parts.append(part)
        group.dates.append(head.as_of)
        group.types.append(head.type)
    return [group for group in groups if any(part.statement is not None for part in group.parts)]


def _begins_another(group: Group, part: Part, head: Dated) -> bool:
    if part.statement is None:
        return False
    for known, date, kind in zip(group.parts, group.dates, group.types, strict=True):
        if known.statement is not part.statement:
            continue
        if date is not None and head.as_of is not None and date != head.as_of:
            return True
        if kind is not None and head.type is not None and kind != head.type:
            return True
    return False


def _cover_of_next(group: Group) -> Group:
    """The parts at the end of a group that belong to the filing behind it: a second cover.

    A cover has no rules and often no date of its own, so only what follows it tells.
    """
    cut = len(group.parts)
    while cut > 1 and _is_repeated_cover(group, cut - 1):
        cut -= 1
    moved = Group(group.parts[cut:], group.dates[cut:], group.types[cut:])
    del group.parts[cut:], group.dates[cut:], group.types[cut:]
    return moved


def _is_repeated_cover(group: Group, index: int) -> bool:
    statement = group.parts[index].statement
    if statement is None:
        return index > 0
    if statement.rules:
        return False
    return any(part.statement is statement for part in group.parts[:index])
