from pathlib import Path

import pytest

from tests.content.courseware.builder import CourseFolder, good_course


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    return good_course(tmp_path / "content" / "courses")
