"""Loading filings: rows into every table, after which the current filings are current."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from focusconv.database import bulk, rows
from focusconv.database.bulk import chunks, next_key
from focusconv.database.dictionary import form_keys
from focusconv.database.names import Firms, count, firms_of
from focusconv.database.rank import rearrange
from focusconv.database.rows import FormKeys, Record
from focusconv.database.supersede import Entry
from focusconv.database.tables import (
    checks,
    corrections,
    documents,
    filings,
    findings,
    items,
    readings,
    statements,
)
from focusconv.tidy.rows import Row

State = Literal["new", "unchanged", "supersedes", "superseded"]


class Loaded(Struct, frozen=True, kw_only=True):
    """What became of one filing; `key` is its `filing_key`.

    `new`: the first of its firm, form and period; `supersedes`: it is now the current one of
    several; `superseded`: it was loaded, and another is the current one; `unchanged`: it was
    there already.
    """

    key: int
    state: State


class _Source(Struct, frozen=True):
    """A document and how it was read."""

    sha256: str
    program: str
    catalog: str
    corrections: str


class _Place(Struct, frozen=True):
    """The keys of a document and of a reading of it."""

    document: int
    reading: int


def load(
    connection: Connection, records: Sequence[Record], incomplete: Collection[str]
) -> tuple[Loaded, ...]:
    """Load filings inside the writing transaction of the connection.

    `incomplete` are the hashes of documents of which a filing was kept back.
    """
    there = _there(connection, [record.content for record in records])
    fresh = {record.content: record for record in records if record.content not in there}
    new = list(fresh.values())
    places = _places(connection, records, incomplete)
    firms = firms_of(connection, {record.printed for record in new if record.printed is not None})
    first = next_key(connection, filings.c.filing_key)
    entries = [_entry(record, at, places, firms) for at, record in enumerate(new, first)]
    above = rearrange(connection, entries, firms)
    _insert(connection, new, entries, above, firms)
    named = Counter(firms.keys[record.printed] for record in new if record.printed is not None)
    count(connection, named, firms)
    keys = {record.content: at for at, record in enumerate(new, first)}
    told: set[int] = set()
    loaded = []
    for record in records:
        key = there.get(record.content) or keys[record.content]
        was_there = record.content in there or key in told
        loaded.append(Loaded(key=key, state="unchanged" if was_there else _state(key, above)))
        told.add(key)
    return tuple(loaded)


def _state(key: int, above: dict[int, int | None]) -> State:
    if above[key] is not None:
        return "superseded"
    return "supersedes" if key in above.values() else "new"


def _there(connection: Connection, contents: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for wanted in chunks(contents):
        query = select(filings.c.content_sha256, filings.c.filing_key)
        found |= {
            row[0]: row[1]
            for row in connection.execute(query.where(filings.c.content_sha256.in_(wanted)))
        }
    return found


def _source(record: Record) -> _Source:
    filing = record.filing
    return _Source(
        filing.source.sha256,
        filing.producer.version,
        filing.producer.catalog,
        record.corrections,
    )


def _places(
    connection: Connection, records: Iterable[Record], incomplete: Collection[str]
) -> dict[_Source, _Place]:
    """The documents and readings of the filings, entered where they are new."""
    sources = {_source(record): record.filing.source for record in records}
    known = {
        row.sha256: row.document_key
        for wanted in chunks(sorted({source.sha256 for source in sources}))
        for row in connection.execute(
            select(documents.c.sha256, documents.c.document_key).where(
                documents.c.sha256.in_(wanted)
            )
        )
    }
    free = next_key(connection, documents.c.document_key)
    new: dict[str, dict[str, object]] = {}
    for source, info in sources.items():
        if source.sha256 not in known:
            known[source.sha256] = free + len(new)
            new[source.sha256] = {
                "document_key": known[source.sha256],
                "sha256": source.sha256,
                "name": info.name,
                "media_type": info.media_type,
                "pages": info.pages,
            }
    if new:
        connection.execute(insert(documents), list(new.values()))
    return _readings(connection, {source: known[source.sha256] for source in sources}, incomplete)


def _readings(
    connection: Connection, sources: dict[_Source, int], incomplete: Collection[str]
) -> dict[_Source, _Place]:
    known: dict[tuple[object, ...], tuple[int, bool]] = {}
    for keys in chunks(sorted(set(sources.values()))):
        for row in connection.execute(select(readings).where(readings.c.document_key.in_(keys))):
            read = (row.document_key, row.program, row.catalog, row.corrections_sha256)
            known[read] = row.reading_key, row.complete
    free = next_key(connection, readings.c.reading_key)
    places: dict[_Source, _Place] = {}
    new: list[dict[str, object]] = []
    for source, document in sources.items():
        complete = source.sha256 not in incomplete
        read = (document, source.program, source.catalog, source.corrections)
        if read not in known:
            known[read] = free + len(new), complete
            new.append(
                {
                    "reading_key": known[read][0],
                    "document_key": document,
                    "program": source.program,
                    "catalog": source.catalog,
                    "corrections_sha256": source.corrections,
                    "complete": complete,
                }
            )
        key, was_complete = known[read]
        if complete != was_complete:
            connection.execute(
                update(readings).where(readings.c.reading_key == key).values(complete=complete)
            )
        places[source] = _Place(document, key)
    if new:
        connection.execute(insert(readings), new)
    return places


def _entry(record: Record, key: int, places: dict[_Source, _Place], firms: Firms) -> Entry:
    filing = record.filing
    place = places[_source(record)]
    printed = record.printed
    return Entry(
        filing=key,
        document=place.document,
        reading=place.reading,
        reviewed=record.corrections != "",
        firm=None if printed is None else firms.firm_of[firms.keys[printed]],
        form=filing.form.id,
        period_end=record.period_end,
        amended=filing.form.type == "amended",
        submitted=filing.submitted,
    )


def _insert(
    connection: Connection,
    records: Sequence[Record],
    entries: Sequence[Entry],
    above: dict[int, int | None],
    firms: Firms,
) -> None:
    """The rows of new filings, into every table."""
    forms: dict[tuple[str, str], FormKeys] = {}
    into: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    for record, entry in zip(records, entries, strict=True):
        filing, key = record.filing, entry.filing
        named = None if record.printed is None else firms.keys[record.printed]
        form = filing.form.id, filing.form.edition
        if form not in forms:
            forms[form] = form_keys(connection, *form)
        keys = (key, entry.reading, entry.firm, named, above[key])
        into["filings"].append(rows.filing_row(record, keys))
        into["statements"] += rows.statement_rows(filing, key)
        into["items"] += rows.item_rows(filing, key, forms[form])
        into["checks"] += rows.check_rows(filing, key, forms[form])
        into["findings"] += rows.finding_rows(filing, key)
        into["corrections"] += rows.correction_rows(filing, key)
    for table in (filings, statements, items, checks, findings, corrections):
        bulk.insert(connection, table, _COLUMNS[table.name], into[table.name])


_COLUMNS = {
    "filings": rows.FILINGS,
    "statements": rows.STATEMENTS,
    "items": rows.ITEMS,
    "checks": rows.CHECKS,
    "findings": rows.FINDINGS,
    "corrections": rows.CORRECTIONS,
}
