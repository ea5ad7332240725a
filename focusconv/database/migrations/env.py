"""How alembic runs the migrations: on the connection, and in the transaction, of the program."""

from __future__ import annotations

from alembic import context

from focusconv.database.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
