"""Deeds of the second way in: six digits by e-mail, nothing to remember, at home in any web view."""

from tortoise.transactions import in_transaction

from api import outbox
from api.accounts import rules
from api.accounts.callers import MAILS_PER_ADDRESS, Caller, account_with_proven, whole
from api.accounts.challenges import Asked, answered, ask, sealed
from api.accounts.models import Account
from api.accounts.rules import ChallengeKind
from api.throttle import Limit

CODES_PER_NETWORK = Limit("codes", "200/hour")
CODE_TRIES_PER_NETWORK = Limit("code-tries", "300/15 minutes")


async def request_code(email: str, caller: Caller) -> Asked:
    """Mail six digits to the address. Whether it has an account makes no difference: the code opens it or makes it.

    Raises:
        InvalidEmail, TooManyRequests
    """
    address = rules.normalized_email(email)
    await caller.tools.throttle.count(CODES_PER_NETWORK, caller.network)
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, address)
    async with in_transaction():
        challenge = await ask(ChallengeKind.SIGN_IN, caller, email=address)
        await outbox.later("accounts.mail_code", at=caller.at, challenge_id=challenge.id)
    return sealed(challenge, caller)


async def account_by_code(challenge: str, code: str, caller: Caller) -> tuple[Account, bool]:
    """The account of the mailbox in which the code was read, and whether it was made just now.

    Raises:
        CodeExpired, WrongCode, TooManyRequests
    """
    await caller.tools.throttle.count(CODE_TRIES_PER_NETWORK, caller.network)
    found = await answered(ChallengeKind.SIGN_IN, challenge, code, caller)
    email = found.email
    if email is None:
        raise rules.CodeExpired("code")
    return await whole(lambda: account_with_proven(email, caller))
