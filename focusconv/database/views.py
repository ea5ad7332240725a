"""The views: the questions people ask, as SQL.

They follow from the tables and the catalog, so they are no part of the migrations: opening a
database makes them anew where the program or its catalog has other ones.
"""

from __future__ import annotations

import hashlib
from typing import get_args

from sqlalchemy import Connection, delete, insert, select

from focusconv.database.tables import cells, settings
from focusconv.forms.catalog import Catalog, Measure
from focusconv.tidy.names import column_name, sql_name

_SETTLED = "('reported', 'corrected', 'derived', 'reviewed')"
"""The states of a figure that claims to be right."""

_CONFIRMED = f"i.verified AND i.status IN {_SETTLED}"
"""What makes an item confirmed: an exact rule, a second reading or a reviewer bears it out, and
nothing disputes it."""

_FILINGS = """
SELECT f.filing_key, f.firm_key, firms.name AS firm, f.system, f.form_id, f.edition, f.form_type,
    f.period_begin, f.period_end, f.submitted, f.status, f.filer_name, f.sec_file_number,
    f.firm_id, d.name AS document, d.sha256, r.program, r.catalog
FROM filings f
JOIN readings r ON r.reading_key = f.reading_key
JOIN documents d ON d.document_key = r.document_key
LEFT JOIN firms ON firms.firm_key = f.firm_key
WHERE f.superseded_by IS NULL
"""

_ITEMS = """
SELECT f.filing_key, f.firm_key, f.firm, f.system, f.form_id, f.edition, f.form_type,
    f.period_end, coalesce(s.as_of, f.period_end) AS as_of, c.statement, c.box, c.line,
    c.column_name, c.label, c.kind, i.amount, s.decimals, i.text, i.status, i.verified,
    i.verified_by, i.raw, i.page, i.reason, f.status AS filing_status, f.document
FROM current_filings f
JOIN items i ON i.filing_key = f.filing_key
JOIN cells c ON c.cell_key = i.cell_key
JOIN statements s ON s.filing_key = f.filing_key AND s.statement = c.statement
"""

_CHECKS = """
SELECT f.filing_key, f.firm_key, f.firm, f.system, f.form_id, f.edition, f.period_end,
    r.check_id, r.statement, r.rule, r.hard, k.status, k.expected, k.actual, k.difference,
    k.message, f.status AS filing_status, f.document
FROM current_filings f
JOIN checks k ON k.filing_key = f.filing_key
JOIN rules r ON r.rule_key = k.rule_key
"""

_REVIEWS = """
SELECT f.filing_key, f.firm_key, f.firm, f.form_id, f.period_end, f.document,
    f.status AS filing_status, o.urgency, o.state, o.statement, o.place, o.page, o.amount, o.why
FROM (
    SELECT filing_key, CASE level WHEN 'error' THEN 0 ELSE 5 END AS urgency, level AS state,
        NULL AS statement, code AS place, page, CAST(NULL AS BIGINT) AS amount, message AS why
    FROM findings WHERE level IN ('error', 'warning')
    UNION ALL
    SELECT k.filing_key,
        CASE WHEN NOT r.hard THEN 5 WHEN k.status = 'failed' THEN 1 ELSE 4 END,
        CASE WHEN r.hard THEN k.status ELSE 'warning' END,
        r.statement, r.check_id, NULL, k.actual, k.message
    FROM checks k JOIN rules r ON r.rule_key = k.rule_key
    WHERE k.status IN ('failed', 'undecided') AND (r.hard OR k.status = 'failed')
    UNION ALL
    SELECT i.filing_key, CASE i.status WHEN 'disputed' THEN 2 ELSE 3 END, i.status, c.statement,
        coalesce(c.box, 'line ' || c.line), i.page, i.amount, i.reason
    FROM items i JOIN cells c ON c.cell_key = i.cell_key
    WHERE i.status IN ('disputed', 'unreadable')
    UNION ALL
    SELECT filing_key, 1, 'firm unknown', NULL, NULL, NULL, NULL,
        'no name or number of the firm is sure; the filing supersedes nothing'
    FROM filings WHERE firm_key IS NULL
    UNION ALL
    SELECT filing_key, 1, 'period unknown', NULL, NULL, NULL, NULL,
        'the end of the period is not sure; the filing supersedes nothing'
    FROM filings WHERE period_end IS NULL
) o
JOIN current_filings f ON f.filing_key = o.filing_key
"""

_MEASURES = get_args(Measure)


def _excess() -> str:
    measured = "".join(
        f"    {name}.amount AS {name}, {name}.status AS {name}_status,\n"
        f"    {name}.verified AS {name}_verified,\n"
        for name in _MEASURES
    )
    joins = "".join(
        f"LEFT JOIN items {name} ON {name}.filing_key = f.filing_key"
        f" AND {name}.cell_key = g.{name}_cell\n"
        for name in _MEASURES
    )
    there = ", ".join(f"{name}.cell_key" for name in _MEASURES)
    return (
        "SELECT f.filing_key, f.firm_key, f.firm, f.system, f.form_id, f.form_type, g.regime,\n"
        f"    f.period_begin AS begin, f.period_end AS as_of, f.submitted,\n"
        f"{measured}    f.status AS filing_status, f.document\n"
        "FROM current_filings f\n"
        f"JOIN regimes g ON g.form_id = f.form_id AND g.edition = f.edition\n{joins}"
        f"WHERE coalesce({there}) IS NOT NULL\n"
    )


def _confirmed_excess() -> str:
    sure = {name: f"{name}_verified AND {name}_status IN {_SETTLED}" for name in _MEASURES}
    figures = ", ".join(f"CASE WHEN {sure[name]} THEN {name} END AS {name}" for name in _MEASURES)
    return (
        "SELECT filing_key, firm_key, firm, system, form_id, form_type, regime, as_of,\n"
        f"    {figures},\n    filing_status, document\n"
        f"FROM excess\nWHERE {' OR '.join(sure[name] for name in _MEASURES)}\n"
    )


def definitions(connection: Connection, catalog: Catalog) -> dict[str, str]:
    """The name and the query of each view, those first on which others stand.

    The cells are the database's, so the catalog must have been written to it.
    """
    return {
        "current_filings": _FILINGS,
        "current_items": _ITEMS,
        "confirmed_items": "SELECT * FROM current_items i WHERE "
        + _CONFIRMED
        + " AND (i.amount IS NOT NULL OR i.text IS NOT NULL)",
        "current_checks": _CHECKS,
        "excess": _excess(),
        "confirmed_excess": _confirmed_excess(),
        "open_reviews": _REVIEWS,
        **_wide(connection, catalog),
    }


def _wide(connection: Connection, catalog: Catalog) -> dict[str, str]:
    """Two views a form, with a column a cell: one of all figures, one of the confirmed."""
    views: dict[str, str] = {}
    for form_id in dict.fromkeys(edition.id for edition in catalog.editions):
        columns = _columns(connection, form_id)
        for prefix, sure in (("wide", ""), ("confirmed_wide", f" AND {_CONFIRMED}")):
            figures = ",\n".join(
                f"    (SELECT i.{value} FROM items i WHERE i.filing_key = f.filing_key"
                f" AND i.cell_key IN ({', '.join(map(str, keys))}){sure}) AS {name}"
                for name, (value, keys) in columns.items()
            )
            views[f"{prefix}_{sql_name(form_id)}"] = (
                "SELECT f.filing_key, f.firm_key, f.firm, f.form_type, f.period_end,\n"
                f"    f.status AS filing_status, f.document,\n{figures}\n"
                f"FROM current_filings f WHERE f.form_id = {_quoted(form_id)}"
            )
    return views


def _columns(connection: Connection, form_id: str) -> dict[str, tuple[str, list[int]]]:
    """For each cell of any edition of a form its column: which value, and the cells' keys."""
    found = connection.execute(
        select(
            cells.c.box,
            cells.c.statement,
            cells.c.line,
            cells.c.column_name,
            cells.c.kind,
            cells.c.cell_key,
        )
        .where(cells.c.form_id == form_id)
        .order_by(cells.c.edition, cells.c.position)
    )
    columns: dict[str, tuple[str, list[int]]] = {}
    for box, statement, line, column, kind, key in found:
        name = column_name(box, statement, line, column)
        value = "amount" if kind == "amount" else "text"
        columns.setdefault(name, (value, []))[1].append(key)
    return columns


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def refresh(connection: Connection, catalog: Catalog) -> None:
    """Make the views anew where they are not those of this program and catalog."""
    views = definitions(connection, catalog)
    if setting(connection, "views") == _digest(views):
        return
    drop(connection)
    for name, query in views.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
    keep(connection, "views", _digest(views))
    keep(connection, "view_names", " ".join(views))


def digest(connection: Connection, catalog: Catalog) -> str:
    """What tells the views of one program and catalog from those of another."""
    return _digest(definitions(connection, catalog))


def _digest(views: dict[str, str]) -> str:
    text = "".join(f"{name}\n{query}\n" for name, query in views.items())
    return hashlib.sha256(text.encode()).hexdigest()


def drop(connection: Connection) -> None:
    """Drop the views the program made, those first that stand on others."""
    for name in reversed((setting(connection, "view_names") or "").split()):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
    keep(connection, "views", "")
    keep(connection, "view_names", "")


def setting(connection: Connection, name: str) -> str | None:
    """What the program kept of itself under a name."""
    return connection.execute(
        select(settings.c.value).where(settings.c.name == name)
    ).scalar_one_or_none()


def keep(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(settings).where(settings.c.name == name))
    connection.execute(insert(settings).values(name=name, value=value))
