"""Challenges: what somebody must answer, once and in time; and the six digits that follow from a challenge's id."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import F, Q

from api import outbox
from api.accounts import rules, tokens
from api.accounts.callers import Caller
from api.accounts.models import Challenge
from api.accounts.rules import ChallengeKind

LIVES: dict[ChallengeKind, timedelta] = {
    ChallengeKind.SIGN_IN: rules.CODE_LIFE,
    ChallengeKind.PROOF: rules.CODE_LIFE,
    ChallengeKind.NEW_ADDRESS: rules.CODE_LIFE,
    ChallengeKind.RECOVERY: rules.RECOVERY_LIFE,
    ChallengeKind.PASSKEY: rules.PASSKEY_LIFE,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A code is on its way by mail; `challenge` goes back with it."""

    challenge: str
    expires_at: datetime


async def ask(
    kind: ChallengeKind, caller: Caller, *, email: str | None = None, account_id: UUID | None = None
) -> Challenge:
    """Write a challenge down, and that it is to be forgotten. Call it in a transaction."""
    expires_at = caller.at + LIVES[kind]
    challenge = await Challenge.create(
        kind=kind,
        email=email,
        account_id=account_id,
        language=caller.language,
        created_at=caller.at,
        expires_at=expires_at,
    )
    forgotten = expires_at + rules.CODE_REPEATS
    await outbox.later("accounts.forget_challenge", at=caller.at, due=forgotten, challenge_id=challenge.id)
    return challenge


def sealed(challenge: Challenge, caller: Caller) -> Asked:
    """What the browser keeps: only the browser that asked can use the code that the mailbox received."""
    sealed_id = tokens.sealed_id(challenge.kind, challenge.id, challenge.expires_at, caller.tools.settings)
    return Asked(sealed_id, challenge.expires_at)


async def answered(
    kind: ChallengeKind, sealed_id: str, code: str, caller: Caller, *, account_id: UUID | None = None
) -> Challenge:
    """The challenge whose code this is. Each wrong code uses up a try; a right one may be sent again for two minutes,
    since its first answer may have been lost. Call it outside a transaction: a try that is taken stays taken.

    Raises:
        CodeExpired, WrongCode
    """
    settings, at = caller.tools.settings, caller.at
    challenge_id = tokens.unsealed_id(sealed_id)
    if challenge_id is None or not tokens.is_sealed(kind, sealed_id, settings, at):
        raise rules.CodeExpired("code")
    alive = Q(used_at__isnull=True) | Q(used_at__gt=at - rules.CODE_REPEATS)
    mine = Challenge.filter(alive, id=challenge_id, kind=kind, account_id=account_id, expires_at__gt=at)
    if not await mine.filter(tries__lt=rules.CODE_TRIES).update(tries=F("tries") + 1):
        raise rules.CodeExpired("code")
    challenge = await Challenge.get(id=challenge_id)
    digits = "".join(one for one in code if one.isdecimal())
    if not tokens.is_code(challenge.id, digits, settings):
        raise rules.WrongCode("code", left=rules.CODE_TRIES - challenge.tries)
    await Challenge.filter(id=challenge_id, used_at__isnull=True).update(used_at=at)
    return challenge
