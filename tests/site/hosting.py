"""A folder behind an address, as a host has it, and a page there whose script must not break."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import BrowserContext, Page, Route


class Files(SimpleHTTPRequestHandler):
    """The folder's files, without a word about each."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        return


@contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = Files) -> Generator[str]:
    """The address of a server of this machine, while the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def unbroken(context: BrowserContext) -> Generator[Page]:
    """A page; whatever breaks in its script breaks the test."""
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    assert broken == []


def answer(route: Route, file: Path, headers: Mapping[str, str] | None = None) -> None:
    """The file, or 404: the keys of certificates, for one, are with no site built without an office."""
    given = dict(headers or {})
    route.fulfill(path=file, headers=given) if file.is_file() else route.fulfill(status=404, headers=given)
