"""An evaluation with a question of every kind on a phone: saved one by one, still there, reviewed, handed in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from courseware.sealed import SealedQuestion
from tests.answering import answer_rightly, fill, order_in, put_in_order
from tests.api.courses import kept_key
from tests.browsing import deeds
from tests.site.sitegen.answering.asked import ASKED
from tests.site.sitegen.answering.conftest import SITTING, OpenPage
from tests.site.sitegen.answering.examiner import ATTEMPT, Examiner

pytestmark = pytest.mark.browser
Questions = dict[str, SealedQuestion]
NAMES = list(ASKED)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    opened = open_page(SITTING)
    expect(opened.get_by_role("heading", name=f"Soal 1 dari {len(NAMES)}")).to_be_visible()
    return opened


def go_to(page: Page, name: str, word: str = "Soal") -> Locator:
    """The question's own fields."""
    number = NAMES.index(name) + 1
    page.get_by_role("button", name=re.compile(f"^{word} {number},")).click()
    expect(page.get_by_role("heading", name=f"{word} {number} ")).to_be_visible()
    return page.locator("main fieldset")


def saved(page: Page) -> None:
    expect(page.locator(".save-state")).to_contain_text("Tersimpan di kantor pukul")


def test_every_kind_is_answered_saved_and_handed_in(page: Page, examiner: Examiner, questions: Questions) -> None:
    """One sequence for the whole attempt; what stands at the server at the end is all right."""
    for name in NAMES:
        answer_rightly(go_to(page, name), questions[name])
        saved(page)
    sequences = [sequence for _, _, sequence in examiner.saved()]
    assert sequences == sorted(set(sequences))
    page.get_by_role("button", name="Tinjau jawaban").click()
    expect(page.get_by_text(f"{len(NAMES)} dari {len(NAMES)} soal sudah dijawab.")).to_be_visible()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url(f"**/hasil/?percobaan={ATTEMPT}")
    assert examiner.result
    assert (examiner.result.score, examiner.result.passed) == (100, True)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_stands_there_after_a_reload(page: Page, questions: Questions, name: str) -> None:
    """As it was given, whatever its shape."""
    answer_rightly(go_to(page, name), questions[name])
    saved(page)
    state = page.locator("main fieldset").evaluate(_STATE)
    page.reload()
    expect(page.get_by_role("heading", name=f"Soal {NAMES.index(name) + 1} dari")).to_be_visible()
    saved(page)
    assert page.locator("main fieldset").evaluate(_STATE) == state


_STATE = """form => [...form.querySelectorAll("input, select, [data-item]")].map(one =>
    one.dataset.item ?? [one.value, one.matches(":checked")].join())"""


def test_from_the_first_touch_the_screen_no_longer_says_that_the_office_has_the_answer(page: Page) -> None:
    """Whoever changes an answer and closes the page at once would trust a word about the answer before."""
    form = go_to(page, "tunggal")
    form.locator("input").first.check()
    saved(page)
    told: list[str] = (
        form.locator("input")
        .nth(1)
        .evaluate(
            """input => {
          input.click();
          return [".save-state", ".sitting__saved"].map(place => document.querySelector(place).textContent);
        }"""
        )
    )
    assert told == ["Menyimpan…", f"0 dari {len(NAMES)} tersimpan di kantor, menyimpan 1 jawaban…"]
    saved(page)
    expect(page.locator(".sitting__saved")).to_have_text(f"1 dari {len(NAMES)} tersimpan di kantor")


def test_what_is_typed_is_sent_after_a_pause_and_kept_on_the_phone_at_once(page: Page, examiner: Examiner) -> None:
    """Not with each letter; and a phone that dies in the middle of a word loses none of it."""
    field = go_to(page, "istilah").get_by_label("Jawaban Anda")
    field.press_sequentially("Sisa Hasil")
    expect(page.locator(".save-state")).to_have_text("Tersimpan di ponsel ini, belum terkirim.")
    assert [deed["said"]["answer"] for deed in deeds(page)] == [{"text": "Sisa Hasil"}]
    assert examiner.saved() == []
    saved(page)
    assert [answer for _, answer, _ in examiner.saved()] == [{"text": "Sisa Hasil"}]


WAYS_OUT: dict[str, Callable[[Page], None]] = {
    "another place": lambda page: page.get_by_label("Jawaban Anda").blur(),
    "Enter": lambda page: page.keyboard.press("Enter"),
    "the next question": lambda page: page.get_by_role("button", name="Soal berikutnya").click(),
}


@pytest.mark.parametrize("leave", WAYS_OUT.values(), ids=WAYS_OUT.keys())
def test_what_is_typed_is_sent_on_leaving_the_field(
    page: Page, examiner: Examiner, leave: Callable[[Page], None]
) -> None:
    """Whoever goes on is not asked to wait."""
    page.clock.install()
    go_to(page, "istilah").get_by_label("Jawaban Anda").fill("SHU")
    leave(page)
    expect(page.get_by_text(f"1 dari {len(NAMES)} tersimpan di kantor")).to_be_visible()
    assert [answer for _, answer, _ in examiner.saved()] == [{"text": "SHU"}]


def test_going_back_in_the_middle_of_a_word_loses_none_of_it(page: Page, examiner: Examiner) -> None:
    """The browser's own button takes the field away without a word to it."""
    field = go_to(page, "istilah").get_by_label("Jawaban Anda")
    field.press_sequentially("SHU")
    page.go_back()
    expect(page.get_by_text(f"1 dari {len(NAMES)} tersimpan di kantor")).to_be_visible()
    assert [answer for _, answer, _ in examiner.saved()] == [{"text": "SHU"}]
    expect(go_to(page, "istilah").get_by_label("Jawaban Anda")).to_have_value("SHU")


def test_an_emptied_field_is_no_answer(page: Page, examiner: Examiner) -> None:
    """On the screen, in the palette and at the server."""
    form = go_to(page, "hitungan")
    fill(form, "1.500")
    saved(page)
    fill(form, "")
    expect(page.locator(".save-state")).to_have_text("Belum dijawab.")
    assert examiner.answers["hitungan"][0] == ()


def test_an_order_counts_from_its_first_move(page: Page, examiner: Examiner, questions: Questions) -> None:
    """Untouched it is unanswered: it never comes in the right order."""
    form = go_to(page, "urutan")
    expect(page.locator(".save-state")).to_have_text("Belum dijawab.")
    drawn = order_in(form)
    form.get_by_role("button", name="Turunkan").first.click()
    saved(page)
    assert examiner.answers["urutan"][0] == (drawn[1], drawn[0], *drawn[2:])
    put_in_order(form, [choice.id for choice in questions["urutan"].choices])
    saved(page)
    assert examiner.answers["urutan"][0] == tuple(choice.id for choice in questions["urutan"].choices)


def test_each_pair_is_saved_and_can_be_taken_back(page: Page, examiner: Examiner) -> None:
    """Pairs are chosen one by one; a network that is lost in between loses the last one at most."""
    form = go_to(page, "pasangan")
    form.get_by_label("Pengurus").select_option(label="mengelola usaha sehari-hari")
    saved(page)
    assert len(examiner.answers["pasangan"][0]) == 1
    form.get_by_label("Pengurus").select_option(label="Pilih pasangannya")
    expect(page.locator(".save-state")).to_have_text("Belum dijawab.")
    assert examiner.answers["pasangan"][0] == ()


def test_the_review_names_what_is_open_and_what_is_half_done(page: Page) -> None:
    """Seven empty and one with two of its three pairs missing; the way leads to the first of them."""
    go_to(page, "pasangan").get_by_label("Pengurus").select_option(index=1)
    saved(page)
    page.get_by_role("button", name="Tinjau jawaban").click()
    expect(page.get_by_text("1 dari 8 soal sudah dijawab.")).to_be_visible()
    expect(page.get_by_text("Belum dijawab: soal 1, 2, 3, 4, 5, 6, 8.")).to_be_visible()
    expect(page.get_by_text("Belum lengkap: soal 7.")).to_be_visible()
    page.get_by_role("button", name="Jawab soal 1").click()
    expect(page.get_by_role("heading", name="Soal 1 dari 8")).to_be_visible()


def test_answers_of_every_kind_wait_for_the_network_and_are_sent(
    page: Page, examiner: Examiner, questions: Questions
) -> None:
    """Kept on the phone over a reload, then sent in the order they were given."""
    examiner.is_down = True
    for name in ("istilah", "pasangan", "urutan"):
        answer_rightly(go_to(page, name), questions[name])
    expect(page.get_by_text(f"0 dari {len(NAMES)} tersimpan di kantor, 3 masih di ponsel ini")).to_be_visible()
    examiner.is_down = False
    page.reload()
    expect(page.get_by_text(f"3 dari {len(NAMES)} tersimpan di kantor")).to_be_visible()
    for name in ("istilah", "pasangan", "urutan"):
        assert examiner.answers[name][0] == kept_key(questions[name])


def test_a_sitting_in_english_asks_in_english_what_is_written_in_indonesian(open_page: OpenPage) -> None:
    """The screen's own words follow the page; the questions are their author's."""
    page = open_page(SITTING.replace("/kelas/", "/en/kelas/"))
    expect(page.get_by_role("heading", name="Question 1 of 8")).to_be_visible()
    form = go_to(page, "urutan", "Question")
    expect(form).to_contain_text("Put them in order, from the first to the last.")
    form.get_by_role("button", name="Move down: ").first.click()
    expect(page.locator(".save-state")).to_contain_text("Saved at the office at")
    page.get_by_role("button", name="Review your answers").click()
    page.get_by_role("button", name="Send the answers").click()
    page.wait_for_url("**/en/hasil/**")


def test_a_picture_of_a_question_is_shown_from_the_question_itself(page: Page) -> None:
    """Its file lies nowhere; the policy of the site lets it through, and its text is read."""
    go_to(page, "hitungan")
    picture = page.get_by_role("img", name="Sepuluh bungkus keripik")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.src.slice(0, 26)") == "data:image/svg+xml;base64,"
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
