"""Deeds about where letters go: a new address is proven before it counts, the old one is told and can take it back; and
the language in which they are written.
"""

from datetime import timedelta

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import outbox
from api.accounts import devices, rules, tokens
from api.accounts.callers import MAILS_PER_ADDRESS, Caller
from api.accounts.challenges import Asked, answered, ask, sealed
from api.accounts.models import Account, AddressChange, ExternalIdentity, Passkey, Registration, Session
from api.accounts.proof import held, require_proof
from api.accounts.rules import ChallengeKind
from api.identity import Identity
from api.refusal import Language
from api.throttle import Limit

UNDO = "undo-address"
CHANGES_PER_ACCOUNT = Limit("address-changes", "5/hour")
"""Letters to addresses that somebody signed in names: a stolen session shall be no mail cannon."""

SUSPECT = timedelta(days=1)
"""What was added so shortly before an address was changed falls with the change when the owner undoes it."""


async def request_email_change(identity: Identity, email: str, caller: Caller) -> Asked:
    """Mail a code to the new address, and word of it to the old one. A new address that has an account already gets a
    letter that says so; whoever asks is answered the same.

    Raises:
        ProofRequired, InvalidEmail, TooManyRequests
    """
    await require_proof(identity, caller.at)
    address = rules.normalized_email(email)
    await caller.tools.throttle.count(CHANGES_PER_ACCOUNT, str(identity.account_id))
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, address)
    async with in_transaction():
        challenge = await ask(ChallengeKind.NEW_ADDRESS, caller, email=address, account_id=identity.account_id)
        await outbox.later("accounts.mail_new_address", at=caller.at, challenge_id=challenge.id)
        await outbox.later("accounts.mail_change_asked", at=caller.at, challenge_id=challenge.id)
    return sealed(challenge, caller)


async def confirm_email_change(identity: Identity, challenge: str, code: str, caller: Caller) -> str:
    """The address changes once the code from the new mailbox is there; sending it again changes nothing. Returns the
    cookie by which this device stays a known one: it knows accounts by their addresses.

    Raises:
        ProofRequired, CodeExpired, WrongCode
    """
    await require_proof(identity, caller.at)
    found = await answered(ChallengeKind.NEW_ADDRESS, challenge, code, caller, account_id=identity.account_id)
    try:
        await _change(identity, found.email or "", caller)
    except IntegrityError as error:
        # Somebody else's account has it: their mailbox was told, and nobody who can't read it gets this far.
        raise rules.CodeExpired("code") from error
    return devices.remembered(caller.device_cookie, found.email or "", caller.tools.settings, caller.at)


async def _change(identity: Identity, new_email: str, caller: Caller) -> None:
    async with in_transaction():
        account = await held(identity, caller.at)
        if account.email == new_email:
            return
        expires_at = caller.at + rules.UNDO_LIFE
        change = await AddressChange.create(
            account_id=account.id,
            old_email=account.email,
            new_email=new_email,
            changed_at=caller.at,
            expires_at=expires_at,
        )
        await Account.filter(id=account.id).update(email=new_email)
        await Registration.filter(email=new_email, confirmed_at__isnull=True).delete()
        await outbox.later("accounts.mail_address_left", at=caller.at, change_id=change.id)
        await outbox.later("accounts.mail_address_taken_up", at=caller.at, change_id=change.id)
        await outbox.later("accounts.forget_address_change", at=caller.at, due=expires_at, change_id=change.id)


async def undo_email_change(token: str, caller: Caller) -> None:
    """Give the account back to the old address by the link that was mailed there. Every session ends, the password and
    whatever else was added around the change falls: the owner comes in by a code to their own mailbox. Opening the link
    again while the account is there changes nothing.

    Raises:
        LinkExpired: too old, undone already, or the old address has another account by now.
    """
    change_id = tokens.unsealed_id(token)
    if change_id is None or not tokens.is_sealed(UNDO, token, caller.tools.settings, caller.at):
        raise rules.LinkExpired
    try:
        async with in_transaction():
            await _undo(await AddressChange.select_for_update().get_or_none(id=change_id), caller)
    except IntegrityError as error:
        raise rules.LinkExpired from error


async def _undo(change: AddressChange | None, caller: Caller) -> None:
    if change is None:
        raise rules.LinkExpired
    account = change.account_id
    if change.undone_at:
        if await Account.exists(id=account, email=change.old_email):
            return
        raise rules.LinkExpired
    since = change.changed_at - SUSPECT
    await Account.filter(id=account).update(email=change.old_email, password_hash=None)
    await Session.filter(account_id=account, ended_at__isnull=True).update(ended_at=caller.at)
    await Passkey.filter(account_id=account, created_at__gte=since).delete()
    await ExternalIdentity.filter(account_id=account, linked_at__gte=since).delete()
    # Undoing one change undoes those that followed it: a thief's own mailbox received their way back.
    earlier = AddressChange.filter(account_id=account, undone_at__isnull=True, changed_at__lt=change.changed_at)
    steps = [rules.Step(one.id, one.old_email, one.new_email) for one in await earlier.order_by("-changed_at")]
    kept = rules.steps_to(change.old_email, steps)
    others = AddressChange.filter(account_id=account, undone_at__isnull=True).exclude(id__in=kept)
    await others.update(undone_at=caller.at)
    await outbox.later("accounts.mail_password_changed", at=caller.at, account_id=account, event=uuid7())


async def set_language(identity: Identity, language: Language) -> None:
    """Write to this person in that language from now on."""
    await Account.filter(id=identity.account_id).update(language=language)
