"""GraphQL of passkeys."""

from uuid import UUID

import strawberry

from api.accounts import passkeys
from api.accounts.graphql.payloads import (
    PasskeyChallengePayload,
    SessionPayload,
    caller,
    entered,
    options_payload,
)
from api.accounts.rules import SignInWay
from api.edge import DonePayload, Info, refusable, signed_in


@strawberry.type
class PasskeysMutation:
    @strawberry.mutation(description="What any passkey of this site may answer.")
    @refusable(PasskeyChallengePayload)
    async def start_passkey_sign_in(self, info: Info) -> PasskeyChallengePayload:
        return options_payload(await passkeys.sign_in_options(caller(info)))

    @strawberry.mutation(description="`response` is the credential's toJSON() as text.")
    @refusable(SessionPayload)
    async def finish_passkey_sign_in(self, info: Info, challenge: str, response: str) -> SessionPayload:
        account = await passkeys.account_by_passkey(challenge, response, caller(info))
        return await entered(info, account, SignInWay.PASSKEY)

    @strawberry.mutation(description="Needs a proof.")
    @refusable(PasskeyChallengePayload)
    async def start_passkey_registration(self, info: Info) -> PasskeyChallengePayload:
        return options_payload(await passkeys.registration_options(signed_in(info), caller(info)))

    @strawberry.mutation(description="Needs a proof. `name` tells this passkey from the others.")
    @refusable(DonePayload)
    async def finish_passkey_registration(self, info: Info, challenge: str, response: str, name: str) -> DonePayload:
        await passkeys.add(signed_in(info), challenge, response, name, caller(info))
        return DonePayload(done=True)

    @strawberry.mutation(description="Needs a proof.")
    @refusable(DonePayload)
    async def remove_passkey(self, info: Info, passkey: UUID) -> DonePayload:
        await passkeys.remove(signed_in(info), passkey, info.context.tools.clock())
        return DonePayload(done=True)
