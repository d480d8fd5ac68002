"""Tokens: short-lived access tokens (JWT), refresh tokens, and the sealed ids that travel in mails."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jose import jwt  # pyright: ignore[reportMissingModuleSource] - the library ships no types of its own
from jose.exceptions import JOSEError  # pyright: ignore[reportMissingModuleSource] - as above

from api.accounts.rules import ACCESS_LIFE
from api.identity import Identity, Role
from api.openid import Flow
from api.settings import Settings

ALGORITHM = "HS256"
AUDIENCE = "si-jawara"
ACCESS = "access"
JOURNEY = "journey"
CODE_DIGITS = 6
_MAC_BYTES = 16
_UUID_BYTES = 16
_TIME_BYTES = 5


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A signed token and the moment it stops working."""

    text: str
    expires_at: datetime


def access_token(identity: Identity, settings: Settings, at: datetime) -> AccessToken:
    """A token that speaks for `identity` for ten minutes."""
    expires_at = at + ACCESS_LIFE
    claims = {
        "iss": settings.public_url,
        "aud": AUDIENCE,
        "sub": str(identity.account_id),
        "sid": str(identity.session_id),
        "role": identity.role.value,
        "typ": ACCESS,
        "iat": int(at.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    return AccessToken(jwt.encode(claims, _key(settings, ACCESS), ALGORITHM), expires_at)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a good access token says."""

    identity: Identity
    expires_at: datetime


def verified(token: str, settings: Settings, at: datetime) -> Verified | None:
    """What the token says, or None when anything about it is not as we make it."""
    claims = _decoded(token, ACCESS, settings)
    if claims is None or not _in_time(claims, at):
        return None
    if claims.get("iss") != settings.public_url or claims.get("aud") != AUDIENCE:
        return None
    try:
        identity = Identity(UUID(claims["sub"]), UUID(claims["sid"]), Role(claims["role"]))
        return Verified(identity, datetime.fromtimestamp(claims["exp"], UTC))
    except (KeyError, ValueError, AttributeError, TypeError, OverflowError):
        return None


def new_refresh_token() -> str:
    """256 random bits, for a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the database keeps of a refresh token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sealed_id(purpose: str, row_id: UUID, expires_at: datetime, settings: Settings, *, bound_to: str = "") -> str:
    """An id that only we can have written, for one purpose and a time: for links in mails, so that no secret waits in
    a table. `bound_to` is a value whose change ends the link early (the password's hash, for example).
    """
    body = row_id.bytes + int(expires_at.timestamp()).to_bytes(_TIME_BYTES)
    return base64.urlsafe_b64encode(body + _mac(purpose, body, bound_to, settings)).decode().rstrip("=")


def unsealed_id(token: str) -> UUID | None:
    """The id that a sealed id claims, unproven: look the row up, then ask `is_sealed`."""
    parts = _parts(token)
    return UUID(bytes=parts[0][:_UUID_BYTES]) if parts else None


def is_sealed(purpose: str, token: str, settings: Settings, at: datetime, *, bound_to: str = "") -> bool:
    """Whether the token is ours, for this purpose and state, and still in time."""
    parts = _parts(token)
    if parts is None or not hmac.compare_digest(_mac(purpose, parts[0], bound_to, settings), parts[1]):
        return False
    return at.timestamp() < int.from_bytes(parts[0][_UUID_BYTES:])


def code_of(challenge_id: UUID, settings: Settings) -> str:
    """The six digits that answer a challenge. They follow from its id and our key: nothing secret waits in a table, and
    a letter that is sent again holds the same code.
    """
    mac = hmac.digest(_key(settings, "code").encode(), challenge_id.bytes, "sha256")
    return f"{int.from_bytes(mac) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def is_code(challenge_id: UUID, digits: str, settings: Settings) -> bool:
    """Whether these are the challenge's digits."""
    return is_same(code_of(challenge_id, settings), digits)


def is_same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode(), other.encode())


@dataclass(frozen=True, slots=True)
class Journey:
    """What the browser carries, unread, to the provider's pages and back."""

    state: str
    nonce: str
    verifier: str
    return_to: str | None
    link: UUID | None
    """The session that asked for the provider's account to be joined to its own."""

    @property
    def flow(self) -> Flow:
        """The secrets of the protocol."""
        return Flow(self.state, self.nonce, self.verifier)


def journey_token(journey: Journey, settings: Settings, expires_at: datetime) -> str:
    """The journey for a cookie that only this API reads and writes."""
    claims = {
        "typ": JOURNEY,
        "state": journey.state,
        "nonce": journey.nonce,
        "verifier": journey.verifier,
        "to": journey.return_to,
        "link": str(journey.link) if journey.link else None,
        "exp": int(expires_at.timestamp()),
    }
    return jwt.encode(claims, _key(settings, JOURNEY), ALGORITHM)


def journey_of(token: str, settings: Settings, at: datetime) -> Journey | None:
    """The journey in the cookie, or None when it is not ours or took too long."""
    claims = _decoded(token, JOURNEY, settings)
    if claims is None or not _in_time(claims, at):
        return None
    try:
        link = UUID(claims["link"]) if claims["link"] else None
        return Journey(claims["state"], claims["nonce"], claims["verifier"], claims["to"], link)
    except (KeyError, ValueError, AttributeError, TypeError):
        return None


def _decoded(token: str, kind: str, settings: Settings) -> dict[str, Any] | None:
    """The claims of a token of this kind that we signed; nothing else about it is checked yet.

    The library accepts tokens that lack a claim it was told to check, so callers compare every claim they need.
    """
    unchecked = {"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_sub": False}
    try:
        claims: dict[str, Any] = jwt.decode(token, _key(settings, kind), [ALGORITHM], options=unchecked)
    except (JOSEError, RecursionError):
        # A header nested thousands deep is read before the signature is.
        return None
    return claims if claims.get("typ") == kind else None


def _in_time(claims: dict[str, Any], at: datetime) -> bool:
    expires = claims.get("exp")
    return isinstance(expires, int) and at.timestamp() < expires


def _parts(token: str) -> tuple[bytes, bytes] | None:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    body = _UUID_BYTES + _TIME_BYTES
    return (raw[:body], raw[body:]) if len(raw) == body + _MAC_BYTES else None


def _mac(purpose: str, body: bytes, bound_to: str, settings: Settings) -> bytes:
    message = b"\0".join((body, bound_to.encode()))
    return hmac.digest(_key(settings, purpose).encode(), message, "sha256")[:_MAC_BYTES]


def _key(settings: Settings, purpose: str) -> str:
    """A key of its own for each purpose, so that a token of one kind is never one of another."""
    root = settings.token_key.get_secret_value().encode()
    return hmac.new(root, purpose.encode(), "sha256").hexdigest()
