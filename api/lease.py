"""A hand's hold on its row: renewed while the job runs; when it is lost, the job ends. Knows no domain.

Whoever is stopped for longer than a lease (a frozen machine, a database that can't be reached) may find the row in
other hands. What was half done there is done by them: only their word counts.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from time import monotonic

from tortoise.exceptions import DBConnectionError, OperationalError

from api import outbox
from api.outbox import OutboxRow

RENEWALS = 4
"""In the time of a lease: three of them may fail or be late."""


class LeaseLost(Exception):
    """Somebody else has the row by now, or may have: nothing more is done for it here."""


class Hold:
    """One claim, for as long as it is renewed."""

    def __init__(self, row: OutboxRow, since: float) -> None:
        """`since` is the stopwatch from before the claim; no clock is asked how late it is."""
        self._row = row
        self._renewed = since
        self.is_lost = False

    async def confirm(self) -> None:
        """Renew the hold now, before something that can't be taken back.

        Raises:
            LeaseLost
        """
        asked = monotonic()
        if self.is_lost or not await outbox.renew(self._row):
            self.is_lost = True
            raise LeaseLost
        self._renewed = asked

    async def renew_until_lost(self) -> None:
        """Return once the row is, or may be, in other hands."""
        pause = outbox.LEASE.total_seconds() / RENEWALS
        while not self.is_lost:
            await asyncio.sleep(min(pause, self._left()))
            with suppress(LeaseLost, OperationalError, DBConnectionError, OSError):
                # TimeoutError is an OSError: a database that doesn't answer is one that isn't there.
                await asyncio.wait_for(self.confirm(), self._left())
            self.is_lost = self.is_lost or self._left() <= 0

    def _left(self) -> float:
        """Seconds for which nobody else can have it."""
        return max(0.0, self._renewed + outbox.LEASE.total_seconds() - monotonic())


@asynccontextmanager
async def held(row: OutboxRow, since: float) -> AsyncGenerator[Hold]:
    """Keep the row in hand for the time of the block, and break the block off when that fails.

    Raises:
        LeaseLost
    """
    hold = Hold(row, since)
    try:
        async with asyncio.timeout(None) as limit:
            renewing = asyncio.create_task(_kept(hold, limit))
            try:
                yield hold
            finally:
                renewing.cancel()
                await asyncio.wait({renewing})
    except TimeoutError as error:
        if hold.is_lost:
            raise LeaseLost from error
        raise


async def _kept(hold: Hold, limit: asyncio.Timeout) -> None:
    await hold.renew_until_lost()
    limit.reschedule(asyncio.get_running_loop().time())
