"""To Google and back: /masuk/google/."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.site.sitegen.account.answers import ORIGIN, Api, problem, refused, session
from tests.site.sitegen.account.states import STATES

BACK = f"{ORIGIN}/masuk/google/"
PROVIDER = "https://accounts.google.example/o/oauth2/auth?client_id=x"
pytestmark = pytest.mark.browser


def test_the_button_leads_to_google_and_names_the_way_back(context: BrowserContext, page: Page, api: Api) -> None:
    """Where the reader wanted to go must survive the trip."""
    context.route("https://accounts.google.example/**", lambda route: route.fulfill(body="Google"))
    api.answers["StartGoogleSignIn"] = {"startGoogleSignIn": {"url": PROVIDER, "problems": []}}
    page.goto(f"{ORIGIN}/masuk/?lanjut=%2Fkelas%2Fpemasaran%2F")
    page.get_by_role("button", name="Masuk dengan Google").click()
    page.wait_for_url(PROVIDER)
    assert api.variables_of("StartGoogleSignIn") == [{"returnTo": "/kelas/pemasaran/", "link": False}]


def test_an_address_that_is_no_web_page_is_not_followed(page: Page, api: Api) -> None:
    """Whatever the API says, a script's address is never opened."""
    payload = refused() | {"url": "javascript:document.title='x'"}
    api.answers["StartGoogleSignIn"] = {"startGoogleSignIn": payload}
    STATES["masuk"](page, api)
    page.get_by_role("button", name="Masuk dengan Google").click()
    page.wait_for_url(f"{ORIGIN}/")


def test_without_google_in_this_installation_nothing_is_said_of_it(page: Page, api: Api) -> None:
    """A button that can't work is worse than none."""
    api.answers["WaysIn"] = {"signInWays": {"google": False, "passkey": False}}
    with page.expect_response("**/graphql"):
        page.goto(f"{ORIGIN}/masuk/")
    expect(page.get_by_role("button", name="Masuk", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Google|kunci"))).to_have_count(0)
    expect(page.get_by_role("heading", name="Cara masuk lain")).to_have_count(0)


def test_the_code_leaves_the_address_bar_before_anything_is_asked(page: Page, api: Api) -> None:
    """It would stay in the history, in copied links and in what other scripts of the page can read."""
    seen: list[str] = []

    def finish(variables: object) -> dict[str, object]:
        seen.append(page.url)
        return {"finishGoogleSignIn": session(return_to="/kelas/pemasaran/")}

    api.answers["FinishGoogleSignIn"] = finish
    page.goto(f"{BACK}?code=rahasia&state=juga&scope=openid")
    page.wait_for_url(f"{ORIGIN}/kelas/pemasaran/")
    assert seen == [BACK]
    assert api.variables_of("FinishGoogleSignIn") == [{"code": "rahasia", "state": "juga"}]


@pytest.mark.parametrize(
    ("answer", "onward"),
    [
        (session(new=True, return_to="/kelas/pemasaran/"), "/biodata/"),
        (session(return_to="https://jahat.example/"), "/kelas-saya/"),
        (session(), "/kelas-saya/"),
        ({**session(return_to="/akun/"), "accessToken": None}, "/akun/"),
    ],
)
def test_back_from_google_the_reader_goes_on(answer: dict[str, object], onward: str, page: Page, api: Api) -> None:
    """A new account to its biodata, a linked one back to the account, nobody to another site."""
    api.answers["FinishGoogleSignIn"] = {"finishGoogleSignIn": answer}
    page.goto(f"{BACK}?code=c&state=s")
    page.wait_for_url(f"{ORIGIN}{onward}")


@pytest.mark.parametrize(
    ("code", "title", "again"),
    [
        ("ADDRESS_UNVERIFIED", "belum memastikan alamat", False),
        ("LINK_REQUIRED", "sudah punya akun", False),
        ("PROVIDER_UNAVAILABLE", "belum dapat dipakai", True),
        ("PROVIDER_REFUSED", "Belum berhasil", True),
        ("ADDRESS_LEFT", "berganti alamat surel", False),
        ("TOO_MANY_REQUESTS", "belum dapat dipakai", True),
    ],
)
def test_each_refusal_names_the_next_way_in(code: str, title: str, again: bool, page: Page, api: Api) -> None:
    """A dead end here is where people make a second account."""
    payload = refused(problem(code, "Kata server.")) | {"returnTo": "/kelas/pemasaran/"}
    api.answers["FinishGoogleSignIn"] = {"finishGoogleSignIn": payload}
    page.goto(f"{BACK}?code=c&state=s")
    expect(page.locator("main .notice")).to_be_focused()
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("Kata server.")
    expect(page.get_by_role("button", name="Coba Google lagi")).to_have_count(int(again))
    other = page.get_by_role("link", name="Masuk dengan cara lain")
    expect(other).to_have_attribute("href", "/masuk/?lanjut=%2Fkelas%2Fpemasaran%2F")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("?error=access_denied&state=s", "dibatalkan"),
        ("?error=server_error", "belum dapat dipakai"),
        ("", "dibuka oleh Google"),
        ("?code=c", "dibuka oleh Google"),
    ],
)
def test_without_a_code_the_api_is_not_asked(query: str, title: str, page: Page, api: Api) -> None:
    """Cancelled at Google, or opened by hand."""
    page.goto(f"{BACK}{query}")
    expect(page.locator("main .notice")).to_contain_text(title)
    assert page.url == BACK
    assert api.asked == []


def test_a_lost_answer_can_be_asked_for_again(page: Page, api: Api) -> None:
    """The code has left the address bar: this page is the only place that still knows it."""
    api.reachable = False
    page.goto(f"{BACK}?code=c&state=s")
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sambungan internet")
    api.reachable = True
    api.answers["FinishGoogleSignIn"] = {"finishGoogleSignIn": session()}
    page.get_by_role("button", name="Coba lagi").click()
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")
    assert api.variables_of("FinishGoogleSignIn")[-1] == {"code": "c", "state": "s"}
