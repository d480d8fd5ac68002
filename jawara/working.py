"""The life of a worker's process. It loads no schema and no route: a sixth of its memory would be theirs."""

import asyncio

from api.opening import opened
from api.settings import Settings, SettingsError, load
from jawara import logs
from jawara.beside import follow
from jawara.console import told
from jawara.readiness import DatabaseUnready, ready
from jawara.stopping import finished, until_stopped


def worker(*, follows: bool) -> None:
    with told(SettingsError, DatabaseUnready):
        settings = load()
        logs.configure(settings.environment)
        until_stopped(lambda stop: _work(settings, stop, follows=follows))


async def _work(settings: Settings, stop: asyncio.Event, *, follows: bool) -> None:
    async with ready(opened(settings)) as parts, asyncio.TaskGroup() as group:
        working = group.create_task(parts.worker.run())
        following = group.create_task(follow(parts.worker)) if follows else None
        await stop.wait()
        await finished(parts.worker, working)
        if following:
            following.cancel()
