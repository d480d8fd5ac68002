"""The way onto the home screen, for each kind of phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
OFFER = """(outcome) => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  globalThis.prompts = 0;
  offer.prompt = () => Promise.resolve(void (globalThis.prompts += 1));
  offer.userChoice = Promise.resolve({ outcome });
  dispatchEvent(offer);
  return offer.defaultPrevented;
}"""

pytestmark = pytest.mark.browser


STANDALONE = "matchMedia = (query) => ({ matches: query === '(display-mode: standalone)' });"
Front = Callable[..., Page]


@pytest.fixture
def front(open_site: Callable[..., BrowserContext]) -> Front:
    """The front page in the browser that calls itself `agent`, after `script`."""

    def open_front(agent: str = ANDROID, script: str = "") -> Page:
        context = open_site(user_agent=agent)
        context.add_init_script(script)
        page = context.new_page()
        page.goto("https://belajar.example/")
        page.wait_for_function("() => customElements.get('jawara-install')")
        return page

    return open_front


def guides(page: Page) -> list[str]:
    return page.locator("jawara-install h3:visible").all_inner_texts()


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (ANDROID, ["Android, dengan Chrome"]),
        (IPHONE, ["iPhone, dengan Safari"]),
        (DESKTOP, ["Android, dengan Chrome", "iPhone, dengan Safari"]),
    ],
)
def test_a_phone_shows_its_own_steps(agent: str, shown: list[str], front: Front) -> None:
    """Steps for somebody else's phone are what people try first and fail at; a desktop may be read beside any phone."""
    assert guides(front(agent)) == shown


def test_where_the_browser_can_install_one_button_replaces_the_steps(front: Front) -> None:
    """Step 1 of the procedure in one tap; the browser's own offer is held back for it."""
    page = front()
    assert page.evaluate(OFFER, "accepted") is True
    assert guides(page) == []
    page.get_by_role("button", name="Pasang aplikasi").click()
    expect(page.get_by_role("status")).to_contain_text("Si-Jawara+ sudah terpasang")
    assert page.evaluate("prompts") == 1
    expect(page.get_by_role("button", name="Pasang aplikasi")).to_have_count(0)


def test_who_declines_finds_the_steps_again(front: Front) -> None:
    """The browser allows an offer to be used once: a button that does nothing would be left."""
    page = front()
    page.evaluate(OFFER, "dismissed")
    page.get_by_role("button", name="Pasang aplikasi").click()
    expect(page.get_by_role("button", name="Pasang aplikasi")).to_have_count(0)
    assert guides(page) == ["Android, dengan Chrome"]


def test_inside_the_installed_app_nothing_is_offered(front: Front) -> None:
    """It would tell people to do what they have done."""
    page = front(script=STANDALONE)
    expect(page.locator("jawara-install")).to_be_hidden()


def test_without_a_script_all_steps_stand_on_the_page(open_site: Callable[..., BrowserContext]) -> None:
    """Old browsers are where the guidance is needed most."""
    page = open_site(java_script_enabled=False).new_page()
    page.goto("https://belajar.example/")
    assert guides(page) == ["Android, dengan Chrome", "iPhone, dengan Safari"]
