"""Whether the files of a class are still those that were read: by their times and sizes, or by their content."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from courseware.folders import CourseFiles

# Of two changes within a file system's tick the second leaves no trace in times; the coarsest ticks take two seconds.
_TICK_NS = 2_000_000_000
_DEEPEST = 8  # folders inside a class; a link in a circle ends there

# Folder's number and path inside it -> size, number of the file, time of change, time of any change at all (ns).
Entries: TypeAlias = dict[tuple[int, str], tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the folders of a class hold; `settled` is False when something changed a moment before."""

    entries: Entries = field(repr=False)
    settled: bool

    def still(self, now: "Seen") -> bool:
        """Whether nothing has changed until `now`, for all that times can tell."""
        return self.settled and self.entries == now.entries


def look(files: CourseFiles) -> Seen:
    """To be taken before the files are read, so that what changes meanwhile is noticed the next time."""
    entries: Entries = {}
    for number, folder in enumerate(files.folders):
        for name, found in _inside(folder.path, "", _DEEPEST):
            entries[number, name] = (found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
    newest = max((max(times) for _, _, *times in entries.values()), default=0)
    return Seen(entries, settled=newest < time.time_ns() - _TICK_NS)


def content_of(files: CourseFiles, seen: Seen) -> bytes:
    """A digest of every name and every byte; raises OSError where a file can't be read."""
    digest = sha256()
    for (number, name), (size, *_) in sorted(seen.entries.items()):
        digest.update(f"{number}\0{name}\0{size}\0".encode())
        path = Path(files.folders[number].path, name)
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.digest()


def _inside(folder: Path | str, before: str, deep: int) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as listed:
            found = list(listed)
    except OSError:
        return  # What can't be listed can't be read either; the reader says so.
    for entry in found:
        name = before + entry.name
        try:
            yield name, entry.stat()
        except OSError:
            yield name, entry.stat(follow_symlinks=False)
        if deep and entry.is_dir():
            yield from _inside(entry.path, f"{name}/", deep - 1)
