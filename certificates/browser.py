"""Which Chromium to use, and one running Chromium that no page can leave."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict, cast

import playwright
from playwright.async_api import Browser, Error, Page, Playwright, ViewportSize, async_playwright

ON_PATH = ("chromium-headless-shell", "chromium", "google-chrome")
SHELL_NAMES = ("chrome-headless-shell", "headless_shell")
CLOSING_SECONDS = 3.0
WINDOW: ViewportSize = {"width": 16, "height": 16}
"""Paper has its own size, and a picture is taken of whatever part. What lies in the window is painted at each change, a
fifth of the work for one that nobody sees.
"""
SMALL_NURSERY = "--max-semi-space-size=1"
"""MB in which Node keeps what is young: the driver then holds 22 MB less and is as quick."""
NICENESS = 10
"""Printing is for later, answering is for now: on a busy machine the browser yields to whoever saves an answer."""


class Process(TypedDict):
    id: int
    type: str


class ProcessInfo(TypedDict):
    """Chromium's answer to `SystemInfo.getProcessInfo`, as far as we read it."""

    processInfo: list[Process]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a browser may take before it is stopped or started anew."""

    patience: float
    """Seconds for one try, starting the browser included."""
    count: int
    """Certificates and pictures."""
    memory: int
    """Bytes, of all its processes together."""
    weighed_every: int = 100
    """Certificates and pictures between two looks at the memory; a look takes 13 milliseconds."""


class BrowserMissing(Exception):
    def __init__(self, wanted: Path | None) -> None:
        found = f"{wanted} is no program" if wanted else "no Chromium was found"
        super().__init__(
            f"Certificates need a Chromium, and {found}. Install one: "
            "playwright install --with-deps chromium-headless-shell, or apt install chromium-headless-shell."
        )


def find_browser(preferred: Path | None = None) -> Path | None:
    """The preferred program and no other if one is named; else Playwright's own, else the first known name on PATH."""
    if preferred is not None:
        return preferred if os.access(preferred, os.X_OK) and preferred.is_file() else None
    on_path = (shutil.which(name) for name in ON_PATH)
    return _playwrights_own() or next((Path(program) for program in on_path if program), None)


def _playwrights_own() -> Path | None:
    """Where `playwright install` puts this version's headless shell; asking Playwright itself would take 0.5 s."""
    catalogue = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    revisions = {entry["name"]: entry["revision"] for entry in json.loads(catalogue.read_text("utf-8"))["browsers"]}
    cache = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(chosen or cache) / f"chromium_headless_shell-{revisions['chromium-headless-shell']}"
    return next((path for name in SHELL_NAMES for path in folder.glob(f"*/{name}")), None)


def launch_arguments(*, is_root: bool) -> list[str]:
    """Chromium's sandbox refuses to start as root: run the worker as an unprivileged user wherever that can be had."""
    arguments = [
        # Hinted letters have other widths on the page than on paper: what the page had fitted would be clipped.
        "--font-render-hinting=none",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--disable-gpu",
        "--disable-software-rasterizer",
    ]
    return [*arguments, "--no-sandbox"] if is_root else arguments


@contextmanager
def _environment(**changes: str) -> Generator[None]:
    """For a program that Playwright starts without asking what its environment shall be."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class Driver:
    """The process by which Playwright steers browsers, 90 MB of it: one for all, from the first browser to the last."""

    def __init__(self) -> None:
        self._running: Playwright | None = None
        self._browsers = 0
        self._turn = asyncio.Lock()

    async def taken(self) -> Playwright:
        """What steers one browser more."""
        async with self._turn:
            if self._running is None:
                with _environment(NODE_OPTIONS=f"{os.environ.get('NODE_OPTIONS', '')} {SMALL_NURSERY}".strip()):
                    self._running = await async_playwright().start()
            self._browsers += 1
            return self._running

    async def left(self, driver: Playwright) -> None:
        """One browser less; the last one ends it."""
        async with self._turn:
            if driver is self._running:
                self._browsers -= 1
                if self._browsers == 0:
                    await self._end()

    async def given_up(self, driver: Playwright) -> None:
        """It started no browser: perhaps it is dead, so the next browser gets another. One that still had a browser
        loses it; who used that starts it anew.
        """
        async with self._turn:
            if driver is self._running:
                await self._end()

    async def _end(self) -> None:
        running, self._running, self._browsers = self._running, None, 0
        if running is not None:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(running.stop(), CLOSING_SECONDS)


class Chromium:
    """One browser. Made by `start`, ended by `close`, also when it no longer answers."""

    def __init__(self, shared: Driver, driver: Playwright, browser: Browser, process: int) -> None:
        self._shared = shared
        self._driver = driver
        self._browser = browser
        self.made = 0
        """Certificates and pictures, of all its pages."""
        self._made_when_weighed = 0
        self._group = os.getpgid(process)
        """Playwright starts each browser as a process group of its own."""
        # Those of the group that come later inherit it.
        os.setpriority(os.PRIO_PGRP, self._group, NICENESS)

    @classmethod
    async def start(cls, program: Path, shared: Driver | None = None) -> Self:
        shared = shared or Driver()
        driver = await shared.taken()
        try:
            browser = await driver.chromium.launch(
                executable_path=program,
                args=launch_arguments(is_root=os.geteuid() == 0),
                chromium_sandbox=os.geteuid() != 0,
            )
            return cls(shared, driver, browser, await _process_of(browser))
        except BaseException:
            await shared.given_up(driver)
            raise

    async def open_page(self, html: str) -> Page:
        """A page of its own context, offline: with the page's own policy, nothing in it reaches a network."""
        context = await self._browser.new_context(offline=True, service_workers="block", viewport=WINDOW)
        page = await context.new_page()
        # Questions in Chromium's own protocol get no answer from a page whose process is gone, and no refusal either,
        # until the page is closed.
        page.once("crash", Page.close)
        await page.emulate_media(media="print")
        await page.set_content(html)
        return page

    def is_worn(self, limits: Limits) -> bool:
        """Whether it has made as much as it may, or holds more than it may."""
        if self.made >= limits.count:
            return True
        if self.made - self._made_when_weighed < limits.weighed_every:
            return False
        self._made_when_weighed = self.made
        return self.memory() > limits.memory

    def memory(self) -> int:
        """Bytes that its processes hold, what they share divided among them; 0 where the system doesn't tell."""
        return sum(_held_by(process) for process in _members_of(self._group))

    async def close(self) -> None:
        """Ends the browser and all its processes; a frozen one doesn't close by itself, so it is killed."""
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self._browser.close(), CLOSING_SECONDS)
        # macOS says "not permitted" of a group in which everybody is dead.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._group, signal.SIGKILL)
        await self._shared.left(self._driver)


class SharedChromium:
    """One browser for all who print, each on a page of their own, from the first who takes it to the last who leaves.

    A browser each would hold 100 MB more and print no sooner: its pages are processes of their own anyway.
    """

    def __init__(self, program: Path) -> None:
        self._program = program
        self._driver = Driver()
        self._running: Chromium | None = None
        self._users: Counter[Chromium] = Counter()
        self._turn = asyncio.Lock()

    async def taken(self) -> Chromium:
        """The browser, started if there is none."""
        async with self._turn:
            if self._running is None:
                self._running = await Chromium.start(self._program, self._driver)
            self._users[self._running] += 1
            return self._running

    def is_current(self, chromium: Chromium) -> bool:
        """Whether it is still the one that is handed out: whoever uses another should leave that soon."""
        return chromium is self._running

    async def left(self, chromium: Chromium) -> None:
        """It has no work of this user any more, and is handed to nobody else: whoever comes gets a new one."""
        async with self._turn:
            self._forget(chromium)
            if chromium in self._users:
                self._users[chromium] -= 1
                if self._users[chromium] == 0:
                    await self._end(chromium)

    async def given_up(self, chromium: Chromium) -> None:
        """It failed: ended at once. Whoever else has a page in it finds that out, and tries again in a new one."""
        async with self._turn:
            self._forget(chromium)
            if chromium in self._users:
                await self._end(chromium)

    async def _end(self, chromium: Chromium) -> None:
        del self._users[chromium]
        await chromium.close()

    def _forget(self, chromium: Chromium) -> None:
        if chromium is self._running:
            self._running = None


def _members_of(group: int) -> list[Path]:
    """The processes of a group, where the system lists them in /proc."""
    members: list[Path] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        # It may have ended since it was listed.
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[2]) == group:
                members.append(stat.parent)
    return members


def _held_by(process: Path) -> int:
    with suppress(OSError):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


async def _process_of(browser: Browser) -> int:
    """The browser's own process id, behind the shell script by which Debian starts it."""
    session = await browser.new_browser_cdp_session()
    answer = cast(ProcessInfo, await session.send("SystemInfo.getProcessInfo"))  # pyright: ignore[reportUnknownMemberType] - Playwright says `Dict` only
    await session.detach()
    return next(process["id"] for process in answer["processInfo"] if process["type"] == "browser")
