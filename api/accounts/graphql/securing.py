"""GraphQL of proving oneself again, and of what asks for it: password and address."""

import strawberry

from api.accounts import addresses, passkeys, proof, recovery
from api.accounts.graphql.payloads import CodePayload, caller, code_payload
from api.edge import DEVICE_COOKIE, DEVICE_COOKIE_SECONDS, DonePayload, Info, refusable, signed_in


@strawberry.type
class SecuringMutation:
    @strawberry.mutation(description="The same person again: opens sensitive deeds of this session for 15 minutes.")
    @refusable(DonePayload)
    async def prove_by_password(self, info: Info, password: str) -> DonePayload:
        await proof.prove_by_password(signed_in(info), password, caller(info))
        return DonePayload(done=True)

    @strawberry.mutation(description="Mail six digits to the account's own address.")
    @refusable(CodePayload)
    async def request_proof_code(self, info: Info) -> CodePayload:
        return code_payload(await proof.request_proof_code(signed_in(info), caller(info)))

    @strawberry.mutation
    @refusable(DonePayload)
    async def prove_by_code(self, info: Info, challenge: str, code: str) -> DonePayload:
        await proof.prove_by_code(signed_in(info), challenge, code, caller(info))
        return DonePayload(done=True)

    @strawberry.mutation(description="With the challenge of startPasskeySignIn.")
    @refusable(DonePayload)
    async def prove_by_passkey(self, info: Info, challenge: str, response: str) -> DonePayload:
        await passkeys.prove_by_passkey(signed_in(info), challenge, response, caller(info))
        return DonePayload(done=True)

    @strawberry.mutation(description="A new password, or the first one. Needs a proof; signs out all other devices.")
    @refusable(DonePayload)
    async def set_password(self, info: Info, password: str) -> DonePayload:
        await recovery.set_password(signed_in(info), password, info.context.tools.clock())
        return DonePayload(done=True)

    @strawberry.mutation(description="Needs a proof. A code goes to the new address, word of it to the old one.")
    @refusable(CodePayload)
    async def request_email_change(self, info: Info, email: str) -> CodePayload:
        return code_payload(await addresses.request_email_change(signed_in(info), email, caller(info)))

    @strawberry.mutation(description="Needs a proof. Both addresses are told; the old one can undo it for 7 days.")
    @refusable(DonePayload)
    async def confirm_email_change(self, info: Info, challenge: str, code: str) -> DonePayload:
        cookie = await addresses.confirm_email_change(signed_in(info), challenge, code, caller(info))
        info.context.set_cookie(DEVICE_COOKIE, cookie, DEVICE_COOKIE_SECONDS)
        return DonePayload(done=True)

    @strawberry.mutation(description="By the token that was mailed to the old address; signs out every device.")
    @refusable(DonePayload)
    async def undo_email_change(self, info: Info, token: str) -> DonePayload:
        await addresses.undo_email_change(token, caller(info))
        return DonePayload(done=True)
