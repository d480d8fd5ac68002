"""Signing in and up: by password, by mailed code, from inside other apps."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import tab_to
from tests.site.sitegen.account.answers import EMAIL, ORIGIN, Api, letter, problem, refused, session
from tests.site.sitegen.account.states import STATES

PASSWORD = "empat kata tak berhubungan"
ELSEWHERE = (
    "https://jahat.example/", "//jahat.example/", "/\\jahat.example/", "javascript:alert(1)", "/\t/jahat.example",
)  # fmt: skip
pytestmark = pytest.mark.browser


def by_password(page: Page) -> None:
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_the_keyboard_alone_signs_in_by_code(page: Page, api: Api) -> None:
    """Whoever uses a switch, a keyboard or a screen reader gets in by the same way as everybody."""
    api.answers["RequestCode"] = {"requestCode": letter()}
    api.answers["SignInWithCode"] = {"signInWithCode": session()}
    page.goto(f"{ORIGIN}/masuk/")
    tab_to(page, page.get_by_label("Alamat surel (email)"))
    page.keyboard.type(EMAIL)
    tab_to(page, page.get_by_role("button", name="Kirim kode ke surel saya"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Masukkan kode")).to_be_focused()
    tab_to(page, page.get_by_label("Kode enam angka"))
    page.keyboard.type("123456")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")
    assert api.variables_of("SignInWithCode") == [{"challenge": "challenge-1", "code": "123456"}]


def test_registering_shows_four_screens_at_most(page: Page, api: Api) -> None:
    """Each further screen loses people: address, code, biodata."""
    screens: list[str] = []

    def look() -> None:
        screens.append(" / ".join(page.locator("main :is(h1, h2):visible").all_inner_texts()))

    api.answers["RequestCode"] = {"requestCode": letter()}
    api.answers["SignInWithCode"] = {"signInWithCode": session(new=True)}
    page.goto(f"{ORIGIN}/daftar/")
    look()
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_role("button", name="Kirim kode ke surel saya").click()
    expect(page.get_by_role("heading", name="Masukkan kode")).to_be_visible()
    look()
    page.get_by_label("Kode enam angka").fill("123456")
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_url(f"{ORIGIN}/biodata/")
    look()
    assert len(screens) <= 4
    assert screens[-1].startswith("Biodata")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_after_signing_in_nobody_is_led_to_another_site(wanted: str, page: Page, api: Api) -> None:
    """A link to our own sign-in page is trusted; where it leads afterwards must be ours too."""
    api.answers["SignIn"] = {"signIn": session(return_to=wanted)}
    page.goto(f"{ORIGIN}/masuk/")
    page.evaluate("(wanted) => history.replaceState(null, '', `?lanjut=${encodeURIComponent(wanted)}`)", wanted)
    by_password(page)
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")


def test_after_signing_in_the_reader_goes_on_to_where_they_wanted(page: Page, api: Api) -> None:
    """They came from a class; the way back is ours to remember."""
    api.answers["SignIn"] = {"signIn": session()}
    page.goto(f"{ORIGIN}/masuk/?lanjut=%2Fkelas%2Fpemasaran%2F")
    by_password(page)
    page.wait_for_url(f"{ORIGIN}/kelas/pemasaran/")


def test_a_code_that_is_pasted_with_its_spaces_is_taken(page: Page, api: Api) -> None:
    """Mails show it as 123 456, and phones add a space when they fill it in."""
    api.answers["SignInWithCode"] = {"signInWithCode": session()}
    STATES["masuk-kode"](page, api)
    page.get_by_label("Kode enam angka").fill(" 123 456 ")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")
    assert api.variables_of("SignInWithCode")[0]["code"] == "123456"


def test_half_a_code_is_not_sent(page: Page, api: Api) -> None:
    """Each wrong code costs one of five tries."""
    STATES["masuk-kode"](page, api)
    page.get_by_label("Kode enam angka").fill("12 34")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text("Kode terdiri atas enam angka")).to_be_visible()
    assert api.variables_of("SignInWithCode") == []


def test_a_wrong_code_is_told_at_the_field_and_can_be_typed_anew(page: Page, api: Api) -> None:
    """The reader must know which of the things on the screen was wrong."""
    STATES["masuk-kode-salah"](page, api)
    field = page.get_by_label("Kode enam angka")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(field).to_have_accessible_description(re.compile("Kode ini salah"))


def test_another_letter_goes_out_when_the_server_allows_it_and_its_code_is_the_one_that_counts(
    page: Page, api: Api
) -> None:
    """The seconds are the server's; an impatient thumb must not use up the letters of the hour."""
    page.clock.install()
    api.answers["SignInWithCode"] = {"signInWithCode": session()}
    STATES["masuk-kode"](page, api)
    again = page.get_by_role("button", name="Kirim ulang kode")
    expect(again).to_be_disabled()
    expect(again).to_contain_text("(60 detik)")
    page.clock.run_for(15_000)
    expect(again).to_contain_text("(45 detik)")
    again.click(force=True)
    page.clock.run_for(46_000)
    expect(again).to_be_enabled()
    assert len(api.variables_of("RequestCode")) == 1
    api.answers["RequestCode"] = {"requestCode": letter(2, resend=300)}
    again.click()
    expect(page.get_by_text("Surel sudah dikirim ulang.")).to_be_visible()
    expect(again).to_contain_text("(5 menit)")
    page.get_by_label("Kode enam angka").fill("654321")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")
    assert api.variables_of("SignInWithCode") == [{"challenge": "challenge-2", "code": "654321"}]


def test_the_seconds_are_not_read_out_one_by_one(page: Page, api: Api) -> None:
    """A screen reader that counts down talks over everything else; it says once that the button serves again."""
    page.clock.install()
    STATES["masuk-kode"](page, api)
    again = page.get_by_role("button", name="Kirim ulang kode")
    expect(again).to_have_accessible_name("Kirim ulang kode")
    said = page.locator("form:visible [role=status].visually-hidden")
    expect(said).to_be_empty()
    page.clock.run_for(30_000)
    expect(said).to_be_empty()
    page.clock.run_for(31_000)
    expect(said).to_have_text("“Kirim ulang kode” sudah dapat ditekan lagi.")


def test_a_mistyped_address_can_be_changed(page: Page, api: Api) -> None:
    """Otherwise the code went to somebody else, and the only way back is to close the page."""
    STATES["masuk-kode"](page, api)
    page.get_by_role("button", name="Ubah alamat surel").click()
    address = page.get_by_label("Alamat surel (email)")
    expect(address).to_be_focused()
    expect(address).to_have_value(EMAIL)
    page.reload()
    expect(address).to_be_visible()


def test_coming_back_from_the_mail_app_finds_the_form_for_the_code(page: Page, api: Api) -> None:
    """Phones with little memory close the page behind; the code that was mailed must still be worth something."""
    api.answers["SignInWithCode"] = {"signInWithCode": session()}
    STATES["masuk-kode"](page, api)
    page.reload()
    expect(page.get_by_text(EMAIL)).to_be_visible()
    page.get_by_label("Kode enam angka").fill("123456")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")
    assert api.variables_of("SignInWithCode") == [{"challenge": "challenge-1", "code": "123456"}]
    assert page.evaluate("sessionStorage.length") == 0


def test_a_code_that_is_too_old_says_so_and_leaves_the_way_to_another(page: Page, api: Api) -> None:
    """The mail came late: not the reader's fault, and not the end."""
    old = problem("TOKEN_EXPIRED", "Kode ini sudah kedaluwarsa. Minta kode baru.")
    api.answers["SignInWithCode"] = {"signInWithCode": refused(old)}
    STATES["masuk-kode"](page, api)
    page.get_by_label("Kode enam angka").fill("123456")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("sudah kedaluwarsa")
    expect(page.get_by_role("button", name="Kirim ulang kode")).to_be_visible()


def test_who_comes_too_often_sees_on_the_button_how_long_to_wait(page: Page, api: Api) -> None:
    """ "Later" is no answer; two minutes is."""
    STATES["masuk-ditolak"](page, api)
    button = page.get_by_role("button", name="Masuk", exact=True)
    expect(button).to_contain_text("(3 menit)")
    expect(button).to_be_disabled()
    page.get_by_label("Kata sandi", exact=True).press("Enter")
    assert len(api.variables_of("SignIn")) == 1


@pytest.mark.parametrize("screen", ["daftar-surel", "pemulihan-surel"])
def test_letters_with_links_wait_for_the_server_too(screen: str, page: Page, api: Api) -> None:
    """One rule for every "send again"."""
    page.clock.install()
    STATES[screen](page, api)
    again = page.get_by_role("button", name="Kirim ulang")
    expect(again).to_contain_text("(60 detik)")
    page.clock.run_for(61_000)
    wait = problem("TOO_MANY_REQUESTS", "Sudah lima surel dalam satu jam.", wait=3_000)
    for name, field in (("Register", "register"), ("RequestRecovery", "requestRecovery")):
        api.answers[name] = {field: refused(wait)}
    again.click()
    expect(page.get_by_text("Sudah lima surel dalam satu jam.")).to_be_visible()
    expect(again).to_contain_text("(50 menit)")


@pytest.mark.parametrize("screen", ["masuk-dalam-aplikasi", "daftar-dalam-aplikasi"])
def test_inside_another_app_only_what_works_there_is_offered(screen: str, page: Page, api: Api) -> None:
    """Google refuses with an English error page there, and people believe that they did something wrong."""
    api.answers["RequestCode"] = {"requestCode": letter()}
    STATES[screen](page, api)
    expect(page.get_by_role("button", name=re.compile("Google|kunci sandi"))).to_have_count(0)
    assert [name for name, _ in api.asked] == []
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_label("Kode enam angka")).to_be_visible()


def test_the_way_out_of_another_app_keeps_the_address(page: Page, api: Api) -> None:
    """Chrome must open the same page, not the front page."""
    STATES["masuk-dalam-aplikasi"](page, api)
    expect(page.get_by_role("heading", name="di dalam Facebook")).to_be_visible()
    href = page.get_by_role("link", name="Buka di Chrome").get_attribute("href") or ""
    assert href.startswith("intent://belajar.example/masuk/#Intent;scheme=https;package=com.android.chrome;")


def test_without_an_answer_the_form_is_there_and_says_what_is_wrong(page: Page, api: Api) -> None:
    """Which ways this installation has can't be asked; typing an address still can begin."""
    api.reachable = False
    page.goto(f"{ORIGIN}/masuk/")
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sambungan internet")
    expect(page.get_by_label("Alamat surel (email)")).to_have_value(EMAIL)
    expect(page.get_by_role("button", name="Masuk dengan Google")).to_have_count(0)


def test_lessons_do_not_carry_what_signs_people_in(page: Page) -> None:
    """Participants pay for every lesson's script; the account's screens are opened once."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{ORIGIN}/kelas/pemasaran/pembeli/")
    (script,) = [url for url in loaded if url.endswith(".js")]
    text = page.evaluate("(url) => fetch(url).then((response) => response.text())", script)
    assert "credentials" not in text
    assert "requestCode" not in text
