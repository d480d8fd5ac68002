"""What people do at a browser that Playwright has no single word for."""

from collections.abc import Callable
from typing import Any, cast

from playwright.sync_api import CDPSession, Locator, Page, expect


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def own_authenticator(page: Page) -> CDPSession:
    """Give the page a phone's own authenticator, whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    send = cast("Callable[..., object]", session.send)  # pyright: ignore[reportUnknownMemberType]
    send("WebAuthn.enable")
    send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return session


def sign_out(page: Page) -> None:
    """By the account's menu, until the front page stands there: whoever goes on sooner is led back to it."""
    page.get_by_text("Akun", exact=True).click()
    with page.expect_navigation(url="**/"):
        page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Masuk")).to_be_visible()


def deeds(page: Page) -> list[dict[str, Any]]:
    """What the phone's outbox holds, whoever did it."""
    return cast("list[dict[str, Any]]", page.evaluate(DEEDS))


DEEDS = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("jawara");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction("deeds").objectStore("deeds").getAll();
    reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
  };
})"""


def wait_until(page: Page, is_so: str, arg: object = None) -> None:
    """Ask again until the asynchronous function `is_so` gives true: wait_for_function takes its promise for a yes."""
    for _ in range(300):
        if page.evaluate(is_so, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {is_so}")


_CHECKS_OFFLINE = """async () => {
  await navigator.serviceWorker.ready;
  return !!(await caches.match('/verifikasi/')) && !!(await caches.match('/data/v1/authority.json'));
}"""


def visited(page: Page, site: str) -> Page:
    """The page that checks certificates was opened once: the service worker is there, and so are the keys."""
    page.goto(f"{site}/verifikasi/")
    wait_until(page, _CHECKS_OFFLINE)
    return page
