"""The office's procedure, its ten steps walked in a real browser at phone size against the running system."""

import asyncio
import re
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from certificates.signing import KeyFile, described
from certificates.validation import check_signature
from courseware.plain import plain_text
from courseware.sealed import SealedCourse, SealedQuestion
from tests.answering import answer_rightly, answer_wrongly
from tests.browsing import sign_out
from tests.certificates.drawn import scanned
from tests.journey.journal import Journal
from tests.journey.running import Running, running
from tests.journey.walker import PASSWORD, questions_of, sealed_course

pytestmark = [pytest.mark.journey, pytest.mark.browser]

EMAIL = "siti.aminah@contoh.test"
NAME = "Hj. Siti Aminah, S.E."


@pytest.fixture
def system(tmp_path: Path) -> Generator[Running]:
    """Begun from nothing, tables included, as the office begins."""
    with running(tmp_path / "var") as started:
        yield started


def test_a_participant_walks_from_the_front_page_to_a_signed_certificate(
    system: Running, browser: Browser, record_property: Callable[[str, object], None]
) -> None:
    """This is what the office runs the system for; each step asserts the output that its procedure asks for."""
    course = sealed_course()
    context = browser.new_context(
        base_url=system.address, viewport={"width": 360, "height": 740}, locale="id-ID", accept_downloads=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    journal = Journal(page, record_property)
    try:
        _open(page, journal)
        _register(page, journal, system)
        _sign_in(page, journal)
        _fill_biodata(page, journal)
        _take_the_class(page, journal, course)
        _fail_the_evaluation(page, journal, course)
        _pass_the_evaluation(page, journal, course)
        pdf = _receive(page, journal, system)
        _check_pdf(pdf, system, course)
        journal.keep("sertifikat.pdf", pdf)
        _verify(page, journal, pdf, system)
    finally:
        journal.close()
        context.close()
    assert complaints == []


def _open(page: Page, journal: Journal) -> None:
    with journal.step(1, "Website dapat diakses dengan baik"):
        answer = page.goto("/")
        assert answer is not None
        assert answer.status == 200
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert page.locator("link[rel=manifest]").count() == 1
    with journal.step(2, "Aplikasi siap digunakan"):
        page.goto("/masuk/")
        expect(page.get_by_role("button", name="Masuk", exact=True)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="Daftar")).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name=re.compile("Lupa kata sandi"))).to_be_visible()


def _register(page: Page, journal: Journal, system: Running) -> None:
    with journal.step(3, "Peserta siap untuk menggunakan aplikasi"):
        page.get_by_role("main").get_by_role("link", name="Daftar").click()
        page.get_by_label("Alamat surel (email)").fill(EMAIL)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        journal.picture("registrasi")
        page.get_by_role("button", name="Daftar", exact=True).click()
        expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()
    with journal.step(5, "Peserta sudah bisa masuk ke aplikasi"):
        letter = system.letter(EMAIL, "Konfirmasi")
        link = next(one for one in letter["links"] if "/konfirmasi/" in one)
        page.goto(link)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        journal.picture("konfirmasi")
        page.get_by_role("button", name="Konfirmasi dan masuk").click()
        expect(page.get_by_text("Pendaftaran berhasil").first).to_be_visible()
        assert system.letter(EMAIL, "berhasil")


def _sign_in(page: Page, journal: Journal) -> None:
    sign_out(page)
    with journal.step(6, "Email berhasil masuk"):
        page.goto("/masuk/")
        page.get_by_label("Alamat surel (email)").fill(EMAIL)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url("**/kelas-saya/")
        expect(page.get_by_role("link", name="Isi biodata")).to_be_visible()


def _fill_biodata(page: Page, journal: Journal) -> None:
    with journal.step(4, "Pilihan menu sesuai"):
        page.get_by_role("link", name="Isi biodata").click()
        page.get_by_role("checkbox", name="Pelatihan dan sertifikat").check()
        page.get_by_role("button", name="Setuju dan lanjutkan").click()
        page.get_by_label("Nama lengkap").fill(NAME)
        journal.picture("biodata")
        page.get_by_role("button", name="Lanjut", exact=True).click()
        page.get_by_label("Kabupaten atau kota").select_option(label="Kabupaten Sidoarjo")
        page.get_by_role("button", name="Lanjut", exact=True).click()
        page.get_by_role("checkbox", name="Pelaku UMKM").check()
        page.get_by_role("button", name="Lanjut", exact=True).click()
        expect(page.get_by_role("img", name=f"Pratinjau sertifikat atas nama {NAME}")).to_be_visible()
        journal.picture("nama")
        page.get_by_role("button", name="Nama ini sudah benar").click()
        page.get_by_role("link", name="Lihat kelas untuk saya").click()
        expect(page.get_by_text("Sesuai untuk Anda sebagai pelaku usaha").first).to_be_visible()


def _take_the_class(page: Page, journal: Journal, course: SealedCourse) -> None:
    with journal.step(7, "Peserta mengikuti kelas pelatihan"):
        page.goto(f"/kelas/{course.slug}/")
        page.get_by_role("button", name="Ikuti kelas ini").click()
        page.get_by_role("link", name=re.compile("^Mulai")).click()
        for place, lesson in enumerate(course.lessons):
            page.wait_for_url(f"**/kelas/{course.slug}/{lesson.slug}/")
            for check in lesson.checks:
                _answer_check(page, check)
            if place == 0:
                journal.picture("pelajaran")
            page.locator("jawara-lesson").get_by_role("link", name=re.compile("^Selesai")).click()
        page.wait_for_url(f"**/kelas/{course.slug}/evaluasi/")
        expect(page.get_by_role("button", name="Mulai evaluasi")).to_be_visible()


def _answer_check(page: Page, check: SealedQuestion) -> None:
    form = page.locator(f'jawara-check[check="{check.id}"]')
    answer_rightly(form, check)
    form.get_by_role("button", name="Periksa jawaban").click()
    expect(form.get_by_text("Jawaban Anda benar")).to_be_visible()


def _fail_the_evaluation(page: Page, journal: Journal, course: SealedCourse) -> None:
    page.get_by_role("button", name="Mulai evaluasi").click()
    _answer_paper(page, course, rightly=False)
    journal.picture("tinjau-jawaban")
    _hand_in(page)
    expect(page.get_by_text("Belum lulus").first).to_be_visible()
    journal.picture("hasil-belum-lulus")


def _pass_the_evaluation(page: Page, journal: Journal, course: SealedCourse) -> None:
    with journal.step(8, "Hasil ketuntasan dan tingkat pemahaman"):
        page.goto(f"/kelas/{course.slug}/evaluasi/")
        page.get_by_role("button", name="Mulai evaluasi").click()
        expect(page.get_by_role("heading", name=re.compile("^Soal 1 dari"))).to_be_visible()
        journal.picture("soal")
        _answer_paper(page, course, rightly=True)
        _hand_in(page)
        expect(page.get_by_text("100").first).to_be_visible()
        expect(page.get_by_text("Lulus", exact=False).first).to_be_visible()


def _answer_paper(page: Page, course: SealedCourse, *, rightly: bool) -> None:
    heading = page.get_by_role("heading", name=re.compile(r"^Soal \d+ dari \d+"))
    expect(heading).to_be_visible()
    count = int((heading.text_content() or "").split()[-1])
    by_prompt = {_words(question.prompt_html): question for question in questions_of(course).values()}
    for number in range(1, count + 1):
        expect(page.get_by_role("heading", name=re.compile(f"^Soal {number} dari"))).to_be_visible()
        question = by_prompt[_words(page.locator("main legend").inner_html())]
        answer = answer_rightly if rightly else answer_wrongly
        answer(page.locator("main fieldset"), question)
        expect(page.get_by_text("Tersimpan di kantor").first).to_be_visible()
        last = number == count
        page.get_by_role("button", name="Tinjau jawaban" if last else "Soal berikutnya").first.click()
    expect(page.get_by_role("heading", name="Tinjau jawaban")).to_be_visible()


def _words(html: str) -> str:
    """A prompt without what the page and the source may write differently."""
    return re.sub(r"\W+", " ", plain_text(html)).strip()


def _hand_in(page: Page) -> None:
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url("**/hasil/**")


def _receive(page: Page, journal: Journal, system: Running) -> bytes:
    with journal.step(9, "Terkirimnya e-sertifikat"):
        letter = system.letter(EMAIL, "Sertifikat Anda")
        assert [one["type"] for one in letter["attachments"]] == ["application/pdf"]
    with journal.step(10, "Diterimanya e-sertifikat"):
        page.goto("/sertifikat/")
        expect(page.get_by_role("button", name="Unduh sertifikat (PDF)")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Unduh sertifikat (PDF)").click()
        pdf = download.value.path().read_bytes()
        attached = httpx.get(f"{system.address}/kotak-surat/{letter['id']}/lampiran/0").content
        assert pdf == attached
    return pdf


def _check_pdf(pdf: bytes, system: Running, course: SealedCourse) -> None:
    reader = PdfReader(BytesIO(pdf))
    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    assert len(reader.pages) == 2
    assert NAME in text
    assert course.title in text
    assert re.search(r"503\.5/0001/SJ/\d{4}", text)
    assert all(lesson.title in text for lesson in course.lessons)
    trusted = described(KeyFile(system.home / "keys" / "signing.p12")).der
    # Playwright's synchronous face runs a loop of its own in this thread.
    with ThreadPoolExecutor(1) as thread:
        findings = thread.submit(asyncio.run, check_signature(pdf, trusted)).result()
    assert findings is not None
    assert findings.is_good


def _verify(page: Page, journal: Journal, pdf: bytes, system: Running) -> None:
    address = scanned(pdf)
    assert address.startswith(f"{system.address}/v/")
    page.context.clear_cookies()
    page.goto(address)
    expect(page.get_by_text(NAME).first).to_be_visible()
    expect(page.get_by_text(re.compile("berlaku|sah", re.IGNORECASE)).first).to_be_visible()
    journal.picture("verifikasi")
