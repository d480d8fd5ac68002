"""`jawara serve` keeps its worker in a process beside the API: started anew when it dies, and gone with the API."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import outbox
from api.database import opened
from api.settings import load
from benchmarks.processes import is_there, tree
from certificates import find_browser
from jawara.beside import STOP_SECONDS, WorkerBeside
from tests.api.templates import copied
from tests.ports import free_port

SECONDS = 60
NO_BROWSER = Path("/nonexistent/chromium")


def until(what: Callable[[], object], words: str) -> None:
    """Wait for another process to have done something."""
    deadline = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < deadline, words
        time.sleep(0.05)


@contextmanager
def serving(home: Path, browser: Path = NO_BROWSER) -> Generator[subprocess.Popen[bytes]]:
    """`jawara serve` over a migrated database, from when it answers."""
    port = free_port()
    with (home / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jawara", "serve"],
            env={**os.environ, "JAWARA_HOME": str(home), "PORT": str(port), "CHROMIUM_PATH": str(browser)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    # One for all questions: making it takes longer than an answer.
    asking = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=2)

    def answers() -> bool:
        assert process.poll() is None, (home / "log.txt").read_text()
        try:
            return asking.get("/healthz").is_success
        except httpx.TransportError:
            return False

    try:
        until(answers, "it did not start")
        yield process
    finally:
        asking.close()
        process.kill()
        process.wait()


def started_by(process: int, command: str) -> bool:
    return any(command in one.command for one in tree(process))


def worker_of(api: int) -> int | None:
    return next((one.pid for one in tree(api) if "jawara worker --beside" in one.command), None)


async def order(home: Path, job: str) -> None:
    async with opened(load(home=home)):
        await outbox.later(job, at=datetime.now(UTC))


async def tries(home: Path, job: str) -> int:
    async with opened(load(home=home)):
        return (await outbox.OutboxRow.get(job=job)).tries


@pytest.fixture
def home(tmp_path: Path, migrated: Path) -> Path:
    home = tmp_path.resolve()
    copied(migrated, home)
    return home


def test_a_worker_that_dies_is_replaced_and_none_outlives_the_api(home: Path) -> None:
    with serving(home) as api:
        until(lambda: worker_of(api.pid), "no worker came")
        first = worker_of(api.pid)
        assert first
        os.kill(first, signal.SIGKILL)
        until(lambda: worker_of(api.pid) not in {None, first}, "no other worker came")
        asyncio.run(order(home, "no.such_job"))
        until(lambda: asyncio.run(tries(home, "no.such_job")), "nobody took the row")
        asyncio.run(order(home, "accounts.mail_welcome"))
        until(lambda: "job failed" in (home / "log.txt").read_text(), "what the worker says is in nobody's log")

        second = worker_of(api.pid)
        assert second
        api.kill()
        api.wait()
        until(lambda: not is_there(second), "the worker outlived its API")
    assert "the worker ended and is started anew" in (home / "log.txt").read_text()


@pytest.mark.browser
def test_a_new_worker_has_browser_and_signer_ready_before_anybody_passes(home: Path) -> None:
    """Whoever comes first would wait for both to start."""
    program = find_browser()
    assert program
    with serving(home, program) as api:
        until(lambda: started_by(api.pid, "--remote-debugging-pipe"), "no browser came")
        until(lambda: started_by(api.pid, "certificates.signing.child"), "no signer came")


def test_without_a_browser_a_worker_works_all_the_same(home: Path) -> None:
    """It says so at its start; people pass, and their certificates wait."""
    with serving(home) as api:
        until(lambda: started_by(api.pid, "certificates.signing.child"), "no signer came")
        asyncio.run(order(home, "no.such_job"))
        until(lambda: asyncio.run(tries(home, "no.such_job")), "nobody took the row")
    processes = 2
    assert (home / "log.txt").read_text().count("no Chromium found") == processes


def test_a_stop_ends_both(home: Path) -> None:
    with serving(home) as api:
        until(lambda: worker_of(api.pid), "no worker came")
        worker = worker_of(api.pid)
        assert worker
        api.terminate()
        assert api.wait(SECONDS) == 0
        until(lambda: not is_there(worker), "the worker outlived its API")


async def test_a_stop_reaches_a_worker_that_is_just_being_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops a system that has hardly begun waits for nobody's patience to end."""
    making, make = asyncio.Event(), asyncio.create_subprocess_exec

    async def slowly(*command: str, **options: Any) -> asyncio.subprocess.Process:
        making.set()
        process = await make(*command, **options)
        await asyncio.sleep(0.2)
        return process

    monkeypatch.setenv("JAWARA_HOME", str(home))
    monkeypatch.setattr(asyncio, "create_subprocess_exec", slowly)
    beside = WorkerBeside()
    running = asyncio.create_task(beside.run())
    await making.wait()
    beside.stop()
    await asyncio.wait_for(running, STOP_SECONDS / 2)
