"""GraphQL of accounts."""

from datetime import datetime
from uuid import UUID

import strawberry

from api.accounts import actions, sessions
from api.accounts.actions import Caller
from api.accounts.models import Account
from api.accounts.rules import SessionEnded
from api.edge import DEVICE_COOKIE, REFRESH_COOKIE, DonePayload, Info, Payload, refusable
from api.identity import Role

strawberry.enum(Role)


@strawberry.type(description="The access token goes into the Authorization header; the refresh token is a cookie.")
class SessionPayload(Payload):
    access_token: str | None = None
    expires_at: datetime | None = None


@strawberry.type
class AccountsViewer:
    id: UUID
    email: str
    role: Role


async def account_of(account_id: UUID) -> Account | None:
    """The account a token speaks for; None when it no longer exists."""
    return await Account.get_or_none(id=account_id)


@strawberry.type
class AccountsMutation:
    @strawberry.mutation(description="Ask for an account; a link that confirms the address is sent.")
    @refusable(DonePayload)
    async def register(self, info: Info, email: str, password: str) -> DonePayload:
        await actions.register(email, password, caller(info))
        return DonePayload(done=True)

    @strawberry.mutation(
        description="Confirm the address by the token of the mailed link and the password chosen at registration; "
        "signs in."
    )
    @refusable(SessionPayload)
    async def confirm_address(self, info: Info, token: str, password: str) -> SessionPayload:
        account = await actions.confirm_address(token, password, caller(info))
        return _session(info, await sessions.open_session(account, caller(info)))

    @strawberry.mutation
    @refusable(SessionPayload)
    async def sign_in(self, info: Info, email: str, password: str) -> SessionPayload:
        return _session(info, await sessions.sign_in(email, password, caller(info)))

    @strawberry.mutation(description="A new access token, by the refresh cookie.")
    @refusable(SessionPayload)
    async def refresh_session(self, info: Info) -> SessionPayload:
        try:
            return _session(info, await sessions.refresh(_cookie(info), caller(info)))
        except SessionEnded:
            info.context.set_refresh_cookie = ""
            raise

    @strawberry.mutation
    @refusable(DonePayload)
    async def sign_out(self, info: Info) -> DonePayload:
        await sessions.sign_out(_cookie(info), info.context.tools.clock())
        info.context.set_refresh_cookie = ""
        return DonePayload(done=True)

    @strawberry.mutation(description="Mail a link for a new password, if the address has an account.")
    @refusable(DonePayload)
    async def request_recovery(self, info: Info, email: str) -> DonePayload:
        await actions.request_recovery(email, caller(info))
        return DonePayload(done=True)

    @strawberry.mutation
    @refusable(DonePayload)
    async def reset_password(self, info: Info, token: str, password: str) -> DonePayload:
        await actions.reset_password(token, password, caller(info))
        return DonePayload(done=True)


def caller(info: Info) -> Caller:
    """What a deed before sign-in may know of who asks."""
    cookie = info.context.request.cookies.get(DEVICE_COOKIE, "")
    return Caller(info.context.tools, info.context.network, info.context.tools.clock(), cookie)


def _session(info: Info, signed_in: sessions.SignedIn) -> SessionPayload:
    info.context.set_refresh_cookie = signed_in.refresh
    info.context.set_device_cookie = signed_in.device_cookie
    return SessionPayload(access_token=signed_in.access.text, expires_at=signed_in.access.expires_at)


def _cookie(info: Info) -> str:
    return info.context.request.cookies.get(REFRESH_COOKIE, "")
