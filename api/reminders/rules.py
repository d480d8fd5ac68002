"""Decisions about reminders: when somebody is idle, and which letter that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST = 2
"""Letters for one class, ever."""
FIRST_AFTER = timedelta(days=7)
SECOND_AFTER = timedelta(days=14)
GIVEN_UP_AFTER = timedelta(days=90)
"""Whoever has been away for longer has gone: a letter would be a stranger's."""
STOP_LINK_LIFE = timedelta(days=365)

_WIB = ZoneInfo("Asia/Jakarta")
_HOUR = time(9)


@dataclass(frozen=True, slots=True)
class Absence:
    """Since when somebody has done nothing in a class, and when they were reminded of it."""

    last_active_at: datetime
    reminded_at: Sequence[datetime] = ()


def due_reminder(absence: Absence, on_since: datetime, at: datetime) -> int | None:
    """The number of the letter that is to be written now, 1 or 2; None for no letter.

    The time before the office turned reminders on doesn't count: turning them on mails nobody that day.
    """
    number = len(absence.reminded_at) + 1
    if number > MOST or at - absence.last_active_at > GIVEN_UP_AFTER:
        return None
    since = max(absence.last_active_at, on_since, *absence.reminded_at)
    return number if at - since >= (FIRST_AFTER if number == 1 else SECOND_AFTER) else None


def next_look(at: datetime) -> datetime:
    """When it is nine in the morning next, Western Indonesian Time: letters come by day."""
    local = at.astimezone(_WIB)
    today = datetime.combine(local.date(), _HOUR, _WIB)
    return today if local < today else today + timedelta(days=1)
