"""The levels of understanding, and their words."""

import pytest

from courseware.levels import LEVELS, Level, level_of, word_of


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (0, Level.LOW), (54, Level.LOW), (55, Level.FAIR), (69, Level.FAIR),
        (70, Level.GOOD), (84, Level.GOOD), (85, Level.VERY_GOOD), (100, Level.VERY_GOOD),
    ],
)  # fmt: skip
def test_the_bounds_of_the_levels_are_these(percent: int, level: Level) -> None:
    """Records of years are compared by them."""
    assert level_of(percent) is level
    assert [one for one, _ in LEVELS] == list(Level)
    assert [bound for _, bound in LEVELS] == sorted(bound for _, bound in LEVELS)


def test_each_level_has_the_word_that_results_show() -> None:
    """Certificates print it: another word here is another word on paper."""
    assert [word_of(level) for level in Level] == ["Kurang", "Cukup", "Baik", "Sangat baik"]
