"""What the office mends in a browser: a wrong question, a name on a certificate, a certificate that must not count."""

import pytest
from playwright.sync_api import Browser, Page, expect

from courseware.plain import plain_text
from courseware.sealed import SealedQuestion
from tests.api.courses import right_answer
from tests.journey.running import Running
from tests.journey.walker import Walker, questions_of, sealed_course

pytestmark = [pytest.mark.journey, pytest.mark.browser]

COURSE = sealed_course()
BANK = questions_of(COURSE)


def one_too_few(walker: Walker) -> tuple[list[SealedQuestion], list[SealedQuestion]]:
    """An open attempt with so few right answers that it just fails: all of its questions, and those left empty, the
    heaviest first.
    """
    start = "mutation($c: String!) { startAttempt(course: $c) { attempt { id questions { id } } problems { code } } }"
    attempt = walker.ask(start, c=COURSE.slug)["startAttempt"]["attempt"]
    asked = sorted((BANK[one["id"]] for one in attempt["questions"]), key=lambda one: -one.points)
    wrong: list[SealedQuestion] = []
    while passes(asked, wrong):
        wrong.append(asked[len(wrong)])
    save = (
        "mutation($a: UUID!, $q: ID!, $g: AnswerInput!) "
        "{ saveAnswer(attempt: $a, question: $q, answer: $g, sequence: 1) { problems { code } } }"
    )
    for one in asked[len(wrong) :]:
        walker.ask(save, a=attempt["id"], q=one.id, g=right_answer(one))
    walker.attempt = attempt["id"]
    return asked, wrong


def passes(counted: list[SealedQuestion], wrong: list[SealedQuestion]) -> bool:
    total = sum(one.points for one in counted)
    return 100 * (total - sum(one.points for one in wrong)) >= COURSE.evaluation.passing_score * total


def at_the_desk(browser: Browser, system: Running) -> Page:
    """A member of staff on their page, signed in by the password that the start printed."""
    email, password = (system.home / "staff.txt").read_text().split()
    page = browser.new_page(base_url=system.address, viewport={"width": 360, "height": 740}, locale="id-ID")
    page.set_default_timeout(20_000)
    page.goto("/masuk/")
    page.get_by_label("Alamat surel (email)").fill(email)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Buka halaman petugas").click()
    return page


def withdrawn(page: Page, question: SealedQuestion) -> None:
    """Found by its class and its words, looked at, and meant."""
    page.get_by_label("Kelas", exact=True).select_option(COURSE.slug)
    choice = page.get_by_label("Soal", exact=True)
    expect(choice.get_by_role("option", name=plain_text(question.prompt_html), exact=True)).to_have_count(1)
    choice.select_option(question.id)
    page.get_by_label("Alasan", exact=True).fill("Kunci jawabannya tidak sesuai dengan pelajarannya.")
    page.get_by_role("button", name="Lihat akibatnya").click()
    panel = page.get_by_role("region", name="Yang akan terjadi")
    expect(panel.get_by_role("definition").first).to_have_text("1")
    panel.get_by_role("button", name="Ya, cabut soal ini").click()
    expect(page.get_by_text("Soal dicabut")).to_be_visible()
    expect(page.get_by_text("selesai, 1 percobaan dinilai ulang").first).to_be_visible()


def test_a_wrong_question_costs_nobody_the_certificate(browser: Browser, system: Running) -> None:
    """From the mistake to the letter, on the running system and its real content."""
    with Walker(system, COURSE) as walker:
        walker.join()
        walker.learn()
        asked, wrong = one_too_few(walker)
        assert walker.submit()["passed"] is False
        assert walker.certificates() == []
        page = at_the_desk(browser, system)
        while not passes(asked, wrong):
            gone = wrong.pop(0)
            asked.remove(gone)
            withdrawn(page, gone)
        assert "Nilai semula" in walker.letter("Anda kini lulus")["text"]
        walker.letter("Sertifikat Anda")
        assert [one["number"][:10] for one in walker.certificates()] == ["503.5/0001"]
        page.close()


def looked_at(page: Page, deed: str) -> None:
    """A deed on the one certificate that is shown, with its reason, seen before it is meant."""
    page.get_by_role("button", name=deed, exact=True).click()
    page.get_by_label("Alasan").fill("Gelarnya tertinggal saat mendaftar.")
    page.get_by_role("button", name="Lihat akibatnya").click()
    expect(page.get_by_role("region", name="Yang akan terjadi")).to_be_focused()


def test_a_name_is_corrected_sent_again_and_the_certificate_revoked(browser: Browser, system: Running) -> None:
    """Each reaches the holder's mailbox and whoever checks the code on the paper."""
    verify = "query($c: String!) { verifyCertificate(code: $c) { state printed { number version name } } }"

    def state(code: str) -> str:
        return walker.ask(verify, c=code)["verifyCertificate"]["state"]

    with Walker(system, COURSE) as walker:
        walker.join()
        walker.learn()
        walker.answer_paper()
        walker.submit()
        walker.letter("Sertifikat Anda")
        (old,) = walker.certificates()
        page = at_the_desk(browser, system)
        page.get_by_role("link", name="Buka sertifikat").click()
        page.get_by_label("Cari sertifikat").fill(walker.email)
        page.get_by_role("button", name="Cari", exact=True).click()
        expect(page.get_by_text("1 sertifikat.")).to_be_visible()
        looked_at(page, "Betulkan nama")
        page.get_by_label("Nama yang benar").fill("Siti Aminah, S.E., M.M.")
        page.get_by_role("button", name="Lihat akibatnya").click()
        page.get_by_role("button", name="Ya, terbitkan versi baru").click()
        expect(page.get_by_text("Versi baru sudah terbit")).to_be_visible()
        assert "Siti Aminah, S.E., M.M." in walker.letter("dibetulkan")["text"]
        # The page follows the new version on its way by itself.
        mailed = page.get_by_role("list", name="Perjalanan versi 2").get_by_role("listitem").nth(3)
        expect(mailed).to_contain_text("selesai")
        new, _ = walker.certificates()
        assert (new["number"], state(old["code"]), state(new["code"])) == (old["number"], "REPLACED", "VALID")
        page.get_by_role("button", name="Kirim ulang").click()
        expect(page.get_by_text("Surat dengan sertifikat dikirim ulang")).to_be_visible()
        looked_at(page, "Cabut")
        page.get_by_role("button", name="Ya, cabut sertifikat ini").click()
        expect(page.get_by_text("Sertifikat sudah dicabut")).to_be_visible()
        assert "Gelarnya tertinggal" in walker.letter("dicabut")["text"]
        assert state(new["code"]) == "REVOKED"
        page.close()
