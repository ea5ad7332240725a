"""Filings in a database: loaded, superseded, asked. SQLite by default, PostgreSQL for real."""

from focusconv.database.database import Database, open_database
from focusconv.database.firms import Firm
from focusconv.database.load import Loaded
from focusconv.database.series import Figure, Point

__all__ = ["Database", "Figure", "Firm", "Loaded", "Point", "open_database"]
