"""The engine: short statements run where they are asked for, and nothing leaves the connection in a bad state."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tortoise import Tortoise
from tortoise.exceptions import TransactionManagementError
from tortoise.transactions import in_transaction

from api.accounts.models import Account, Session
from api.settings import Settings
from tests.fakes import MORNING

LONG = (
    "SELECT count(*) AS found FROM (WITH RECURSIVE n(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 400000) SELECT x FROM n)"
)


@pytest.fixture
async def client(opened: None) -> Any:
    """The connection of the process, which the first statement opens."""
    connection: Any = Tortoise.get_connection("default")
    await connection.execute_query_dict("SELECT 1")
    return connection


def current() -> Any:
    """The connection as the running transaction has it; the ORM leaves its types open."""
    return Tortoise.get_connection("default")


async def added(email: str = "siti@contoh.id") -> Account:
    return await Account.create(email=email, created_at=MORNING)


async def test_a_short_look_up_does_not_leave_the_loop(client: Any) -> None:
    """The way to a thread and back costs several times the look-up itself."""
    others: list[str] = []
    asyncio.get_running_loop().call_soon(others.append, "another's turn")

    rows = await client.execute_query_dict("SELECT 1 AS one")

    assert (rows, others) == ([{"one": 1}], [])


async def test_a_long_look_up_leaves_the_loop_to_others(client: Any) -> None:
    """A report over all rows must not keep everybody's answers waiting."""
    work = asyncio.ensure_future(client.execute_query_dict(LONG))
    turns = 0
    while not work.done():
        await asyncio.sleep(0)
        turns += 1

    assert work.result() == [{"found": 400_000}]
    assert turns > 1


async def test_a_long_look_up_inside_a_transaction_undoes_nothing(client: Any) -> None:
    """It is broken off and begun anew in the thread, with the rows of its transaction before its eyes and after it."""
    async with in_transaction():
        await added()
        assert (await current().execute_query_dict(LONG))[0]["found"] == 400_000
        assert await Account.all().count() == 1

    assert await Account.all().count() == 1


async def test_whoever_is_cancelled_leaves_the_connection_idle(client: Any) -> None:
    """A request that took too long is given up; the next one must not meet its statement on the same connection."""
    work = asyncio.ensure_future(client.execute_query_dict(LONG))
    await asyncio.sleep(0.001)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    async with asyncio.timeout(20), in_transaction():
        await added()
    assert await Account.all().count() == 1


async def test_a_transaction_that_can_not_begin_gives_the_connection_back(client: Any, settings: Settings) -> None:
    """Tortoise kept its lock then: one backup that held the file too long, and the process answered nobody again."""
    await client.execute_query_dict("PRAGMA busy_timeout=50")
    with closing(other_process(settings)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TransactionManagementError, match="locked"):
            async with in_transaction():
                raise AssertionError("It began.")
        other.execute("ROLLBACK")

    async with asyncio.timeout(20), in_transaction():
        await added()
    assert await Account.all().count() == 1
    assert (await client.execute_query_dict("PRAGMA busy_timeout"))[0]["timeout"] == 50


async def test_a_transaction_waits_for_another_process_without_holding_up_the_loop(
    client: Any, settings: Settings
) -> None:
    """The wait is the thread's: meanwhile who only reads what the process knows is answered."""
    with closing(other_process(settings)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = asyncio.ensure_future(_in_a_transaction())
        await asyncio.sleep(0.1)
        assert not begun.done()
        other.execute("COMMIT")
        await begun

    assert await Account.all().count() == 1


async def _in_a_transaction() -> None:
    async with in_transaction():
        await added()


async def test_what_can_not_be_kept_is_undone_and_the_next_transaction_begins(client: Any) -> None:
    """SQLite leaves a transaction open whose commit fails, and would refuse every later one."""
    with pytest.raises(sqlite3.IntegrityError):
        await _with_a_session_of_nobody()

    async with in_transaction():
        await added()
    assert [one.email for one in await Account.all()] == ["siti@contoh.id"]


async def _with_a_session_of_nobody() -> None:
    async with in_transaction():
        await current().execute_query("PRAGMA defer_foreign_keys=ON")
        await added("tidak-tetap@contoh.id")
        await Session.create(account_id=uuid4(), created_at=MORNING)


async def test_an_acknowledged_transaction_is_there_for_another_process_at_once(
    client: Any, settings: Settings
) -> None:
    """Only its last step, the commit, is the thread's: it must be over when the deed returns."""
    await _in_a_transaction()

    with closing(other_process(settings)) as other:
        assert other.execute("SELECT count(*) FROM account").fetchone() == (1,)


@pytest.mark.parametrize("moment", [MORNING, datetime(2026, 3, 2, 2, 0, 0, 123_456, tzinfo=UTC)])
async def test_a_time_comes_back_as_it_went(client: Any, moment: datetime) -> None:
    """With and without a fraction of a second; always aware, always in UTC."""
    await Account.create(email="siti@contoh.id", created_at=moment)

    found = (await Account.get(email="siti@contoh.id")).created_at

    assert (found, found.utcoffset()) == (moment, UTC.utcoffset(None))


def other_process(settings: Settings) -> sqlite3.Connection:
    """A connection that knows nothing of ours."""
    file = Path(settings.database_url.removeprefix("sqlite://"))
    return sqlite3.connect(file, isolation_level=None, timeout=0)
