"""Limits: in memory and at a real server, shared by processes, over restarts, and while the server is away."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from time import perf_counter

import pytest
import structlog

from api.refusal import TooManyRequests
from api.settings import SettingsError
from api.tally import Tally
from api.throttle import Limit, Throttle, network_of
from tests.limits_server import LimitsServer

SECRET = "k" * 48
THREE = Limit("three", "3/hour")
GROWING = Limit("growing", "2/minute", "4/hour", "6/day")
ADDRESS, NETWORK = "siti@contoh.id", "203.0.113.7"

Make = Callable[[], Throttle]


@pytest.fixture(params=["memory", "server"])
async def throttle(request: pytest.FixtureRequest) -> AsyncGenerator[Throttle]:
    """Limits counted in this process, and by the real server."""
    url = "memory://" if request.param == "memory" else request.getfixturevalue("limits_server").url
    made = Throttle(url, SECRET)
    yield made
    await made.close()


@pytest.fixture
async def another(limits_server: LimitsServer) -> AsyncGenerator[Make]:
    """Throttles of as many processes as a test wants, with one server."""
    async with AsyncExitStack() as stack:

        def make() -> Throttle:
            made = Throttle(limits_server.url, SECRET, retry_seconds=0.2)
            stack.push_async_callback(made.close)
            return made

        yield make


async def wait_of(counting: Awaitable[None]) -> int:
    """The seconds to wait, 0 when it was counted."""
    try:
        await counting
    except TooManyRequests as refusal:
        return refusal.wait_seconds
    return 0


async def test_what_is_beyond_a_limit_is_refused_for_its_keys_alone(throttle: Throttle) -> None:
    """Others must not wait for one person's tries, and one kind of deed not for another."""
    waits = [await wait_of(throttle.count(THREE, ADDRESS, NETWORK)) for _ in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert all(3_595 <= wait <= 3_600 for wait in waits[3:])
    await throttle.count(THREE, "budi@contoh.id", NETWORK)
    await throttle.count(THREE, ADDRESS, "198.51.100.1")
    await throttle.count(Limit("other", "3/hour"), ADDRESS, NETWORK)
    await throttle.count(THREE, ADDRESS + NETWORK)


async def test_the_wait_is_the_longest_among_the_windows_that_are_full(throttle: Throttle) -> None:
    """A client that waited for the shortest would come back to be refused again."""
    hour = Limit("both", "2/minute", "2/hour")
    await throttle.count(hour, ADDRESS)
    await throttle.count(hour, ADDRESS)
    assert 3_595 <= await wait_of(throttle.count(hour, ADDRESS)) <= 3_600


async def test_a_refused_try_is_counted_nowhere(throttle: Throttle) -> None:
    """Otherwise whoever keeps trying is never let in again, and a flood on one address empties its network's budget."""
    wide = Limit("wide", "6/hour")
    for _ in range(9):
        await wait_of(throttle.count_all((wide, (NETWORK,)), (THREE, (ADDRESS, NETWORK))))
    others = [await wait_of(throttle.count(wide, NETWORK)) for _ in range(4)]
    assert [bool(wait) for wait in others] == [False, False, False, True]


async def test_what_is_forgotten_begins_anew(throttle: Throttle) -> None:
    """After the right password the wrong ones before it were the owner's own."""
    for _ in range(2):
        await throttle.count(GROWING, ADDRESS)
    assert await wait_of(throttle.count(GROWING, ADDRESS))
    await throttle.forget(GROWING, ADDRESS)
    assert [await wait_of(throttle.count(GROWING, ADDRESS)) for _ in range(2)] == [0, 0]


async def test_tries_at_the_same_moment_get_no_place_twice(throttle: Throttle) -> None:
    """A flood is parallel."""
    waits = await asyncio.gather(*(wait_of(throttle.count(THREE, ADDRESS)) for _ in range(30)))
    assert sum(wait == 0 for wait in waits) == 3


async def test_the_wait_grows_with_the_tries() -> None:
    """Two tries, a minute, two more, an hour, two more, a day: slow for a guesser, no lock for the owner."""
    now = 1_000_000.0
    throttle = Throttle("async+memory://", SECRET, clock=lambda: now)
    waits: list[int] = []
    for _ in range(9):
        if wait := await wait_of(throttle.count(GROWING, ADDRESS)):
            waits.append(wait)
            now += wait
    assert waits == [60, 3_540, 82_800]


async def test_processes_share_what_they_count(another: Make) -> None:
    """Three tries in each of eight workers would be twenty-four."""
    first, second = another(), another()
    for throttle in (first, second, first):
        await throttle.count(THREE, ADDRESS)
    assert await wait_of(second.count(THREE, ADDRESS)) > 3_500
    await first.forget(THREE, ADDRESS)
    await second.count(THREE, ADDRESS)


async def test_a_real_second_process_shares_them_too(another: Make, limits_server: LimitsServer) -> None:
    """Nothing of a count may hang on the process: no seed, no order, no address in memory."""
    program = (
        "import asyncio\nfrom api.throttle import Limit, Throttle\n"
        "async def main():\n"
        f"    throttle = Throttle({limits_server.url!r}, {SECRET!r})\n"
        f"    for _ in range(2): await throttle.count(Limit('three', '3/hour'), {ADDRESS!r})\n"
        "    await throttle.close()\n"
        "asyncio.run(main())"
    )
    assert await (await asyncio.create_subprocess_exec(sys.executable, "-c", program)).wait() == 0
    throttle = another()
    await throttle.count(THREE, ADDRESS)
    assert await wait_of(throttle.count(THREE, ADDRESS)) > 3_500


async def test_a_restart_of_ours_keeps_the_counts_and_one_of_the_server_too(
    another: Make, limits_server: LimitsServer
) -> None:
    """A guesser must not gain by a deploy, nor by a power cut where the server keeps what it counts."""
    for _ in range(3):
        await another().count(THREE, ADDRESS)
    limits_server.kill()
    limits_server.start()
    assert await wait_of(another().count(THREE, ADDRESS)) > 3_500


async def test_the_server_reads_neither_addresses_nor_networks(another: Make, limits_server: LimitsServer) -> None:
    """They are personal data; and a bare hash of an address is looked up in a list of addresses."""
    await another().count_all((THREE, (ADDRESS, NETWORK)), (GROWING, (NETWORK,)))
    foreign = Throttle(limits_server.url, "x" * 48)
    await foreign.count(THREE, ADDRESS, NETWORK)
    await foreign.close()
    keys = limits_server.asked("KEYS", "*").splitlines()
    everything = limits_server.asked("SAVE") + (limits_server.folder / "dump.rdb").read_bytes().decode("latin-1")
    assert len(set(keys)) == 5
    for text in (*keys, everything):
        assert ADDRESS not in text
        assert "contoh" not in text
        assert NETWORK not in text
        assert SECRET not in text
    assert all(int(limits_server.asked("TTL", key)) > 0 for key in keys)


async def test_a_server_that_dies_neither_stops_people_nor_ends_the_limits(
    another: Make, limits_server: LimitsServer
) -> None:
    """This process goes on from its own share, says so once a minute, and goes back by itself."""
    throttle = another()
    await throttle.count(THREE, ADDRESS)
    limits_server.kill()
    with structlog.testing.capture_logs() as logs:
        waits = [await wait_of(throttle.count(THREE, ADDRESS)) for _ in range(6)]
        assert [bool(wait) for wait in waits] == [False] * 2 + [True] * 4
        await asyncio.sleep(0.3)
        assert await wait_of(throttle.count(THREE, ADDRESS))
        assert [line["log_level"] for line in logs] == ["error"]
        limits_server.start()
        await asyncio.sleep(0.3)
        waits = [await wait_of(throttle.count(THREE, ADDRESS)) for _ in range(3)]
    assert [bool(wait) for wait in waits] == [False, False, True]
    assert [line["event"] for line in logs][1:] == ["the limits server is back"]
    assert all(ADDRESS not in str(line) and str(limits_server.port) not in str(line) for line in logs)


async def test_a_server_that_hangs_costs_one_request_a_second(another: Make, limits_server: LimitsServer) -> None:
    """Worse than a dead one: each caller would wait for its own timeout."""
    throttle = another()
    await throttle.count(THREE, ADDRESS)
    limits_server.freeze()
    started = perf_counter()
    await throttle.count(THREE, ADDRESS)
    assert perf_counter() - started < 1.5
    started = perf_counter()
    await throttle.count(THREE, ADDRESS)
    assert perf_counter() - started < 0.1


async def test_a_server_that_never_was_there_stops_nobody() -> None:
    """A wrong port is told in the log; participants sign in."""
    throttle = Throttle("valkey://127.0.0.1:1", SECRET)
    with structlog.testing.capture_logs() as logs:
        assert [bool(await wait_of(throttle.count(THREE, ADDRESS))) for _ in range(4)] == [False] * 3 + [True]
    assert [line["reason"] for line in logs] == ["ConnectionError"]
    await throttle.close()


@pytest.mark.parametrize("form", ["redis", "valkey", "async+redis", "async+valkey", "unix", "valkey+unix"])
async def test_every_spelling_of_the_server_reaches_it(limits_server: LimitsServer, form: str) -> None:
    """One client speaks to Redis and Valkey, over the network and over a socket file."""
    place = limits_server.socket if form.endswith("unix") else f"127.0.0.1:{limits_server.port}/0"
    throttle = Throttle(f"{form}://{place}", SECRET)
    await throttle.count(THREE, ADDRESS)
    await throttle.close()
    assert len(limits_server.asked("KEYS", "*").splitlines()) == 1


@pytest.mark.parametrize("url", ["", "foo://", "redis://nowhere", "redis://host:port", "memcached://h:1", "rediss://h"])
def test_an_address_that_names_no_place_is_refused(url: str) -> None:
    """At the start, with the setting's name."""
    with pytest.raises(SettingsError, match="LIMITS_URL"):
        Throttle(url, SECRET)


async def test_memory_forgets_what_was_touched_longest_ago_before_it_grows_too_large() -> None:
    """A flood of new addresses must neither fill the machine nor free the address under attack."""
    tally = Tally(most_keys=3)
    for key in ("attacked", "b", "c", "attacked", "d", "attacked", "e"):
        await tally.acquire_entry(key, 2, 60)
    assert len(tally) == 3
    assert not await tally.acquire_entry("attacked", 2, 60)
    assert await tally.get_moving_window("b", 2, 60) != (0, 0)
    assert (await tally.get_moving_window("b", 2, 60))[1] == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:51234", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_ipv6_customer_is_one_network(address: str, network: str) -> None:
    """Providers give each customer 2^64 addresses: one for every try."""
    assert network_of(address) == network
