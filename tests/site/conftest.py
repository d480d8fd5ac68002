"""One Chromium for all tests of a file that need a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from certificates import find_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver, driver.chromium.launch(executable_path=program, chromium_sandbox=False) as opened:
        yield opened
