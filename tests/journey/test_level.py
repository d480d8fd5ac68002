"""A class whose certificates print the level of understanding: from its head to a phone without a network."""

from collections.abc import Generator
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from courseware.release import compile_release
from tests.api.certification.claims import repacked
from tests.browsing import visited
from tests.certificates.drawn import scanned
from tests.journey.phone import SCREEN
from tests.journey.running import Running, running
from tests.journey.walker import COURSES, Walker, sealed_course

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class of the other journeys, with one more line in its head."""
    folder = tmp_path_factory.mktemp("content") / "courses"
    copied = copytree(COURSES / sealed_course().slug, folder / sealed_course().slug) / "course.md"
    copied.write_text(copied.read_text("utf-8").replace("---\n", "---\nhasil-tercetak: tingkat\n", 1), "utf-8")
    return folder


@pytest.fixture
def system(tmp_path: Path, migrated: Path, content: Path) -> Generator[Running]:
    with running(tmp_path / "var", migrated, CONTENT_DIRS=str(content)) as started:
        yield started


def test_the_level_on_the_paper_is_the_one_that_was_signed(system: Running, browser: Browser, content: Path) -> None:
    """The word of the result is printed, read by a camera and believed without a network; another word is not."""
    with Walker(system, compile_release(content).courses[0].sealed) as walker:
        walker.join()
        walker.learn()
        walker.answer_paper()
        assert walker.submit()["score"] == 100
        walker.letter("Sertifikat Anda")
        (certificate,) = walker.certificates()
        pdf = walker.download(certificate["downloadUrl"])
    text = " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    assert "Tingkat pemahaman Sangat baik" in text
    assert "Nilai evaluasi" not in text
    address = scanned(pdf)
    with browser.new_context(**SCREEN) as context:
        # Whoever asks the office about a certificate has its answer kept for a minute: this phone only opened the page.
        page = visited(context.new_page(), system.address)
        level = page.locator("dt:text-is('Tingkat pemahaman') + dd")
        context.set_offline(True)
        page.goto(address)
        expect(page.get_by_role("status")).to_contain_text("asli, status terkini tidak diketahui")
        expect(level).to_have_text("Sangat baik")
        page.goto(repacked(address, ("Sangat baik", "Istimewa")))
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("Kode QR ini tidak asli")
        expect(level).to_have_count(0)
        context.set_offline(False)
        page.goto(address)
        page.reload()
        expect(page.get_by_role("status")).to_contain_text("sah dan berlaku")
        expect(level).to_have_text("Sangat baik")
