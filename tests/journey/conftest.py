"""The running system for the journey, and the browser that walks it."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.journey.running import Running, running


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Generator[Running]:
    """A fresh system: a database without rows, the real content, a real mailbox."""
    with running(tmp_path_factory.mktemp("journey") / "var", migrated) as started:
        yield started
