"""Deeds about a password: forgotten, reset, set; and the staff's first one."""

from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import audit, outbox
from api.accounts import passwords, rules, tokens
from api.accounts.callers import MAILS_PER_ADDRESS, Caller
from api.accounts.challenges import ask
from api.accounts.models import Account, Session
from api.accounts.proof import held, require_proof
from api.accounts.registration import acceptable_hash
from api.accounts.rules import ChallengeKind
from api.identity import Identity, Role
from api.throttle import Limit

RECOVER = "recover-password"

RECOVERIES_PER_NETWORK = Limit("recoveries", "60/hour")


async def request_recovery(email: str, caller: Caller) -> None:
    """Send a letter to the address: a link for a new password if it has an account, otherwise how to register. What is
    done here is the same either way.

    Raises:
        InvalidEmail, TooManyRequests
    """
    address = rules.normalized_email(email)
    await caller.tools.throttle.count(RECOVERIES_PER_NETWORK, caller.network)
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, address)
    async with in_transaction():
        challenge = await ask(ChallengeKind.RECOVERY, caller, email=address)
        await outbox.later("accounts.mail_recovery", at=caller.at, challenge_id=challenge.id)


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
    await _replace(account, await acceptable_hash(password, account.email), caller.at, keep=None)


async def set_password(identity: Identity, password: str, at: datetime) -> None:
    """A new password, or the first one; every other device is signed out.

    Raises:
        ProofRequired, WeakPassword, LinkExpired: the password was changed elsewhere in this moment.
    """
    await require_proof(identity, at)
    account = await Account.get(id=identity.account_id)
    password_hash = await acceptable_hash(password, account.email)
    async with in_transaction():
        await held(identity, at)
        await _replace(account, password_hash, at, keep=identity.session_id)


async def _replace(account: Account, password_hash: str, at: datetime, *, keep: UUID | None) -> None:
    async with in_transaction():
        changed = await Account.filter(id=account.id, password_hash=account.password_hash).update(
            password_hash=password_hash
        )
        if not changed:
            raise rules.LinkExpired
        others = Session.filter(account_id=account.id, ended_at__isnull=True)
        await (others.exclude(id=keep) if keep else others).update(ended_at=at)
        await outbox.later("accounts.mail_password_changed", at=at, account_id=account.id, event=uuid7())


def bound_to(account: Account) -> str:
    """What a recovery link depends on: it works once, since using it changes this, and for the mailbox alone that it
    was sent to: an account without a password has nothing else that changes when its address does.
    """
    return f"{account.email} {account.password_hash or ''}"


async def make_staff(email: str, password: str, at: datetime) -> None:
    """Make or mend a staff account; its address counts as proven by whoever runs the system. What was signed in before
    is signed out: no participant's session becomes staff's. Repeating it changes nothing.

    Raises:
        InvalidEmail, WeakPassword
    """
    address = rules.normalized_email(email)
    password_hash = await acceptable_hash(password, address)
    known = await Account.get_or_none(email=address, role=Role.STAFF)
    if known and await passwords.matches(known.password_hash, password):
        return
    async with in_transaction():
        changed = await Account.filter(email=address).update(password_hash=password_hash, role=Role.STAFF)
        if not changed:
            await Account.create(email=address, password_hash=password_hash, role=Role.STAFF, created_at=at)
        account = await Account.get(email=address)
        facts: dict[str, audit.Fact] = {"was_known": known is not None}
        await audit.note(audit.Deed.STAFF_MADE, f"account:{account.id}", by=audit.OPERATOR, at=at, facts=facts)
        await Session.filter(account__email=address, ended_at__isnull=True).update(ended_at=at)
