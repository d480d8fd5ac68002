"""The order in which the tests begin."""

from pathlib import Path

import pytest

from tests.order import LONGEST_FIRST, TESTS, place


def test_every_folder_has_its_place() -> None:
    """One that nobody thought of may be long: it would be begun last and waited for."""
    folders = {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py") if path.parent != TESTS}
    assert folders == set(LONGEST_FIRST)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("journey/killed/test_a.py", "site/test_a.py"),
        ("site/test_b.py", "api/accounts/test_a.py"),
        ("docs/test_z.py", "test_sizes.py"),
        ("new/test_a.py", "journey/test_a.py"),
    ],
)
def test_what_takes_long_begins_before_what_does_not(earlier: Path, later: Path) -> None:
    assert place(TESTS / earlier) < place(TESTS / later)


def test_the_files_of_a_folder_stay_in_their_order() -> None:
    """They are sorted by nothing else, and sorting keeps what is equal as it was."""
    assert place(TESTS / "api" / "test_z.py") == place(TESTS / "api" / "accounts" / "test_a.py")
