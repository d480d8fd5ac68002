"""What tests of several packages share."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import hypothesis
import pytest
from playwright.sync_api import expect

from api.settings import Settings, load
from tests.api.templates import migrated_file
from tests.chromium import browser, chromium, pytest_runtest_protocol
from tests.fakes import Letterbox, Printer, SettableClock
from tests.journey.journal import TABLE, Step, table
from tests.openid.provider import openid_provider, pytest_runtest_makereport
from tests.order import pytest_collection_finish, pytest_collection_modifyitems

__all__ = [
    "browser",
    "chromium",
    "openid_provider",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_runtest_makereport",
    "pytest_runtest_protocol",
]

PUBLIC_URL = "https://testserver"
KEYS = {
    "token_key": "k" * 48,
    "data_keys": f"uji:{base64.urlsafe_b64encode(b'd' * 32).decode()}",
    "index_key": base64.urlsafe_b64encode(b"i" * 32).decode(),
}

# No deadline: a busy machine is no fault of the code. Fewer examples than usual: the whole suite runs at every change.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=40)
hypothesis.settings.load_profile("quick")
# The same for a browser: what is so at once is seen at once, and what comes late on a busy machine is waited for.
expect.set_options(timeout=30_000)


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings of a development system in the test's own folder, with what a test wants changed."""

    def make(**changes: Any) -> Settings:
        return load(**({"home": tmp_path, "public_url": PUBLIC_URL} | KEYS | changes))

    return make


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row, to be copied."""
    return migrated_file(tmp_path_factory)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def letterbox(settings: Settings) -> Letterbox:
    return Letterbox(settings)


@pytest.fixture
def printer() -> Printer:
    return Printer()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the procedure's table wherever the journey ran, in this process or in a worker's."""
    for reports in cast("dict[str, list[Any]]", terminalreporter.stats).values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == TABLE and report.when == "call":
                    terminalreporter.section("the procedure, walked in a browser at 360 x 740")
                    terminalreporter.write_line(table([Step(**step) for step in json.loads(value)]))
