"""In a real browser: what was saved is there, at the place where the reader is."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.content.courseware.builder import CHECK, CourseFolder
from tests.site.barriers import barriers

pytestmark = pytest.mark.browser

ColorScheme = Literal["light", "dark"]
LESSON = "/kelas/k3/mengenal-pembeli/"
LESSON_FILE = "lessons/01-mengenal-pembeli.md"
LONG = "\n\n".join(f"Paragraf nomor {number}." for number in range(1, 80))


@pytest.fixture
def page(browser: Browser, course: CourseFolder, address: str) -> Iterator[Page]:
    """A phone; whatever breaks in a script breaks the test."""
    broken: list[str] = []
    with browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, locale="id-ID") as context:
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        yield page
    assert broken == []


def test_a_save_appears_by_itself_and_the_reader_stays_where_they_are(page: Page, course: CourseFolder) -> None:
    """Scrolling back after each save would cost more than any build."""
    course.lesson(f"{LONG}\n\n{CHECK}")
    page.goto(LESSON)
    expect(page.get_by_text("Paragraf nomor 60.")).to_be_attached()
    page.evaluate("scrollTo(0, 1500)")
    course.lesson(f"{LONG}\n\nParagraf terakhir.\n\n{CHECK}")
    expect(page.get_by_text("Paragraf terakhir.")).to_be_attached()
    assert page.evaluate("scrollY") == 1500


def test_a_mistake_stands_below_its_text_until_it_is_mended(page: Page, course: CourseFolder) -> None:
    """At the place, with how to mend it: nobody should have to look for a line."""
    course.lesson(f"Awal.\n\nLihat [harga](pelajaran:harga).\n\nAkhir.\n\n{CHECK}")
    page.goto(f"{LESSON}#salah-1")
    broken = page.locator("main p.preview-broken")
    expect(broken).to_have_text("Lihat harga.")
    told = page.locator("main .preview-broken + .preview-mistake")
    expect(told).to_contain_text("01-mengenal-pembeli.md:10")
    expect(told).to_be_in_viewport()

    course.lesson(f"Awal.\n\nAkhir.\n\n{CHECK.replace('- [x]', '- [ ]')}")
    expect(page.locator("main jawara-check + .preview-mistake")).to_contain_text("01-mengenal-pembeli.md:13")
    expect(page.get_by_role("complementary", name="Pratinjau")).to_contain_text("1 kesalahan")

    course.lesson(f"Awal.\n\nAkhir.\n\n{CHECK}")
    expect(page.get_by_role("complementary", name="Pratinjau")).to_contain_text("tidak ada kesalahan")
    expect(page.locator(".preview-mistake")).to_have_count(0)


def test_a_sample_is_sat_as_participants_sit_and_begins_anew_after_a_save(page: Page, course: CourseFolder) -> None:
    """By the script of the site, whose answers go nowhere."""
    page.goto("/kelas/k3/evaluasi/?kunci=ya")
    sitting = page.locator("jawara-paper")
    expect(sitting.get_by_role("timer")).to_contain_text("Sisa waktu 4")
    sitting.get_by_label("Manfaat dirasakan pembeli").check()
    expect(sitting.get_by_text("1 dari 1 tersimpan di kantor")).to_be_visible()

    course.replace("evaluation.md", "Manfaat dirasakan pembeli", "Manfaat dirasakan oleh pembeli")
    expect(sitting.get_by_label("Manfaat dirasakan oleh pembeli")).to_be_visible()

    sitting.get_by_label("Manfaat dirasakan oleh pembeli").check()
    # What isn't asked changes around the sitting, which goes on.
    course.replace("evaluation.md", "bagi pembeli.", "bagi pembelinya.")
    expect(page.get_by_text("manfaat menerangkan perubahan bagi pembelinya.")).to_be_visible()
    expect(sitting.get_by_label("Manfaat dirasakan oleh pembeli")).to_be_checked()
    sitting.get_by_role("button", name="Tinjau jawaban").click()
    with page.expect_navigation(url="**/evaluasi/?undian=1#soal"):
        sitting.get_by_role("button", name="Kirim jawaban").click()


def test_the_key_of_a_lesson_stands_below_its_check(page: Page) -> None:
    """Not in a list at the end, where one would have to look from one to the other."""
    page.goto(LESSON)
    page.get_by_role("link", name="Tampilkan kunci").click()
    key = page.locator("jawara-check[check=cek-pembeli] .preview-key")
    expect(key).to_contain_text("Pembeli utama terlihat dari catatan pesanan")
    page.get_by_role("link", name="Sembunyikan kunci").click()
    expect(page.locator(".preview-key")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_preview_with_mistakes_and_key_has_no_barriers(
    browser: Browser, course: CourseFolder, address: str, scheme: ColorScheme
) -> None:
    """Editors are no more alike than participants."""
    course.lesson(f"Awal.\n\n- Satu [harga](pelajaran:harga)\n- Dua\n\n![Bagan](media/tidak.svg)\n\n{CHECK}")
    course.write("lessons/02-harga.md", "---\nid: [\n")
    with browser.new_context(base_url=address, bypass_csp=True, color_scheme=scheme) as context:
        page = context.new_page()
        for path in (f"{LESSON}?kunci=ya", "/kelas/k3/evaluasi/?kunci=ya", "/kelas/k3/harga/"):
            page.goto(path)
            expect(page.locator("main .preview-mistake, main .preview-key").first).to_be_visible()
            page.locator(".preview-bar summary").click()
            assert barriers(page) == []
