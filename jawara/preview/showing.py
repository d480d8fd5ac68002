"""The pages of a preview, drawn when asked for: the site's own, what is wrong in them, and the key on demand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import time_ns
from urllib.parse import urlencode

from courseware import messages as catalogues
from courseware.hosts import HOSTS, media_hosts
from courseware.lesson import without_key
from courseware.messages import MESSAGES, Language
from courseware.mistakes import Mistake
from courseware.public import PublicLesson, lesson_url
from jawara.preview.assets import SEARCH_INDEX, Assets
from jawara.preview.classes import Classes, Reading
from jawara.preview.paper import sample_paper
from jawara.preview.places import Told, told_on
from sitegen.making import SITE
from sitegen.pages import Page, pages_of, with_fact
from sitegen.rendering import Pages
from sitegen.settings import read_settings

KEY = "kunci"
SEED = "undian"
_YES = "ya"
_ABSENT = "/404.html"
_LARGEST_SEED = 999_999


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as HTML, and its status."""

    html: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for beside the page: with the key, and which sample of the paper."""

    with_key: bool = False
    seed: int = 1

    @staticmethod
    def of(query: Mapping[str, str]) -> "Wish":
        seed = query.get(SEED, "1")
        fits = seed.isdecimal() and seed.isascii() and len(seed) <= len(str(_LARGEST_SEED))
        return Wish(query.get(KEY) == _YES, int(seed) if fits else 1)

    def address(self, path: str, **changes: bool | int) -> str:
        """The address of the page at `path` with this wish, changed."""
        wish = replace(self, **changes)
        query = {SEED: str(wish.seed)} if wish.seed != 1 else {}
        query |= {KEY: _YES} if wish.with_key else {}
        return f"{path}?{urlencode(query)}" if query else path


class Preview:
    """The newest state of classes and site. Its methods may be called from any thread.

    `language` is that of what the preview itself says; mistakes too.
    """

    def __init__(self, folders: Sequence[Path], language: Language, origin: str) -> None:
        self._language = language
        self._origin = origin
        self._classes = Classes([folder.absolute() for folder in folders])
        self._lock = Lock()
        self._began = time_ns()
        self._contents = self._sites = 0
        self._is_stale = False
        self._pages: dict[str, Page] = {}
        self._last: dict[str, Page] = {}
        self._look_at_site()
        self._look_at_classes()

    @property
    def version(self) -> str:
        """`<site>.<content>`: what a page was drawn from. Of another site a browser must load everything anew."""
        return f"{self._began:x}-{self._sites}.{self._contents}"

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Those of all classes, as of the page that was drawn last."""
        return self._classes.mistakes

    @property
    def sources(self) -> list[Path]:
        """What a preview is drawn from."""
        return [*self._classes.folders, SITE, MESSAGES, HOSTS]

    @property
    def kinds(self) -> list[str]:
        """The address of one page of each kind."""
        return list({page.template + page.name: page.path for page in self._pages.values()}.values())

    def changed(self, paths: Iterable[Path]) -> None:
        """Files changed; what this means is found out when the next page is asked for."""
        with self._lock:
            of_site = {path for path in paths if path.is_relative_to(SITE) or path.is_relative_to(MESSAGES)}
            of_classes = set(paths) - of_site
            if of_site:
                self._look_at_site()
                self._sites += 1
            if of_classes:
                self._classes.changed(of_classes)
            self._contents += 1
            self._is_stale = True

    def asset(self, name: str) -> bytes | None:
        """A file below /assets/; raises SiteError when it can't be made."""
        return self._assets.content(name)

    def media(self, slug: str, name: str) -> Path | None:
        return self._assets.media(slug, name)

    def page(self, path: str, wish: Wish) -> Shown:
        """The page at `path`; raises SiteError when a part of the site is missing or broken."""
        with self._lock:
            if self._is_stale:
                self._look_at_classes()
            return self._page(path, wish)

    def _page(self, path: str, wish: Wish) -> Shown:
        told = told_on(path, self._classes, self._language)
        reading = self._reading_at(path)
        page, is_old = self._pages.get(path), reading is not None and reading.is_old
        if page is None and reading is not None and reading.mistakes:
            page, is_old = self._last.get(path), True
        if page is not None:
            return Shown(self._framed(path, wish, told, self._main(page, wish, reading), is_old=is_old))
        if reading is not None and reading.mistakes and self._is_unread(path, reading, told):
            broken = Page(path, "preview/kelas-rusak.html", reading.files.slug, "", section="/kelas/", width="text")
            facts = {"told": [one for one in told if one.is_here or reading.course is None]}
            return Shown(self._framed(path, wish, told, self._own(replace(broken, indexed=False, facts=facts))))
        absent = self._renderers[Language.INDONESIAN].render(self._pages[_ABSENT])
        return Shown(self._framed(path, wish, told, absent), 404)

    def _is_unread(self, path: str, reading: Reading, told: Sequence[Told]) -> bool:
        return reading.course is None or any(one.is_here for one in told)

    def _main(self, page: Page, wish: Wish, reading: Reading | None) -> str:
        course = reading.course if reading else None
        if course is None:
            return self._renderers[page.language].render(page)
        if page.name == "evaluasi":
            evaluation = course.sealed.evaluation
            facts: dict[str, object] = {
                **page.facts,
                "rules": evaluation,
                "pools": [(pool, [(question, without_key(question)) for question in pool.questions])
                          for pool in evaluation.pools],
                "paper": sample_paper(course.sealed, wish.seed, datetime.now(UTC)),
                "wish": wish,
                "another": wish.address(page.path, seed=wish.seed % _LARGEST_SEED + 1),
            }  # fmt: skip
            own = replace(page, template="preview/evaluasi.html", facts=facts, script="preview-paper")
            return self._renderers[page.language].render(own)
        html = self._renderers[page.language].render(page)
        lesson = page.facts.get("lesson")
        if not wish.with_key or not isinstance(lesson, PublicLesson):
            return html
        checks = [check for one in course.sealed.lessons if one.id == lesson.id for check in one.checks]
        keys = Page(page.path, "preview/kunci.html", "", "", facts={"checks": checks})
        return html.replace("</main>", f"{self._own(keys)}</main>", 1)

    def _framed(self, path: str, wish: Wish, told: Sequence[Told], html: str, *, is_old: bool = False) -> str:
        """The page with the preview's own style, script and bar."""
        facts: dict[str, object] = {
            "told": told,
            "is_old": is_old,
            "version": self.version,
            "with_key": wish.with_key,
            "other_key": wish.address(path, with_key=not wish.with_key) if self._has_key(path) else "",
            "classes": [
                (reading.course.public.title if reading.course else slug, f"/kelas/{slug}/")
                for slug, reading in self._classes.readings.items()
            ],
            "evaluation": self._evaluation_beside(path),
        }
        head = self._own(Page(path, "preview/head.html", "", ""))
        bar = self._own(Page(path, "preview/bilah.html", "", "", facts=facts))
        return html.replace("</head>", f"{head}</head>", 1).replace("</body>", f"{bar}</body>", 1)

    def _own(self, page: Page) -> str:
        """What the preview says, in its own language."""
        return self._renderers[self._language].render(page)

    def _has_key(self, path: str) -> bool:
        page = self._pages.get(path) or self._last.get(path)
        return page is not None and (page.name == "evaluasi" or "lesson" in page.facts)

    def _evaluation_beside(self, path: str) -> str:
        reading = self._reading_at(path)
        address = lesson_url(reading.files.slug, "evaluasi") if reading and reading.course else ""
        return "" if address == path else address

    def _reading_at(self, path: str) -> Reading | None:
        root, _, rest = path.removeprefix("/en").partition("/kelas/")
        return self._classes.readings.get(rest.partition("/")[0]) if not root else None

    def _look_at_site(self) -> None:
        catalogues.forget()
        self._assets = Assets(self._classes, f"{self._began:x}-{self._sites + 1}")
        settings = read_settings(SITE / "site.toml")
        self._renderers = {
            language: Pages(SITE, self._assets, self._origin, settings, language) for language in Language
        }

    def _look_at_classes(self) -> None:
        media_hosts.cache_clear()
        self._classes.look()
        pages = (
            with_fact(page, "cari.html", index=self._assets[SEARCH_INDEX]) for page in pages_of(self._classes.release)
        )
        self._pages = {page.path: page for page in pages}
        self._last |= self._pages
        self._is_stale = False
