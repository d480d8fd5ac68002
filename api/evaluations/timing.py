"""The time of an attempt: until when an answer is to be made, until when it may arrive, and who has longer.

docs/evaluation-time.md says it as a table of cases, which a test tries one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TRANSIT = timedelta(seconds=60)
"""How much later than it was made an answer may be counted as made: it was on its way, and stopwatches differ."""


class Verdict(StrEnum):
    """What becomes of an answer that would change something."""

    COUNTS = "counts"
    TOO_LATE = "too_late"
    """Made after the deadline; another that was made in time may still arrive."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Window:
    """The time of one attempt, fixed at its start; only `deadline_at` may move, and only to later."""

    started_at: datetime
    deadline_at: datetime
    grace_minutes: int
    """How long after the deadline what was made in time may arrive; the transit is there even when it is 0."""

    @property
    def closes_at(self) -> datetime:
        """When the attempt closes by itself: nothing can arrive any more."""
        return self.deadline_at + max(TRANSIT, timedelta(minutes=self.grace_minutes))

    def is_over(self, at: datetime) -> bool:
        """Whether nothing can arrive any more."""
        return at > self.closes_at

    def made_at(self, arrived_at: datetime, age_seconds: int) -> datetime:
        """When an answer was made that is said to be this old: not before the start and not after its arrival."""
        said = arrived_at - timedelta(seconds=max(0, age_seconds))
        return min(arrived_at, max(self.started_at, said))

    def verdict(self, made_at: datetime, arrived_at: datetime) -> Verdict:
        """Whether an answer counts that was made and arrived at these moments."""
        if self.is_over(arrived_at):
            return Verdict.CLOSED
        return Verdict.COUNTS if made_at <= self.deadline_at + TRANSIT else Verdict.TOO_LATE

    def is_late(self, arrived_at: datetime) -> bool:
        """Whether an answer that counts does so only because a dead network is allowed for."""
        return arrived_at > self.deadline_at + TRANSIT


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What the office gives somebody beyond the time of the class: a percentage of it, or minutes on top."""

    percent: int | None = None
    minutes: int | None = None

    def of(self, minutes: int) -> int:
        """The whole time, in minutes, of an evaluation that others have this long for; begun minutes are whole."""
        longer = -(-minutes * (self.percent or 100) // 100)
        return longer + (self.minutes or 0)


def whole_time(minutes: int, more: Iterable[MoreTime]) -> int:
    """The time of somebody who was given this: of several the most, never less than the class's own."""
    return max([minutes, *(one.of(minutes) for one in more)])


def spent(said: int | None, window: Window, arrived_at: datetime) -> int | None:
    """The seconds that a question was on the screen, as far as they can be true."""
    if said is None:
        return None
    elapsed = max(0, int((arrived_at - window.started_at).total_seconds()))
    return min(max(0, said), elapsed)
