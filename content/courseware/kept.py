"""What was read of classes, kept in a folder between processes: the same sources needn't be read twice."""

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from sys import version as python
from typing import cast

from courseware.course import CourseRelease
from courseware.folders import CourseFiles
from courseware.messages import MESSAGES
from courseware.mistakes import Mistake
from courseware.pickled import DAMAGED, brought, told
from courseware.seen import Seen, content_of

_TOOLS = ("markdown-it-py", "mdit-py-plugins", "pillow", "pydantic", "pyyaml")
_DIGEST = sha256().digest_size


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a class; the release is usable only where there are no mistakes."""

    release: CourseRelease | None
    mistakes: tuple[Mistake, ...]

    def is_of_the_same(self, other: "Reading") -> bool:
        """Whether both came of the same bytes, read by the same reader, for all that their marks can tell."""
        marks = [one.release.kept.mark for one in (self, other) if one.release and one.release.kept]
        return len(marks) == 2 and marks[0] == marks[1]


class Kept:
    """Readings by what was read and by whom: another version of this package or its tools finds nothing."""

    def __init__(self, folder: Path, hosts: Collection[str]) -> None:
        state = sha256(_reader())
        state.update(repr(sorted(hosts)).encode())
        self._all = folder
        self._folder = folder / state.hexdigest()[:16]

    def find(self, files: CourseFiles, now: Seen) -> Reading | None:
        """None where there is none, where the files have changed since, or where the kept file is damaged."""
        try:
            kept = self._file(files).read_bytes()
        except OSError:
            return None
        if sha256(kept[_DIGEST:]).digest() != kept[:_DIGEST]:
            return None
        try:
            seen, content, reading = cast("tuple[object, object, object]", brought(kept[_DIGEST:]))
        except DAMAGED:
            return None
        if not isinstance(seen, Seen) or not isinstance(reading, Reading):
            return None
        if seen.still(now):
            return reading
        return reading if content == _content(files, now) else None

    def keep(self, files: CourseFiles, seen: Seen, reading: Reading) -> None:
        """For the next process; `seen` is from before the reading. A folder that takes nothing is no mistake."""
        if (content := _content(files, seen)) is None:
            return
        if reading.release:
            reading.release.keep(self._folder.name + content.hex())
        written = told((seen, content, reading))
        target = self._file(files)
        scratch = target.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(0o700, parents=True, exist_ok=True)  # The keys of evaluations are in it.
            scratch.write_bytes(sha256(written).digest() + written)
            scratch.replace(target)
        except OSError:
            return

    def clear_all_but(self, classes: Collection[CourseFiles]) -> None:
        """Takes away what nobody will ask for again: classes that are gone, and what older readers kept."""
        wanted = {self._file(files).name for files in classes}
        if not self._folder.is_dir():
            return
        for folder in self._all.iterdir():
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)
        for file in self._folder.iterdir():
            if file.name not in wanted:
                file.unlink(missing_ok=True)

    def _file(self, files: CourseFiles) -> Path:
        return self._folder / f"{files.slug}-{sha256(repr(files).encode()).hexdigest()[:16]}"


@cache
def _reader() -> bytes:
    """Tells apart what reads: this package as it was when the process began, its words, its tools."""
    state = sha256(python.encode())
    for tool in _TOOLS:
        state.update(f"{tool} {version(tool)}\0".encode())
    for file in sorted([*Path(__file__).parent.rglob("*.py"), *MESSAGES.rglob("*.toml")]):
        state.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return state.digest()


def _content(files: CourseFiles, seen: Seen) -> bytes | None:
    try:
        return content_of(files, seen)
    except OSError:
        return None
