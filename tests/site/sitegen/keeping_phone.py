"""A phone on which a class is kept, and the site's host: the built files under the headers of netlify.toml."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

from jawara.devserver import REVALIDATE
from jawara.netlify import read

RULES = read(Path(__file__).parents[3] / "netlify.toml")
CACHED = """async () => {
  const cached = {};
  for (const name of await caches.keys())
    cached[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname).sort();
  return cached;
}"""


@dataclass
class Host:
    """`folder` is what it serves, `asked` the paths in the order they came; `answers` decides which get an answer."""

    folder: Path
    port: int = 0
    asked: list[str] = field(default_factory=list[str])
    answers: Callable[[str], bool] = lambda path: True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Generator[None]:
        """Serves; at the same port again when it was stopped and comes back."""
        with ThreadingHTTPServer(("127.0.0.1", self.port), partial(_Answer, host=self)) as server:
            self.port = server.server_port
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()


class _Answer(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, host: Host) -> None:
        self._host = host
        super().__init__(*arguments, directory=str(host.folder))  # pyright: ignore[reportArgumentType]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self._host.asked.append(path)
        if not self._host.answers(path):
            self.close_connection = True
            return
        # By whole seconds a page that was changed within one would count as unchanged.
        del self.headers["If-Modified-Since"]
        super().do_GET()

    def do_POST(self) -> None:
        self.send_error(503)

    def end_headers(self) -> None:
        for name, value in ({"cache-control": REVALIDATE} | RULES.headers(urlsplit(self.path).path)).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        pass


def cached(page: Page) -> dict[str, list[str]]:
    """Cache name -> the paths in it."""
    return cast("dict[str, list[str]]", page.evaluate(CACHED))


def with_worker(page: Page, address: str) -> Page:
    """Opens the page at `address` under the service worker's control."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def limit_storage(page: Page, origin: str, size: int) -> None:
    """Gives the site `size` bytes on this phone."""
    session: CDPSession = page.context.new_cdp_session(page)
    send = cast("Callable[..., object]", session.send)  # pyright: ignore[reportUnknownMemberType]
    send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": size})
