"""20,000 pairs of addresses and passwords against the sign-in: none gets in, and every owner does."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from api.accounts import passwords
from api.accounts.models import Account
from api.app import create_app
from api.edge import DEVICE_COOKIE
from tests.api import documents
from tests.api.harness import PASSWORD, Api

TRIES = 20_000
TRIES_A_SECOND = 10
EVERY_SECONDS = 60
ACCOUNTS = 1_000
VICTIM = "warga0@contoh.id"
HOME_NETWORK = "198.18.0.1"
DOCUMENT = documents.SIGN_IN.replace("message", "waitSeconds message")
GAINED = {"session", "refresh_token"}
"""The tables that a sign-in writes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """IN or the problem's code, the wait, and the cookie that makes the device known."""

    outcome: str
    wait: int
    cookie: str


@dataclass(slots=True)
class Door:
    """The sign-in as the application's server calls it: no client's own work between twenty thousand tries."""

    app: Starlette
    api: Api

    async def tried(self, address: str, password: str, network: str, cookie: str = "") -> Answer:
        """One try from a network, which our proxy names."""
        body = json.dumps({"query": DOCUMENT, "variables": {"email": address, "password": password}}).encode()
        headers = [(b"content-type", b"application/json"), (b"x-forwarded-for", network.encode())]
        if cookie:
            headers.append((b"cookie", f"{DEVICE_COOKIE}={cookie}".encode()))
        scope = {"type": "http", "method": "POST", "path": "/graphql", "raw_path": b"/graphql", "query_string": b""}
        scope |= {"headers": headers, "client": ("10.0.0.1", 1), "server": ("testserver", 443), "scheme": "https"}
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return _answer(sent)


def _answer(sent: list[Message]) -> Answer:
    told = json.loads(sent[1]["body"])["data"]["signIn"]
    if told["accessToken"] is None:
        (problem,) = told["problems"]
        return Answer(problem["code"], problem["waitSeconds"] or 0, "")
    cookies = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    (device,) = [one for one in cookies if one.startswith(f"{DEVICE_COOKIE}=")]
    return Answer("IN", 0, device.partition("=")[2].partition(";")[0])


@pytest.fixture
async def door(api: Api) -> Door:
    """Behind one proxy, with a thousand accounts of the same good password."""
    settings = api.tools.settings.model_copy(update={"trusted_proxies": 1})
    rows = [
        Account(email=f"warga{n}@contoh.id", password_hash=api.password_hash, created_at=api.clock())
        for n in range(ACCOUNTS)
    ]
    await Account.bulk_create(rows)
    return Door(create_app(replace(api.tools, settings=settings)), api)


def network(n: int) -> str:
    return f"198.18.{n // 250}.{n % 250 + 1}"


SHAPES: dict[str, Callable[[int], tuple[str, str]]] = {
    "one network, many addresses": lambda n: (f"warga{n}@contoh.id", HOME_NETWORK),
    "many networks, one address": lambda n: (VICTIM, network(n % 5_000)),
    "many networks, many addresses": lambda n: (f"warga{n // 100 % 100}@contoh.id", network(n % 100)),
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_none_of_the_pairs_gets_in_and_every_owner_does(door: Door, shape: str) -> None:
    """Owners: the attacked one with their own phone on the attacker's network; others with new phones elsewhere.

    The attacked owner with a new phone waits, as any stranger: the answer says how long, and names the code by e-mail.
    """
    phone = await door.tried(VICTIM, PASSWORD, "192.0.2.1")
    before = unchanged(door.api.stored())
    outcomes, owners = Counter[str](), Counter[str]()
    for n in range(TRIES // len(SHAPES)):
        address, origin = SHAPES[shape](n)
        outcomes[(await door.tried(address, f"tebakan nomor {n}", origin)).outcome] += 1
        door.api.clock.forward(seconds=1 / TRIES_A_SECOND)
        if n % (EVERY_SECONDS * TRIES_A_SECOND) == 0:
            own = await door.tried(VICTIM, PASSWORD, HOME_NETWORK, phone.cookie)
            other = await door.tried(f"warga{ACCOUNTS - 1 - n // 600}@contoh.id", PASSWORD, f"203.0.113.{n // 600}")
            owners.update((own.outcome, other.outcome))
    assert set(outcomes) == {"WRONG_CREDENTIALS", "TOO_MANY_REQUESTS"}
    assert outcomes["WRONG_CREDENTIALS"] < sum(outcomes.values()) / 2
    assert owners == {"IN": 24}
    assert unchanged(door.api.stored()) == before
    assert len(door.api.stored()["session"]) == 1 + owners["IN"]


async def test_the_attacked_owner_with_a_new_phone_waits_as_long_as_told_and_no_longer(door: Door) -> None:
    """A wait that is a promise: once the flood is over, that time suffices."""
    for n in range(300):
        await door.tried(VICTIM, f"tebakan nomor {n}", network(n))
    refused = await door.tried(VICTIM, PASSWORD, "203.0.113.9")
    assert refused == Answer("TOO_MANY_REQUESTS", 900, "")
    door.api.clock.forward(seconds=refused.wait)
    assert (await door.tried(VICTIM, PASSWORD, "203.0.113.9")).outcome == "IN"


async def test_a_refused_try_costs_no_hash(door: Door) -> None:
    """A hash is 25 ms of a processor: forty refused a second would be the whole machine."""
    for n in range(10):
        await door.tried("orang@contoh.id", f"tebakan nomor {n}", HOME_NETWORK)
    started = perf_counter()
    for n in range(100):
        answer = await door.tried("orang@contoh.id", f"tebakan nomor {n}", HOME_NETWORK)
        assert answer.outcome == "TOO_MANY_REQUESTS"
    assert perf_counter() - started < 1


async def test_strangers_are_sent_away_while_too_many_wait_and_known_devices_are_not(door: Door) -> None:
    """A queue that only grows would time everybody out; whoever is sent away has lost no try."""
    phone = await door.tried(VICTIM, PASSWORD, "192.0.2.1")
    crowd = [asyncio.create_task(passwords.hashed(PASSWORD)) for _ in range(passwords.MOST_WAITING)]
    await asyncio.sleep(0)
    assert await door.tried(VICTIM, PASSWORD, "192.0.2.1") == Answer("TOO_MANY_REQUESTS", 5, "")
    assert (await door.tried(VICTIM, PASSWORD, HOME_NETWORK, phone.cookie)).outcome == "IN"
    assert not all(one.done() for one in crowd)
    await asyncio.gather(*crowd)
    assert (await door.tried(VICTIM, PASSWORD, "192.0.2.1")).outcome == "IN"


def unchanged(stored: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Every table that a sign-in does not write; a sign-in on a new phone is told to its owner, and nothing else is."""
    news = "accounts.mail_new_device"
    kept = {name: rows for name, rows in stored.items() if name not in GAINED}
    return {name: [row for row in rows if news not in row] for name, rows in kept.items()}
