"""Keeping one filing of each firm, form and period the current one, as filings and firms come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, bindparam, select, tuple_, update

from focusconv.database.bulk import chunks
from focusconv.database.names import Firms
from focusconv.database.supersede import Entry, superseded
from focusconv.database.tables import filings, readings

_COLUMNS = (
    filings.c.filing_key,
    readings.c.document_key,
    filings.c.reading_key,
    readings.c.corrections_sha256,
    filings.c.firm_key,
    filings.c.form_id,
    filings.c.period_end,
    filings.c.form_type,
    filings.c.submitted,
    filings.c.superseded_by,
    filings.c.firm_name_key,
)


def rearrange(connection: Connection, new: Sequence[Entry], firms: Firms) -> dict[int, int | None]:
    """Make current what is to be current once the `new` filings are there, and firms moved.

    Returns for each filing concerned the one that supersedes it, or None; those that are
    there are changed accordingly, the new ones left to be inserted.
    """
    there = _there(connection, new, firms)
    entries = {key: entry for key, (entry, _) in there.items()}
    entries |= {entry.filing: entry for entry in new}
    documents = {entry.document for entry in entries.values()}
    above = superseded(entries.values(), _current(connection, documents))
    changes = [
        {"_key": key, "_firm": entry.firm, "_above": above[key]}
        for key, (entry, was) in there.items()
        if key in above and (entry.firm, above[key]) != was
    ]
    _change(connection, changes)
    return above


_There = dict[int, tuple[Entry, tuple[int | None, int | None]]]
"""Filings that are there by key: what decides about one, and its firm and superseding filing
as they stand in the database."""


def _there(connection: Connection, new: Sequence[Entry], firms: Firms) -> _There:
    """The filings whose state may change: of the same documents, groups and moved names."""
    found: _There = {}
    documents = {entry.document for entry in new}
    found |= _select(connection, readings.c.document_key, documents, firms)
    found |= _select(connection, filings.c.firm_name_key, firms.moved, firms)
    groups = {entry.group for entry in new}
    for entry, (firm, _) in found.values():
        groups |= {entry.group, replace(entry, firm=firm).group}
    group = tuple_(filings.c.firm_key, filings.c.form_id, filings.c.period_end)
    return found | _select(connection, group, groups - {None}, firms)


def _select(
    connection: Connection, column: ColumnElement[Any], values: Collection[Any], firms: Firms
) -> _There:
    found: _There = {}
    for wanted in chunks(sorted(values)):
        query = select(*_COLUMNS).join(readings).where(column.in_(wanted))
        for row in connection.execute(query):
            entry = Entry(
                filing=row.filing_key,
                document=row.document_key,
                reading=row.reading_key,
                reviewed=row.corrections_sha256 != "",
                firm=firms.firm_of.get(row.firm_name_key, row.firm_key),
                form=row.form_id,
                period_end=row.period_end,
                amended=row.form_type == "amended",
                submitted=row.submitted,
            )
            found[row.filing_key] = entry, (row.firm_key, row.superseded_by)
    return found


def _current(connection: Connection, documents: Collection[int]) -> dict[int, int]:
    """Of each document the reading that counts: one with corrections, then the latest."""
    best: dict[int, tuple[bool, int]] = {}
    for keys in chunks(sorted(documents)):
        query = select(
            readings.c.document_key, readings.c.corrections_sha256, readings.c.reading_key
        )
        for document, corrections, key in connection.execute(
            query.where(readings.c.document_key.in_(keys))
        ):
            best[document] = max(best.get(document, (False, 0)), (corrections != "", key))
    return {document: reading for document, (_, reading) in best.items()}


def _change(connection: Connection, changes: Sequence[dict[str, Any]]) -> None:
    """Change filings without two of one group being current meanwhile, which no index allows.

    First none of them is current (one that will be is superseded by itself for the moment),
    then those are that shall be.
    """
    if not changes:
        return
    chosen = update(filings).where(filings.c.filing_key == bindparam("_key"))
    connection.execute(
        chosen.values(firm_key=bindparam("_firm"), superseded_by=bindparam("_above")),
        [
            change if change["_above"] is not None else {**change, "_above": change["_key"]}
            for change in changes
        ],
    )
    current = [{"_key": change["_key"]} for change in changes if change["_above"] is None]
    if current:
        connection.execute(chosen.values(superseded_by=None), current)
