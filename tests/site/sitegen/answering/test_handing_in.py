"""Handing in with the office out of reach: it waits, says until when it counts, and can be taken back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from courseware.sealed import SealedQuestion
from tests.answering import answer_rightly
from tests.browsing import tab_to
from tests.site.barriers import barriers
from tests.site.sitegen.answering.asked import ASKED
from tests.site.sitegen.answering.conftest import SITTING, OpenPage
from tests.site.sitegen.answering.examiner import ATTEMPT, Examiner
from tests.site.sitegen.answering.test_access import LARGE_LETTERS, TOO_WIDE

pytestmark = pytest.mark.browser
Questions = dict[str, SealedQuestion]
FIRST = next(iter(ASKED))


def number(page: Page, at: int) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^Soal {at},"))


def waiting(page: Page, examiner: Examiner, questions: Questions) -> None:
    """One answer and the submission wait."""
    expect(page.get_by_role("heading", name="Soal 1 dari")).to_be_visible()
    examiner.is_down = True
    answer_rightly(page.locator("main fieldset"), questions[FIRST])
    expect(page.locator(".sitting__saved")).to_contain_text("1 masih di ponsel ini")
    page.get_by_role("button", name="Tinjau jawaban").click()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Mengumpulkan jawaban")).to_be_visible()


def press_if_there(page: Page, name: str) -> None:
    """Without waiting for it: the page tries by itself, too, and may have been sooner."""
    page.get_by_role("button", name=name).evaluate_all("buttons => buttons.forEach((one) => one.click())")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_waits_in_words_without_a_barrier_or_a_sideways_scroll(
    open_page: OpenPage, examiner: Examiner, questions: Questions, scheme: Any
) -> None:
    """The deadline is at 09.45; what was done in time may come ten minutes later."""
    page = open_page(SITTING, bypass_csp=True, color_scheme=scheme)
    waiting(page, examiner, questions)
    expect(page.get_by_text("paling lambat pukul 09.55 WIB")).to_be_visible()
    expect(page.get_by_text("Halaman ini boleh ditutup")).to_be_visible()
    assert barriers(page) == []
    page.evaluate(LARGE_LETTERS)
    assert page.evaluate(TOO_WIDE) == []


def test_it_is_sent_behind_the_answers_once_there_is_a_network(
    open_page: OpenPage, examiner: Examiner, questions: Questions
) -> None:
    """The result would otherwise lack what was answered last."""
    page = open_page(SITTING)
    waiting(page, examiner, questions)
    examiner.is_down = False
    press_if_there(page, "Kirim lagi")
    page.wait_for_url(f"**/hasil/?percobaan={ATTEMPT}")
    names = [name for name, _ in examiner.asked if name in {"SaveAnswer", "SubmitAttempt"}]
    assert names == ["SaveAnswer", "SubmitAttempt"]


def test_it_can_be_taken_back_while_there_is_time(
    open_page: OpenPage, examiner: Examiner, questions: Questions
) -> None:
    """Nothing was handed in yet: whoever thinks of something better may say so."""
    page = open_page(SITTING)
    waiting(page, examiner, questions)
    page.get_by_role("button", name="Batal kirim").click()
    number(page, 2).click()
    expect(page.get_by_role("heading", name="Soal 2 dari")).to_be_visible()
    examiner.is_down = False
    page.reload()
    expect(page.locator(".sitting__saved")).to_contain_text("1 dari 8 tersimpan di kantor")
    assert examiner.result is None


def test_when_the_time_is_up_without_a_network_no_answer_is_taken_and_the_rest_is_sent(
    open_page: OpenPage, examiner: Examiner, questions: Questions
) -> None:
    """By the stopwatch since the office was heard: it can't be set."""
    examiner.seconds = 4
    page = open_page(SITTING)
    expect(page.get_by_role("heading", name="Soal 1 dari")).to_be_visible()
    examiner.is_down = True
    answer_rightly(page.locator("main fieldset"), questions[FIRST])
    expect(page.get_by_role("heading", name="Mengumpulkan jawaban")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("timer")).to_have_text("Sisa waktu 00:00")
    expect(page.get_by_role("button", name="Batal kirim")).to_have_count(0)
    expect(page.locator("main fieldset")).to_have_count(0)
    examiner.is_down = False
    press_if_there(page, "Kirim lagi")
    page.wait_for_url("**/hasil/**")
    assert [question for question, _, _ in examiner.saved()] == [FIRST]


def test_a_mark_is_kept_and_told_by_more_than_colour(open_page: OpenPage, questions: Questions) -> None:
    """In the palette and in the review; by keyboard."""
    page = open_page(SITTING)
    mark = page.get_by_role("button", name="Tandai untuk dilihat lagi", exact=True)
    tab_to(page, mark)
    page.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(number(page, 1)).to_have_accessible_name("Soal 1, belum dijawab, ditandai untuk dilihat lagi")
    assert "⚑" in number(page, 1).evaluate("one => getComputedStyle(one, '::before').content")
    answer_rightly(page.locator("main fieldset"), questions[FIRST])
    expect(number(page, 1)).to_have_attribute("data-state", "saved")
    assert "✓" in number(page, 1).evaluate("one => getComputedStyle(one, '::after').content")
    page.reload()
    expect(mark).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Tinjau jawaban").click()
    expect(page.get_by_text("Ditandai untuk dilihat lagi: soal 1.")).to_be_visible()


CONTRAST = """() => {
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" && one.parentElement ? ground(one.parentElement) : colour;
  };
  const poor = [];
  for (const one of document.querySelectorAll("main .sitting *")) {
    const isText = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!isText || one.closest(".visually-hidden")) continue;
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((c, d) => d - c);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 7) poor.push([one.textContent, ratio]);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_a_sitting_can_be_read_in_the_sun(
    open_page: OpenPage, examiner: Examiner, questions: Questions, scheme: Any
) -> None:
    """7:1 at least, saved, waiting, marked, in the review and while handing in."""
    page = open_page(SITTING, color_scheme=scheme)
    number(page, 2).click()
    answer_rightly(page.locator("main fieldset"), questions[list(ASKED)[1]])
    expect(number(page, 2)).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Tandai untuk dilihat lagi", exact=True).click()
    assert page.evaluate(CONTRAST) == []
    number(page, 1).click()
    waiting(page, examiner, questions)
    assert page.evaluate(CONTRAST) == []
