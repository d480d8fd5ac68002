"""Everything from outside that a deed may use, each through one small door. Built once, in app.py; tests pass fakes."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore

from api.mail import Mailer
from api.merkle import Tree
from api.openid import OpenIdClient
from api.settings import Settings
from api.throttle import Throttle
from api.vault import Vault
from api.verification_keys import VerificationKeys
from certificates.fields import CertificateFields

Clock = Callable[[], datetime]
T = TypeVar("T")

STORAGE_SECONDS = 20.0
"""The client alone would try a store that keeps silent for minutes, and whoever waits for it does nothing else."""


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class Renderer(Protocol):
    """A certificate's fields in; out comes an unsigned PDF, or a picture (WebP) that is marked as a preview."""

    async def render(self, fields: CertificateFields) -> bytes: ...

    async def picture(self, fields: CertificateFields) -> bytes: ...


Signer = Callable[[bytes, datetime], Awaitable[bytes]]
"""An unsigned PDF and the time of issue in, the signed PDF out."""


class StorageAway(Exception):
    """The storage refused or gave no answer: worth trying again later. The message is for whoever runs the system."""


class Storage:
    """Files by key, in a folder or an object store, whichever the address names."""

    def __init__(self, store: ObjectStore, patience: float = STORAGE_SECONDS) -> None:
        self._store = store
        self._patience = patience

    async def put(self, key: str, content: bytes) -> None:
        """Store `content`; an object of the same key is replaced whole, never half. In a folder it is on the disk then:
        a row that names it outlives a power loss, so the file must too.

        Raises:
            StorageAway
        """
        await self._answer(self._put(key, content))

    async def get(self, key: str) -> bytes:
        """The content.

        Raises:
            FileNotFoundError: nothing is stored under `key`.
            StorageAway
        """
        return await self._answer(self._content(key))

    async def has(self, key: str) -> bool:
        """Whether something is stored under `key`.

        Raises:
            StorageAway
        """
        try:
            await self._answer(obstore.head_async(self._store, key))
        except FileNotFoundError:
            return False
        return True

    async def delete(self, key: str) -> None:
        """Remove what is stored under `key`, if anything is.

        Raises:
            StorageAway
        """
        with suppress(FileNotFoundError):
            await self._answer(obstore.delete_async(self._store, key))

    async def _put(self, key: str, content: bytes) -> None:
        await obstore.put_async(self._store, key, content)
        if isinstance(self._store, LocalStore) and self._store.prefix:
            folder = Path(self._store.prefix)
            await asyncio.to_thread(_write_through, folder / key, folder)

    async def _content(self, key: str) -> bytes:
        answer = await obstore.get_async(self._store, key)
        return bytes(await answer.bytes_async())

    async def _answer(self, asked: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._patience):
                return await asked
        except FileNotFoundError:
            raise
        except TimeoutError as error:
            raise StorageAway(f"The storage gave no answer within {self._patience:.0f} s.") from error
        except (BaseError, OSError) as error:
            # What follows the first line is for those who look into the client.
            raise StorageAway(f"The storage refused: {str(error).partition(chr(10))[0]}") from error


def _write_through(file: Path, root: Path) -> None:
    """Have the disk keep a file, its name, and the folders down to it: the library leaves that to the system's time."""
    for path in (file, *(folder for folder in file.parents if folder.is_relative_to(root))):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a deed or a job may reach outside the database."""

    settings: Settings
    clock: Clock
    throttle: Throttle
    vault: Vault
    send: Mailer
    storage: Storage
    renderer: Renderer
    sign: Signer
    keys: VerificationKeys
    openid: OpenIdClient
    tree: Tree = field(default_factory=Tree)
    """Of the log of certificates, as far as this process has read it."""
