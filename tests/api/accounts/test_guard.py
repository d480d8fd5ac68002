"""A remembered token: quick, bounded, and forgotten with its session."""

from datetime import timedelta
from uuid import uuid4

from api.accounts import guard as guards
from api.accounts import tokens
from api.accounts.guard import Guard
from api.accounts.models import Account, Session
from api.identity import Identity, Role
from api.tools import Tools
from tests.fakes import SettableClock


async def signed_in(tools: Tools) -> tuple[Identity, str]:
    """An identity whose session lives, and its token."""
    at = tools.clock()
    account = await Account.create(email=f"{uuid4()}@contoh.test", created_at=at)
    session = await Session.create(account_id=account.id, created_at=at)
    identity = Identity(account.id, session.id, Role.PARTICIPANT)
    return identity, tokens.access_token(identity, tools.settings, at).text


async def test_an_ended_session_takes_its_access_token_with_it(tools: Tools, clock: SettableClock) -> None:
    """Whoever signs out, or was robbed, must not wait ten minutes until a token runs out by itself."""
    guard = Guard(tools.settings)
    identity, token = await signed_in(tools)
    assert await guard.identity(token, clock()) == identity

    await Session.filter(id=identity.session_id).update(ended_at=clock())
    clock.forward(seconds=guards.LIVENESS.total_seconds())

    assert await guard.identity(token, clock()) is None


async def test_a_remembered_token_expires_all_the_same(tools: Tools, clock: SettableClock) -> None:
    """Remembering must not lengthen a token's life."""
    guard = Guard(tools.settings)
    identity, token = await signed_in(tools)
    clock.forward(minutes=9, seconds=59)
    assert await guard.identity(token, clock()) == identity
    clock.forward(seconds=1)
    assert await guard.identity(token, clock()) is None


async def test_a_token_without_a_session_speaks_for_nobody(tools: Tools, clock: SettableClock) -> None:
    """A token that we signed for a session we don't know was made with a stolen key or outlived its database."""
    identity = Identity(uuid4(), uuid4(), Role.STAFF)
    token = tokens.access_token(identity, tools.settings, clock()).text
    assert await Guard(tools.settings).identity(token, clock()) is None


async def test_the_memory_is_bounded(tools: Tools, clock: SettableClock) -> None:
    """Tokens are cheap to collect: a memory without a bound is a way to fill the machine."""
    guard = Guard(tools.settings, room=2)
    identity, token = await signed_in(tools)
    for second in range(3):
        other = tokens.access_token(identity, tools.settings, clock() + timedelta(seconds=second)).text
        await guard.identity(other, clock())
    assert len(guard) == 2
    assert await guard.identity(token, clock()) == identity
