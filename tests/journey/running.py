"""The whole system as a process of its own, started and ended as a person would."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 120
STOP_SECONDS = 30
LETTER_SECONDS = 30


class Running:
    """A system under `home` on `port`; it may be killed and started again, as machines are."""

    def __init__(self, home: Path, port: int, settings: Mapping[str, str]) -> None:
        self.home = home
        self.settings = settings
        self.port = port
        self.address = f"http://localhost:{port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.log = home / "log.txt"
        # One for all questions: making it takes longer than an answer.
        self._http = httpx.Client(base_url=self.address, timeout=30)

    @property
    def pid(self) -> int:
        """The process to measure or to kill."""
        if self._process is None:
            raise RuntimeError("The system is not running.")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "JAWARA_HOME": str(self.home), "PORT": str(self.port), **self.settings}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jawara", "run"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The system did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def letters(self, to: str) -> list[dict[str, Any]]:
        """What the mailbox holds for this address, newest first."""
        found: list[dict[str, Any]] = self._http.get("/kotak-surat/api/messages", params={"to": to}).json()
        return found

    def letter(self, to: str, words: str) -> dict[str, Any]:
        """The letter to this address whose subject has these words, waited for."""
        deadline = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < deadline:
            for letter in self.letters(to):
                if words in letter["subject"]:
                    return letter
            time.sleep(0.05)
        raise AssertionError(f"No letter with {words!r} came within {LETTER_SECONDS} s.")

    def stop(self) -> int:
        """SIGTERM, as a service manager does; returns the exit code."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(signal.SIGTERM)
        return process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """SIGKILL, as the kernel does when memory is short: no handler runs."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait(STOP_SECONDS)
        # A browser that lost its driver ends by itself; this one must not outlive the test.
        _end_group(process.pid)

    def close(self) -> None:
        """Nothing more is asked of it."""
        self._http.close()

    def _answers(self) -> bool:
        try:
            return self._http.get("/", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def running(home: Path, migrated: Path | None = None, **settings: str) -> Generator[Running]:
    """A started system, ended with the block; `settings` by the names of their variables.

    Its database is made from nothing, or is a copy of one that has every table and no row.
    """
    if migrated:
        home.mkdir(parents=True)
        shutil.copyfile(migrated, home / "jawara.sqlite3")
    system = Running(home, free_port(), settings)
    try:
        system.start()
        yield system
    finally:
        system.stop()
        system.close()


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
