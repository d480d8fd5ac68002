"""On paper: a lesson without the site around it, black on white, with whole pictures and addresses that can be read."""

import json
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it ships none
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

import sitegen
from tests.site.sitegen.conftest import BASE_URL, MakeRelease, OpenSite
from tests.site.sitegen.examinee import attempt
from tests.site.sitegen.participant import Answer

pytestmark = pytest.mark.browser

LESSON, CLASS, RESULT, CERTIFICATES = (
    "/kelas/pemasaran/pembeli/", "/kelas/pemasaran/", "/hasil/?percobaan=01a20a3c-220c-72cd-af94-d88a07b6db86",
    "/sertifikat/",
)  # fmt: skip
FIGURES = 6
LINE = 5  # a line of letters has fewer rows of black in points
PICTURE = '<figure><img src="/kelas/pemasaran/media/gambar.svg" alt="Bagan" width="1600" height="900"></figure>'
PROSE = (
    '<p>Lihat <a href="https://jatim.bps.go.id/statistik?a=1&amp;b=2">data resmi</a> dan <a href="#awal">awal</a>.</p>'
    + "".join(f"<p>{'Kalimat yang mengisi lembar. ' * 9 * number}</p>{PICTURE}" for number in range(1, FIGURES))
    + "<details><summary>Transkrip</summary><p>Yang diucapkan di video.</p></details>"
)
COURSE: Answer = {"slug": "pemasaran", "title": "Pemasaran", "hours": 2}
STEP: Answer = {
    "kind": "DOWNLOAD_CERTIFICATE",
    "message": "Unduh sertifikat.",
    "link": "/sertifikat/",
    "course": COURSE,
}
CERTIFICATE: Answer = {
    "id": "c", "course": COURSE, "number": "503.5/0001/SJ/2026", "version": 1, "state": "VALID",
    "name": "Siti Aminah, S.E.", "issuedAt": "2026-11-02T02:00:00Z", "code": "ABCD-EFGH-JKLM", "mailedAt": None,
    "downloadUrl": "/files/c.pdf",
    "badgeUrl": None,
}  # fmt: skip
ANSWERS: Answer = {
    "AttemptOutcome": {"viewer": {"id": "s", "attempt": attempt(result={"score": 82}), "nextStep": STEP}},
    "MyCertificates": {"viewer": {"id": "s", "certificates": [CERTIFICATE], "nextStep": STEP}},
    "RefreshSession": {"refreshSession": {"accessToken": "t", "problems": []}},
}


@pytest.fixture(scope="module")
def output(make_release: MakeRelease, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lesson of several sheets, whose pictures would fall across their edges."""
    folder = tmp_path_factory.mktemp("kertas") / "site"
    sitegen.build(make_release(PROSE), folder, BASE_URL)
    return folder


@pytest.fixture
def page(open_site: OpenSite) -> Page:
    """The phone of somebody signed in, in the dark."""

    def answer(route: Route) -> None:
        name = json.loads(route.request.post_data or "{}")["operationName"]
        route.fulfill(json={"data": ANSWERS.get(name, {"viewer": None})})

    context = open_site(locale="id-ID", color_scheme="dark")
    context.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
    context.route("**/graphql", answer)
    return context.new_page()


def shown(page: Page, address: str) -> None:
    page.goto(BASE_URL + address)
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print", color_scheme="dark")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (LESSON, "Apa yang dibeli orang?"), (CLASS, "Menghitung harga"), (RESULT, "82 dari 100"),
        (CERTIFICATES, "503.5/0001/SJ/2026"),
    ],
)  # fmt: skip
def test_paper_has_the_page_and_nothing_to_press(page: Page, address: str, kept: str) -> None:
    """A button on paper takes the place of a sentence."""
    shown(page, address)
    expect(page.get_by_role("main").get_by_text(kept, exact=True).first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".button:visible, jawara-account:visible, .skip-link:visible")).to_have_count(0)


def test_an_address_can_be_read_where_it_can_not_be_followed(page: Page) -> None:
    """Of a source its own, of the page its own; a jump inside the page leads nowhere on paper."""
    shown(page, LESSON)
    after = "(link) => getComputedStyle(link, '::after').content"
    assert page.get_by_role("link", name="data resmi").evaluate(after) == (
        '" (https://jatim.bps.go.id/statistik?a=1&b=2)"'
    )
    assert page.get_by_role("link", name="awal", exact=True).evaluate(after) == "none"
    own = page.get_by_text(f"{BASE_URL}{LESSON}", exact=True)
    expect(own).to_be_visible()
    page.emulate_media(media="screen")
    expect(own).to_be_hidden()


def test_what_is_folded_on_a_screen_is_open_on_paper(page: Page) -> None:
    """The transcript is the lesson for whoever reads on paper."""
    shown(page, LESSON)
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    assert "Yang diucapkan di video." in " ".join(sheet.extract_text() for sheet in pdf.pages)


def test_no_picture_is_cut_and_the_dark_stays_on_the_screen(page: Page) -> None:
    """As the printer gets it, with backgrounds: white to the edge, and each picture whole on one sheet."""
    shown(page, LESSON)
    # A picture takes its caption along; a browser would only keep the picture itself in one piece.
    for whole in (page.locator("figure").first, page.locator("form.check")):
        expect(whole).to_have_css("break-inside", "avoid")
    sheets = printed(page)
    assert len(sheets) > 2
    # One more stands in the lesson itself. All have the height that a picture may have; half of one would have less.
    heights = [height for sheet in sheets for height in black_heights(sheet)]
    assert len(heights) == FIGURES
    assert max(heights) - min(heights) <= 1
    for sheet in sheets:
        edges = {sheet.getpixel((x, y)) for x in (0, sheet.width - 1) for y in (0, sheet.height - 1)}
        assert edges == {255}
        assert sum(value > 250 for value in sheet.tobytes()) > 0.6 * sheet.width * sheet.height


def printed(page: Page) -> list[Image.Image]:
    """Each sheet in grey, a pixel for each point."""
    pdf = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    document = cast("Iterable[Any]", pypdfium2.PdfDocument(pdf))
    return [sheet.render(grayscale=True).to_pil() for sheet in document]


def black_heights(sheet: Image.Image) -> list[int]:
    """Of each picture of this lesson, a black triangle, the rows that are black for more than a fifth of the sheet."""
    pixels = sheet.tobytes()
    rows = (pixels[start : start + sheet.width] for start in range(0, len(pixels), sheet.width))
    black = (sum(pixel < 60 for pixel in row) > sheet.width / 5 for row in rows)
    runs = (len(list(run)) for is_black, run in groupby(black) if is_black)
    return [height for height in runs if height > LINE]
