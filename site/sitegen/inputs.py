"""What a page is made from, as a key: pages with the same key are the same, byte for byte."""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from sys import version as python
from typing import cast

from courseware.messages import Language, written
from courseware.public import PublicCourse, PublicLesson
from sitegen.pages import Page
from sitegen.proposal import Proposal
from sitegen.settings import SiteSettings

_TOOLS = ("jinja2", "markupsafe", "markdown-it-py", "mdit-py-plugins", "pillow", "resvg-py")


class Keys:
    """The keys of the pages of one build. `ground` tells apart what all pages share, `courses` what they show of each
    course, by its slug. `before` are the keys of the last build: they hold for pages that are the very same objects.
    """

    def __init__(self, ground: str, courses: Mapping[str, str], before: "Keys | None" = None) -> None:
        self._ground = ground
        self._courses = courses
        self._before = before._known if before else {}
        self._known: dict[int, tuple[Page, str, str]] = {}

    def of_course(self, course: PublicCourse, *others: str) -> str:
        """The key of what is made from a course and `others`, and shows addresses of its files."""
        return digest_of([renderer(), self._told(course), *others])

    def of(self, page: Page) -> str:
        course = page.facts.get("course")
        basis = self._ground + (self._courses[course.slug] if isinstance(course, PublicCourse) else "")
        known = self._before.get(id(page))
        key = known[2] if known and known[0] is page and known[1] == basis else self._of(page)
        # Facts of a page of one class are of that class alone; others may show any.
        if "lesson" in page.facts:
            self._known[id(page)] = page, basis, key
        return key

    def _of(self, page: Page) -> str:
        about = (
            *(page.path, page.template, page.title, page.summary, page.section, page.name, page.width, page.indexed),
            *(page.script, page.language, page.has_twin, page.shows_later, page.sheet),
        )
        facts = (f"{name}={self._told(fact)}" for name, fact in page.facts.items())
        return digest_of([self._ground, repr(about), *facts])

    def _told(self, fact: object) -> str:
        match fact:
            case PublicCourse():
                return self._courses[fact.slug]
            case PublicLesson():
                return fact.slug  # Its course tells all of it.
            case list():
                return "".join(self._told(one) for one in cast("list[object]", fact))
            case _:
                return repr(fact)


def ground(
    source: Path, settings: SiteSettings, origin: str, assets: Mapping[str, str], proposal: Proposal | None
) -> str:
    """Tells apart what all pages share: templates, texts, words, settings, addresses, and what renders them."""
    files = sorted(file for folder in ("templates", "pages") for file in (source / folder).rglob("*") if file.is_file())
    return digest_of(
        [
            renderer(),
            repr(settings),
            repr(proposal),
            origin,
            repr(sorted(assets.items())),
            *(f"{file.relative_to(source)}\0{file.read_text('utf-8')}" for file in files),
            *(text for language in Language for text in written(language)),
        ]
    )


@cache
def renderer() -> str:
    """This package as it was when the process began, and its tools."""
    own = (file.read_text("utf-8") for file in sorted(Path(__file__).parent.rglob("*.py")))
    return digest_of([python, *(version(tool) for tool in _TOOLS), *own])


def digest_of(texts: Iterable[str]) -> str:
    state = sha256()
    for text in texts:
        state.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return state.hexdigest()[:32]
