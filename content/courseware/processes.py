"""Work spread over the processors by forked copies of this process, which know all that it knows."""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Generic, TypeVar

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


def spread(work: Callable[[_Item], _Made], items: Sequence[_Item], fewest: int) -> list[_Made]:
    """What `work` makes of each item, in their order; what copies make comes back pickled.

    No copy is started for fewer than `fewest` items. What a copy could not do is done here again, so that its error
    rises as it would without copies.
    """
    count = min(_processors(), len(items) // fewest)
    if count < 2 or not _is_alone():
        return [work(item) for item in items]
    shares = [items[start::count] for start in range(count)]
    copies: list[_Copy[_Made]] = []
    gc.freeze()  # A collection would touch, and so double, every page of memory that the processes share.
    try:
        copies.extend(_started(work, share) for share in shares[1:])
        made: list[Sequence[_Made]] = [[work(item) for item in shares[0]]]
        for copy, share in zip(tuple(copies), shares[1:], strict=True):
            copies.remove(copy)
            made.append(copy.results() or [work(item) for item in share])
    finally:
        for copy in copies:
            copy.stop()
        gc.unfreeze()
    return [made[place % count][place // count] for place in range(len(items))]


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


@dataclass(frozen=True, slots=True)
class _Copy(Generic[_Made]):
    pid: int
    saying: BinaryIO

    def results(self) -> list[_Made] | None:
        """All that it made; None when it ended before it was done."""
        with self.saying:
            said = self.saying.read()
        _, ended = os.waitpid(self.pid, 0)
        # Not from outside: this very program wrote it a moment ago.
        return pickle.loads(said) if ended == 0 else None  # noqa: S301

    def stop(self) -> None:
        self.saying.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _started(work: Callable[[_Item], _Made], share: Sequence[_Item]) -> _Copy[_Made]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return _Copy(pid, os.fdopen(reading, "rb"))
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as answer:
            pickle.dump([work(item) for item in share], answer, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        # Neither flushes what the original has yet to print, nor runs what it does at its end.
        os._exit(code)
