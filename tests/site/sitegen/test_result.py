"""The page of a result: what it tells, the paper read back, and how the class was."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.examinee import ATTEMPT, TOO_LATE, Examinee, attempt
from tests.site.sitegen.participant import Answer

ORIGIN = "https://belajar.example"
RESULT = f"{ORIGIN}/hasil/?percobaan={ATTEMPT}"
FAILED: Answer = {"score": 40, "passed": False, "level": "LOW"}
STATEMENTS = ("relevance", "clarity", "length", "access", "recommendation")

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


def review(page: Page) -> None:
    page.get_by_role("button", name="Buka pembahasan").click()
    expect(page.locator("details.reviewed")).to_have_count(7)


def rate(page: Page, statement: str, number: int) -> None:
    page.get_by_role("group", name=statement).get_by_role("radio", name=f"{number}:").check()


def test_a_result_tells_the_level_of_each_topic_and_what_the_levels_mean(open_phone: OpenPhone) -> None:
    """The procedure asks for the level of understanding; a word without its bounds is a riddle."""
    page = open_phone(Examinee(), RESULT)
    expect(page.get_by_text("Baik, 3 dari 4 poin")).to_be_visible()
    expect(page.get_by_text("Kurang, 1,5 dari 3 poin")).to_be_visible()
    bounds = "Kurang di bawah 55, Cukup mulai 55, Baik mulai 70, Sangat baik mulai 85."
    expect(page.get_by_text(bounds)).to_be_visible()
    expect(page.get_by_role("progressbar", name="Harga pokok: Baik, 3 dari 4 poin")).to_be_visible()
    lesson = page.get_by_role("link", name="Menghitung harga pokok")
    expect(lesson).to_have_attribute("href", "/kelas/harga/harga-pokok/")
    expect(page.get_by_text("6 dari 6 pelajaran tuntas")).to_be_visible()


@pytest.mark.parametrize(
    ("opens_at", "said"),
    [
        ("2026-11-02T02:40:00Z", "2 November 2026 pukul 09.40 WIB, dalam 40 menit."),
        ("2026-11-02T03:59:01Z", "2 November 2026 pukul 10.59 WIB, dalam 2 jam."),
        ("2026-11-05T02:00:00Z", "5 November 2026 pukul 09.00 WIB, dalam 3 hari."),
    ],
)
def test_when_the_next_attempt_may_begin_is_told_as_a_time_and_as_a_wait(
    opens_at: str, said: str, open_phone: OpenPhone
) -> None:
    """By the server's clock: the phone's may be hours off, and nobody should come too early."""
    told = attempt(result=FAILED | {"nextAttemptAt": opens_at}, reviewable=False)
    page = open_phone(Examinee(attempt=told), RESULT)
    expect(page.get_by_text(f"Anda dapat mencoba lagi mulai {said} Sisa kesempatan: 1 kali.")).to_be_visible()
    expect(page.get_by_role("link", name="Ulangi evaluasi")).to_have_count(0)


def test_a_wait_that_is_over_is_not_told_any_more(open_phone: OpenPhone) -> None:
    """A moment of yesterday helps nobody."""
    told = attempt(result=FAILED | {"nextAttemptAt": "2026-11-02T01:59:00Z"}, reviewable=False)
    page = open_phone(Examinee(attempt=told), RESULT)
    expect(page.get_by_text("kapan saja")).to_be_visible()
    expect(page.get_by_role("link", name="Ulangi evaluasi")).to_be_visible()


def test_what_the_certificate_still_waits_for_leads_to_where_it_is_mended(open_phone: OpenPhone) -> None:
    """Passed, and yet no certificate: the page says why."""
    missing = {"state": "OPEN", "message": "Periksa dan setujui nama di sertifikat.", "link": "/biodata/"}
    missing |= {"kind": "NAME", "waitsUntil": None, "lessons": []}
    page = open_phone(Examinee(attempt=attempt(enrolment={"requirements": [missing]})), RESULT)
    link = page.get_by_role("link", name="Periksa dan setujui nama di sertifikat.")
    expect(link).to_have_attribute("href", f"{ORIGIN}/biodata/")


def test_the_paper_is_fetched_only_for_whoever_opens_it(open_phone: OpenPhone) -> None:
    """Most look at their score and go; pictures of questions weigh more than the page."""
    siti = Examinee()
    page = open_phone(siti, RESULT)
    expect(page.get_by_role("heading", name="Pembahasan soal")).to_be_visible()
    assert siti.sent("AttemptReview") == []
    review(page)
    assert siti.sent("AttemptReview") == [{"id": ATTEMPT}]
    expect(page.get_by_role("heading", name="Pembahasan soal")).to_be_focused()


def test_each_kind_shows_ones_own_answer_the_right_one_and_why(open_phone: OpenPhone) -> None:
    """In words as well as in colours; what was typed is text, whatever it looks like."""
    page = open_phone(Examinee(), RESULT)
    review(page)
    one, two, three, four, five, six, seven = page.locator("details.reviewed").all()
    rows = one.get_by_role("listitem")
    expect(rows.nth(0)).to_contain_text("Jawaban Anda. Kurang tepat.")
    expect(rows.nth(0)).to_contain_text("Upah pun biaya.")
    expect(rows.nth(1)).to_contain_text("Jawaban yang benar.")
    expect(rows.nth(2)).to_have_text("Upah saja")
    expect(one.get_by_text("Penjelasan satu.")).to_be_visible()
    expect(three.get_by_text("Soal ini tidak Anda jawab.")).to_be_visible()
    expect(three.get_by_role("definition")).to_have_text("Rp1.500")
    expect(four.get_by_role("definition")).to_have_text(["<i>modal</i>", "Harga pokok"])
    expect(five.get_by_role("listitem").nth(0)).to_contain_text("Benar.")
    expect(five.get_by_role("listitem").nth(1)).to_contain_text(
        "Jawaban Anda: Biaya tetap. Pasangannya: Biaya berubah."
    )
    expect(six.get_by_role("listitem").nth(0)).to_contain_text("Anda menaruhnya di nomor 2.")
    expect(seven.get_by_text("Kuncinya tidak ditampilkan")).to_be_visible()
    expect(seven.get_by_text("Jawaban Anda: Upah saja")).to_be_visible()
    for number, word in enumerate(
        ["belum tepat", "benar", "belum tepat", "belum tepat", "sebagian benar", "sebagian benar", "dicabut"]
    ):
        expect(page.locator("details.reviewed summary").nth(number)).to_contain_text(word)
    expect(two.get_by_text("Penjelasan dua.")).to_be_hidden()
    expect(page.get_by_text("1 dari 6 soal Anda jawab dengan benar.")).to_be_visible()


def test_the_review_is_read_by_the_keyboard_alone(open_phone: OpenPhone) -> None:
    """Open it, go to the question that is closed, open that."""
    page = open_phone(Examinee(), RESULT)
    page.get_by_role("button", name="Buka pembahasan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pembahasan soal")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Penjelasan dua.")).to_be_visible()


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ("AFTER_PASSING", "Pembahasan setiap soal dapat dibaca sesudah Anda lulus."),
        ("AFTER_LIMIT", "sesudah Anda lulus, atau sesudah kesempatan Anda habis."),
        ("TOPICS", None),
    ],
)
def test_before_its_time_the_page_says_when_there_will_be_a_review(
    policy: str, sentence: str | None, open_phone: OpenPhone
) -> None:
    """A class that never shows one promises none."""
    siti = Examinee(attempt=attempt(result=FAILED, reviewable=False, reviewPolicy=policy))
    page = open_phone(siti, RESULT)
    expect(page.get_by_role("heading", name="Ketuntasan kelas")).to_be_visible()
    expect(page.get_by_role("button", name="Buka pembahasan")).to_have_count(0)
    if sentence:
        expect(page.get_by_text(sentence)).to_be_visible()
    else:
        expect(page.get_by_role("heading", name="Pembahasan soal")).to_have_count(0)
    assert siti.sent("AttemptReview") == []


def test_a_review_that_was_closed_meanwhile_says_so(open_phone: OpenPhone) -> None:
    """The office closed it between the page and the tap."""
    page = open_phone(Examinee(questions=None), RESULT)
    page.get_by_role("button", name="Buka pembahasan").click()
    expect(page.get_by_text("Pembahasan kelas ini sedang ditutup.")).to_be_visible()


def test_a_review_that_does_not_come_can_be_asked_for_again(open_phone: OpenPhone) -> None:
    """The network went away; the rest of the page stays."""
    siti = Examinee()
    page = open_phone(siti, RESULT)
    expect(page.get_by_role("heading", name="Pembahasan soal")).to_be_visible()
    siti.is_down = True
    page.get_by_role("button", name="Buka pembahasan").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum dapat dimuat")
    siti.is_down = False
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("details.reviewed")).to_have_count(7)
    expect(page.get_by_text("Baik, 3 dari 4 poin")).to_be_visible()


def test_five_taps_and_a_word_are_sent_once_and_can_be_changed(open_phone: OpenPhone) -> None:
    """In one go, as the server keeps it; the page says until when."""
    siti = Examinee()
    page = open_phone(siti, RESULT)
    rate(page, "Materinya berguna", 5)
    rate(page, "Kelas ini lancar di ponsel", 2)
    page.get_by_label("Saran untuk kelas ini").fill("  Tambah contoh.  ")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_text("Terima kasih, penilaian Anda sudah tersimpan.")).to_be_visible()
    expect(page.get_by_text("sampai 16 November 2026")).to_be_visible()
    empty: Answer = dict.fromkeys(STATEMENTS)
    said = empty | {"relevance": 5, "access": 2, "comment": "Tambah contoh."}
    assert siti.sent("SaveSatisfaction") == [{"course": "harga", "input": said}]
    page.get_by_role("button", name="Ubah penilaian").click()
    expect(page.get_by_label("Saran untuk kelas ini")).to_have_value("Tambah contoh.")
    rate(page, "Materinya berguna", 1)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_text("Terima kasih")).to_be_visible()
    assert siti.sent("SaveSatisfaction")[1] == {"course": "harga", "input": said | {"relevance": 1}}


def test_an_empty_form_is_not_sent(open_phone: OpenPhone) -> None:
    """And it doesn't say that something is wrong: one may skip it."""
    siti = Examinee()
    page = open_phone(siti, RESULT)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_text("Pilih sedikitnya satu angka, atau tekan Lewati.")).to_be_visible()
    assert siti.sent("SaveSatisfaction") == []


def test_who_passes_over_the_form_is_not_asked_again(open_phone: OpenPhone) -> None:
    """On no phone, since the server knows it; a slip of the thumb can be undone at once."""
    siti = Examinee()
    page = open_phone(siti, RESULT)
    page.get_by_role("button", name="Lewati").click()
    expect(page.get_by_text("kami tidak akan bertanya lagi")).to_be_visible()
    expect(page.get_by_role("button", name="Isi penilaian")).to_be_visible()
    assert siti.sent("DeclineSatisfaction") == [{"course": "harga"}]
    page.reload()
    expect(page.get_by_role("heading", name="Ketuntasan kelas")).to_be_visible()
    expect(page.get_by_role("heading", name="Bagaimana kelas ini")).to_have_count(0)


def test_what_stands_in_the_way_is_said_and_the_form_keeps_what_was_written(open_phone: OpenPhone) -> None:
    """Refused, or without a network: nothing has to be written twice."""
    siti = Examinee(refusal=TOO_LATE)
    page = open_phone(siti, RESULT)
    rate(page, "Panjang kelas ini pas", 3)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("alert")).to_contain_text("selama 14 hari")
    siti.is_down = True
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim")
    group = page.get_by_role("group", name="Panjang kelas ini pas")
    expect(group.get_by_role("radio", name="3:")).to_be_checked()


def test_the_form_is_filled_in_by_the_keyboard_alone(open_phone: OpenPhone) -> None:
    """Arrows within a statement, Tab to the next."""
    siti = Examinee()
    page = open_phone(siti, RESULT)
    page.get_by_role("group", name="Materinya berguna").get_by_role("radio", name="1:").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Kirim penilaian").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Terima kasih")).to_be_visible()
    (sent,) = siti.sent("SaveSatisfaction")
    assert (sent["input"]["relevance"], sent["input"]["clarity"]) == (2, 1)


@pytest.mark.parametrize("closed", [{"open": False, "givenAt": "2026-10-01T02:00:00Z"}, {"declined": True}])
def test_where_nothing_can_be_said_nothing_is_asked(closed: dict[str, Any], open_phone: OpenPhone) -> None:
    """Two weeks have passed, or another phone said no."""
    told = attempt()
    told["enrolment"]["satisfaction"] |= closed
    page = open_phone(Examinee(attempt=told), RESULT)
    expect(page.get_by_role("heading", name="Ketuntasan kelas")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim penilaian")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_has_no_barrier_that_a_machine_can_find(language: str, scheme: str, open_phone: OpenPhone) -> None:
    """Names, roles and contrast, with the whole paper and the form open, at 360 pixels."""
    address = RESULT if language == "id" else RESULT.replace("/hasil/", "/en/hasil/")
    page = open_phone(Examinee(), address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page.locator("jawara-result section:has(> h2) > .stack > button").click()
    expect(page.locator("details.reviewed")).to_have_count(7)
    page.locator("details.reviewed:not([open]) summary").click()
    page.locator("input[name=length][value='4']").check()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
