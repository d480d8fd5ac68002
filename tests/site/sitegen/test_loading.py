"""What a browser fetches for a page, and in which order it may show it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.site.sitegen.conftest import BASE_URL, OpenPhone, OpenSite
from tests.site.sitegen.participant import Participant

LESSON = f"{BASE_URL}/kelas/pemasaran/pembeli/"


def fetched(page: Page, address: str) -> list[str]:
    """The paths that were asked for, fingerprints left out."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(urlsplit(request.url).path))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sorted(re.sub(r"\.[0-9a-f]{10}\.", ".", path) for path in paths)


def test_a_lesson_takes_one_sheet_one_script_one_font_and_its_pictures(open_site: OpenSite) -> None:
    """Each request more is a round trip on a line where one takes half a second; paper can wait."""
    page = open_site().new_page()
    assert fetched(page, LESSON) == [
        "/assets/base.css",
        "/assets/fonts/plus-jakarta-sans-700.woff2",
        "/assets/pemasaran/gambar.svg",
        "/assets/print.css",
        "/assets/reading.js",
        "/kelas/pemasaran/pembeli/",
    ]
    waited_for = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking')"
        ".map((one) => new URL(one.name).pathname.split('.')[0])"
    )
    assert waited_for == ["/assets/base"]


def test_what_is_preloaded_is_used(open_site: OpenSite) -> None:
    """A preload that nobody uses takes its bytes from what the page waits for."""
    page = open_site().new_page()
    for path in ("/", "/kelas/pemasaran/", "/kelas/pemasaran/pembeli/", "/bantuan/", "/luring/"):
        page.goto(f"{BASE_URL}{path}")
        page.evaluate("document.fonts.ready.then(() => undefined)")
        preloaded = page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map((link) => link.as)")
        loaded = page.evaluate("[...document.fonts].map((font) => font.status)")
        assert (path, preloaded, loaded) == (path, ["font"], ["loaded"])


def test_nothing_but_styles_keeps_a_page_from_being_shown(output: Path) -> None:
    """A script in the head that is no module would: the page would stay white until it has come."""
    for file in output.rglob("*.html"):
        html = file.read_text()
        scripts = re.findall(r"<script\b[^>]*>", html)
        assert [tag for tag in scripts if 'type="module"' not in tag] == [], file
        sheets = re.findall(r'<link rel="stylesheet"[^>]*>', html)
        assert len([tag for tag in sheets if not re.search(r' disabled| media="print"', tag)]) <= 2, file
        assert html.index("</head>") > html.rindex('rel="stylesheet"'), file


def test_the_account_menu_brings_its_styles(open_phone: OpenPhone) -> None:
    """Who is signed in sees the menu over the page, not as a list that pushes it down."""
    page = open_phone(Participant().fill(), f"{BASE_URL}/bantuan/")
    page.locator("jawara-account summary").click()
    panel = page.locator(".account__panel")
    panel.wait_for()
    page.wait_for_function("getComputedStyle(document.querySelector('.account__panel')).position === 'absolute'")
