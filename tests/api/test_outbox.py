"""The outbox: a row in the causing transaction, taken by one worker, tried again, never lost."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tortoise.transactions import in_transaction

from api import outbox
from api.outbox import MAX_TRIES, OutboxRow
from tests.api.leases import run_out
from tests.api.stores import Store
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
    assert await outbox.claim(MORNING) is None
    await run_out()
    second = await outbox.claim(MORNING)
    assert second is not None
    assert (second.id, second.tries) == (first.id, 2)


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=-1)])
async def test_a_machine_whose_clock_is_wrong_takes_nothing_from_another(ahead: timedelta) -> None:
    """It would print beside whoever prints, or leave what a dead one had for a day."""
    await put(due=timedelta(days=-2))
    first = await outbox.claim(MORNING)
    assert first is not None
    assert await outbox.claim(MORNING + ahead) is None
    await run_out()
    taken = await outbox.claim(MORNING + ahead)
    assert taken is not None
    assert await outbox.claim(MORNING) is None
    assert await outbox.renew(taken)


async def test_a_renewed_lease_is_a_whole_one() -> None:
    """From now on, not from when it was taken."""
    await put()
    row = await outbox.claim(MORNING)
    assert row is not None
    await run_out()
    assert await outbox.renew(row)
    assert await outbox.claim(MORNING) is None
    renewed = await OutboxRow.get()
    assert renewed.leased_until is not None
    assert row.leased_until is not None
    assert renewed.leased_until >= row.leased_until


async def test_done_leaves_nothing() -> None:
    """What is done needs no row, and keeps no trace of whom it was about."""
    await put()
    row = await outbox.claim(MORNING)
    assert row is not None
    await outbox.done(row)
    assert await OutboxRow.all().count() == 0


async def overtaken() -> tuple[OutboxRow, OutboxRow]:
    """The row as a slow worker has it, and as one has it that took the slow one for dead."""
    await put()
    slow = await outbox.claim(MORNING)
    await run_out()
    quick = await outbox.claim(MORNING)
    assert slow is not None
    assert quick is not None
    return slow, quick


async def test_a_worker_that_was_taken_for_dead_can_not_undo_its_successor() -> None:
    """It was only slow: its late word about the row must not count."""
    slow, _ = await overtaken()
    await check_powerless(slow)


async def test_nor_where_staff_gave_the_row_new_tries_meanwhile() -> None:
    """Its number of tries is then again what it was when the slow one took it."""
    slow, quick = await overtaken()
    await outbox.failed(quick, "never", MORNING, hopeless=True)
    assert await outbox.revive(quick.id, MORNING)
    third = await outbox.claim(MORNING)
    assert third is not None
    assert third.tries == slow.tries
    await check_powerless(slow)


async def check_powerless(slow: OutboxRow) -> None:
    """It can neither keep the row, nor end it, nor give it back."""
    before = await OutboxRow.all().values()
    assert not await outbox.renew(slow)
    assert not await outbox.done(slow)
    await outbox.failed(slow, "too late", MORNING)
    await outbox.failed(slow, "too late", MORNING, hopeless=True)
    assert await OutboxRow.all().values() == before


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
    for _ in range(MAX_TRIES):
        assert await outbox.claim(MORNING) is not None
        await run_out()
    assert await outbox.claim(MORNING) is None
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
    """Otherwise a restart would make everybody wait for a lease."""
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


async def test_a_row_is_found_by_what_it_is_about() -> None:
    """The first of its ids; a fault that was told, too."""
    one, other = uuid4(), uuid4()
    await outbox.later("test.job", at=MORNING, certificate_id=one, event=other)
    await outbox.later("test.other", at=MORNING, certificate_id=one)
    await outbox.later("test.job", at=MORNING, certificate_id=other)
    await outbox.tell("test.job", "gone", at=MORNING, certificate_id=one)
    await outbox.later("test.job", at=MORNING, course="keuangan")
    found = await outbox.rows_about(["test.job"], one)
    assert [row.args["certificate_id"] for row in found] == [str(one)] * 2
    assert found == sorted(found, key=lambda row: row.id)
    assert len(await outbox.rows_about(["test.job", "test.other"], one, other)) == 4
    assert await outbox.rows_about(["test.job"]) == []


async def test_the_same_fault_is_told_once() -> None:
    """A person who has it before them needs no second; another class has a fault of its own."""
    for course in ("satu", "satu", "dua"):
        await outbox.tell("test.job", "gone", at=MORNING, course=course)
    assert sorted(row.args["course"] for row in await OutboxRow.all()) == ["dua", "satu"]


async def test_what_is_about_one_thing_is_found_among_ten_thousand_by_an_index(store: Store) -> None:
    """A correction must not read every row that waits: the day on which thousands do is the day of an outage."""
    wanted = uuid4()
    waiting = [one_waiting(uuid4()) for _ in range(10_000)]
    await OutboxRow.bulk_create([*waiting, one_waiting(wanted)], batch_size=1000)
    store.run("ANALYZE")
    jobs = [f"test.{number}" for number in range(5)] + ["test.job"]
    assert [row.about for row in await outbox.rows_about(jobs, wanted)] == [wanted]
    asked = OutboxRow.filter(about__in=[wanted], job__in=jobs).order_by("id")
    assert "outbox_about" in str([dict(line) for line in await asked.explain()])


def one_waiting(about: UUID) -> OutboxRow:
    args = {"certificate_id": str(about)}
    return OutboxRow(job="test.job", args=args, about=about, created_at=MORNING, due_at=MORNING)
