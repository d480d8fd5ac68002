"""Staff look after certificates on their page: found, told step by step, changed only once what it does was seen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.participant import Answer, Participant, problem

ORIGIN = "https://belajar.example"
PLACE = f"{ORIGIN}/petugas/sertifikat/"
NOW = "2026-11-02T02:00:00Z"
REASON = "Gelarnya tertinggal saat mendaftar."
NUMBER = "503.5/0001/SJ/2026"

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


def step(kind: str, state: str = "DONE", **more: Any) -> Answer:
    empty: Answer = {"at": NOW if state == "DONE" else None, "tries": 0, "nextTryAt": None}
    return {"kind": kind, "state": state} | empty | {"message": None, "details": None, "job": None} | more


def version(number: int, name: str = "Siti <b>Aminah</b>", **more: Any) -> Answer:
    made = {"id": f"v{number}", "version": number, "name": name, "state": "VALID", "issuedAt": NOW}
    steps = [step("ISSUED"), step("PRINTED", at=None), step("SIGNED"), step("MAILED")]
    code = f"K7QF2-9XT4M-3BRWD-6HNP{number}"
    return made | {"code": code, "changedAt": None, "reason": None, "steps": steps} | more


def failed_step() -> Answer:
    words = {"message": "Server surel tidak dapat dihubungi.", "details": "OSError: refused", "job": "j1"}
    return step("MAILED", "FAILED", at=NOW, tries=36, **words)


def certificate(*versions: Answer, **more: Any) -> Answer:
    about = {"number": NUMBER, "courseTitle": "Menghitung harga", "email": "siti@contoh.id"}
    return about | {"biodataName": "Siti Aminah, S.E.", "versions": list(versions) or [version(1)]} | more


def job(name: str, **more: Any) -> Answer:
    words = {
        "title": "Surat dengan sertifikat",
        "message": "Server surel tidak dapat dihubungi.",
        "reason": "OSError: x",
    }
    made: Answer = {"id": name, "job": "certification.mail", "failedAt": NOW, "tries": 36, "certificateNumber": NUMBER}
    return made | words | more


@dataclass
class Office(Participant):
    """A member of staff, and the API's end of certificates and failed jobs."""

    staff: Answer | None = field(default_factory=dict[str, Any])
    certificates: list[Answer] = field(default_factory=lambda: [certificate()])
    failed: list[Answer] = field(default_factory=list[Answer])
    refusal: Answer | None = None

    def sent(self, name: str) -> list[Answer]:
        return [variables for asked, variables in self.asked if asked == name]

    def _office_certificates(self, _: Answer) -> Answer:
        edges = [{"node": one} for one in self.certificates]
        page = {"totalCount": len(edges), "pageInfo": {"hasNextPage": False, "endCursor": None}, "edges": edges}
        staff = None if self.staff is None else {"certificates": page}
        return {"viewer": {"role": "STAFF"}, "staff": staff}

    def _failed_jobs(self, _: Answer) -> Answer:
        found = {"waitingJobs": 2, "failedJobsCount": len(self.failed), "failedJobs": self.failed}
        return {"viewer": {"role": "STAFF"}, "staff": None if self.staff is None else found}

    def _staff_desk(self, _: Answer) -> Answer:
        desk = super()._staff_desk(_)
        return desk if self.staff is None else desk | {"staff": desk["staff"] | {"failedJobsCount": len(self.failed)}}

    def _changed(self, deed: str, *versions: Answer) -> Answer:
        if self.refusal:
            return {deed: {"certificate": None, "problems": [self.refusal]}}
        self.certificates = [certificate(*versions)]
        return {deed: {"certificate": self.certificates[0], "problems": []}}

    def _replace_certificate(self, variables: Answer) -> Answer:
        old = version(1, state="REPLACED", changedAt=NOW, reason=variables["reason"])
        steps = [step("ISSUED"), *(step(kind, "WAITING") for kind in ("PRINTED", "SIGNED", "MAILED"))]
        return self._changed("replaceCertificate", version(2, variables["fullName"], steps=steps), old)

    def _revoke_certificate(self, variables: Answer) -> Answer:
        gone = version(1, state="REVOKED", changedAt=NOW, reason=variables["reason"])
        return self._changed("revokeCertificate", gone)

    def _resend_certificate(self, _: Answer) -> Answer:
        again = version(1)
        again["steps"].append(step("RESENT"))
        return self._changed("resendCertificate", again)

    def _retry_job(self, variables: Answer) -> Answer:
        self.failed = [one for one in self.failed if one["id"] != variables["job"]]
        self.certificates = [certificate()]
        return {"retryJob": {"done": True, "problems": []}}

    def _retry_jobs(self, _: Answer) -> Answer:
        retried, self.failed = len(self.failed), []
        return {"retryJobs": {"retried": retried, "problems": []}}


def card(page: Page) -> Locator:
    return page.locator("jawara-office-certificates article").first


def looked(page: Page, deed: str) -> Locator:
    """The form of a deed filled in, and what it does on the screen."""
    card(page).get_by_role("button", name=deed, exact=True).click()
    card(page).get_by_label("Alasan").fill(REASON)
    card(page).get_by_role("button", name="Lihat akibatnya").click()
    shown = card(page).get_by_role("region", name="Yang akan terjadi")
    expect(shown).to_be_focused()
    return shown


def test_a_name_is_corrected_once_the_office_has_seen_what_that_does(open_phone: OpenPhone) -> None:
    """The name that the holder has confirmed stands in the field already; the old version stays on the card."""
    office = Office()
    page = open_phone(office, PLACE)
    shown = looked(page, "Betulkan nama")
    expect(shown).to_contain_text("Siti <b>Aminah</b>")
    expect(shown).to_contain_text("Versi 2 terbit dengan nomor yang sama")
    assert office.sent("ReplaceCertificate") == []
    shown.get_by_role("button", name="Ya, terbitkan versi baru").click()
    expect(card(page).get_by_role("status")).to_contain_text("Versi baru sudah terbit")
    expect(card(page).get_by_role("status")).to_be_focused()
    assert office.sent("ReplaceCertificate") == [
        {"certificate": "v1", "fullName": "Siti Aminah, S.E.", "reason": REASON}
    ]
    expect(card(page).get_by_role("heading", level=2)).to_have_text("Siti Aminah, S.E.")
    card(page).get_by_text("Versi sebelumnya (1)").click()
    expect(card(page)).to_contain_text("Diganti versi baru")
    expect(card(page)).to_contain_text(REASON)


def test_a_revocation_is_meant_by_the_keyboard_alone_and_offers_nothing_more(open_phone: OpenPhone) -> None:
    """It can't be undone: two presses with the words between them."""
    office = Office()
    page = open_phone(office, PLACE)
    card(page).get_by_role("button", name="Cabut").focus()
    page.keyboard.press("Enter")
    expect(card(page).get_by_label("Alasan")).to_be_focused()
    page.keyboard.type(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown = card(page).get_by_role("region", name="Yang akan terjadi")
    expect(shown).to_be_focused()
    expect(shown).to_contain_text("Pencabutan tidak dapat diurungkan.")
    assert office.sent("RevokeCertificate") == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # Exactly: what will happen says that it will have been revoked.
    expect(card(page).get_by_text("Sertifikat sudah dicabut", exact=True)).to_be_visible()
    assert office.sent("RevokeCertificate") == [{"certificate": "v1", "reason": REASON}]
    expect(card(page).get_by_role("button", name="Cabut")).to_have_count(0)
    expect(card(page)).to_contain_text("Dicabut")


def test_changing_ones_mind_sends_nothing(open_phone: OpenPhone) -> None:
    """Other words are another decision; leaving gives the buttons back."""
    office = Office()
    page = open_phone(office, PLACE)
    shown = looked(page, "Cabut")
    card(page).get_by_label("Alasan").fill("Alasan yang lain sama sekali.")
    expect(shown).to_have_count(0)
    card(page).get_by_role("button", name="Tidak jadi").click()
    expect(card(page).get_by_role("button", name="Betulkan nama")).to_be_focused()
    assert office.sent("RevokeCertificate") == []


def test_a_letter_is_sent_again_with_one_press(open_phone: OpenPhone) -> None:
    """And the page says what else helps."""
    office = Office()
    page = open_phone(office, PLACE)
    card(page).get_by_role("button", name="Kirim ulang").click()
    expect(card(page).get_by_role("status")).to_contain_text("dapat mengunduh sertifikat setelah masuk")
    expect(card(page).get_by_role("listitem").last).to_contain_text("Diminta 2 November 2026 pukul 09.00 WIB")
    assert office.sent("ResendCertificate") == [{"certificate": "v1"}]


def test_a_refusal_stands_where_the_button_is(open_phone: OpenPhone) -> None:
    """A colleague was first."""
    office = Office(refusal=problem("CERTIFICATE_CHANGED", "Baru saja diganti petugas lain.", "certificate"))
    page = open_phone(office, PLACE)
    looked(page, "Cabut").get_by_role("button", name="Ya, cabut sertifikat ini").click()
    expect(page.get_by_role("alert")).to_contain_text("Baru saja diganti petugas lain.")


def test_a_step_that_failed_says_why_and_is_run_again_there(open_phone: OpenPhone) -> None:
    """In words; what the program said is folded."""
    office = Office(certificates=[certificate(version(1, steps=[step("ISSUED"), failed_step()]))])
    page = open_phone(office, PLACE)
    entry = card(page).get_by_role("listitem").last
    expect(entry).to_contain_text("Gagal 2 November 2026 pukul 09.00 WIB setelah 36 kali dicoba")
    expect(entry).to_contain_text("Server surel tidak dapat dihubungi.")
    expect(entry.get_by_text("OSError: refused")).to_be_hidden()
    entry.get_by_role("button", name="Jalankan lagi").click()
    expect(card(page).get_by_role("button", name="Jalankan lagi")).to_have_count(0)
    assert office.sent("RetryJob") == [{"job": "j1"}]


def test_failed_jobs_stand_first_in_plain_words_and_are_run_again_alone_or_together(open_phone: OpenPhone) -> None:
    """After an outage a hundred of a kind wait."""
    office = Office(failed=[job(f"j{n}") for n in range(3)])
    page = open_phone(office, PLACE)
    listed = page.locator("jawara-failed-jobs")
    expect(listed).to_contain_text("3 pekerjaan gagal dan menunggu petugas. 2 menunggu giliran.")
    group = listed.get_by_role("article")
    expect(group.get_by_role("heading")).to_have_text("Surat dengan sertifikat (3)")
    expect(group.get_by_role("link").first).to_have_attribute(
        "href", "/petugas/sertifikat/?cari=503.5%2F0001%2FSJ%2F2026"
    )
    group.get_by_role("button", name="Jalankan lagi", exact=True).first.click()
    expect(group.get_by_role("heading")).to_have_text("Surat dengan sertifikat (2)")
    group.get_by_role("button", name="Jalankan lagi semuanya").click()
    expect(listed.get_by_role("status")).to_contain_text("2 pekerjaan dikerjakan sekarang.")
    expect(listed).to_contain_text("Tidak ada pekerjaan yang gagal.")
    assert (office.sent("RetryJob"), office.sent("RetryJobs")) == ([{"job": "j0"}], [{"kind": "certification.mail"}])


def test_the_search_stands_in_the_address(open_phone: OpenPhone) -> None:
    """A link to a certificate can be sent to a colleague; nothing found says so."""
    office = Office(certificates=[])
    page = open_phone(office, f"{PLACE}?cari=0001")
    expect(page.get_by_text("Tidak ada sertifikat yang cocok.")).to_be_visible()
    office.certificates = [certificate(email=None)]
    page.get_by_label("Cari sertifikat").fill("siti")
    page.get_by_label("Cari sertifikat").press("Enter")
    expect(card(page)).to_contain_text("Akun pemiliknya sudah dihapus")
    expect(card(page).get_by_role("button", name="Kirim ulang")).to_have_count(0)
    assert page.url == f"{PLACE}?cari=siti"
    assert [one["search"] for one in office.sent("OfficeCertificates")] == ["0001", "siti"]


def test_who_is_not_of_the_office_sees_nothing_of_it(open_phone: OpenPhone) -> None:
    """The page says once that it is for staff."""
    page = open_phone(Office(staff=None), PLACE)
    expect(page.get_by_text("Halaman ini untuk petugas")).to_be_visible()
    expect(page.locator("jawara-failed-jobs")).to_be_empty()
    expect(page.get_by_label("Cari sertifikat")).to_be_hidden()


def test_the_offices_own_page_says_that_something_failed_and_leads_here(open_phone: OpenPhone) -> None:
    """Whoever starts their day there must not overlook it."""
    office = Office(failed=[job(f"j{n}") for n in range(3)], staff={"dataRequests": [], "evaluatedCourses": []})
    page = open_phone(office, f"{ORIGIN}/petugas/")
    expect(page.get_by_text("0 menunggu, 3 gagal.")).to_be_visible()
    link = page.get_by_role("link", name="Lihat pekerjaan yang gagal")
    expect(link).to_have_attribute("href", "/petugas/sertifikat/")


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_office_finds_it_from_its_own_page(root: str, output: Path) -> None:
    """One tap."""
    desk = (output / f"{root}/petugas/index.html".removeprefix("/")).read_text("utf-8")
    assert f'href="{root}/petugas/sertifikat/"' in desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_screen_has_no_barrier_that_a_machine_can_find(language: str, scheme: str, open_phone: OpenPhone) -> None:
    """Names, roles and contrast, with everything open, in both schemes and languages and at 360 pixels."""
    old = version(1, state="REPLACED", changedAt=NOW, reason=REASON)
    newest = version(2, "Raden Ajeng " + "Kusumaningrum" * 8, steps=[step("ISSUED"), failed_step()])
    other = certificate(version(1, state="REVOKED", changedAt=NOW, reason=REASON), number="503.5/0002/SJ/2026")
    office = Office(certificates=[certificate(newest, old), other], failed=[job("j0"), job("j1")])
    address = PLACE if language == "id" else f"{ORIGIN}/en/petugas/sertifikat/"
    page = open_phone(office, address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    card(page).get_by_role("button").last.click()
    card(page).get_by_role("textbox").fill(REASON)
    card(page).locator("button[type=submit]").click()
    expect(card(page).get_by_role("region")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
