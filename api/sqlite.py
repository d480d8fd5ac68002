"""SQLite for Tortoise, with transactions that take the write lock at their start.

Tortoise begins DEFERRED: two processes (the API and a worker of its own) that read and then write fail with "database
is locked" however long they would wait. IMMEDIATE makes the second one wait for its turn.
"""

import sqlite3
from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import TransactionManagementError


class ImmediateTransactionWrapper(SqliteTransactionWrapper):
    """One transaction on the connection, begun with the write lock."""

    async def begin(self) -> None:
        """Take the write lock, waiting at most the connection's busy_timeout."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error


class ImmediateSqliteClient(SqliteClient):
    """A SQLite connection whose outer transactions are IMMEDIATE; inner ones stay savepoints."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransactionWrapper(self), self._lock)


def get_client_class(db_info: dict[str, Any]) -> type[SqliteClient]:
    """What Tortoise asks an engine for; `db_info` makes no difference here."""
    del db_info
    return ImmediateSqliteClient
