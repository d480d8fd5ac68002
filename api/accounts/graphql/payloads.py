"""What the mutations of accounts answer, and whom they hear."""

from datetime import datetime

import strawberry

from api.accounts import sessions
from api.accounts.callers import RESEND_SECONDS, Caller
from api.accounts.challenges import Asked
from api.accounts.models import Account
from api.accounts.passkeys import Options
from api.accounts.rules import SignInWay
from api.edge import DEVICE_COOKIE, DEVICE_COOKIE_SECONDS, REFRESH_COOKIE, REFRESH_COOKIE_SECONDS, Info, Payload


@strawberry.type(description="The access token goes into the Authorization header; the refresh token is a cookie.")
class SessionPayload(Payload):
    access_token: str | None = None
    expires_at: datetime | None = None
    is_new: bool = strawberry.field(default=False, description="The account was made just now.")
    return_to: str | None = strawberry.field(default=None, description="What startGoogleSignIn was given.")


@strawberry.type(description="A letter is on its way, or would be if the address were known: the answer is the same.")
class MailPayload(Payload):
    done: bool = False
    resend_seconds: int = strawberry.field(default=0, description="Offer another letter after this time.")


@strawberry.type(description="A letter with six digits is on its way. `challenge` goes back with them.")
class CodePayload(Payload):
    challenge: str | None = None
    expires_at: datetime | None = None
    resend_seconds: int = strawberry.field(default=0, description="Offer another letter after this time.")


@strawberry.type
class RedirectPayload(Payload):
    url: str | None = strawberry.field(default=None, description="Where the browser goes now, on the provider's side.")


@strawberry.type
class PasskeyChallengePayload(Payload):
    challenge: str | None = None
    options: str | None = strawberry.field(
        default=None, description="JSON for parseCreationOptionsFromJSON or parseRequestOptionsFromJSON."
    )


def caller(info: Info) -> Caller:
    """What a deed before sign-in may know of who asks."""
    context = info.context
    return Caller(
        tools=context.tools,
        network=context.network,
        at=context.tools.clock(),
        language=context.language,
        user_agent=context.request.headers.get("user-agent", ""),
        device_cookie=context.request.cookies.get(DEVICE_COOKIE, ""),
    )


async def entered(
    info: Info, account: Account, way: SignInWay, *, is_new: bool = False, return_to: str | None = None
) -> SessionPayload:
    """A session for an account that has just proven itself, its refresh token in the cookie."""
    signed_in = await sessions.open_session(account, way, caller(info))
    payload = session_payload(info, signed_in)
    payload.is_new, payload.return_to = is_new, return_to
    return payload


def session_payload(info: Info, signed_in: sessions.SignedIn) -> SessionPayload:
    """What a device is told, its refresh token in the cookie."""
    info.context.set_cookie(REFRESH_COOKIE, signed_in.refresh, REFRESH_COOKIE_SECONDS)
    if signed_in.device_cookie:
        info.context.set_cookie(DEVICE_COOKIE, signed_in.device_cookie, DEVICE_COOKIE_SECONDS)
    return SessionPayload(access_token=signed_in.access.text, expires_at=signed_in.access.expires_at)


def code_payload(asked: Asked) -> CodePayload:
    """What a browser keeps while its owner reads their mail."""
    return CodePayload(challenge=asked.challenge, expires_at=asked.expires_at, resend_seconds=RESEND_SECONDS)


def options_payload(options: Options) -> PasskeyChallengePayload:
    """What a browser hands to its authenticator."""
    return PasskeyChallengePayload(challenge=options.challenge, options=options.options)
