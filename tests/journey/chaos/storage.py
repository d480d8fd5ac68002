"""Storages that fail: a folder whose rights change, and an object store that is a process of its own."""

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from jawara.letterbox import HOST
from tests.journey.chaos.lives import KEEP_OBJECTS
from tests.journey.chaos.peers import Bucket
from tests.journey.killed.mortal import Mortal, Nursery
from tests.ports import free_port

Deed = Callable[[], Awaitable[None]]
Outage = tuple[Deed, Deed]
"""What breaks something, and what mends it."""

NOBODY_ENTERS, READ_ONLY, AS_USUAL = 0o000, 0o500, 0o700


class FailingStorage(Protocol):
    """Where it is, as settings say it, and how it fails."""

    variables: Mapping[str, str]

    async def start(self, nursery: Nursery) -> None: ...

    def outages(self) -> Mapping[str, Outage]: ...


class Folder:
    """A folder on a disk that turns read-only, or that can't be reached."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "storage"
        self._folder.mkdir()
        self.variables: Mapping[str, str] = {"STORAGE_URL": f"file://{self._folder}"}

    async def start(self, nursery: Nursery) -> None:
        """It needs no process."""

    def outages(self) -> Mapping[str, Outage]:
        return {
            "storage read-only": (self._forbid_writing, self._allow),
            "storage unreachable": (self._close, self._allow),
        }

    async def _forbid_writing(self) -> None:
        # From below, so that the way there stays open.
        for folder, _, _ in os.walk(self._folder, topdown=False):
            os.chmod(folder, READ_ONLY)  # noqa: PTH101 - the walk gives texts

    async def _close(self) -> None:
        self._folder.chmod(NOBODY_ENTERS)

    async def _allow(self) -> None:
        self._folder.chmod(AS_USUAL)
        for folder, _, _ in os.walk(self._folder):
            os.chmod(folder, AS_USUAL)  # noqa: PTH101 - as above


class ObjectStore:
    """A bucket whose process is killed or frozen, or that lets nobody store."""

    def __init__(self, home: Path) -> None:
        self._bucket = Bucket(home / "bucket")
        self._server: Mortal | None = None
        self._port = free_port()
        self.variables: Mapping[str, str] = {
            "STORAGE_URL": "s3://jawara/berkas",
            "AWS_ENDPOINT_URL": f"http://{HOST}:{self._port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "ap-southeast-3",
            "AWS_ACCESS_KEY_ID": "uji",
            "AWS_SECRET_ACCESS_KEY": "uji",
        }

    async def start(self, nursery: Nursery) -> None:
        self._server = Mortal(nursery, KEEP_OBJECTS, port=self._port)
        await self._server.start()

    def outages(self) -> Mapping[str, Outage]:
        server = self._server
        if server is None:
            raise RuntimeError("The store was never started.")
        return {
            "storage read-only": touching(self._bucket.read_only),
            "storage killed": (server.kill, server.start),
            "storage frozen": freezing(server),
        }


def touching(file: Path) -> Outage:
    """While the file exists it is an outage."""

    async def begin() -> None:
        await asyncio.to_thread(file.touch)

    async def end() -> None:
        await asyncio.to_thread(file.unlink)

    return begin, end


def freezing(mortal: Mortal) -> Outage:
    """It takes connections and answers none."""
    return lambda: _signalled(mortal, signal.SIGSTOP), lambda: _signalled(mortal, signal.SIGCONT)


async def _signalled(mortal: Mortal, number: signal.Signals) -> None:
    if mortal.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(mortal.pid, number)


def obeying_permissions() -> Sequence[str]:
    """Before a command: where root tests, take the right to pass by the permissions of files from it."""
    program = shutil.which("setpriv")
    if os.geteuid() != 0 or program is None:
        return ()
    return program, "--bounding-set=-dac_override,-dac_read_search", "--"
