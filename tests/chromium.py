"""One Chromium for each process of tests: whoever needs a real browser gets contexts of it."""

import asyncio
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from certificates import find_browser

TESTS = Path(__file__).parent
WITH_BROWSERS = (TESTS / "site", TESTS / "jawara" / "preview", TESTS / "journey")


@dataclass(slots=True)
class Chromium:
    """Playwright's driver and the browser that it has started last."""

    program: Path
    driver: Playwright
    browser: Browser | None = None

    def opened(self) -> Browser:
        """The same as before, unless it has ended."""
        if self.browser is None or not self.browser.is_connected():
            self.browser = self.driver.chromium.launch(executable_path=self.program, chromium_sandbox=False)
        return self.browser


class _Loop:
    """Playwright's own event loop. Between its calls it stands still, and yet counts as the thread's running one."""

    kept: asyncio.AbstractEventLoop | None = None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Show that loop to tests with browsers alone: others run loops of their own, which asyncio refuses beside it."""
    # By folders: what a module's fixtures have opened is closed after the last of its tests, whichever that is.
    with_browser = any(item.path.is_relative_to(folder) for folder in WITH_BROWSERS)
    runs_its_own = item.get_closest_marker("asyncio") is not None
    asyncio._set_running_loop(_Loop.kept if with_browser and not runs_its_own else None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        _Loop.kept = asyncio.get_running_loop()
        yield Chromium(program, driver)
        # The last test of all may be one without a browser.
        asyncio._set_running_loop(_Loop.kept)
    _Loop.kept = None


@pytest.fixture(scope="module")
def browser(chromium: Chromium) -> Iterator[Browser]:
    """Nothing that one module's tests leave open stays for the next."""
    opened = chromium.opened()
    yield opened
    for context in opened.contexts:
        context.close()
