"""Limits per address, account and network; kept by the `limits` library in memory, or in Redis by address."""

from dataclasses import dataclass
from time import time

from limits import RateLimitItem, parse
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from api.refusal import TooManyRequests
from api.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many of one kind, per key. `rate` as in "10/15 minutes"."""

    name: str
    rate: str

    @property
    def item(self) -> RateLimitItem:
        """The library's form."""
        return parse(self.rate)


class Throttle:
    """Counts what was done and refuses what is too much."""

    def __init__(self, url: str) -> None:
        try:
            storage = storage_from_string(url)
        except ConfigurationError as error:
            raise SettingsError(
                "LIMITS_URL names no storage; it looks like async+memory:// or async+redis://host:6379"
            ) from error
        # The factory's type covers synchronous storages too; an async+ address gives an asynchronous one.
        self._limiter = MovingWindowRateLimiter(storage)  # pyright: ignore[reportArgumentType]

    async def count(self, limit: Limit, *keys: str) -> None:
        """Count one more under `limit` for these keys.

        Raises:
            TooManyRequests: the limit was reached already; this one was not counted.
        """
        if await self._limiter.hit(limit.item, limit.name, *keys):
            return
        window = await self._limiter.get_window_stats(limit.item, limit.name, *keys)
        raise TooManyRequests(seconds=max(1, round(window.reset_time - time())))
