"""Deeds of proof: whoever signed in shows that they still sit there, before what would harm them if they didn't."""

from datetime import datetime

from tortoise.transactions import in_transaction

from api import outbox
from api.accounts import passwords, rules
from api.accounts.callers import MAILS_PER_ADDRESS, Caller
from api.accounts.challenges import Asked, answered, ask, sealed
from api.accounts.models import Account, Session
from api.accounts.rules import ChallengeKind
from api.identity import Identity
from api.throttle import Limit

PROOFS_PER_ACCOUNT = Limit("proofs", "5/5 minutes", "20/hour")


async def require_proof(identity: Identity, at: datetime) -> None:
    """Let the deed go on.

    Raises:
        ProofRequired: the last proof is more than a quarter of an hour old, or the session has ended: an access token
            lives on for some seconds, and nothing that lasts may be done by it.
    """
    session = await Session.get_or_none(id=identity.session_id, ended_at__isnull=True)
    if session is None or rules.proof_needed(session.proven_at, at):
        raise rules.ProofRequired


async def proven_until(identity: Identity) -> datetime | None:
    """How long sensitive deeds are open to this session; None when they never were, or when it has ended."""
    session = await Session.get_or_none(id=identity.session_id, ended_at__isnull=True)
    return session.proven_at + rules.PROOF_LIFE if session and session.proven_at else None


async def held(identity: Identity, at: datetime) -> Account:
    """The account, held until the transaction ends, its session proven still. Whoever is signed out in this moment, by
    an owner who takes their account back, leaves nothing behind.

    Raises:
        ProofRequired
    """
    account = await Account.select_for_update().get(id=identity.account_id)
    await require_proof(identity, at)
    return account


async def prove_by_password(identity: Identity, password: str, caller: Caller) -> None:
    """The password once more.

    Raises:
        WrongCredentials, TooManyRequests
    """
    await caller.tools.throttle.count(PROOFS_PER_ACCOUNT, str(identity.account_id))
    account = await Account.get(id=identity.account_id)
    if not await passwords.matches(account.password_hash, password):
        raise rules.WrongPassword("password")
    await note_proof(identity, caller.at)


async def request_proof_code(identity: Identity, caller: Caller) -> Asked:
    """Mail six digits to the account's own address.

    Raises:
        TooManyRequests
    """
    account = await Account.get(id=identity.account_id)
    await caller.tools.throttle.count(MAILS_PER_ADDRESS, account.email)
    async with in_transaction():
        challenge = await ask(ChallengeKind.PROOF, caller, account_id=account.id)
        await outbox.later("accounts.mail_proof_code", at=caller.at, challenge_id=challenge.id)
    return sealed(challenge, caller)


async def prove_by_code(identity: Identity, challenge: str, code: str, caller: Caller) -> None:
    """The six digits of `request_proof_code`.

    Raises:
        CodeExpired, WrongCode, TooManyRequests
    """
    await caller.tools.throttle.count(PROOFS_PER_ACCOUNT, str(identity.account_id))
    await answered(ChallengeKind.PROOF, challenge, code, caller, account_id=identity.account_id)
    await note_proof(identity, caller.at)


async def note_proof(identity: Identity, at: datetime) -> None:
    """Open sensitive deeds to this session from now on."""
    await Session.filter(id=identity.session_id, account_id=identity.account_id).update(proven_at=at)
