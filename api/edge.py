"""The edge between GraphQL and the domains: who asks, in which language, and how a Refusal becomes a problem."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

import strawberry
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise.exceptions import ValidationError

from api.audit import Actor, ActorKind
from api.identity import Identity, Role
from api.refusal import Forbidden, InvalidInput, Language, ProblemCode, Refusal, TooManyRequests, Unauthenticated
from api.throttle import network_of
from api.tools import Tools

REFRESH_COOKIE = "__Host-jawara"
DEVICE_COOKIE = "__Host-jawara-device"
REFRESH_COOKIE_SECONDS = 60 * 24 * 3600
DEVICE_COOKIE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to set, by its name, value and life."""

    name: str
    value: str
    seconds: int


@dataclass(slots=True)
class Context:
    """What a resolver knows of the request, and the cookies that its answer sets."""

    request: Request
    tools: Tools
    identity: Identity | None
    language: Language
    cookies: list[Cookie] = field(default_factory=list["Cookie"])

    def set_cookie(self, name: str, value: str, seconds: int) -> None:
        """Have the answer set a cookie for this host alone, unreadable to scripts; 0 seconds remove it."""
        self.cookies.append(Cookie(name, value, seconds))

    @property
    def network(self) -> str:
        """The caller's network, for limits; behind a proxy the one that our own proxies saw."""
        return network_of(self._address)

    @property
    def _address(self) -> str:
        hops = self.tools.settings.trusted_proxies
        forwarded = [part.strip() for part in self.request.headers.get("x-forwarded-for", "").split(",")]
        if hops and len(forwarded) >= hops and forwarded[-hops]:
            return forwarded[-hops]
        return self.request.client.host if self.request.client else "unknown"


Info = strawberry.Info[Context, None]


def signed_in_or_visiting(info: Info) -> Identity | None:
    """Who asks; None for a visitor, who sends no token.

    Raises:
        Unauthenticated: the token is out of time. Taken for a visitor's, the deed of a participant would be lost.
    """
    return signed_in(info) if info.context.request.headers.get("authorization") else None


def signed_in(info: Info) -> Identity:
    """Who asks.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    if info.context.identity is None:
        raise Unauthenticated
    return info.context.identity


def staff_member(info: Info) -> Identity:
    """Which member of staff asks.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: the account is a participant's.
    """
    identity = signed_in(info)
    if identity.role is not Role.STAFF:
        raise Forbidden
    return identity


def acting(info: Info) -> Actor:
    """The member of staff who asks, for the audit trail.

    Raises:
        Unauthenticated, Forbidden
    """
    identity = staff_member(info)
    return Actor(ActorKind.STAFF, identity.account_id, UUID(info.context.request.state.request_id))


def preferred_language(accept_language: str) -> Language:
    """English when it is asked for before Indonesian, otherwise Indonesian: it is the participants' language."""
    for part in accept_language.lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("en"):
            return "en"
        if tag.startswith(("id", "in")):
            return "id"
    return "id"


strawberry.enum(
    ProblemCode,
    description="What went wrong, for programs. A code never changes its meaning; docs/api.md explains each.",
)


@strawberry.type(description="An expected refusal. `message` is written for the person, in the request's language.")
class Problem:
    code: ProblemCode
    field: str | None
    message: str
    wait_seconds: int | None = strawberry.field(
        default=None, description="Set for TOO_MANY_REQUESTS: how long to wait before asking again."
    )


@strawberry.type
class Payload:
    """What every mutation answers: its result, or the problems that kept it from happening."""

    problems: list[Problem] = strawberry.field(default_factory=list[Problem])


@strawberry.type
class DonePayload(Payload):
    done: bool = False


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


def cursor(after: str | None) -> UUID | None:
    """The row after which a page begins; None where it is the first page.

    Raises:
        InvalidInput
    """
    try:
        return UUID(after) if after else None
    except ValueError as error:
        raise InvalidInput("after") from error


P = ParamSpec("P")
S = TypeVar("S")
PayloadType = TypeVar("PayloadType", bound=Payload)


def refusable(
    payload: type[PayloadType],
) -> Callable[
    [Callable[Concatenate[S, Info, P], Awaitable[PayloadType]]],
    Callable[Concatenate[S, Info, P], Awaitable[PayloadType]],
]:
    """Answer a Refusal raised by the mutation as `payload` with its problem. The only place where this happens."""

    def decorate(
        resolver: Callable[Concatenate[S, Info, P], Awaitable[PayloadType]],
    ) -> Callable[Concatenate[S, Info, P], Awaitable[PayloadType]]:
        @wraps(resolver)
        async def answered(self: S, info: Info, *args: P.args, **kwargs: P.kwargs) -> PayloadType:
            try:
                return await resolver(self, info, *args, **kwargs)
            except (Refusal, ValidationError) as error:
                return payload(problems=[problem(expected(error), info.context.language)])

        return answered

    return decorate


def expected(error: Refusal | ValidationError) -> Refusal:
    """The refusal. A value that its column can't hold, such as an id of 5,000 letters, is one too."""
    return error if isinstance(error, Refusal) else InvalidInput()


def problem(refusal: Refusal, language: Language) -> Problem:
    """The refusal as a client sees it."""
    return Problem(
        code=refusal.code,
        field=refusal.field,
        message=refusal.sentence(language),
        wait_seconds=refusal.wait_seconds,
    )


async def asked_too_often(request: Request, refusal: Exception) -> Response:
    """The answer 429 of every address but /graphql, for whatever raises TooManyRequests there: the words and a code,
    and in Retry-After the seconds to wait.
    """
    if not isinstance(refusal, TooManyRequests):
        raise refusal
    shown = problem(refusal, preferred_language(request.headers.get("accept-language", "")))
    headers = {
        "retry-after": str(refusal.seconds),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
    }
    return JSONResponse({"error": shown.message, "problems": [told(shown)]}, 429, headers=headers)


def told(shown: Problem) -> dict[str, str | None]:
    """A problem in the JSON of the addresses that speak no GraphQL."""
    return {"code": shown.code.value, "field": shown.field, "message": shown.message}
