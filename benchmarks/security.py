"""20,000 tries to sign in from a list of pairs, while owners sign in: who gets in, who waits, and what it costs."""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.accounts import tokens
from api.settings import Settings, load
from benchmarks.processes import cpu_seconds

TRIES = 20_000
CONNECTIONS = 16
OWNERS = 1_000
COSTED = 2_000
EVERY_SECONDS = 1.0
PASSWORD = "kuda lari di tepi pantai"  # noqa: S105 - of accounts that live for this measurement
VICTIM = "warga0@contoh.id"
HOME_NETWORK = "198.18.0.1"
"""The attacker's, and that of an owner's own phone: a mobile provider hides many behind one address."""
SIGN_IN = """mutation($e: String!, $p: String!) {
  signIn(email: $e, password: $p) { accessToken problems { code waitSeconds } } }"""
ASK_CODE = "mutation($e: String!) { requestCode(email: $e) { challenge problems { code } } }"
BY_CODE = """mutation($challenge: String!, $code: String!) {
  signInWithCode(challenge: $challenge, code: $code) { accessToken problems { code } } }"""


@dataclass(frozen=True, slots=True)
class Try:
    """One pair of the list, and the network it comes from."""

    address: str
    password: str
    network: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said: IN or the problem's code; the wait that it named; the device's cookie."""

    outcome: str
    wait: int
    cookie: str


@dataclass(slots=True)
class Owner:
    """Who signs in every second, from their own phone or a new one: the same person, or another each time."""

    name: str
    address: Callable[[int], str]
    network: Callable[[int], str]
    cookie: str = ""
    outcomes: Counter[str] = field(default_factory=Counter[str])
    waits: list[int] = field(default_factory=list[int])
    seconds: list[float] = field(default_factory=list[float])


SHAPES: dict[str, Callable[[int], Try]] = {
    "one network, 20,000 addresses": lambda n: Try(f"warga{n}@contoh.id", f"tebakan nomor {n}", HOME_NETWORK),
    "5,000 networks, one address": lambda n: Try(VICTIM, f"tebakan nomor {n}", _network(n % 5_000)),
    "100 networks, 100 addresses": lambda n: Try(
        f"warga{n // 100 % 100}@contoh.id", f"tebakan nomor {n}", _network(n % 100)
    ),
}


def main() -> None:
    """Attack a fresh server in each shape; print what became of everybody."""
    for name, shape in SHAPES.items():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "benchmarks.security_server", folder, str(OWNERS), PASSWORD]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            try:
                if process.stdout is None:
                    raise RuntimeError("The server has no output.")
                facts = json.loads(process.stdout.readline())
                asyncio.run(_attack(name, shape, load(home=Path(folder)), **facts))
            finally:
                process.terminate()
                process.communicate(timeout=20)


async def _attack(name: str, shape: Callable[[int], Try], settings: Settings, port: int, pid: int) -> None:
    victim = Owner("the attacked, own phone, attacker's network", lambda _: VICTIM, lambda _: HOME_NETWORK)
    victim.cookie = (await _once(port, Try(VICTIM, PASSWORD, "192.0.2.1"))).cookie
    owners = [
        victim,
        Owner("others, new phones, clean networks", lambda n: f"warga{OWNERS - n}@contoh.id", _clean_network),
        Owner("the attacked, new phone, clean network", lambda _: VICTIM, lambda n: _clean_network(n + 10_000)),
    ]
    outcomes: Counter[str] = Counter()
    tries = iter(range(TRIES))
    started = time.perf_counter()
    signing = [asyncio.create_task(_every_second(port, owner)) for owner in owners]
    by_code = asyncio.create_task(_by_code(port, settings))
    await asyncio.gather(*(_flood(port, shape, tries, outcomes) for _ in range(CONNECTIONS)))
    took = time.perf_counter() - started
    for task in signing:
        task.cancel()
    await asyncio.gather(*signing, return_exceptions=True)
    print(f"\n{name}: {TRIES / took:,.0f} tries a second for {took:.0f} seconds")
    print(f"  let in {outcomes['IN']}, wrong {outcomes['WRONG_CREDENTIALS']:,}, other {_others(outcomes)}")
    print(f"  refused before the password was looked at {outcomes['TOO_MANY_REQUESTS']:,}")
    for owner in owners:
        print(f"  {_told(owner)}")
    print(f"  {'the attacked, new phone, by mailed code':<44} {await by_code}")
    print(f"  {await _cost(port, pid, shape)}")


def _others(outcomes: Counter[str]) -> int:
    return sum(outcomes.values()) - sum(outcomes[name] for name in ("IN", "WRONG_CREDENTIALS", "TOO_MANY_REQUESTS"))


def _told(owner: Owner) -> str:
    let_in, asked = owner.outcomes["IN"], sum(owner.outcomes.values())
    waits = f", told to wait {min(owner.waits):,} to {max(owner.waits):,} s or use the code" if owner.waits else ""
    took = f", in {statistics.median(owner.seconds):.2f} s, at most {max(owner.seconds):.2f} s" if owner.seconds else ""
    return f"{owner.name:<44} in {let_in} of {asked}{took}{waits}"


async def _flood(port: int, shape: Callable[[int], Try], tries: Iterator[int], outcomes: Counter[str]) -> None:
    reader, writer = await asyncio.open_connection("localhost", port)
    for n in tries:
        outcomes[(await _asked(reader, writer, shape(n))).outcome] += 1
    writer.close()
    await writer.wait_closed()


async def _every_second(port: int, owner: Owner) -> None:
    n = 0
    while True:
        n += 1
        started = time.perf_counter()
        answer = await _once(port, Try(owner.address(n), PASSWORD, owner.network(n)), owner.cookie)
        owner.outcomes[answer.outcome] += 1
        if answer.outcome == "IN":
            owner.seconds.append(time.perf_counter() - started)
        else:
            owner.waits.append(answer.wait)
        await asyncio.sleep(EVERY_SECONDS)


async def _by_code(port: int, settings: Settings) -> str:
    """The other way in, three seconds into the flood, from a network that has seen nothing of it. What the letter would
    hold is computed as the server does.
    """
    await asyncio.sleep(3 * EVERY_SECONDS)
    started = time.perf_counter()
    challenge: str = (await _deed(port, ASK_CODE, e=VICTIM))["challenge"]
    row = tokens.unsealed_id(challenge)
    if row is None:
        raise RuntimeError("A challenge holds no id.")
    answer = await _deed(port, BY_CODE, challenge=challenge, code=tokens.code_of(row, settings))
    outcome = "in" if answer["accessToken"] else f"refused: {answer['problems']}"
    return f"{outcome}, in {time.perf_counter() - started:.2f} s"


async def _deed(port: int, query: str, **variables: str) -> dict[str, Any]:
    reader, writer = await asyncio.open_connection("localhost", port)
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer, _ = await _exchanged(reader, writer, _request("/graphql", body, "x-forwarded-for: 203.0.113.250\r\n"))
    writer.close()
    await writer.wait_closed()
    (payload,) = json.loads(answer)["data"].values()
    return payload


async def _cost(port: int, pid: int, shape: Callable[[int], Try]) -> str:
    """The server's processor time for a try that is refused, beside a plain route's."""
    reader, writer = await asyncio.open_connection("localhost", port)
    used: list[float] = []
    plain = [_request("/plain", b"{}")] * COSTED
    for requests in (plain, [_sign_in(shape(n)) for n in range(COSTED)]):
        before = cpu_seconds(pid)
        for request in requests:
            body, _ = await _exchanged(reader, writer, request)
            if b'"accessToken":null' in body and b"TOO_MANY_REQUESTS" not in body:
                return "a try was not refused: no cost measured"
        used.append((cpu_seconds(pid) - before) / COSTED * 1e6)
    writer.close()
    await writer.wait_closed()
    return f"CPU of a refused try {used[1]:.0f} us, {used[1] / used[0]:.1f} times a plain route's {used[0]:.0f} us"


async def _once(port: int, what: Try, cookie: str = "") -> Answer:
    reader, writer = await asyncio.open_connection("localhost", port)
    answer = await _asked(reader, writer, what, cookie)
    writer.close()
    await writer.wait_closed()
    return answer


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, what: Try, cookie: str = "") -> Answer:
    body, head = await _exchanged(reader, writer, _sign_in(what, cookie))
    answer = json.loads(body)["data"]["signIn"]
    if answer["accessToken"]:
        device = head.partition(b"__Host-jawara-device=")[2].partition(b";")[0].decode()
        return Answer("IN", 0, device)
    (problem,) = answer["problems"]
    return Answer(problem["code"], problem["waitSeconds"] or 0, "")


def _sign_in(what: Try, cookie: str = "") -> bytes:
    body = json.dumps({"query": SIGN_IN, "variables": {"e": what.address, "p": what.password}}).encode()
    device = f"cookie: __Host-jawara-device={cookie}\r\n" if cookie else ""
    return _request("/graphql", body, f"x-forwarded-for: {what.network}\r\n{device}")


def _request(path: str, body: bytes, headers: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{headers}"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


async def _exchanged(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[bytes, bytes]:
    """The answer's body and head."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length), head


def _clean_network(n: int) -> str:
    return f"203.0.{n // 250}.{n % 250}"


def _network(n: int) -> str:
    return f"198.18.{n // 250}.{n % 250 + 1}"


if __name__ == "__main__":
    main()
