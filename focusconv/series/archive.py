"""A database of filings to points: what its current filings say of each regime."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Final

from sqlalchemy import Text, column, select, table

from focusconv import database
from focusconv.database.engine import address, reading, told
from focusconv.errors import UnknownForm
from focusconv.forms.catalog import Every, catalog
from focusconv.series.collect import begin_of, regimes
from focusconv.series.point import ABSENT, Figure, Origin, Point, Said
from focusconv.terminal.console import clean

_SQLITE: Final = b"SQLite format 3\0"
"""What a file of SQLite begins with."""

_UNDATED: Final = (
    select(column("document", Text))
    .where(column("period_end").is_(None))
    .select_from(table("current_filings"))
)
"""The documents of the filings that belong to no day, which no series has."""


def is_database(argument: str) -> bool:
    """Whether an argument means a database: a URL, or the path of an SQLite file."""
    if "://" in argument:
        return True
    path = Path(argument)
    if not path.is_file() or not os.access(path, os.R_OK):
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def file_of(url: str) -> Path | None:
    """The file that holds the database, where it is one of SQLite.

    Raises DatabaseError where `url` is the address of no database.
    """
    where = address(url)
    inside = where.get_backend_name() == "sqlite" and where.database
    return Path(inside) if inside else None


def stored_filings(url: str) -> tuple[list[Said], list[str]]:
    """What current filings say, and the documents of those whose firm or day is not known.

    Raises DatabaseError where the database cannot be read, UnknownForm where it has a form that
    the catalog has not.
    """
    said: dict[int, list[Point]] = defaultdict(list)
    unknown: dict[str, None] = {}
    with database.open_database(url, create=False) as opened:
        for found in opened.series(regimes=tuple(regimes())):
            if found.firm_key is None:
                unknown[clean(found.document)] = None
            else:
                said[found.filing_key].append(_point(found, found.firm_key))
        with told(address(url)), reading(opened.connection):
            undated = opened.connection.execute(_UNDATED).scalars().all()
        unknown.update((clean(document), None) for document in undated)
    return [tuple(points) for points in said.values()], list(unknown)


def _every(form_id: str) -> Every:
    for edition in catalog().editions:
        if edition.id == form_id:
            return edition.every
    raise UnknownForm(
        f"the catalog has no form {form_id}", remedy="read the database with a newer program"
    )


def _point(found: database.Point, firm: int) -> Point:
    return Point(
        firm=firm,
        name=clean(found.firm or f"firm {firm}"),
        system=found.system,
        every=_every(found.form_id),
        regime=found.regime,
        begin=begin_of(found.begin, found.as_of),
        day=found.as_of,
        required=_figure(found.required),
        held=_figure(found.held),
        excess=_figure(found.excess),
        target=_figure(found.target),
        origin=Origin(
            source=clean(found.document),
            key=str(found.filing_key),
            status=found.filing_status,
            type=found.form_type,
            submitted=found.submitted,
        ),
    )


def _figure(found: database.Figure | None) -> Figure:
    if found is None:
        return ABSENT
    return Figure(found.amount, found.status, found.verified)
