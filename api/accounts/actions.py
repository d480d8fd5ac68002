"""Deeds on accounts: registration, confirmation, recovery. Sign-in and sessions are in sessions.py."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import outbox
from api.accounts import passwords, rules, tokens
from api.accounts.models import Account, Registration, Session
from api.identity import Role
from api.throttle import Limit
from api.tools import Tools

CONFIRM = "confirm-address"
RECOVER = "recover-password"

MAILS_PER_ADDRESS = Limit("mails", "5/hour")
REGISTRATIONS_PER_NETWORK = Limit("registrations", "200/hour")
CONFIRMATIONS_PER_LINK = Limit("confirmations", "10/15 minutes")
RECOVERIES_PER_NETWORK = Limit("recoveries", "60/hour")


@dataclass(frozen=True, slots=True)
class Caller:
    """What a deed before sign-in may know of who asks: the outside it may use, the network, the time, and what the
    browser says about accounts that signed in there (`devices.py`).
    """

    tools: Tools
    network: str
    at: datetime
    device_cookie: str = ""


async def register(email: str, password: str, caller: Caller) -> None:
    """Ask for an account. The answer, its time and the one mail that follows are alike whether or not the address has
    an account already; only the mail's text differs, and only its owner reads that.

    Raises:
        InvalidEmail, WeakPassword, TooManyRequests
    """
    address = rules.normalized_email(email)
    await caller.tools.throttle.count(REGISTRATIONS_PER_NETWORK, caller.network)
    password_hash = await _acceptable(password, address)
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, address)
    async with in_transaction():
        account = await Account.get_or_none(email=address)
        if account:
            await outbox.later("accounts.mail_known_address", at=caller.at, account_id=account.id, event=uuid7())
            return
        expires_at = caller.at + rules.REGISTRATION_LIFE
        registration = await Registration.create(
            email=address, password_hash=password_hash, created_at=caller.at, expires_at=expires_at
        )
        await outbox.later("accounts.mail_confirmation", at=caller.at, registration_id=registration.id)
        await outbox.later(
            "accounts.forget_registration", at=caller.at, due=expires_at, registration_id=registration.id
        )


async def confirm_address(token: str, password: str, caller: Caller) -> Account:
    """Make the account whose link was opened, for whoever also knows the password chosen at registration; opening the
    link again changes nothing.

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
    return account or await _made(registration, caller)


async def _registration_of(token: str, caller: Caller) -> Registration:
    registration_id = tokens.unsealed_id(token)
    if registration_id is None or not tokens.is_sealed(CONFIRM, token, caller.tools.settings, caller.at):
        raise rules.LinkExpired
    registration = await Registration.get_or_none(id=registration_id)
    if registration is None:
        raise rules.LinkExpired
    return registration


async def _made(registration: Registration, caller: Caller) -> Account:
    async with in_transaction():
        if await Registration.select_for_update().get_or_none(id=registration.id) is None:
            raise rules.LinkExpired
        existing = await Account.get_or_none(email=registration.email)
        if existing:
            # The same tap arrived twice; an account with another password is somebody's who was faster.
            if existing.password_hash != registration.password_hash:
                raise rules.LinkExpired
            return existing
        account = await Account.create(
            email=registration.email, password_hash=registration.password_hash, created_at=caller.at
        )
        await Registration.filter(id=registration.id).update(confirmed_at=caller.at)
        await Registration.filter(email=registration.email, confirmed_at__isnull=True).delete()
        await outbox.later("accounts.mail_welcome", at=caller.at, account_id=account.id, event=uuid7())
        return account


async def request_recovery(email: str, caller: Caller) -> None:
    """Send a link for a new password if the address has an account; the answer is the same either way.

    Raises:
        InvalidEmail, TooManyRequests
    """
    address = rules.normalized_email(email)
    await caller.tools.throttle.count(RECOVERIES_PER_NETWORK, caller.network)
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, address)
    async with in_transaction():
        account = await Account.get_or_none(email=address)
        if account:
            await outbox.later("accounts.mail_recovery", at=caller.at, account_id=account.id, event=uuid7())


async def reset_password(token: str, password: str, caller: Caller) -> None:
    """Set a new password by the link from the mail, and end every session: whoever knew the old one is out.

    Raises:
        LinkExpired, WeakPassword
    """
    account_id = tokens.unsealed_id(token)
    account = await Account.get_or_none(id=account_id) if account_id else None
    settings = caller.tools.settings
    if account is None or not tokens.is_sealed(RECOVER, token, settings, caller.at, bound_to=bound_to(account)):
        raise rules.LinkExpired
    password_hash = await _acceptable(password, account.email)
    async with in_transaction():
        changed = await Account.filter(id=account.id, password_hash=account.password_hash).update(
            password_hash=password_hash
        )
        if not changed:
            raise rules.LinkExpired
        await Session.filter(account_id=account.id, ended_at__isnull=True).update(ended_at=caller.at)
        await outbox.later("accounts.mail_password_changed", at=caller.at, account_id=account.id, event=uuid7())


async def _acceptable(password: str, email: str) -> str:
    """The password's hash, if it may be used with this address.

    Raises:
        WeakPassword
    """
    rules.check_password(passwords.normalized(password), email)
    if await passwords.is_guessable(password, email):
        raise rules.WeakPassword("password")
    return await passwords.hashed(password)


def bound_to(account: Account) -> str:
    """What a recovery link depends on: it works once, since using it changes this."""
    return account.password_hash or ""


async def make_staff(email: str, password: str, at: datetime) -> None:
    """Make or mend a staff account; its address counts as proven by whoever runs the system.

    Raises:
        InvalidEmail, WeakPassword
    """
    address = rules.normalized_email(email)
    password_hash = await _acceptable(password, address)
    async with in_transaction():
        changed = await Account.filter(email=address).update(password_hash=password_hash, role=Role.STAFF)
        if not changed:
            await Account.create(email=address, password_hash=password_hash, role=Role.STAFF, created_at=at)
