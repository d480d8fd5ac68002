"""Decisions about the form that asks how people liked a class: when it is open, and what the office sees of it.

The first of Kirkpatrick's four levels: the reaction. It decides nothing about a certificate.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from unicodedata import category

from api.profiles.rules import paragraphs
from api.refusal import ProblemCode, Refusal

SCALE = range(1, 6)
"""From "not at all" to "fully"."""
CHANGEABLE = timedelta(days=14)
FEWEST = 5
"""Fewer answers than this are not told: among four people each would know whose they are."""
LONGEST_COMMENT = 1_000


class Statement(StrEnum):
    """What people agree with or not; each is a column of its table."""

    RELEVANCE = "relevance"
    CLARITY = "clarity"
    LENGTH = "length"
    ACCESS = "access"
    RECOMMENDATION = "recommendation"


class SatisfactionTooEarly(Refusal):
    """The form comes after a result."""

    code = ProblemCode.SATISFACTION_CLOSED


class SatisfactionTooLate(Refusal):
    """What was answered can no longer be changed."""

    code = ProblemCode.SATISFACTION_CLOSED


def changeable_until(given_at: datetime) -> datetime:
    """Until when answers may be changed, from the first of them on."""
    return given_at + CHANGEABLE


def why_not_answer(*, has_result: bool, given_at: datetime | None, at: datetime) -> Refusal | None:
    """What keeps somebody from answering now; None when nothing does. `given_at`: of their first answer."""
    if not has_result:
        return SatisfactionTooEarly()
    if given_at is not None and at > changeable_until(given_at):
        return SatisfactionTooLate()
    return None


def wording(text: str) -> str | None:
    """The comment with its line breaks; None for none. What joins emoji and can't be seen by itself is left out.

    Raises:
        TextTooLong
    """
    kept = (letter for letter in text if letter.isspace() or category(letter)[0] != "C")
    return paragraphs("".join(kept), "comment", LONGEST_COMMENT)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each value of the scale was given, the lowest first."""

    distribution: tuple[int, ...]

    @property
    def answers(self) -> int:
        """How many people gave one."""
        return sum(self.distribution)

    @property
    def mean(self) -> Fraction | None:
        """Exactly; None of nobody."""
        points = sum(value * count for value, count in zip(SCALE, self.distribution, strict=True))
        return Fraction(points, self.answers) if self.answers else None


def tally(values: Iterable[int | None]) -> Tally:
    """What was answered to one statement; None for those who passed over it."""
    counts = Counter(values)
    return Tally(tuple(counts[value] for value in SCALE))


def may_be_told(answers: int) -> bool:
    """Whether so many answers hide whose each of them is."""
    return answers >= FEWEST
