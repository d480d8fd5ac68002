"""GraphQL types of biodata: what the participant sees of the row."""

from datetime import date, datetime

import strawberry

from api.edge import Info
from api.profiles import actions, nik, previews, regions, rules, sealing, sectors
from api.profiles.models import Consent as ConsentRow
from api.profiles.models import Profile as ProfileRow
from api.profiles.rules import (
    CooperativePosition,
    Education,
    Gender,
    ProfileFacts,
    ProfileStepKind,
    Purpose,
    TurnoverBand,
)
from courseware.sealed import Audience

strawberry.enum(Audience)
strawberry.enum(Gender, description="As on the identity card.")
strawberry.enum(Education, description="The highest school that was finished.")
strawberry.enum(
    TurnoverBand,
    description="A year's turnover: up to 300 million, 2 billion, 15 billion, 50 billion rupiah.",
)
strawberry.enum(CooperativePosition)
strawberry.enum(
    Purpose,
    description="TRAINING: classes and certificate, needed. REPORTING: facts of person and business for the office's "
    "reports. ACCOMMODATION: disability and needs.",
)
strawberry.enum(ProfileStepKind)


@strawberry.type(description="Province, regency or city, district or village, by the Ministry of Home Affairs' code.")
class Region:
    code: str
    name: str


@strawberry.type(description="A category of the Indonesian classification of business fields (KBLI 2020).")
class Sector:
    code: str
    title: str


@strawberry.type
class Cooperative:
    name: str | None
    nik: str | None = strawberry.field(description="The cooperative's own number, NIK koperasi.")
    position: CooperativePosition | None


@strawberry.type
class Business:
    name: str | None
    nib: str | None
    sector: Sector | None
    since: int | None
    turnover: TurnoverBand | None
    workers: int | None


@strawberry.type
class ProfileStep:
    kind: ProfileStepKind
    is_complete: bool = strawberry.field(description="All that is required in it is there.")
    is_required: bool


@strawberry.type(description="Help for the person, never a refusal.")
class ProfileWarning:
    field: str
    message: str


@strawberry.type(description="A consent that holds.")
class Consent:
    purpose: Purpose
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@strawberry.type(description="The biodata, from the first consent on.")
class Profile:
    row: strawberry.Private[ProfileRow]
    facts: strawberry.Private[ProfileFacts]
    full_name: str | None
    name_confirmed: bool
    birth_date: date | None
    gender: Gender | None
    education: Education | None
    has_disability: bool | None
    province: Region | None
    regency: Region | None
    district: Region | None
    village: Region | None
    cooperative: Cooperative | None
    business: Business | None

    @strawberry.field(
        description="A picture (WebP) of a certificate with this name, marked as a preview; a path that works for "
        "15 minutes and for this name only. Null without a name."
    )
    def name_preview_url(self, info: Info) -> str | None:
        return previews.name_preview_url(self.row.account_id, self.row.full_name, info.context.tools)

    @strawberry.field(description="Masked: 35••••••••••0001.")
    def nik(self, info: Info) -> str | None:
        return sealing.masked_nik(self.row, info.context.tools.vault)

    @strawberry.field(description="Masked: +62 812-••••-7890.")
    def phone(self, info: Info) -> str | None:
        return sealing.masked_phone(self.row, info.context.tools.vault)

    @strawberry.field
    def needs(self, info: Info) -> str | None:
        return sealing.opened(self.row, "needs", info.context.tools.vault)

    @strawberry.field
    def groups(self) -> list[Audience]:
        return [audience for audience in Audience if audience in self.facts.groups]

    @strawberry.field
    def steps(self) -> list[ProfileStep]:
        return [
            ProfileStep(kind=step.kind, is_complete=step.is_complete, is_required=step.is_required)
            for step in rules.steps(self.facts)
        ]

    @strawberry.field(description="Everything required is there.")
    def is_complete(self) -> bool:
        return rules.is_complete(self.facts)

    @strawberry.field
    def warnings(self, info: Info) -> list[ProfileWarning]:
        number = sealing.opened(self.row, "nik", info.context.tools.vault)
        if number is None:
            return []
        row, today = self.row, info.context.tools.clock().date()
        found = nik.warnings_for(number, row.birth_date, row.gender, row.regency, today=today)
        return [ProfileWarning(field=one.field, message=one.sentence(info.context.language)) for one in found]


async def shown(row: ProfileRow) -> Profile:
    """The row as its owner sees it. What is asked of other tables is asked once for all fields."""
    return Profile(
        row=row,
        facts=await actions.facts_in(row, row.account_id),
        full_name=row.full_name,
        name_confirmed=row.name_confirmed_at is not None,
        birth_date=row.birth_date,
        gender=row.gender,
        education=row.education,
        has_disability=row.has_disability,
        province=region_of(row.regency and regions.parent(row.regency)),
        regency=region_of(row.regency),
        district=region_of(row.district),
        village=region_of(row.village),
        cooperative=_cooperative(row),
        business=_business(row),
    )


def region_of(code: str | None) -> Region | None:
    """The region with its name. One that a later edition of the codes no longer has is shown by its code."""
    if code is None:
        return None
    found = regions.region(code)
    return Region(code=code, name=found.name if found else code)


def regions_of(found: tuple[regions.Region, ...]) -> list[Region]:
    """A list of regions to choose from."""
    return [Region(code=one.code, name=one.name) for one in found]


def sectors_of() -> list[Sector]:
    """Every sector."""
    return [Sector(code=one.code, title=one.title) for one in sectors.sectors()]


def consent_of(row: ConsentRow) -> Consent:
    """A consent as its owner sees it."""
    return Consent(purpose=row.purpose, version=row.version, given_at=row.given_at, withdrawn_at=row.withdrawn_at)


def _cooperative(row: ProfileRow) -> Cooperative | None:
    values = (row.cooperative_name, row.cooperative_nik, row.cooperative_position)
    if all(value is None for value in values):
        return None
    return Cooperative(name=row.cooperative_name, nik=row.cooperative_nik, position=row.cooperative_position)


def _business(row: ProfileRow) -> Business | None:
    known = sectors.sector(row.business_sector) if row.business_sector else None
    values = (row.business_name, row.business_nib, known, row.business_since, row.business_turnover)
    if all(value is None for value in (*values, row.business_workers)):
        return None
    return Business(
        name=row.business_name,
        nib=row.business_nib,
        sector=Sector(code=known.code, title=known.title) if known else None,
        since=row.business_since,
        turnover=row.business_turnover,
        workers=row.business_workers,
    )
