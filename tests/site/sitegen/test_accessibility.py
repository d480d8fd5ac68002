"""Every page of the site of the real classes, examined by axe in both schemes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import sitegen
from courseware.release import compile_release
from tests.site.barriers import barriers
from tests.site.hosting import answer

COURSES = Path(__file__).parents[3] / "content" / "courses"
ADDRESS = "https://belajar.example"
# Else axe measures colours on their way from one scheme to the other.
AT_ONCE = "* { transition: none !important; }"
PARTS = 12
"""So that no process of tests is left alone with a long one."""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "site"
    sitegen.build(compile_release(COURSES), folder, ADDRESS)
    return folder


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True, service_workers="block")
    context.route("**/graphql", lambda route: route.fulfill(status=401, json={"data": None}))
    context.route(
        lambda address: not address.endswith("/graphql"),
        lambda route: answer(route, site / file_of(route.request.url.removeprefix(ADDRESS))),
    )
    yield context.new_page()
    context.close()


def file_of(path: str) -> str:
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_keeps_anybody_out(part: int, site: Path, page: Page) -> None:
    """Labels, roles, order and contrast, also of what editors wrote; nothing wider than a phone.

    The scheme changes colours alone. The editors' own page is another program's.
    """
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if "admin" not in path.parts)
    assert len(pages) > 60
    for name in pages[part::PARTS]:
        page.emulate_media(color_scheme="light")
        page.goto(f"{ADDRESS}/{name.removesuffix('index.html')}")
        page.add_style_tag(content=AT_ONCE)
        assert (name, barriers(page)) == (name, [])
        page.emulate_media(color_scheme="dark")
        assert (name, "dark", barriers(page, "color-contrast")) == (name, "dark", [])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
