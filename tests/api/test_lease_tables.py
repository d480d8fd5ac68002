"""What the database itself holds of receipts and of more time; and what migration 0009 makes of what was there."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.evaluations.receipts import normalized_code
from tests.api.stores import SqliteStore, Store, insert, inserting
from tests.api.templates import FILE, Renewed, copied, migrate_to, renewed
from tests.api.test_carrying_over import rows
from tests.api.test_database import AT, CLOSED, ROWS, kept

__all__ = ["kept"]

SECOND = {"id": "t2", "number": 2}
OTHER = {"id": "w2", "question_id": "q2"}


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("attempt", SECOND | CLOSED | {"receipt_code": None}),
        ("attempt", SECOND | {"receipt_code": "000-000-000"}),
        ("attempt", SECOND | CLOSED | {"grace_minutes": 61}),
        ("attempt", SECOND | CLOSED | {"grace_minutes": -1}),
        ("answer", OTHER | {"made_at": "2026-03-02 02:00:01+00:00"}),
        ("answer", OTHER | {"spent_seconds": -1}),
    ],
)
def test_the_database_refuses_times_and_receipts_that_can_not_be(
    kept: Store, table: str, changes: dict[str, Any]
) -> None:
    """A receipt of what is open, none of what is closed, hours of tolerance, an answer from the future."""
    with pytest.raises(kept.refusal):
        kept.run(inserting(table, ROWS[table] | changes), keep=False)


MORE_TIME = {"id": "m1", "account_id": "a1", "percent": 150, "reason": "v1.k.x", "set_at": AT}


@pytest.mark.parametrize(
    "changes",
    [{"minutes": 10}, {"percent": None}, {"percent": 100}, {"percent": None, "minutes": 0}, {"reason": "Tunanetra"}],
)
def test_the_database_refuses_more_time_that_is_none(kept: Store, changes: dict[str, Any]) -> None:
    """Of two sorts at once, of none, of no more than others have; and a reason in the clear."""
    with pytest.raises(kept.refusal):
        kept.run(inserting("accommodation", MORE_TIME | changes), keep=False)


def test_more_time_stands_once_for_all_classes_and_once_for_each(kept: Store) -> None:
    """Two members of staff at once give it once."""
    for own in ({}, {"course_id": "pemasaran"}):
        standing = inserting("accommodation", MORE_TIME | own)
        ended = inserting("accommodation", MORE_TIME | own | {"id": "m2", "ended_at": AT})
        kept.run(standing, ended, keep=False)
        with pytest.raises(kept.refusal):
            kept.run(standing, ended, inserting("accommodation", MORE_TIME | own | {"id": "m3"}), keep=False)


def test_two_receipts_never_have_one_code(kept: Store) -> None:
    """Staff would look up somebody else."""
    first = inserting("attempt", ROWS["attempt"] | {"id": "t2", "number": 2} | CLOSED)
    kept.run(first, keep=False)
    with pytest.raises(kept.refusal):
        kept.run(first, inserting("attempt", ROWS["attempt"] | {"id": "t3", "number": 3} | CLOSED), keep=False)


BEFORE = "jawara.0008_reminders"
OLD = ROWS["attempt"] | {"started_at": AT}
OLD_CLOSED = {name: value for name, value in CLOSED.items() if name != "receipt_code"}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the time before: an open attempt with an answer, and two that were closed. Whoever changes it takes
    a copy.
    """
    file = tmp_path_factory.mktemp("before") / FILE
    migrate_to(file, BEFORE)
    with closing(sqlite3.connect(file)) as opened, opened:
        for table in ("account", "course_release", "course", "enrolment"):
            insert(opened, table, ROWS[table])
        insert(opened, "attempt", OLD | {"number": 3})
        insert(opened, "answer", ROWS["answer"])
        for number in (1, 2):
            insert(opened, "attempt", OLD | {"id": f"c{number}", "number": number} | OLD_CLOSED)
    return file


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    """What has become of it. Whoever changes it takes a copy."""
    return renewed(before, tmp_path_factory.mktemp("after"))


def test_open_attempts_keep_their_minute_and_closed_ones_get_a_receipt(after: Renewed, migrated: Path) -> None:
    """Answers were made when they arrived, as far as anybody knows."""
    assert "0009_lease" in after.applied
    found = rows(after.file, "SELECT id, grace_minutes, receipt_code FROM attempt ORDER BY number")
    assert [(name, grace) for name, grace, _ in found] == [("c1", 1), ("c2", 1), ("t1", 1)]
    codes = [code for _, _, code in found]
    assert codes[2] is None
    assert [normalized_code(code) for code in codes[:2]] == codes[:2]
    assert len(set(codes)) == 3
    assert rows(after.file, "SELECT saved_at, made_at, spent_seconds FROM answer") == [(AT, AT, None)]
    assert SqliteStore(after.file).shape() == SqliteStore(migrated).shape()
    assert rows(after.file, "PRAGMA foreign_key_check") == []


def test_the_way_back_loses_no_attempt_and_no_answer(before: Path, after: Renewed, tmp_path: Path) -> None:
    """Nor a constraint: on SQLite the columns go without the table being built anew."""
    file = copied(after.file, tmp_path)
    migrate_to(file, BEFORE)
    assert SqliteStore(file).shape() == SqliteStore(before).shape()
    for table in ("attempt", "answer"):
        statement = f"SELECT * FROM {table} ORDER BY id"  # noqa: S608 - ours
        assert rows(file, statement) == rows(before, statement)
