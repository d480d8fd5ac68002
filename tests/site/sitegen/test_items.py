"""Staff see how the questions of a class do: what to look at first, what each figure says, and a file to keep."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.participant import Answer, Participant

ORIGIN = "https://belajar.example"
PLACE = f"{ORIGIN}/petugas/soal/"
PROMPT = "Berapa <b>harga pokok</b> satu bungkus keripik bila sepuluh bungkus memerlukan biaya Rp15.000?"

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


def option(text: str, share: float, upper: float, lower: float, **more: Any) -> Answer:
    return {"text": text, "isRight": False, "share": share, "upper": upper, "lower": lower, "finding": None} | more


def item(name: str, prompt: str, **more: Any) -> Answer:
    figures = {"facility": 0.625, "discrimination": 0.414, "itemRest": 0.38, "omitted": 4, "attempts": 118}
    place = {"question": name, "pool": "Harga pokok", "prompt": prompt, "isCurrent": True, "isWithdrawn": False}
    empty: Answer = {"setAside": 0, "options": [], "wrongTexts": [], "time": None, "findings": []}
    return place | figures | empty | more


def suspect() -> Answer:
    return item(
        "hpp",
        PROMPT,
        facility=0.31,
        discrimination=-0.22,
        itemRest=-0.11,
        setAside=12,
        findings=["SUSPECT_KEY", "DISTRACTOR_PREFERRED"],
        options=[
            option("Rp1.500", 0.31, 0.2, 0.42, isRight=True),
            option("Rp15.000", 0.55, 0.75, 0.3, finding="DISTRACTOR_PREFERRED"),
            option("Rp150", 0.14, 0.05, 0.28),
        ],
        time={"median": 48, "firstQuartile": 31, "thirdQuartile": 95},
    )


def typed() -> Answer:
    return item("laba", "Apa sebutan untuk sisa hasil?", wrongTexts=[{"text": "=untung", "people": 7}], isCurrent=False)


@dataclass
class Office(Participant):
    """A member of staff, and the figures that the API has."""

    staff: Answer | None = field(
        default_factory=lambda: {
            "evaluatedCourses": [
                {"slug": "harga", "title": "Menghitung harga"},
                {"slug": "koperasi", "title": "Koperasi"},
            ]
        }
    )
    items: list[Answer] = field(default_factory=lambda: [typed(), suspect()])
    counted: int = 118
    reliability: Answer = field(default_factory=lambda: {"alpha": 0.7149, "attempts": 118, "gap": None})

    def _item_statistics(self, variables: Answer) -> Answer:
        found = {
            "finishedAttempts": 118,
            "countedAttempts": self.counted if variables["course"] == "harga" else 0,
            "enoughAttempts": 30,
            "reliability": self.reliability,
            "items": self.items,
        }
        return {"viewer": {"id": self.id}, "staff": {"itemStatistics": found}}


def shown(page: Page) -> None:
    page.get_by_label("Kelas", exact=True).select_option("Menghitung harga")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_text("Dihitung dari 118 percobaan pertama.")).to_be_focused()


def test_what_needs_a_look_comes_first_and_says_what_to_do(open_phone: OpenPhone) -> None:
    """The others wait folded: a class has a hundred questions."""
    page = open_phone(Office(), PLACE)
    shown(page)
    expect(page.get_by_role("heading", name="Perlu diperiksa (1)")).to_be_visible()
    card = page.get_by_role("article").filter(has_text=PROMPT)
    expect(card).to_be_visible()
    expect(card).to_contain_text("Tingkat kemudahan 31% · Daya beda -0,22 · 118 percobaan")
    expect(card).to_contain_text("Periksa kuncinya. Peserta dengan nilai tertinggi lebih sering salah")
    expect(page.get_by_text("Apa sebutan untuk sisa hasil?")).to_be_hidden()
    page.get_by_text("Soal lainnya (1)").click()
    expect(page.get_by_text("Apa sebutan untuk sisa hasil?")).to_be_visible()
    expect(page.get_by_text("Rilis terdahulu")).to_be_visible()
    expect(page.get_by_text("0,71 dari 118 percobaan")).to_be_visible()


def test_a_questions_details_name_the_key_and_who_took_what(open_phone: OpenPhone) -> None:
    """On a phone without scrolling sideways."""
    page = open_phone(Office(), PLACE)
    shown(page)
    card = page.get_by_role("article").filter(has_text=PROMPT)
    card.get_by_text("Rincian").click()
    expect(card.get_by_role("listitem")).to_have_text(
        [
            "Rp1.500kunciSemua 31% · Atas 20% · Bawah 42%",
            "Rp15.000Semua 55% · Atas 75% · Bawah 30%Pilihan salah lebih disukai",
            "Rp150Semua 14% · Atas 5% · Bawah 28%",
        ]
    )
    expect(card.get_by_role("definition")).to_have_text(
        ["4 (3%)", "00:48 (00:31–01:35)", "-0,11", "12", "Harga pokok", "hpp"]
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_file_holds_the_same_and_no_formula(open_phone: OpenPhone, tmp_path: Path) -> None:
    """What participants typed must not be carried out by a spreadsheet."""
    page = open_phone(Office(), PLACE)
    shown(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh CSV").click()
    file = tmp_path / "unduhan.csv"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename == "statistik-soal-harga.csv"
    head, first, second, end = file.read_bytes().decode("utf-8").split("\r\n")
    assert head.startswith('\ufeff"Soal";"Topik";"Pertanyaan";"Percobaan";')
    assert first.split(";")[3:10] == ["118", "0", "0,625", "0,414", "0,38", "4", ""]
    assert first.endswith(';"";"";"\'=untung (7 peserta)"')
    assert '"Rp1.500 (kunci): 31% (20% / 42%); Rp15.000: 55% (75% / 30%)' in second
    assert '"Periksa kuncinya; Pilihan salah lebih disukai"' in second
    assert end == ""


def test_the_address_keeps_the_class(open_phone: OpenPhone) -> None:
    """A link to it can be sent to a colleague; another choice clears what is shown."""
    page = open_phone(Office(), f"{PLACE}?kelas=harga")
    expect(page.get_by_text("Dihitung dari 118 percobaan pertama.")).to_be_visible()
    page.get_by_label("Kelas", exact=True).select_option("Koperasi")
    expect(page.get_by_text("Dihitung dari")).to_have_count(0)
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_text("Belum ada percobaan yang selesai di kelas ini.")).to_be_visible()
    assert page.url == f"{PLACE}?kelas=koperasi"


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ("DRAWN", "Tidak dapat dihitung, karena soal setiap peserta diambil acak dari kumpulannya."),
        ("FEW_ATTEMPTS", "Belum dihitung, karena baru 118 percobaan yang dapat dibandingkan."),
        ("NO_SPREAD", "Tidak dapat dihitung, karena semua nilai sama."),
    ],
)
def test_why_there_is_no_reliability_is_told(gap: str, said: str, open_phone: OpenPhone) -> None:
    """A missing figure without a word looks like a fault."""
    few = item("hpp", PROMPT, attempts=12, findings=["FEW_ATTEMPTS"])
    office = Office(reliability={"alpha": None, "attempts": 118, "gap": gap}, items=[few], counted=100)
    page = open_phone(office, f"{PLACE}?kelas=harga")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("dihitung dari 100 percobaan pertama yang terakhir, dari 118 seluruhnya")).to_be_visible()
    expect(page.get_by_text("Tidak ada soal yang perlu diperiksa.")).to_be_visible()
    page.get_by_text("Soal lainnya (1)").click()
    expect(page.get_by_text("Tunggu sampai 30 percobaan")).to_be_visible()


def test_who_is_not_of_the_office_sees_nothing_of_it(open_phone: OpenPhone) -> None:
    """It tells which choices are right."""
    page = open_phone(Participant().fill(), PLACE)
    expect(page.get_by_text("Halaman ini untuk petugas")).to_be_visible()
    expect(page.get_by_role("button", name="Tampilkan")).to_have_count(0)


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_office_finds_it_from_its_own_page(root: str, output: Path) -> None:
    """One tap."""
    assert f'href="{root}/petugas/soal/"' in (output / f"{root}/petugas/index.html".removeprefix("/")).read_text(
        "utf-8"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_screen_has_no_barrier_that_a_machine_can_find(language: str, scheme: str, open_phone: OpenPhone) -> None:
    """Names, roles and contrast, with everything open, in both schemes and languages and at 360 pixels."""
    address = PLACE if language == "id" else f"{ORIGIN}/en/petugas/soal/"
    page = open_phone(Office(), f"{address}?kelas=harga", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    expect(page.get_by_role("article")).not_to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
