"""The office's server as it runs in production: `jawara serve` with SQLite in a folder of its own."""

import asyncio
import os
import secrets
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from api.settings import Settings, load, new_data_key, new_key
from api.verification_keys import make_verification_key
from benchmarks.wire import LOOPBACK
from certificates.signing import make_development_key
from jawara.letterbox import Letters, listening

ORIGIN = "https://si-jawara.example"
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Office:
    """Its settings, and the variables that tell a process of it the same."""

    settings: Settings
    variables: dict[str, str]


@dataclass(frozen=True, slots=True)
class Running:
    """A process that answers on a port of the local machine."""

    pid: int
    port: int


@asynccontextmanager
async def office(home: Path, letters: Letters | None = None) -> AsyncGenerator[Office]:
    """Production's settings with secrets that live as long as the folder, and a mail server that keeps every letter."""
    async with listening(letters or Letters(home / "letters")) as smtp_port:
        make_development_key(home / "signing.p12")
        make_verification_key(home / "verification", "pengukuran")
        variables = {
            "JAWARA_ENV": "production",
            "JAWARA_HOME": str(home),
            "PUBLIC_URL": ORIGIN,
            "SMTP_URL": f"smtp://{LOOPBACK}:{smtp_port}",
            "SIGNING_KEY": str(home / "signing.p12"),
            "VERIFICATION_KEYS": str(home / "verification"),
            "SIGNER_NAME": "Pejabat Contoh",
            "TRUSTED_PROXIES": "1",
            "TOKEN_KEY": secrets.token_urlsafe(48),
            "DATA_KEYS": new_data_key("pengukuran"),
            "INDEX_KEY": new_key(),
            "PORT": str(_free_port()),
        }
        given = {str(field.alias): name for name, field in Settings.model_fields.items()}
        yield Office(load(**{given[name]: value for name, value in variables.items()}), variables)


@asynccontextmanager
async def serving(office: Office) -> AsyncGenerator[Running]:
    """`jawara serve`, from when it answers; its log lies in the home folder."""
    port = office.settings.port
    with (office.settings.home / "serve.log").open("wb") as log:
        async with _running(log.fileno(), *_python("jawara", "serve"), **office.variables) as process:
            async with asyncio.timeout(START_SECONDS):
                while not await _answers(port):  # noqa: ASYNC110 - another process opens it
                    await asyncio.sleep(0.1)
            yield Running(process.pid, port)


@asynccontextmanager
async def serving_plainly() -> AsyncGenerator[Running]:
    """The plain route, on a process of its own."""
    async with _running(asyncio.subprocess.PIPE, *_python("benchmarks.load.plain")) as process:
        if process.stdout is None:
            raise RuntimeError("The server has no output.")
        yield Running(process.pid, int(await process.stdout.readline()))


def _python(*module: str) -> tuple[str, ...]:
    return sys.executable, "-m", *module


@asynccontextmanager
async def _running(output: int, *command: str, **variables: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(*command, env=os.environ | variables, stdout=output)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 30)


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
