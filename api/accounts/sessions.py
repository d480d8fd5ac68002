"""Deeds on sessions: sign in by password, refresh, the devices that are signed in, sign out."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import outbox
from api.accounts import admission, devices, passwords, rules, tokens
from api.accounts.callers import Caller
from api.accounts.models import Account, RefreshToken, Session
from api.accounts.rules import Presented, SignInWay, TokenState
from api.identity import Identity, Role
from api.refusal import NotFound

BUSY_SECONDS = 5
MOST_DEVICES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a device holds after signing in: one token to show with each request, one to get the next with, and after
    a proof of who it is the cookie that makes the device a known one.
    """

    access: tokens.AccessToken
    refresh: str
    device_cookie: str | None = None


async def sign_in(email: str, password: str, caller: Caller) -> SignedIn:
    """Open a session on this device.

    Raises:
        WrongCredentials, InvalidEmail, TooManyRequests
    """
    address = rules.normalized_email(email)
    throttle, network = caller.tools.throttle, caller.network
    device = devices.known_device(caller.device_cookie, address, caller.tools.settings, caller.at)
    if device is None and passwords.is_busy():
        raise admission.SignInBusy(seconds=BUSY_SECONDS)
    await admission.admit(throttle, address=address, network=network, device=device)
    account = await Account.get_or_none(email=address)
    password_hash = account.password_hash if account else None
    if not await passwords.matches(password_hash, password, first=device is not None) or account is None:
        raise rules.WrongCredentials("password")
    await admission.succeeded(throttle, address=address, network=network, device=device)
    return await open_session(account, SignInWay.PASSWORD, caller)


async def open_session(account: Account, way: SignInWay, caller: Caller) -> SignedIn:
    """A session on this device for an account that has just proven itself. Its owner is told of a device in which
    the account was never seen before.
    """
    settings = caller.tools.settings
    known = devices.known_device(caller.device_cookie, account.email, settings, caller.at)
    async with in_transaction():
        is_news = known is None and rules.is_settled(account.created_at, caller.at)
        session = await Session.create(
            account_id=account.id,
            created_at=caller.at,
            way=way,
            device=rules.device_label(caller.user_agent),
            proven_at=caller.at,
            last_used_at=caller.at,
        )
        refresh, _ = await _issued(session.id, account.role, caller.at)
        if is_news:
            await outbox.later("accounts.mail_new_device", at=caller.at, session_id=session.id)
    cookie = devices.remembered(caller.device_cookie, account.email, settings, caller.at)
    return replace(_signed_in(account, session.id, refresh, caller), device_cookie=cookie)


async def refresh(token: str, caller: Caller) -> SignedIn:
    """A new pair for a refresh token, which is used up by it.

    Raises:
        SessionEnded: and where a used token shows theft, the whole family has ended.
    """
    async with in_transaction():
        # Raised after the transaction: the end of a stolen family must be kept, not rolled back.
        outcome = await _rotated(token, caller)
    if outcome is None:
        raise rules.SessionEnded
    account, session_id, new = outcome
    return _signed_in(account, session_id, new, caller)


async def sign_out(token: str, at: datetime) -> None:
    """End the session of this refresh token; an unknown token is signed out already."""
    found = await RefreshToken.get_or_none(digest=tokens.digest(token))
    if found:
        await Session.filter(id=found.session_id, ended_at__isnull=True).update(ended_at=at)


async def devices_of(account_id: UUID, role: Role, at: datetime) -> list[Session]:
    """Where the account is signed in, the newest first. A session whose last token has run out is no longer one."""
    oldest = at - rules.session_life(role)
    used = Q(last_used_at__gt=oldest) | Q(last_used_at__isnull=True, created_at__gt=oldest)
    alive = Session.filter(used, account_id=account_id, ended_at__isnull=True)
    return await alive.order_by("-created_at", "-id").limit(MOST_DEVICES_SHOWN)


async def sign_out_device(identity: Identity, session_id: UUID, at: datetime) -> None:
    """End one session of the account; one that has ended already stays ended.

    Raises:
        NotFound
    """
    session = Session.filter(id=session_id, account_id=identity.account_id)
    if not await session.exists():
        raise NotFound("device")
    await session.filter(ended_at__isnull=True).update(ended_at=at)


async def sign_out_everywhere(identity: Identity, at: datetime, *, keep_this: bool) -> None:
    """End every session of the account, or all but this one."""
    alive = Session.filter(account_id=identity.account_id, ended_at__isnull=True)
    await (alive.exclude(id=identity.session_id) if keep_this else alive).update(ended_at=at)


async def _rotated(token: str, caller: Caller) -> tuple[Account, UUID, str] | None:
    # Locked alone: PostgreSQL locks no row of a joined table that might be absent.
    found = await RefreshToken.select_for_update().get_or_none(digest=tokens.digest(token))
    if found is None:
        return None
    successor = await RefreshToken.get_or_none(id=found.successor_id) if found.successor_id else None
    session = await Session.get(id=found.session_id).select_related("account")
    account = session.account
    state = TokenState(
        expires_at=found.expires_at,
        used=found.used_at is not None,
        withdrawn=found.withdrawn_at is not None,
        successor_used=successor is not None and successor.used_at is not None,
        session_ended=session.ended_at is not None,
    )
    match rules.presented(state, caller.at):
        case Presented.END:
            return None
        case Presented.END_FAMILY:
            await Session.filter(id=session.id).update(ended_at=caller.at)
            await outbox.later("accounts.mail_session_ended", at=caller.at, account_id=account.id, event=uuid7())
            return None
        case Presented.REPLACE_LOST:
            await RefreshToken.filter(id=found.successor_id).update(withdrawn_at=caller.at)
        case Presented.ROTATE:
            pass
    new, new_id = await _issued(session.id, account.role, caller.at)
    await RefreshToken.filter(id=found.id).update(used_at=caller.at, successor_id=new_id)
    await Session.filter(id=session.id).update(last_used_at=caller.at)
    return account, session.id, new


async def _issued(session_id: UUID, role: Role, at: datetime) -> tuple[str, UUID]:
    token = tokens.new_refresh_token()
    expires_at = at + rules.session_life(role)
    row = await RefreshToken.create(
        session_id=session_id, digest=tokens.digest(token), issued_at=at, expires_at=expires_at
    )
    return token, row.id


def _signed_in(account: Account, session_id: UUID, refresh_token: str, caller: Caller) -> SignedIn:
    identity = Identity(account.id, session_id, account.role)
    return SignedIn(tokens.access_token(identity, caller.tools.settings, caller.at), refresh_token)
