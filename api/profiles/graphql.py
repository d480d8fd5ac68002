"""GraphQL of biodata: queries and mutations. The types are in shown.py."""

from dataclasses import fields
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.edge import Info, Payload, refusable, signed_in
from api.profiles import actions, consents, regions
from api.profiles.patches import Patch
from api.profiles.rules import CooperativePosition, Education, Gender, Purpose, TurnoverBand
from api.profiles.shown import Consent, Profile, Region, Sector, consent_of, regions_of, sectors_of, shown
from courseware.sealed import Audience


@strawberry.input
class CooperativeInput:
    name: str | None = strawberry.UNSET
    nik: str | None = strawberry.UNSET
    position: CooperativePosition | None = strawberry.UNSET


@strawberry.input
class BusinessInput:
    name: str | None = strawberry.UNSET
    nib: str | None = strawberry.UNSET
    sector: str | None = strawberry.UNSET
    since: int | None = strawberry.UNSET
    turnover: TurnoverBand | None = strawberry.UNSET
    workers: int | None = strawberry.UNSET


@strawberry.input(description="Saved field by field: an absent field is left alone, null empties it.")
class ProfileInput:
    full_name: str | None = strawberry.field(
        default=strawberry.UNSET, description="As it is to be printed on the certificate, with titles."
    )
    nik: str | None = strawberry.UNSET
    phone: str | None = strawberry.UNSET
    birth_date: date | None = strawberry.UNSET
    gender: Gender | None = strawberry.UNSET
    education: Education | None = strawberry.UNSET
    has_disability: bool | None = strawberry.UNSET
    needs: str | None = strawberry.UNSET
    regency: str | None = strawberry.field(
        default=strawberry.UNSET, description="A code from `regencies`; another one empties district and village."
    )
    district: str | None = strawberry.UNSET
    village: str | None = strawberry.UNSET
    groups: list[Audience] | None = strawberry.UNSET
    cooperative: CooperativeInput | None = strawberry.UNSET
    business: BusinessInput | None = strawberry.UNSET


@strawberry.type
class ProfilePayload(Payload):
    profile: Profile | None = None


@strawberry.type
class ProfilesViewer:
    id: UUID

    @strawberry.field(description="Null before the first consent.")
    async def profile(self) -> Profile | None:
        row = await actions.profile_of(self.id)
        return await shown(row) if row else None

    @strawberry.field(description="Those that hold.")
    async def consents(self) -> list[Consent]:
        return [consent_of(row) for row in await consents.standing_consents(self.id)]

    @strawberry.field(description="The version of the text to agree to, for `giveConsent`.")
    def consent_version(self) -> str:
        return consents.CONSENT_VERSION


@strawberry.type
class ProfilesQuery:
    @strawberry.field
    def provinces(self) -> list[Region]:
        return regions_of(regions.provinces())

    @strawberry.field(description="The regencies and cities of a province; East Java if none is named.")
    def regencies(self, province: str = regions.EAST_JAVA) -> list[Region]:
        return regions_of(regions.regencies(province))

    @strawberry.field(description="The districts of a regency of East Java; none elsewhere.")
    def districts(self, regency: str) -> list[Region]:
        return regions_of(regions.districts(regency))

    @strawberry.field(description="The villages of a district of East Java; none elsewhere.")
    def villages(self, district: str) -> list[Region]:
        return regions_of(regions.villages(district))

    @strawberry.field
    def sectors(self) -> list[Sector]:
        return sectors_of()


@strawberry.type
class ProfilesMutation:
    @strawberry.mutation(description="Agree to purposes, each by itself. With the first consent the biodata begin.")
    @refusable(ProfilePayload)
    async def give_consent(
        self,
        info: Info,
        purposes: list[Purpose],
        version: Annotated[str, strawberry.argument(description="The `consentVersion` whose text was shown.")],
    ) -> ProfilePayload:
        account_id, at = signed_in(info).account_id, info.context.tools.clock()
        return ProfilePayload(profile=await shown(await consents.give_consent(account_id, purposes, version, at)))

    @strawberry.mutation(
        description="REPORTING and ACCOMMODATION erase their fields at once; without TRAINING learning stops."
    )
    @refusable(ProfilePayload)
    async def withdraw_consent(self, info: Info, purpose: Purpose) -> ProfilePayload:
        account_id, at = signed_in(info).account_id, info.context.tools.clock()
        row = await consents.withdraw_consent(account_id, purpose, at)
        return ProfilePayload(profile=await shown(row) if row else None)

    @strawberry.mutation
    @refusable(ProfilePayload)
    async def save_profile(self, info: Info, input: ProfileInput) -> ProfilePayload:  # noqa: A002 - GraphQL's usual name
        account_id, tools = signed_in(info).account_id, info.context.tools
        return ProfilePayload(
            profile=await shown(await actions.save_profile(account_id, _patch(input), tools, tools.clock()))
        )

    @strawberry.mutation(description="The exact name that the preview showed. A later change of the name asks again.")
    @refusable(ProfilePayload)
    async def confirm_name(self, info: Info, name: str) -> ProfilePayload:
        account_id, at = signed_in(info).account_id, info.context.tools.clock()
        return ProfilePayload(profile=await shown(await actions.confirm_name(account_id, name, at)))


def _patch(sent: ProfileInput) -> Patch:
    values = _set(sent)
    for part, kind in (("cooperative", CooperativeInput), ("business", BusinessInput)):
        if part in values:
            # A part that is null empties all of it.
            inner = values.pop(part)
            inside = {field.name: None for field in fields(kind)} if inner is None else _set(inner)
            values |= {f"{part}_{name}": value for name, value in inside.items()}
    if values.get("groups"):
        values["groups"] = tuple(values["groups"])
    return Patch(**values)


def _set(sent: ProfileInput | CooperativeInput | BusinessInput) -> dict[str, Any]:
    """The fields that the client sent. `Any`: each has its own type, and Patch names it."""
    values = {field.name: getattr(sent, field.name) for field in fields(sent)}
    return {name: value for name, value in values.items() if value is not strawberry.UNSET}
