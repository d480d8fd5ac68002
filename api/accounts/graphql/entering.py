"""GraphQL of coming in by what one knows or receives: password, code, mailed links."""

import strawberry

from api.accounts import codes, recovery, registration, sessions
from api.accounts.callers import RESEND_SECONDS
from api.accounts.graphql.payloads import (
    CodePayload,
    MailPayload,
    SessionPayload,
    caller,
    code_payload,
    entered,
    session_payload,
)
from api.accounts.rules import SessionEnded, SignInWay
from api.edge import REFRESH_COOKIE, DonePayload, Info, refusable


@strawberry.type
class EnteringMutation:
    @strawberry.mutation(description="Ask for an account; a link that confirms the address is sent.")
    @refusable(MailPayload)
    async def register(self, info: Info, email: str, password: str) -> MailPayload:
        await registration.register(email, password, caller(info))
        return MailPayload(done=True, resend_seconds=RESEND_SECONDS)

    @strawberry.mutation(
        description="Confirm the address by the token of the mailed link and the password chosen at registration; "
        "signs in."
    )
    @refusable(SessionPayload)
    async def confirm_address(self, info: Info, token: str, password: str) -> SessionPayload:
        account, is_new = await registration.confirm_address(token, password, caller(info))
        return await entered(info, account, SignInWay.LINK, is_new=is_new)

    @strawberry.mutation
    @refusable(SessionPayload)
    async def sign_in(self, info: Info, email: str, password: str) -> SessionPayload:
        return session_payload(info, await sessions.sign_in(email, password, caller(info)))

    @strawberry.mutation(description="Mail six digits to an address, whether or not it has an account.")
    @refusable(CodePayload)
    async def request_code(self, info: Info, email: str) -> CodePayload:
        return code_payload(await codes.request_code(email, caller(info)))

    @strawberry.mutation(description="Sign in by the mailed digits; an address without an account gets one.")
    @refusable(SessionPayload)
    async def sign_in_with_code(self, info: Info, challenge: str, code: str) -> SessionPayload:
        account, is_new = await codes.account_by_code(challenge, code, caller(info))
        return await entered(info, account, SignInWay.CODE, is_new=is_new)

    @strawberry.mutation(description="A new access token, by the refresh cookie.")
    @refusable(SessionPayload)
    async def refresh_session(self, info: Info) -> SessionPayload:
        try:
            token = info.context.request.cookies.get(REFRESH_COOKIE, "")
            return session_payload(info, await sessions.refresh(token, caller(info)))
        except SessionEnded:
            info.context.set_cookie(REFRESH_COOKIE, "", 0)
            raise

    @strawberry.mutation(description="Mail a link for a new password, if the address has an account.")
    @refusable(MailPayload)
    async def request_recovery(self, info: Info, email: str) -> MailPayload:
        await recovery.request_recovery(email, caller(info))
        return MailPayload(done=True, resend_seconds=RESEND_SECONDS)

    @strawberry.mutation
    @refusable(DonePayload)
    async def reset_password(self, info: Info, token: str, password: str) -> DonePayload:
        await recovery.reset_password(token, password, caller(info))
        return DonePayload(done=True)
