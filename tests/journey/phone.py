"""A participant's phone: a browser with its own storage, the site's real service worker, the real API behind it."""

import json
import re
from collections.abc import Callable
from typing import Any, cast

from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import wait_until
from tests.journey.walker import PASSWORD

SCREEN: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
_SIGN_IN = """async ([email, password]) => {
  const query = `mutation($email: String!, $password: String!) {
    signIn(email: $email, password: $password) { accessToken problems { code } } }`;
  const headers = { "Content-Type": "application/json", "Accept": "application/json" };
  const body = JSON.stringify({ query, variables: { email, password } });
  const answer = await (await fetch("/graphql", { method: "POST", headers, body })).json();
  if (!answer.data.signIn.accessToken) throw new Error(JSON.stringify(answer));
  localStorage.removeItem("jawara.account");
  localStorage.setItem("jawara.signedIn", "1");
}"""
_KEPT = """async () => await new Promise((resolve) => {
  const opening = indexedDB.open("jawara");
  opening.onsuccess = () => {
    const reading = opening.result.transaction("kept").objectStore("kept").getAllKeys();
    reading.onsuccess = () => { opening.result.close(); resolve(reading.result.length); };
  };
})"""


class Phone:
    """One browser; `sittings` is the page of the class's evaluation."""

    def __init__(self, context: BrowserContext, address: str, course: str) -> None:
        self.context = context
        self.address = address
        self.sitting = f"{address}/kelas/{course}/evaluasi/"
        self.page = context.new_page()

    def sign_in(self, email: str) -> None:
        """As the sign-in page does, in one request; the service worker is in control from here on."""
        self.page.goto(f"{self.address}/bantuan/")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        self.page.evaluate(_SIGN_IN, [email, PASSWORD])

    def start(self) -> None:
        """Begin the evaluation, or go on with it."""
        self.page.goto(self.sitting)
        begin = self.page.get_by_role("button", name="Mulai evaluasi")
        number = self.page.get_by_role("heading", name=re.compile("^Soal 1 dari"))
        expect(begin.or_(number)).to_be_visible()
        if begin.is_visible():
            begin.click()
        expect(number).to_be_visible()
        wait_until(self.page, _KEPT)
        wait_until(self.page, "async () => !!(await caches.match(location.pathname))")

    def offline(self, *, is_offline: bool = True) -> None:
        self.context.set_offline(is_offline)

    def answer(self, number: int, *, page: Page | None = None, choice: int = 0) -> None:
        """Give some answer to a question, whatever its kind."""
        sitting = page or self.page
        self.go_to(number, sitting)
        form = sitting.locator("main fieldset")
        if form.locator("select").count():
            form.locator("select").first.select_option(index=choice + 1)
        elif form.locator("[data-item]").count():
            form.get_by_role("button", name="Turunkan").nth(choice).click()
        elif form.locator("input[type=text]").count():
            form.locator("input[type=text]").fill(str(1_000 + choice))
            form.locator("input[type=text]").blur()
        else:
            form.locator("input").nth(choice).check()
        # Until it is written down somewhere.
        expect(sitting.locator(".save-state")).to_have_attribute("data-state", re.compile("waiting|saved"))

    def go_to(self, number: int, page: Page | None = None) -> None:
        """A question, by the palette."""
        sitting = page or self.page
        sitting.get_by_role("button", name=re.compile(rf"^Soal {number},")).click()
        expect(sitting.get_by_role("heading", name=re.compile(rf"^Soal {number} dari"))).to_be_visible()

    def given(self, number: int) -> list[str]:
        """What the form of a question shows, whatever its kind."""
        self.go_to(number)
        shown: list[str] = self.page.locator("main fieldset").evaluate(
            """form => [...form.querySelectorAll("input, select, [data-item]")]
                .map(one => one.dataset.item ?? [one.value, one.matches(":checked")].join())"""
        )
        return shown

    def saved(self, count: int, page: Page | None = None) -> None:
        """So many answers are at the office."""
        expect((page or self.page).locator(".sitting__saved")).to_contain_text(f"{count} dari ", timeout=15_000)
        expect((page or self.page).locator(".sitting__saved")).not_to_contain_text("ponsel", timeout=15_000)


def sync(page: Page, origin: str) -> None:
    """What the browser does when there is a network again: it wakes the service worker."""
    session = page.context.new_cdp_session(page)
    send = cast("Callable[..., object]", session.send)  # pyright: ignore[reportUnknownMemberType]
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"])

    session.on("ServiceWorker.workerRegistrationUpdated", note)  # pyright: ignore[reportUnknownMemberType]
    send("ServiceWorker.enable")
    for _ in range(600):
        if found:
            break
        page.wait_for_timeout(50)
    send("ServiceWorker.dispatchSyncEvent",
         {"origin": origin, "registrationId": found[-1], "tag": "jawara-outbox", "lastChance": False})  # fmt: skip


def without(name: str) -> Callable[[Any], None]:
    """The office does not answer this operation."""

    def answer(route: Any) -> None:
        if operation(route.request) == name:
            route.fulfill(status=503, body="")
        else:
            route.fallback()

    return answer


def operation(request: Any) -> str:
    """The name of the operation that is asked; empty for other requests."""
    return json.loads(request.post_data or "{}").get("operationName", "")
