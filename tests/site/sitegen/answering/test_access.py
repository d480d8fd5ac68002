"""Questions of every kind, looked at by a machine that knows the rules of access, and with large letters."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from courseware.sealed import SealedQuestion
from tests.answering import answer_wrongly
from tests.site.barriers import barriers
from tests.site.sitegen.answering.asked import ASKED
from tests.site.sitegen.answering.conftest import LESSON, SITTING, OpenPage

pytestmark = pytest.mark.browser
Questions = dict[str, SealedQuestion]

LARGE_LETTERS = "() => { document.documentElement.style.fontSize = '225%'; }"
"""Twice of what a phone shows that nobody has set."""
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".visually-hidden, .header, .nav, option")
    ).map((one) => one.outerHTML.slice(0, 80))"""


def answered_checks(page: Page, questions: Questions) -> None:
    """Every check of the lesson, answered wrongly and marked."""
    for name in ASKED:
        form = page.locator(f'jawara-check[check="cek-{name}"]')
        answer_wrongly(form, questions[f"cek-{name}"])
        form.get_by_role("button", name="Periksa jawaban").click()
        expect(form.locator(".check__outcome")).to_contain_text("Undang-Undang")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_checks_of_every_kind_have_no_barrier(open_page: OpenPage, questions: Questions, scheme: Any) -> None:
    """As they come, and with every mark that an outcome leaves."""
    page = open_page(LESSON, bypass_csp=True, color_scheme=scheme)
    assert barriers(page) == []
    answered_checks(page, questions)
    assert barriers(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sitting_has_no_barrier_at_any_question(open_page: OpenPage, questions: Questions, scheme: Any) -> None:
    """Empty, answered, and in the review."""
    page = open_page(SITTING, bypass_csp=True, color_scheme=scheme)
    for number, name in enumerate(ASKED, start=1):
        page.get_by_role("button", name=re.compile(f"^Soal {number},")).click()
        expect(page.get_by_role("heading", name=f"Soal {number} dari")).to_be_visible()
        assert barriers(page) == []
        answer_wrongly(page.locator("main fieldset"), questions[name])
        expect(page.locator(".save-state")).to_contain_text("Tersimpan di kantor pukul")
        assert barriers(page) == []
    page.get_by_role("button", name="Tinjau jawaban").click()
    expect(page.get_by_role("heading", name="Tinjau jawaban")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize(("width", "letters"), [(360, ""), (320, ""), (360, LARGE_LETTERS)])
def test_nothing_runs_out_of_a_small_screen(
    open_page: OpenPage, questions: Questions, width: int, letters: str
) -> None:
    """Whoever needs large letters scrolls down, never sideways."""
    page = open_page(LESSON, viewport={"width": width, "height": 740})
    page.evaluate(letters or "() => undefined")
    answered_checks(page, questions)
    assert page.evaluate(TOO_WIDE) == []
    page = open_page(SITTING, viewport={"width": width, "height": 740})
    page.evaluate(letters or "() => undefined")
    for number in range(1, len(ASKED) + 1):
        page.get_by_role("button", name=re.compile(f"^Soal {number},")).click()
        expect(page.get_by_role("heading", name=f"Soal {number} dari")).to_be_visible()
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("name", ["pernyataan", "hitungan", "pasangan", "urutan"])
def test_what_is_touched_is_large_enough(open_page: OpenPage, name: str) -> None:
    """48 pixels for a thumb on a moving bus."""
    page = open_page(LESSON)
    form = page.locator(f'jawara-check[check="cek-{name}"]')
    for target in form.locator("button, select, input[type=text], label.choice").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 48
