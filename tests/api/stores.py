"""The database under a test, past the ORM: what it holds, what its tables are like, what it refuses."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import NAMESPACE_OID, uuid5

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - typed in part

from tests.postgres_server import connected, fetch

ID_COLUMNS = {
    "id",
    "account_id",
    "attempt_id",
    "enrolment_id",
    "profile_id",
    "release_id",
    "session_id",
}
Rows = dict[str, list[tuple[Any, ...]]]


def inserting(table: str, row: dict[str, Any]) -> str:
    """The statement for a row; short ids stand for UUIDs. Every value is a text, which both engines turn into what the
    column holds.
    """
    columns = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(_literal(name, value) for name, value in row.items())
    return f'INSERT INTO "{table}" ({columns}) VALUES ({values})'  # noqa: S608 - ours


def _literal(column: str, value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(uuid5(NAMESPACE_OID, value)) if column in ID_COLUMNS else str(value)
    return "'" + text.replace("'", "''") + "'"


def insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """A row as it is, for tests of migrations that open the file themselves."""
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(row.values()))  # noqa: S608 - ours


class Store(Protocol):
    """What a test may ask of either engine."""

    @property
    def refusal(self) -> type[Exception]:
        """What is raised for a row that a constraint forbids."""
        ...

    def run(self, *statements: str, keep: bool = True) -> None:
        """All of them, or none; none too where they are not to be kept."""
        ...

    def everything(self) -> Rows:
        """Every row of every table: compare before and after a refusal."""
        ...

    def rows(self, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """The rows by the names of their columns: a table that was rebuilt may have them in another order."""
        ...

    def broken_references(self) -> int:
        """How many rows name a row that isn't there."""
        ...

    def shape(self) -> dict[str, Any]:
        """What every table holds and refuses: columns, references, unique groups, checks, indexes and triggers."""
        ...


def store_of(database_url: str) -> Store:
    """The store at an address."""
    if database_url.startswith("sqlite://"):
        return SqliteStore(Path(database_url.removeprefix("sqlite://")))
    return PostgresStore(database_url)


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """A database file."""

    file: Path

    @property
    def refusal(self) -> type[Exception]:
        """See Store."""
        return sqlite3.IntegrityError

    def run(self, *statements: str, keep: bool = True) -> None:
        """See Store."""
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            for statement in statements:
                connection.execute(statement)
            if keep:
                connection.commit()

    def everything(self) -> Rows:
        """See Store."""
        with closing(sqlite3.connect(self.file)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return {
                name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()  # noqa: S608 - its own names
                for (name,) in tables
            }

    def rows(self, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """See Store."""
        with closing(sqlite3.connect(self.file)) as connection:
            connection.row_factory = sqlite3.Row
            found = {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608 - ours
            return {table: [dict(row) for row in rows] for table, rows in found.items()}

    def broken_references(self) -> int:
        """See Store."""
        with closing(sqlite3.connect(self.file)) as connection:
            return len(connection.execute("PRAGMA foreign_key_check").fetchall())

    def shape(self) -> dict[str, Any]:
        """See Store. Triggers are the checks here."""
        with closing(sqlite3.connect(self.file)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            texts = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')")
            return {
                "tables": {name: _table_shape(connection, name) for name in names},
                "named": {name: sorted(re.findall(r"[\w']+", sql)) for name, sql in texts.fetchall() if sql},
            }


def _table_shape(connection: sqlite3.Connection, table: str) -> dict[str, list[Any]]:
    """Columns, references and unique groups, whatever the order of their making."""
    indexes = connection.execute(f'PRAGMA index_list("{table}")').fetchall()
    unique = [name for _, name, is_unique, *_ in indexes if is_unique]
    return {
        "columns": sorted(row[1:] for row in connection.execute(f'PRAGMA table_info("{table}")')),
        "references": sorted(row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')),
        "unique": sorted(
            sorted(str(row[2]) for row in connection.execute(f'PRAGMA index_info("{name}")')) for name in unique
        ),
    }


COLUMNS = """SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
  WHERE table_schema = 'public' ORDER BY 1, 2"""
CONSTRAINTS = """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"""
INDEXES = """SELECT tablename, regexp_replace(indexdef, 'INDEX "?\\w+"? ON', 'INDEX ON') FROM pg_indexes
  WHERE schemaname = 'public' ORDER BY 1, 2"""
TRIGGERS = """SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """A database of a server."""

    url: str

    @property
    def refusal(self) -> type[Exception]:
        """See Store."""
        return asyncpg.IntegrityConstraintViolationError

    def run(self, *statements: str, keep: bool = True) -> None:
        """See Store."""

        async def deed(connection: Any) -> None:
            transaction = connection.transaction()
            await transaction.start()
            try:
                for statement in statements:
                    await connection.execute(statement)
            except BaseException:
                await transaction.rollback()
                raise
            await (transaction.commit() if keep else transaction.rollback())

        connected(self.url, deed)

    def everything(self) -> Rows:
        """See Store."""
        ordered = {name: f'SELECT * FROM "{name}" ORDER BY 1' for (name,) in fetch(self.url, TABLES)}  # noqa: S608 - its own names
        return {name: [tuple(row) for row in rows] for name, rows in self._all(ordered).items()}

    def rows(self, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """See Store."""
        found = self._all({table: f'SELECT * FROM "{table}"' for table in tables})  # noqa: S608 - ours
        return {table: [dict(row) for row in rows] for table, rows in found.items()}

    def broken_references(self) -> int:
        """See Store. The server looks at every row when a reference is made, and lets nobody leave one out."""
        (row,) = fetch(self.url, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")
        return row[0]

    def shape(self) -> dict[str, Any]:
        """See Store. Names that the server gives by itself are left out."""
        asked = {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES, "triggers": TRIGGERS}
        return {name: [tuple(row) for row in rows] for name, rows in self._all(asked).items()}

    def _all(self, statements: dict[str, str]) -> dict[str, list[Any]]:
        async def deed(connection: Any) -> dict[str, list[Any]]:
            return {name: await connection.fetch(statement) for name, statement in statements.items()}

        return connected(self.url, deed)
