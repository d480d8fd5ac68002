"""Deeds of the fourth way in: passkeys (WebAuthn). A device proves that it holds a key and its owner unlocked it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

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
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
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
from api.accounts.proof import note_proof, require_proof
from api.accounts.rules import ChallengeKind, PasskeyRefused
from api.identity import Identity
from api.refusal import NotFound
from api.settings import Settings
from api.throttle import Limit

REGISTER = "passkey-register"
SIGN_IN = "passkey-sign-in"
SITE_NAME = "Si-Jawara+"
MOST_PASSKEYS = 10

PASSKEYS_PER_NETWORK = Limit("passkey-sign-ins", "300/15 minutes")


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
    challenge = _new_challenge(REGISTER, caller)
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
    _check(REGISTER, challenge, caller)
    settings = caller.tools.settings
    try:
        verified = verify_registration_response(
            credential=_parsed(response),
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(settings),
            expected_origin=settings.public_url,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise PasskeyRefused from error
    credential_id = bytes_to_base64url(verified.credential_id)
    try:
        async with in_transaction():
            if await Passkey.exists(credential_id=credential_id, account_id=identity.account_id):
                return
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


async def account_by_passkey(challenge: str, response: str, caller: Caller) -> Account:
    """The account of the passkey that answered. Each challenge is answered once.

    Raises:
        PasskeyRefused, TooManyRequests
    """
    await caller.tools.throttle.count(PASSKEYS_PER_NETWORK, caller.network)
    _check(SIGN_IN, challenge, caller)
    credential = _parsed(response)
    passkey = await Passkey.get_or_none(credential_id=str(credential.get("id"))).select_related("account")
    if passkey is None:
        raise PasskeyRefused
    settings = caller.tools.settings
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(settings),
            expected_origin=settings.public_url,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
        async with in_transaction():
            await _use(challenge, caller)
            await Passkey.filter(id=passkey.id).update(sign_count=verified.new_sign_count, last_used_at=caller.at)
    except (WebAuthnException, IntegrityError) as error:
        raise PasskeyRefused from error
    return passkey.account


async def prove_by_passkey(identity: Identity, challenge: str, response: str, caller: Caller) -> None:
    """A passkey of the same account, once more.

    Raises:
        PasskeyRefused, TooManyRequests
    """
    account = await account_by_passkey(challenge, response, caller)
    if account.id != identity.account_id:
        raise PasskeyRefused
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


def _new_challenge(purpose: str, caller: Caller) -> str:
    return tokens.sealed_id(purpose, uuid7(), caller.at + rules.PASSKEY_LIFE, caller.tools.settings)


def _check(purpose: str, challenge: str, caller: Caller) -> None:
    if not tokens.is_sealed(purpose, challenge, caller.tools.settings, caller.at):
        raise PasskeyRefused


async def _use(challenge: str, caller: Caller) -> None:
    """Write the challenge's id down: a second time the primary key refuses it."""
    await Challenge.create(
        id=tokens.unsealed_id(challenge),
        kind=ChallengeKind.PASSKEY,
        created_at=caller.at,
        expires_at=caller.at + rules.PASSKEY_LIFE,
        used_at=caller.at,
    )
    forgotten = caller.at + rules.PASSKEY_LIFE
    await outbox.later(
        "accounts.forget_challenge", at=caller.at, due=forgotten, challenge_id=tokens.unsealed_id(challenge)
    )


def _parsed(response: str) -> dict[str, Any]:
    """The browser's JSON; the library reads the rest of it."""
    try:
        parsed: object = json.loads(response)
    except (ValueError, RecursionError) as error:
        raise PasskeyRefused from error
    if not isinstance(parsed, dict):
        raise PasskeyRefused
    return cast("dict[str, Any]", parsed)
