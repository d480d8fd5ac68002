"""What the viewer sees of their own account."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from api.accounts import google, passkeys, proof, sessions
from api.accounts.models import Account
from api.accounts.rules import SignInWay
from api.edge import Info, signed_in
from api.identity import Role

strawberry.enum(Role)
strawberry.enum(SignInWay)


@strawberry.enum(description="Of letters and messages.")
class Language(Enum):
    ID = "id"
    EN = "en"


@strawberry.type(description="A browser that is signed in.")
class Device:
    id: UUID
    label: str = strawberry.field(description="Browser and system, as far as known; may be empty.")
    way: SignInWay
    is_current: bool
    signed_in_at: datetime
    last_used_at: datetime


@strawberry.type
class Passkey:
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


@strawberry.type
class GoogleLink:
    email: str
    linked_at: datetime


@strawberry.type
class SignInWays:
    google: bool
    passkey: bool


@strawberry.type
class AccountsViewer:
    id: UUID
    email: str
    role: Role
    language: Language
    has_password: bool

    @strawberry.field
    async def google(self) -> GoogleLink | None:
        link = await google.linked_to(self.id)
        return GoogleLink(email=link.email, linked_at=link.linked_at) if link else None

    @strawberry.field
    async def passkeys(self) -> list[Passkey]:
        return [
            Passkey(id=one.id, name=one.name, created_at=one.created_at, last_used_at=one.last_used_at)
            for one in await passkeys.passkeys_of(self.id)
        ]

    @strawberry.field
    async def devices(self, info: Info) -> list[Device]:
        current = signed_in(info).session_id
        return [
            Device(
                id=one.id,
                label=one.device,
                way=one.way,
                is_current=one.id == current,
                signed_in_at=one.created_at,
                last_used_at=one.last_used_at or one.created_at,
            )
            for one in await sessions.devices_of(self.id, self.role, info.context.tools.clock())
        ]

    @strawberry.field(description="Until when sensitive deeds are open to this session.")
    async def proven_until(self, info: Info) -> datetime | None:
        return await proof.proven_until(signed_in(info))


@strawberry.type
class AccountsQuery:
    @strawberry.field(description="What the sign-in screen may offer beside password and code.")
    def sign_in_ways(self, info: Info) -> SignInWays:
        return SignInWays(google=info.context.tools.openid.is_on, passkey=True)


async def account_of(account_id: UUID) -> Account | None:
    """The account a token speaks for; None when it no longer exists."""
    return await Account.get_or_none(id=account_id)
