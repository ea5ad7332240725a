"""A database of filings, open: what the program and its users do with it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from types import TracebackType

from sqlalchemy import URL, Connection, select

from focusconv.database import firms as register
from focusconv.database import series
from focusconv.database.bulk import chunks
from focusconv.database.engine import address, called, connect, dispose, reading, told, writing
from focusconv.database.load import Loaded
from focusconv.database.load import load as load_records
from focusconv.database.migrate import bring_up
from focusconv.database.pieces import current_keys, pieces
from focusconv.database.rows import record_of
from focusconv.database.tables import documents, readings
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing
from focusconv.tidy.rows import Piece
from focusconv.version import VERSION


def open_database(url: str, *, create: bool = True) -> Database:
    """Open a database, and make or bring up to date its schema.

    `url` is the path of an SQLite file, or an SQLAlchemy URL (`sqlite:///archive.db`,
    `postgresql://user@host/name`); without `create`, a file must be there. One thread uses a
    Database at a time; several processes may each open their own.

    Raises DatabaseError where it cannot be reached, is a database of something else, or newer
    than the program; MissingPackage where PostgreSQL is asked for and psycopg is not there.
    """
    where = address(url)
    connection = connect(where, create=create)
    try:
        with told(where):
            bring_up(connection, where)
    except BaseException:
        dispose(connection)
        raise
    return Database(connection, where)


class Database:
    """Filings in a database. Use it in a `with`, or close it."""

    def __init__(self, connection: Connection, url: URL) -> None:
        self._connection = connection
        self._url = url

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What messages call it: its path, or its URL without the password."""
        return called(self._url)

    @property
    def connection(self) -> Connection:
        """The SQLAlchemy connection, for queries of one's own."""
        return self._connection

    def close(self) -> None:
        dispose(self._connection)

    def load(
        self, filings: Sequence[Filing], *, incomplete: Collection[str] = ()
    ) -> tuple[Loaded, ...]:
        """Load filings in one transaction, on the disk before this returns.

        Load what one document holds in one call. `incomplete` names the documents, by hash, of
        which a filing was kept back: `known` goes on leaving them out. The same content twice
        changes nothing. Several hundred filings in one call are loaded fastest.

        Raises InvalidExport where a filing is not of the catalog or holds what no export can,
        DatabaseError where the database refuses; nothing is loaded then.
        """
        records = [record_of(filing) for filing in filings]
        with told(self._url), writing(self._connection):
            return load_records(self._connection, records, frozenset(incomplete))

    def known(self, sha256s: Collection[str]) -> frozenset[str]:
        """Those documents, by hash, whose filings were all loaded by this program and catalog."""
        found: set[str] = set()
        query = (
            select(documents.c.sha256)
            .join(readings)
            .where(
                readings.c.program == VERSION,
                readings.c.catalog == catalog().version,
                readings.c.complete,
            )
        )
        with told(self._url), reading(self._connection):
            for wanted in chunks(sorted(set(sha256s))):
                rows = self._connection.execute(query.where(documents.c.sha256.in_(wanted)))
                found.update(row[0] for row in rows)
        return frozenset(found)

    def series(
        self,
        *,
        firm: int | None = None,
        regimes: Collection[str] | None = None,
        system: str | None = None,
        begin: datetime.date | None = None,
        end: datetime.date | None = None,
    ) -> Iterator[series.Point]:
        """What current filings say of each regime: firm by firm (by name), then by regime,
        system and day. Filings of unknown firms come last, those of unknown days not at all.

        `firm` is a firm's key; `regimes` are names as in the catalog; `begin` and `end` are the
        first and the last day. One firm at a time is read, so a long series takes little memory.
        """
        keys = [firm] if firm is not None else [*(each.key for each in self.firms()), None]
        for key in keys:
            with told(self._url), reading(self._connection):
                found = series.points(
                    self._connection, key, regimes=regimes, system=system, begin=begin, end=end
                )
            yield from found

    def pieces(self) -> Iterator[Piece]:
        """The current filings as rows of tables (see `exports.tidy`), by form, period and firm;
        a hundred at a time, so that an archive takes little memory."""
        with told(self._url), reading(self._connection):
            keys = current_keys(self._connection)
        for wanted in chunks(keys, 100):
            with told(self._url), reading(self._connection):
                found = list(pieces(self._connection, wanted))
            yield from found

    def firms(self) -> tuple[register.Firm, ...]:
        """Every firm with the names it goes by, in the order of their names."""
        with told(self._url), reading(self._connection):
            return register.listed(self._connection)

    def firm(self, name: str) -> register.Firm:
        """One firm, named by its key, by a number or name that it prints, or by a part of its
        name that no other has.

        Raises DatabaseError where the name means no firm, or several.
        """
        return register.chosen(self.firms(), name, self.name)

    def merge(self, first: str, *others: str) -> register.Firm:
        """Make several firms one and return it; they are named, and errors raised, as in `firm`."""
        with told(self._url), writing(self._connection):
            found = register.listed(self._connection)
            keys = [register.chosen(found, text, self.name).key for text in (first, *others)]
            key = keys[0]
            if len(set(keys)) > 1:
                key = register.merge(self._connection, list(dict.fromkeys(keys)))
            return next(firm for firm in register.listed(self._connection) if firm.key == key)

    def part(self, name: str) -> bool:
        """Take back the merges of a firm (named as for `merge`); whether there were any."""
        with told(self._url), writing(self._connection):
            found = register.chosen(register.listed(self._connection), name, self.name)
            return register.part(self._connection, found.key)
