"""Everything from outside that a deed may use, each through one small door. Built once, in app.py; tests pass fakes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import obstore
from obstore.store import ObjectStore

from api.mail import Mailer
from api.openid import OpenIdClient
from api.settings import Settings
from api.throttle import Throttle
from api.vault import Vault
from api.verification_keys import VerificationKeys
from certificates.fields import CertificateFields

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class Renderer(Protocol):
    """A certificate's fields in; out comes an unsigned PDF, or a picture (WebP) that is marked as a preview."""

    async def render(self, fields: CertificateFields) -> bytes: ...

    async def picture(self, fields: CertificateFields) -> bytes: ...


Signer = Callable[[bytes, datetime], Awaitable[bytes]]
"""An unsigned PDF and the time of issue in, the signed PDF out."""


class Storage:
    """Files by key, in a folder or an object store, whichever the address names."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, key: str, content: bytes) -> None:
        """Store `content`; an object of the same key is replaced whole, never half."""
        await obstore.put_async(self._store, key, content)

    async def get(self, key: str) -> bytes:
        """The content.

        Raises:
            FileNotFoundError: nothing is stored under `key`.
        """
        answer = await obstore.get_async(self._store, key)
        return bytes(await answer.bytes_async())


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
