"""Decisions about accounts: pure functions; time and data come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import ClassVar
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from api.identity import Role
from api.refusal import InvalidInput, ProblemCode, Refusal

PASSWORD_LENGTH = range(12, 129)
PASSKEY_NAME_LENGTH = range(1, 61)
REGISTRATION_LIFE = timedelta(days=2)
RECOVERY_LIFE = timedelta(hours=1)
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
"""Guesses at one code: a million codes, and a handful of letters an hour for each address."""
CODE_REPEATS = timedelta(minutes=2)
"""How long a used code may be sent again by the browser that asked for it: the first answer may have been lost."""
PASSKEY_LIFE = timedelta(minutes=10)
PROVIDER_LIFE = timedelta(minutes=15)
"""How long somebody may stay on the provider's own pages."""
UNDO_LIFE = timedelta(days=7)
SETTLING = timedelta(minutes=10)
PROOF_LIFE = timedelta(minutes=15)
"""How long after proving themselves a person may do what would harm them if somebody else did it."""
ACCESS_LIFE = timedelta(minutes=10)
PARTICIPANT_SESSION_LIFE = timedelta(days=60)
STAFF_SESSION_LIFE = timedelta(hours=12)
LONGEST_PATH = 1_024
"""It travels in a cookie, of which browsers keep 4,096 bytes."""


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


class WrongPassword(Refusal):
    """Whoever is signed in wrote another password than the account's."""

    code = ProblemCode.WRONG_CREDENTIALS


class LinkExpired(Refusal):
    """A link from a mail is too old, was used up, or was never ours."""

    code = ProblemCode.TOKEN_EXPIRED


class WrongCode(Refusal):
    """The six digits are not those of the letter; `left` tries remain."""

    code = ProblemCode.WRONG_CODE


class CodeExpired(Refusal):
    """The code is too old, was tried too often, or was never ours."""

    code = ProblemCode.TOKEN_EXPIRED


class ProofRequired(Refusal):
    """The session is alive, but who sits there has not proven themselves for a while."""

    code = ProblemCode.PROOF_REQUIRED


class AddressUnverified(Refusal):
    """The provider does not vouch for the address, so it proves nothing."""

    code = ProblemCode.ADDRESS_UNVERIFIED


class AddressUnusable(Refusal):
    """The provider vouches for an address that no letter of ours can reach."""

    code = ProblemCode.ADDRESS_UNVERIFIED


class AddressLeft(Refusal):
    """An account has left the address and can still be taken back to it; a new one here would be in its way."""

    code = ProblemCode.ADDRESS_LEFT


class LinkRequired(Refusal):
    """The address belongs to an account that lets a provider in only when its owner has said so beforehand."""

    code = ProblemCode.LINK_REQUIRED


class LinkedElsewhere(Refusal):
    """The provider's account opens another account of ours."""

    code = ProblemCode.PROVIDER_REFUSED


class PasskeyRefused(Refusal):
    """The passkey is not known here, or its answer proves nothing."""

    code = ProblemCode.PASSKEY_REFUSED


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


ERASED = "terhapus:"
"""What the address of an account begins with that stands for somebody who was erased. No mail address does."""


def tombstone_address(tombstone_id: UUID) -> str:
    """The address in place of one that was erased: unique, and nobody's."""
    return f"{ERASED}{tombstone_id}"


def is_erased(address: str) -> bool:
    """Whether the account only holds the place of somebody who was erased."""
    return address.startswith(ERASED)


def local_path(text: str | None) -> str | None:
    """Where to lead somebody after they signed in: a path of this site, or nowhere in particular.

    Raises:
        InvalidInput: a browser could read it as another site's address.
    """
    if text is None:
        return None
    # Browsers read \ as / and skip tabs and line breaks: /\evil.example and /<tab>/evil.example are evil.example.
    is_plain = text.isascii() and text.isprintable() and not set(text) & {"\\", " "}
    if len(text) > LONGEST_PATH or not is_plain or not text.startswith("/") or text.startswith("//"):
        raise InvalidInput("returnTo")
    return text


class SignInWay(StrEnum):
    """How somebody proved who they are when they signed in on a device."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a secret
    CODE = "code"
    GOOGLE = "google"
    PASSKEY = "passkey"
    LINK = "link"


class ChallengeKind(StrEnum):
    """What a challenge is for. A code or an answer of one kind never serves another."""

    SIGN_IN = "sign-in"
    PROOF = "proof"
    NEW_ADDRESS = "new-address"
    RECOVERY = "recovery"
    PASSKEY = "passkey"


def session_life(role: Role) -> timedelta:
    """How long a session lasts without a refresh."""
    return STAFF_SESSION_LIFE if role is Role.STAFF else PARTICIPANT_SESSION_LIFE


def proof_needed(proven_at: datetime | None, at: datetime) -> bool:
    """Whether a sensitive deed asks for a proof first."""
    return proven_at is None or at >= proven_at + PROOF_LIFE


def is_settled(created_at: datetime, at: datetime) -> bool:
    """Whether a sign-in on a device never seen before is news to the account's owner. In the first minutes it is not:
    people confirm on one device and go on with another.
    """
    return at >= created_at + SETTLING


@dataclass(frozen=True, slots=True)
class Step:
    """A change of address."""

    id: UUID
    old_email: str
    new_email: str


def steps_to(address: str, newest_first: list[Step]) -> list[UUID]:
    """The changes by which an account came to this address, one after the other. What only seems to be older, because
    a clock was set back, is none of them.
    """
    path: list[UUID] = []
    for step in newest_first:
        if step.new_email == address:
            path.append(step.id)
            address = step.old_email
    return path


def masked_email(address: str) -> str:
    """An address that its owner recognises and a stranger learns little from: s•••i@contoh.id."""
    local, _, domain = address.partition("@")
    ends = f"{local[0]}•••{local[-1]}" if len(local) > 2 else f"{local[0]}•••"
    return f"{ends}@{domain}"


def passkey_name(text: str) -> str:
    """A name by which its owner tells a passkey from the others.

    Raises:
        InvalidInput
    """
    name = " ".join(text.split())
    if len(name) not in PASSKEY_NAME_LENGTH or not name.isprintable():
        raise InvalidInput("name")
    return name


# The first that is found names the device: most browsers also call themselves Chrome, Safari and Linux.
_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("EdgA", "Edge"),
    ("EdgiOS", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("UCBrowser", "UC Browser"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """What the list of devices calls a browser: "Chrome, Android"; empty when nothing in it is known to us."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)


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
