"""Deeds of the third way in: an account of an OpenID Connect provider, Google's in production."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import outbox
from api.accounts import rules, tokens
from api.accounts.callers import Caller, account_with_proven, whole
from api.accounts.models import Account, ExternalIdentity, Session
from api.accounts.proof import require_proof
from api.accounts.tokens import Journey
from api.identity import Identity, Role
from api.openid import Claims, OpenIdClient, ProviderRefused, new_flow
from api.throttle import Limit

JOURNEYS_PER_NETWORK = Limit("provider-sign-ins", "300/15 minutes")
ARRIVALS_PER_NETWORK = Limit("provider-arrivals", "300/15 minutes")
"""Each asks the provider, and one journey's cookie serves many."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what it must bring back in its cookie."""

    url: str
    cookie: str


async def start(client: OpenIdClient, caller: Caller, *, return_to: str | None, link: Identity | None) -> Departure:
    """Begin a journey to the provider; `link` names who wants the provider's account joined to theirs.

    Raises:
        ProviderUnavailable, ProofRequired, TooManyRequests, InvalidInput: `return_to` is no path of this site.
    """
    onward = rules.local_path(return_to)
    if link:
        await require_proof(link, caller.at)
    await caller.tools.throttle.count(JOURNEYS_PER_NETWORK, caller.network)
    flow = new_flow()
    url = await client.authorization_url(flow, caller.at)
    journey = Journey(flow.state, flow.nonce, flow.verifier, onward, link.session_id if link else None)
    expires_at = caller.at + rules.PROVIDER_LIFE
    return Departure(url, tokens.journey_token(journey, caller.tools.settings, expires_at))


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whom the provider vouches for. `is_linked`: the provider's account was joined to the one that is signed
    in, whose session goes on.
    """

    account: Account
    is_new: bool
    is_linked: bool
    return_to: str | None


async def finish(client: OpenIdClient, code: str, state: str, cookie: str, caller: Caller) -> Arrival:
    """The account behind the provider's answer: known by the provider's own id for the person, else found by the
    address that both sides have proven, else made.

    Raises:
        ProviderRefused, ProviderUnavailable, AddressUnverified, AddressUnusable, LinkRequired, LinkedElsewhere,
        TooManyRequests, SessionEnded: the session that asked for the link is over.
    """
    await caller.tools.throttle.count(ARRIVALS_PER_NETWORK, caller.network)
    journey = tokens.journey_of(cookie, caller.tools.settings, caller.at)
    if journey is None or not tokens.is_same(journey.state, state):
        raise ProviderRefused
    claims = await client.claims(code, journey.flow, caller.at)
    account, is_new = await whole(lambda: _arrived(claims, journey.link, caller))
    return Arrival(account, is_new, journey.link is not None, journey.return_to)


async def _arrived(claims: Claims, link: UUID | None, caller: Caller) -> tuple[Account, bool]:
    known = await ExternalIdentity.get_or_none(issuer=claims.issuer, subject=claims.subject).select_related("account")
    owner = await _owner(link) if link else None
    if known and owner and known.account_id != owner.id:
        raise rules.LinkedElsewhere
    if known and not known.unlinked_at:
        return known.account, False
    address = _address(claims)
    if known and not owner and known.account.email == address:
        # Its owner has closed this door, and only they open it again.
        raise rules.LinkRequired
    if owner:
        return await _linked(owner, claims, address, caller), False
    account, is_new = await account_with_proven(address, caller)
    # More hangs on a staff account: a provider's word alone does not open it.
    if account.role is Role.STAFF or await ExternalIdentity.exists(account_id=account.id, issuer=claims.issuer):
        raise rules.LinkRequired
    return await _linked(account, claims, address, caller, tell=not is_new), is_new


async def _owner(session_id: UUID) -> Account:
    """Whose session asked for the link. Whoever was signed out since then, perhaps by the owner, links nothing."""
    session = await Session.get_or_none(id=session_id)
    account = await Account.select_for_update().get_or_none(id=session.account_id) if session else None
    # Looked at again while the account is held: it may be taken back in this moment.
    if account is None or not await Session.exists(id=session_id, ended_at__isnull=True):
        raise rules.SessionEnded
    return account


def _address(claims: Claims) -> str:
    if not claims.email_verified:
        raise rules.AddressUnverified
    try:
        return rules.normalized_email(claims.email)
    except rules.InvalidEmail as error:
        raise rules.AddressUnusable from error


async def _linked(account: Account, claims: Claims, address: str, caller: Caller, *, tell: bool = True) -> Account:
    await ExternalIdentity.filter(Q(account_id=account.id) | Q(subject=claims.subject), issuer=claims.issuer).delete()
    identity = await ExternalIdentity.create(
        account_id=account.id,
        issuer=claims.issuer,
        subject=claims.subject,
        email=address,
        linked_at=caller.at,
    )
    if tell:
        await outbox.later("accounts.mail_google_linked", at=caller.at, identity_id=identity.id)
    return account


async def unlink(identity: Identity, at: datetime) -> None:
    """The provider's account opens ours no longer, although its address is ours; the code by mail always does.
    Repeating it changes nothing.

    Raises:
        ProofRequired
    """
    await require_proof(identity, at)
    async with in_transaction():
        linked = ExternalIdentity.filter(account_id=identity.account_id, unlinked_at__isnull=True)
        if await linked.update(unlinked_at=at):
            await outbox.later("accounts.mail_google_unlinked", at=at, account_id=identity.account_id, event=uuid7())


async def linked_to(account_id: UUID) -> ExternalIdentity | None:
    """The provider's account that opens this one."""
    return await ExternalIdentity.filter(account_id=account_id, unlinked_at__isnull=True).first()
