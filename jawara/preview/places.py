"""On which page a file of a class is read, so that a mistake is told where its text stands."""

import re
from dataclasses import dataclass

from courseware.messages import Language
from courseware.mistakes import Mistake
from courseware.public import lesson_url, terms_url
from jawara.preview.classes import Classes, Reading

_LESSON = re.compile(r"lessons/[0-9]+-([a-z0-9-]+)\.md")
MARK = "salah"


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake on a page: `anchor` names its place there, `href` leads to it; `is_here` says that it is this page's.

    `media` is the name of the picture or file that is wrong, if it isn't a text.
    """

    file: str
    line: int
    what: str
    mend: str
    anchor: str
    href: str
    is_here: bool
    media: str


def told_on(path: str, classes: Classes, language: Language) -> list[Told]:
    """Every mistake there is, those of the page at `path` first."""
    told = [_told(path, classes, language, at, mistake) for at, mistake in enumerate(classes.mistakes, start=1)]
    return sorted(told, key=lambda one: not one.is_here)


def _told(path: str, classes: Classes, language: Language, at: int, mistake: Mistake) -> Told:
    page, name = _page_of(classes, mistake)
    what, mend = mistake.said(language)
    media = name.removeprefix("media/") if name.startswith("media/") else ""
    is_here = path == page or (bool(media) and path.startswith(page))
    anchor = f"{MARK}-{at}"
    return Told(mistake.file, mistake.line, what, mend, anchor, f"{page}#{anchor}", is_here, media)


def _page_of(classes: Classes, mistake: Mistake) -> tuple[str, str]:
    """The address of the page, and the file's name inside its class."""
    for slug, reading in classes.readings.items():
        name = _name_in(reading, mistake.file)
        if name is not None:
            return _address(slug, name, is_read=reading.course is not None), name
    return "/", ""


def _name_in(reading: Reading, file: str) -> str | None:
    for folder in reading.files.folders:
        if file == folder.label:
            return ""
        if file.startswith(f"{folder.label}/"):
            return file.removeprefix(f"{folder.label}/")
    return None


def _address(slug: str, name: str, *, is_read: bool) -> str:
    lesson = _LESSON.fullmatch(name)
    if is_read and lesson:
        return lesson_url(slug, lesson[1])
    if is_read and name == "evaluation.md":
        return lesson_url(slug, "evaluasi")
    if is_read and name == "glossary.md":
        return terms_url(slug)
    return f"/kelas/{slug}/"
