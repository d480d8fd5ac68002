"""The rule of time by itself: the moment an answer was made, the window, and who has longer."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluations.timing import TRANSIT, MoreTime, Verdict, Window, spent, whole_time
from tests.fakes import MORNING

seconds = st.integers(-(2**31), 2**31 - 1)
graces = st.integers(0, 60)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    minutes = draw(st.integers(1, 600))
    return Window(MORNING, MORNING + timedelta(minutes=minutes), draw(graces))


@given(windows(), st.integers(-100_000, 1_000_000), seconds)
def test_an_answer_is_made_between_the_start_and_its_arrival(window: Window, after: int, age: int) -> None:
    """Whatever a phone says. A clock that stepped back before the start makes it as old as its arrival."""
    arrived = window.started_at + timedelta(seconds=after)
    made = window.made_at(arrived, age)
    assert min(window.started_at, arrived) <= made <= arrived
    if 0 <= age <= after:
        assert made == arrived - timedelta(seconds=age)


@given(windows(), st.integers(0, 1_000_000), seconds, seconds)
def test_saying_that_it_is_older_never_makes_it_later(window: Window, after: int, one: int, other: int) -> None:
    """Nor the other way round."""
    arrived = window.started_at + timedelta(seconds=after)
    younger, older = sorted((one, other))
    assert window.made_at(arrived, older) <= window.made_at(arrived, younger)


@given(windows(), st.integers(0, 100_000), seconds)
def test_a_phone_that_lies_gains_the_tolerance_at_most(window: Window, after: int, age: int) -> None:
    """What counts has arrived before the end, and what is said to be fresh was there within the transit."""
    arrived = window.started_at + timedelta(seconds=after)
    verdict = window.verdict(window.made_at(arrived, age), arrived)
    if verdict is Verdict.COUNTS:
        assert arrived <= window.deadline_at + max(TRANSIT, timedelta(minutes=window.grace_minutes))
    assert (verdict is Verdict.CLOSED) == window.is_over(arrived)
    if window.verdict(arrived, arrived) is Verdict.COUNTS:
        assert verdict is Verdict.COUNTS, "an older answer counts where a fresh one does"


def test_a_window_of_one_minute_is_the_rule_of_before() -> None:
    """Attempts that were open when the rule changed: what arrives within the minute counts, nothing else does."""
    window = Window(MORNING, MORNING + timedelta(minutes=30), 1)
    for late, verdict in ((0, Verdict.COUNTS), (60, Verdict.COUNTS), (61, Verdict.CLOSED)):
        arrived = window.deadline_at + timedelta(seconds=late)
        assert {window.verdict(window.made_at(arrived, age), arrived) for age in (0, 600)} == {verdict}


@pytest.mark.parametrize(
    ("minutes", "more", "whole"),
    [
        (45, [], 45),
        (45, [MoreTime(percent=150)], 68),
        (45, [MoreTime(percent=125)], 57),
        (45, [MoreTime(percent=200)], 90),
        (45, [MoreTime(minutes=10)], 55),
        (45, [MoreTime(percent=125), MoreTime(minutes=30)], 75),
        (1, [MoreTime(percent=101)], 2),
    ],
)
def test_a_begun_minute_is_whole_and_of_several_the_most_counts(minutes: int, more: list[MoreTime], whole: int) -> None:
    """Rounding never takes away what was given."""
    assert whole_time(minutes, more) == whole


@given(st.integers(1, 600), st.lists(st.builds(MoreTime, percent=st.integers(101, 300))))
def test_more_time_is_never_less(minutes: int, more: list[MoreTime]) -> None:
    """And exact: no less than the percentage, less than a minute above it."""
    whole = whole_time(minutes, more)
    exact = max([100, *(one.percent or 100 for one in more)]) * minutes / 100
    assert exact <= whole < exact + 1


@given(windows(), st.integers(0, 100_000), st.none() | seconds)
def test_nobody_spends_more_on_a_question_than_there_was(window: Window, after: int, said: int | None) -> None:
    """The statistics would believe it."""
    kept = spent(said, window, window.started_at + timedelta(seconds=after))
    assert kept is None if said is None else kept is not None and 0 <= kept <= after
