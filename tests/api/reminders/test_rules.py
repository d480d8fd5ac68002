"""When a reminder is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from api.reminders.rules import FIRST_AFTER, GIVEN_UP_AFTER, MOST, SECOND_AFTER, Absence, due_reminder, next_look

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_week_of_silence_is_the_first_letter() -> None:
    """One second earlier nobody is written to."""
    absence = Absence(START)
    assert due_reminder(absence, START, START + FIRST_AFTER) == 1
    assert due_reminder(absence, START, START + FIRST_AFTER - timedelta(seconds=1)) is None


def test_the_second_letter_is_the_last() -> None:
    """Two weeks after the first one, counted anew when its reader came back in between."""
    first = START + FIRST_AFTER
    assert due_reminder(Absence(START, (first,)), START, first + SECOND_AFTER) == 2
    back = first + 3 * DAY
    assert due_reminder(Absence(back, (first,)), START, first + SECOND_AFTER) is None
    assert due_reminder(Absence(back, (first,)), START, back + SECOND_AFTER) == 2
    second = back + SECOND_AFTER
    assert due_reminder(Absence(back, (first, second)), START, second + 60 * DAY) is None


def test_turning_reminders_on_mails_nobody_that_day() -> None:
    """Silence counts from then on, and whoever has been away for three months isn't written to at all."""
    on = START + 30 * DAY
    assert due_reminder(Absence(START), on, on) is None
    assert due_reminder(Absence(START), on, on + FIRST_AFTER) == 1
    late = START + GIVEN_UP_AFTER
    assert due_reminder(Absence(START), late, late + FIRST_AFTER) is None


@given(st.lists(st.integers(0, 40), max_size=40), st.integers(0, 60))
def test_nobody_gets_a_third_letter_or_one_within_a_week(active_after: list[int], on_after: int) -> None:
    """However people come and go, and whenever the office turns reminders on: looked at every day for half a year."""
    active, written = {0, *active_after}, list[datetime]()
    on = START + on_after * DAY
    for day in range(180):
        at = START + day * DAY
        last = START + max(one for one in active if one <= day) * DAY
        if at >= on and due_reminder(Absence(last, tuple(written)), on, at):
            assert at - last >= FIRST_AFTER
            assert at - on >= FIRST_AFTER
            assert not written or at - written[-1] >= SECOND_AFTER
            written.append(at)
    assert len(written) <= MOST


@given(st.timedeltas(timedelta(0), timedelta(days=366)))
def test_letters_come_in_the_morning(later: timedelta) -> None:
    """Nine o'clock in Surabaya, within a day, never at the very moment of asking."""
    at = START + later
    look = next_look(at)
    assert timedelta(0) < look - at <= DAY
    assert look.astimezone(ZoneInfo("Asia/Jakarta")).time().isoformat() == "09:00:00"
