"""What Lighthouse says of the pages, on its cheap phone and slow line: the median of five visits to each."""

import asyncio
import json
import statistics
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from benchmarks.scratch import Scratch
from certificates.browser import find_browser
from courseware.release import compile_release
from jawara.devserver import DevServer
from jawara.netlify import read
from jawara.places import NETLIFY, content_folders
from sitegen import build

VISITS = 5
PAGES = ("/", "/kelas/", "/kelas/{course}/", "/kelas/{course}/{lesson}/", "/cari/", "/en/")
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}


def main() -> None:
    """Print the median of each category for each page, with `!` where it is less than we want."""
    release = compile_release(*content_folders())
    course = release.courses[0].public
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        address = "http://localhost:8123"
        build(release, site, address)
        scratch = Scratch(Path(folder))
        program = (scratch.node(), scratch.npm("lighthouse@13") / "lighthouse" / "cli" / "index.js")
        print(f"{'':<58}{''.join(f'{name:>16}' for name in WANTED)}")
        with _serving(site, 8123):
            for page in PAGES:
                path = page.format(course=course.slug, lesson=course.lessons[0].slug)
                visits = [_visit(scratch, program, address + path) for _ in range(VISITS)]
                print(f"{path:<58}{''.join(_told(name, visits) for name in WANTED)}", flush=True)


def _told(name: str, visits: list[dict[str, float]]) -> str:
    median = statistics.median(visit[name] for visit in visits)
    return f"{f'{median:.0f}' + ('' if median >= WANTED[name] else ' !'):>16}"


def _visit(scratch: Scratch, program: tuple[Path, Path], address: str) -> dict[str, float]:
    told = scratch.run(
        *program,
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(WANTED)}",
        "--chrome-flags=--headless --no-sandbox",
        CHROME_PATH=str(find_browser()),
    )
    categories = json.loads(told)["categories"]
    return {name: categories[name]["score"] * 100 for name in WANTED}


@contextmanager
def _serving(site: Path, port: int) -> Generator[None]:
    """The site under the rules of production; the API is away, as on a phone that is signed out."""
    server = uvicorn.Server(
        uvicorn.Config(DevServer(site, read(NETLIFY), _away, {}), port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


async def _away(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("", 503)(scope, receive, send)
