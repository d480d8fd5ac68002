"""Decisions about requests for personal data."""

from datetime import datetime, timedelta
from enum import StrEnum

from api.profiles.rules import paragraphs
from api.refusal import ProblemCode, Refusal

ANSWER_WITHIN = timedelta(hours=72)
"""UU 27/2022: 3 x 24 hours, from when it was asked."""
COOL_OFF = timedelta(hours=48)
"""To think an erasure over. With the patience below it ends within the 72 hours too."""
LETTER_PATIENCE = timedelta(hours=12)
"""How long an erasure waits for the mail server to take its last letter. A mailbox that is gone keeps nobody's data."""
COPY_LIFE = timedelta(minutes=15)
MOST_CORRECTIONS = 3
TEXT_LENGTH = range(10, 1001)
ANSWER_LENGTH = range(3, 2001)


class DataRequestKind(StrEnum):
    """What is asked for: a copy, a correction, the end of everything, the end of the training's consent."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    WITHDRAWAL = "withdrawal"


ANSWERED_BY_STAFF = (DataRequestKind.CORRECTION, DataRequestKind.WITHDRAWAL)
"""The others are done by the system itself."""


class RequestOpen(Refusal):
    """As many corrections as may wait are waiting already."""

    code = ProblemCode.REQUEST_OPEN


class RequestTooShort(Refusal):
    """Nobody could act on so few words."""

    code = ProblemCode.INVALID_INPUT


class StaffAccountStays(Refusal):
    """Records and answers refer to a member of staff: whoever runs the system takes such an account away."""

    code = ProblemCode.FORBIDDEN


class ErasureUnderWay(Refusal):
    """The time to think it over has passed."""

    code = ProblemCode.NOT_FOUND


def due_at(kind: DataRequestKind, asked_at: datetime) -> datetime:
    """Until when it is done: an erasure at that moment, everything else by then."""
    return asked_at + (COOL_OFF if kind is DataRequestKind.ERASURE else ANSWER_WITHIN)


def may_cancel(due: datetime, at: datetime) -> bool:
    """Whether an erasure can still be taken back."""
    return at < due


def waits_for_letter(due: datetime, at: datetime) -> bool:
    """Whether an erasure whose last letter was not accepted is put off once more."""
    return at < due + LETTER_PATIENCE


def seconds_left(due: datetime, at: datetime) -> int:
    """What the staff's clock shows; below zero it is late."""
    return int((due - at).total_seconds())


def wording(text: str, field: str, length: range) -> str:
    """The text with its line breaks.

    Raises:
        RequestTooShort, TextTooLong, InvalidInput
    """
    found = paragraphs(text, field, length.stop - 1) or ""
    if len(found) < length.start:
        raise RequestTooShort(field, least=length.start)
    return found
