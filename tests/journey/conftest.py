"""The running system for the journey, and the browser that walks it."""

import os
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, sync_playwright

from certificates import find_browser
from tests.journey.running import Running, running


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """A fresh system: an empty database, the real content, a real mailbox."""
    with running(tmp_path_factory.mktemp("journey") / "var") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """The same Chromium that prints the certificates."""
    program = find_browser()
    if program is None:
        pytest.fail("No Chromium was found; `make test` installs one.")
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses to start as root, and only then may it be left out.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()
