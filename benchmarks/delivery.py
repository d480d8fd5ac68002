"""From the pass to the mail handed over, one by one and fifty at once; and what the processes hold when all is done.

The office's server as in production: `jawara serve` over SQLite, GraphQL in, SMTP out, files in a folder.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from benchmarks.load.notes import percentile
from benchmarks.load.phone import documents
from benchmarks.load.room import Room, address, furnished
from benchmarks.load.server import Running, office, serving
from benchmarks.processes import Process, memory_mib, tree
from jawara import logs
from jawara.letterbox import Letters
from tests.journey.killed.wire import Broken, Wire

QUIETLY = 30
AT_ONCE = 50
MANY = 2_000
HANDS = 8
"""How many sit beside each other where it isn't about the wait."""
MAIL_SECONDS = 600
WANTED = {"one by one": 2.0, f"{AT_ONCE} at once": 10.0}
"""Seconds within which the mail of 95 of 100 passes is handed over."""
WANTED_MIB = 572
"""600 MB."""
WANTED_KB = 36


class Arrivals(Letters):
    """A mailbox that notes when each address got its certificate."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.at: dict[str, float] = {}

    def keep(self, source: bytes, sender: str, recipients: Sequence[str], at: datetime) -> str:
        arrived = time.monotonic()
        # A long Message-ID stands on a line of its own, behind a space.
        key = str(BytesHeaderParser(policy=policy.default).parsebytes(source)["Message-ID"]).strip()
        if key.startswith("<certificate."):
            self.at.update(dict.fromkeys(recipients, arrived))
        return key

    async def of(self, numbers: Iterable[int]) -> list[float]:
        """When the certificate of each came, waited for."""
        wanted = [address(number) for number in numbers]
        async with asyncio.timeout(MAIL_SECONDS):
            while not all(one in self.at for one in wanted):  # noqa: ASYNC110 - a thread keeps them
                await asyncio.sleep(0.01)
        return [self.at[one] for one in wanted]


class Examinees:
    """Everybody in the room, by number."""

    def __init__(self, room: Room, port: int, wire: Wire, arrivals: Arrivals) -> None:
        self._room = room
        self._port = port
        self._wire = wire
        self._arrivals = arrivals
        self._documents = documents()
        self._attempts: dict[int, str] = {}

    async def answer(self, number: int) -> None:
        """Begin, and answer everything rightly; what is left is to hand in."""
        begun = await self._ask(number, "StartAttempt", course=self._room.course)
        attempt = begun["attempt"]
        self._attempts[number] = attempt["id"]
        for sequence, question in enumerate(attempt["questions"], start=1):
            given = self._room.right[question["id"]]
            told = {"attempt": attempt["id"], "question": question["id"], "answer": given}
            await self._ask(number, "SaveAnswer", **told, sequence=sequence, ageSeconds=0)

    async def hand_in(self, number: int) -> float:
        """When the yes came."""
        await self._ask(number, "SubmitAttempt", attempt=self._attempts[number])
        return time.monotonic()

    async def waits(self, numbers: Sequence[int]) -> list[float]:
        """Seconds from each one's yes to their mail, when all hand in at one moment."""
        passed = await asyncio.gather(*(self.hand_in(number) for number in numbers))
        mailed = await self._arrivals.of(numbers)
        return [after - before for before, after in zip(passed, mailed, strict=True)]

    async def pass_all(self, numbers: Sequence[int]) -> None:
        """Beside each other; whoever has the mail makes place for the next."""
        places = asyncio.Semaphore(HANDS)

        async def one(number: int) -> None:
            async with places:
                await self.answer(number)
                await self.waits([number])

        await asyncio.gather(*map(one, numbers))

    async def _ask(self, number: int, name: str, **variables: Any) -> Any:
        body = {"query": self._documents[name], "operationName": name, "variables": variables}
        told = None
        while told is None:
            # A server closes connections that nobody used for a while, and every deed may be repeated.
            with suppress(Broken):
                told = await self._wire.post(self._port, body, self._room.tokens[number])
        (value,) = told["data"].values()
        if value["problems"]:
            raise RuntimeError(f"{name}: {value['problems']}")
        return value


def main(many: int = 0) -> None:
    """Print the waits, and with `many` the memory after that many; each figure beside what is wanted of it."""
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(_main(Path(home), max(many, QUIETLY + AT_ONCE + 1)))


async def _main(home: Path, seats: int) -> None:
    arrivals = Arrivals(home / "letters")
    async with office(home, arrivals) as ours:
        logs.configure(ours.settings.environment)
        room = await furnished(ours.settings, seats, drawn=1)
        async with serving(ours) as api, Wire() as wire:
            people = Examinees(room, api.port, wire, arrivals)
            first, quiet = [0], range(1, QUIETLY + 1)
            crowd, others = range(QUIETLY + 1, QUIETLY + AT_ONCE + 1), range(QUIETLY + AT_ONCE + 1, seats)
            for number in (*first, *quiet, *crowd):
                await people.answer(number)
            print(f"{'the first one after a start':<28} {(await people.waits(first))[0]:6.2f} s")
            _print("one by one", [(await people.waits([number]))[0] for number in quiet])
            _print(f"{AT_ONCE} at once", await people.waits(crowd))
            if others:
                started = time.monotonic()
                await people.pass_all(others)
                rate = len(others) / (time.monotonic() - started)
                print(f"{len(others)} more, {HANDS} at a time: {rate:.1f} a second, from the first tap to the mail")
            _print_sizes(home / "storage")
            _print_memory(api, seats)


def _print(what: str, seconds: Sequence[float]) -> None:
    p50, p95 = statistics.median(seconds), percentile(seconds, 95)
    print(f"{what:<28} p50 {p50:6.2f} s  p95 {p95:6.2f} s  max {max(seconds):6.2f} s  {WANTED[what]:.0f} s wanted")


def _print_sizes(storage: Path) -> None:
    sizes = [file.stat().st_size / 1e3 for file in storage.rglob("*.pdf")]
    print(
        f"{'signed PDF':<28} median {statistics.median(sizes):.1f} kB, largest {max(sizes):.1f}, {WANTED_KB} kB wanted"
    )


def _print_memory(api: Running, passes: int) -> None:
    """Of the worker and all that it has started, beside the API: pages that are shared are counted once."""
    answering = {one.pid: one for one in tree(api.pid)}
    worker, *others = tree(next(one.pid for one in answering.values() if "jawara worker --beside" in one.command))
    browser = [one for one in others if "chrom" in one.command or "headless_shell" in one.command]
    rest = [one for one in others if one not in browser]
    for one in (worker, *others):
        del answering[one.pid]
    _held("API", list(answering.values()))
    parts = (("worker", [worker]), ("Chromium", browser), ("driver, signer", rest))
    total = sum(_held(name, processes) for name, processes in parts)
    print(f"{f'worker and its, {passes:,} made':<28} {total:7.0f} MiB, {WANTED_MIB} MiB (600 MB) wanted")


def _held(name: str, processes: Sequence[Process]) -> float:
    held = sum(memory_mib(one.pid) for one in processes)
    print(f"{name:<28} {held:7.0f} MiB in {len(processes)} processes")
    return held
