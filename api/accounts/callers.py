"""Who asks before anybody is signed in, and the account that a proven address opens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import outbox
from api.accounts.models import Account, AddressChange, Registration
from api.accounts.rules import AddressLeft
from api.refusal import Language
from api.throttle import Limit
from api.tools import Tools

MAILS_PER_ADDRESS = Limit("mails", "2/minute", "5/hour", "15/day")
"""All letters that anybody can cause to an address, whether it has an account or not."""
RESEND_SECONDS = 60
"""What the screens count down from before another letter is offered."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What a deed before sign-in may know of who asks: the outside it may use, the network, the browser, the time."""

    tools: Tools
    network: str
    at: datetime
    language: Language = "id"
    user_agent: str = ""
    device_cookie: str = ""
    """What the browser says of accounts that signed in there: devices.py reads it."""


T = TypeVar("T")


async def whole(deed: Callable[[], Awaitable[T]]) -> T:
    """Do the deed in one transaction. When somebody else has written the same in this moment it is done once more, and
    finds what they wrote: two tabs, or a code and a provider at once, make one account.
    """
    try:
        async with in_transaction():
            return await deed()
    except IntegrityError:
        async with in_transaction():
            return await deed()


async def account_with_proven(email: str, caller: Caller, *, password_hash: str | None = None) -> tuple[Account, bool]:
    """The account of an address that was just proven, and whether it was made now. Call it inside `whole`.

    Whatever waits for the address unproven falls with it: nobody can have prepared somebody else's account.

    Raises:
        AddressLeft: while whoever reads this mailbox can take the account that left it back.
    """
    existing = await Account.get_or_none(email=email)
    if existing:
        return existing, False
    if await AddressChange.exists(old_email=email, undone_at__isnull=True, expires_at__gt=caller.at):
        raise AddressLeft
    account = await Account.create(
        email=email, password_hash=password_hash, language=caller.language, created_at=caller.at
    )
    await Registration.filter(email=email, confirmed_at__isnull=True).delete()
    await outbox.later("accounts.mail_welcome", at=caller.at, account_id=account.id, event=uuid7())
    return account, True
