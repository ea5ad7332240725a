"""What reviewers decided stands in a table of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("filing_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('value', 'waive')", name=op.f("ck_corrections_action")),
        sa.ForeignKeyConstraint(
            ["filing_key"], ["filings.filing_key"], name="fk_corrections_filing_key"
        ),
        sa.PrimaryKeyConstraint("filing_key", "position", name="pk_corrections"),
        sqlite_with_rowid=False,
    )
