"""What migration 0003 makes of the biodata that were there: nobody fills in anything a second time."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.api.stores import SqliteStore, insert
from tests.api.templates import FILE, Renewed, copied, migrate_to, renewed
from tests.api.test_database import AT, ROWS

OLD = {
    "koperasi": ("KSU Maju", "KSU Maju", None),
    "umkm": ("Keripik Siti", None, "Keripik Siti"),
    "calon-wirausaha": ("Warung", None, "Warung"),
    "pendamping": (None, None, None),
}
"""By group: the organisation that was kept, the cooperative's and the business's name that come out of it."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the time before, with one account of each group; the first two have a certificate. Whoever changes
    it takes a copy.
    """
    file = tmp_path_factory.mktemp("before") / FILE
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


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    """What has become of it. Whoever changes it takes a copy."""
    return renewed(before, tmp_path_factory.mktemp("after"))


def rows(file: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


def test_every_profile_is_carried_over(before: Path, after: Renewed, migrated: Path) -> None:
    """Name, region, group, organisation and consent of each, and the same tables as a new database has."""
    assert "0004_profiles" in after.applied
    profiles = rows(
        after.file,
        "SELECT id, account_id, full_name, regency, cooperative_name, business_name, updated_at "
        "FROM profile ORDER BY id",
    )
    assert profiles == [
        (f"p{number}", f"a{number}", f"Nama {number}", "35.78", cooperative, business, AT)
        for number, (_, cooperative, business) in enumerate(OLD.values(), start=1)
    ]
    groups = rows(after.file, "SELECT profile_id, audience FROM profile_group ORDER BY profile_id")
    assert groups == [(f"p{number}", group) for number, group in enumerate(OLD, start=1)]
    consents = rows(
        after.file, "SELECT account_id, purpose, version, given_at, withdrawn_at FROM consent ORDER BY account_id"
    )
    assert consents == [(f"a{number}", "training", "2026-11", AT, None) for number in (1, 2, 3, 4)]
    columns = ", ".join(f'"{row[1]}"' for row in rows(before, "PRAGMA table_info(certificate)"))
    certificates = f"SELECT {columns} FROM certificate"  # noqa: S608 - the names of its own columns
    assert rows(after.file, certificates) == rows(before, certificates)
    assert SqliteStore(after.file).shape() == SqliteStore(migrated).shape()
    assert rows(after.file, "PRAGMA foreign_key_check") == []


def test_a_name_that_stands_on_a_certificate_counts_as_confirmed(after: Renewed) -> None:
    """Its owner has seen it there. A name without a certificate, or changed after it, is confirmed on the preview."""
    confirmed = rows(after.file, "SELECT id, name_confirmed_at FROM profile WHERE name_confirmed_at IS NOT NULL")
    assert confirmed == [("p1", AT)]


def test_the_way_back_keeps_what_the_old_table_can_hold(before: Path, after: Renewed, tmp_path: Path) -> None:
    """Complete biodata with a consent that stands; the rest had no place there."""
    file = copied(after.file, tmp_path)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE consent SET withdrawn_at = given_at WHERE account_id = 'a3'")
        connection.execute("UPDATE profile SET regency = NULL WHERE id = 'p4'")
        insert(connection, "profile_group", {"id": "z", "profile_id": "p1", "audience": "pendamping"})
    migrate_to(file, "jawara.0002_constraints")
    statement = "SELECT * FROM profile ORDER BY id"
    assert rows(file, statement) == rows(before, statement)[:2]
