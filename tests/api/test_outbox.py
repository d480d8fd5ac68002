"""The outbox: a row in the causing transaction, taken by one worker, tried again, never lost."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from tortoise.transactions import in_transaction

from api import outbox
from api.outbox import LEASE, MAX_TRIES, OutboxRow
from tests.fakes import MORNING

pytestmark = [pytest.mark.usefixtures("opened"), pytest.mark.both_engines]


async def put(count: int = 1, *, due: timedelta = timedelta()) -> None:
    for n in range(count):
        await outbox.later("test.job", at=MORNING, due=MORNING + due, number=n)


async def test_a_row_falls_with_the_transaction_that_caused_it() -> None:
    """What was rolled back must not be mailed."""

    async def deed() -> None:
        async with in_transaction():
            await put()
            raise RuntimeError("never mind")

    with pytest.raises(RuntimeError, match="never mind"):
        await deed()
    assert await OutboxRow.all().count() == 0


async def test_an_inner_transaction_falls_with_the_outer() -> None:
    """A deed may call a lower deed: together they hold or fall."""

    async def deed() -> None:
        async with in_transaction():
            async with in_transaction():
                await put()
            raise RuntimeError("never mind")

    with pytest.raises(RuntimeError, match="never mind"):
        await deed()
    assert await OutboxRow.all().count() == 0


async def test_arguments_are_text_as_jobs_take_them() -> None:
    """Ids only, and only as text."""
    someone = uuid4()
    await outbox.later("test.job", at=MORNING, account_id=someone)
    assert (await OutboxRow.get()).args == {"account_id": str(someone)}


async def test_nothing_is_taken_before_it_is_due() -> None:
    """To the second."""
    await put(due=timedelta(seconds=60))
    assert await outbox.claim(MORNING + timedelta(seconds=59)) is None
    assert await outbox.claim(MORNING + timedelta(seconds=60)) is not None


async def test_the_oldest_comes_first() -> None:
    """A retry waits behind what waited longer."""
    await put(due=timedelta(seconds=9))
    await put(due=timedelta(seconds=3))
    await put(due=timedelta(seconds=6))
    taken = [await outbox.claim(MORNING + timedelta(minutes=1)) for _ in range(3)]
    assert [row.due_at - MORNING for row in taken if row] == [timedelta(seconds=n) for n in (3, 6, 9)]


async def test_twenty_workers_never_get_the_same_row() -> None:
    """Twice is a second certificate mail, or worse."""
    await put(30)
    taken = [row for row in await asyncio.gather(*(outbox.claim(MORNING) for _ in range(20))) if row]
    while row := await outbox.claim(MORNING):
        taken.append(row)
    assert len(taken) == len({row.id for row in taken}) == 30


async def test_a_leased_row_is_left_alone_until_the_lease_runs_out() -> None:
    """Then the worker that had it is taken for dead, and another takes over."""
    await put()
    first = await outbox.claim(MORNING)
    assert first is not None
    assert first.tries == 1
    assert await outbox.claim(MORNING + LEASE - timedelta(seconds=1)) is None
    second = await outbox.claim(MORNING + LEASE)
    assert second is not None
    assert (second.id, second.tries) == (first.id, 2)


async def test_done_leaves_nothing() -> None:
    """What is done needs no row, and keeps no trace of whom it was about."""
    await put()
    row = await outbox.claim(MORNING)
    assert row is not None
    await outbox.done(row)
    assert await OutboxRow.all().count() == 0


async def test_a_worker_that_was_taken_for_dead_can_not_undo_its_successor() -> None:
    """It was only slow: its late word about the row must not count."""
    await put()
    slow = await outbox.claim(MORNING)
    quick = await outbox.claim(MORNING + LEASE)
    assert slow is not None
    assert quick is not None
    await outbox.failed(slow, "too late", MORNING + LEASE)
    assert await outbox.claim(MORNING + LEASE + timedelta(minutes=1)) is None


async def test_failures_wait_twice_as_long_each_time_and_in_the_end_for_a_person() -> None:
    """2 s, 4 s, 8 s and so on up to an hour; after a day of tries nobody tries by itself."""
    await put()
    at, delays = MORNING, list[float]()
    for number in range(1, MAX_TRIES + 1):
        row = await outbox.claim(at)
        assert row is not None
        assert row.tries == number
        await outbox.failed(row, f"reason {number}", at)
        kept = await OutboxRow.get()
        assert (kept.leased_until, kept.last_error) == (None, f"reason {number}")
        delays.append((kept.due_at - at).total_seconds())
        at = kept.due_at
    assert delays[:11] == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]
    assert set(delays[11:-1]) == {3600}
    assert 24 * 3600 < sum(delays) < 27 * 3600
    dead = await OutboxRow.get()
    assert dead.dead_at is not None
    assert await outbox.claim(at + timedelta(days=9)) is None
    assert await outbox.next_due(at) is None


async def test_a_row_whose_worker_dies_each_time_ends_with_a_person_too() -> None:
    """A job that kills its process never says that it failed; without an end it would kill every worker for ever."""
    await put()
    at = MORNING
    for _ in range(MAX_TRIES):
        assert await outbox.claim(at) is not None
        at += LEASE
    assert await outbox.claim(at) is None
    assert (await OutboxRow.get()).dead_at is not None


async def test_a_revived_row_has_all_its_tries_again() -> None:
    """Somebody mended the cause."""
    await put()
    await OutboxRow.all().update(tries=MAX_TRIES, dead_at=MORNING)
    row = await OutboxRow.get()
    assert await outbox.revive(row.id, MORNING) is True
    assert await outbox.revive(row.id, MORNING) is False
    assert await outbox.revive(uuid4(), MORNING) is False
    again = await outbox.claim(MORNING)
    assert again is not None
    assert again.tries == 1


async def test_a_long_reason_is_cut() -> None:
    """A library's message may hold a whole page."""
    await put()
    row = await outbox.claim(MORNING)
    assert row is not None
    await outbox.failed(row, "x" * 100_000, MORNING)
    assert len((await OutboxRow.get()).last_error or "") == 2_000


async def test_leases_of_a_dead_process_are_taken_back_at_the_start() -> None:
    """Otherwise a restart would make everybody wait for two minutes."""
    await put(2)
    assert await outbox.claim(MORNING) is not None
    assert await outbox.release_leases() == 1
    assert await outbox.claim(MORNING) is not None


async def test_the_time_to_the_next_row_is_never_negative() -> None:
    """What is overdue is due now."""
    assert await outbox.next_due(MORNING) is None
    await put(due=timedelta(minutes=5))
    assert await outbox.next_due(MORNING) == timedelta(minutes=5)
    assert await outbox.next_due(MORNING + timedelta(hours=1)) == timedelta(0)


async def test_whoever_listens_hears_each_row_until_they_stop() -> None:
    """A worker in the same process wakes at once."""
    heard: list[int] = []
    stop = outbox.listen(lambda: heard.append(1))
    await put(2)
    stop()
    await put()
    assert len(heard) == 2
