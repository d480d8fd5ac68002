"""Decisions about accounts: pure functions; time and data come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import ClassVar

from email_validator import EmailNotValidError, validate_email

from api.refusal import ProblemCode, Refusal

PASSWORD_LENGTH = range(12, 129)
REGISTRATION_LIFE = timedelta(days=2)
RECOVERY_LIFE = timedelta(hours=1)
ACCESS_LIFE = timedelta(minutes=10)
PARTICIPANT_SESSION_LIFE = timedelta(days=60)
STAFF_SESSION_LIFE = timedelta(hours=12)


class InvalidEmail(Refusal):
    """The text is no e-mail address."""

    code = ProblemCode.INVALID_EMAIL


class WeakPassword(Refusal):
    """The password is too short, too long or too easily guessed."""

    code = ProblemCode.WEAK_PASSWORD


class WrongCredentials(Refusal):
    """No account has this address with this password; which of the two is wrong is never told."""

    code = ProblemCode.WRONG_CREDENTIALS


class ConfirmationRefused(Refusal):
    """The password is not the one chosen at registration."""

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
        # Addresses outside ASCII before the @ need mail servers that hardly anybody runs: a mail to them would be lost.
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise InvalidEmail("email") from error
    return (found.ascii_email or found.normalized).lower()


def check_password(password: str, email: str) -> None:
    """Length alone (NIST SP 800-63B: no rules on kinds of characters); passwords.py judges how easily it is guessed.

    Raises:
        WeakPassword
    """
    if len(password) not in PASSWORD_LENGTH or password.lower() == email:
        raise WeakPassword("password")


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
