"""The service worker in a real browser, with the network taken away and a new release put in its place."""

from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import wait_until
from tests.site.hosting import served

pytestmark = pytest.mark.browser

LESSON = "/kelas/pemasaran/pembeli/"
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys())
    kept[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  return kept;
}"""

SECRET = "Penjelasan yang hanya untuk yang lulus"
REVIEW = f'{{"data":{{"viewer":{{"attempt":{{"review":"{SECRET}"}}}}}}}}'.encode()
HOLDS = """async (secret) => {
  for (const name of await caches.keys())
    for (const response of await (await caches.open(name)).matchAll())
      if ((await response.text()).includes(secret)) return name;
  return null;
}"""

STATUS = "(address) => fetch(address).then((answer) => answer.status)"


class Files(SimpleHTTPRequestHandler):
    """Serves the site and says nothing. /graphql and /files answer as if they were the API, /surat/ as a page that is
    another each time and says that it may not be kept, /admin/ as the page of editors."""

    seen = 0

    def do_GET(self) -> None:
        if self.path == "/surat/":
            Files.seen += 1
            body = f"<!doctype html><title>Surat {Files.seen}</title>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        elif self.path.startswith(("/graphql", "/files/", "/admin/")):
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
        else:
            # By whole seconds a page that was changed within one would count as unchanged.
            del self.headers["If-Modified-Since"]
            super().do_GET()

    def do_POST(self) -> None:
        """Whatever is asked: a finished paper, and no word against keeping it."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(REVIEW)))
        self.end_headers()
        self.wfile.write(REVIEW)

    def end_headers(self) -> None:
        # As the site's host sends it: without it the browser guesses how long a page stays fresh.
        if not self.path.startswith(("/surat/", "/graphql", "/files/")):
            self.send_header("Cache-Control", "public, max-age=0, must-revalidate")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        pass


@pytest.fixture
def folder(output: Path, tmp_path: Path) -> Path:
    return copytree(output, tmp_path / "site")


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    with served(folder, Files) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: str) -> Page:
    """A page that the worker serves: installed, active, and in control since the second load."""
    page = context.new_page()
    page.goto(f"{site}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto(f"{site}{LESSON}")
    wait_until(page, "async () => !!(await caches.match(location.pathname))")
    return page


def test_a_lesson_once_read_can_be_read_without_a_network(page: Page, context: BrowserContext) -> None:
    """Villages have bad networks; the picture and the styles must be there too."""
    context.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text() == "Mengenal pembeli"
    assert page.evaluate("document.querySelector('figure img').decode().then(() => true)")
    assert page.evaluate("getComputedStyle(document.querySelector('.header')).backgroundColor") == "rgb(7, 60, 64)"


def test_a_page_never_read_gives_the_offline_page(page: Page, context: BrowserContext, site: str) -> None:
    """It says what to do, instead of the browser's own error."""
    context.set_offline(True)
    page.goto(f"{site}/kelas/pemasaran/harga/")
    assert page.locator("h1").inner_text() == "Tidak ada sambungan internet"
    page.goto(f"{site}/kelas-saya/?dari=aplikasi")
    assert page.locator("h1").inner_text() == "Kelas saya"


def test_answers_of_the_api_and_certificates_are_never_kept(page: Page, site: str) -> None:
    """Phones are shared: what is personal must not outlive the session."""
    for address in ("/graphql", "/graphql?query={viewer{email}}", "/files/certificates/x/1.pdf"):
        assert page.evaluate(STATUS, address) == 200
    page.goto(f"{site}/files/certificates/x/2.pdf")
    page.goto(f"{site}{LESSON}")
    paths = [path for kept in page.evaluate(KEPT).values() for path in kept]
    assert LESSON in paths
    assert [path for path in paths if path.startswith(("/graphql", "/files"))] == []


def test_a_finished_paper_is_kept_nowhere(page: Page, site: str, context: BrowserContext) -> None:
    """Asked for as the page of a result asks, with its page kept around it: no cache holds a word of it."""
    page.goto(f"{site}/hasil/?percobaan=01a20a3c-220c-72cd-af94-d88a07b6db86")
    wait_until(page, "async () => !!(await caches.match('/hasil/'))")
    body = "JSON.stringify({operationName: 'AttemptReview', query: 'query', variables: {}})"
    ask = f"fetch('/graphql', {{method: 'POST', headers: {{'content-type': 'application/json'}}, body: {body}}})"
    assert SECRET in page.evaluate(f"{ask}.then((answer) => answer.text())")
    page.reload()
    assert page.evaluate(HOLDS, SECRET) is None
    assert page.evaluate(HOLDS, "<!doctype html>") is not None
    context.set_offline(True)
    assert page.evaluate(f"{ask}.then(() => 'kept', () => 'gone')") == "gone"


def test_the_page_of_editors_is_never_kept(page: Page, site: str) -> None:
    """An older one would write files in an older manner; and it weighs more than a phone should keep."""
    page.goto(f"{site}/admin/")
    page.goto(f"{site}{LESSON}")
    paths = [path for kept in page.evaluate(KEPT).values() for path in kept]
    assert LESSON in paths
    assert [path for path in paths if path.startswith("/admin")] == []


def test_a_page_that_may_not_be_kept_is_always_the_newest(page: Page, site: str) -> None:
    """The development mailbox would otherwise show the state before the letter that one waits for."""
    titles: list[str] = []
    for _ in range(3):
        page.goto(f"{site}/surat/")
        titles.append(page.title())
    assert len(set(titles)) == 3
    assert all("/surat/" not in paths for paths in page.evaluate(KEPT).values())


def test_a_new_release_leaves_the_open_page_whole_and_then_clears_up(page: Page, folder: Path, site: str) -> None:
    """A deploy in the middle of a lesson must break nothing; old files must not pile up on a small phone."""
    old_style = next(folder.glob("assets/base.*.css"))
    old_shell = next(name for name in page.evaluate(KEPT) if name.startswith("jawara-shell-"))
    _release_anew(folder, old_style)

    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update())")
    wait_until(page, "async () => !!(await navigator.serviceWorker.getRegistration()).waiting")
    assert page.evaluate(STATUS, f"/assets/{old_style.name}") == 200

    context = page.context
    page.close()
    page = context.new_page()
    page.goto(f"{site}{LESSON}")
    wait_until(page, "async () => !(await navigator.serviceWorker.getRegistration()).waiting")
    wait_until(page, "async (old) => !(await caches.keys()).includes(old)", old_shell)
    # The kept page was shown at once and renewed behind it: the next look is the new one.
    wait_until(page, f"async () => (await (await caches.match('{LESSON}')).text()).includes('base.neu.css')")
    page.reload()
    assert page.evaluate("new URL(document.styleSheets[0].href).pathname") == "/assets/base.neu.css"


def _release_anew(folder: Path, old_style: Path) -> None:
    for file in folder.rglob("*.html"):
        file.write_text(file.read_text().replace(old_style.name, "base.neu.css"))
    worker = folder / "sw.js"
    worker.write_text(worker.read_text().replace(old_style.name, "base.neu.css").replace('version":"', 'version":"neu'))
    old_style.rename(old_style.with_name("base.neu.css"))
