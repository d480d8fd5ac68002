"""From the folders of courses to a release: the face of this package for all who build with it."""

from collections.abc import Collection
from pathlib import Path

from courseware.course import CourseRelease
from courseware.leaks import SealedString, sealed_strings_of
from courseware.library import Library, Release
from courseware.mistakes import ContentErrors, Mistake

__all__ = [
    "ContentErrors",
    "CourseRelease",
    "Library",
    "Mistake",
    "Release",
    "SealedString",
    "compile_release",
    "sealed_strings",
]


def compile_release(
    *folders: Path, hosts: Collection[str] | None = None, only: Collection[str] | None = None
) -> Release:
    """Reads all classes below these folders, usually `content/courses`; raises ContentErrors with every mistake.

    A class may have a part of its files in each folder. `hosts` are the other sites from which lessons may play
    recordings; those of content/hosts.toml if not given. `only` are the slugs of the classes to read; all if not given.
    """
    return Library(*folders, hosts=hosts, only=only).release()


def sealed_strings(release: Release) -> tuple[SealedString, ...]:
    """Explanations, feedback and evaluation prompts as plain text, each text once, with where it comes from."""
    texts: dict[str, SealedString] = {}
    for course in release.courses:
        for sealed in sealed_strings_of(course.sealed):
            texts.setdefault(sealed.text, sealed)
    return tuple(texts.values())
