"""What participants pay for: the weight of a page as it travels, on the site of the real classes."""

import gzip
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

import sitegen
from courseware.public import Check, PublicLesson, lesson_url
from courseware.release import Release, compile_release

COURSES = Path(__file__).parents[3] / "content" / "courses"


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


@dataclass(frozen=True)
class Visit:
    """A lesson's page, and the files that a phone fetches when it opens it signed out, without an earlier visit."""

    html: str
    site: Path

    def files(self, pattern: str) -> list[Path]:
        return [self.site / address[1:] for address in re.findall(pattern, self.html)]

    @property
    def styles(self) -> list[Path]:
        return self.files(r'<link rel="stylesheet" href="([^"]+)">')

    @property
    def paper(self) -> list[Path]:
        """Fetched once the page stands there, for whoever prints it."""
        return self.files(r'<link rel="stylesheet" href="([^"]+)" media="print">')

    @property
    def scripts(self) -> list[Path]:
        return self.files(r'<script type="module" src="([^"]+)"')

    @property
    def fonts(self) -> list[Path]:
        return self.files(r'<link rel="preload" href="([^"]+)" as="font"')

    @property
    def icons(self) -> list[Path]:
        return self.files(r'<link rel="icon" href="([^"]+)"')

    @property
    def first_picture(self) -> list[Path]:
        return self.files(r'<img src="([^"]+)"')[:1]

    def weight(self, *files: Path) -> int:
        """As it travels: a font is packed already."""
        return sum(
            file.stat().st_size if file.suffix == ".woff2" else min(file.stat().st_size, weight(file.read_bytes()))
            for file in files
        )


@pytest.fixture(scope="module")
def real() -> Release:
    return compile_release(COURSES)


@pytest.fixture(scope="module")
def site(real: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "site"
    sitegen.build(real, folder, "https://belajar.example")
    return folder


@pytest.fixture(scope="module")
def visits(real: Release, site: Path) -> dict[str, tuple[PublicLesson, Visit]]:
    return {
        (path := lesson_url(course.public.slug, lesson.slug)): (
            lesson,
            Visit((site / path[1:] / "index.html").read_text(), site),
        )
        for course in real.courses
        for lesson in course.public.lessons
    }


def prose(lesson: PublicLesson) -> str:
    """What the editor wrote between a lesson's summary and its sources, as HTML."""
    return "\n".join(
        chain.from_iterable(
            (part.prompt_html, *(choice.html for choice in part.choices)) if isinstance(part, Check) else (part.html,)
            for part in lesson.parts
        )
    )


Visits = dict[str, tuple[PublicLesson, Visit]]


def test_the_html_of_a_lesson_weighs_at_most_5_kilobytes_over_its_text(visits: Visits) -> None:
    """What the site adds must not grow with the years.

    "Its text" is the lesson's own prose, gzipped alone: the HTML of its parts, of a check the question and its choices.
    """
    over = {
        path: weight(visit.html.encode()) - weight(prose(lesson).encode()) for path, (lesson, visit) in visits.items()
    }
    assert len(over) >= 10
    assert max(over.values()) <= 5_000


def test_the_styles_of_a_lesson_weigh_at_most_4_kilobytes(visits: Visits) -> None:
    """Nothing is shown before they are here."""
    for path, (_, visit) in visits.items():
        assert 1 <= len(visit.styles) <= 2, path  # a lesson with notes or words has a second one
        assert visit.weight(*visit.styles) <= 4_000, path


def test_who_signs_in_or_answers_fetches_little_more(site: Path) -> None:
    """The account menu, the state of a lesson, notices and outcomes: small, once, and kept."""
    (sheet,) = site.glob("assets/later.*.css")
    assert weight(sheet.read_bytes()) <= 1_000
    (paper,) = site.glob("assets/print.*.css")
    assert weight(paper.read_bytes()) <= 1_000


def test_the_script_of_a_lesson_weighs_at_most_8_kilobytes(visits: Visits) -> None:
    """A cheap phone takes longer to read it than to fetch it."""
    for path, (_, visit) in visits.items():
        assert len(visit.scripts) == 1, path
        assert visit.weight(*visit.scripts) <= 8_000, path


def test_the_font_weighs_at_most_20_kilobytes(visits: Visits) -> None:
    """One subset for headings; text is in the phone's own font."""
    for path, (_, visit) in visits.items():
        assert len(visit.fonts) == 1, path
        assert visit.weight(*visit.fonts) <= 20_000, path


def test_a_first_visit_to_a_lesson_weighs_at_most_60_kilobytes(visits: Visits) -> None:
    """HTML, styles, script, font, icon and the first picture: about a second on the line of a village.

    The icon is the one in the tab; those for a home screen are fetched by whoever installs the site.
    """
    for path, (_, visit) in visits.items():
        assert len(visit.paper) == 1, path
        files = [*visit.styles, *visit.paper, *visit.scripts, *visit.fonts, *visit.icons, *visit.first_picture]
        assert weight(visit.html.encode()) + visit.weight(*files) <= 60_000, path


@pytest.mark.parametrize(
    "name",
    [
        *("app", "account", "course", "evaluation", "feedback", "items", "my-account", "profile", "result"),
        *("rights", "search", "staff", "verification"),
    ],
)
def test_the_script_of_another_page_weighs_under_13_kilobytes(name: str, site: Path) -> None:
    """Every page waits for exactly one of them."""
    (script,) = site.glob(f"assets/{name}.*.js")
    assert weight(script.read_bytes()) < 13_000
