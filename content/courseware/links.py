"""Where a link in a course may lead: the web, mail, telephone, a page of the site, a lesson, a heading, a word."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from courseware.site_links import SiteLinks

TERM = "istilah:"
_LESSON = "pelajaran:"
_WEB = ("https://", "http://")
_OTHER = ("mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Words:
    """The ids of the glossary, and the page that explains them. `complete` is False when some can't be read."""

    page: str = ""
    ids: Collection[str] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons of a course: id -> address. `complete` is False when the id of some lesson can't be read.

    `site` is where links to pages of the site are noted, to be judged once all pages are read.
    """

    addresses: Mapping[str, str]
    complete: bool
    retired: Collection[str] = ()
    words: Words = field(default=Words())
    site: SiteLinks = field(default_factory=SiteLinks, compare=False)

    def apart(self) -> "Lessons":
        """The same, with nothing noted yet."""
        return replace(self, site=SiteLinks(self.site.course))


@dataclass(frozen=True, slots=True)
class BadLink:
    """A key of check-links in the catalogue of messages, and what its sentences name."""

    code: str
    facts: Mapping[str, str]


def is_external(address: str) -> bool:
    return address.startswith(_WEB)


def resolved(written: str, lessons: Lessons) -> str | BadLink:
    """The address for `href`, or what is wrong with the one that was written."""
    if written.startswith(_LESSON):
        lesson, _, anchor = written.removeprefix(_LESSON).partition("#")
        return _lesson(lesson, anchor, lessons)
    if written.startswith(TERM):
        return _term(written.removeprefix(TERM), lessons.words)
    if written in {"", "#"}:
        return BadLink("no-target", {})
    if written.startswith((*_WEB, *_OTHER, "#")) or (written.startswith("/") and not written.startswith("//")):
        return written
    return BadLink("bad-target", {"written": written})


def _lesson(lesson: str, anchor: str, lessons: Lessons) -> str | BadLink:
    if lesson in lessons.addresses:
        return lessons.addresses[lesson] + (f"#{anchor}" if anchor else "")
    known = ", ".join(lessons.addresses)
    if lesson in lessons.retired:
        return BadLink("retired-lesson", {"lesson": lesson, "known": known})
    return BadLink("no-lesson", {"lesson": lesson, "known": known}) if lessons.complete else "#"


def _term(term: str, words: Words) -> str | BadLink:
    if term in words.ids:
        return f"{words.page}#{term}"
    if not words.complete:
        return words.page
    if not words.ids:
        return BadLink("no-glossary", {"term": term})
    return BadLink("no-term", {"term": term, "known": ", ".join(words.ids)})
