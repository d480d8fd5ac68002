"""GraphQL of biodata."""

from datetime import datetime
from uuid import UUID

import strawberry

from api.edge import Info, Payload, refusable, signed_in
from api.profiles import actions, previews
from api.profiles import regions as places
from api.profiles.models import Profile as ProfileRow
from courseware.sealed import Audience

strawberry.enum(Audience)


@strawberry.type(description="A regency or city of East Java; the code is the Ministry of Home Affairs'.")
class Regency:
    code: str
    name: str


@strawberry.type
class Profile:
    full_name: str
    group: Audience
    organisation: str | None
    regency: Regency
    consented_at: datetime
    row: strawberry.Private[ProfileRow]

    @strawberry.field(
        description="A picture (WebP) of a certificate with this name, marked as a preview; a path that works for "
        "15 minutes and for this name only. Null without a name."
    )
    def name_preview_url(self, info: Info) -> str | None:
        return previews.name_preview_url(self.row.account_id, self.row.full_name, info.context.tools)


@strawberry.input
class ProfileInput:
    full_name: str = strawberry.field(description="As it is to be printed on the certificate, with titles.")
    group: Audience
    organisation: str | None = None
    regency: str = strawberry.field(description="A code from `regencies`.")
    consent: bool


@strawberry.type
class ProfilePayload(Payload):
    profile: Profile | None = None


@strawberry.type
class ProfilesViewer:
    id: UUID

    @strawberry.field
    async def profile(self) -> Profile | None:
        row = await actions.profile_of(self.id)
        return shown(row) if row else None


@strawberry.type
class ProfilesQuery:
    @strawberry.field(description="The regencies and cities of East Java.")
    def regencies(self) -> list[Regency]:
        return [Regency(code=place.code, name=place.name) for place in places.regencies(places.EAST_JAVA)]


@strawberry.type
class ProfilesMutation:
    @strawberry.mutation
    @refusable(ProfilePayload)
    async def save_profile(self, info: Info, input: ProfileInput) -> ProfilePayload:  # noqa: A002 - GraphQL's usual name
        biodata = actions.Biodata(input.full_name, input.group, input.organisation, input.regency, input.consent)
        row = await actions.save_profile(signed_in(info).account_id, biodata, info.context.tools.clock())
        return ProfilePayload(profile=shown(row))


def shown(row: ProfileRow) -> Profile:
    """The row as the participant sees it."""
    place = next(one for one in places.regencies(places.EAST_JAVA) if one.code == row.regency)
    return Profile(
        full_name=row.full_name,
        group=row.group,
        organisation=row.organisation,
        regency=Regency(code=place.code, name=place.name),
        consented_at=row.consented_at,
        row=row,
    )
