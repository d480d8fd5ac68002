"""What was done lately, counted in this process: the limits' home without a server, and their stand-in beside one."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time

MOST_KEYS = 100_000
"""About 40 MB. Beyond it the key that was asked for longest ago is forgotten: a flood must not fill the machine."""


@dataclass(slots=True)
class Window:
    """The times of one key, the newest last."""

    seconds: int
    times: deque[float] = field(default_factory=deque[float])


class Tally:
    """Moving windows with the methods of the `limits` library's storages.

    The library's own memory begins a walk over all its keys at every entry, one thread's start for each key: with
    20,000 keys that is a second of processor time, over and over, in the middle of a flood.
    """

    def __init__(self, clock: Callable[[], float] = time, most_keys: int = MOST_KEYS) -> None:
        self._clock = clock
        self._most_keys = most_keys
        self._windows: dict[str, Window] = {}

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` more unless that would be more than `limit` in `expiry` seconds."""
        window = self._current(key) or Window(expiry)
        if len(window.times) + amount > limit:
            return False
        window.times.extend([self._clock()] * amount)
        self._windows[key] = window
        if len(self._windows) > self._most_keys:
            del self._windows[next(iter(self._windows))]
        return True

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """The time of the oldest entry that counts, and how many count."""
        window = self._current(key)
        return (window.times[0], len(window.times)) if window else (self._clock(), 0)

    async def clear(self, key: str) -> None:
        """Forget the key."""
        self._windows.pop(key, None)

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._windows)

    def _current(self, key: str) -> Window | None:
        """The key's window without what is over, moved to the end of those that may be forgotten."""
        window = self._windows.pop(key, None)
        if window is None:
            return None
        while window.times and window.times[0] <= self._clock() - window.seconds:
            window.times.popleft()
        if not window.times:
            return None
        self._windows[key] = window
        return window
