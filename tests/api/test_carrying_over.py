"""What migration 0003 makes of the biodata that were there: nobody fills in anything a second time."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate

from api import database
from api.settings import Settings
from tests.api.stores import SqliteStore, insert
from tests.api.test_database import AT, ROWS

OLD = {
    "koperasi": ("KSU Maju", "KSU Maju", None),
    "umkm": ("Keripik Siti", None, "Keripik Siti"),
    "calon-wirausaha": ("Warung", None, "Warung"),
    "pendamping": (None, None, None),
}
"""By group: the organisation that was kept, the cooperative's and the business's name that come out of it."""


def migrate_to(file: Path, target: str) -> None:
    config = database.config(f"sqlite://{file}", foreign_keys=False)

    async def run() -> None:
        try:
            await tortoise_migrate(config=config, target=target, direction="both")
        finally:
            await Tortoise.close_connections()

    asyncio.run(run())


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A database of the time before, with one account of each group; the first two have a certificate."""
    file = tmp_path / "jawara.sqlite3"
    migrate_to(file, "jawara.0002_constraints")
    with closing(sqlite3.connect(file)) as connection, connection:
        insert(connection, "course_release", ROWS["course_release"])
        insert(connection, "course", ROWS["course"])
        for number, (group, (organisation, _, _)) in enumerate(OLD.items(), start=1):
            insert(connection, "account", ROWS["account"] | {"id": f"a{number}", "email": f"{number}@contoh.id"})
            profile = {
                "id": f"p{number}",
                "account_id": f"a{number}",
                "full_name": f"Nama {number}",
                "group": group,
                "organisation": organisation,
                "regency": "35.78",
                "consent_version": "2026-11",
                "consented_at": AT,
                "updated_at": AT,
            }
            insert(connection, "profile", profile)
        for number, printed in ((1, "Nama 1"), (2, "Nama lama")):
            enrolment = {"id": f"e{number}", "account_id": f"a{number}"}
            insert(connection, "enrolment", ROWS["enrolment"] | enrolment)
            certificate = {"id": f"c{number}", "number": f"{number}", "code": f"{number}", "enrolment_id": f"e{number}"}
            insert(
                connection,
                "certificate",
                ROWS["certificate"] | certificate | {"printed": json.dumps({"name": printed})},
            )
    return file


def rows(file: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


def test_every_profile_is_carried_over(before: Path, make_settings: Callable[..., Settings], migrated: Path) -> None:
    """Name, region, group, organisation and consent of each, and the same tables as a new database has."""
    certificates = rows(before, "SELECT * FROM certificate")
    assert "0004_profiles" in asyncio.run(database.migrate(make_settings()))
    profiles = rows(
        before,
        "SELECT id, account_id, full_name, regency, cooperative_name, business_name, updated_at "
        "FROM profile ORDER BY id",
    )
    assert profiles == [
        (f"p{number}", f"a{number}", f"Nama {number}", "35.78", cooperative, business, AT)
        for number, (_, cooperative, business) in enumerate(OLD.values(), start=1)
    ]
    groups = rows(before, "SELECT profile_id, audience FROM profile_group ORDER BY profile_id")
    assert groups == [(f"p{number}", group) for number, group in enumerate(OLD, start=1)]
    consents = rows(
        before, "SELECT account_id, purpose, version, given_at, withdrawn_at FROM consent ORDER BY account_id"
    )
    assert consents == [(f"a{number}", "training", "2026-11", AT, None) for number in (1, 2, 3, 4)]
    assert rows(before, "SELECT * FROM certificate") == certificates
    assert SqliteStore(before).shape() == SqliteStore(migrated).shape()
    assert rows(before, "PRAGMA foreign_key_check") == []


def test_a_name_that_stands_on_a_certificate_counts_as_confirmed(
    before: Path, make_settings: Callable[..., Settings]
) -> None:
    """Its owner has seen it there. A name without a certificate, or changed after it, is confirmed on the preview."""
    asyncio.run(database.migrate(make_settings()))
    confirmed = rows(before, "SELECT id, name_confirmed_at FROM profile WHERE name_confirmed_at IS NOT NULL")
    assert confirmed == [("p1", AT)]


def test_the_way_back_keeps_what_the_old_table_can_hold(before: Path, make_settings: Callable[..., Settings]) -> None:
    """Complete biodata with a consent that stands; the rest had no place there."""
    old = rows(before, "SELECT * FROM profile ORDER BY id")
    asyncio.run(database.migrate(make_settings()))
    with closing(sqlite3.connect(before)) as connection, connection:
        connection.execute("UPDATE consent SET withdrawn_at = given_at WHERE account_id = 'a3'")
        connection.execute("UPDATE profile SET regency = NULL WHERE id = 'p4'")
        insert(connection, "profile_group", {"id": "z", "profile_id": "p1", "audience": "pendamping"})
    migrate_to(before, "jawara.0002_constraints")
    assert rows(before, "SELECT * FROM profile ORDER BY id") == old[:2]
