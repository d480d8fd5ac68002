"""The search page in a real browser, on the site of the small release."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import sitegen
from courseware.public import Term
from courseware.release import Release
from tests.site.barriers import barriers
from tests.site.hosting import served
from tests.site.sitegen.answering.test_access import LARGE_LETTERS, TOO_WIDE
from tests.site.sitegen.conftest import BASE_URL, MakeRelease, OpenSite

pytestmark = pytest.mark.browser

PROSE = (
    '<h2 id="stok">Mengelola stok</h2><p>Pemilik warung menghitung stok setiap pekan.</p>'
    '<h2 id="harga">Harga</h2><p>Harga yang dihitung dengan <strong>benar</strong>.</p>'
)


@pytest.fixture(scope="module")
def release(make_release: MakeRelease) -> Release:
    (course,) = make_release(PROSE).courses
    term = Term("stok", "Stok", "", "Barang yang tersedia.")
    return Release((replace(course, public=replace(course.public, glossary=(term,))),))


@pytest.fixture(scope="module")
def output(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "site"
    sitegen.build(release, folder, BASE_URL)
    return folder


@pytest.fixture
def broken() -> Iterator[list[str]]:
    """What a page's script throws breaks the test."""
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def page(open_site: OpenSite, broken: list[str]) -> Page:
    page = open_site().new_page()
    page.on("pageerror", lambda error: broken.append(str(error)))
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".results__title").all_inner_texts()


def test_a_root_finds_the_word_with_affixes_at_its_heading(page: Page) -> None:
    """What a participant types from the page of classes, and where it leads."""
    page.goto(f"{BASE_URL}/kelas/")
    page.get_by_role("searchbox", name="Cari di semua pelajaran").fill("kelola")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("status")).to_have_text("1 hasil untuk “kelola”")
    assert page.url == f"{BASE_URL}/cari/?q=kelola"
    result = page.get_by_role("listitem").filter(has_text="Mengenal pembeli")
    expect(result.locator("mark")).to_have_text(["Mengelola"])
    expect(result).to_contain_text("Pelajaran · Pemasaran <dasar>")
    expect(result).to_contain_text("Pemilik warung menghitung stok setiap pekan.")
    result.get_by_role("link", name="Mengenal pembeli").click()
    page.wait_for_url(f"{BASE_URL}/kelas/pemasaran/pembeli/#stok")


def test_results_follow_the_typing_and_the_way_back(page: Page) -> None:
    """The question stands in the address: it can be sent to a friend, and the way back finds it again."""
    page.goto(f"{BASE_URL}/cari/")
    expect(page.get_by_role("heading", name="Semua pelajaran")).to_be_visible()
    page.get_by_role("searchbox").press_sequentially("stok")
    expect(page.get_by_role("status")).to_have_text("2 hasil untuk “stok”")
    expect(page.get_by_role("heading", name="Semua pelajaran")).to_be_hidden()
    assert titles(page) == ["Stok", "Mengenal pembeli"]
    page.get_by_role("searchbox").fill("menghitungkan")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_have_text("3 hasil untuk “menghitungkan”")
    page.locator(".results a").first.click()
    page.wait_for_url("**/kelas/pemasaran/**")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("menghitungkan")
    expect(page.get_by_role("status")).to_have_text("3 hasil untuk “menghitungkan”")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("stok")
    assert titles(page) == ["Stok", "Mengenal pembeli"]


def test_nothing_found_is_said_and_a_slip_is_forgiven(page: Page) -> None:
    """Silence looks like a broken page."""
    page.goto(f"{BASE_URL}/cari/?q=xyzxyz")
    expect(page.get_by_role("status")).to_have_text("Tidak ada hasil untuk “xyzxyz”.")
    expect(page.get_by_text("Coba kata lain")).to_be_visible()
    page.goto(f"{BASE_URL}/cari/?q=pembeil")
    expect(page.get_by_role("status")).to_contain_text("ejaan terdekat, “pembeli”")
    assert "Mengenal pembeli" in titles(page)


def test_a_question_is_text_and_never_markup(page: Page) -> None:
    """An address that somebody sends must not put a picture or a script into the page."""
    page.goto(f"{BASE_URL}/cari/?q=%3Cimg%20src%3Dx%3E%20stok")
    expect(page.get_by_role("status")).to_contain_text("<img src=x> stok")
    assert page.locator("main img").count() == 0


def test_an_index_that_does_not_come_is_said_and_asked_for_again(page: Page) -> None:
    """The line of a village drops in the middle of things."""
    page.route("**/assets/search.*.json", lambda route: route.abort())
    page.goto(f"{BASE_URL}/cari/?q=stok")
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sambungan internet.")
    page.unroute("**/assets/search.*.json")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_role("status")).to_have_text("2 hasil untuk “stok”")


def test_english_words_frame_the_same_lessons(page: Page) -> None:
    """Lessons have their author's language, and say so to a screen reader."""
    page.goto(f"{BASE_URL}/en/cari/?q=kelola")
    expect(page.get_by_role("status")).to_have_text("Results for “kelola”: 1")
    link = page.get_by_role("link", name="Mengenal pembeli")
    expect(link.locator("..")).to_have_attribute("lang", "id")
    expect(link).to_have_attribute("href", "/kelas/pemasaran/pembeli/#stok")


def test_without_a_script_the_page_says_so_and_lists_all_lessons(open_site: OpenSite) -> None:
    """Reading never depends on a script."""
    page = open_site(java_script_enabled=False).new_page()
    page.goto(f"{BASE_URL}/cari/")
    told = page.locator("noscript > p")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Pencarian memerlukan JavaScript")
    for title in ("Mengenal pembeli", "Menghitung harga"):
        expect(page.get_by_role("main").get_by_role("link", name=title)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/cari/", "/cari/?q=stok", "/cari/?q=xyzxyz", "/en/cari/?q=stok", "/kelas/"])
def test_searching_has_no_barrier(open_site: OpenSite, scheme: Any, address: str) -> None:
    """Empty, with results, without any, in both languages, and the field on the page of classes."""
    page = open_site(bypass_csp=True, color_scheme=scheme).new_page()
    page.goto(f"{BASE_URL}{address}")
    if "q=" in address:
        expect(page.get_by_role("status")).not_to_be_empty()
    assert barriers(page) == []


@pytest.mark.parametrize(("width", "letters"), [(320, ""), (360, LARGE_LETTERS)])
def test_nothing_runs_out_of_a_small_screen(open_site: OpenSite, width: int, letters: str) -> None:
    """Who enlarges letters searches too, by words as long as *keanggotaannya*."""
    page = open_site().new_page()
    page.set_viewport_size({"width": width, "height": 640})
    for address in ("/cari/?q=kelola", "/kelas/"):
        page.goto(f"{BASE_URL}{address}")
        page.evaluate(letters or "null")
        if "q=" in address:
            expect(page.get_by_role("status")).not_to_be_empty()
        assert page.evaluate(TOO_WIDE) == []


def test_searching_works_without_a_network_once_the_page_was_open(browser: Browser, output: Path) -> None:
    """The index is kept with its page, as a picture is with its lesson."""
    with served(output) as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.goto(f"{site}/cari/")
        page.wait_for_function("async () => !!(await caches.match('/cari/'))")
        page.wait_for_function(
            "async () => !!(await caches.match(document.querySelector('jawara-search').getAttribute('index')))"
        )
        context.set_offline(True)
        page.goto(f"{site}/cari/?q=mengelola")
        expect(page.get_by_role("status")).to_have_text("1 hasil untuk “mengelola”")
