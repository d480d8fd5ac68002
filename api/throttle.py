"""Limits per address, account and network: counted in this process, or in a Valkey or Redis that several share."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import monotonic, time
from typing import Protocol, TypeVar

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.errors import ConfigurationError
from valkey.asyncio import BlockingConnectionPool
from valkey.exceptions import ValkeyError

from api.refusal import TooManyRequests
from api.settings import SettingsError
from api.tally import Tally

MEMORY = "memory://"
SERVERS = {
    "redis://": "valkey://",
    "rediss://": "valkeys://",
    "valkey://": "valkey://",
    "valkeys://": "valkeys://",
    "redis+unix://": "unix://",
    "valkey+unix://": "unix://",
    "unix://": "unix://",
}
"""What LIMITS_URL may begin with, and what the client calls it: one client speaks to both kinds of server."""
WRONG_URL = "LIMITS_URL names no place to count in; it looks like memory://, redis://host:6379 or valkey://host:6379"
CONNECTIONS = 16
PATIENCE_SECONDS = 1.0
"""A healthy server answers within two milliseconds. Nobody waits longer than this for one that hangs."""
RETRY_SECONDS = 5.0
WORD_SECONDS = 60.0
IPV6_NETWORK = 64
"""What a provider gives one customer; whoever has it can take a new address for every try."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.throttle")
T = TypeVar("T")


class Limit:
    """At most so many of one kind, per key, in every window: "10/15 minutes", "20/2 hours". Windows that grow make the
    wait grow with the tries, where a single one would either let many through or lock out.
    """

    __slots__ = ("name", "rates", "windows")

    def __init__(self, name: str, *rates: str) -> None:
        self.name = name
        self.rates = rates
        self.windows: tuple[RateLimitItem, ...] = tuple(parse(rate) for rate in rates)


class Windows(Protocol):
    """What the limits need of a place to count in: three methods of the `limits` library's storages."""

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool: ...
    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]: ...
    async def clear(self, key: str) -> None: ...


class Throttle:
    """Counts what was done and refuses what is too much.

    A limits server that can't be reached neither stops anybody nor ends the limits: this process counts by itself
    until the server answers again. It has counted its own share all along, so that a guesser gains nothing by a server
    that falls over.
    """

    def __init__(
        self, url: str, secret: str, *, clock: Callable[[], float] = time, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        """`secret` keys the hashes under which addresses and networks are counted; `clock` is for counts in memory."""
        self._key = hmac.digest(secret.encode(), b"limits", "sha256")
        self._clock = clock
        self._own = Tally(clock)
        self._pool = _pool(url)
        self._server = _storage(url, self._pool) if self._pool else None
        self._retry_seconds = retry_seconds
        self._away_until: float | None = None
        self._told = -WORD_SECONDS

    async def count(self, limit: Limit, *keys: str) -> None:
        """Count one more under `limit` for these keys.

        Raises:
            TooManyRequests: the limit was reached already; this one was not counted.
        """
        await self.count_all((limit, keys))

    async def count_all(self, *counted: tuple[Limit, tuple[str, ...]]) -> None:
        """Count one more under each limit with its keys, or under none.

        Raises:
            TooManyRequests: one was reached; the wait is the longest among those that were.
        """
        spans = [(window, self._name(limit, keys, window)) for limit, keys in counted for window in limit.windows]

        wait = await self._at_server(lambda server: _counted(server, time, spans))
        if not wait:
            own = await _counted(self._own, self._clock, spans)
            wait = own if wait is None else 0.0
        if wait:
            raise TooManyRequests(seconds=ceil(wait))

    async def forget(self, limit: Limit, *keys: str) -> None:
        """Begin at nothing again for these keys: what was counted turned out to be the owner's."""
        names = [self._name(limit, keys, window) for window in limit.windows]
        await self._at_server(lambda server: _cleared(server, names))
        await _cleared(self._own, names)

    async def close(self) -> None:
        """Leave the server."""
        if self._pool:
            await self._pool.disconnect()

    def _name(self, limit: Limit, keys: tuple[str, ...], window: RateLimitItem) -> str:
        """The keys are addresses and networks of people: the server gets a hash that nobody can look up without our
        secret.
        """
        digest = hmac.digest(self._key, json.dumps([limit.name, *keys]).encode(), "sha256").hex()[:32]
        return window.key_for(limit.name, digest)

    async def _at_server(self, deed: Callable[[Windows], Awaitable[T]]) -> T | None:
        """What the server says; None when there is none, or while it is away."""
        if self._server is None or not self._may_ask():
            return None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                result = await deed(self._server)
        except (ValkeyError, OSError, TimeoutError) as error:
            self._lost(error)
            return None
        self._found()
        return result

    def _may_ask(self) -> bool:
        """While the server is away one request after every pause asks for it, and the others don't wait."""
        if self._away_until is None:
            return True
        if monotonic() < self._away_until:
            return False
        self._away_until = monotonic() + self._retry_seconds
        return True

    def _lost(self, error: Exception) -> None:
        self._away_until = monotonic() + self._retry_seconds
        if monotonic() - self._told >= WORD_SECONDS:
            self._told = monotonic()
            # The kind alone: the client's words may hold the server's address.
            log.error("the limits server is away; this process counts by itself", reason=type(error).__name__)

    def _found(self) -> None:
        if self._away_until is not None:
            self._away_until = None
            log.warning("the limits server is back")


async def _counted(windows: Windows, now: Callable[[], float], spans: list[tuple[RateLimitItem, str]]) -> float:
    """0 when one more was counted in all spans; otherwise the seconds to wait, and nothing was counted."""
    if len(spans) > 1 and (wait := await _longest_wait(windows, now, spans)):
        return wait
    for window, name in spans:
        # Between the look and the count somebody else may have taken the last place.
        if not await windows.acquire_entry(name, window.amount, window.get_expiry()):
            return max(1.0, await _longest_wait(windows, now, spans))
    return 0.0


async def _cleared(windows: Windows, names: list[str]) -> None:
    for name in names:
        await windows.clear(name)


async def _longest_wait(windows: Windows, now: Callable[[], float], spans: list[tuple[RateLimitItem, str]]) -> float:
    """The seconds until every span has room again; 0 when all have."""
    longest = 0.0
    for window, name in spans:
        oldest, taken = await windows.get_moving_window(name, window.amount, window.get_expiry())
        if taken >= window.amount:
            longest = max(longest, 1.0, oldest + window.get_expiry() - now())
    return longest


def _pool(url: str) -> BlockingConnectionPool | None:
    """Connections to the server that LIMITS_URL names; None for memory.

    Raises:
        SettingsError: it names neither.
    """
    scheme, mark, place = url.removeprefix("async+").partition("://")
    if scheme + mark == MEMORY:
        return None
    if scheme + mark not in SERVERS:
        raise SettingsError(WRONG_URL)
    try:
        return BlockingConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType] - its options are untyped
            SERVERS[scheme + mark] + place,
            max_connections=CONNECTIONS,
            timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        )
    except ValueError as error:
        raise SettingsError(WRONG_URL) from error


def _storage(url: str, pool: BlockingConnectionPool) -> RedisStorage:
    scheme, _, place = url.removeprefix("async+").partition("://")
    try:
        # The library asks for a port, and it would look for another client under the scheme redis.
        known = f"async+valkey+unix://{place}" if scheme.endswith("unix") else f"async+valkey://{place}"
        return RedisStorage(known, connection_pool=pool)  # pyright: ignore[reportArgumentType]
    except (ConfigurationError, ValueError) as error:
        raise SettingsError(WRONG_URL) from error


def network_of(address: str) -> str:
    """The network that an address is counted by: an IPv4 address alone, an IPv6 address with its /64. Ports and
    brackets, which some proxies write, are left off; what is no address stands for itself.
    """
    try:
        parsed = ip_address(_bare(address))
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), IPV6_NETWORK), strict=False))


def _bare(address: str) -> str:
    text = address.strip()
    if text.startswith("["):
        return text[1:].partition("]")[0].partition("%")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text.partition("%")[0]
