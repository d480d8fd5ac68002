"""Databases as they were at some migration, to be copied."""

import asyncio
import gc
import shutil
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate

from api import database
from api.settings import load
from tests.once import made_once

FILE = "jawara.sqlite3"
SELDOM = 200_000
"""So many objects more than at the last look for garbage, rather than 700."""


def migrated_file(factory: pytest.TempPathFactory) -> Path:
    """With every table and no row. Not to be written to."""
    return made_once(factory, "migrated", _migrate) / FILE


@dataclass(frozen=True, slots=True)
class Renewed:
    """A database that was brought up to date, and the names of the migrations that did it."""

    file: Path
    applied: list[str]


def renewed(before: Path, folder: Path) -> Renewed:
    """What the migrations make of a database of some time before, which stays as it is."""
    shutil.copyfile(before, folder / FILE)
    with rarely_collected():
        return Renewed(folder / FILE, asyncio.run(database.migrate(load(home=folder))))


def copied(file: Path, folder: Path) -> Path:
    """For a test that changes it."""
    return Path(shutil.copyfile(file, folder / FILE))


def _migrate(home: Path) -> None:
    # In a thread of its own: the first who asks may be a test with a browser, whose loop runs.
    with rarely_collected(), ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, database.migrate(load(home=home))).result()


def migrate_to(file: Path, target: str) -> None:
    """Forwards or backwards."""
    config = database.config(f"sqlite://{file}", foreign_keys=False)

    async def run() -> None:
        try:
            await tortoise_migrate(config=config, target=target, direction="both")
        finally:
            await Tortoise.close_connections()

    with rarely_collected():
        asyncio.run(run())


@contextmanager
def rarely_collected() -> Generator[None]:
    """For migrations, which make models by the thousand and need them to their end: looking through these for garbage
    again and again takes as long as all the rest. Never would take a gigabyte.
    """
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()
