"""The tables: what a filing is in a database, with its keys, types and references.

What a filing prints keeps its name (`firm_id` is the number a firm prints on its cover); keys
of rows end in `_key`. The program gives the keys out, in the order of loading: of two filings,
the one with the larger `filing_key` was loaded later. What the form says of a cell or a rule
(box, label, text) stands once, in `cells` and `rules`, which are the catalog's.
"""

from __future__ import annotations

from typing import Final, get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

from focusconv.forms.catalog import Measure
from focusconv.record.filing import CheckStatus, FilingStatus, ItemStatus, Kind, Level

VERSION_TABLE: Final = "focusconv_schema"
"""Holds the version of the schema, and tells a focusconv database from any other."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _key(name: str, *more: SchemaItem) -> Column[int]:
    """A column of a primary key; the program gives its values out."""
    return Column(name, BigInteger, *more, primary_key=True, autoincrement=False)


def _one_of(column: str, values: object) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _whole(*columns: str) -> list[CheckConstraint]:
    """SQLite would take a fraction or a text into an integer column; for an amount it shall not."""
    return [
        CheckConstraint(f"typeof({name}) IN ('integer', 'null')", name=f"{name}_whole").ddl_if(
            dialect="sqlite"
        )
        for name in columns
    ]


def _open(table: str, *states: str) -> Index:
    """An index of the few rows that want a person."""
    where = text(f"status IN ({', '.join(map(repr, states))})")
    return Index(f"ix_{table}_open", "status", sqlite_where=where, postgresql_where=where)


settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the program keeps of itself: which catalog and views the database has."""

cells = Table(
    "cells",
    metadata,
    _key("cell_key"),
    Column("system", Text, nullable=False),
    Column("form_id", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("box", Text),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("form_id", "edition", "statement", "line", "column_name"),
    _one_of("kind", Kind),
    Index("ix_cells_box", "box", "edition", "form_id"),
)
"""Every cell of every form: its line, box and label. The catalog's."""

regimes = Table(
    "regimes",
    metadata,
    Column("form_id", Text, primary_key=True),
    Column("edition", Text, primary_key=True),
    Column("regime", Text, primary_key=True),
    Column("title", Text, nullable=False),
    *(Column(f"{measure}_cell", ForeignKey("cells.cell_key")) for measure in get_args(Measure)),
)
"""The cells that say what a regime requires, holds, exceeds and aims at. The catalog's."""

rules = Table(
    "rules",
    metadata,
    _key("rule_key"),
    Column("form_id", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("check_id", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("hard", Boolean, nullable=False),
    UniqueConstraint("form_id", "edition", "check_id"),
)
"""Every rule of every form. The catalog's."""

documents = Table(
    "documents",
    metadata,
    _key("document_key"),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("pages", BigInteger, nullable=False),
)
"""The files that filings were read from, by the hash of their bytes."""

readings = Table(
    "readings",
    metadata,
    _key("reading_key"),
    Column("document_key", ForeignKey("documents.document_key"), nullable=False),
    Column("program", Text, nullable=False),
    Column("catalog", Text, nullable=False),
    Column("corrections_sha256", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    UniqueConstraint("document_key", "program", "catalog", "corrections_sha256"),
)
"""A document as one version of the program and its catalog read it. The hash of a reviewer's
corrections is an empty text where there are none."""

firms = Table(
    "firms",
    metadata,
    _key("firm_key"),
    Column("name", Text),
    Column("sec_file_number", Text),
    Column("firm_id", Text),
)
"""One row a firm: the name and numbers it prints most often."""

firm_names = Table(
    "firm_names",
    metadata,
    _key("firm_name_key"),
    Column("firm_key", ForeignKey("firms.firm_key"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sec_file_number", Text, nullable=False),
    Column("firm_id", Text, nullable=False),
    Column("filings", BigInteger, nullable=False),
    UniqueConstraint("name", "sec_file_number", "firm_id"),
)
"""Every name as printed, with the numbers beside it, and the firm that it means. What is not
surely printed is an empty text."""

firm_merges = Table(
    "firm_merges",
    metadata,
    _key("firm_name_key", ForeignKey("firm_names.firm_name_key")),
    _key("same_as", ForeignKey("firm_names.firm_name_key")),
)
"""Names of which a person said that they are of one firm."""

filings = Table(
    "filings",
    metadata,
    _key("filing_key"),
    Column("reading_key", ForeignKey("readings.reading_key"), nullable=False, index=True),
    Column("firm_key", ForeignKey("firms.firm_key")),
    Column("firm_name_key", ForeignKey("firm_names.firm_name_key"), index=True),
    Column("content_sha256", Text, nullable=False, unique=True),
    Column("system", Text, nullable=False),
    Column("form_id", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("form_type", Text),
    Column("filer_name", Text),
    Column("sec_file_number", Text),
    Column("firm_id", Text),
    Column("street", Text),
    Column("city", Text),
    Column("state", Text),
    Column("zip", Text),
    Column("contact_name", Text),
    Column("telephone", Text),
    Column("email", Text),
    Column("period_begin", Date),
    Column("period_end", Date),
    Column("submitted", Text),
    Column("readers", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("decimals", Integer, nullable=False, server_default="0"),
    Column("status", Text, nullable=False),
    Column(
        "superseded_by",
        ForeignKey("filings.filing_key", deferrable=True, initially="DEFERRED"),
    ),
    CheckConstraint("form_type IN ('initial', 'amended')", name="form_type"),
    _one_of("status", FilingStatus),
    Index("ix_filings_period", "firm_key", "form_id", "period_end"),
    Index("ix_filings_superseded_by", "superseded_by"),
    Index(
        "uq_filings_current",
        "firm_key",
        "form_id",
        "period_end",
        unique=True,
        sqlite_where=text("superseded_by IS NULL"),
        postgresql_where=text("superseded_by IS NULL"),
    ),
)
"""One row a filing, superseded ones included; their superseded_by is not null."""

statements = Table(
    "statements",
    metadata,
    _key("filing_key", ForeignKey("filings.filing_key")),
    Column("statement", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("as_of", Date),
    Column("decimals", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
"""The statements of a filing; `decimals` is how exact their amounts are: -3 in thousands."""

items = Table(
    "items",
    metadata,
    _key("filing_key", ForeignKey("filings.filing_key")),
    _key("cell_key", ForeignKey("cells.cell_key")),
    Column("amount", BigInteger),
    Column("text", Text),
    Column("status", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("verified_by", Text),
    Column("raw", Text),
    Column("as_read", Text),
    Column("candidates", Text),
    Column("page", BigInteger),
    Column("region", Text),
    Column("confidence", Double),
    Column("reason", Text),
    _one_of("status", ItemStatus),
    *_whole("amount"),
    _open("items", "disputed", "unreadable"),
    sqlite_with_rowid=False,
)
"""One row a cell: an amount in whole dollars, or a text, and how sure it is."""

checks = Table(
    "checks",
    metadata,
    _key("filing_key", ForeignKey("filings.filing_key")),
    _key("rule_key", ForeignKey("rules.rule_key")),
    Column("status", Text, nullable=False),
    Column("expected", BigInteger),
    Column("actual", BigInteger),
    Column("difference", BigInteger),
    Column("message", Text, nullable=False),
    Column("suspects", Text),
    _one_of("status", CheckStatus),
    *_whole("expected", "actual", "difference"),
    _open("checks", "failed", "undecided"),
    sqlite_with_rowid=False,
)
"""One row a rule of the form over the values of a filing."""

findings = Table(
    "findings",
    metadata,
    _key("filing_key", ForeignKey("filings.filing_key")),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("level", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("page", BigInteger),
    _one_of("level", Level),
    sqlite_with_rowid=False,
)
"""What a reader of a filing should know that no item or check says."""

corrections = Table(
    "corrections",
    metadata,
    _key("filing_key", ForeignKey("filings.filing_key")),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("target", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("value", Text),
    Column("decided_by", Text, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("action IN ('value', 'waive')", name="action"),
    sqlite_with_rowid=False,
)
"""What a reviewer decided of a filing: a value for an item or field, or a check waived."""
