"""SIGKILL, again and again, while people are on their way: what was acknowledged is there afterwards.

A few of them whenever the suite runs; `make killed` sends two hundred.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api import database
from api.app import system
from api.learning.publishing import offer
from api.settings import Settings
from api.tools import Tools, utc_now
from jawara.letterbox import HOST, Letters, listening
from tests.api.courses import course
from tests.conftest import KEYS
from tests.fakes import Printer, stamp
from tests.journey.killed.aftermath import check_certificates, check_outbox, check_participant, settle
from tests.journey.killed.crowd import Crowd, Participant, participants
from tests.journey.killed.mortal import NO_BROWSER, Mortal, Nursery
from tests.postgres_server import PostgresMissing, one_engine, postgres_server

pytestmark = pytest.mark.journey

JOURNEYS = int(os.environ.get("KILLED_JOURNEYS", "30"))
AT_ONCE = 12
ANSWERS_BETWEEN_KILLS = (10, 110)
FEWEST_KILLS = JOURNEYS * 3 // 20
WIB = ZoneInfo("Asia/Jakarta")


class Counted(Letters):
    """A mailbox that keeps how often each Message-ID came, and no letter."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.ids: Counter[str] = Counter()

    def keep(self, source: bytes, sender: str, recipients: Sequence[str], at: datetime) -> str:
        key = str(message_from_bytes(source)["Message-ID"])
        self.ids[key] += 1
        return key


async def reap(mortals: Sequence[Mortal], crowd: Crowd, chance: random.Random, over: asyncio.Event) -> None:
    """Kill one of the processes, or all, after some more answers; start again; until it is over."""
    while not over.is_set():
        until = crowd.answered + chance.randint(*ANSWERS_BETWEEN_KILLS)
        while crowd.answered < until and not over.is_set():  # noqa: ASYNC110 - the count is no event
            await asyncio.sleep(0.001)
        # Anywhere in what a request does, commits included.
        await asyncio.sleep(chance.random() * 0.02)
        doomed = chance.choice([[one] for one in mortals] + [list(mortals)])
        await asyncio.gather(*(one.kill() for one in doomed))
        await asyncio.gather(*(one.start() for one in doomed))


async def killed_again_and_again(settings: Settings, processes: int) -> tuple[list[Participant], int]:
    """All journeys over that many processes; those who went, and how many processes died."""
    chance = random.Random()  # noqa: S311 - no secret
    async with database.opened(settings):
        await offer([course()], utc_now())
        everyone = await participants(JOURNEYS)
    wanted: dict[str, Any] = {
        "home": str(settings.home),
        "database_url": settings.database_url,
        "public_url": settings.public_url,
        "smtp_url": settings.smtp_url,
        "browser_path": str(NO_BROWSER),
        **KEYS,
    }
    with Nursery(wanted, settings.home / "log.txt") as nursery:
        mortals = [Mortal(nursery) for _ in range(processes)]
        await asyncio.gather(*(one.start() for one in mortals))
        crowd, over = Crowd(settings, mortals, chance), asyncio.Event()
        reaping = asyncio.create_task(reap(mortals, crowd, chance, over))
        try:
            await crowd.walk(everyone, at_once=AT_ONCE)
        finally:
            over.set()
            await reaping
            await asyncio.gather(*(one.kill() for one in mortals))
    return everyone, sum(one.deaths for one in mortals)


def without_browser(tools: Tools) -> Tools:
    """As those that are killed have them."""
    return replace(tools, renderer=Printer(), sign=stamp)


async def survive(settings: Settings, processes: int) -> None:
    """The whole of it: migrate, walk and be killed, settle, and look at everything."""
    await database.migrate(settings)
    letters = Counted(settings.home / "mail")
    async with listening(letters) as port:
        settings = settings.model_copy(update={"smtp_url": f"smtp://{HOST}:{port}", "browser_path": NO_BROWSER})
        everyone, deaths = await killed_again_and_again(settings, processes)
        await settle(settings, without_browser)
    assert deaths >= FEWEST_KILLS
    async with system(settings) as parts:
        for who in everyone:
            await check_participant(who)
        await check_certificates(parts.tools.storage, letters.ids, datetime.now(WIB).year)
        await check_outbox()
    assert "Traceback" not in (settings.home / "log.txt").read_text()


async def test_one_process_over_sqlite(make_settings: Callable[..., Settings]) -> None:
    """The settings of production: a write-ahead log, written through at each commit."""
    await survive(make_settings(), processes=1)


async def test_two_processes_over_postgresql(make_settings: Callable[..., Settings]) -> None:
    """One dies while the other goes on, or both at once; the server writes through at each commit."""
    try:
        with postgres_server(durable=True) as server, one_engine():
            await survive(make_settings(database_url=server.make("killed")), processes=2)
    except PostgresMissing as missing:
        pytest.fail(str(missing))
