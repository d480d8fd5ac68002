"""What a lesson may hold besides text, from its Markdown to the screen."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import sitegen
from courseware.release import Release, compile_release
from tests.content.courseware.builder import CHECK, LESSON_HEAD, good_course
from tests.site import hosting
from tests.site.barriers import barriers
from tests.site.sitegen.conftest import POLICY

ColorScheme = Literal["light", "dark"]

BASE = "https://belajar.example"
LESSON = f"{BASE}/kelas/k3/mengenal-pembeli/"
BODY = """Setiap akhir tahun koperasi menghitung [SHU](istilah:shu).[^uu] Unduh [lembar kerja](media/lembar.pdf).

::: video Menghitung SHU
tautan: media/shu.mp4
poster: media/sampul.svg
ukuran: 1,2 MB
durasi: 3:20

Transkrip: Kita mulai dari laba.
:::

[^uu]: Pasal 45 UU Nomor 25 Tahun 1992.
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """One lesson with all of it, and one that is retired."""
    course = good_course(tmp_path_factory.mktemp("parts") / "content" / "courses")
    (course.folder / "media" / "lembar.pdf").write_bytes(b"%PDF-1.7\n" + bytes(120_000))
    (course.folder / "media" / "shu.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(1_200_000))
    course.write("glossary.md", "**SHU** (sisa hasil usaha) {#shu}: Laba koperasi setahun.\n")
    course.lesson(f"{BODY}\n{'kata ' * 400}\n\n{CHECK}")
    head = LESSON_HEAD.format(id="lama").replace("menit: 2\n", "menit: 2\npensiun: true\n")
    course.write("lessons/02-lama.md", f"{head}Isi [SHU](istilah:shu) lama.\n")
    return compile_release(course.root)


@pytest.fixture(scope="module")
def built(parts: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    sitegen.build(parts, folder, BASE)
    return folder


def file_of(built: Path, route: Route) -> Path:
    path = route.request.url.removeprefix(BASE).partition("#")[0]
    return built / path[1:] / ("index.html" if path.endswith("/") else "")


@pytest.fixture
def fetched() -> list[str]:
    """The paths that a phone asked for."""
    return []


@pytest.fixture
def phone(browser: Browser, built: Path, fetched: list[str]) -> Iterator[Page]:
    """Without scripts: what a lesson says must be there without them."""

    def answer(route: Route) -> None:
        file = file_of(built, route)
        fetched.append(f"/{file.relative_to(built)}")
        hosting.answer(route, file, POLICY)

    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.route("**/*", answer)
    yield context.new_page()
    context.close()


def test_a_page_asks_for_no_download_and_no_recording(phone: Page, fetched: list[str], built: Path) -> None:
    """They come when somebody asks for them; the service worker fetches what lies in /assets/ with each page."""
    phone.goto(LESSON)
    html = (built / "kelas/k3/mengenal-pembeli/index.html").read_text()
    asked_for = re.findall(r'(?:href|src)="(/media/[^"]+)"', html)
    assert [re.sub(r"\.\w{10}\.", ".", address) for address in asked_for] == [
        "/media/k3/lembar.pdf",
        "/media/k3/shu.mp4",
    ]
    assert [address for address in asked_for if not (built / address[1:]).is_file()] == []
    assert [path for path in fetched if path.startswith("/media/")] == []
    assert [path for path in fetched if "sampul" in path] != []


def test_a_word_shows_its_meaning_where_it_was_tapped(phone: Page) -> None:
    """Without a script: a reader on an old phone must not lose the sentence."""
    phone.goto(LESSON)
    meaning = phone.locator("[id='istilah:shu']")
    assert (meaning.bounding_box() or {})["y"] > 740
    phone.get_by_role("link", name="SHU").click()
    expect(meaning).to_be_in_viewport(ratio=1)
    shown = meaning.bounding_box()
    assert shown is not None
    assert 0 < shown["y"] < shown["y"] + shown["height"] <= 740
    assert phone.get_by_text("Setiap akhir tahun").is_visible()
    assert (phone.get_by_text("Setiap akhir tahun").bounding_box() or {})["y"] > 0
    meaning.get_by_role("link", name="Kembali ke teks").click()
    expect(meaning).not_to_be_in_viewport()
    assert (meaning.bounding_box() or {})["y"] > 740
    phone.get_by_role("link", name="SHU").click()
    meaning.get_by_role("link", name="Semua istilah").click()
    expect(phone).to_have_url(f"{BASE}/kelas/k3/istilah/#shu")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Istilah")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["mengenal-pembeli/#istilah:shu", "istilah/#shu", "lama/"])
def test_a_screen_reader_meets_no_barrier(browser: Browser, built: Path, page: str, scheme: ColorScheme) -> None:
    """The page with all of it, a meaning open over the text."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True, color_scheme=scheme)
    context.route("**/*", lambda route: hosting.answer(route, file_of(built, route)))
    opened = context.new_page()
    opened.goto(f"{BASE}/kelas/k3/{page}")
    found = barriers(opened)
    context.close()
    assert found == []


def test_the_class_leads_to_its_words(phone: Page) -> None:
    """Who prepares for the evaluation reads them once more."""
    phone.goto(f"{BASE}/kelas/k3/")
    phone.get_by_role("link", name="Istilah di kelas ini").click()
    expect(phone.locator("main")).to_contain_text("Laba koperasi setahun.")


def test_a_retired_lesson_is_there_for_those_who_began_with_it(phone: Page, built: Path) -> None:
    """And for nobody else: no list, no search engine and no other lesson leads there."""
    phone.goto(f"{BASE}/kelas/k3/lama/")
    assert phone.get_by_text("Pelajaran ini sudah digantikan.").is_visible()
    assert phone.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert phone.locator("jawara-lesson").get_attribute("next") == "/kelas/k3/"
    others = [file for file in built.rglob("*.html") if file.parent.name != "lama"]
    assert [file for file in [*others, built / "sitemap.xml"] if "/kelas/k3/lama/" in file.read_text()] == []


@pytest.mark.parametrize("page", ["mengenal-pembeli", "istilah", "lama"])
def test_no_id_stands_twice_and_every_anchor_is_found(built: Path, page: str) -> None:
    """Footnotes, words and headings all lead by ids."""
    html = (built / "kelas/k3" / page / "index.html").read_text()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
