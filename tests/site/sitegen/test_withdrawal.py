"""Staff withdraw a question: they find it, see what that does, mean it; and what its participants read afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.site.barriers import barriers
from tests.site.sitegen.examinee import ATTEMPT, Examinee, attempt
from tests.site.sitegen.participant import Answer, Participant, problem

ORIGIN = "https://belajar.example"
DESK = f"{ORIGIN}/petugas/"
REASON = "Kunci jawabannya keliru."
PROMPT = "Berapa <b>harga pokok</b> satu bungkus keripik bila sepuluh bungkus memerlukan biaya Rp15.000?"

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


def asked(name: str, prompt: str, **more: Any) -> Answer:
    return {"id": name, "prompt": prompt, "isCurrent": True, "isWithdrawn": False} | more


@dataclass
class Office(Participant):
    """A member of staff, and the API's end of what they withdraw."""

    staff: Answer | None = field(
        default_factory=lambda: {
            "dataRequests": [],
            "evaluatedCourses": [
                {"slug": "harga", "title": "Menghitung harga"},
                {"slug": "koperasi", "title": "Koperasi"},
            ],
        }
    )
    withdrawn: list[Answer] = field(default_factory=list[Answer])
    is_last: bool = False
    refusal: Answer | None = None
    holds: bool = False
    """Keeps what is asked now for `release`: an answer that takes its time."""
    held: list[Route] = field(default_factory=list[Route])

    def release(self) -> None:
        """Answer what was held."""
        self.holds = False
        for route in self.held:
            self._answer(route)
        self.held.clear()

    def _answer(self, route: Route) -> None:
        if self.holds:
            self.held.append(route)
        else:
            super()._answer(route)

    def sent(self) -> list[Answer]:
        """What each withdrawQuestion brought."""
        return [variables for name, variables in self.asked if name == "WithdrawQuestion"]

    def _evaluation_questions(self, variables: Answer) -> Answer:
        gone = {one["id"] for one in self.withdrawn}
        pools = [
            {"title": "Harga pokok", "questions": [asked("hpp", PROMPT, isWithdrawn="hpp" in gone)]},
            {
                "title": "Laba",
                "questions": [asked("laba", "Apa itu laba?"), asked("lama", "Apa itu rugi?", isCurrent=False)],
            },
        ]
        staff = {
            "evaluationPools": pools if variables["course"] == "harga" else [],
            "withdrawnQuestions": self.withdrawn,
        }
        return {"viewer": {"id": self.id}, "staff": staff}

    def _preview_withdrawal(self, variables: Answer) -> Answer:
        assert variables["course"] == "harga"
        seen = {
            "finishedAttempts": 120,
            "examinedAttempts": 120,
            "changedAttempts": 45,
            "newlyPassing": 7,
            "openAttempts": 3,
        }
        small = [{"title": "Harga pokok", "draw": 2, "left": 1}]
        return {
            "viewer": {"id": self.id},
            "staff": {"withdrawalPreview": seen | {"isLast": self.is_last, "smallPools": small}},
        }

    def _withdraw_question(self, variables: Answer) -> Answer:
        if self.refusal:
            return {"withdrawQuestion": {"withdrawal": None, "problems": [self.refusal]}}
        self.withdrawn.insert(0, withdrawal(variables["question"], variables["reason"]))
        return {"withdrawQuestion": {"withdrawal": {"id": variables["question"]}, "problems": []}}


def withdrawal(name: str, reason: str, **more: Any) -> Answer:
    outcome = {"rescoredAttempts": 50, "changedAttempts": 20, "newlyPassed": 4}
    made = {"id": name, "prompt": PROMPT, "reason": reason, "withdrawnAt": "2026-11-02T02:00:00Z", "finishedAt": None}
    return made | {"outcome": outcome} | more


def filled_in(page: Page) -> None:
    """Everything that is asked for, by its labels, and the preview on the screen."""
    page.get_by_label("Kelas", exact=True).select_option("Menghitung harga")
    page.get_by_label("Soal", exact=True).select_option(PROMPT)
    page.get_by_label("Alasan", exact=True).fill(REASON)
    page.get_by_role("button", name="Lihat akibatnya").click()
    expect(page.get_by_role("region", name="Yang akan terjadi")).to_be_visible()


def test_a_question_is_withdrawn_only_after_what_it_does_was_seen(open_phone: OpenPhone) -> None:
    """Hundreds of results hang on it: one tap must not be enough, and the figures come first."""
    office = Office()
    page = open_phone(office, DESK)
    filled_in(page)
    panel = page.get_by_role("region", name="Yang akan terjadi")
    expect(panel).to_be_focused()
    expect(panel.get_by_role("definition")).to_have_text(["120", "45", "7", "3"])
    expect(panel).to_contain_text(PROMPT)
    expect(panel).to_contain_text("Topik Harga pokok: tersisa 1 soal, padahal setiap peserta mendapat 2.")
    expect(panel).to_contain_text("tidak dapat diurungkan")
    assert office.sent() == []
    panel.get_by_role("button", name="Ya, cabut soal ini").click()
    expect(page.get_by_text("Soal dicabut")).to_be_visible()
    assert office.sent() == [{"course": "harga", "question": "hpp", "reason": REASON}]
    expect(page.get_by_role("article")).to_contain_text("sedang berjalan, 50 percobaan sudah dinilai ulang")
    expect(page.get_by_label("Soal", exact=True).get_by_role("option", name=PROMPT)).to_have_count(0)
    expect(page.get_by_label("Alasan", exact=True)).to_have_value("")


def test_the_page_tells_when_every_paper_was_scored_again(open_phone: OpenPhone) -> None:
    """Nothing waits in silence, and nobody has to reload."""
    office = Office(withdrawn=[withdrawal("hpp", REASON)])
    page = open_phone(office, DESK)
    page.get_by_label("Kelas", exact=True).select_option("harga")
    expect(page.get_by_role("article")).to_contain_text("sedang berjalan")
    office.withdrawn[0]["finishedAt"] = "2026-11-02T02:00:30Z"
    expect(page.get_by_role("article")).to_contain_text("selesai, 50 percobaan dinilai ulang")
    expect(page.get_by_role("article")).to_contain_text("20 nilai naik, 4 peserta menjadi lulus")


def test_changing_ones_mind_sends_nothing(open_phone: OpenPhone) -> None:
    """Another question is another decision."""
    office = Office()
    page = open_phone(office, DESK)
    filled_in(page)
    page.get_by_role("button", name="Tidak jadi").click()
    expect(page.get_by_label("Soal", exact=True)).to_be_focused()
    page.get_by_role("button", name="Lihat akibatnya").click()
    page.get_by_label("Soal", exact=True).select_option("Apa itu rugi? (rilis terdahulu)")
    expect(page.get_by_role("region", name="Yang akan terjadi")).to_have_count(0)
    assert office.sent() == []


def test_what_was_seen_late_is_not_shown_for_another_question(open_phone: OpenPhone) -> None:
    """On a slow network the choice can change while the consequences are on their way: they are not this question's."""
    office = Office()
    page = open_phone(office, DESK)
    filled_in(page)
    page.get_by_role("button", name="Tidak jadi").click()
    office.holds = True
    with page.expect_request("**/graphql"):
        page.get_by_role("button", name="Lihat akibatnya").click()
    page.get_by_label("Soal", exact=True).select_option("Apa itu rugi? (rilis terdahulu)")
    with page.expect_response("**/graphql"):
        office.release()
    expect(page.get_by_role("button", name="Lihat akibatnya")).to_be_enabled()
    expect(page.get_by_role("region", name="Yang akan terjadi")).to_have_count(0)


def test_what_is_missing_is_said_at_its_field(open_phone: OpenPhone) -> None:
    """A reason of one word helps nobody who reads the trail next year."""
    page = open_phone(Office(), DESK)
    page.get_by_role("button", name="Lihat akibatnya").click()
    for words in ("Pilih kelasnya.", "Pilih soalnya.", "Tulis alasannya, paling sedikit 10 huruf."):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_label("Kelas", exact=True)).to_be_focused()


def test_a_refusal_is_said_where_the_button_is(open_phone: OpenPhone) -> None:
    """Somebody else withdrew the one before the last meanwhile."""
    office = Office(refusal=problem("EVALUATION_EMPTY", "Soal ini satu-satunya.", "question"))
    page = open_phone(office, DESK)
    filled_in(page)
    page.get_by_role("button", name="Ya, cabut soal ini").click()
    expect(page.get_by_role("alert")).to_contain_text("Soal ini satu-satunya.")


def test_the_last_question_can_only_be_looked_at(open_phone: OpenPhone) -> None:
    """The page says what to do instead."""
    page = open_phone(Office(is_last=True), DESK)
    filled_in(page)
    expect(page.get_by_role("alert")).to_contain_text("Terbitkan dahulu kelas ini dengan soal lain.")
    expect(page.get_by_role("button", name="Ya, cabut soal ini")).to_have_count(0)


def test_it_is_done_by_the_keyboard_alone(open_phone: OpenPhone) -> None:
    """From the class to the confirmation, in the order of the page."""
    office = Office()
    page = open_phone(office, DESK)
    page.get_by_label("Kelas", exact=True).focus()
    page.keyboard.type("Menghitung")
    expect(page.get_by_label("Soal", exact=True).get_by_role("option")).to_have_count(4)
    page.keyboard.press("Tab")
    page.keyboard.type("Berapa")
    page.keyboard.press("Tab")
    page.keyboard.type(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Yang akan terjadi")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Soal dicabut")).to_be_visible()
    assert office.sent() == [{"course": "harga", "question": "hpp", "reason": REASON}]


def test_who_is_not_of_the_office_sees_nothing_of_it(open_phone: OpenPhone) -> None:
    """The page says once that it is for staff."""
    page = open_phone(Participant().fill(), DESK)
    expect(page.get_by_text("Halaman ini untuk petugas")).to_be_visible()
    expect(page.get_by_text("Cabut soal evaluasi")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_screen_has_no_barrier_that_a_machine_can_find(language: str, scheme: str, open_phone: OpenPhone) -> None:
    """Names, roles and contrast, with everything open, in both schemes and languages and at 360 pixels."""
    office = Office(withdrawn=[withdrawal("laba", REASON)])
    address = DESK if language == "id" else f"{ORIGIN}/en/petugas/"
    page = open_phone(office, address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page.locator("jawara-withdrawal select[name=course]").select_option("harga")
    page.locator("jawara-withdrawal select[name=question]").select_option("hpp")
    page.locator("jawara-withdrawal textarea[name=reason]").fill(REASON)
    page.locator("jawara-withdrawal button[type=submit]").click()
    expect(page.locator("jawara-withdrawal .card")).to_have_count(2)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (60, "1 soal dicabut oleh petugas dan tidak merugikan Anda: nilai Anda naik dari 60 menjadi 75."),
        (None, "1 soal dicabut oleh petugas dan tidak merugikan Anda. Nilai Anda tidak berubah karenanya."),
    ],
)
def test_a_result_says_what_a_withdrawn_question_changed(
    before: int | None, sentence: str, open_phone: OpenPhone
) -> None:
    """In one line: whoever remembers another score must not doubt the page."""
    told = attempt(result={"withdrawnQuestions": 1, "scoreBefore": before})
    page = open_phone(Examinee(attempt=told), f"{ORIGIN}/hasil/?percobaan={ATTEMPT}")
    expect(page.get_by_text(sentence)).to_be_visible()
