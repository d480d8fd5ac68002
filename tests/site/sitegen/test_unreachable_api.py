"""Every page with the API out of reach: web views of chat apps and village networks are the ordinary case."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.site.hosting import unbroken

ORIGIN = "https://belajar.example"
COURSE = "/kelas/pemasaran/"
ATTEMPT = "/hasil/?percobaan=01a20a3c-220c-72cd-af94-d88a07b6db86"
pytestmark = pytest.mark.browser
Answer = Callable[[Route], None]


def no_network(route: Route) -> None:
    route.abort()


def server_down(route: Route) -> None:
    route.fulfill(status=503, body="x")


def hotel_network(route: Route) -> None:
    route.fulfill(body="<h1>Wi-Fi</h1>")


@pytest.fixture
def context(open_site: Callable[..., BrowserContext]) -> BrowserContext:
    """A phone that was signed in before; what /graphql does is each test's own."""
    opened = open_site()
    opened.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
    return opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; whatever breaks in its script breaks the test."""
    with unbroken(context) as opened:
        yield opened


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (no_network, "Tidak ada sambungan internet"),
        (server_down, "Layanan sedang sibuk"),
        (hotel_network, "Layanan sedang sibuk"),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/kelas-saya/", "/biodata/", COURSE, f"{COURSE}evaluasi/", ATTEMPT, "/sertifikat/", "/petugas/",
        "/akun/data/",
        "/verifikasi/?kode=K7QF2-9XT4M-3BRWD-6HNPA",
    ],
)  # fmt: skip
def test_a_page_without_the_api_says_so_and_offers_to_try_again(
    address: str, answer: Answer, sentence: str, context: BrowserContext, page: Page
) -> None:
    """An endless "Memuat" sends people away; a blank page looks like their own mistake."""
    context.route("**/graphql", answer)
    context.route("**/checks/**", answer)
    page.goto(f"{ORIGIN}{address}")
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    expect(page.get_by_text("Memuat…")).to_have_count(0)


def test_trying_again_asks_again_and_shows_what_comes(context: BrowserContext, page: Page) -> None:
    """The network came back: the reader must not have to reload the page, nor see the old message."""
    context.route("**/checks/**", no_network)
    page.goto(f"{ORIGIN}/verifikasi/?kode=K7QF2-9XT4M-3BRWD-6HNPA")
    again = page.get_by_role("button", name="Coba lagi")
    expect(again).to_be_visible()
    known = {"state": "UNKNOWN", "changedAt": None, "replacedBy": None, "printed": None}
    context.route("**/checks/**", lambda route: route.fulfill(status=404, json=known))
    again.click()
    expect(page.get_by_role("alert")).to_contain_text("Sertifikat ini tidak dikenal")
    expect(again).to_have_count(0)


def test_a_class_can_be_read_although_nobody_can_say_how_far_one_is(context: BrowserContext, page: Page) -> None:
    """Lessons are plain pages: the way to them must not hang on the API."""
    context.route("**/graphql", no_network)
    page.goto(f"{ORIGIN}{COURSE}")
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    page.get_by_role("link", name="Mulai belajar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mengenal pembeli")


@pytest.mark.parametrize("address", ["/daftar/", "/masuk/", "/pemulihan/"])
def test_a_form_that_could_not_be_sent_keeps_what_was_typed(address: str, context: BrowserContext, page: Page) -> None:
    """Typing an address twice on a phone is where people give up."""
    context.route("**/graphql", no_network)
    page.goto(f"{ORIGIN}{address}")
    page.get_by_label("Alamat surel (email)").fill("bu.sri@contoh.example")
    if page.get_by_label("Kata sandi", exact=True).is_visible():
        page.get_by_label("Kata sandi", exact=True).fill("empat kata tak berhubungan")
    page.locator("main button[type=submit]:visible").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim")
    expect(page.get_by_label("Alamat surel (email)")).to_have_value("bu.sri@contoh.example")
    expect(page.locator("main button[type=submit]:visible")).to_be_enabled()


def test_a_confirmation_that_could_not_be_sent_can_be_sent_again(context: BrowserContext, page: Page) -> None:
    """Its token has left the address bar: the page is the only place that still knows it."""
    context.route("**/graphql", no_network)
    page.goto(f"{ORIGIN}/konfirmasi/#rahasia")
    password = page.get_by_label("Kata sandi", exact=True)
    password.fill("empat kata tak berhubungan")
    send = page.get_by_role("button", name="Konfirmasi dan masuk")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim")
    expect(password).to_have_value("empat kata tak berhubungan")
    with page.expect_request("**/graphql") as again:
        send.click()
    assert (again.value.post_data_json or {})["variables"]["token"] == "rahasia"


def test_a_page_whose_script_never_arrived_says_what_to_do(context: BrowserContext, page: Page) -> None:
    """Only the stylesheet can speak then; it does so after eight seconds, which the test does not wait for."""
    context.route("**/*.js", lambda route: route.abort())
    page.goto(f"{ORIGIN}/kelas-saya/")
    late = page.locator(".late")
    expect(late).to_be_hidden()
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    expect(late).to_be_visible()
    expect(late).to_contain_text("muat ulang halaman")
