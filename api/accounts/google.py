"""Deeds of the third way in: an account of an OpenID Connect provider, Google's in production."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import outbox
from api.accounts import rules, tokens
from api.accounts.callers import Caller, account_with_proven
from api.accounts.models import Account, ExternalIdentity
from api.accounts.proof import require_proof
from api.accounts.tokens import Journey
from api.identity import Identity, Role
from api.openid import Claims, OpenIdClient, ProviderRefused, new_flow
from api.throttle import Limit

JOURNEYS_PER_NETWORK = Limit("provider-sign-ins", "300/15 minutes")


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what it must bring back in its cookie."""

    url: str
    cookie: str


async def start(client: OpenIdClient, caller: Caller, *, return_to: str | None, link: Identity | None) -> Departure:
    """Begin a journey to the provider; `link` names who wants the provider's account joined to theirs.

    Raises:
        ProviderUnavailable, ProofRequired, TooManyRequests
    """
    if link:
        await require_proof(link, caller.at)
    await caller.tools.throttle.count(JOURNEYS_PER_NETWORK, caller.network)
    flow = new_flow()
    url = await client.authorization_url(flow, caller.at)
    journey = Journey(flow.state, flow.nonce, flow.verifier, return_to, link.account_id if link else None)
    expires_at = caller.at + rules.PROVIDER_LIFE
    return Departure(url, tokens.journey_token(journey, caller.tools.settings, expires_at))


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whom the provider vouches for."""

    account: Account
    is_new: bool
    is_linked: bool
    """The provider's account was joined to the one signed in, whose session goes on."""
    return_to: str | None


async def finish(client: OpenIdClient, code: str, state: str, cookie: str, caller: Caller) -> Arrival:
    """The account behind the provider's answer: known by the provider's own id for the person, else found by the
    address that both sides have proven, else made.

    Raises:
        ProviderRefused, ProviderUnavailable, AddressUnverified, LinkRequired, LinkedElsewhere
    """
    journey = tokens.journey_of(cookie, caller.tools.settings, caller.at)
    if journey is None or not tokens.is_same(journey.state, state):
        raise ProviderRefused
    claims = await client.claims(code, journey.flow, caller.at)
    try:
        async with in_transaction():
            account, is_new = await _arrived(claims, journey.link, caller)
    except IntegrityError:
        # The same person arrived twice at once; the other one has written what we were about to.
        async with in_transaction():
            account, is_new = await _arrived(claims, journey.link, caller)
    return Arrival(account, is_new, journey.link is not None, journey.return_to)


async def _arrived(claims: Claims, link: UUID | None, caller: Caller) -> tuple[Account, bool]:
    known = await ExternalIdentity.get_or_none(issuer=claims.issuer, subject=claims.subject).select_related("account")
    if known:
        if link and known.account_id != link:
            raise rules.LinkedElsewhere
        return known.account, False
    if link:
        return await _linked(await Account.get(id=link), claims, caller), False
    if not claims.email_verified or not claims.email:
        raise rules.AddressUnverified
    account, is_new = await account_with_proven(rules.normalized_email(claims.email), caller)
    # More hangs on a staff account: a provider's word alone does not open it.
    if account.role is Role.STAFF or await ExternalIdentity.exists(account_id=account.id, issuer=claims.issuer):
        raise rules.LinkRequired
    return await _linked(account, claims, caller, tell=not is_new), is_new


async def _linked(account: Account, claims: Claims, caller: Caller, *, tell: bool = True) -> Account:
    await ExternalIdentity.filter(account_id=account.id, issuer=claims.issuer).delete()
    identity = await ExternalIdentity.create(
        account_id=account.id,
        issuer=claims.issuer,
        subject=claims.subject,
        email=claims.email or "",
        linked_at=caller.at,
    )
    if tell:
        await outbox.later("accounts.mail_google_linked", at=caller.at, identity_id=identity.id)
    return account


async def unlink(identity: Identity, at: datetime) -> None:
    """The provider's account opens ours no longer; the code by mail always does. Repeating it changes nothing.

    Raises:
        ProofRequired
    """
    await require_proof(identity, at)
    async with in_transaction():
        if await ExternalIdentity.filter(account_id=identity.account_id).delete():
            await outbox.later("accounts.mail_google_unlinked", at=at, account_id=identity.account_id, event=uuid7())


async def linked_to(account_id: UUID) -> ExternalIdentity | None:
    """The provider's account that opens this one."""
    return await ExternalIdentity.filter(account_id=account_id).first()
