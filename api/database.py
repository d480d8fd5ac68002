"""The database by its address: SQLite or PostgreSQL, opened, migrated and checked."""

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate
from tortoise.migrations.executor import PlanStep

from api.settings import Settings, SettingsError

MODELS = [
    "api.outbox",
    "api.audit",
    "api.accounts.models",
    "api.profiles.models",
    "api.learning.models",
    "api.evaluations.models",
    "api.certification.models",
    "api.rights.models",
    "api.reminders.models",
]
BUSY_TIMEOUT_MS = 5000


class MigrationError(Exception):
    """A migration left rows without their parents; the database was put back as it was."""


class StillRead(Exception):
    """Another connection holds a state of the database that was to be forgotten."""


def config(database_url: str, *, foreign_keys: bool = True) -> dict[str, Any]:
    """Tortoise's configuration for an address: sqlite:///absolute/path or postgres://user:password@host:port/name.

    Raises:
        SettingsError: the address is of another kind.
    """
    if database_url.startswith("sqlite://"):
        connection: Any = {
            "engine": "api.sqlite",
            "credentials": {
                "file_path": database_url.removeprefix("sqlite://"),
                "foreign_keys": "ON" if foreign_keys else "OFF",
                "journal_mode": "WAL",
                # FULL: an acknowledged write survives a power loss, not only a killed process.
                "synchronous": "FULL",
                "busy_timeout": BUSY_TIMEOUT_MS,
                # Rows that are deleted would otherwise stay readable in the file until their place is needed.
                "secure_delete": "ON",
            },
        }
    elif database_url.startswith(("postgres://", "postgresql://")):
        connection = database_url.replace("postgresql://", "asyncpg://").replace("postgres://", "asyncpg://")
    else:
        raise SettingsError("DATABASE_URL must start with sqlite:// or postgres://")
    return {
        "connections": {"default": connection},
        "apps": {"jawara": {"models": MODELS, "default_connection": "default", "migrations": "api.migrations"}},
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[None]:
    """The ORM ready for use by every task of this process; closed at the end."""
    _prepare_folder(settings.database_url)
    await Tortoise.init(config=config(settings.database_url), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def forget_deleted() -> None:
    """Leave nothing in SQLite's write-ahead log of rows that were deleted: it holds earlier states of their pages until
    it is written over. PostgreSQL does the like by its own vacuum.

    Raises:
        StillRead: somebody reads an earlier state just now.
    """
    # `Any`: the ORM leaves the type of its rows open.
    connection: Any = Tortoise.get_connection("default")
    if connection.capabilities.dialect != "sqlite":
        return
    (row,) = await connection.execute_query_dict("PRAGMA wal_checkpoint(TRUNCATE)")
    if row["busy"]:
        raise StillRead("The write-ahead log is being read; it is emptied at the next try.")


async def migrate(settings: Settings) -> list[str]:
    """Bring the tables up to date and return the names of the migrations that were applied.

    On SQLite Tortoise changes a table by building it anew and dropping the old one; with foreign keys on, that drop
    cascades to the children's rows. So foreign keys are off while it works, every reference is checked afterwards, and
    the file is put back from a copy if one is broken.

    Raises:
        MigrationError: a reference was broken; nothing was changed.
    """
    applied: list[str] = []

    def note(_connection: str, plan: list[PlanStep], _fake: bool, _dry_run: bool) -> None:
        applied.extend(step.migration.name for step in plan)

    file = _prepare_folder(settings.database_url)
    before = _copied(file)
    try:
        await tortoise_migrate(config=config(settings.database_url, foreign_keys=False), reporter=note)
        await Tortoise.close_connections()
        broken = _broken_references(file)
        if broken:
            raise MigrationError(f"{broken} rows would have lost their parents after {', '.join(applied)}")
    except BaseException:
        await Tortoise.close_connections()
        _put_back(file, before)
        raise
    if before:
        before.unlink()
    return applied


def _put_back(file: Path | None, before: Path | None) -> None:
    """The database as it was. Its write-ahead log belongs to the file that is given up."""
    if file is None or before is None:
        return
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    before.replace(file)


def _prepare_folder(database_url: str) -> Path | None:
    if not database_url.startswith("sqlite://"):
        return None
    file = Path(database_url.removeprefix("sqlite://"))
    # It holds what people told us about themselves: nobody else on the machine reads it.
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return file


def _copied(file: Path | None) -> Path | None:
    """A consistent copy beside the file, taken through SQLite since a plain copy would miss the write-ahead log."""
    if file is None or not file.exists():
        return None
    copy = file.with_suffix(".before-migration")
    copy.unlink(missing_ok=True)
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy


def _broken_references(file: Path | None) -> int:
    if file is None:
        return 0
    connection = sqlite3.connect(file)
    try:
        return len(connection.execute("PRAGMA foreign_key_check").fetchall())
    finally:
        connection.close()
