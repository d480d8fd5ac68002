"""The classes as their folders are now. Only a class whose files changed is read again, and of it only those files."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from courseware.course import CourseReader
from courseware.folders import CourseFiles, gathered
from courseware.hosts import media_hosts
from courseware.memory import ClassMemory
from courseware.mistakes import Mistake
from courseware.release import CourseRelease, Release


@dataclass(frozen=True, slots=True)
class Reading:
    """One class. `course` is what could be read of it, mistakes and all; None where that is nothing.

    `is_old`: nothing could be read this time, and `course` is from the last time it could.
    """

    files: CourseFiles
    course: CourseRelease | None
    is_old: bool
    mistakes: tuple[Mistake, ...]


class Classes:
    """The classes below some folders, whose HTML says from which lines it comes."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[str, Reading] = {}
        self._stale: set[str] = set()
        self._memories: dict[str, ClassMemory] = {}
        self._elsewhere: tuple[Mistake, ...] = ()
        self.look()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where they lie."""
        return self._folders

    def changed(self, paths: Iterable[Path]) -> None:
        """Note which classes these files belong to; a file of none, such as the list of hosts, may concern all."""
        for path in paths:
            slug = self._slug_of(path)
            self._stale |= {slug} if slug else set(self._read)

    def look(self) -> None:
        """Read the classes that are new or were noted as changed, and forget those that are gone."""
        elsewhere: list[Mistake] = []
        found = {files.slug: replace(files, marked=True) for files in gathered(self._folders, elsewhere)}
        self._elsewhere = tuple(elsewhere)
        hosts = media_hosts()
        for slug, files in found.items():
            before = self._read.get(slug)
            if before is None or slug in self._stale or before.files != files:
                memory = self._memories.setdefault(slug, ClassMemory())
                self._read[slug] = _reading(files, hosts, memory, before)
        self._read = {slug: self._read[slug] for slug in found}
        self._stale.clear()

    @property
    def readings(self) -> Mapping[str, Reading]:
        """By slug, in the order of slugs."""
        return self._read

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All of them, in the order of files and lines."""
        of_classes = (mistake for reading in self._read.values() for mistake in reading.mistakes)
        return tuple(sorted({*self._elsewhere, *of_classes}))

    @property
    def release(self) -> Release:
        """What can be shown."""
        return Release(tuple(reading.course for reading in self._read.values() if reading.course))

    def _slug_of(self, path: Path) -> str | None:
        for folder in self._folders:
            if path.is_relative_to(folder) and path != folder:
                return path.relative_to(folder).parts[0]
        return None


def _reading(files: CourseFiles, hosts: Collection[str], memory: ClassMemory, before: Reading | None) -> Reading:
    mistakes: list[Mistake] = []
    course = CourseReader(files, mistakes, hosts, memory).release()
    last = before.course if before else None
    return Reading(files, course or last, course is None and last is not None, tuple(sorted(set(mistakes))))
