"""Workers that are killed, frozen, slow, or cut off from the database, as processes: another goes on, and once."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tortoise.exceptions import DBConnectionError

from api import outbox, worker
from api.lease import LeaseLost, held
from api.outbox import OutboxRow
from api.settings import Settings
from api.tools import Tools
from api.worker import JOBS, Worker
from tests.api.leases import run_out
from tests.api.lone_worker import JOB, SWEEP_SECONDS, Notes, job_noted_in, mailer_noted_in
from tests.fakes import MORNING

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("opened")]

ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 3.0
"""Long enough for processes on a busy machine to renew it in time."""
PATIENCE = 60.0


@pytest.fixture
def notes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Notes:
    """What this test's process and those that it starts do of the one job, with a short lease."""
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=LEASE_SECONDS))
    monkeypatch.setattr(worker, "LONGEST_WAIT", SWEEP_SECONDS)
    made = Notes(settings.home)
    monkeypatch.setitem(JOBS, JOB, job_noted_in(made))
    return made


@contextmanager
def another_worker(settings: Settings) -> Generator[subprocess.Popen[bytes]]:
    """A process that works."""
    arguments = [str(settings.home), settings.database_url, str(LEASE_SECONDS)]
    with (settings.home / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "tests.api.lone_worker", *arguments], cwd=ROOT, stdout=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def working(tools: Tools, notes: Notes) -> AsyncGenerator[None]:
    """A worker in this process."""
    own = Worker(replace(tools, send=mailer_noted_in(notes)))
    task = asyncio.create_task(own.run())
    try:
        yield
    finally:
        own.stop()
        await task


async def until(what: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not what():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)


async def all_done() -> None:
    """Return when no row is left."""
    async with asyncio.timeout(PATIENCE):
        while await OutboxRow.all().exists():  # noqa: ASYNC110 - the database says it
            await asyncio.sleep(0.02)


@asynccontextmanager
async def begun_elsewhere(settings: Settings, notes: Notes) -> AsyncGenerator[subprocess.Popen[bytes]]:
    """Another worker, in the middle of the job."""
    with another_worker(settings) as other:
        await outbox.later(JOB, at=MORNING)
        await until(lambda: notes.of("began") == [other.pid])
        yield other


async def test_what_a_killed_worker_had_in_hand_waits_for_the_lease_and_no_longer(
    tools: Tools, settings: Settings, notes: Notes
) -> None:
    """SIGKILL says nothing to anybody; whoever waits for a certificate asks after a minute."""
    async with begun_elsewhere(settings, notes) as killed:
        killed.kill()
        at = time.monotonic()
        notes.let_go_on()
        async with working(tools, notes):
            await all_done()
    assert time.monotonic() - at < 3 * LEASE_SECONDS
    assert notes.of("began") == [killed.pid, os.getpid()]
    assert notes.of("sent") == [os.getpid()]


async def test_a_job_longer_than_its_lease_stays_in_the_hand_that_has_it(
    tools: Tools, settings: Settings, notes: Notes
) -> None:
    """A slow browser isn't a dead one: a second worker would print beside it."""
    async with begun_elsewhere(settings, notes) as slow, working(tools, notes):
        await asyncio.sleep(2 * LEASE_SECONDS)
        notes.let_go_on()
        await all_done()
    assert notes.of("began") == notes.of("sent") == [slow.pid]


async def test_a_frozen_worker_that_wakes_up_sends_nothing_more(tools: Tools, settings: Settings, notes: Notes) -> None:
    """A machine that slept, or was moved, goes on in the middle of what another has done meanwhile."""
    async with begun_elsewhere(settings, notes) as frozen:
        frozen.send_signal(signal.SIGSTOP)
        notes.let_go_on()
        async with working(tools, notes):
            await all_done()
        frozen.send_signal(signal.SIGCONT)
        await until(lambda: "lease lost" in (settings.home / "log").read_text())
    assert notes.of("began") == [frozen.pid, os.getpid()]
    assert notes.of("sent") == [os.getpid()]


async def taken() -> OutboxRow:
    await outbox.later(JOB, at=MORNING)
    row = await outbox.claim(MORNING)
    assert row is not None
    return row


async def test_work_ends_when_another_has_its_row(notes: Notes) -> None:
    """Within a part of the lease, wherever it waits."""
    row = await taken()

    async def work() -> None:
        async with asyncio.timeout(LEASE_SECONDS), held(row, time.monotonic()):
            await run_out()
            assert await outbox.claim(MORNING)
            await asyncio.Event().wait()

    with pytest.raises(LeaseLost):
        await work()


@pytest.mark.parametrize("hangs", [False, True])
async def test_work_ends_when_the_lease_can_not_be_renewed(
    notes: Notes, monkeypatch: pytest.MonkeyPatch, hangs: bool
) -> None:
    """Cut off from the database nobody knows whether another has the row."""

    async def away(_row: OutboxRow) -> bool:
        if hangs:
            await asyncio.Event().wait()
        raise DBConnectionError("away")

    row = await taken()
    monkeypatch.setattr(outbox, "renew", away)
    began = time.monotonic()
    with pytest.raises(LeaseLost):
        async with held(row, began):
            await asyncio.Event().wait()
    assert LEASE_SECONDS <= time.monotonic() - began < 2 * LEASE_SECONDS


async def test_a_limit_of_the_jobs_own_is_no_lost_lease(notes: Notes) -> None:
    """It is tried again like whatever fails."""
    row = await taken()
    with pytest.raises(TimeoutError):
        async with held(row, time.monotonic()), asyncio.timeout(0.01):
            await asyncio.Event().wait()
    assert await outbox.done(row)
