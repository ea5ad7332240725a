"""The firms of a database: each printed name has its firm, and stays with it as others come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select, tuple_, update

from focusconv.database.bulk import chunks, next_key
from focusconv.database.identity import Printed, resolve
from focusconv.database.tables import firm_merges, firm_names, firms


class Firms(Struct, frozen=True):
    """The key of each printed name, and the firm of each key.

    `moved` are the names whose firm is now another, `left` the firms that they belonged to.
    """

    keys: dict[Printed, int]
    firm_of: dict[int, int]
    moved: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()


def firms_of(connection: Connection, printed: Collection[Printed]) -> Firms:
    """The firms of what filings print; new names are entered, and may bring firms together.

    The filings of the names that moved keep their firm until the caller changes it.
    """
    known = _known(connection, printed)
    if len(known.keys) == len(set(printed)):
        return known
    return settle(connection, sorted(set(printed) - known.keys.keys(), key=_columns))


def settle(connection: Connection, new: Iterable[Printed] = ()) -> Firms:
    """Work out the firm of every name, those included that are new, and keep it."""
    names: dict[int, Printed] = {}
    firm_of: dict[int, int] = {}
    for key, firm, *printed in connection.execute(
        select(
            firm_names.c.firm_name_key,
            firm_names.c.firm_key,
            firm_names.c.name,
            firm_names.c.sec_file_number,
            firm_names.c.firm_id,
        )
    ):
        names[key], firm_of[key] = _printed(*printed), firm
    free = next_key(connection, firm_names.c.firm_name_key)
    added = dict(enumerate(new, free))
    merged = [
        (row[0], row[1])
        for row in connection.execute(select(firm_merges.c.firm_name_key, firm_merges.c.same_as))
    ]
    names |= added
    settled = _assigned(connection, names, resolve(names, merged), firm_of)
    _keep(connection, added, firm_of, settled)
    moved = frozenset(key for key, firm in firm_of.items() if settled[key] != firm)
    left = frozenset(firm_of[key] for key in moved)
    return Firms({printed: key for key, printed in names.items()}, settled, moved, left)


def count(connection: Connection, loaded: Mapping[int, int], names: Firms) -> None:
    """Count the filings loaded of each name, and call their firms by what they print most.

    A firm that no name means any more is gone.
    """
    touched = {names.firm_of[key] for key in (*loaded, *names.moved)} | names.left
    if loaded:
        connection.execute(
            update(firm_names)
            .where(firm_names.c.firm_name_key == bindparam("_key"))
            .values(filings=firm_names.c.filings + bindparam("_more")),
            [{"_key": key, "_more": more} for key, more in loaded.items()],
        )
    for keys in chunks(sorted(touched)):
        _call(connection, keys)


def _known(connection: Connection, printed: Collection[Printed]) -> Firms:
    columns = (firm_names.c.name, firm_names.c.sec_file_number, firm_names.c.firm_id)
    keys: dict[Printed, int] = {}
    firm_of: dict[int, int] = {}
    for wanted in chunks([_columns(entry) for entry in set(printed)]):
        query = select(firm_names.c.firm_name_key, firm_names.c.firm_key, *columns)
        for key, firm, *found in connection.execute(query.where(tuple_(*columns).in_(wanted))):
            keys[_printed(*found)], firm_of[key] = key, firm
    return Firms(keys, firm_of)


def _columns(printed: Printed) -> tuple[str, str, str]:
    return printed.name or "", printed.sec_file_number or "", printed.firm_id or ""


def _printed(name: str, sec_file_number: str, firm_id: str) -> Printed:
    return Printed(
        name=name or None, sec_file_number=sec_file_number or None, firm_id=firm_id or None
    )


def _assigned(
    connection: Connection, names: dict[int, Printed], roots: dict[int, int], was: dict[int, int]
) -> dict[int, int]:
    """The firm of each name: of several that came together the oldest, else a new one.

    Where names part, the firm stays with those that have a number.
    """
    together: dict[int, list[int]] = defaultdict(list)
    for key, root in roots.items():
        together[root].append(key)
    groups = sorted(
        together.values(), key=lambda keys: (not any(any(names[k].numbers) for k in keys), keys)
    )
    free = next_key(connection, firms.c.firm_key)
    taken: set[int] = set()
    firm_of: dict[int, int] = {}
    for keys in groups:
        firm = min({was[key] for key in keys if key in was} - taken, default=None)
        if firm is None:
            firm, free = free, free + 1
        taken.add(firm)
        firm_of.update(dict.fromkeys(keys, firm))
    return firm_of


def _keep(
    connection: Connection, added: dict[int, Printed], was: dict[int, int], firm_of: dict[int, int]
) -> None:
    new_firms = sorted(set(firm_of.values()) - set(was.values()))
    if new_firms:
        connection.execute(insert(firms), [{"firm_key": key} for key in new_firms])
    changed = [
        {"_key": key, "_firm": firm_of[key]} for key, firm in was.items() if firm_of[key] != firm
    ]
    if changed:
        connection.execute(
            update(firm_names)
            .where(firm_names.c.firm_name_key == bindparam("_key"))
            .values(firm_key=bindparam("_firm")),
            changed,
        )
    if added:
        fields = ("name", "sec_file_number", "firm_id")
        connection.execute(
            insert(firm_names),
            [
                {
                    "firm_name_key": key,
                    "firm_key": firm_of[key],
                    **dict(zip(fields, _columns(printed), strict=True)),
                    "filings": 0,
                }
                for key, printed in added.items()
            ],
        )


def _call(connection: Connection, keys: Collection[int]) -> None:
    fields = ("name", "sec_file_number", "firm_id")
    printed: dict[int, dict[str, Counter[str]]] = {
        key: {field: Counter() for field in fields} for key in keys
    }
    empty = set(keys)
    for row in connection.execute(select(firm_names).where(firm_names.c.firm_key.in_(keys))):
        empty.discard(row.firm_key)
        for field in fields:
            if value := getattr(row, field):
                printed[row.firm_key][field][value] += row.filings
    called = {
        key: tuple(_most(values) for values in said.values()) for key, said in printed.items()
    }
    for row in connection.execute(select(firms).where(firms.c.firm_key.in_(keys))):
        said = called[row.firm_key]
        if said != (row.name, row.sec_file_number, row.firm_id) and row.firm_key not in empty:
            values = dict(zip(fields, said, strict=True))
            connection.execute(update(firms).where(firms.c.firm_key == row.firm_key).values(values))
    if empty:
        connection.execute(delete(firms).where(firms.c.firm_key.in_(empty)))


def _most(counted: Counter[str]) -> str | None:
    """What is printed most often, of several the first by the alphabet; None for nothing."""
    return min(counted, key=lambda value: (-counted[value], value), default=None)
