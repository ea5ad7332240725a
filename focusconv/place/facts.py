"""What a cover says for one of its items, and the rows it is read from."""

from __future__ import annotations

from msgspec import Struct, structs

from focusconv.document import Region
from focusconv.filing import ItemStatus, Value


class Fact(Struct, frozen=True, kw_only=True):
    """What the cover says for one of its items."""

    value: Value
    status: ItemStatus
    raw: str | None = None
    page: int | None = None
    region: Region | None = None
    reason: str | None = None


class Sheet(Struct):
    """A row of the cover: its print, page, place, and where its pieces stand in the print."""

    text: str
    page: int
    region: Region


ABSENT = Fact(value=None, status="absent", reason="neither its box nor its label was seen")
BLANK = Fact(value=None, status="blank")


def disputed(fact: Fact, reason: str) -> Fact:
    """The fact as read, in doubt."""
    return structs.replace(fact, status="disputed", reason=reason)


def plain_places(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in lower case, and where each stands in it."""
    places = [i for i, char in enumerate(text) if char.isascii() and char.isalnum()]
    return "".join(text[i] for i in places).lower(), places
