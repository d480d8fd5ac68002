"""Staff read how participants liked a class: sums and words, never who said them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.participant import Answer, Participant

ORIGIN = "https://belajar.example"
PLACE = f"{ORIGIN}/petugas/umpan-balik/"

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]

TOLD: Answer = {
    "answers": 12, "declined": 3, "fewest": 5, "told": True, "comments": ["Bagus.\n<b>Sekali</b>", "Jaringan putus."],
    "statements": [
        {"statement": "RELEVANCE", "answers": 12, "mean": 4.25, "distribution": [0, 1, 1, 4, 6]},
        {"statement": "ACCESS", "answers": 9, "mean": 3, "distribution": [1, 2, 3, 2, 1]},
    ],
}  # fmt: skip
FEW: Answer = {"answers": 4, "declined": 1, "fewest": 5, "told": False, "statements": [], "comments": []}


@dataclass
class Office(Participant):
    """A member of staff, with two classes: many said something of one, few of the other."""

    staff: Answer | None = field(
        default_factory=lambda: {
            "dataRequests": [],
            "evaluatedCourses": [{"slug": "harga", "title": "Menghitung harga"}, {"slug": "kop", "title": "Koperasi"}],
        }
    )

    def _class_satisfaction(self, variables: Answer) -> Answer:
        found = {"harga": TOLD, "kop": FEW}[variables["course"]]
        return {"viewer": {"id": self.id}, "staff": {"satisfaction": found}}


def chosen(page: Page, name: str) -> None:
    page.locator("jawara-satisfaction select").select_option(name)
    expect(page.locator("jawara-satisfaction [role=status]")).to_be_visible()


def test_the_office_reads_means_how_they_are_spread_and_what_people_wrote(open_phone: OpenPhone) -> None:
    """A mean of three may be twelve threes, or six ones and six fives."""
    page = open_phone(Office(), PLACE)
    chosen(page, "harga")
    expect(page.get_by_text("12 peserta menjawab, 3 melewati.")).to_be_visible()
    row = page.get_by_role("row", name="Materinya berguna")
    expect(row.get_by_role("cell")).to_have_text(["4,25", "12", "0", "1", "1", "4", "6"])
    expect(page.get_by_text("Pernyataan yang dijawab kurang dari 5 peserta tidak ditampilkan.")).to_be_visible()
    expect(page.locator("jawara-satisfaction blockquote")).to_have_text(["Bagus.\n<b>Sekali</b>", "Jaringan putus."])


def test_what_few_people_said_is_withheld_and_the_page_says_why(open_phone: OpenPhone) -> None:
    """An empty table would look like a fault."""
    page = open_phone(Office(), PLACE)
    chosen(page, "harga")
    chosen(page, "kop")
    expect(page.get_by_text("Hasilnya baru ditampilkan sesudah 5 peserta menjawab")).to_be_visible()
    expect(page.locator("jawara-satisfaction table, jawara-satisfaction blockquote")).to_have_count(0)


def test_who_is_not_of_the_office_sees_nothing_of_it(open_phone: OpenPhone) -> None:
    """The page says once that it is for staff."""
    page = open_phone(Participant().fill(), PLACE)
    expect(page.get_by_text("Halaman ini untuk petugas")).to_be_visible()
    expect(page.locator("jawara-satisfaction select")).to_have_count(0)


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_office_finds_it_from_its_own_page(root: str, output: Path) -> None:
    """One tap."""
    desk = (output / f"{root}/petugas/index.html".removeprefix("/")).read_text("utf-8")
    assert f'href="{root}/petugas/umpan-balik/"' in desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_screen_has_no_barrier_that_a_machine_can_find(language: str, scheme: str, open_phone: OpenPhone) -> None:
    """With everything on it, in both schemes and languages and at 360 pixels."""
    address = PLACE if language == "id" else f"{ORIGIN}/en/petugas/umpan-balik/"
    page = open_phone(Office(), address, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    chosen(page, "harga")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
