"""Staff give more time and look receipts up, on their page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.participant import Answer, Participant, problem

ORIGIN = "https://belajar.example"
DESK = f"{ORIGIN}/petugas/"
REASON = "Membaca dengan pembaca layar."
NOW = "2026-11-02T02:00:00Z"
SUBMISSION: Answer = {
    "code": "4K7-M0F-R2W",
    "email": "siti@contoh.id",
    "fullName": "Siti <b>Aminah</b>",
    "course": {"title": "Menghitung harga"},
    "number": 2,
    "startedAt": NOW,
    "deadlineAt": "2026-11-02T02:45:00Z",
    "closedAt": "2026-11-02T02:55:00Z",
    "handedIn": False,
    "answers": 18,
    "questions": 20,
    "lateAnswers": 3,
    "score": 85,
    "passed": True,
}

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


@dataclass
class Office(Participant):
    """A member of staff, and the API's end of these two deeds."""

    staff: Answer | None = field(
        default_factory=lambda: {
            "dataRequests": [],
            "evaluatedCourses": [{"slug": "harga", "title": "Menghitung harga"}],
            "accommodations": [],
        }
    )
    refusal: Answer | None = None

    def sent(self, name: str) -> list[Answer]:
        return [variables for asked, variables in self.asked if asked == name]

    def _set_accommodation(self, variables: Answer) -> Answer:
        if self.refusal:
            return {"setAccommodation": {"accommodation": None, "problems": [self.refusal]}}
        assert self.staff
        self.staff["accommodations"].insert(0, given(**variables))
        return {"setAccommodation": {"accommodation": {"id": "m1"}, "problems": []}}

    def _end_accommodation(self, variables: Answer) -> Answer:
        assert self.staff
        self.staff["accommodations"] = []
        return {"endAccommodation": {"accommodation": {"id": variables["accommodation"]}, "problems": []}}

    def _look_up_submission(self, _: Answer) -> Answer:
        if self.refusal:
            return {"lookUpSubmission": {"submission": None, "problems": [self.refusal]}}
        return {"lookUpSubmission": {"submission": SUBMISSION, "problems": []}}


def given(**wanted: Any) -> Answer:
    course = {"title": "Menghitung harga"} if wanted.pop("course", None) else None
    return {"id": "m1", "fullName": "Siti Aminah", "setAt": NOW, "course": course} | wanted


def filled_in(page: Page, more: str) -> None:
    page.get_by_label("Alamat surel peserta").fill("siti@contoh.id")
    page.get_by_label("Tambahan waktu", exact=True).select_option(more)
    page.get_by_label("Alasan tambahan waktu").fill(REASON)
    page.get_by_role("button", name="Beri tambahan waktu").click()


def test_more_time_is_given_seen_and_ended(open_phone: OpenPhone) -> None:
    """Times the usual time, in all classes; the form is empty for the next one."""
    office = Office()
    page = open_phone(office, DESK)
    filled_in(page, "1,5 kali waktu biasa")
    expect(page.get_by_text("Tambahan waktu tersimpan")).to_be_visible()
    wanted = {"email": "siti@contoh.id", "reason": REASON, "course": None, "factor": 1.5, "minutes": None}
    assert office.sent("SetAccommodation") == [wanted]
    expect(page.get_by_label("Alasan tambahan waktu")).to_have_value("")
    card = page.get_by_role("article")
    expect(card).to_contain_text("Siti Aminah")
    expect(card).to_contain_text("Semua kelas")
    card.get_by_role("button", name="Akhiri").click()
    expect(page.get_by_text("Belum ada peserta yang mendapat tambahan waktu.")).to_be_visible()
    assert office.sent("EndAccommodation") == [{"accommodation": "m1"}]


def test_minutes_in_one_class(open_phone: OpenPhone) -> None:
    """The other way to give it."""
    office = Office()
    page = open_phone(office, DESK)
    page.get_by_label("Berlaku untuk kelas").select_option("Menghitung harga")
    filled_in(page, "20 menit lebih lama")
    expect(page.get_by_role("article")).to_contain_text("20 menit lebih lama")
    (sent,) = office.sent("SetAccommodation")
    assert (sent["course"], sent["factor"], sent["minutes"]) == ("harga", None, 20)


def test_a_refusal_stands_at_its_field(open_phone: OpenPhone) -> None:
    """Nothing is lost of what was typed."""
    office = Office(refusal=problem("CONSENT_REQUIRED", "Peserta ini belum menyetujui.", "email"))
    page = open_phone(office, DESK)
    filled_in(page, "2 kali waktu biasa")
    expect(page.get_by_text("Peserta ini belum menyetujui.")).to_be_visible()
    expect(page.get_by_label("Alamat surel peserta")).to_be_focused()
    expect(page.get_by_label("Alasan tambahan waktu")).to_have_value(REASON)


def test_a_receipt_is_found_and_told_as_text(open_phone: OpenPhone) -> None:
    """A name is no markup; late answers are seen."""
    office = Office()
    page = open_phone(office, DESK)
    page.get_by_label("Kode bukti pengumpulan").fill("4k7 m0f r2w")
    page.get_by_label("Kode bukti pengumpulan").press("Enter")
    found = page.get_by_role("article", name="4K7-M0F-R2W")
    expect(found).to_be_focused()
    expect(found.get_by_role("heading")).to_have_text("Siti <b>Aminah</b>")
    for words in ("Ditutup karena waktunya habis", "18 dari 20 soal", "85, lulus", "Menghitung harga, percobaan ke-2"):
        expect(found).to_contain_text(words)
    assert office.sent("LookUpSubmission") == [{"code": "4k7 m0f r2w"}]


def test_a_mistyped_code_is_said_at_the_field(open_phone: OpenPhone) -> None:
    """And what was found before is gone."""
    office = Office(refusal=problem("CODE_MISTYPED", "Kode ini salah ketik.", "code"))
    page = open_phone(office, DESK)
    page.get_by_label("Kode bukti pengumpulan").fill("4K7")
    page.get_by_role("button", name="Cari", exact=True).last.click()
    expect(page.get_by_text("Kode ini salah ketik.")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


def test_who_is_not_of_the_office_sees_nothing_of_it(open_phone: OpenPhone) -> None:
    """The page says once that it is for staff."""
    page = open_phone(Participant().fill(), DESK)
    expect(page.get_by_text("Halaman ini untuk petugas")).to_be_visible()
    expect(page.get_by_text("Tambahan waktu evaluasi")).to_have_count(0)
    expect(page.get_by_text("Cari bukti pengumpulan")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_has_no_barrier_that_a_machine_can_find(scheme: str, open_phone: OpenPhone) -> None:
    """With everything open, in both schemes and at 360 pixels."""
    office = Office()
    assert office.staff
    office.staff["accommodations"] = [given(email="siti@contoh.id", reason=REASON, factor=1.5, minutes=None)]
    page = open_phone(office, DESK, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page.get_by_label("Kode bukti pengumpulan").fill("4K7-M0F-R2W")
    page.get_by_label("Kode bukti pengumpulan").press("Enter")
    expect(page.get_by_role("article")).to_have_count(2)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
