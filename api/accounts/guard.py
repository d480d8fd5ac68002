"""Whom a request speaks for: access tokens checked once, then remembered while their session lives."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.accounts import tokens
from api.accounts.models import Session
from api.identity import Identity
from api.lookups import LookUp
from api.settings import Settings

REMEMBERED_TOKENS = 10_000
LIVENESS = timedelta(seconds=5)
"""How long an ended session's access token may still be taken, by any process."""

_LIVING = LookUp(lambda session: Session.filter(id=session, ended_at__isnull=True).only("id"))


@dataclass(slots=True)
class _Seen:
    identity: Identity
    expires_at: datetime
    alive_until: datetime


class Guard:
    """A bounded memory of good tokens. A token is verified once, its session looked up every few seconds."""

    def __init__(self, settings: Settings, *, room: int = REMEMBERED_TOKENS) -> None:
        self._settings = settings
        self._room = room
        self._seen: OrderedDict[str, _Seen] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    async def identity(self, token: str, at: datetime) -> Identity | None:
        """Whom the token speaks for, or None when it is not ours, not in time, or its session has ended."""
        seen = self._seen.get(token)
        if seen is None or at >= seen.expires_at or at >= seen.alive_until:
            return await self._looked_up(token, at)
        return seen.identity

    async def _looked_up(self, token: str, at: datetime) -> Identity | None:
        self._seen.pop(token, None)
        found = tokens.verified(token, self._settings, at)
        if found is None or not await _LIVING.all(found.identity.session_id):
            return None
        self._seen[token] = _Seen(found.identity, found.expires_at, at + LIVENESS)
        if len(self._seen) > self._room:
            self._seen.popitem(last=False)
        return found.identity
