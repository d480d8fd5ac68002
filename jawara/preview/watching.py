"""Which files changed, by asking for their times: any editor, any file system, nothing to install."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

PAUSE_SECONDS = 0.03
"""Between two rounds; a folder of ten thousand lessons takes longer to ask, and rests as much longer."""
SETTLED_SECONDS = 0.008
"""An editor that empties a file and then fills it, or saves several at once, is given this long to finish."""

_LEFT_OUT = {"generated", "__pycache__", "node_modules"}

Stamp = tuple[int, int, int]


class Watch:
    """The files and folders below `roots` (a root may be a file, and need not exist yet)."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(roots)
        self._known: dict[str, Stamp] = {}
        self.changes()

    def changes(self) -> set[Path]:
        """The files that came, went or were written since the last call."""
        changed: set[str] = set()
        for name, before in list(self._known.items()):
            now = _stamp(name)
            if now == before:
                continue
            changed.add(name)
            if now is None:
                self._known.pop(name, None)
            else:
                self._known[name] = now
        found = [str(root) for root in self._roots if str(root) not in self._known]
        found += [entry for name in changed if name in self._known for entry in _entries(name)]
        changed.update(self._learnt(found))
        return {Path(name) for name in changed if not Path(name).is_dir()}

    def follow(self, tell: Callable[[set[Path]], None], stop: Event) -> None:
        """Tell of changes as they come, until `stop`."""
        while not stop.is_set():
            began = time.perf_counter()
            changed = self.changes()
            while changed and (more := self._after_a_moment()):
                changed |= more
            if changed:
                tell(changed)
            stop.wait(max(PAUSE_SECONDS, 3 * (time.perf_counter() - began)))

    def _after_a_moment(self) -> set[Path]:
        time.sleep(SETTLED_SECONDS)
        return self.changes()

    def _learnt(self, names: list[str]) -> Iterator[str]:
        while names:
            name = names.pop()
            if name in self._known or (stamp := _stamp(name)) is None:
                continue
            self._known[name] = stamp
            names += _entries(name)
            yield name


def _stamp(name: str) -> Stamp | None:
    try:
        found = os.stat(name)  # noqa: PTH116 -- asked of each file many times a second
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _entries(name: str) -> list[str]:
    """What lies in a folder, without what editors and Python leave there; nothing for a file."""
    try:
        names = os.listdir(name)  # noqa: PTH208 -- as above
    except OSError:
        return []
    return [
        f"{name}/{one}" for one in names if not one.startswith(".") and not one.endswith("~") and one not in _LEFT_OUT
    ]
