"""Deeds of registration: asking for an account by address and password, and confirming the address."""

from dataclasses import replace

from tortoise.transactions import in_transaction

from api import outbox
from api.accounts import passwords, rules, tokens
from api.accounts.callers import MAILS_PER_ADDRESS, Caller, account_with_proven, whole
from api.accounts.models import Account, Registration
from api.throttle import Limit

CONFIRM = "confirm-address"

REGISTRATIONS_PER_NETWORK = Limit("registrations", "200/hour")
CONFIRMATIONS_PER_LINK = Limit("confirmations", "10/15 minutes")


async def register(email: str, password: str, caller: Caller) -> None:
    """Ask for an account. What is done is the same whether or not the address has one, and so is the time it takes:
    only the job that writes the letter looks, and only the owner of the mailbox reads that.

    Raises:
        InvalidEmail, WeakPassword, TooManyRequests
    """
    address = rules.normalized_email(email)
    await caller.tools.throttle.count(REGISTRATIONS_PER_NETWORK, caller.network)
    password_hash = await acceptable_hash(password, address)
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, address)
    expires_at = caller.at + rules.REGISTRATION_LIFE
    async with in_transaction():
        registration = await Registration.create(
            email=address,
            password_hash=password_hash,
            language=caller.language,
            created_at=caller.at,
            expires_at=expires_at,
        )
        await outbox.later("accounts.mail_confirmation", at=caller.at, registration_id=registration.id)
        await outbox.later(
            "accounts.forget_registration", at=caller.at, due=expires_at, registration_id=registration.id
        )


async def confirm_address(token: str, password: str, caller: Caller) -> tuple[Account, bool]:
    """The account whose link was opened, for whoever also knows the password chosen at registration, and whether it was
    made just now; opening the link again changes nothing.

    The link shows that the mailbox is theirs, the password that the wish was: whoever opens the link of a registration
    that somebody else made in their name gets no account with a stranger's password. Every other registration that
    waits for the address falls.

    Raises:
        LinkExpired, ConfirmationRefused, TooManyRequests
    """
    registration = await _registration_of(token, caller)
    await caller.tools.throttle.count(CONFIRMATIONS_PER_LINK, str(registration.id))
    account = await Account.get_or_none(email=registration.email)
    known = account.password_hash if account else registration.password_hash
    if not await passwords.matches(known, password):
        raise rules.ConfirmationRefused("password")
    return (account, False) if account else await whole(lambda: _made(registration, caller))


async def _registration_of(token: str, caller: Caller) -> Registration:
    registration_id = tokens.unsealed_id(token)
    if registration_id is None or not tokens.is_sealed(CONFIRM, token, caller.tools.settings, caller.at):
        raise rules.LinkExpired
    registration = await Registration.get_or_none(id=registration_id)
    if registration is None:
        raise rules.LinkExpired
    return registration


async def _made(registration: Registration, caller: Caller) -> tuple[Account, bool]:
    if await Registration.select_for_update().get_or_none(id=registration.id) is None:
        raise rules.LinkExpired
    await Registration.filter(id=registration.id).update(confirmed_at=caller.at)
    # In the language of whoever registered: the link is often opened on another device.
    owner = replace(caller, language=registration.language)
    account, is_new = await account_with_proven(registration.email, owner, password_hash=registration.password_hash)
    # The same tap arrived twice; an account with another password is somebody's who was faster.
    if account.password_hash != registration.password_hash:
        raise rules.LinkExpired
    return account, is_new


async def acceptable_hash(password: str, email: str) -> str:
    """The password's hash, if it may be used with this address.

    Raises:
        WeakPassword
    """
    rules.check_password(passwords.normalized(password), email)
    if await passwords.is_guessable(password, email):
        raise rules.WeakPassword("password")
    return await passwords.hashed(password)
