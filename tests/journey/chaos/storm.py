"""Faults at random, of three kinds beside each other: processes die, browsers fail, what is outside goes away."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from benchmarks.processes import Process, tree
from tests.journey.chaos.storage import Outage
from tests.journey.killed.mortal import Mortal

BETWEEN_DEATHS = (1.0, 6.0)
BETWEEN_FAILURES = (0.5, 6.0)
BETWEEN_OUTAGES = (0.1, 1.5)
LASTS = (0.2, 2.5)
"""Seconds, with a calm of 1."""

Strike = Callable[[], Awaitable[bool]]
"""Does harm, and says whether there was anybody to harm."""


class Storm:
    """What befalls the system's processes and its peers. Each kind of fault comes once a round, in an order that the
    seed alone decides; where it finds the system does not. With more `calm` they come as many times more rarely.
    """

    def __init__(self, seed: int, system: Sequence[Mortal], outages: Mapping[str, Outage], calm: float) -> None:
        self._calm = calm
        self._system = system
        self._outages = outages
        self._chances = [random.Random(f"{seed} {kind}") for kind in ("deaths", "failures", "outages")]  # noqa: S311 - no secret
        self._frozen: set[int] = set()
        self.struck: Counter[str] = Counter()

    async def rage(self, over: asyncio.Event) -> None:
        """Until it is over; every death and every outage has come once by then."""
        deaths, failures, outages = self._chances
        async with asyncio.TaskGroup() as group:
            group.create_task(self._deaths(deaths, over))
            group.create_task(self._failures(failures, over))
            group.create_task(self._bad_times(outages, over))
        # A driver that is alone with a frozen page would wait half a minute before it kills its browser.
        _signalled(self._frozen, signal.SIGCONT)

    async def _deaths(self, chance: random.Random, over: asyncio.Event) -> None:
        names = ("serve", "work")
        fates = {f"{name} killed": [one] for name, one in zip(names, self._system, strict=False)}
        if len(self._system) > 1:
            fates["both killed"] = list(self._system)
        while not over.is_set():
            for name in shuffled(fates, chance):
                await asyncio.sleep(self._calm * chance.uniform(*BETWEEN_DEATHS))
                await asyncio.gather(*(one.kill() for one in fates[name]))
                await asyncio.gather(*(one.start() for one in fates[name]))
                self.struck[name] += 1

    async def _failures(self, chance: random.Random, over: asyncio.Event) -> None:
        failures: dict[str, Strike] = {
            "browser killed": lambda: self._signal(is_browser, signal.SIGKILL),
            "page killed": lambda: self._signal(is_page, signal.SIGKILL),
            "page frozen": lambda: self._signal(is_page, signal.SIGSTOP),
        }
        while not over.is_set():
            for name in shuffled(failures, chance):
                await asyncio.sleep(self._calm * chance.uniform(*BETWEEN_FAILURES))
                while not over.is_set():
                    if await failures[name]():
                        self.struck[name] += 1
                        break
                    await asyncio.sleep(0.1)

    async def _bad_times(self, chance: random.Random, over: asyncio.Event) -> None:
        while not over.is_set():
            for name in shuffled(self._outages, chance):
                await asyncio.sleep(self._calm * chance.uniform(*BETWEEN_OUTAGES))
                begin, end = self._outages[name]
                await begin()
                self.struck[name] += 1
                await asyncio.sleep(chance.uniform(*LASTS))
                await end()

    async def _signal(self, is_doomed: Callable[[Process], bool], number: signal.Signals) -> bool:
        processes = [process for one in self._system if one.pid for process in tree(one.pid)]
        found = [process.pid for process in processes if is_doomed(process)]
        _signalled(found, number)
        if number == signal.SIGSTOP:
            self._frozen.update(found)
        return bool(found)


def _signalled(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        # It may have died meanwhile, of another fault.
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def is_browser(process: Process) -> bool:
    """The one that the others of a Chromium hang on."""
    return "--headless" in process.command and "--type=" not in process.command


def is_page(process: Process) -> bool:
    return "--type=renderer" in process.command


def shuffled(names: Mapping[str, object], chance: random.Random) -> list[str]:
    """In an order of chance."""
    order = sorted(names)
    chance.shuffle(order)
    return order
