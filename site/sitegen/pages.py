"""Which pages the site has, and what each is about. How they look is the templates' business.

Each page stands once in Indonesian and, with the catalogue's English words, once more below /en/. Lessons have one
language, their author's; so have the two pages that answer for any address.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from courseware.messages import Language, catalogue
from courseware.public import PublicCourse, PublicLesson, lesson_url, terms_url
from courseware.release import Release

_GOAL_BEGINNING = "Setelah kelas ini Anda dapat "
_CLASSES = "/kelas/"

NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """`path` is the address, `section` its entry in the navigation, `width` narrow, text or all there is.

    `script` names the one script of the page, in site/scripts; `sheet` the stylesheet that it has beside `base`, if any
    (sitegen/styles.py); `has_twin`: the other language has the page too.
    `shows_later`: what the sheet `later` styles stands on the page from the start.
    """

    path: str
    template: str
    title: str
    summary: str
    section: str = ""
    name: str = ""
    width: str = ""
    indexed: bool = True
    facts: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    script: str = "app"
    language: Language = Language.INDONESIAN
    has_twin: bool = False
    shows_later: bool = False
    sheet: str = ""

    @property
    def file(self) -> str:
        """Where the page lies in the output."""
        return self.path[1:] + "index.html" if self.path.endswith("/") else self.path[1:]

    @property
    def root(self) -> str:
        """What stands before the address of every page in this language."""
        return root_of(self.language)

    @property
    def twin(self) -> str:
        """The same page's address in the other language; only where it has one."""
        return f"/en{self.path}" if self.language is Language.INDONESIAN else self.path.removeprefix(self.root)

    @property
    def asset(self) -> str:
        """The name of the page's script among the assets."""
        return script_asset(self.script, self.language)


def with_fact(page: Page, template: str, **facts: object) -> Page:
    """The page with further facts if it is of this template."""
    return replace(page, facts={**page.facts, **facts}) if page.template == template else page


def root_of(language: Language) -> str:
    return "" if language is Language.INDONESIAN else f"/{language}"


def script_asset(name: str, language: Language) -> str:
    """A script is bundled once for each language, with that language's words."""
    return f"{name}.js" if language is Language.INDONESIAN else f"{language}/{name}.js"


def pages_of(release: Release, lesson_pages: Callable[[PublicCourse], Iterable[Page]] | None = None) -> Iterator[Page]:
    """Every page of the site, the Indonesian ones first; `lesson_pages` may know those of this name from before."""
    courses = [course.public for course in release.courses]
    for language in Language:
        root = root_of(language)
        for page in _pages(courses, language):
            section = root + page.section if page.section else ""
            yield replace(page, path=root + page.path, section=section, language=language, has_twin=True)
        if language is Language.INDONESIAN:
            for course in courses:
                yield from (lesson_pages or lesson_pages_of)(course)
            yield from _answers_for_any_address()


def _pages(courses: list[PublicCourse], language: Language) -> Iterator[Page]:
    """The pages that stand in every language, at their addresses without the language."""
    facts: Mapping[str, object] = {"courses": courses}
    yield _titled("beranda", Page("/", "beranda.html", "", "", facts=facts, sheet="front"), language)
    catalogue_page = Page(_CLASSES, "katalog.html", "", "", section=_CLASSES, facts=facts, sheet="front")
    yield _titled("kelas", catalogue_page, language)
    searching = Page("/cari/", "cari.html", "", "", section=_CLASSES, width="text", facts=facts)
    yield _titled("cari", replace(searching, script="search", sheet="search"), language)
    for course in courses:
        home = f"{_CLASSES}{course.slug}/"
        about: Mapping[str, object] = {"course": course, "goal_endings": _endings(course.goals)}
        home_page = Page(home, "kelas.html", course.title, course.summary, section=_CLASSES, facts=about, sheet="front")
        yield replace(home_page, script="course")
        evaluation = Page(
            f"{home}evaluasi/",
            "interactive.html",
            "",
            "",
            section=_CLASSES,
            name="evaluasi",
            width="text",
            indexed=False,
            facts={"course": course},
            script="evaluation",
            sheet="interactive",
        )
        yield _titled("evaluasi", evaluation, language, course=course.title)
    for page in (*_TEXTS, *_SCREENS):
        yield _titled(page.name, page, language)


def _titled(key: str, page: Page, language: Language, **facts: object) -> Page:
    words = catalogue(language)
    title, summary = (words.say(f"page-titles.{key}.{part}", **facts) for part in ("title", "summary"))
    return replace(page, title=title, summary=summary)


def lesson_pages_of(course: PublicCourse) -> Iterator[Page]:
    """The lessons, each with its neighbours; those that left the class, for whoever began with them; the glossary."""
    lessons = course.lessons
    for position, lesson in enumerate(lessons):
        yield _lesson(course, lesson, position + 1, _at(lessons, position - 1), _at(lessons, position + 1))
    for lesson in course.retired:
        yield replace(_lesson(course, lesson, 0, None, None), indexed=False, shows_later=True)
    if course.glossary:
        words = catalogue(Language.INDONESIAN)
        title, summary = (words.say(f"page-glossary.{part}", course=course.title) for part in ("title", "summary"))
        page = Page(terms_url(course.slug), "istilah.html", title, summary, section=_CLASSES, width="text")
        yield replace(page, facts={"course": course}, script="reading")


def _lesson(
    course: PublicCourse, lesson: PublicLesson, position: int, before: PublicLesson | None, after: PublicLesson | None
) -> Page:
    """`position` counts from 1; 0 is a lesson that belongs to the class no more."""
    known = {term.id: term for term in course.glossary}
    return Page(
        lesson_url(course.slug, lesson.slug),
        "pelajaran.html",
        lesson.title,
        lesson.summary,
        section=_CLASSES,
        facts={
            "course": course,
            "lesson": lesson,
            # In a preview a word may have lost its entry a moment ago; such a class is not built.
            "terms": [known[term] for term in lesson.terms if term in known],
            "position": position,
            "before": before,
            "after": after,
        },
        script="reading",
    )


def _answers_for_any_address() -> Iterator[Page]:
    # Whoever has no network is shown the classes that are kept.
    offline = Page("/luring/", "luring.html", "", "", width="text", indexed=False, sheet="front")
    missing = Page("/404.html", "tiada.html", "", "", width="text", indexed=False, script="reading")
    for key, page in (("luring", offline), ("tiada", missing)):
        yield _titled(key, page, Language.INDONESIAN)


def _endings(goals: tuple[str, ...]) -> tuple[str, ...]:
    """The goals without the beginning they share, which then is read once instead of seven times; else nothing."""
    if not all(goal.startswith(_GOAL_BEGINNING) for goal in goals):
        return ()
    return tuple(goal.removeprefix(_GOAL_BEGINNING) for goal in goals)


def _at(lessons: tuple[PublicLesson, ...], position: int) -> PublicLesson | None:
    return lessons[position] if 0 <= position < len(lessons) else None


def _screen(
    name: str, *, path: str = "", section: str = "", width: str = "", indexed: bool = False, script: str = "app"
) -> Page:
    """A page whose inside a script brings to life."""
    address = path or f"/{name}/"
    return Page(address, "interactive.html", "", "", section, name, width, indexed, script=script, sheet="interactive")


def _account(name: str, *, path: str = "", indexed: bool = False, script: str = "account") -> Page:
    """A way into an account, or what its owner may change: narrow, by scripts that lessons needn't carry."""
    return _screen(name, path=path, width="narrow", indexed=indexed, script=script)


_TEXTS = (
    Page("/bantuan/", "teks.html", "", "", section="/bantuan/", name="bantuan", width="text", script="reading"),
    Page("/privasi/", "teks.html", "", "", name="privasi", width="text", script="reading"),
)

_SCREENS = (
    _account("daftar", indexed=True),
    _account("konfirmasi"),
    _account("masuk", indexed=True),
    _account("masuk-google", path="/masuk/google/"),
    _account("pemulihan"),
    _account("akun", script="my-account"),
    _account("batal-ganti-surel"),
    _account("berhenti-pengingat"),
    _screen("biodata", width="narrow", script="profile"),
    _screen("data", path="/akun/data/", width="text", script="rights"),
    _screen("kelas-saya", section="/kelas-saya/"),
    _screen("hasil", section="/kelas-saya/", width="text", script="result"),
    _screen("sertifikat", section="/sertifikat/", width="text"),
    _screen("verifikasi", width="text", indexed=True, script="verification"),
    _screen("petugas", script="staff"),
    _screen("statistik-soal", path="/petugas/soal/", script="items"),
    _screen("sertifikat-petugas", path="/petugas/sertifikat/", script="certificates-office"),
    _screen("penilaian-kelas", path="/petugas/umpan-balik/", script="feedback"),
)
