"""Processes that are killed and started again; of itself `jawara serve`, but for a printer that needs no browser.

Started dozens of times, each would spend its first seconds on imports. So one process imports everything once, and
every new one is a fork of it, made before any loop, connection or thread.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from api.app import create_app, system
from api.settings import Settings, load
from api.worker import Worker
from benchmarks.processes import is_there
from jawara import logs
from jawara.serving import answer, listening_on
from jawara.stopping import until_stopped
from tests.fakes import Printer, stamp
from tests.ports import free_port

ROOT = Path(__file__).parents[3]
NO_BROWSER = Path("/nonexistent/chromium")
STOP_SECONDS = 30
SERVE = "serve"

Life = Callable[[dict[str, Any], int], None]
"""What a new process does, with the nursery's settings and its own port, until it is ended."""


class Nursery:
    """The process that brings up others with these settings, and ends with the block.

    `module` is the one that calls `nurse`; `before` is what stands before the command, to take rights from it.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        log: Path,
        *,
        module: str = "tests.journey.killed.mortal",
        before: Sequence[str] = (),
    ) -> None:
        self._settings = settings
        self._log = log
        self._command = [*before, sys.executable, "-m", module]

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, json.dumps(self._settings)],
                cwd=ROOT,
                # Whoever is killed has said what it had to say.
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=STOP_SECONDS)

    def bear(self, life: str, port: int) -> int:
        """The id of a new process of that life, which is going to answer at this port if it answers at all."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The nursery has no pipes.")
        self._process.stdin.write(f"{life} {port}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


class Mortal:
    """One process after the other of the same life, at the same address."""

    def __init__(self, nursery: Nursery, life: str = SERVE, *, port: int = 0, answers: bool = True) -> None:
        self._nursery = nursery
        self._life = life
        self._answers = answers
        self.pid: int | None = None
        self.port = port or free_port()
        self.deaths = 0

    async def start(self) -> None:
        """Return when it accepts connections, or at once where it never does."""
        self.pid = self._nursery.bear(self._life, self.port)
        while self._answers and not _listened_on(self.port):
            if not is_there(self.pid):
                raise RuntimeError(f"A process to {self._life} ended at its start; the log says why.")
            await asyncio.sleep(0.005)

    async def kill(self) -> None:
        """SIGKILL, wherever it is; return when the kernel has buried it and its port is free."""
        if self.pid is None:
            return
        pid, self.pid = self.pid, None
        os.kill(pid, signal.SIGKILL)
        self.deaths += 1
        while is_there(pid):  # noqa: ASYNC110 - it is not our child
            await asyncio.sleep(0.001)


def _listened_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def nurse(lives: Mapping[str, Life], settings: dict[str, Any]) -> None:
    """Fork a process for each life and port that are read; the kernel buries them."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        life, port = line.split()
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # The pipe is the nursery's; what a process says belongs into the log.
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            lives[life](settings, int(port))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    # Whoever asked for them is gone: nobody is left behind.
    os.killpg(0, signal.SIGKILL)


def _live(settings: dict[str, Any], port: int) -> None:
    _without_browser(load(port=port, **settings))


def _without_browser(settings: Settings) -> None:
    logs.configure(settings.environment)
    with listening_on("127.0.0.1", settings.port) as listener:
        until_stopped(lambda stop: _serve(settings, listener, stop))


async def _serve(settings: Settings, listener: socket.socket, stop: asyncio.Event) -> None:
    async with system(settings) as parts:
        tools = replace(parts.tools, renderer=Printer(), sign=stamp)
        await answer(create_app(tools), listener, Worker(tools), stop)


if __name__ == "__main__":
    nurse({SERVE: _live}, json.loads(sys.argv[1]))
