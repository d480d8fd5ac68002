"""The root of expected errors: a stable code, the field it is about, and a sentence in the reader's language."""

from enum import Enum, StrEnum
from functools import cache
from math import ceil
from typing import ClassVar, Literal

from courseware import messages

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")


class ProblemCode(StrEnum):
    """What a client may rely on: a code never changes its meaning. Documented in docs/api.md."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    INVALID_INPUT = "INVALID_INPUT"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
    WRONG_CREDENTIALS = "WRONG_CREDENTIALS"
    WEAK_PASSWORD = "WEAK_PASSWORD"  # noqa: S105 - a code, not a secret
    INVALID_EMAIL = "INVALID_EMAIL"
    TOKEN_EXPIRED = "TOKEN_EXPIRED"  # noqa: S105 - a code, not a secret
    WRONG_CODE = "WRONG_CODE"
    PROOF_REQUIRED = "PROOF_REQUIRED"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    PROVIDER_REFUSED = "PROVIDER_REFUSED"
    ADDRESS_UNVERIFIED = "ADDRESS_UNVERIFIED"
    LINK_REQUIRED = "LINK_REQUIRED"
    ADDRESS_LEFT = "ADDRESS_LEFT"
    PASSKEY_REFUSED = "PASSKEY_REFUSED"
    CONSENT_REQUIRED = "CONSENT_REQUIRED"
    NAME_INVALID = "NAME_INVALID"
    NAME_UNCONFIRMED = "NAME_UNCONFIRMED"
    NIK_INVALID = "NIK_INVALID"
    NIK_IN_USE = "NIK_IN_USE"
    PHONE_INVALID = "PHONE_INVALID"
    PROFILE_REQUIRED = "PROFILE_REQUIRED"
    NOT_ENROLLED = "NOT_ENROLLED"
    LESSON_LOCKED = "LESSON_LOCKED"
    LESSON_UNMET = "LESSON_UNMET"
    LESSONS_INCOMPLETE = "LESSONS_INCOMPLETE"
    ATTEMPT_OPEN = "ATTEMPT_OPEN"
    ATTEMPT_CLOSED = "ATTEMPT_CLOSED"
    TIME_OVER = "TIME_OVER"
    ATTEMPTS_USED_UP = "ATTEMPTS_USED_UP"
    ATTEMPT_TOO_SOON = "ATTEMPT_TOO_SOON"
    ALREADY_PASSED = "ALREADY_PASSED"
    EVALUATION_EMPTY = "EVALUATION_EMPTY"
    EVALUATION_BROKEN = "EVALUATION_BROKEN"
    CODE_MISTYPED = "CODE_MISTYPED"
    SATISFACTION_CLOSED = "SATISFACTION_CLOSED"
    CERTIFICATE_CHANGED = "CERTIFICATE_CHANGED"
    REQUEST_OPEN = "REQUEST_OPEN"
    RELEASE_REPLACED = "RELEASE_REPLACED"
    RELEASE_DAMAGED = "RELEASE_DAMAGED"
    RELEASE_UNREADABLE = "RELEASE_UNREADABLE"
    RELEASE_TOO_LARGE = "RELEASE_TOO_LARGE"
    RELEASE_OLDER = "RELEASE_OLDER"
    RELEASE_IDS = "RELEASE_IDS"
    INTERNAL = "INTERNAL"


class Refusal(Exception):
    """An expected "no". Raised in the domain, translated once, at the edge; anything else that is raised is a bug.

    A subclass names its code; its sentence stands in the catalogue's refusals under the subclass's name, with the
    facts as placeholders.
    """

    code: ClassVar[ProblemCode]

    def __init__(self, field: str | None = None, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.field = field
        self.facts = facts

    def sentence(self, language: Language) -> str:
        """What happened and what to do next, for the person who reads it."""
        return sentence(type(self).__name__, language, **self.facts)

    @property
    def wait_seconds(self) -> int | None:
        """How long to wait before the same may succeed; None where waiting does not help."""
        return None


class NotFound(Refusal):
    """The object does not exist, or it is somebody else's: the two are never told apart."""

    code = ProblemCode.NOT_FOUND


class Unauthenticated(Refusal):
    """The deed needs a signed-in account."""

    code = ProblemCode.UNAUTHENTICATED


class Forbidden(Refusal):
    """The account is signed in but has no right to the deed."""

    code = ProblemCode.FORBIDDEN


class TooManyRequests(Refusal):
    """A limit was reached; `seconds` is the time to wait."""

    code = ProblemCode.TOO_MANY_REQUESTS

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds

    def sentence(self, language: Language) -> str:
        """With the wait in words: nobody reads 10,800 seconds."""
        return sentence(type(self).__name__, language, seconds=waiting_time(self.seconds, language))

    @property
    def wait_seconds(self) -> int:
        """The wait as a number, for programs."""
        return self.seconds


class InvalidInput(Refusal):
    """A value is outside what the field can hold."""

    code = ProblemCode.INVALID_INPUT


class WaitUnit(Enum):
    """The units in which people are told to wait; the value is how many seconds one has."""

    HOURS = 3600
    MINUTES = 60
    SECONDS = 1


def waiting_time(seconds: int, language: Language) -> str:
    """The wait in words, rounded up, in the largest unit of which it has two: never "1 hours"."""
    unit = next((unit for unit in WaitUnit if seconds >= 2 * unit.value), WaitUnit.SECONDS)
    return sentence(f"Wait_{unit.name}", language, count=max(2, ceil(seconds / unit.value)))


@cache
def catalogue(language: Language) -> dict[str, str]:
    """All sentences of one language, by key."""
    return messages.catalogue(messages.Language(language)).subject("refusals")


def sentence(key: str, language: Language, **facts: object) -> str:
    """The catalogue's sentence for `key` with its placeholders filled."""
    return catalogue(language)[key].format(**facts)
