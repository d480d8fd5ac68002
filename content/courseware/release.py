"""From the folders of courses to a release: the face of this package for all who build with it."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from courseware.course import CourseReader, CourseRelease
from courseware.folders import gathered
from courseware.hosts import media_hosts
from courseware.leaks import SealedString, sealed_strings_of
from courseware.mistakes import ContentErrors, Mistake

__all__ = ["ContentErrors", "CourseRelease", "Mistake", "Release", "SealedString", "compile_release", "sealed_strings"]


@dataclass(frozen=True, slots=True)
class Release:
    """All courses, in the order of their slugs."""

    courses: tuple[CourseRelease, ...]


def compile_release(*folders: Path, hosts: Collection[str] | None = None) -> Release:
    """Reads all classes below these folders, usually `content/courses`; raises ContentErrors with every mistake.

    A class may have a part of its files in each folder. `hosts` are the other sites from which lessons may play
    recordings; those of content/hosts.toml if not given.
    """
    mistakes: list[Mistake] = []
    courses: list[CourseRelease] = []
    allowed = media_hosts() if hosts is None else hosts
    for files in gathered(folders, mistakes):
        read = CourseReader(files, mistakes, allowed).release()
        if read:
            courses.append(read)
    if mistakes:
        raise ContentErrors(mistakes)
    return Release(tuple(courses))


def sealed_strings(release: Release) -> tuple[SealedString, ...]:
    """Explanations, feedback and evaluation prompts as plain text, each text once, with where it comes from."""
    texts: dict[str, SealedString] = {}
    for course in release.courses:
        for sealed in sealed_strings_of(course.sealed):
            texts.setdefault(sealed.text, sealed)
    return tuple(texts.values())
