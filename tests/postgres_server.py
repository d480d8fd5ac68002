"""A real PostgreSQL for tests, in a folder of its own; the programs are the distribution's."""

import asyncio
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - typed in part
from tortoise.backends.base import executor

from jawara.bootstrap import find_postgres
from tests.ports import free_port

USER = "jawara"
ABSENT = "No PostgreSQL server is here. Install one (Debian: sudo apt-get install postgresql), or run: make test"
STARTS_WITHIN_SECONDS = 60
CONNECTIONS = 200
"""A pool of five for each system under test, and several systems at once."""

T = TypeVar("T")


class PostgresMissing(Exception):
    """There is no server to start, or it refused to."""


@dataclass(slots=True)
class PostgresServer:
    """Starts and ends the server. Unless it is `durable`, what it acknowledges may be lost with the machine's power."""

    programs: Path
    folder: Path
    durable: bool = False
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=secrets.token_hex)
    _process: "subprocess.Popen[Any] | None" = None

    def start(self) -> None:
        """Return when it answers.

        Raises:
            PostgresMissing: with the last words of its log.
        """
        if not (self.folder / "data").exists():
            self._make_cluster()
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": CONNECTIONS,
            "fsync": "on" if self.durable else "off",
        }
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            process: subprocess.Popen[Any] = subprocess.Popen(
                [*_ended_with_us(), self.programs / "postgres", "-D", self.folder / "data", *arguments],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                # A Ctrl-C is for the tests: they end it when they have ended.
                start_new_session=True,
                **_other_user(),
            )
        self._process = process
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise PostgresMissing(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-1000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """At once, without writing down what is in memory: its folder is thrown away."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(STARTS_WITHIN_SECONDS)
            self._process = None

    def url(self, database: str) -> str:
        """As DATABASE_URL names it."""
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def make(self, database: str, template: str = "template1") -> str:
        """A new database, equal to another that nobody is connected to; its address."""
        fetch(self.url("postgres"), f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Whoever is still connected to it is thrown out."""
        fetch(self.url("postgres"), f'DROP DATABASE "{database}" WITH (FORCE)')

    def _make_cluster(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        # The password crosses the loopback alone; a challenge would cost each connection 4,096 rounds of hashing.
        how = ["--auth-host=password", "--auth-local=reject", f"--pwfile={secret}", f"--username={USER}"]
        made = subprocess.run(
            [self.programs / "initdb", "-D", self.folder / "data", "--no-sync", "--encoding=UTF8", "--locale=C", *how],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **_other_user(),
        )
        if made.returncode:
            raise PostgresMissing(f"PostgreSQL could not make its folder: {made.stderr[-1000:]}")

    def _answers(self) -> bool:
        try:
            fetch(self.url("postgres"), "SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True


@contextmanager
def postgres_server(*, durable: bool = False) -> Generator[PostgresServer]:
    """A started server, ended with the block and its folder with it.

    Raises:
        PostgresMissing
    """
    programs = find_postgres()
    if programs is None:
        raise PostgresMissing(ABSENT)
    # Not among pytest's folders: those belong to root where root tests, and the server is somebody else there.
    folder = Path(tempfile.mkdtemp(prefix="jawara-postgres-"))
    server = PostgresServer(programs, folder, durable=durable)
    try:
        owner = _other_user()
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@contextmanager
def one_engine() -> Generator[None]:
    """Run what goes over a second engine inside. The ORM remembers statements by the connection's name, which both
    engines share in a process of tests and nowhere else.
    """
    remembered = cast("dict[Any, Any]", executor.EXECUTOR_CACHE)  # pyright: ignore[reportUnknownMemberType] - untyped
    remembered.clear()
    try:
        yield
    finally:
        remembered.clear()


def fetch(url: str, statement: str) -> list[tuple[Any, ...]]:
    """The rows of one statement."""

    async def deed(connection: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await connection.fetch(statement)]

    return connected(url, deed)


def connected(url: str, deed: Callable[[Any], Awaitable[T]]) -> T:
    """What `deed` makes of a connection. In a thread of its own: the caller may stand inside a running loop."""

    async def asked() -> T:
        connection = cast("Any", await asyncpg.connect(url))  # pyright: ignore[reportUnknownMemberType] - typed in part
        try:
            return await deed(connection)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(asked())).result()


def _ended_with_us() -> list[str]:
    """Before its command: have the kernel end the server when our process dies, where it has a program for that."""
    program = shutil.which("setpriv")
    return [program, "--pdeathsig", "QUIT", "--"] if program else []


def _other_user() -> dict[str, Any]:
    """Who runs the server where root tests, which it refuses to run as: its own user if the package made one."""
    if os.geteuid() != 0:
        return {}
    names = {one.pw_name: one for one in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
