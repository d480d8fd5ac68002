"""Decisions about accounts: pure functions; time and data come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise
from typing import ClassVar

from email_validator import EmailNotValidError, validate_email

from api.refusal import ProblemCode, Refusal

PASSWORD_LENGTH = range(12, 129)
REGISTRATION_LIFE = timedelta(days=2)
RECOVERY_LIFE = timedelta(hours=1)
ACCESS_LIFE = timedelta(minutes=10)
PARTICIPANT_SESSION_LIFE = timedelta(days=60)
STAFF_SESSION_LIFE = timedelta(hours=12)
FEWEST_DIFFERENT_CHARACTERS = 5


class InvalidEmail(Refusal):
    """The text is no e-mail address."""

    code = ProblemCode.INVALID_EMAIL


class WeakPassword(Refusal):
    """The password is too short, too long or too easily guessed."""

    code = ProblemCode.WEAK_PASSWORD


class WrongCredentials(Refusal):
    """No account has this address with this password; which of the two is wrong is never told."""

    code = ProblemCode.WRONG_CREDENTIALS


class LinkExpired(Refusal):
    """A link from a mail is too old, was used up, or was never ours."""

    code = ProblemCode.TOKEN_EXPIRED


class SessionEnded(Refusal):
    """The session is over: signed out, expired, or ended because its token was used twice."""

    code: ClassVar[ProblemCode] = ProblemCode.UNAUTHENTICATED


def normalized_email(text: str) -> str:
    """The address as it is stored and compared: trimmed, lower case, one spelling per mailbox.

    Raises:
        InvalidEmail: it is no address. Whether its domain receives mail is found out by sending, not by asking.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise InvalidEmail("email") from error
    return found.normalized.lower()


def check_password(password: str, email: str) -> None:
    """Length and guessability (NIST SP 800-63B: no rules on kinds of characters).

    Raises:
        WeakPassword: with the sentence that says what to change.
    """
    if len(password) not in PASSWORD_LENGTH:
        raise WeakPassword("password")
    plain = password.lower()
    local = email.split("@", maxsplit=1)[0]
    if len(set(plain)) < FEWEST_DIFFERENT_CHARACTERS or plain == email or plain.replace(local, "") in {"", "123"}:
        raise WeakPassword("password")
    if _is_sequence(plain):
        raise WeakPassword("password")


def _is_sequence(text: str) -> bool:
    """Whether each character follows its neighbour by the same step, as in 123456789012 or abcdefghijkl."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}


@dataclass(frozen=True, slots=True)
class TokenState:
    """What is known of a refresh token that somebody presents."""

    expires_at: datetime
    used: bool
    withdrawn: bool
    successor_used: bool
    session_ended: bool


class Presented(Enum):
    """What to do about a presented refresh token."""

    ROTATE = auto()
    REPLACE_LOST = auto()
    END = auto()
    END_FAMILY = auto()


def presented(token: TokenState, at: datetime) -> Presented:
    """A used token means theft, except while its successor has never been used: then the answer that carried the
    successor was probably lost on a bad network, and the same person asks again. The successor is withdrawn, so that
    whoever holds it after all ends the family by presenting it.
    """
    if token.session_ended or at >= token.expires_at:
        return Presented.END
    if token.withdrawn or (token.used and token.successor_used):
        return Presented.END_FAMILY
    return Presented.REPLACE_LOST if token.used else Presented.ROTATE
