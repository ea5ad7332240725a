"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cells",
        sa.Column("cell_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("box", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('amount', 'percent', 'text', 'date', 'mark')", name=op.f("ck_cells_kind")
        ),
        sa.PrimaryKeyConstraint("cell_key", name="pk_cells"),
        sa.UniqueConstraint(
            "form_id", "edition", "statement", "line", "column_name", name="uq_cells_form_id"
        ),
    )
    op.create_index("ix_cells_box", "cells", ["box", "edition", "form_id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("document_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_key", name="pk_documents"),
        sa.UniqueConstraint("sha256", name="uq_documents_sha256"),
    )
    op.create_table(
        "firms",
        sa.Column("firm_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sec_file_number", sa.Text(), nullable=True),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("firm_key", name="pk_firms"),
    )
    op.create_table(
        "rules",
        sa.Column("rule_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("rule_key", name="pk_rules"),
        sa.UniqueConstraint("form_id", "edition", "check_id", name="uq_rules_form_id"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "firm_names",
        sa.Column("firm_name_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("firm_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sec_file_number", sa.Text(), nullable=False),
        sa.Column("firm_id", sa.Text(), nullable=False),
        sa.Column("filings", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["firm_key"], ["firms.firm_key"], name="fk_firm_names_firm_key"),
        sa.PrimaryKeyConstraint("firm_name_key", name="pk_firm_names"),
        sa.UniqueConstraint("name", "sec_file_number", "firm_id", name="uq_firm_names_name"),
    )
    op.create_index("ix_firm_names_firm_key", "firm_names", ["firm_key"], unique=False)
    op.create_table(
        "readings",
        sa.Column("reading_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_key", sa.BigInteger(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("catalog", sa.Text(), nullable=False),
        sa.Column("corrections_sha256", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.document_key"], name="fk_readings_document_key"
        ),
        sa.PrimaryKeyConstraint("reading_key", name="pk_readings"),
        sa.UniqueConstraint(
            "document_key",
            "program",
            "catalog",
            "corrections_sha256",
            name="uq_readings_document_key",
        ),
    )
    op.create_table(
        "regimes",
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("required_cell", sa.BigInteger(), nullable=True),
        sa.Column("held_cell", sa.BigInteger(), nullable=True),
        sa.Column("excess_cell", sa.BigInteger(), nullable=True),
        sa.Column("target_cell", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["excess_cell"], ["cells.cell_key"], name="fk_regimes_excess_cell"),
        sa.ForeignKeyConstraint(["held_cell"], ["cells.cell_key"], name="fk_regimes_held_cell"),
        sa.ForeignKeyConstraint(
            ["required_cell"], ["cells.cell_key"], name="fk_regimes_required_cell"
        ),
        sa.ForeignKeyConstraint(["target_cell"], ["cells.cell_key"], name="fk_regimes_target_cell"),
        sa.PrimaryKeyConstraint("form_id", "edition", "regime", name="pk_regimes"),
    )
    op.create_table(
        "filings",
        sa.Column("filing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reading_key", sa.BigInteger(), nullable=False),
        sa.Column("firm_key", sa.BigInteger(), nullable=True),
        sa.Column("firm_name_key", sa.BigInteger(), nullable=True),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("form_type", sa.Text(), nullable=True),
        sa.Column("filer_name", sa.Text(), nullable=True),
        sa.Column("sec_file_number", sa.Text(), nullable=True),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("period_begin", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("submitted", sa.Text(), nullable=True),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "form_type IN ('initial', 'amended')", name=op.f("ck_filings_form_type")
        ),
        sa.CheckConstraint(
            "status IN ('inconsistent', 'disputed', 'partial', 'confirmed')",
            name=op.f("ck_filings_status"),
        ),
        sa.ForeignKeyConstraint(["firm_key"], ["firms.firm_key"], name="fk_filings_firm_key"),
        sa.ForeignKeyConstraint(
            ["firm_name_key"], ["firm_names.firm_name_key"], name="fk_filings_firm_name_key"
        ),
        sa.ForeignKeyConstraint(
            ["reading_key"], ["readings.reading_key"], name="fk_filings_reading_key"
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["filings.filing_key"],
            name="fk_filings_superseded_by",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("filing_key", name="pk_filings"),
        sa.UniqueConstraint("content_sha256", name="uq_filings_content_sha256"),
    )
    op.create_index("ix_filings_firm_name_key", "filings", ["firm_name_key"], unique=False)
    op.create_index(
        "ix_filings_period", "filings", ["firm_key", "form_id", "period_end"], unique=False
    )
    op.create_index("ix_filings_reading_key", "filings", ["reading_key"], unique=False)
    op.create_index("ix_filings_superseded_by", "filings", ["superseded_by"], unique=False)
    op.create_index(
        "uq_filings_current",
        "filings",
        ["firm_key", "form_id", "period_end"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.create_table(
        "firm_merges",
        sa.Column("firm_name_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("same_as", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_name_key"], ["firm_names.firm_name_key"], name="fk_firm_merges_firm_name_key"
        ),
        sa.ForeignKeyConstraint(
            ["same_as"], ["firm_names.firm_name_key"], name="fk_firm_merges_same_as"
        ),
        sa.PrimaryKeyConstraint("firm_name_key", "same_as", name="pk_firm_merges"),
    )
    op.create_table(
        "checks",
        sa.Column("filing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("difference", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("suspects", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('passed', 'failed', 'undecided', 'used', 'waived')",
            name=op.f("ck_checks_status"),
        ),
        sa.CheckConstraint(
            "typeof(actual) IN ('integer', 'null')", name=op.f("ck_checks_actual_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "typeof(difference) IN ('integer', 'null')", name=op.f("ck_checks_difference_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "typeof(expected) IN ('integer', 'null')", name=op.f("ck_checks_expected_whole")
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(
            ["filing_key"], ["filings.filing_key"], name="fk_checks_filing_key"
        ),
        sa.ForeignKeyConstraint(["rule_key"], ["rules.rule_key"], name="fk_checks_rule_key"),
        sa.PrimaryKeyConstraint("filing_key", "rule_key", name="pk_checks"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_checks_open",
        "checks",
        ["status"],
        unique=False,
        sqlite_where=sa.text("status IN ('failed', 'undecided')"),
        postgresql_where=sa.text("status IN ('failed', 'undecided')"),
    )
    op.create_table(
        "findings",
        sa.Column("filing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("level IN ('info', 'warning', 'error')", name=op.f("ck_findings_level")),
        sa.ForeignKeyConstraint(
            ["filing_key"], ["filings.filing_key"], name="fk_findings_filing_key"
        ),
        sa.PrimaryKeyConstraint("filing_key", "position", name="pk_findings"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "items",
        sa.Column("filing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cell_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("as_read", sa.Text(), nullable=True),
        sa.Column("candidates", sa.Text(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('reported', 'blank', 'corrected', 'derived', 'reviewed', 'disputed', "
            "'unreadable', 'absent')",
            name=op.f("ck_items_status"),
        ),
        sa.CheckConstraint(
            "typeof(amount) IN ('integer', 'null')", name=op.f("ck_items_amount_whole")
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(["cell_key"], ["cells.cell_key"], name="fk_items_cell_key"),
        sa.ForeignKeyConstraint(["filing_key"], ["filings.filing_key"], name="fk_items_filing_key"),
        sa.PrimaryKeyConstraint("filing_key", "cell_key", name="pk_items"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_items_open",
        "items",
        ["status"],
        unique=False,
        sqlite_where=sa.text("status IN ('disputed', 'unreadable')"),
        postgresql_where=sa.text("status IN ('disputed', 'unreadable')"),
    )
    op.create_table(
        "statements",
        sa.Column("filing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["filing_key"], ["filings.filing_key"], name="fk_statements_filing_key"
        ),
        sa.PrimaryKeyConstraint("filing_key", "statement", name="pk_statements"),
        sqlite_with_rowid=False,
    )
