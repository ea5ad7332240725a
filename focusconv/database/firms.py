"""The firms of a database for people: who they are, which may be one, and merging two."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy import Connection, and_, delete, func, insert, select

from focusconv.database.identity import ALIKE, plain_name
from focusconv.database.names import count, settle
from focusconv.database.rank import rearrange
from focusconv.database.tables import filings, firm_merges, firm_names, firms
from focusconv.errors import DatabaseError


class Name(Struct, frozen=True, kw_only=True):
    """A name as printed, with the numbers beside it, on so many filings."""

    name: str | None
    sec_file_number: str | None
    firm_id: str | None
    filings: int


class Firm(Struct, frozen=True, kw_only=True):
    """One firm: what it prints most, every name it goes by, and its current filings."""

    key: int
    name: str | None
    sec_file_number: str | None
    firm_id: str | None
    names: tuple[Name, ...]
    current: int
    first: datetime.date | None
    last: datetime.date | None


class Doubt(Struct, frozen=True):
    """Firms, by key, that print the same name or number, or names that are alike, and were not
    joined: something speaks against it, or too little for it."""

    what: str
    firms: tuple[int, ...]


def listed(connection: Connection) -> tuple[Firm, ...]:
    """Every firm, by name."""
    names: dict[int, list[Name]] = defaultdict(list)
    for row in connection.execute(
        select(firm_names).order_by(firm_names.c.filings.desc(), firm_names.c.name)
    ):
        names[row.firm_key].append(
            Name(
                name=row.name or None,
                sec_file_number=row.sec_file_number or None,
                firm_id=row.firm_id or None,
                filings=row.filings,
            )
        )
    current = and_(filings.c.firm_key == firms.c.firm_key, filings.c.superseded_by.is_(None))
    found = connection.execute(
        select(
            firms,
            func.count(filings.c.filing_key).label("current"),
            func.min(filings.c.period_end).label("first"),
            func.max(filings.c.period_end).label("last"),
        )
        .outerjoin(filings, current)
        .group_by(firms.c.firm_key, firms.c.name, firms.c.sec_file_number, firms.c.firm_id)
        .order_by(firms.c.name, firms.c.firm_key)
    )
    return tuple(
        Firm(
            key=row.firm_key,
            name=row.name,
            sec_file_number=row.sec_file_number,
            firm_id=row.firm_id,
            names=tuple(names[row.firm_key]),
            current=row.current,
            first=row.first,
            last=row.last,
        )
        for row in found
    )


def doubts(found: Sequence[Firm]) -> tuple[Doubt, ...]:
    """What several firms print: the same name, the same number, names that are alike."""
    having: dict[str, set[int]] = defaultdict(set)
    for firm in found:
        for name in firm.names:
            if name.name is not None:
                having[f"the name {plain_name(name.name)}"].add(firm.key)
            if name.sec_file_number is not None:
                having[f"the SEC file number {name.sec_file_number}"].add(firm.key)
            if name.firm_id is not None:
                having[f"the firm id {name.firm_id}"].add(firm.key)
    same = [
        Doubt(what, tuple(sorted(keys))) for what, keys in sorted(having.items()) if len(keys) > 1
    ]
    return (*same, *_alike(found))


def _alike(found: Sequence[Firm]) -> Iterator[Doubt]:
    """Names of different firms that differ by a few letters, as a misread one does."""
    import numpy
    from rapidfuzz import fuzz, process

    firms_of: dict[str, set[int]] = defaultdict(set)
    for firm in found:
        for name in firm.names:
            if name.name is not None:
                firms_of[plain_name(name.name)].add(firm.key)
    names = sorted(firms_of)
    likeness = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=numpy.uint8)
    for at, other in zip(*likeness.nonzero(), strict=True):
        one, two = names[at], names[other]
        if at < other and not firms_of[one] & firms_of[two]:
            keys = tuple(sorted(firms_of[one] | firms_of[two]))
            yield Doubt(f"names that are alike, {one} and {two}", keys)


def chosen(found: Sequence[Firm], text: str, place: str) -> Firm:
    """The firm that a person means: by its key, a number or a name of it, or a part of one.

    Raises DatabaseError where none is meant, or several.
    """
    exact = [firm for firm in found if text in _called(firm)]
    wanted = plain_name(text)
    part = [
        firm
        for firm in found
        if wanted and any(wanted in plain_name(name.name or "") for name in firm.names)
    ]
    meant = exact or part
    if len(meant) != 1:
        several = ", ".join(f"{firm.key} {firm.name}" for firm in meant[:5])
        raise DatabaseError(
            f"several firms are meant by {text}: {several}" if meant else f"no firm {text}",
            place=place,
            remedy="give a key, a number or a name as focusconv firms lists them",
        )
    return meant[0]


def _called(firm: Firm) -> set[str | None]:
    numbers = {number for name in firm.names for number in (name.sec_file_number, name.firm_id)}
    return {str(firm.key), *numbers, *(name.name for name in firm.names)}


def merge(connection: Connection, keys: Sequence[int]) -> int:
    """Make firms one, for good: filings that come later know them as one too. Returns its key.

    Filings of theirs for one form and period now supersede each other.
    """
    first, *others = (
        connection.execute(
            select(func.min(firm_names.c.firm_name_key)).where(firm_names.c.firm_key == key)
        ).scalar_one()
        for key in keys
    )
    connection.execute(
        insert(firm_merges), [{"firm_name_key": first, "same_as": other} for other in others]
    )
    _settle(connection)
    return int(
        connection.execute(
            select(firm_names.c.firm_key).where(firm_names.c.firm_name_key == first)
        ).scalar_one()
    )


def part(connection: Connection, key: int) -> bool:
    """Take back what people merged into a firm; whether there was anything."""
    names = select(firm_names.c.firm_name_key).where(firm_names.c.firm_key == key)
    taken = connection.execute(
        delete(firm_merges).where(firm_merges.c.firm_name_key.in_(names))
    ).rowcount
    _settle(connection)
    return taken > 0


def _settle(connection: Connection) -> None:
    named = settle(connection)
    rearrange(connection, (), named)
    count(connection, {}, named)
