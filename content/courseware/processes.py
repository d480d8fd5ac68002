"""Work spread over the processors by forked copies of this process, which know all that it knows."""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Generic, TypeVar

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")

_TURNS = 64  # for each process: few enough to cost nothing, enough that all end at about the same time
_WIDTH = 4  # bytes of a place
_MOST_TURNS = 4096 // _WIDTH  # what every pipe holds, so that all are written at once


def spread(work: Callable[[_Item], _Made], items: Sequence[_Item], fewest: int) -> list[_Made]:
    """What `work` makes of each item, in their order; what copies make comes back pickled.

    No copy is started for fewer than `fewest` items. What a copy could not do is done here again, so that its error
    rises as it would without copies.
    """
    count = min(_processors(), len(items) // fewest)
    if count < 2 or not _is_alone():
        return [work(item) for item in items]
    turns = _Turns(len(items), count)
    copies: list[_Copy[_Made]] = []
    gc.freeze()  # A collection would touch, and so double, every page of memory that the processes share.
    try:
        copies.extend(_started(work, items, turns.of(number)) for number in range(1, count))
        made = {place: work(items[place]) for place in turns.of(0)}
        for copy in tuple(copies):
            copies.remove(copy)
            made.update(copy.results())
    finally:
        turns.close()
        for copy in copies:
            copy.stop()
        gc.unfreeze()
    return [made[place] if place in made else work(item) for place, item in enumerate(items)]


@contextmanager
def uncollected() -> Generator[None]:
    """No search for cycles inside: texts and tokens have none, and there are millions of them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def left_whole(*values: object) -> None:
    """For a process that is about to end: what `values` hold is not taken apart, since nobody needs the room."""
    circle: list[object] = [*values]
    circle.append(circle)
    gc.freeze()  # No collection looks at the circle any more.


def _is_alone() -> bool:
    """A copy of a process with threads would hold their locks for ever."""
    return threading.active_count() == 1


def _processors() -> int:
    """How many this process may use; one where a copy of a process is not safe."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class _Turns:
    """Places of items, a few at a time: the first few for each process, and then for whichever asks next. Where one is
    kept waiting, by another program or by a hard item, the others go on.
    """

    def __init__(self, items: int, processes: int) -> None:
        self._items = items
        self._few = max(1, items // (processes * _TURNS), -(-items // _MOST_TURNS))
        # Each read of a pipe takes its bytes away from all others.
        self._next, writing = os.pipe()
        later = range(processes * self._few, items, self._few)
        os.write(writing, b"".join(start.to_bytes(_WIDTH, "big") for start in later))
        os.close(writing)

    def of(self, process: int) -> Iterator[int]:
        """For the process of this number, counted from 0."""
        first = process * self._few
        yield from range(first, first + self._few)
        while start := os.read(self._next, _WIDTH):
            first = int.from_bytes(start, "big")
            yield from range(first, min(first + self._few, self._items))

    def close(self) -> None:
        os.close(self._next)


@dataclass(frozen=True, slots=True)
class _Copy(Generic[_Made]):
    pid: int
    saying: BinaryIO

    def results(self) -> Mapping[int, _Made]:
        """All that it made, by the places of the items; nothing when it ended before it was done."""
        with self.saying:
            said = self.saying.read()
        _, ended = os.waitpid(self.pid, 0)
        # Not from outside: this very program wrote it a moment ago.
        return pickle.loads(said) if ended == 0 else {}  # noqa: S301

    def stop(self) -> None:
        self.saying.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _started(work: Callable[[_Item], _Made], items: Sequence[_Item], turns: Iterable[int]) -> _Copy[_Made]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return _Copy(pid, os.fdopen(reading, "rb"))
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as answer:
            pickle.dump({place: work(items[place]) for place in turns}, answer, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        # Neither flushes what the original has yet to print, nor runs what it does at its end.
        os._exit(code)
