"""What whoever runs the system does by hand."""

import asyncio
import sys
from datetime import UTC, datetime

import typer

from api.accounts.recovery import make_staff
from api.database import MigrationError, opened
from api.database import migrate as migrate_database
from api.evaluations import sealing as evaluations
from api.profiles import sealing as biodata
from api.refusal import Refusal
from api.rights import sealing as requests
from api.settings import Settings, SettingsError, load
from api.vault import Unopenable, Vault
from jawara.console import told
from jawara.keys import password
from jawara.readiness import DatabaseUnready, database_ready


def migrate() -> None:
    with told(SettingsError, MigrationError):
        applied = asyncio.run(migrate_database(load()))
    print("\n".join(applied) if applied else "The database is up to date.")


def reseal() -> None:
    with told(SettingsError, DatabaseUnready, Unopenable):
        settings = load()
        with database_ready():
            changed = asyncio.run(_reseal(settings))
    print(f"Encrypted anew: {changed} values.")


def staff(email: str) -> None:
    chosen = password()
    try:
        with told(SettingsError, DatabaseUnready), database_ready():
            asyncio.run(_make_staff(load(), email, chosen))
    except Refusal as refusal:
        print(f"jawara: {refusal.sentence('en')}", file=sys.stderr)
        raise typer.Exit(1) from refusal
    print(f"{email}\n{chosen}")


async def _reseal(settings: Settings) -> int:
    async with opened(settings):
        vault = Vault.of(settings)
        return sum([await each.reseal(vault) for each in (biodata, requests, evaluations)])


async def _make_staff(settings: Settings, email: str, chosen: str) -> None:
    async with opened(settings):
        await make_staff(email, chosen, datetime.now(UTC))
