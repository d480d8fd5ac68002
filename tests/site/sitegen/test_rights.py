"""What people see and steer of their own data, what the office sees of it, and the menu that follows from it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.participant import Participant, data_request, open_request

ORIGIN = "https://belajar.example"
MY_DATA = f"{ORIGIN}/akun/data/"
HOUR = 3600

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


@pytest.fixture
def siti() -> Participant:
    return Participant().fill()


def deeds(participant: Participant) -> list[str]:
    asked = [name for name, _ in participant.asked]
    loading = {
        "RefreshSession",
        "Head",
        "MyData",
        "OpenDataRequests",
        "StaffDesk",
        "EvaluatedClasses",
        "Accommodations",
        "WhoLooks",
        "ReminderSwitch",
    }
    return [name for name in asked if name not in loading]


def test_the_download_is_one_tap_and_a_link(siti: Participant, open_phone: OpenPhone) -> None:
    """A right that needs a letter is no right (UU 27/2022)."""
    page = open_phone(siti, MY_DATA)
    page.get_by_role("button", name="Siapkan unduhan").click()
    expect(page.get_by_role("link", name="Unduh berkas ZIP")).to_have_attribute("href", f"{ORIGIN}/files/data-saya.zip")


def test_without_a_fresh_proof_nothing_is_handed_out(siti: Participant, open_phone: OpenPhone) -> None:
    """Whoever finds the phone unlocked must not walk away with everything."""
    siti.proven = False
    page = open_phone(siti, MY_DATA)
    page.get_by_role("button", name="Siapkan unduhan").click()
    expect(page.get_by_role("dialog", name="Pastikan ini Anda")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_contain_text("Buktikan bahwa ini memang Anda.")
    expect(page.get_by_role("link", name="Unduh")).to_have_count(0)


def test_after_the_proof_the_download_is_there_without_asking_again(siti: Participant, open_phone: OpenPhone) -> None:
    """The owner asked once; proving who they are must not cost them a second try."""
    siti.proven = False
    page = open_phone(siti, MY_DATA)
    page.get_by_role("button", name="Siapkan unduhan").click()
    panel = page.get_by_role("dialog")
    panel.get_by_label("Kata sandi", exact=True).fill("empat kata tak berhubungan")
    panel.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("link", name="Unduh")).to_be_visible()


def test_a_correction_is_asked_for_in_words_and_listed(siti: Participant, open_phone: OpenPhone) -> None:
    """The person sees that it arrived, and until when it is answered."""
    page = open_phone(siti, MY_DATA)
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.get_by_text("Tulis apa yang perlu diperbaiki.")).to_be_visible()
    page.get_by_label("Apa yang keliru").fill("Nama saya <b>Siti</b>")
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.get_by_text("Permintaan terkirim")).to_be_visible()
    request = page.get_by_role("article")
    expect(request).to_contain_text("Nama saya <b>Siti</b>")
    expect(request).to_contain_text("5 November 2026 pukul 09.00 WIB")
    expect(page.get_by_label("Apa yang keliru")).to_have_value("")


def test_a_consent_is_withdrawn_only_after_its_consequences_were_read(siti: Participant, open_phone: OpenPhone) -> None:
    """The fields are erased at once: one tap must not be enough."""
    page = open_phone(siti, MY_DATA)
    page.evaluate("localStorage.setItem('jawara.biodata.0190-siti.birthDate', '\"1990-03-07\"')")
    withdraw = page.get_by_role("button", name="Tarik persetujuan: Laporan kantor")
    withdraw.click()
    expect(page.get_by_text("dihapus saat itu juga")).to_be_visible()
    page.get_by_role("button", name="Batal").click()
    expect(withdraw).to_be_focused()
    assert (siti.consents, deeds(siti)) == ({"TRAINING", "REPORTING", "ACCOMMODATION"}, [])
    withdraw.click()
    page.get_by_role("button", name="Ya, tarik").click()
    give = page.get_by_role("button", name="Setujui: Laporan kantor")
    expect(give).to_be_visible()
    assert siti.consents == {"TRAINING", "ACCOMMODATION"}
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('biodata'))") == []
    give.click()
    expect(withdraw).to_be_visible()
    assert siti.consents == {"TRAINING", "REPORTING", "ACCOMMODATION"}


def test_erasure_says_what_goes_and_what_stays_and_can_be_taken_back(siti: Participant, open_phone: OpenPhone) -> None:
    """Two days to think it over; certificates can be checked for ever."""
    page = open_phone(siti, MY_DATA)
    for words in ("akun, biodata, kemajuan belajar", "sertifikat yang sudah terbit", "48 jam"):
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_role("button", name="Hapus akun saya").click()
    assert deeds(siti) == []
    page.get_by_role("button", name="Ya, hapus akun saya").click()
    expect(page.get_by_text("Penghapusan berjalan pada 4 November 2026 pukul 09.00 WIB")).to_be_visible()
    page.get_by_role("button", name="Batalkan penghapusan").click()
    expect(page.get_by_role("button", name="Hapus akun saya")).to_be_visible()
    assert deeds(siti) == ["RequestErasure", "CancelErasure"]


def test_the_office_sees_how_many_hours_are_left(siti: Participant, open_phone: OpenPhone) -> None:
    """3 x 24 hours are the law: what is short stands out, in words and in red."""
    siti.staff = {"dataRequests": [open_request(seconds) for seconds in (-HOUR, 11 * HOUR, 50 * HOUR)]}
    page = open_phone(siti, f"{ORIGIN}/petugas/")
    clocks = page.locator("jawara-data-requests .badge")
    expect(clocks).to_have_text(["terlambat 1 jam", "11 jam lagi", "50 jam lagi"])
    assert [clock.get_attribute("class") for clock in clocks.all()] == ["badge badge--bad", "badge badge--bad", "badge"]


def test_the_office_answers_on_the_same_page(siti: Participant, open_phone: OpenPhone) -> None:
    """The clock stops with the answer; an empty one is none."""
    siti.staff = {"dataRequests": [open_request(HOUR), open_request(50 * HOUR, email="<i>b</i>@contoh.test")]}
    page = open_phone(siti, f"{ORIGIN}/petugas/")
    first = page.get_by_role("article").first
    first.get_by_role("button", name="Kirim jawaban").click()
    expect(first.get_by_text("Tulis jawabannya.")).to_be_visible()
    assert deeds(siti) == []
    first.get_by_label("Jawaban").fill("Sudah diperbaiki.")
    first.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Jawaban terkirim")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("heading", name="<i>b</i>@contoh.test")).to_be_visible()
    variables = {"request": f"id-{HOUR}", "answer": "Sudah diperbaiki."}
    assert ("AnswerDataRequest", variables) in siti.asked


def test_who_is_not_of_the_office_sees_no_requests(siti: Participant, open_phone: OpenPhone) -> None:
    """The page says so once."""
    page = open_phone(siti, f"{ORIGIN}/petugas/")
    expect(page.get_by_text("Halaman ini untuk petugas")).to_be_visible()
    expect(page.locator("jawara-data-requests")).to_be_hidden()


def offer(title: str, reason: str, *, meant: bool) -> dict[str, Any]:
    course = {"slug": title.lower(), "title": title, "summary": "Singkat.", "hours": 2, "minutes": 60}
    return {"course": course, "meantForYou": meant, "reason": reason, "enrolled": False}


def test_the_menu_shows_what_is_meant_for_the_person_first_and_why(siti: Participant, open_phone: OpenPhone) -> None:
    """Step 4 of the procedure: a fitting menu, with its reason; the others stand apart."""
    siti.offers = [
        offer("Koperasi", "Terbuka untuk semua.", meant=False),
        offer("Pemasaran", "Sesuai untuk Anda sebagai pelaku usaha.", meant=True),
    ]
    page = open_phone(siti, f"{ORIGIN}/kelas-saya/")
    headings = page.locator("jawara-my-classes :is(h2, h3)")
    expect(headings).to_have_text(["Kelas untuk Anda", "Pemasaran", "Kelas lain", "Koperasi"])
    expect(page.locator(".badge")).to_have_text(["Sesuai untuk Anda sebagai pelaku usaha."])
    expect(page.get_by_text("Terbuka untuk semua.")).to_be_visible()


def test_before_the_biodata_no_class_is_called_fitting(siti: Participant, open_phone: OpenPhone) -> None:
    """Nothing is known yet: "others" would be others than nothing."""
    siti.offers = [offer("Koperasi", "Terbuka untuk semua.", meant=False)]
    page = open_phone(siti, f"{ORIGIN}/kelas-saya/")
    expect(page.locator("jawara-my-classes h2")).to_have_text(["Kelas yang dibuka"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/akun/data/", "/petugas/", "/kelas-saya/", "/privasi/", "/bantuan/"])
def test_no_page_has_a_barrier_that_a_machine_can_find(
    path: str, scheme: str, siti: Participant, open_phone: OpenPhone
) -> None:
    """Names, roles, contrast and order, in both schemes and at 360 pixels."""
    siti.staff = {"dataRequests": [open_request(HOUR), open_request(50 * HOUR)]}
    siti.requests = [data_request("CORRECTION", text="Keliru", answer="Sudah", doneAt="2026-11-03T02:00:00Z")]
    siti.offers = [offer("Pemasaran", "Sesuai untuk Anda.", meant=True), offer("Koperasi", "Terbuka.", meant=False)]
    page = open_phone(siti, f"{ORIGIN}{path}", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    expect(page.get_by_text("Memuat…")).to_have_count(0)
    if path == "/akun/data/":
        page.get_by_role("button", name="Tarik persetujuan: Kebutuhan khusus").click()
        page.get_by_role("button", name="Siapkan unduhan").click()
        expect(page.get_by_role("link", name="Unduh berkas ZIP")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
