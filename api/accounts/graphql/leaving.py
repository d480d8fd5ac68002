"""GraphQL of signing out, and of the language of letters."""

from uuid import UUID

import strawberry

from api.accounts import addresses, sessions
from api.accounts.graphql.viewer import Language
from api.edge import REFRESH_COOKIE, DonePayload, Info, refusable, signed_in


@strawberry.type
class LeavingMutation:
    @strawberry.mutation
    @refusable(DonePayload)
    async def sign_out(self, info: Info) -> DonePayload:
        await sessions.sign_out(info.context.request.cookies.get(REFRESH_COOKIE, ""), info.context.tools.clock())
        info.context.set_cookie(REFRESH_COOKIE, "", 0)
        return DonePayload(done=True)

    @strawberry.mutation(description="Sign out one device by its id from `devices`.")
    @refusable(DonePayload)
    async def sign_out_device(self, info: Info, device: UUID) -> DonePayload:
        await sessions.sign_out_device(signed_in(info), device, info.context.tools.clock())
        return DonePayload(done=True)

    @strawberry.mutation
    @refusable(DonePayload)
    async def sign_out_everywhere(self, info: Info, keep_this: bool = True) -> DonePayload:
        await sessions.sign_out_everywhere(signed_in(info), info.context.tools.clock(), keep_this=keep_this)
        if not keep_this:
            info.context.set_cookie(REFRESH_COOKIE, "", 0)
        return DonePayload(done=True)

    @strawberry.mutation(description="The language of the letters to this account.")
    @refusable(DonePayload)
    async def set_language(self, info: Info, language: Language) -> DonePayload:
        await addresses.set_language(signed_in(info), language.value)
        return DonePayload(done=True)
