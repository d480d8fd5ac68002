"""A worker in a process of its own, to be killed or frozen.

python -m tests.api.lone_worker <folder> <database> <seconds of a lease>

Its one job notes that it began, waits until it may go on, and sends a letter, which is noted too.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from api import database, outbox, worker
from api.mail import Mail
from api.settings import load
from api.tools import Tools
from tests.api.harness import tools_of
from tests.fakes import Letterbox, Printer, SettableClock

JOB = "test.lone"
SWEEP_SECONDS = 0.2


class Notes:
    """What all workers of a test did, in the order in which they did it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "notes"
        self._signal = folder / "go-on"

    def add(self, deed: str) -> None:
        with self._file.open("a") as file:
            file.write(f"{deed} {os.getpid()}\n")

    def of(self, deed: str) -> list[int]:
        """The processes that did it."""
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        return [int(line.split()[1]) for line in lines if line.startswith(f"{deed} ")]

    def let_go_on(self) -> None:
        self._signal.touch()

    async def may_go_on(self) -> None:
        while not self._signal.exists():  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.02)


def job_noted_in(notes: Notes) -> Callable[[Tools], Awaitable[None]]:
    """The job."""

    async def job(tools: Tools) -> None:
        notes.add("began")
        await notes.may_go_on()
        await tools.send(Mail("erased", "siti@contoh.id", "key", {}))

    return job


def mailer_noted_in(notes: Notes) -> Callable[[Mail], Awaitable[None]]:
    """A mail server that accepts everything."""

    async def send(_mail: Mail) -> None:
        notes.add("sent")

    return send


async def _work(folder: Path, database_url: str, lease: float) -> None:
    outbox.LEASE, worker.LONGEST_WAIT = timedelta(seconds=lease), SWEEP_SECONDS
    settings, notes = load(home=folder, database_url=database_url), Notes(folder)
    worker.JOBS[JOB] = job_noted_in(notes)
    async with (
        database.opened(settings),
        tools_of(settings, SettableClock(), Letterbox(settings), Printer()) as tools,
    ):
        await worker.Worker(replace(tools, send=mailer_noted_in(notes))).run()


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
