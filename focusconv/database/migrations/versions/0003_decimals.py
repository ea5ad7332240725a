"""How exact the amounts of filings and statements are; all before were in whole dollars."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table in ("filings", "statements"):
        op.add_column(
            table, sa.Column("decimals", sa.Integer(), nullable=False, server_default="0")
        )
