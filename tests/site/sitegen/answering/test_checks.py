"""A check in a lesson, whichever kind it is: answered at once, told in words, readable without a script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from courseware.sealed import SealedQuestion
from tests.answering import answer_rightly, answer_wrongly, order_in
from tests.browsing import tab_to
from tests.site.sitegen.answering.asked import ASKED
from tests.site.sitegen.answering.conftest import LESSON, OpenPage
from tests.site.sitegen.answering.examiner import Examiner

pytestmark = pytest.mark.browser
Questions = dict[str, SealedQuestion]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(LESSON)


def check(page: Page, name: str) -> Locator:
    return page.locator(f'jawara-check[check="cek-{name}"]')


def press(form: Locator) -> Locator:
    """The button, and the outcome that follows."""
    form.get_by_role("button", name="Periksa jawaban").click()
    outcome = form.locator(".check__outcome")
    expect(outcome).to_contain_text(re.compile(r"\S"))
    return outcome


@pytest.mark.parametrize("name", ASKED)
def test_a_right_answer_is_told_and_explained(page: Page, questions: Questions, name: str) -> None:
    """Every kind ends alike: a verdict, and why."""
    form = check(page, name)
    answer_rightly(form, questions[f"cek-{name}"])
    outcome = press(form)
    expect(outcome).to_contain_text("Jawaban Anda benar")
    expect(outcome).to_contain_text("Undang-Undang Nomor 25 Tahun 1992")
    expect(outcome).not_to_contain_text("Jawaban yang benar:")


@pytest.mark.parametrize(
    ("name", "told", "marks"),
    [
        ("tunggal", "belum tepat", ["Kurang tepat.Pengurus menjalankan keputusan rapat.", "Jawaban yang benar."]),
        ("banyak", "belum tepat", [*["Jawaban yang benar."] * 2, "Kurang tepat.Satu anggota, satu suara."]),
        ("pernyataan", "belum tepat", ["Jawaban yang benar.", "Kurang tepat."]),
        ("istilah", "Jawaban yang benar: Sisa Hasil Usaha.", []),
        ("hitungan", "Jawaban yang benar: Rp1.500.", []),
        ("takaran", "Jawaban yang benar: 12,5% (± 0,5).", []),
        (
            "pasangan",
            "Benar 0 dari 3.",
            [
                "Pasangannya: memegang kekuasaan tertinggi dan menetapkan anggaran dasar.",
                "Pasangannya: mengelola usaha sehari-hari.",
                "Pasangannya: memeriksa kerja pengurus.",
            ],
        ),
        ("urutan", "Benar 0 dari 4.", [f"Seharusnya nomor {n}." for n in (4, 3, 2, 1)]),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_mended_where_it_stands(
    page: Page, questions: Questions, name: str, told: str, marks: list[str]
) -> None:
    """Whoever practises reads at each part what would have been right; the next change takes the marks away."""
    form = check(page, name)
    answer_wrongly(form, questions[f"cek-{name}"])
    expect(press(form)).to_contain_text(told)
    assert form.locator("[data-mark]").all_text_contents() == marks
    answer_rightly(form, questions[f"cek-{name}"])
    expect(form.locator("[data-mark]")).to_have_count(0)
    expect(form.locator(".check__outcome")).to_be_empty()


def test_a_partly_right_answer_is_called_so(page: Page, questions: Questions) -> None:
    """Two of three pairs are no failure."""
    form = check(page, "pasangan")
    answer_rightly(form, questions["cek-pasangan"])
    form.get_by_label("Pengawas").select_option(label="mencetak uang")
    outcome = press(form)
    expect(outcome).to_contain_text("Sebagian jawaban Anda benar")
    expect(outcome).to_contain_text("Benar 2 dari 3.")
    marks = form.locator("[data-mark]").all_text_contents()
    assert marks == ["Benar.", "Benar.", "Pasangannya: memeriksa kerja pengurus."]


def test_an_explanation_shows_its_picture(page: Page, questions: Questions) -> None:
    """It comes from the API, which doesn't know what the site has made of the file's name."""
    form = check(page, "pernyataan")
    answer_rightly(form, questions["cek-pernyataan"])
    picture = press(form).get_by_role("img", name="Bagan perangkat")
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0


@pytest.mark.parametrize("name", ["tunggal", "istilah", "hitungan", "pasangan"])
def test_nothing_is_sent_without_an_answer(page: Page, examiner: Examiner, name: str) -> None:
    """The reader is led to the first field; a space is no answer either."""
    form = check(page, name)
    if name == "istilah":
        form.get_by_label("Jawaban Anda").fill("  ")
    expect(press(form)).to_contain_text("Jawab dahulu, lalu tekan Periksa jawaban.")
    expect(form.locator("input, select").first).to_be_focused()
    assert "AnswerCheck" not in [operation for operation, _ in examiner.asked]


def test_too_long_a_text_does_not_fit_the_field(page: Page, examiner: Examiner) -> None:
    """The field itself ends where the API does."""
    form = check(page, "istilah")
    form.get_by_label("Jawaban Anda").press_sequentially("x" * 205, delay=0)
    press(form)
    assert examiner.asked[-1][1]["answer"] == {"text": "x" * 200}


def test_an_order_is_made_by_keyboard_alone_and_told_aloud(page: Page) -> None:
    """Dragging can't be done with a keyboard, nor with a shaking hand. The focus stays on the button."""
    form = check(page, "urutan")
    first, second, *_ = before = order_in(form)
    down = form.locator(f'[data-item="{first}"]').get_by_role("button", name="Turunkan")
    name = form.locator(f'[data-item="{first}"]').inner_text().split("\n")[0]
    tab_to(page, down)
    page.keyboard.press("Enter")
    assert order_in(form) == [second, first, *before[2:]]
    expect(down).to_be_focused()
    expect(form.locator("p[role=status]")).to_have_text(f"{name}: sekarang nomor 2 dari 4.")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    assert order_in(form) == [second, *before[2:], first]
    expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    assert order_in(form) == [second, before[2], first, before[3]]
    expect(form.locator("p[role=status]")).to_have_text(f"{name}: sekarang nomor 3 dari 4.")


def test_every_kind_is_answered_by_keyboard_alone(page: Page) -> None:
    """Tab, arrows, letters and Enter."""
    tab_to(page, check(page, "pernyataan").get_by_role("radio").first)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(check(page, "pernyataan").locator(".check__outcome")).to_contain_text("Jawaban Anda benar")
    tab_to(page, check(page, "hitungan").get_by_label("Jawaban Anda"))
    page.keyboard.type("1.500")
    page.keyboard.press("Enter")
    expect(check(page, "hitungan").locator(".check__outcome")).to_contain_text("Jawaban Anda benar")
    tab_to(page, check(page, "pasangan").get_by_label("Pengurus"))
    page.keyboard.type("mengelola")
    expect(check(page, "pasangan").get_by_label("Pengurus").locator("option:checked")).to_have_text(
        "mengelola usaha sehari-hari"
    )


def test_a_number_says_its_unit_to_who_can_not_see_it(page: Page) -> None:
    """The unit stands beside the field and describes it; the phone brings up its digits."""
    field = check(page, "hitungan").get_by_label("Jawaban Anda")
    expect(field).to_have_accessible_description("Rp")
    expect(field).to_have_attribute("inputmode", "decimal")
    expect(check(page, "takaran").get_by_label("Jawaban Anda")).to_have_accessible_description("%")
    group = check(page, "takaran").get_by_role("group", name="Berapa bagian laba yang disisihkan?")
    expect(group).to_have_accessible_description("Tulis dengan angka, misalnya 1500 atau 12,5.")


def test_a_lesson_is_read_whole_without_a_script(open_page: OpenPage) -> None:
    """Questions, choices, both sides of the pairs, items to order: all there, and nothing that does nothing."""
    page = open_page(LESSON, java_script_enabled=False)
    for name, words in {
        "tunggal": "Rapat anggota",
        "pernyataan": "Benar",
        "istilah": "Apa nama bagian laba koperasi",
        "hitungan": "Rp",
        "pasangan": "Pengawas",
        "urutan": "Pengesahan badan hukum",
    }.items():
        expect(check(page, name)).to_contain_text(words)
    expect(check(page, "pasangan").locator("option", has_text="mencetak uang")).to_have_count(3)
    expect(check(page, "urutan").locator("li button")).to_have_count(0)


def test_the_page_tells_no_order_and_no_pair(open_page: OpenPage, questions: Questions) -> None:
    """What the source of the page says is what everybody may know."""
    page = open_page(LESSON, java_script_enabled=False)
    order = order_in(check(page, "urutan"))
    assert order == sorted(order)
    lists = check(page, "pasangan").locator("select").all()
    options = [found.locator("option").evaluate_all("all => all.map(one => one.value)") for found in lists]
    assert options == [["", *sorted(choice.id for choice in questions["cek-pasangan"].choices)]] * 3
