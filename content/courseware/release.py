"""From the folder of courses to a release: the face of this package for all who build with it."""

from dataclasses import dataclass
from pathlib import Path

from courseware.course import CourseReader, CourseRelease
from courseware.leaks import SealedString, sealed_strings_of
from courseware.mistakes import ContentErrors, Mistake

__all__ = ["ContentErrors", "CourseRelease", "Mistake", "Release", "SealedString", "compile_release", "sealed_strings"]


@dataclass(frozen=True, slots=True)
class Release:
    """All courses, in the order of their slugs."""

    courses: tuple[CourseRelease, ...]


def compile_release(folder: Path) -> Release:
    """Reads `content/courses`; raises ContentErrors with every mistake it finds."""
    # An editor sees the path from the project's root, wherever that lies.
    label = "/".join(folder.absolute().parts[-2:])
    if not folder.is_dir():
        raise ContentErrors([Mistake(label, 1, "folder kelas tidak ada", "jalankan dari folder proyek")])
    mistakes: list[Mistake] = []
    courses: list[CourseRelease] = []
    for course in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        read = CourseReader(course, f"{label}/{course.name}", mistakes).release()
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
