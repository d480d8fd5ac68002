"""One build: every file of the site, each searched for sealed text before it goes out."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from courseware.messages import Language
from courseware.processes import spread
from courseware.public import PublicCourse
from courseware.release import CourseRelease, Release, SealedString
from courseware.trees import Lies, lies
from sitegen import admin, app, data, keeping, sharing
from sitegen.assets import Assets
from sitegen.data.authority import AuthorityData
from sitegen.inputs import Keys, digest_of, ground, renderer
from sitegen.keeping import Finished
from sitegen.leaks import Leak, Search, is_text
from sitegen.notes import Notebook, Notes
from sitegen.output import Memory, Output
from sitegen.pages import Page, lesson_pages_of, pages_of, script_asset, with_fact
from sitegen.proposal import HEADERS, ROBOTS, Proposal
from sitegen.rendering import Pages
from sitegen.scripts import scripts
from sitegen.search import Piece, joined, rest, words_in
from sitegen.settings import SiteSettings, local_admin
from sitegen.shown import Shown, shown
from sitegen.styles import PROPOSAL_SHEETS, SHEETS, stylesheets
from sitegen.trouble import SiteError
from sitegen.weights import Measured, Weight, measured

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"
ADMIN = SITE / "admin"
SCHEMA = ROOT / "api" / "schema.graphql"
_SHARED_FONT = SITE / "fonts" / "plus-jakarta-sans-700.ttf"

_FEWEST_PIECES = 8
_FEWEST_FILES = 100  # for fewer, another process costs more than it brings
_WORKER = "sw"
_OUTBOX = "outbox"
_FOLLOWING = "following"
"""What lessons fetch late, and only for who takes the class. No page names it, or the outbox, as its script."""


@dataclass(slots=True)
class Kit:
    """What a workshop keeps from build to build; `cache` is a folder for what is slow to make: scripts, photos.

    `lacking` is the state of /admin/'s sources whose packages could not be had: they are not asked for again.
    `notebook` has what is to be known of classes; `sizes` are weights by address; `keys` are those of the last build.
    """

    cache: Path
    notebook: Notebook = field(default_factory=Notebook)
    lacking: str = ""
    sizes: dict[str, int] = field(default_factory=dict[str, int])
    keys: Keys | None = None
    _search: tuple[str, Search] | None = None
    _pages: dict[str, tuple[PublicCourse, Sequence[Page]]] = field(
        default_factory=dict[str, tuple[PublicCourse, Sequence[Page]]]
    )
    _shown: dict[str, tuple[CourseRelease, Lies, Shown]] = field(
        default_factory=dict[str, tuple[CourseRelease, Lies, Shown]]
    )
    _renderers: tuple[str, Mapping[Language, Pages]] | None = None
    _rest: tuple[frozenset[str], str] | None = None

    def lesson_pages(self, course: PublicCourse) -> Sequence[Page]:
        """Those of the time before, if the class is the very object of then."""
        known = self._pages.get(course.slug)
        if known is None or known[0] is not course:
            known = self._pages[course.slug] = (course, tuple(lesson_pages_of(course)))
        return known[1]

    def shown(
        self, course: CourseRelease, font: Lies, keeps: Callable[[str, str], bool], make: Callable[[], Shown]
    ) -> Shown:
        """What it was the time before, if the class is the very object of then, and all its files stay."""
        known = self._shown.get(course.slug)
        is_same = known and known[0] is course and known[1] == font
        if not (known and is_same and all(keeps(*file) for file in known[2].files.items())):
            known = self._shown[course.slug] = (course, font, make())
        return known[2]

    def renderers(self, shared: str, make: Callable[[Language], Pages]) -> Mapping[Language, Pages]:
        """By language; those of the last time, if `shared` says that pages are made of the same."""
        if self._renderers is None or self._renderers[0] != shared:
            self._renderers = (shared, {language: make(language) for language in Language})
        return self._renderers[1]

    def rest(self, pieces: Sequence[Piece]) -> str:
        """What stands in the search's index behind its pieces."""
        words = words_in(pieces)
        if self._rest is None or self._rest[0] != words:
            self._rest = (words, rest(words))
        return self._rest[1]

    def search(self, sealed: str, texts: Callable[[], Iterable[SealedString]]) -> Search:
        """A search for these texts; the last one, if `sealed` says that it was for the same."""
        if self._search is None or self._search[0] != sealed:
            self._search = (sealed, Search(texts()))
        return self._search[1]


class _File(NamedTuple):
    """A file to be: its name and key, what makes it, and for a page that is measured its address.

    `is_weighed`: it is read in a class, and part of what the class weighs.
    """

    name: str
    key: str
    make: Callable[[], bytes]
    page: str = ""
    is_weighed: bool = False


@dataclass(slots=True)
class Making:
    """`memory` is what the last build left.

    `authority` is what the API gave of its keys and its log, if it was asked.
    `leaks` is what was found on the way; `sealed` tells apart the texts that were looked for. `finished` are the pages
    that stand, and `weights` what each class weighs, by its slug.
    """

    release: Release
    output: Output
    origin: str
    settings: SiteSettings
    kit: Kit
    memory: Memory | None
    proposal: Proposal | None = None
    authority: AuthorityData | None = None
    pages: list[Page] = field(init=False)
    sealed: str = field(init=False)
    leaks: list[Leak] = field(default_factory=list[Leak])
    has_admin: bool = False
    finished: Finished = field(init=False)
    weights: Mapping[str, Weight] = field(init=False)
    _notes: Mapping[str, Notes] = field(init=False)
    _later: dict[str, _File] = field(default_factory=dict[str, _File])

    def __post_init__(self) -> None:
        self.pages = list(pages_of(self.release, self.kit.lesson_pages))
        if self.proposal:
            self.pages = [replace(page, indexed=False) for page in self.pages]
        self._notes = self.kit.notebook.on(self.release.courses)
        self.sealed = digest_of([renderer(), *(notes.sealed for notes in self._notes.values())])
        self.finished = Finished(self.output.read, self.kit.sizes)

    def make(self) -> None:
        """Every file of the site. Where a leak is found, what follows may be left out."""
        assets, scripts_ = Assets(self._put_later), self._scripts()
        self._add_own(assets)
        for (language, name), script in scripts_.items():
            if name != _WORKER:
                assets.add(script_asset(name, language), script)
        shared = ground(SITE, self.settings, self.origin, assets, self.proposal)
        courses = {one.public.slug: self._add_media(one, assets) for one in self.release.courses}
        self.kit.keys = keys = Keys(shared, courses, self.kit.keys)
        self._add_pages(assets, keys, shared)
        self._make([*self._lists(), *self._data(assets, keys)])
        self._put("manifest.webmanifest", app.manifest(assets).encode())
        self._put(".well-known/assetlinks.json", app.asset_links(self.settings.android).encode())
        self._put("sitemap.xml", app.sitemap(self.pages, self.origin).encode())
        self._put("robots.txt", (ROBOTS if self.proposal else app.robots(self.origin)).encode())
        if self.proposal:
            self._put("_headers", HEADERS.encode())
        worker = scripts_[Language.INDONESIAN, _WORKER]
        self._put("sw.js", app.service_worker(worker, self.output.read, self.pages, assets))
        self._search_kept()
        if not self.leaks:
            self._add_admin(assets["icons/icon.svg"])

    def pieces(self) -> frozenset[str]:
        """What tells apart the pieces of the search's index, all of which were searched."""
        return frozenset(notes.piece.digest for notes in self._notes.values())

    def measured(self) -> dict[str, Measured]:
        """What was found of each page, by its path inside the site."""
        known = self.finished.measured()
        return {page.file: known[page.path] for page in self.pages if page.path in known}

    def _put(self, name: str, content: bytes) -> None:
        if self.output.put(name, content):
            self.leaks += self._search().leaks(name, content)

    def _search(self) -> Search:
        """Made when first there is something to search: where nothing has changed it would take the longest."""
        return self.kit.search(self.sealed, self._texts)

    def _texts(self) -> Iterable[SealedString]:
        """Each once, with where it comes from."""
        once = {one.text: one for notes in reversed(list(self._notes.values())) for one in reversed(notes.texts)}
        return once.values()

    def _scripts(self) -> Mapping[tuple[Language, str], bytes]:
        wanted = {language: {page.script for page in self.pages if page.language is language} for language in Language}
        # The last two say nothing: one for all languages.
        wanted[Language.INDONESIAN] |= {_WORKER, _OUTBOX, _FOLLOWING}
        return scripts(SITE / "scripts", SCHEMA, wanted, self.kit.cache)

    def _add_own(self, assets: Assets) -> None:
        for file in sorted((SITE / "fonts").glob("*.woff2")):
            assets.add(f"fonts/{file.name}", file.read_bytes())
        self._put("assets/fonts/OFL.txt", (SITE / "fonts" / "OFL.txt").read_bytes())
        for file in sorted(path for path in (SITE / "icons").iterdir() if path.suffix in {".svg", ".png"}):
            assets.add(f"icons/{file.name}", file.read_bytes())
        sheets = {**SHEETS, **PROPOSAL_SHEETS} if self.proposal else SHEETS
        assets.add("share.jpg", sharing.card(SITE / "icons" / "share.svg", _SHARED_FONT, self.kit.cache))
        for name, content in stylesheets(SITE / "styles", assets, sheets).items():
            assets.add(f"{name}.css", content)

    def _add_media(self, course: CourseRelease, assets: Assets) -> str:
        """Tells apart what pages show of a course: itself, and the addresses of its files."""
        notes, kit = self._notes[course.slug], self.kit
        found = kit.shown(
            course,
            lies(_SHARED_FONT.stat()),
            self.output.keeps,
            lambda: shown(course, notes, self._make_later, _SHARED_FONT, kit.cache),
        )
        assets.include(found.addresses)
        return found.digest

    def _put_later(self, name: str, content: bytes) -> None:
        """Together with the pages, by as many processes as they are made by."""
        self._make_later(name, sha256(content).hexdigest(), lambda: content)

    def _make_later(self, name: str, digest: str, make: Callable[[], bytes]) -> None:
        if not self.output.keeps(name, digest):
            self._later.setdefault(name, _File(name, digest, make))

    def _add_pages(self, assets: Assets, keys: Keys, shared: str) -> None:
        """First what is read in a class, since other pages tell what that weighs."""
        compiled = self.kit.cache / "pages"
        compiled.mkdir(parents=True, exist_ok=True)
        renderers = self.kit.renderers(
            shared,
            lambda language: Pages(
                SITE, assets, self.origin, self.settings, language, compiled=compiled, proposal=self.proposal
            ),
        )
        for one in renderers.values():
            one.use(assets)

        def file_of(page: Page) -> _File:
            make = partial(_rendered, renderers[page.language], page)
            return _File(page.file, keys.of(page), make, page.path, page.path in read)

        read = keeping.addresses_read(self.release)
        self._make([file_of(page) for page in self.pages if page.path in read])
        self.weights = keeping.weights_of(self.release, self.finished)
        others = [keeping.with_weights(page, self.weights) for page in self.pages if page.path not in read]
        # Only now: it changes with every text, and all other pages do without it.
        index = self._put_index(assets)
        self._make([file_of(with_fact(page, "cari.html", index=index)) for page in others])

    def _put_index(self, assets: Assets) -> str:
        """The address of the search's index, of which only those classes are looked through that are new in it."""
        pieces = [notes.piece for notes in self._notes.values()]
        behind = self.kit.rest(pieces)
        content = joined(pieces, behind)
        digest = sha256(content).hexdigest()
        address = assets.register("search.json", digest)
        name = address[1:]
        if not self.output.keeps(name, digest):
            self.output.write(name, content)
            self.output.take(name, digest)
            # The site of the last build was searched for the same texts, and stood.
            clean = self.memory.pieces if self.memory and self.memory.sealed == self.sealed else ()
            new = [piece.entries for piece in pieces if piece.digest not in clean]
            looking = self._search()
            found = spread(lambda text: looking.leaks(name, text), [*new, behind.encode()], _FEWEST_PIECES)
            self.leaks += [leak for leaks in found for leak in leaks]
        return address

    def _make(self, files: Sequence[_File]) -> None:
        """Those files that must be made anew, and what was put off; pages are measured then, be they made or kept."""
        kept = {file.name for file in files if self.output.keeps(file.name, file.key)}
        if self.memory:
            pages = [file for file in files if file.name in kept and file.page]
            self.finished.know({file.page: self._measured_before(file) for file in pages})
        changed = [*(file for file in files if file.name not in kept), *self._later.values()]
        self._later.clear()
        if changed:
            self._search()  # Here, so that copies of this process have it.

        def make(file: _File) -> tuple[bool, list[Leak], Measured | None]:
            content = file.make()
            is_new = self.output.lying(file.name) != content
            if is_new:
                self.output.write(file.name, content)
            found = measured(content, is_weighed=file.is_weighed) if file.page else None
            return is_new, self._search().leaks(file.name, content), found

        for file, (is_new, leaks, found) in zip(changed, spread(make, changed, _FEWEST_FILES), strict=True):
            self.output.take(file.name, file.key, is_new=is_new)
            self.finished.know({file.page: found})
            self.leaks += leaks

    def _measured_before(self, file: _File) -> Measured | None:
        known = self.memory.measured.get(file.name) if self.memory else None
        return known if known and (known.packed or not file.is_weighed) else None

    def _lists(self) -> Iterator[_File]:
        """What a phone needs to keep a class."""
        for name, told, make in keeping.file_lists(self.release, self.pages, self.weights, self.finished):
            yield _File(name, digest_of([renderer(), told]), make)

    def _data(self, assets: Assets, keys: Keys) -> Iterator[_File]:
        """The classes as data, and what certificates are checked by."""
        courses = [course.public for course in self.release.courses]
        told = {one.slug: keys.of_course(one, repr(self.weights[one.slug])) for one in courses}

        def made(course: PublicCourse) -> bytes:
            return data.course(course, assets, self.weights[course.slug]).encode()

        for course in courses:
            yield _File(data.course_address(course.slug)[1:], told[course.slug], partial(made, course))
        every = digest_of([renderer(), *told.values()])
        yield _File(data.CATALOGUE[1:], every, lambda: data.catalogue(courses, assets, self.weights).encode())
        form = digest_of([renderer(), self.origin])
        if self.authority:
            told_by_api = data.authority(self.authority)
            yield _File(data.AUTHORITY[1:], digest_of([told_by_api]), told_by_api.encode)
        yield _File(data.SCHEMA[1:], form, lambda: data.schema_file(self.origin).encode())

    def _search_kept(self) -> None:
        """Other sealed texts may stand in pages that are as they were."""
        if self.memory and self.memory.sealed != self.sealed:
            names = [name for name in self.output.kept() if is_text(name)]
            self._search()
            found = spread(lambda name: self._search().leaks(name, self.output.read(name)), names, _FEWEST_FILES)
            self.leaks += [leak for leaks in found for leak in leaks]

    def _add_admin(self, icon: str) -> None:
        """Complete /admin/ where somebody edits; a developer without a network goes without.

        Its program is never searched: it comes from elsewhere, and weighs more than all lessons together.
        """
        editing = self.settings.admin or local_admin(self.origin)
        if not editing:
            return
        told = admin.config(self.release, editing, self.origin, icon)
        key = digest_of([self.sealed, repr(told), *admin.sources(ADMIN)])
        names = [name for name in self.memory.files if name.startswith("admin/")] if self.memory else []
        if names and all(self.output.keeps(name, key) for name in names):
            self.has_admin = True
        elif self.kit.lacking != key:
            self._make_admin(key, told)

    def _make_admin(self, key: str, told: Mapping[str, Any]) -> None:
        folder = self.output.waiting("admin")
        admin.write_page(ADMIN, folder, told)
        for name, file in _below(folder, "admin/"):
            self.leaks += self._search().leaks(name, file.read_bytes())
        try:
            admin.add_program(ADMIN, folder)
        except SiteError:
            if self.settings.admin:
                raise
            self.kit.lacking = key
            shutil.rmtree(folder)
            return
        self.has_admin = True
        for name, _ in _below(folder, "admin/"):
            self.output.take(name, key)


def _rendered(pages: Pages, page: Page) -> bytes:
    return pages.render(page).encode()


def _below(folder: Path, before: str) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield before + file.relative_to(folder).as_posix(), file
