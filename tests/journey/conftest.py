"""The running system for the journey, and its table after the tests' own summary."""

import json
import os
from collections.abc import Generator
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, sync_playwright

from certificates import find_browser
from tests.journey.journal import TABLE, Step, table
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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the procedure's table wherever the journey ran, in this process or in a worker's."""
    for reports in cast("dict[str, list[Any]]", terminalreporter.stats).values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == TABLE and report.when == "call":
                    terminalreporter.section("the procedure, walked in a browser at 360 x 740")
                    terminalreporter.write_line(table([Step(**step) for step in json.loads(value)]))
