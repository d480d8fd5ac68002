"""The pictures that certificates are printed with: those of today's settings, and those of certificates of before.

Certificates hold a picture's name, which is the hash of what is in it, so storage keeps each for good.
"""

import asyncio

import structlog

from api.settings import OfficeImages
from api.tools import Storage, StorageAway

AWAY_SECONDS = 30.0
"""Between two tries to reach a storage that was away at the start."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.pictures")


class Pictures:
    """Pictures by name. Whatever is printed with one of today's is printed after storage has it."""

    def __init__(self, images: OfficeImages, storage: Storage) -> None:
        self._storage = storage
        self._today = {image.name: image.content for image in images if image}
        self._unkept = set(self._today)

    async def keep(self) -> None:
        """Put today's into storage, unless they are there.

        Raises:
            StorageAway
        """
        for name in sorted(self._unkept):
            if not await self._storage.has(_key(name)):
                await self._storage.put(_key(name), self._today[name])
            self._unkept.discard(name)

    async def keep_when_possible(self) -> None:
        """`keep`, however long storage is away: the system starts and works meanwhile, and certificates wait."""
        told = False
        while True:
            try:
                await self.keep()
            except StorageAway as error:
                if not told:
                    log.error("the storage is away; certificates wait", reason=str(error))
                    told = True
                await asyncio.sleep(AWAY_SECONDS)
            else:
                if told:
                    log.info("the storage is back")
                return

    async def content(self, name: str) -> bytes:
        """What is in the picture of this name.

        Raises:
            FileNotFoundError: there is none.
            StorageAway
        """
        if name not in self._today:
            return await self._storage.get(_key(name))
        await self.keep()
        return self._today[name]


def _key(name: str) -> str:
    return f"images/{name}"
