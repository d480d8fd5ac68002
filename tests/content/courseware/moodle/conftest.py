from pathlib import Path

import pytest

from courseware.moodle.placing import ClassBank
from tests.content.courseware.builder import good_course
from tests.content.courseware.moodle.banking import bank_of


@pytest.fixture
def bank(tmp_path: Path) -> ClassBank:
    """A class with a few questions of its own."""
    return bank_of(good_course(tmp_path / "content" / "courses").root)


@pytest.fixture(scope="session")
def shared_bank(tmp_path_factory: pytest.TempPathFactory) -> ClassBank:
    """The same for tests that only look at it."""
    return bank_of(good_course(tmp_path_factory.mktemp("kelas") / "content" / "courses").root)
