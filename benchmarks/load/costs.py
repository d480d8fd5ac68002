"""The server's processor time for each request of an evaluation, beside a plain route's, in turns."""

import asyncio
import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.load.plain import PATH
from benchmarks.load.room import Room
from benchmarks.load.server import Running
from benchmarks.processes import cpu_seconds
from benchmarks.wire import LOOPBACK, exchanged, post

CONNECTIONS = 8
ROUNDS = 5
REQUESTS = 480
"""Of each kind in a round."""


@dataclass(slots=True)
class Costs:
    """Microseconds of processor time for one request, a figure for each round."""

    plain: list[float] = field(default_factory=list[float])
    start: list[float] = field(default_factory=list[float])
    save: list[float] = field(default_factory=list[float])
    submit: list[float] = field(default_factory=list[float])

    def told(self) -> str:
        """A table: the median of the rounds, and its ratio to the plain route."""
        base = statistics.median(self.plain)
        rows = (("plain Starlette route", self.plain), ("saveAnswer", self.save), ("startAttempt", self.start))
        lines = [f"{'CPU per request':<28} {'us':>8} {'ratio':>7}"]
        for name, measured in (*rows, ("submitAttempt", self.submit)):
            median = statistics.median(measured)
            lines.append(f"{name:<28} {median:>8.0f} {median / base:>7.1f}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is asked: the site's documents, by participants of this room who are not among the cohort."""

    documents: dict[str, str]
    room: Room
    tokens: Sequence[str]

    def request(self, token: str, name: str, **variables: Any) -> bytes:
        body = {"query": self.documents[name], "operationName": name, "variables": variables}
        return post("/graphql", json.dumps(body).encode(), f"authorization: Bearer {token}\r\n")


async def measured(api: Running, plain: Running, desk: Desk) -> Costs:
    """Start all papers, then save answers and ask the plain route in turns, then hand the papers in."""
    costs = Costs()
    begun = [desk.request(token, "StartAttempt", course=desk.room.course) for token in desk.tokens]
    used, answers = await _asked(api, begun)
    costs.start.append(used)
    papers = [json.loads(answer)["data"]["startAttempt"]["attempt"] for answer in answers]
    sequence = iter(range(1, 2**31))
    for _ in range(ROUNDS):
        used, _ = await _asked(plain, [post(PATH, b"{}")] * REQUESTS)
        costs.plain.append(used)
        used, _ = await _asked(api, list(_saves(desk, papers, sequence)))
        costs.save.append(used)
    handed = [
        desk.request(one, "SubmitAttempt", attempt=paper["id"]) for one, paper in zip(desk.tokens, papers, strict=True)
    ]
    used, _ = await _asked(api, handed)
    costs.submit.append(used)
    return costs


def _saves(desk: Desk, papers: Sequence[Any], sequence: Iterator[int]) -> Iterator[bytes]:
    """Wrong answers, so that no certificate follows; each a new one to its question or the first."""
    for n in range(REQUESTS):
        paper = papers[n % len(papers)]
        question = paper["questions"][n // len(papers) % len(paper["questions"])]["id"]
        given = {"question": question, "answer": desk.room.wrong[question], "sequence": next(sequence), "ageSeconds": 0}
        yield desk.request(desk.tokens[n % len(papers)], "SaveAnswer", attempt=paper["id"], **given)


async def _asked(server: Running, requests: Sequence[bytes]) -> tuple[float, list[bytes]]:
    """The server's microseconds for one of these requests, and what it answered, in the requests' order."""
    answers: dict[int, bytes] = {}
    left = iter(enumerate(requests))
    before = cpu_seconds(server.pid)
    await asyncio.gather(*(_connection(server.port, left, answers) for _ in range(CONNECTIONS)))
    used = (cpu_seconds(server.pid) - before) / len(requests) * 1e6
    return used, [answers[n] for n in range(len(requests))]


async def _connection(port: int, left: Iterator[tuple[int, bytes]], answers: dict[int, bytes]) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    for n, request in left:
        body, head = await exchanged(reader, writer, request)
        if not head.startswith(b"HTTP/1.1 200") or b'"errors"' in body or b'"code"' in body:
            raise RuntimeError(f"An answer was wrong: {head[:80]!r} {body[:200]!r}")
        answers[n] = body
    writer.close()
    await writer.wait_closed()
