"""A filing as a table: one row an item, for analysts; needs the `frame` extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from focusconv.errors import MissingPackage

if TYPE_CHECKING:
    import pandas

    from focusconv.filing import Filing, Item, Statement


_COLUMNS = (
    "firm",
    "sec_file_number",
    "firm_id",
    "system",
    "form",
    "edition",
    "as_of",
    "statement",
    "box",
    "line",
    "column",
    "label",
    "kind",
    "amount",
    "text",
    "status",
    "verified_by",
    "raw",
    "as_read",
    "page",
    "confidence",
    "reason",
    "source",
    "sha256",
)


def to_frame(filing: Filing) -> pandas.DataFrame:
    """One row an item, in the order of the filing.

    `amount` (Int64, whole dollars) holds the values that are amounts and `text` (string) the
    others, as the exports write them; each is NA where an item has no such value.

    Raises MissingPackage without pandas.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingPackage(
            "a table needs pandas", remedy="pip install 'focusconv[frame]'"
        ) from error
    rows = [
        _row(filing, statement, item) for statement in filing.statements for item in statement.items
    ]
    columns = {name: _dtype(name) for name in _COLUMNS}
    frame = pandas.DataFrame.from_records(rows, columns=list(columns))
    return frame.astype(columns)


def _dtype(column: str) -> str:
    return {"amount": "Int64", "page": "Int64", "confidence": "Float64"}.get(column, "string")


def _row(filing: Filing, statement: Statement, item: Item) -> tuple[object, ...]:
    counted = isinstance(item.value, int) and not isinstance(item.value, bool)
    return (
        filing.filer.name,
        filing.filer.sec_file_number,
        filing.filer.firm_id,
        filing.form.system,
        filing.form.id,
        filing.form.edition,
        statement.as_of or filing.period.end,
        statement.id,
        item.box,
        item.line,
        item.column,
        item.label,
        item.kind,
        item.value if counted else None,
        None if counted else _text(item.value),
        item.status,
        " ".join(item.verified_by),
        item.raw,
        _text(item.as_read),
        item.page,
        item.confidence,
        item.reason,
        filing.source.name,
        filing.source.sha256,
    )


def _text(value: int | str | bool | None) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
