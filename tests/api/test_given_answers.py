"""What migration 0007 makes of the answers that were there: none is lost, and none counts otherwise."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.api.stores import SqliteStore, insert
from tests.api.templates import FILE, Renewed, copied, migrate_to, renewed
from tests.api.test_carrying_over import rows
from tests.api.test_database import ROWS

BEFORE = "jawara.0005_rights"
KEPT = {"w1": ["h0-r0", "h0-r1"], "w2": [], "w3": ["p0-w1"]}
"""Chosen ids by the answer's own id."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the time before, with an attempt in the middle of its answers. Whoever changes it takes a copy."""
    file = tmp_path_factory.mktemp("before") / FILE
    migrate_to(file, BEFORE)
    with closing(sqlite3.connect(file)) as connection, connection:
        for table in ("account", "course_release", "course", "enrolment", "attempt"):
            insert(connection, table, ROWS[table])
        for number, (name, chosen) in enumerate(KEPT.items(), start=1):
            answer = {key: value for key, value in ROWS["answer"].items() if key != "given"}
            own = {"id": name, "question_id": f"q{number}", "choices": json.dumps(chosen), "sequence": number}
            insert(connection, "answer", answer | own)
    return file


@pytest.fixture(scope="module")
def after(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    """What has become of it. Whoever changes it takes a copy."""
    return renewed(before, tmp_path_factory.mktemp("after"))


def test_every_answer_is_carried_over(before: Path, after: Renewed, migrated: Path) -> None:
    """Under its new name, in its place, with the same tables as a new database has."""
    assert "0007_given_answers" in after.applied
    given = {name: json.loads(text) for name, text in rows(after.file, "SELECT id, given FROM answer")}
    assert given == KEPT
    others = "SELECT id, attempt_id, question_id, sequence, saved_at FROM answer ORDER BY id"
    assert rows(after.file, others) == rows(before, others)
    assert SqliteStore(after.file).shape() == SqliteStore(migrated).shape()
    assert rows(after.file, "PRAGMA foreign_key_check") == []


def test_the_way_back_keeps_every_answer(before: Path, after: Renewed, tmp_path: Path) -> None:
    """Also what only the new version can read: it is there again when the system is renewed once more."""
    file = copied(after.file, tmp_path)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE answer SET given = ? WHERE id = 'w2'", ['["Sisa Hasil Usaha"]'])
    migrate_to(file, BEFORE)
    assert SqliteStore(file).shape() == SqliteStore(before).shape()
    kept = {name: json.loads(text) for name, text in rows(file, "SELECT id, choices FROM answer")}
    assert kept == KEPT | {"w2": ["Sisa Hasil Usaha"]}


def test_an_answer_of_sequence_zero_is_refused_before_and_after(before: Path, after: Renewed) -> None:
    """The check names every column and is made anew with the new name."""
    for file in (before, after.file):
        with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE answer SET sequence = 0")
