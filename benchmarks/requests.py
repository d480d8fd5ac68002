"""Requests per second and CPU per request of the API, beside a plain Starlette route on the same server."""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from benchmarks.processes import cpu_seconds

CONNECTIONS = 8
SECONDS = 3.0
ROUNDS = 3
PLAIN = "/plain"


@dataclass(frozen=True, slots=True)
class Server:
    """A server under load: where it listens, and which process does the work."""

    port: int
    pid: int
    token: str
    lesson: str
    course: str


@dataclass(frozen=True, slots=True)
class Load:
    """A request to repeat."""

    name: str
    path: str
    body: bytes
    headers: str = ""

    def wire(self, port: int) -> bytes:
        """The request as it goes over the connection."""
        head = (
            f"POST {self.path} HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-type: application/json\r\n"
            f"{self.headers}content-length: {len(self.body)}\r\n\r\n"
        )
        return head.encode() + self.body


def main() -> None:
    """Print a table: per load the requests per second, the CPU per request, and both as a ratio to the plain route."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.server", folder], stdout=subprocess.PIPE, text=True
        )
        try:
            _measure(_announced(process))
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _announced(process: "subprocess.Popen[str]") -> Server:
    if process.stdout is None:
        raise RuntimeError("The server has no output.")
    facts = json.loads(process.stdout.readline())
    return Server(pid=process.pid, **facts)


def _measure(server: Server) -> None:
    bearer = f"authorization: Bearer {server.token}\r\n"
    me = _operation("{ viewer { id email role } }")
    progress = _operation(
        "mutation($c: String!, $l: ID!) { completeLesson(course: $c, lesson: $l) "
        "{ enrolment { completedLessons totalLessons } problems { code } } }",
        c=server.course,
        l=server.lesson,
    )
    loads = (
        Load("plain Starlette route", PLAIN, b"{}"),
        Load("me", "/graphql", me, bearer),
        Load("lesson progress (repeated)", "/graphql", progress, bearer),
    )
    rates: dict[str, list[tuple[float, float]]] = {load.name: [] for load in loads}
    for _ in range(ROUNDS):
        for load in loads:
            rates[load.name].append(asyncio.run(_rate(server, load)))
    base_rate, base_cpu = _medians(rates[loads[0].name])
    print(f"{'':<28} {'requests/s':>10} {'ratio':>7} {'CPU us':>8} {'ratio':>7}")
    for name, measured in rates.items():
        rate, cpu = _medians(measured)
        print(f"{name:<28} {rate:>10.0f} {rate / base_rate:>7.2f} {cpu:>8.0f} {cpu / base_cpu:>7.1f}")


def _operation(query: str, **variables: str) -> bytes:
    return json.dumps({"query": query, "variables": variables}).encode()


def _medians(measured: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(rate for rate, _ in measured), statistics.median(cpu for _, cpu in measured)


async def _rate(server: Server, load: Load) -> tuple[float, float]:
    """Requests per second, and the server's CPU microseconds per request."""
    cpu, started = cpu_seconds(server.pid), time.perf_counter()
    counts = await asyncio.gather(*(_repeat(server.port, load.wire(server.port)) for _ in range(CONNECTIONS)))
    took, used = time.perf_counter() - started, cpu_seconds(server.pid) - cpu
    return sum(counts) / took, used / sum(counts) * 1e6


async def _repeat(port: int, request: bytes) -> int:
    """One connection that asks again as soon as it is answered; returns how many answers came, all of them good."""
    reader, writer = await asyncio.open_connection("localhost", port)
    count, deadline = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < deadline:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200") or b'"errors"' in body or b'"code"' in body:
            raise RuntimeError(f"An answer was wrong: {head[:80]!r} {body[:200]!r}")
        count += 1
    writer.close()
    await writer.wait_closed()
    return count


if __name__ == "__main__":
    main()
