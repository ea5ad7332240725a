"""The catalog's part of a database: its cells, rules and regimes, written once a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from focusconv.database.bulk import next_key
from focusconv.database.rows import FormKeys
from focusconv.database.tables import cells, regimes, rules
from focusconv.forms.catalog import Catalog, Edition, Key


def write_catalog(connection: Connection, catalog: Catalog) -> None:
    """Bring the cells, rules and regimes up to the catalog; cells it no longer has stay."""
    connection.execute(delete(regimes))
    for edition in catalog.editions:
        form = {"form_id": edition.id, "edition": edition.edition}
        known = form_keys(connection, edition.id, edition.edition)
        _write(connection, cells, known.cells, _cells(edition), form)
        _write(connection, rules, known.rules, _rules(edition), form)
        placed = form_keys(connection, edition.id, edition.edition).cells
        for regime in edition.regimes:
            measured = {
                f"{measure}_cell": placed[_parts(key)] for measure, key in regime.measures.items()
            }
            row = {**form, "regime": regime.id, "title": regime.title, **measured}
            connection.execute(insert(regimes).values(row))


def form_keys(connection: Connection, form_id: str, edition: str) -> FormKeys:
    """The keys of an edition's cells and rules; empty where the database does not have it."""
    found = connection.execute(
        select(cells.c.statement, cells.c.line, cells.c.column_name, cells.c.cell_key).where(
            cells.c.form_id == form_id, cells.c.edition == edition
        )
    )
    said = connection.execute(
        select(rules.c.check_id, rules.c.rule_key).where(
            rules.c.form_id == form_id, rules.c.edition == edition
        )
    )
    return FormKeys(
        cells={(row[0], row[1], row[2]): row[3] for row in found},
        rules={row[0]: row[1] for row in said},
    )


def _parts(key: Key) -> tuple[str, str, str]:
    statement, line, column = key.split("/")
    return statement, line, column


def _cells(edition: Edition) -> dict[object, dict[str, Any]]:
    found: dict[object, dict[str, Any]] = {}
    for position, (key, cell) in enumerate(edition.spec.items(), 1):
        statement, line, column = _parts(key)
        found[statement, line, column] = {
            "system": edition.system,
            "statement": statement,
            "line": line,
            "column_name": column,
            "box": cell.box,
            "label": edition.line_of[key].label,
            "kind": cell.kind,
            "position": position,
        }
    return found


def _rules(edition: Edition) -> dict[object, dict[str, Any]]:
    return {
        rule.id: {
            "check_id": rule.id,
            "statement": rule.statement,
            "rule": rule.text,
            "hard": rule.hard,
        }
        for rule in edition.rules
    }


def _write(
    connection: Connection,
    table: Any,
    known: Mapping[Any, int],
    wanted: Mapping[object, dict[str, Any]],
    form: dict[str, str],
) -> None:
    """Update the rows that are known and insert the others behind the last key."""
    (key,) = table.primary_key.columns
    old = [{"_key": known[name], **row} for name, row in wanted.items() if name in known]
    if old:
        connection.execute(update(table).where(key == bindparam("_key")), old)
    free = next_key(connection, key)
    new = [row for name, row in wanted.items() if name not in known]
    if new:
        rows = [{key.name: free + at, **form, **row} for at, row in enumerate(new)]
        connection.execute(insert(table), rows)
