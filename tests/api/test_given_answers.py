"""What migration 0007 makes of the answers that were there: none is lost, and none counts otherwise."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from api import database
from api.settings import Settings
from tests.api.stores import SqliteStore, insert
from tests.api.test_carrying_over import migrate_to, rows
from tests.api.test_database import ROWS

BEFORE = "jawara.0005_rights"
KEPT = {"w1": ["h0-r0", "h0-r1"], "w2": [], "w3": ["p0-w1"]}
"""Chosen ids by the answer's own id."""


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A database of the time before, with an attempt in the middle of its answers."""
    file = tmp_path / "jawara.sqlite3"
    migrate_to(file, BEFORE)
    with closing(sqlite3.connect(file)) as connection, connection:
        for table in ("account", "course_release", "course", "enrolment", "attempt"):
            insert(connection, table, ROWS[table])
        for number, (name, chosen) in enumerate(KEPT.items(), start=1):
            answer = {key: value for key, value in ROWS["answer"].items() if key != "given"}
            own = {"id": name, "question_id": f"q{number}", "choices": json.dumps(chosen), "sequence": number}
            insert(connection, "answer", answer | own)
    return file


def test_every_answer_is_carried_over(before: Path, make_settings: Callable[..., Settings], migrated: Path) -> None:
    """Under its new name, in its place, with the same tables as a new database has."""
    others = "SELECT id, attempt_id, question_id, sequence, saved_at FROM answer ORDER BY id"
    kept = rows(before, others)
    assert "0007_given_answers" in asyncio.run(database.migrate(make_settings()))
    given = {name: json.loads(text) for name, text in rows(before, "SELECT id, given FROM answer")}
    assert given == KEPT
    assert rows(before, others) == kept
    assert SqliteStore(before).shape() == SqliteStore(migrated).shape()
    assert rows(before, "PRAGMA foreign_key_check") == []


def test_the_way_back_keeps_every_answer(before: Path, make_settings: Callable[..., Settings]) -> None:
    """Also what only the new version can read: it is there again when the system is renewed once more."""
    old = SqliteStore(before).shape()
    asyncio.run(database.migrate(make_settings()))
    with closing(sqlite3.connect(before)) as connection, connection:
        connection.execute("UPDATE answer SET given = ? WHERE id = 'w2'", ['["Sisa Hasil Usaha"]'])
    migrate_to(before, BEFORE)
    assert SqliteStore(before).shape() == old
    kept = {name: json.loads(text) for name, text in rows(before, "SELECT id, choices FROM answer")}
    assert kept == KEPT | {"w2": ["Sisa Hasil Usaha"]}


def test_an_answer_of_sequence_zero_is_refused_before_and_after(
    before: Path, make_settings: Callable[..., Settings]
) -> None:
    """The check names every column and is made anew with the new name."""
    for _ in range(2):
        with closing(sqlite3.connect(before)) as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE answer SET sequence = 0")
        asyncio.run(database.migrate(make_settings()))
