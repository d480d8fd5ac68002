"""A class is updated under somebody in the middle of it: they read what changes, move, and finish it as it is now."""

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.content.courseware.builder import LESSON_HEAD, CourseFolder, good_course
from tests.journey.running import Running, running
from tests.journey.walker import PASSWORD, Walker

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    """Two lessons: one will move to another address, the other will retire."""
    made = good_course(tmp_path / "kelas")
    made.write("lessons/02-spanduk.md", lesson("spanduk", "Spanduk dan brosur"))
    return made


@pytest.fixture
def system(course: CourseFolder, tmp_path: Path, migrated: Path) -> Generator[Running]:
    """A system with nothing but this class."""
    with running(tmp_path / "var", migrated, CONTENT_DIRS=str(course.root)) as started:
        yield started


def lesson(name: str, title: str, more: str = "") -> str:
    head = LESSON_HEAD.format(id=name).replace("Mengenal pembeli", title)
    return head.replace("menit: 2\n", f"menit: 2\n{more}") + "Isi pelajaran.\n"


def updated(course: CourseFolder) -> None:
    """A lesson more, one under another address, one retired."""
    first = course.folder / "lessons" / "01-mengenal-pembeli.md"
    first.rename(first.with_name("01-siapa-pembeli.md"))
    course.write("lessons/02-spanduk.md", lesson("spanduk", "Spanduk dan brosur", "pensiun: true\n"))
    course.write("lessons/03-harga.md", lesson("harga", "Menghitung harga"))


def signed_in(page: Page, email: str) -> None:
    page.goto("/masuk/")
    page.get_by_label("Alamat surel (email)").fill(email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/kelas-saya/")


def test_an_updated_class_is_moved_to_and_finished(browser: Browser, system: Running, course: CourseFolder) -> None:
    """Every link on the way leads to a page, before the move and after it."""
    with Walker(system, course.release().sealed) as walker:
        walker.join()
        walker.ask('mutation { enrol(course: "k3") { problems { code } } }')
        system.stop()
        updated(course)
        system.start()
        page = browser.new_page(base_url=system.address, viewport={"width": 360, "height": 740}, locale="id-ID")
        page.set_default_timeout(20_000)
        signed_in(page, walker.email)

        page.goto("/kelas/k3/")
        page.get_by_role("link", name="Mulai: Mengenal pembeli").click()
        expect(page).to_have_url(f"{system.address}/kelas/k3/siapa-pembeli/")
        expect(page.get_by_role("heading", name="Mengenal pembeli", level=1)).to_be_visible()
        walker.complete("mengenal-pembeli")
        page.goto("/kelas/k3/")
        page.get_by_role("link", name="Lanjutkan: Spanduk dan brosur").click()
        expect(page.get_by_role("heading", name="Spanduk dan brosur", level=1)).to_be_visible()

        page.goto("/kelas/k3/")
        expect(page.get_by_text("Pelajaran baru: Menghitung harga (2 menit)")).to_be_visible()
        expect(page.get_by_text("Tidak dipakai lagi: Spanduk dan brosur")).to_be_visible()
        page.get_by_role("button", name="Pakai versi terbaru").click()
        expect(page.get_by_text("Anda memakai versi terbaru kelas ini")).to_be_visible()
        page.get_by_role("link", name="Lanjutkan: Menghitung harga").click()
        expect(page.get_by_role("heading", name="Menghitung harga", level=1)).to_be_visible()
        walker.complete("harga")
        walker.answer_paper()
        assert walker.submit()["passed"] is True
        walker.letter("Sertifikat Anda")
        page.close()
