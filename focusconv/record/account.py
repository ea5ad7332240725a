"""The account of a document's print: how much of it is what, and what nothing explains."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["form", "box", "reading", "header", "furniture", "mark", "elsewhere", "unexplained"]
"""The form's own print, a box number, the reading of an item, a field of the header, furniture
of pages, a mark known by name, print of pages that are no part of the filing, or unexplained."""


class Unexplained(Struct, frozen=True, kw_only=True, gc=False):
    """Print that nothing explains; `cell` tells that it stands in the cell of an item, `digits`
    that it stands in none and looks like an amount."""

    raw: str
    page: int
    region: tuple[float, float, float, float]
    statement: str
    cell: bool = False
    digits: bool = False


class Account(Struct, frozen=True, kw_only=True):
    """The characters of a document by what they are, and the unexplained ones in full."""

    form: int = 0
    box: int = 0
    reading: int = 0
    header: int = 0
    furniture: int = 0
    mark: int = 0
    elsewhere: int = 0
    unexplained: int = 0
    prints: tuple[Unexplained, ...] = ()
