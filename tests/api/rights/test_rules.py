"""Decisions about requests, without any system around them."""

from datetime import timedelta

import pytest

from api.profiles.rules import TextTooLong
from api.refusal import InvalidInput
from api.rights import rules
from api.rights.rules import DataRequestKind
from tests.fakes import MORNING


@pytest.mark.parametrize("kind", DataRequestKind)
def test_everything_is_done_within_three_times_24_hours(kind: DataRequestKind) -> None:
    """UU 27/2022. An erasure, too, with the longest time that it waits for its last letter."""
    due = rules.due_at(kind, MORNING)
    hours = 48 if kind is DataRequestKind.ERASURE else 72
    assert due == MORNING + timedelta(hours=hours)
    if kind is DataRequestKind.ERASURE:
        assert due + rules.LETTER_PATIENCE < MORNING + timedelta(hours=72)


def test_an_erasure_is_taken_back_until_its_moment_and_no_longer() -> None:
    """The letter says so."""
    due = rules.due_at(DataRequestKind.ERASURE, MORNING)
    assert rules.may_cancel(due, due - timedelta(seconds=1))
    assert not rules.may_cancel(due, due)


def test_the_last_letter_is_waited_for_and_not_for_ever() -> None:
    """A mailbox that is gone keeps nobody's data."""
    assert rules.waits_for_letter(MORNING, MORNING + timedelta(hours=11, minutes=59))
    assert not rules.waits_for_letter(MORNING, MORNING + timedelta(hours=12))


@pytest.mark.parametrize(("hours", "seconds"), [(0, 0), (72, 259_200), (-1, -3_600)])
def test_the_clock_counts_in_seconds_and_below_zero(hours: int, seconds: int) -> None:
    """Late is a number as well."""
    assert rules.seconds_left(MORNING + timedelta(hours=hours), MORNING) == seconds


def test_words_keep_their_lines_and_have_a_length() -> None:
    """Spaces and empty lines around them are none."""
    assert (
        rules.wording("  Nama saya  keliru.\r\nTolong. \n\n", "text", rules.TEXT_LENGTH) == "Nama saya keliru.\nTolong."
    )
    assert len(rules.wording("x" * 1000, "text", rules.TEXT_LENGTH)) == 1000
    for text, refusal in (
        ("", rules.RequestTooShort),
        ("x" * 9, rules.RequestTooShort),
        (" " * 50, rules.RequestTooShort),
        ("x" * 1001, TextTooLong),
        ("Nama saya \x1b[31m keliru", InvalidInput),
        ("Nama saya \u202e keliru", InvalidInput),
    ):
        with pytest.raises(refusal):
            rules.wording(text, "text", rules.TEXT_LENGTH)
