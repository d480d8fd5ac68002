"""GraphQL of coming in through an OpenID Connect provider."""

import strawberry

from api.accounts import google
from api.accounts.graphql.payloads import RedirectPayload, SessionPayload, caller, entered
from api.accounts.rules import PROVIDER_LIFE, SignInWay
from api.edge import DonePayload, Info, refusable, signed_in

JOURNEY_COOKIE = "__Host-jawara-google"


@strawberry.type
class ProviderMutation:
    @strawberry.mutation(
        description="Begin a sign-in by Google account. With `link`, the Google account is joined to the one signed in."
    )
    @refusable(RedirectPayload)
    async def start_google_sign_in(
        self, info: Info, return_to: str | None = None, link: bool = False
    ) -> RedirectPayload:
        joined = signed_in(info) if link else None
        departure = await google.start(info.context.tools.openid, caller(info), return_to=return_to, link=joined)
        info.context.set_cookie(JOURNEY_COOKIE, departure.cookie, int(PROVIDER_LIFE.total_seconds()))
        return RedirectPayload(url=departure.url)

    @strawberry.mutation(
        description="End it with the `code` and `state` that came back to /masuk/google/. A link opens no new session: "
        "`accessToken` is null then, and the session that asked for it goes on."
    )
    @refusable(SessionPayload)
    async def finish_google_sign_in(self, info: Info, code: str, state: str) -> SessionPayload:
        cookie = info.context.request.cookies.get(JOURNEY_COOKIE, "")
        info.context.set_cookie(JOURNEY_COOKIE, "", 0)
        arrival = await google.finish(info.context.tools.openid, code, state, cookie, caller(info))
        if arrival.is_linked:
            # This browser has its session, a second one would stay behind in the list of devices.
            return SessionPayload(return_to=arrival.return_to)
        return await entered(
            info, arrival.account, SignInWay.GOOGLE, is_new=arrival.is_new, return_to=arrival.return_to
        )

    @strawberry.mutation(description="The Google account opens this one no longer. Needs a proof.")
    @refusable(DonePayload)
    async def unlink_google(self, info: Info) -> DonePayload:
        await google.unlink(signed_in(info), info.context.tools.clock())
        return DonePayload(done=True)
