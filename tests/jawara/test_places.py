"""Where the classes lie."""

from pathlib import Path

import pytest

from jawara.places import COURSES, content_folders


@pytest.mark.parametrize(
    ("named", "folders"),
    [
        (None, (COURSES,)),
        ("", (COURSES,)),
        ("/a/kelas:b", (Path("/a/kelas"), Path("b"))),
        (":/a:", (Path("/a"),)),
    ],
)
def test_the_folders_of_classes_are_those_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, named: str | None, folders: tuple[Path, ...]
) -> None:
    """Public lessons and private evaluations may lie apart."""
    monkeypatch.delenv("CONTENT_DIRS", raising=False)
    if named is not None:
        monkeypatch.setenv("CONTENT_DIRS", named)
    assert content_folders() == folders
