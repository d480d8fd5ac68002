"""ID tokens: what an OpenID provider says of a person, proven against its keys or refused."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from jose import jwk, jws, jwt  # pyright: ignore[reportMissingModuleSource] - the library ships no types of its own
from jose.backends.base import Key  # pyright: ignore[reportMissingModuleSource] - as above
from jose.exceptions import JOSEError  # pyright: ignore[reportMissingModuleSource] - as above

LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2: at most 255 ASCII characters."""

_CURVE = "P-256"
# Both hash with SHA-256, which at_hash relies on.
_ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}


class NotProven(Exception):
    """The token is not what we asked the provider for. The message names the check, never a value from the token."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Who signed in: `issuer` and `subject` together are the identity, the address is only what the provider knows."""

    issuer: str
    subject: str
    email: str
    email_verified: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must fit. `access_token` is what came beside it."""

    issuer: str
    client_id: str
    nonce: str
    access_token: object
    at: datetime


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the one algorithm that fits its kind: a token's own header never chooses."""

    key: Key
    algorithm: str


def signing_keys(key_set: Mapping[str, object]) -> dict[str, SigningKey]:
    """The usable keys of a provider's set (RFC 7517) by their id. What is for encryption, symmetric or broken is left
    out.
    """
    listed = key_set.get("keys")
    keys = cast("list[object]", listed) if isinstance(listed, list) else []
    found: dict[str, SigningKey] = {}
    for entry in keys:
        if isinstance(entry, dict) and (one := _signing_key(cast("dict[str, Any]", entry))):
            found[one[0]] = one[1]
    return found


def _signing_key(entry: dict[str, Any]) -> tuple[str, SigningKey] | None:
    kind, name = entry.get("kty"), entry.get("kid")
    algorithm = _ALGORITHMS.get(kind) if isinstance(kind, str) else None
    if algorithm is None or not isinstance(name, str) or not name:
        return None
    if entry.get("use", "sig") != "sig" or entry.get("alg", algorithm) != algorithm:
        return None
    if kind == "EC" and entry.get("crv") != _CURVE:
        return None
    try:
        return name, SigningKey(jwk.construct(entry, algorithm), algorithm)
    except (JOSEError, ValueError, TypeError, KeyError, AttributeError):
        return None


def key_name(token: str) -> str:
    """Which key the token says it was signed with.

    Raises:
        NotProven: it is no token, or names no key.
    """
    try:
        name = jws.get_unverified_header(token).get("kid")
    except (JOSEError, RecursionError) as error:
        # A header nested thousands deep is read before the signature is.
        raise NotProven("form") from error
    if not isinstance(name, str) or not name:
        raise NotProven("kid")
    return name


def proven(token: str, key: SigningKey, expected: Expected) -> Claims:
    """What the token says, once its signature and every claim fit (OpenID Connect Core 1.0, section 3.1.3.7).

    The library accepts tokens that lack a claim it was told to check, so it checks the signature alone and each claim
    is compared here.

    Raises:
        NotProven: anything about it is not as expected.
    """
    unchecked = {f"verify_{name}": False for name in ("aud", "iat", "exp", "nbf", "iss", "sub", "jti", "at_hash")}
    try:
        says: dict[str, Any] = jwt.decode(token, key.key, [key.algorithm], options=unchecked)
    except (JOSEError, RecursionError) as error:
        raise NotProven("signature") from error
    for name, holds in _checks(says, expected).items():
        if not holds:
            raise NotProven(name)
    email = says.get("email")
    named = isinstance(email, str)
    # Some providers write the word "true": that is no proof of anything.
    verified = named and says.get("email_verified") is True
    return Claims(expected.issuer, says["sub"], email if named else "", verified)


def _checks(says: dict[str, Any], expected: Expected) -> dict[str, bool]:
    now = expected.at.timestamp()
    subject = says.get("sub")
    return {
        "iss": says.get("iss") == expected.issuer,
        "aud": _is_for(expected.client_id, says),
        "exp": _is_time(says.get("exp")) and now < says["exp"] + LEEWAY_SECONDS,
        "iat": _is_time(says.get("iat")) and says["iat"] <= now + LEEWAY_SECONDS,
        "nbf": "nbf" not in says or (_is_time(says["nbf"]) and says["nbf"] <= now + LEEWAY_SECONDS),
        "sub": isinstance(subject, str) and subject.isascii() and 0 < len(subject) <= LONGEST_SUBJECT,
        "nonce": _is_same(says.get("nonce"), expected.nonce),
        "at_hash": "at_hash" not in says or _is_hash(says["at_hash"], expected.access_token),
    }


def _is_for(client_id: str, says: dict[str, Any]) -> bool:
    audience, party = says.get("aud"), says.get("azp")
    if isinstance(audience, list):
        return client_id in audience and party == client_id
    return audience == client_id and ("azp" not in says or party == client_id)


def _is_time(value: object) -> bool:
    # True is an int to Python.
    return isinstance(value, int) and not isinstance(value, bool)


def _is_same(value: object, secret: str) -> bool:
    if not isinstance(value, str):
        return False
    return hmac.compare_digest(value.encode(errors="surrogatepass"), secret.encode())


def _is_hash(value: object, access_token: object) -> bool:
    """The left half of the access token's digest: the two were issued together."""
    if not isinstance(access_token, str):
        return False
    half = hashlib.sha256(access_token.encode(errors="surrogatepass")).digest()[:16]
    return _is_same(value, base64.urlsafe_b64encode(half).decode().rstrip("="))
