"""The worker: what it does with a row that succeeds, fails, hangs or is unknown; starting and stopping."""

import ast
import asyncio
from pathlib import Path
from typing import Any

import pytest

from api import outbox, worker
from api.outbox import MAX_TRIES, OutboxRow
from api.tools import Tools
from api.worker import HANDS, JOBS, LONGEST_WAIT, Worker
from tests.fakes import MORNING, SettableClock


class Job:
    """A job that is seen, told to fail and made to wait."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.failure: BaseException | None = None
        self.started = asyncio.Event()
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self, tools: Tools, **args: Any) -> None:
        self.seen.append(args)
        self.started.set()
        await self.may_end.wait()
        if self.failure:
            raise self.failure


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job of the test's own beside the real ones."""
    made = Job()
    monkeypatch.setitem(JOBS, "test.job", made)
    return made


async def put(**ids: str | int) -> None:
    await outbox.later("test.job", at=MORNING, due=None, **ids)


async def test_a_job_gets_its_ids_and_its_row_is_gone(tools: Tools, job: Job) -> None:
    """The plain case."""
    await put(name="satu")
    assert await Worker(tools).drain() == 1
    assert job.seen == [{"name": "satu"}]
    assert await OutboxRow.all().count() == 0


@pytest.mark.both_engines
async def test_a_job_that_fails_is_tried_again_later_and_then_succeeds(
    tools: Tools, job: Job, clock: SettableClock
) -> None:
    """Two seconds later, not at once."""
    await put()
    job.failure = OSError("no network")
    await Worker(tools).drain()
    assert (await OutboxRow.get()).last_error == "OSError: no network"
    job.failure = None
    assert await Worker(tools).drain() == 0
    clock.forward(seconds=2)
    assert await Worker(tools).drain() == 1
    assert (len(job.seen), await OutboxRow.all().count()) == (2, 0)


async def test_a_job_that_always_fails_waits_for_a_person_after_twelve(
    tools: Tools, job: Job, clock: SettableClock
) -> None:
    """And stands in nobody's way meanwhile."""
    await put(name="bad")
    job.failure = ValueError("never")
    for _ in range(MAX_TRIES + 3):
        await Worker(tools).drain()
        clock.forward(hours=1)
    assert len(job.seen) == MAX_TRIES
    dead = await OutboxRow.get()
    assert dead.dead_at is not None
    assert dead.last_error == "ValueError: never"


async def test_one_bad_row_does_not_stop_the_others(tools: Tools, job: Job) -> None:
    """Each row is on its own."""
    await outbox.later("no.such.job", at=MORNING)
    await outbox.later("accounts.mail_welcome", at=MORNING, account_id="no id", event="one")
    await outbox.later("accounts.mail_welcome", at=MORNING, wrong="argument")
    await put()
    assert await Worker(tools).drain() == 4
    assert len(job.seen) == 1
    reasons = sorted(str(row.last_error) for row in await OutboxRow.all())
    assert reasons[0] == "No job is named no.such.job."
    assert reasons[1].startswith("TypeError")
    assert reasons[2].startswith("ValueError")


async def test_a_job_that_hangs_is_ended(tools: Tools, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen browser never answers, and its lease is renewed as long as the worker lives."""
    monkeypatch.setattr(worker, "JOB_TIMEOUT", 0.02)
    job.may_end.clear()
    await put()
    await Worker(tools).drain()
    assert str((await OutboxRow.get()).last_error).startswith("TimeoutError")


async def test_stopping_finishes_the_row_in_hand_and_takes_no_other(tools: Tools, job: Job) -> None:
    """A deploy waits for what is half done and leaves the rest to the next process."""
    for _ in range(3):
        await put()
    job.may_end.clear()
    running = Worker(tools, hands=1)
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(job.started.wait(), 5)
    running.stop()
    job.may_end.set()
    await asyncio.wait_for(task, 5)
    assert len(job.seen) == 1
    assert await OutboxRow.all().count() == 2


async def test_an_idle_worker_wakes_at_once_for_a_new_row_and_stops_at_once(tools: Tools, job: Job) -> None:
    """Nobody waits for the next sweep after pressing a button."""
    running = Worker(tools)
    task = asyncio.create_task(running.run())
    await asyncio.sleep(0.05)
    await put()
    await asyncio.wait_for(job.started.wait(), 2)
    running.stop()
    await asyncio.wait_for(task, 2)
    assert await OutboxRow.all().count() == 0


async def test_a_row_in_hand_keeps_nobody_polling(tools: Tools, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one hand prints for half a minute, the other must sleep, not ask the database twenty times a second."""
    asked: list[object] = []
    claim = outbox.claim

    async def counted(at: Any, **but: Any) -> Any:
        asked.append(at)
        return await claim(at, **but)

    monkeypatch.setattr(outbox, "claim", counted)
    job.may_end.clear()
    await put()
    running = Worker(tools, hands=2)
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(job.started.wait(), 5)
    await asyncio.sleep(0.4)
    job.may_end.set()
    running.stop()
    await asyncio.wait_for(task, 5)
    assert len(asked) <= 4


@pytest.mark.both_engines
async def test_a_frozen_browser_keeps_no_letter_waiting(
    tools: Tools, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code to sign in with is worth ten minutes; certificates that can't be printed must not take them."""
    frozen = Job()
    frozen.may_end.clear()
    monkeypatch.setitem(JOBS, "certification.render", frozen)
    for number in range(HANDS + 2):
        await outbox.later("certification.render", at=MORNING, certificate_id=number)
    running = Worker(tools)
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(frozen.started.wait(), 5)
    await put()
    await asyncio.wait_for(job.started.wait(), 5)
    running.stop()
    frozen.may_end.set()
    await asyncio.wait_for(task, 5)
    assert len(frozen.seen) < HANDS
    assert len(job.seen) == 1


async def test_what_is_warmed_waits_for_what_is_due_and_is_waited_for_by_nobody(tools: Tools, job: Job) -> None:
    """A browser that starts, or hangs at it, keeps no letter and no stop waiting."""
    warmed: list[int] = []

    async def warm() -> None:
        warmed.append(len(job.seen))
        await asyncio.Event().wait()

    for number in range(5):
        await put(number=number)
    running = Worker(tools, hands=1, warm=warm)
    task = asyncio.create_task(running.run())
    async with asyncio.timeout(5):
        while not warmed:  # noqa: ASYNC110 - the claim is about when it comes
            await asyncio.sleep(0.01)
    job.started.clear()
    await put()
    await asyncio.wait_for(job.started.wait(), 2)
    running.stop()
    await asyncio.wait_for(task, 2)
    assert warmed == [5]
    await Worker(tools, warm=warm).drain()
    assert warmed == [5]


@pytest.mark.both_engines
async def test_two_workers_share_the_work(tools: Tools, job: Job) -> None:
    """Each row is done once, whoever does it."""
    for n in range(20):
        await put(number=n)
    await asyncio.gather(*(Worker(tools).drain() for _ in range(4)))
    assert sorted(int(one["number"]) for one in job.seen) == list(range(20))


async def test_a_worker_survives_a_moment_without_its_database(
    tools: Tools, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is restarted; the loop waits and goes on."""
    claim, failures = outbox.claim, [OSError("connection lost")]

    async def shaky(at: Any, **but: Any) -> Any:
        if failures:
            raise failures.pop()
        return await claim(at, **but)

    monkeypatch.setattr(outbox, "claim", shaky)
    running = Worker(tools, hands=1)
    task = asyncio.create_task(running.run())
    await asyncio.sleep(0.2)
    await put()
    try:
        await asyncio.wait_for(job.started.wait(), 2 * LONGEST_WAIT)
    finally:
        running.stop()
        await asyncio.gather(task, return_exceptions=True)
    assert not failures


async def test_what_is_written_down_of_a_failure_names_nobody(
    tools: Tools, job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mail server's refusal repeats the address: it belongs neither in the log nor in the table."""
    await put()
    job.failure = OSError("550 <siti.rahasia@contoh.id>: mailbox unavailable")
    await Worker(tools).drain()
    assert "rahasia" not in capsys.readouterr().out
    assert "rahasia" not in str((await OutboxRow.get()).last_error)
    assert "550" in str((await OutboxRow.get()).last_error)


def test_every_job_that_a_deed_orders_exists() -> None:
    """A name with a typing mistake would only be found in the dead-letter list."""
    sources = worker.__file__.removesuffix("worker.py")
    ordered = ordered_jobs(sources)
    assert ordered == set(JOBS)


ORDERS = {"later", "tell"}


def ordered_jobs(folder: str) -> set[str]:
    """The names that stand as the first argument of `later` or `tell` in the API's sources."""
    names: set[str] = set()
    for path in Path(folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ORDERS:
                names.update(one.value for one in node.args if isinstance(one, ast.Constant) and type(one.value) is str)
    return names
