"""SQLite for Tortoise: transactions that take the write lock at their start, and statements that don't change threads.

Tortoise begins DEFERRED: two processes (the API and a worker of its own) that read and then write fail with "database
is locked" however long they would wait. IMMEDIATE makes the second one wait for its turn.

Tortoise also sends every statement to a thread and back. Most look at a page or two in memory and are over in a
fraction of what that way costs, so they are carried out where they are asked for. The thread keeps what waits: for the
disk (commits), for another process's lock, or for a query that turns out to be long.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

import aiosqlite
from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

SHORT_STEPS = 20_000
"""Of SQLite's virtual machine: what a look-up may take before it goes to the thread, under a millisecond."""


class NearConnection(aiosqlite.Connection):
    """A connection whose short statements run in the event loop's own thread. The client's lock lets one task at a time
    have it, and nothing is ever left running in the other thread, so the two threads never use it at once.
    """

    def __init__(self, file: str) -> None:
        # Python reads a time from our texts in a thirtieth of what the ORM's parser of all ISO 8601 takes.
        sqlite3.register_converter("TIMESTAMP", _time)
        opened = partial(
            sqlite3.connect,
            file,
            isolation_level=None,
            check_same_thread=False,
            detect_types=sqlite3.PARSE_DECLTYPES,
        )
        super().__init__(opened, 64)
        self._is_near_look_up = False

    async def prepare(self) -> None:
        """What Tortoise expects of rows, and the bound of a look-up."""
        connection = await self
        connection.row_factory = sqlite3.Row
        await connection.set_progress_handler(lambda: int(self._is_near_look_up), SHORT_STEPS)

    async def execute_fetchall(  # pyright: ignore[reportIncompatibleMethodOverride] - Tortoise only awaits it
        self, sql: str, parameters: Iterable[Any] | None = None
    ) -> Any:
        """Look-ups here, unless they are long; writes here inside a transaction, whose commit is what waits."""
        if sql.startswith("SELECT"):
            try:
                return self._looked_up(sql, parameters or ())
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                    raise
        elif self._conn.in_transaction:
            return self._execute_fetchall(sql, parameters or ())
        return await self._execute(self._execute_fetchall, sql, parameters or ())

    def _looked_up(self, sql: str, parameters: Iterable[Any]) -> Any:
        self._is_near_look_up = True
        try:
            return self._execute_fetchall(sql, parameters)
        finally:
            self._is_near_look_up = False

    async def execute_insert(  # pyright: ignore[reportIncompatibleMethodOverride] - as above
        self, sql: str, parameters: Iterable[Any] | None = None
    ) -> Any:
        """The new row's number, alone in a tuple."""
        if self._conn.in_transaction:
            return (self._conn.execute(sql, tuple(parameters or ())).lastrowid,)
        return await self._execute(self._execute_insert, sql, parameters or ())

    async def begin_immediate(self) -> None:
        """Take the write lock: at once if it is free, else in the thread, waiting at most the busy_timeout."""
        (patience,) = self._conn.execute("PRAGMA busy_timeout").fetchone()
        self._conn.execute("PRAGMA busy_timeout=0").close()
        try:
            self._conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={patience}").close()
        if not self._conn.in_transaction:
            await self._execute(self._conn.execute, "BEGIN IMMEDIATE")

    async def rollback(self) -> None:
        """Nothing of this waits for the disk."""
        self._conn.rollback()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Have the thread do it. Whoever is cancelled meanwhile still waits for its end: the next one who gets the
        connection must find it idle.
        """
        work = asyncio.ensure_future(super()._execute(fn, *args, **kwargs))  # pyright: ignore[reportUnknownMemberType] - it names no types
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            while not work.done():
                await _ended(work)
            raise


def _time(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())


async def _ended(work: "asyncio.Future[Any]") -> None:
    try:
        await asyncio.wait({work})
    except asyncio.CancelledError:
        return


class ImmediateTransactionWrapper(SqliteTransactionWrapper):
    """One transaction on the connection, begun with the write lock."""

    _connection: NearConnection  # pyright: ignore[reportIncompatibleVariableOverride] - our client opens no other

    async def begin(self) -> None:
        """Take the write lock, waiting at most the connection's busy_timeout."""
        try:
            await self._connection.begin_immediate()
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error

    async def commit(self) -> None:
        """Keep what was done. What can't be kept (a full disk) is undone: the connection goes on without it."""
        try:
            await super().commit()
        except sqlite3.Error:
            await self._connection.rollback()
            raise


class ImmediateTransactionContext(SqliteTransactionContext):
    """Gives the connection back also when its transaction could not begin: Tortoise's keeps it from everybody then."""

    async def __aenter__(self) -> Any:
        """The client that speaks inside the transaction."""
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            if self.connection._connection:
                await self.connection._connection.rollback()
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection


class ImmediateSqliteClient(SqliteClient):
    """A SQLite connection whose outer transactions are IMMEDIATE; inner ones stay savepoints."""

    async def create_connection(self, with_db: bool) -> None:
        """Open the file, with the pragmas of the configuration."""
        if self._connection:
            return
        del with_db
        connection = NearConnection(self.filename)
        await connection.prepare()
        for pragma, value in self.pragmas.items():
            await connection.execute_fetchall(f"PRAGMA {pragma}={value}")
        self._connection = connection

    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransactionWrapper(self), self._lock)


def get_client_class(db_info: dict[str, Any]) -> type[SqliteClient]:
    """What Tortoise asks an engine for; `db_info` makes no difference here."""
    del db_info
    return ImmediateSqliteClient
