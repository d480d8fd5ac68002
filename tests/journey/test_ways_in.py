"""Every way in on the running system, in a browser: a real provider, a virtual authenticator, a real mailbox."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import own_authenticator, sign_out, tab_to
from tests.journey.running import Running, running
from tests.openid.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.site.barriers import barriers

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture(scope="module")
def open_door(
    tmp_path_factory: pytest.TempPathFactory, openid_provider: Provider, migrated: Path
) -> Generator[Running]:
    """A system that knows the provider."""
    with system_knowing(openid_provider, tmp_path_factory.mktemp("ways-in"), migrated) as started:
        yield started


@pytest.fixture
def page(browser: Browser, open_door: Running, openid_provider: Provider) -> Generator[Page]:
    """A phone that nobody has used."""
    openid_provider.reset()
    with new_phone(browser, open_door) as opened:
        yield opened


@contextmanager
def system_knowing(provider: Provider, folder: Path, migrated: Path) -> Generator[Running]:
    """A system whose settings name this provider."""
    client = {"GOOGLE_CLIENT_ID": CLIENT_ID, "GOOGLE_CLIENT_SECRET": CLIENT_SECRET}
    with running(folder / "var", migrated, GOOGLE_ISSUER=provider.issuer, **client) as started:
        yield started


@contextmanager
def new_phone(browser: Browser, system: Running) -> Generator[Page]:
    """What its pages throw fails the test."""
    complaints: list[str] = []
    context = browser.new_context(
        base_url=system.address, viewport={"width": 360, "height": 740}, locale="id-ID", bypass_csp=True
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def by_google(page: Page, login: str, *, fresh: bool = True) -> None:
    """Through the provider's own pages; once it knows the browser, it asks whom to go on as."""
    if fresh:
        page.goto("/masuk/")
    page.get_by_role("button", name="Masuk dengan Google").click()
    page.get_by_label("Address").fill(login)
    page.get_by_role("button", name="Sign in").click()


def by_code(page: Page, system: Running, email: str) -> None:
    """With what the mailbox received."""
    page.goto("/masuk/")
    page.get_by_label("Alamat surel (email)").fill(email)
    page.get_by_role("button", name="Kirim kode ke surel saya").click()
    page.get_by_label("Kode enam angka").fill(code_in(system, email))
    page.get_by_role("button", name="Masuk", exact=True).click()


def code_in(system: Running, email: str) -> str:
    """The six digits of the newest letter."""
    letter = system.letter(email, "Kode masuk")
    found = re.search(r"^\s*(\d{3} ?\d{3})\s*$", letter["text"], re.MULTILINE)
    assert found, letter["text"]
    return found[1]


def entry(page: Page, title: str) -> str:
    """What the account page says of one way in."""
    page.goto("/akun/")
    card = page.locator(".entries__item", has=page.get_by_text(title, exact=True)).first
    expect(card).to_be_visible()
    return card.inner_text()


def test_google_makes_an_account_and_opens_it_again_after_its_keys_changed(
    browser: Browser, openid_provider: Provider, tmp_path: Path, migrated: Path
) -> None:
    """The whole flow over the provider's own pages; its keys rotate while we run. A system of its own: ours asks for
    unknown keys once a minute at most.
    """
    openid_provider.reset()
    with system_knowing(openid_provider, tmp_path, migrated) as system, new_phone(browser, system) as page:
        by_google(page, "bu.tini@contoh.test")
        page.wait_for_url("**/biodata/**")
        assert "bu.tini@contoh.test" in entry(page, "Google")
        sign_out(page)
        openid_provider.rotate("ES256")
        by_google(page, "bu.tini@contoh.test")
        page.wait_for_url("**/kelas-saya/")


def test_one_address_is_one_account_whichever_way_it_is_proven(page: Page, open_door: Running) -> None:
    """By code first, by Google later: the loudest complaint elsewhere is the second, empty account."""
    email = "pak.joko@contoh.test"
    by_code(page, open_door, email)
    page.wait_for_url("**/biodata/**")
    sign_out(page)
    by_google(page, email)
    page.wait_for_url("**/kelas-saya/")
    assert email in entry(page, "Google")
    expect(page.locator('[data-part="device-list"] li')).to_have_count(1)
    assert open_door.letter(email, "Google")


def test_a_google_account_of_another_address_is_joined_to_the_one_signed_in(page: Page, open_door: Running) -> None:
    """Linking goes through the provider and ends where it began, in the same session."""
    email = "bu.wati@contoh.test"
    by_code(page, open_door, email)
    page.wait_for_url("**/biodata/**")
    page.goto("/akun/")
    page.get_by_role("button", name="Hubungkan").click()
    page.get_by_label("Address").fill("toko.wati@contoh.test")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/akun/")
    assert "toko.wati@contoh.test" in entry(page, "Google")
    expect(page.locator('[data-part="device-list"] li')).to_have_count(1)


@pytest.mark.parametrize("fault", ["wrong-nonce", "wrong-audience", "hs256-public-key"])
def test_a_token_that_is_not_for_us_opens_nothing(page: Page, openid_provider: Provider, fault: str) -> None:
    """The reader learns that it did not work and how to go on."""
    openid_provider.alter_next_token(fault)
    by_google(page, f"penipu-{fault}@contoh.test")
    expect(page.get_by_role("main")).to_contain_text("tidak mengesahkan")
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile("masuk|kode", re.IGNORECASE)).first
    ).to_be_visible()
    assert "code=" not in page.url
    assert page.evaluate("localStorage.getItem('jawara.signedIn')") is None


def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(page: Page, open_door: Running) -> None:
    """Anybody can write any address into a provider's profile."""
    victim = "belum-terbukti-korban@contoh.test"
    by_google(page, victim)
    expect(page.get_by_role("main")).to_contain_text("Google belum memastikan")
    assert open_door.letters(victim) == []


def test_a_passkey_is_made_and_opens_the_account(page: Page, open_door: Running) -> None:
    """Made on the account's page, used on the sign-in page, nothing typed; listed, and told by mail."""
    own_authenticator(page)
    email = "mbak.rini@contoh.test"
    by_code(page, open_door, email)
    page.wait_for_url("**/biodata/**")
    page.goto("/akun/")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci sandi").fill("Ponsel Rini")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.locator('[data-part="passkey-list"]')).to_contain_text("Ponsel Rini")
    assert open_door.letter(email, "unci sandi")
    sign_out(page)
    # The page offers passkeys in the address field, and this authenticator's owner says yes at once.
    page.goto("/masuk/", wait_until="commit")
    page.wait_for_url("**/kelas-saya/")
    assert "Ponsel Rini" in entry(page, "Kunci sandi")
    expect(page.locator('[data-part="device-list"] li').first).to_contain_text(re.compile("kunci sandi", re.IGNORECASE))


def test_steps_two_to_six_by_keyboard_alone_without_a_barrier(page: Page, open_door: Running) -> None:
    """From the sign-in screen to the confirmed name with Tab, Space and Enter; axe finds nothing on the way."""
    email = "pak.harun@contoh.test"
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = barriers(page)

    page.goto("/masuk/")
    look("masuk")
    tab_to(page, page.get_by_label("Alamat surel (email)"))
    page.keyboard.type(email)
    tab_to(page, page.get_by_role("button", name="Kirim kode ke surel saya"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Masukkan kode")).to_be_focused()
    look("kode")
    tab_to(page, page.get_by_label("Kode enam angka"))
    page.keyboard.type(code_in(open_door, email))
    page.keyboard.press("Enter")
    page.wait_for_url("**/biodata/**")
    _biodata_by_keyboard(page, look)
    assert {name: barriers for name, barriers in found.items() if barriers} == {}
    assert len(found) == 8


def _biodata_by_keyboard(page: Page, look: Callable[[str], None]) -> None:
    tab_to(page, page.get_by_role("checkbox", name="Pelatihan dan sertifikat"))
    page.keyboard.press("Space")
    look("persetujuan")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Nama lengkap"))
    page.keyboard.type("Harun Al Rasyid")
    look("pribadi")
    page.keyboard.press("Enter")
    regency = page.get_by_label("Kabupaten atau kota")
    expect(regency.get_by_role("option", name="Kota Surabaya")).to_be_attached()
    tab_to(page, regency)
    page.keyboard.type("Kota Sura")
    look("alamat")
    tab_to(page, page.get_by_role("button", name="Lanjut", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name="Calon wirausaha"))
    page.keyboard.press("Space")
    look("kelompok")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="Pratinjau sertifikat atas nama Harun Al Rasyid")).to_be_visible()
    look("nama")
    tab_to(page, page.get_by_role("button", name="Nama ini sudah benar"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Lihat kelas untuk saya")).to_be_visible()
    look("selesai")
