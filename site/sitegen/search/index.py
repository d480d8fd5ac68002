"""What the search page loads: the texts of all lessons, cut at their headings, and the roots of their words."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from courseware.plain import plain_blocks, plain_text
from courseware.public import Check, PublicCourse, PublicLesson, Term, lesson_url, terms_url
from courseware.release import Release
from sitegen.search.roots import Roots, listed_roots

_WORD = re.compile(r"[^\W_]+")
_HEADING = re.compile(r'<h[23](?: id="([^"]*)")?[^>]*>(.*?)</h[23]>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below a heading, or above the first; `text` has a line for each paragraph, entry and cell."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search can find. `kind` is class, lesson or term; `course` is the class's title."""

    kind: str
    course: str
    title: str
    address: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What the index has of one class: `entries`, JSON without the brackets of the list, and all words in them.

    `digest` tells apart the entries.
    """

    entries: bytes
    digest: str
    words: frozenset[str]


def index(release: Release) -> bytes:
    """The index as JSON: `entries`, `forms` from a root to its other words, and the `listed` roots."""
    pieces = [piece_of(course.public) for course in release.courses]
    return joined(pieces, rest(words_in(pieces)))


def joined(pieces: Sequence[Piece], behind: str) -> bytes:
    """The index of these classes; `behind` is the rest of it."""
    return b"".join([b'{"entries":[', b",".join(piece.entries for piece in pieces), b"],", behind.encode(), b"}"])


def words_in(pieces: Iterable[Piece]) -> frozenset[str]:
    """The words of these classes together."""
    return frozenset[str]().union(*(piece.words for piece in pieces))


def rest(words: Collection[str]) -> str:
    """What stands in the index behind the entries, and is of all classes together."""
    listed, ordered = listed_roots(), sorted(words)
    return _json({"forms": forms(ordered, Roots(ordered, listed)), "listed": sorted(listed)})[1:-1]


def piece_of(course: PublicCourse) -> Piece:
    """Lessons that left their class aren't in it."""
    entries = list(_entries(course))
    told = _json([_told(entry) for entry in entries])[1:-1].encode()
    return Piece(told, sha256(told).hexdigest(), _words_of(entries))


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def entries_of(release: Release) -> list[Entry]:
    """All that a search can find, class by class."""
    return [entry for course in release.courses for entry in _entries(course.public)]


def words_of(entries: Iterable[Entry]) -> list[str]:
    """Each word of the entries once, in lower case, in the order of the alphabet."""
    return sorted(_words_of(entries))


def _words_of(entries: Iterable[Entry]) -> frozenset[str]:
    texts = (
        text
        for entry in entries
        for text in (entry.title, *(part for one in entry.sections for part in (one.heading, one.text)))
    )
    # What stands between spaces is mostly there many times: split first, it takes half the time.
    return frozenset(_WORD.findall("\n".join({*"\n".join(texts).lower().split()})))


def forms(words: Iterable[str], roots: Roots) -> dict[str, str]:
    """For each root that has other words, these, with a space between them."""
    found: dict[str, list[str]] = {}
    for word in words:
        if (root := roots.of(word)) != word:
            found.setdefault(root, []).append(word)
    return {root: " ".join(found[root]) for root in sorted(found)}


def _told(entry: Entry) -> dict[str, object]:
    # By hand: dataclasses.asdict takes as long as all the rest.
    sections = [{"anchor": one.anchor, "heading": one.heading, "text": one.text} for one in entry.sections]
    return {
        "kind": entry.kind,
        "course": entry.course,
        "title": entry.title,
        "address": entry.address,
        "sections": sections,
    }


def _entries(course: PublicCourse) -> Iterator[Entry]:
    home = f"/kelas/{course.slug}/"
    yield Entry("class", course.title, course.title, home, (Section("", "", course.summary),))
    for lesson in course.lessons:
        address = lesson_url(course.slug, lesson.slug)
        yield Entry("lesson", course.title, lesson.title, address, tuple(_sections(lesson)))
    for term in course.glossary:
        yield _term(course, term)


def _term(course: PublicCourse, term: Term) -> Entry:
    title = f"{term.word} ({term.long})" if term.long else term.word
    text = plain_text(term.html)
    return Entry("term", course.title, title, terms_url(course.slug), (Section(term.id, "", text),))


def _sections(lesson: PublicLesson) -> Iterator[Section]:
    """A check's question belongs to the section that it stands in; its choices don't, for some of them are wrong."""
    html = "".join(part.prompt_html if isinstance(part, Check) else part.html for part in lesson.parts)
    before, *rest = _HEADING.split(html)
    yield Section("", "", "\n".join([lesson.summary, *plain_blocks(before)]))
    for anchor, heading, below in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield Section(anchor or "", plain_text(heading), "\n".join(plain_blocks(below)))
