"""Whether the files of a class are still those that were read: by their times and sizes, or by their content."""

import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from courseware.folders import CourseFiles
from courseware.trees import TICK_NS, inside

DEEPEST = 8
"""Folders inside a class; a link in a circle ends there."""

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
        for name, found in inside(folder.path, DEEPEST):
            entries[number, name] = (found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
    newest = max((max(times) for _, _, *times in entries.values()), default=0)
    return Seen(entries, settled=newest < time.time_ns() - TICK_NS)


def content_of(files: CourseFiles, seen: Seen) -> bytes:
    """A digest of every name and every byte; raises OSError where a file can't be read."""
    digest = sha256()
    for (number, name), (size, *_) in sorted(seen.entries.items()):
        digest.update(f"{number}\0{name}\0{size}\0".encode())
        path = Path(files.folders[number].path, name)
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.digest()
