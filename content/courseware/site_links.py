"""Links to pages of this site: whether the page is there, and the heading on it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from courseware.mistakes import Mistake, mistake

_ENGLISH = "/en"
_CLASSES = "/kelas/"
# The pages that no class brings, at their Indonesian addresses; a test compares them with what the site has.
_PAGES = (
    *("/", _CLASSES, "/cari/", "/bantuan/", "/privasi/", "/verifikasi/"),
    *("/daftar/", "/konfirmasi/", "/masuk/", "/masuk/google/", "/pemulihan/", "/batal-ganti-surel/"),
    "/berhenti-pengingat/",
    *("/akun/", "/akun/data/", "/biodata/", "/kelas-saya/", "/hasil/", "/sertifikat/"),
    *("/petugas/", "/petugas/soal/", "/petugas/umpan-balik/", "/petugas/sertifikat/"),
)
SITE_PAGES = frozenset([*_PAGES, *(_ENGLISH + page for page in _PAGES)])
_CLASS = re.compile(r"(?:/en)?/kelas/([^/]+)/?.*")


@dataclass(frozen=True, slots=True)
class SiteLink:
    """Where a link stands, and where it leads: the address of a page, and an anchor on it, which may be empty."""

    file: str
    line: int
    page: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ClassPages:
    """The lessons and the glossary of a class: address -> anchors, None where they can't be known.

    `complete` is False when some page can't be told, since its file can't be read.
    """

    course: str
    anchors: Mapping[str, Collection[str] | None]
    complete: bool = True

    def __contains__(self, page: str) -> bool:
        home = f"{_CLASSES}{self.course}/"
        return page in self.anchors or page.removeprefix(_ENGLISH) in {home, f"{home}evaluasi/"}


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """What is noted while a class is read: its links to pages of the site, and the anchors of its own pages."""

    course: str = ""
    anchors: dict[str, Collection[str] | None] = field(default_factory=dict[str, Collection[str] | None])
    noted: list[SiteLink] = field(default_factory=list[SiteLink])

    def note(self, file: str, line: int, address: str) -> None:
        """`address` is a path: what asks and what jumps stand behind `?` and `#`."""
        path, _, anchor = address.partition("#")
        self.noted.append(SiteLink(file, line, path.partition("?")[0], anchor))

    def add(self, other: "SiteLinks") -> None:
        """What was noted for a part of this class elsewhere."""
        self.anchors.update(other.anchors)
        self.noted.extend(other.noted)

    def astray(self, *, complete: bool) -> Iterator[Mistake]:
        """A mistake for each link into this class, or to no class, that leads nowhere."""
        own = ClassPages(self.course, self.anchors, complete)
        for link in self.noted:
            if _class_of(link.page) in {None, self.course}:
                yield from _wrong(link, own)

    @property
    def abroad(self) -> tuple[SiteLink, ...]:
        """The links to other classes, which only who reads those can judge."""
        return tuple(link for link in self.noted if _class_of(link.page) not in {None, self.course})


def astray_between(
    read: Sequence[tuple[ClassPages, Sequence[SiteLink]]], classes: Collection[str]
) -> Iterator[Mistake]:
    """A mistake for each link from one class to another that leads nowhere.

    `read` are the pages of each class that was read and its links `abroad`; of other `classes` nothing can be told.
    """
    pages = {known.course: known for known, _ in read}
    for _, links in read:
        for link in links:
            course = _class_of(link.page) or ""
            if course in pages or course not in classes:
                yield from _wrong(link, pages.get(course) or ClassPages("", {}))


def _wrong(link: SiteLink, known: ClassPages) -> Iterator[Mistake]:
    if link.page not in known and link.page not in SITE_PAGES:
        if known.complete or _class_of(link.page) is None:
            yield _no_page(link, known)
        return
    anchors = known.anchors.get(link.page)
    if link.anchor and anchors is not None and link.anchor not in anchors:
        facts = {"page": link.page, "anchor": link.anchor}
        if anchors:
            shown = ", ".join(f"#{anchor}" for anchor in sorted(anchors))
            yield mistake(link.file, link.line, "links.no-anchor", known=shown, **facts)
        else:
            yield mistake(link.file, link.line, "links.no-anchors", **facts)


def _no_page(link: SiteLink, known: ClassPages) -> Mistake:
    slashed = f"{link.page}/"
    if slashed in known or slashed in SITE_PAGES:
        near = [slashed]
    else:
        near = get_close_matches(link.page, [*known.anchors, *sorted(SITE_PAGES)], n=1, cutoff=0.8)
    if near:
        return mistake(link.file, link.line, "links.page-misspelt", page=link.page, near=near[0])
    return mistake(link.file, link.line, "links.no-page", page=link.page)


def _class_of(page: str) -> str | None:
    found = _CLASS.fullmatch(page)
    return found[1] if found else None
