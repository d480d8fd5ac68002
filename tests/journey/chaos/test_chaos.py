"""Everybody passes while everything fails: each gets one certificate, under one number, by one letter, and it is valid.

A few whenever the suite runs; `make chaos` sends five hundred. CHAOS_SEED repeats the order in which the faults come.
"""

import asyncio
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest

from api import database
from api.app import system
from api.certification.auditing import audit
from api.certification.models import Certificate
from api.learning.publishing import offer
from api.settings import Settings, load
from api.tools import Storage, utc_now
from certificates.signing import KeyFile, described
from certificates.validation import check_signature
from jawara.letterbox import HOST
from tests.api.courses import course
from tests.conftest import KEYS, PUBLIC_URL
from tests.journey.chaos.lives import MODULE, TAKE_LETTERS, WORK
from tests.journey.chaos.peers import Postbook
from tests.journey.chaos.storage import (
    FailingStorage,
    Folder,
    ObjectStore,
    Outage,
    freezing,
    obeying_permissions,
    touching,
)
from tests.journey.chaos.storm import Storm
from tests.journey.killed.aftermath import check_certificates, check_outbox, check_participant, settle
from tests.journey.killed.crowd import Crowd, Participant, participants
from tests.journey.killed.mortal import SERVE, Mortal, Nursery
from tests.ports import free_port
from tests.postgres_server import PostgresMissing, one_engine, postgres_server

pytestmark = [pytest.mark.journey, pytest.mark.browser]

PASSES = int(os.environ.get("CHAOS_PASSES", "10"))
SEED = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**6))
AT_ONCE = 8
MAILED_IN_THE_STORM = 0.75
"""Of all, after which the weather clears; or after the longest storm, whichever comes first."""
LONGEST_STORM_SECONDS = 15 + PASSES * 0.4
CALM = 1 if PASSES <= 50 else 4
"""A system that dies every three seconds hardly gets to anything; among many each fault has its turns nevertheless."""
GONE_WITHIN_SECONDS = 60
"""A driver whose browser is frozen waits half a minute before it kills it."""
WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it all happens: the settings, and the variables that tell the processes the same."""

    settings: Settings
    variables: dict[str, str]
    mail_port: int
    postbook: Postbook


def place(home: Path, storage: FailingStorage, database_url: str) -> Place:
    """Settings of a development system whose mail server stands at a known port."""
    mail_port = free_port()
    settings = load(
        home=home,
        public_url=PUBLIC_URL,
        smtp_url=f"smtp://{HOST}:{mail_port}",
        storage_url=storage.variables["STORAGE_URL"],
        **({"database_url": database_url} if database_url else {}),
        **KEYS,
    )
    variables = {
        "JAWARA_HOME": str(home),
        "PUBLIC_URL": PUBLIC_URL,
        "SMTP_URL": settings.smtp_url,
        "DATABASE_URL": settings.database_url,
        **{name.upper(): key for name, key in KEYS.items()},
        **storage.variables,
    }
    return Place(settings, variables, mail_port, Postbook(home / "mail"))


async def weather(at: Place, storage: FailingStorage, nursery: Nursery, lives: Sequence[str]) -> list[Participant]:
    """All pass in the storm; it ends when most letters have come, or when it has lasted long enough."""
    async with system(at.settings):
        await offer([course()], utc_now())
        everyone = await participants(PASSES, all_pass=True)
    mail = Mortal(nursery, TAKE_LETTERS, port=at.mail_port)
    processes = [Mortal(nursery, life, answers=life == SERVE) for life in lives]
    outages: dict[str, Outage] = {
        "mail killed": (mail.kill, mail.start),
        "mail refuses": touching(at.postbook.refusing),
        "mail frozen": freezing(mail),
        **storage.outages(),
    }
    storm, over = Storm(SEED, processes, outages, CALM), asyncio.Event()
    first, others = everyone[: PASSES // 4], everyone[PASSES // 4 :]
    crowd = Crowd(at.settings, processes[:1], random.Random(SEED))  # noqa: S311 - no secret
    stop_storing, store_again = outages["storage read-only"]
    await stop_storing()
    await asyncio.gather(*(one.start() for one in processes))
    # There is neither mail nor storage: passing depends on none of it.
    await crowd.walk(first, at_once=AT_ONCE)
    assert at.postbook.received() == []
    await store_again()
    await mail.start()
    raging = asyncio.create_task(storm.rage(over))
    try:
        await crowd.walk(others, at_once=AT_ONCE)
        await most_letters(at.postbook)
    finally:
        over.set()
        await raging
        await asyncio.gather(*(one.kill() for one in processes))
    print(", ".join(f"{name}: {count}" for name, count in sorted(storm.struck.items())))
    return everyone


async def most_letters(postbook: Postbook) -> None:
    """Wait for them while it storms; but not for ever."""
    deadline = time.monotonic() + LONGEST_STORM_SECONDS
    while len(certified(postbook)) < PASSES * MAILED_IN_THE_STORM and time.monotonic() < deadline:  # noqa: ASYNC110 - another process takes them
        await asyncio.sleep(0.1)
    print(f"{len(certified(postbook))} of {PASSES} certificates were mailed in the storm")


def certified(postbook: Postbook) -> set[str]:
    """The Message-IDs under which certificates were accepted."""
    return {one.key for one in postbook.received() if one.sha256}


async def check_papers(storage: Storage, postbook: Postbook, trusted: bytes) -> None:
    """Each certificate is a whole, signed PDF of two pages, and what was mailed is what is stored."""
    mailed: dict[str, set[str]] = {}
    for one in postbook.received():
        if one.sha256:
            mailed.setdefault(one.key.split("@")[0].split(".")[1], set()).update(one.sha256)
    for one in await Certificate.all():
        pdf = await storage.get(str(one.pdf_key))
        findings = await check_signature(pdf, trusted)
        assert findings is not None
        assert findings.is_good
        assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 2
        assert mailed[str(one.id)] == {one.pdf_sha256}


async def survive(at: Place, storage: FailingStorage, lives: Sequence[str]) -> None:
    """The whole of it: migrate, pass in the storm, settle, and look at everything."""
    print(f"\nCHAOS_SEED={SEED} CHAOS_PASSES={PASSES}")
    await database.migrate(at.settings)
    rights = obeying_permissions()
    with Nursery(at.variables, at.settings.home / "log.txt", module=MODULE, before=rights) as nursery:
        await storage.start(nursery)
        everyone = await weather(at, storage, nursery, lives)
        await settle(at.settings)
        async with system(at.settings) as parts:
            await check(at, everyone, parts.tools.storage)
    await until_all_are_gone(at.settings.home)
    assert "Traceback" not in (at.settings.home / "log.txt").read_text()


async def check(at: Place, everyone: Sequence[Participant], storage: Storage) -> None:
    """Of each there is one: the certificate, its number, its file, its letter; and nothing waits any more."""
    letters = Counter(one.key for one in at.postbook.received())
    print(f"{letters.total() - len(letters)} of {letters.total()} letters came again under their own Message-ID")
    for who in everyone:
        await check_participant(who)
    assert await Certificate.all().count() == PASSES
    await check_certificates(storage, letters, datetime.now(WIB).year)
    key = described(KeyFile(at.settings.home / "keys" / "signing.p12"))
    await check_papers(storage, at.postbook, key.der)
    assert (await audit([], {"keys": []}, storage)).faults == ()
    await check_outbox()


async def until_all_are_gone(home: Path) -> None:
    """No browser outlives whoever started it: a machine would fill with them."""
    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    while left := processes_of(home):
        assert time.monotonic() < deadline, left
        await asyncio.sleep(0.1)


def processes_of(home: Path) -> list[str]:
    """The commands of all processes that were told of this folder and still run."""
    told = f"JAWARA_HOME={home}".encode()
    found: list[str] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if told in (folder / "environ").read_bytes().split(b"\0"):
                found.append(f"{folder.name} {(folder / 'cmdline').read_bytes().replace(bytes(1), b' ')[:100]!r}")
    return found


async def test_one_process_over_sqlite_and_a_folder(tmp_path: Path) -> None:
    """As an office begins: everything in one process, files on its disk."""
    storage = Folder(tmp_path)
    await survive(place(tmp_path, storage, ""), storage, [SERVE])


async def test_api_and_worker_over_postgresql_and_an_object_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a larger one goes on: two processes that die alone or together, everything else by address."""
    storage = ObjectStore(tmp_path)
    for name, value in storage.variables.items():
        monkeypatch.setenv(name, value)
    try:
        with postgres_server(durable=True) as server, one_engine():
            await survive(place(tmp_path, storage, server.make("chaos")), storage, [SERVE, WORK])
    except PostgresMissing as missing:
        pytest.fail(str(missing))
