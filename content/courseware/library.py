"""All classes, read once and kept: asked again, only those whose files changed are read anew."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from courseware.course import CourseReader, CourseRelease
from courseware.folders import CourseFiles, gathered
from courseware.hosts import media_hosts
from courseware.kept import Kept, Reading
from courseware.mistakes import ContentErrors, Mistake
from courseware.processes import spread, uncollected
from courseware.seen import Seen, look
from courseware.site_links import astray_between

_FEWEST = 8  # classes; for fewer, another process costs more than it brings


@dataclass(frozen=True, slots=True)
class Release:
    """All courses, in the order of their slugs."""

    courses: tuple[CourseRelease, ...]


class Library:
    """The classes below some folders, usually `content/courses`; a class may have a part of its files in each.

    `hosts` are the other sites from which lessons may play recordings; those of content/hosts.toml if not given.
    `cache` is a folder that keeps what was read for the next process; what is damaged or foreign in it is read anew.
    `only` are the slugs of the classes to read; all if not given.
    `beside` is done with each class that was just read and is sound, in the process that read it.
    """

    def __init__(
        self,
        *folders: Path,
        hosts: Collection[str] | None = None,
        cache: Path | None = None,
        only: Collection[str] | None = None,
        beside: Callable[[CourseRelease], object] | None = None,
    ) -> None:
        self._folders = folders
        self._only = only
        self._beside = beside
        self._hosts = frozenset(media_hosts() if hosts is None else hosts)
        self._kept = Kept(cache, self._hosts) if cache else None
        self._known: dict[CourseFiles, tuple[Seen, Reading]] = {}

    def release(self) -> Release:
        """The classes as they are now; one that has not changed is the very object of the time before.

        Raises ContentErrors with every mistake.
        """
        mistakes: list[Mistake] = []
        with uncollected():
            there = gathered(self._folders, mistakes)
            classes = [files for files in there if self._only is None or files.slug in self._only]
            now = {files: look(files) for files in classes}
            changed = [files for files in classes if not self._still(files, now[files])]
            # Here: from another process a kept reading would only come pickled once more.
            fresh = {files: kept for files in changed if (kept := self._found(files, now[files]))}
            unread = [files for files in changed if files not in fresh]
            read = spread(lambda files: self._read(files, now[files]), unread, _FEWEST)
            fresh.update(zip(unread, read, strict=True))
            self._known = {
                files: (now[files], fresh[files]) if files in fresh else self._known[files] for files in classes
            }
        if self._kept and changed:
            self._kept.clear_all_but(there)
        readings = [reading for _, reading in self._known.values()]
        mistakes += [one for reading in readings for one in reading.mistakes]
        courses = tuple(reading.release for reading in readings if reading.release)
        links = [(course.pages, course.abroad) for course in courses]
        mistakes += astray_between(links, [files.slug for files in there])
        if mistakes:
            raise ContentErrors(mistakes)
        return Release(courses)

    def _still(self, files: CourseFiles, now: Seen) -> bool:
        return files in self._known and self._known[files][0].still(now)

    def _found(self, files: CourseFiles, now: Seen) -> Reading | None:
        """What is kept of these files; the very object of the time before where their content is the same.

        So it is with every class that was read within two seconds of a change and is now looked at again.
        """
        kept = self._kept.find(files, now) if self._kept else None
        _, known = self._known.get(files, (None, None))
        return known if kept and known and kept.is_of_the_same(known) else kept

    def _read(self, files: CourseFiles, now: Seen) -> Reading:
        mistakes: list[Mistake] = []
        release = CourseReader(files, mistakes, self._hosts).release()
        reading = Reading(release, tuple(mistakes))
        if self._kept:
            self._kept.keep(files, now, reading)
        if self._beside and release and not mistakes:
            self._beside(release)
        return reading
