"""Levels of understanding: from which percentage on each holds, and its word. Results show what certificates print."""

from enum import StrEnum

from courseware.messages import Language, catalogue


class Level(StrEnum):
    """The level of understanding that the procedure asks for, from the score; its value is its word's key."""

    LOW = "low"
    FAIR = "fair"
    GOOD = "good"
    VERY_GOOD = "veryGood"


LEVELS = ((Level.LOW, 0), (Level.FAIR, 55), (Level.GOOD, 70), (Level.VERY_GOOD, 85))
"""From which percentage on each level holds, for a whole evaluation and for a topic: the one place that says it."""


def level_of(score: int) -> Level:
    """The level of a percentage."""
    return next(level for level, bound in reversed(LEVELS) if score >= bound)


def word_of(level: Level) -> str:
    """As a certificate prints it, which is in Indonesian, and a result shows it."""
    return catalogue(Language.INDONESIAN).say(f"screen-level.{level}")
