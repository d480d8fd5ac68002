"""Deeds of the fourth way in: passkeys (WebAuthn). A device proves that it holds a key and its owner unlocked it."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api import outbox
from api.accounts import rules, tokens
from api.accounts.callers import Caller
from api.accounts.models import Account, Challenge, Passkey
from api.accounts.proof import held, note_proof, require_proof
from api.accounts.rules import ChallengeKind, PasskeyRefused
from api.identity import Identity
from api.refusal import NotFound
from api.settings import Settings
from api.throttle import Limit

REGISTER = "passkey-register"
SIGN_IN = "passkey-sign-in"
SITE_NAME = "Si-Jawara+"
MOST_PASSKEYS = 10
LONGEST_KEY_BYTES = 4_096
"""The longest that authenticators are known to make, of ML-DSA-87, has 2,592."""

PASSKEYS_PER_NETWORK = Limit("passkey-sign-ins", "300/15 minutes")

_MALFORMED = (
    WebAuthnException,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the browser hands to the authenticator, and the challenge that comes back with its answer.

    The challenge is its own proof of being ours: nothing is stored until it is answered, and then its id is, once.
    """

    challenge: str
    options: str


async def registration_options(identity: Identity, caller: Caller) -> Options:
    """What a new passkey is made from.

    Raises:
        ProofRequired, PasskeyRefused: the account has as many as it may.
    """
    await require_proof(identity, caller.at)
    account = await Account.get(id=identity.account_id)
    known = await Passkey.filter(account_id=account.id)
    if len(known) >= MOST_PASSKEYS:
        raise PasskeyRefused
    challenge = _new_challenge(REGISTER, caller, bound_to=str(account.id))
    options = generate_registration_options(
        rp_id=_site(caller.tools.settings),
        rp_name=SITE_NAME,
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.email,
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id)) for one in known],
    )
    return Options(challenge, options_to_json(options))


async def add(identity: Identity, challenge: str, response: str, name: str, caller: Caller) -> None:
    """Keep the public half of a new passkey under a name that its owner gave it. Repeating it changes nothing.

    Raises:
        ProofRequired, PasskeyRefused, InvalidInput
    """
    await require_proof(identity, caller.at)
    label = rules.passkey_name(name)
    _check(REGISTER, challenge, caller, bound_to=str(identity.account_id))
    settings = caller.tools.settings
    with _parsing():
        verified = verify_registration_response(
            credential=_parsed(response),
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(settings),
            expected_origin=settings.public_url,
            require_user_verification=True,
        )
        # A key by which nobody could ever sign in is not kept, nor one that would take the server's time.
        if len(verified.credential_public_key) > LONGEST_KEY_BYTES:
            raise PasskeyRefused
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    credential_id = bytes_to_base64url(verified.credential_id)
    try:
        async with in_transaction():
            await held(identity, caller.at)
            if await Passkey.exists(credential_id=credential_id, account_id=identity.account_id):
                return
            # Challenges are given out freely: what counts is how many were answered.
            if await Passkey.filter(account_id=identity.account_id).count() >= MOST_PASSKEYS:
                raise PasskeyRefused
            await _use(challenge, caller)
            passkey = await Passkey.create(
                account_id=identity.account_id,
                credential_id=credential_id,
                public_key=bytes_to_base64url(verified.credential_public_key),
                sign_count=verified.sign_count,
                name=label,
                created_at=caller.at,
            )
            await outbox.later("accounts.mail_passkey_added", at=caller.at, passkey_id=passkey.id)
    except IntegrityError as error:
        raise PasskeyRefused from error


async def sign_in_options(caller: Caller) -> Options:
    """What any passkey of this site may answer; the same for everybody, so it tells nothing.

    Raises:
        TooManyRequests
    """
    await caller.tools.throttle.count(PASSKEYS_PER_NETWORK, caller.network)
    challenge = _new_challenge(SIGN_IN, caller)
    options = generate_authentication_options(
        rp_id=_site(caller.tools.settings),
        challenge=challenge.encode(),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Options(challenge, options_to_json(options))


async def account_by_passkey(
    challenge: str, response: str, caller: Caller, *, account_id: UUID | None = None
) -> Account:
    """The account of the passkey that answered, which must be this one if it is given. Each challenge is answered once.

    Raises:
        PasskeyRefused, TooManyRequests
    """
    await caller.tools.throttle.count(PASSKEYS_PER_NETWORK, caller.network)
    _check(SIGN_IN, challenge, caller)
    credential = _parsed(response)
    passkey = await Passkey.get_or_none(credential_id=_id_of(credential)).select_related("account")
    if passkey is None or account_id not in {None, passkey.account_id}:
        raise PasskeyRefused
    settings = caller.tools.settings
    with _parsing():
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(settings),
            expected_origin=settings.public_url,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    try:
        async with in_transaction():
            await _use(challenge, caller)
            # Two answers at once count up from the same number: the counter is compared where it is written.
            counted = Passkey.filter(id=passkey.id, sign_count=passkey.sign_count)
            if not await counted.update(sign_count=verified.new_sign_count, last_used_at=caller.at):
                raise PasskeyRefused
    except IntegrityError as error:
        raise PasskeyRefused from error
    return passkey.account


async def prove_by_passkey(identity: Identity, challenge: str, response: str, caller: Caller) -> None:
    """A passkey of the same account, once more.

    Raises:
        PasskeyRefused, TooManyRequests
    """
    await account_by_passkey(challenge, response, caller, account_id=identity.account_id)
    await note_proof(identity, caller.at)


async def remove(identity: Identity, passkey_id: UUID, at: datetime) -> None:
    """The passkey opens the account no longer.

    Raises:
        ProofRequired, NotFound
    """
    await require_proof(identity, at)
    async with in_transaction():
        passkey = await Passkey.get_or_none(id=passkey_id, account_id=identity.account_id)
        if passkey is None:
            raise NotFound("passkey")
        await passkey.delete()
        await outbox.later("accounts.mail_passkey_removed", at=at, account_id=identity.account_id, event=uuid7())


async def passkeys_of(account_id: UUID) -> list[Passkey]:
    """The account's passkeys, the oldest first."""
    return await Passkey.filter(account_id=account_id).order_by("created_at")


def _site(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "localhost"


def _new_challenge(purpose: str, caller: Caller, *, bound_to: str = "") -> str:
    expires_at = caller.at + rules.PASSKEY_LIFE
    return tokens.sealed_id(purpose, uuid7(), expires_at, caller.tools.settings, bound_to=bound_to)


def _check(purpose: str, challenge: str, caller: Caller, *, bound_to: str = "") -> None:
    if not tokens.is_sealed(purpose, challenge, caller.tools.settings, caller.at, bound_to=bound_to):
        raise PasskeyRefused


async def _use(challenge: str, caller: Caller) -> None:
    """Write the challenge's id down: a second time the primary key refuses it."""
    challenge_id, expires_at = tokens.unsealed_id(challenge), caller.at + rules.PASSKEY_LIFE
    await Challenge.create(
        id=challenge_id,
        kind=ChallengeKind.PASSKEY,
        created_at=caller.at,
        expires_at=expires_at,
        used_at=caller.at,
    )
    await outbox.later("accounts.forget_challenge", at=caller.at, due=expires_at, challenge_id=challenge_id)


@contextmanager
def _parsing() -> Generator[None]:
    """The library's parsers are fed by strangers: whatever they trip over is a refusal."""
    try:
        yield
    except _MALFORMED as error:
        raise PasskeyRefused from error


def _parsed(response: str) -> dict[str, Any]:
    """The browser's JSON; the library reads the rest of it."""
    with _parsing():
        parsed: object = json.loads(response)
    if not isinstance(parsed, dict):
        raise PasskeyRefused
    return cast("dict[str, Any]", parsed)


def _id_of(credential: dict[str, Any]) -> str:
    """The credential's id, of characters that it can hold."""
    claimed = credential.get("id")
    if not isinstance(claimed, str) or not claimed.isascii():
        raise PasskeyRefused
    return claimed
