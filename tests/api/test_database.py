"""The tables: migrations that lose nothing, and constraints that hold whatever the code does."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.exceptions import OperationalError
from tortoise.migrations.api.migrate import migrate as tortoise_migrate
from tortoise.transactions import in_transaction

from api import database
from api.migrations import __file__ as migrations
from api.settings import Settings, SettingsError, load
from tests.api.harness import Api
from tests.api.stores import Store, inserting, store_of
from tests.api.templates import rarely_collected
from tests.postgres_server import PostgresServer

AT = "2026-03-02 02:00:00+00:00"
MIGRATIONS = sorted(path.stem for path in Path(migrations).parent.glob("0*.py"))

ROWS: dict[str, dict[str, Any]] = {
    "account": {"id": "a1", "email": "siti@contoh.id", "role": "participant", "created_at": AT},
    "course_release": {"id": "r1", "slug": "pemasaran", "digest": "d1", "document": "{}", "published_at": AT},
    "course": {"slug": "pemasaran", "position": 0, "offered": 1, "release_id": "r1"},
    "enrolment": {"id": "e1", "started_at": AT, "account_id": "a1", "course_id": "pemasaran", "release_id": "r1"},
    "lesson_progress": {"id": "l1", "lesson_id": "satu", "completed_at": AT, "enrolment_id": "e1"},
    "attempt": {
        "id": "t1",
        "number": 1,
        "paper": "{}",
        "started_at": AT,
        "deadline_at": "2026-03-02 02:30:00+00:00",
        "closed_at": None,
        "score": None,
        "passed": None,
        "result": None,
        "enrolment_id": "e1",
    },
    "answer": {"id": "w1", "question_id": "q1", "given": "[]", "sequence": 1, "saved_at": AT, "attempt_id": "t1"},
    "certificate": {
        "id": "c1",
        "number": "503.5/0001/SJ/2026",
        "version": 1,
        "code": "K01F2-0A1B0-XYZ01-00001",
        "state": "valid",
        "printed": "{}",
        "issued_at": AT,
        "changed_at": None,
        "pdf_key": None,
        "pdf_sha256": None,
        "mailed_at": None,
        "enrolment_id": "e1",
    },
    "number_sequence": {"year": 2026, "last_given": 1},
    "session": {"id": "s1", "created_at": AT, "account_id": "a1"},
    "refresh_token": {"id": "f1", "digest": "x", "issued_at": AT, "expires_at": AT, "session_id": "s1"},
    # What its first table could hold too, under the ids that 0003 gives.
    "profile": {"id": "p1", "full_name": "Siti", "regency": "35.78", "updated_at": AT, "account_id": "a1"},
    "profile_group": {"id": "p1", "audience": "umkm", "profile_id": "p1"},
    "consent": {"id": "p1", "purpose": "training", "version": "1", "given_at": AT, "account_id": "a1"},
}
REQUEST = {"id": "d1", "kind": "erasure", "asked_at": AT, "due_at": "2026-03-04 02:00:00+00:00", "account_id": "a1"}
"""Not among the rows above: its table is younger than some of the migrations that are taken back with them."""
DONE = {"done_at": "2026-03-04 02:00:00+00:00"}
SEALED = {"nik": "v1.k.x", "nik_index": "i", "phone": "v1.k.x", "phone_index": "i"}
CLOSED = {"closed_at": AT, "score": 70, "passed": 1, "result": "{}", "receipt_code": "000-000-000"}
PDF = {"pdf_key": "k", "pdf_sha256": "h"}
YOUNGER = {"answer": {"made_at": AT}, "certificate": {"release": "d1"}}
"""Columns that the rows above get today; their first tables had none of them."""


def fill(store: Store) -> None:
    """One row in every table that has a constraint."""
    store.run(*(inserting(table, row | YOUNGER.get(table, {})) for table, row in ROWS.items()))


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A filled database that all tests of constraints share: what they try is not kept."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("kept") / "jawara.sqlite3"
        file.write_bytes(request.getfixturevalue("migrated").read_bytes())
        store = store_of(f"sqlite://{file}")
        fill(store)
        yield store
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    store = store_of(server.make("kept", request.getfixturevalue("postgres_template")))
    fill(store)
    yield store
    server.drop("kept")


BAD_ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "an account of the same address": ("account", {"id": "a2"}),
    "a release of the same content": ("course_release", {"id": "r2"}),
    "a second enrolment in the class": ("enrolment", {"id": "e2"}),
    "a lesson completed twice": ("lesson_progress", {"id": "l2"}),
    "a second open attempt": ("attempt", {"id": "t2", "number": 2}),
    "an attempt of the same number": ("attempt", {"id": "t2"} | CLOSED),
    "an attempt numbered zero": ("attempt", {"id": "t2", "number": 0} | CLOSED),
    "an attempt without time": ("attempt", {"id": "t2", "number": 2, "deadline_at": AT} | CLOSED),
    "a closed attempt without a score": ("attempt", {"id": "t2", "number": 2} | CLOSED | {"score": None}),
    "a closed attempt without a result": ("attempt", {"id": "t2", "number": 2} | CLOSED | {"result": None}),
    "a closed attempt that neither passed nor failed": (
        "attempt",
        {"id": "t2", "number": 2} | CLOSED | {"passed": None},
    ),
    "an open attempt with a score": ("attempt", {"id": "t2", "number": 2, "score": 50}),
    "a score above a hundred": ("attempt", {"id": "t2", "number": 2} | CLOSED | {"score": 101}),
    "a score below zero": ("attempt", {"id": "t2", "number": 2} | CLOSED | {"score": -1}),
    "two answers to one question": ("answer", {"id": "w2"}),
    "an answer of sequence zero": ("answer", {"id": "w2", "question_id": "q2", "sequence": 0}),
    "an answer to no attempt": ("answer", {"id": "w2", "question_id": "q2", "attempt_id": "t9"}),
    "a number given twice": ("certificate", {"id": "c2", "code": "other", "enrolment_id": "e2", "state": "replaced"}),
    "a code given twice": ("certificate", {"id": "c2", "number": "2", "version": 2, "state": "replaced"}),
    "a second valid version": ("certificate", {"id": "c2", "number": "2", "version": 2, "code": "other"}),
    "a version given twice": ("certificate", {"id": "c2", "number": "2", "code": "other", "state": "replaced"}),
    "a version zero": ("certificate", {"id": "c2", "version": 0, "code": "other", "state": "replaced"}),
    "a mail before its PDF": (
        "certificate",
        {"id": "c2", "version": 2, "code": "other", "state": "replaced", "mailed_at": AT},
    ),
    "a certificate of no release": (
        "certificate",
        {"id": "c2", "version": 2, "code": "other", "state": "replaced", "release": ""},
    ),
    "a year's number below one": ("number_sequence", {"year": 2027, "last_given": 0}),
    "a year twice": ("number_sequence", {}),
    "a refresh token twice": ("refresh_token", {"id": "f2"}),
    "a session of nobody": ("session", {"id": "s2", "account_id": "a9"}),
    "two profiles of one account": ("profile", {"id": "p2"}),
    "a group chosen twice": ("profile_group", {"id": "g2"}),
    "a group of nobody": ("profile_group", {"id": "g2", "audience": "koperasi", "profile_id": "p9"}),
    "a consent that stands twice": ("consent", {"id": "n2"}),
    "a consent of nobody": ("consent", {"id": "n2", "account_id": "a9"}),
    "an enrolment of nobody": ("enrolment", {"id": "e2", "account_id": "a9"}),
}


@pytest.mark.parametrize(("table", "changes"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_the_database_itself_refuses(kept: Store, table: str, changes: dict[str, Any]) -> None:
    """Whatever a future version of the code forgets."""
    before: list[str] = []
    if table == "certificate" and changes.get("enrolment_id") == "e2":
        before.append(inserting("account", ROWS["account"] | {"id": "a2", "email": "budi@contoh.id"}))
        before.append(inserting("enrolment", ROWS["enrolment"] | {"id": "e2", "account_id": "a2"}))
    kept.run(*before, keep=False)
    with pytest.raises(kept.refusal):
        kept.run(*before, inserting(table, ROWS[table] | YOUNGER.get(table, {}) | changes), keep=False)


GOOD_ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "a closed attempt beside the open one": ("attempt", {"id": "t2", "number": 2} | CLOSED),
    "two closed attempts, the second failed": (
        "attempt",
        {"id": "t2", "number": 2} | CLOSED | {"score": 0, "passed": 0},
    ),
    "an older version": ("certificate", {"id": "c2", "version": 2, "code": "other", "state": "replaced"}),
    "a mailed version": (
        "certificate",
        {"id": "c2", "version": 2, "code": "x", "state": "revoked", "mailed_at": AT} | PDF,
    ),
    "the next year": ("number_sequence", {"year": 2027}),
    "a second group": ("profile_group", {"id": "g2", "audience": "koperasi"}),
    "a consent to another purpose": ("consent", {"id": "n2", "purpose": "reporting"}),
    "a consent to another text": ("consent", {"id": "n2", "version": "2"}),
    "a consent that was withdrawn": ("consent", {"id": "n2", "withdrawn_at": AT}),
}


@pytest.mark.parametrize(("table", "changes"), GOOD_ROWS.values(), ids=GOOD_ROWS.keys())
def test_the_database_accepts_what_is_right(kept: Store, table: str, changes: dict[str, Any]) -> None:
    """Otherwise the refusals would prove nothing."""
    kept.run(inserting(table, ROWS[table] | YOUNGER.get(table, {}) | changes), keep=False)


BAD_CHANGES = [
    "UPDATE attempt SET score = 50",
    "UPDATE attempt SET closed_at = started_at",
    "UPDATE attempt SET number = 0",
    "UPDATE attempt SET deadline_at = started_at",
    "UPDATE answer SET sequence = 0",
    "UPDATE certificate SET mailed_at = issued_at",
    "UPDATE certificate SET pdf_key = 'k'",
    "UPDATE certificate SET release = ''",
    "UPDATE certificate SET version = 0",
    "UPDATE number_sequence SET last_given = 0",
    "UPDATE profile SET nik = '3578014505900001', nik_index = 'i'",
    "UPDATE profile SET nik = 'v1.k.x'",
    "UPDATE profile SET nik_index = 'i'",
    "UPDATE profile SET phone = '+6281234567890', phone_index = 'i'",
    "UPDATE profile SET phone = 'v1.k.x'",
    "UPDATE profile SET needs = 'Kursi roda'",
    "UPDATE profile SET full_name = NULL, name_confirmed_at = updated_at",
    "UPDATE profile SET district = '35.15.01'",
    "UPDATE profile SET district = '35.780'",
    "UPDATE profile SET regency = NULL, district = '35.78.01'",
    "UPDATE profile SET village = '35.78.01.1001'",
    "UPDATE profile SET district = '35.78.01', village = '35.78.02.1001'",
    "UPDATE profile SET business_workers = -1",
    "DELETE FROM enrolment",
    "DELETE FROM attempt",
    "DELETE FROM course",
    "DELETE FROM course_release",
    "DELETE FROM account",
]


@pytest.mark.parametrize("statement", BAD_CHANGES)
def test_a_good_row_can_not_be_made_a_bad_one_nor_lose_its_parent(kept: Store, statement: str) -> None:
    """An update and a deletion are checked like an insertion."""
    with pytest.raises(kept.refusal):
        kept.run(statement, keep=False)


def test_a_nik_belongs_to_one_profile_and_a_telephone_to_several(kept: Store) -> None:
    """Uniqueness is the index's, whatever two requests at once have checked; families share phones."""
    other = ROWS["profile"] | {"id": "p2", "account_id": "a2"} | SEALED
    before = (
        inserting("account", ROWS["account"] | {"id": "a2", "email": "budi@contoh.id"}),
        "UPDATE profile SET nik = 'v1.k.x', nik_index = 'i', phone = 'v1.k.x', phone_index = 'i'",
    )
    with pytest.raises(kept.refusal):
        kept.run(*before, inserting("profile", other), keep=False)
    kept.run(*before, inserting("profile", other | {"nik_index": "j"}), keep=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": AT},
        {"done_at": "2026-03-01 02:00:00+00:00"},
        {"kind": "correction", "text": "Nama keliru"},
        {"kind": "correction", "text": "v1.k.x", "answer": "Sudah"} | DONE,
        {"kind": "correction", "text": "v1.k.x", "answer": "v1.k.x"},
        {"account_id": None},
        {"account_id": None, "text": "v1.k.x"} | DONE,
        {"account_id": None, "answer": "v1.k.x"} | DONE,
        {"account_id": None, "kind": "correction"} | DONE,
        {"account_id": "a9"},
    ],
)
def test_the_database_refuses_a_request_that_can_not_be(kept: Store, changes: dict[str, Any]) -> None:
    """Words in the clear, an answer that closes nothing, a request of nobody that tells more than two moments."""
    with pytest.raises(kept.refusal):
        kept.run(inserting("data_request", REQUEST | changes), keep=False)


def test_an_account_has_one_open_erasure_and_an_erasure_outlives_it(kept: Store) -> None:
    """Two taps at once make one; of what was done the moments stay."""
    first = inserting("data_request", REQUEST)
    with pytest.raises(kept.refusal):
        kept.run(first, inserting("data_request", REQUEST | {"id": "d2"}), keep=False)
    correction = inserting("data_request", REQUEST | {"id": "d2", "kind": "correction", "text": "v1.k.x"})
    done = inserting("data_request", REQUEST | {"id": "d3", "account_id": None} | DONE)
    kept.run(first, correction, done, keep=False)


@pytest.mark.both_engines
def test_migrating_again_changes_nothing(filled: Store, settings: Settings) -> None:
    """The command runs at every deploy."""
    before, tables, files = filled.rows(ROWS), filled.shape(), sorted(settings.home.iterdir())
    assert asyncio.run(database.migrate(settings)) == []
    assert (filled.rows(ROWS), filled.shape()) == (before, tables)
    assert sorted(settings.home.iterdir()) == files


def test_a_fresh_database_gets_every_migration_in_order(tmp_path: Path) -> None:
    """And the folder, if there is none."""
    applied = asyncio.run(database.migrate(load(home=tmp_path / "new", token_key="k" * 48)))
    assert applied == MIGRATIONS


@pytest.mark.both_engines
def test_each_migration_can_be_taken_back_and_made_again(filled: Store, settings: Settings) -> None:
    """One by one down to the first, then up again: no row is lost, no reference broken, every constraint is there."""
    before, tables = filled.rows(ROWS), filled.shape()
    config = database.config(settings.database_url, foreign_keys=False)

    newer = tables
    undone: list[str] = []

    def look(event: str, _app: str, name: str) -> None:
        nonlocal newer
        if event == "rollback_done":
            older = filled.shape()
            assert older != newer, name
            newer = older
            undone.append(name)

    async def back_and_forth() -> None:
        try:
            first = f"jawara.{MIGRATIONS[0]}"
            await tortoise_migrate(config=config, target=first, direction="both", progress=look)
            await tortoise_migrate(config=config)
        finally:
            await Tortoise.close_connections()

    with rarely_collected():
        asyncio.run(back_and_forth())
    assert undone == MIGRATIONS[:0:-1]
    assert filled.rows(ROWS) == before
    assert filled.shape() == tables
    assert filled.broken_references() == 0


def test_a_migration_that_would_lose_references_is_taken_back(
    filled: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tortoise's own rebuild of a table can drop the children's rows while it prints OK."""
    before = filled.rows(ROWS)

    async def lossy(**_: Any) -> None:
        with closing(sqlite3.connect(settings.home / "jawara.sqlite3")) as connection, connection:
            connection.execute("DELETE FROM enrolment")

    monkeypatch.setattr(database, "tortoise_migrate", lossy)
    with pytest.raises(database.MigrationError):
        asyncio.run(database.migrate(settings))
    assert filled.rows(ROWS) == before


@pytest.mark.parametrize("url", ["mysql://x", "sqlite:/x", "", "file:///x"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    """With the two that work."""
    with pytest.raises(SettingsError, match="sqlite:// or postgres://"):
        database.config(url)


async def test_an_acknowledged_write_survives_a_power_loss(api: Api) -> None:
    """WAL with synchronous=FULL; references are checked, and what is deleted is written over."""
    connection: Any = Tortoise.get_connection("default")
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}
    for pragma, value in expected.items():
        (row,) = await connection.execute_query_dict(f"PRAGMA {pragma}")
        assert list(row.values()) == [value]


async def test_a_transaction_takes_the_write_lock_at_its_start(api: Api) -> None:
    """Two processes that read and then write would otherwise fail with "database is locked"."""
    async with in_transaction():
        with closing(sqlite3.connect(api.tools.settings.home / "jawara.sqlite3", timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            assert other.execute("SELECT count(*) FROM account").fetchone() == (0,)


async def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """A half-changed database is worse than an old one, and the next try would overwrite the only copy of it."""
    settings = load(home=tmp_path)
    file = tmp_path / "jawara.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE account (name TEXT)")
        connection.execute("INSERT INTO account VALUES ('kept')")
        connection.commit()

    with pytest.raises(OperationalError):
        await database.migrate(settings)

    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
        assert (tables, connection.execute("SELECT * FROM account").fetchall()) == ([("account",)], [("kept",)])
    assert not file.with_suffix(".before-migration").exists()
