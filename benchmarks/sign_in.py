"""What signing in costs beyond the password's hash, and what knowing a request's token again costs."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx

from api import database
from api.accounts import passwords, sessions
from api.accounts.callers import Caller
from api.accounts.guard import Guard
from api.accounts.models import Account
from api.accounts.rules import SignInWay
from api.app import System, system
from api.settings import load
from jawara import logs

SIGN_INS = 60
LOOKUPS = 100_000
PASSWORD = "empat kata tak berhubungan"  # noqa: S105 - of accounts that live for a minute
ASK = "mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { accessToken problems { code } } }"
MOST_MS, MOST_US = 35, 5


def main() -> None:
    """Print both; the CPU of all threads counts, the hash's own thread included."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_main(Path(folder)))


async def _main(home: Path) -> None:
    settings = load(home=home, public_url="https://benchmark.example")
    logs.configure(settings.environment)
    await database.migrate(settings)
    async with system(settings) as parts:
        password_hash = await passwords.hashed(PASSWORD)
        at = datetime.now(UTC)
        for n in range(SIGN_INS):
            await Account.create(email=_address(n), password_hash=password_hash, created_at=at)
        transport = httpx.ASGITransport(parts.app)
        async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
            whole = await _cpu_ms(lambda n: _sign_in(client, n))
        alone = await _cpu_ms(lambda _: passwords.matches(password_hash, PASSWORD))
        print(f"sign-in by password, whole     {whole:7.2f} ms of CPU (median of {SIGN_INS})")
        print(f"the hash alone                 {alone:7.2f} ms")
        print(f"beyond the hash                {whole - alone:7.2f} ms (at most {MOST_MS})")
        print(f"a token seen before            {await _lookup_us(parts):7.2f} us (at most {MOST_US})")


def _address(n: int) -> str:
    return f"peserta-{n}@contoh.id"


async def _sign_in(client: httpx.AsyncClient, n: int) -> None:
    client.cookies.clear()
    body = {"query": ASK, "variables": {"e": _address(n), "p": PASSWORD}}
    answer = (await client.post("/graphql", json=body)).json()
    if not answer["data"]["signIn"]["accessToken"]:
        raise RuntimeError(f"A sign-in was refused: {answer}")


async def _cpu_ms(deed: Callable[[int], Awaitable[object]]) -> float:
    spent: list[float] = []
    for n in range(SIGN_INS):
        started = time.process_time()
        await deed(n)
        spent.append((time.process_time() - started) * 1e3)
    return statistics.median(spent)


async def _lookup_us(parts: System) -> float:
    """One token asked for again and again, its session looked up every few seconds as in service."""
    caller = Caller(parts.tools, "203.0.113.7", datetime.now(UTC))
    signed_in = await sessions.open_session(await Account.get(email=_address(0)), SignInWay.PASSWORD, caller)
    guard, token = Guard(parts.tools.settings), signed_in.access.text
    started = time.process_time()
    for _ in range(LOOKUPS):
        if await guard.identity(token, datetime.now(UTC)) is None:
            raise RuntimeError("A good token was refused.")
    return (time.process_time() - started) / LOOKUPS * 1e6
