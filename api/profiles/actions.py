"""Deeds on biodata."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from api import outbox
from api.profiles import rules
from api.profiles.models import Profile
from api.profiles.regions import EAST_JAVA, regencies
from courseware.sealed import Audience

CONSENT_VERSION = "2026-11"
"""The version of /privasi/ that a participant agrees to; change it together with that page."""


@dataclass(frozen=True, slots=True)
class Biodata:
    """What the participant filled in, unchecked."""

    full_name: str
    group: Audience
    organisation: str | None
    regency: str
    consent: bool


async def save_profile(account_id: UUID, biodata: Biodata, at: datetime) -> Profile:
    """Keep the biodata; saving again replaces it. A certificate that waited for a name is considered.

    Raises:
        NameInvalid, ConsentRequired, UnknownRegency, OrganisationTooLong
    """
    if not biodata.consent:
        raise rules.ConsentRequired("consent")
    if biodata.regency not in {one.code for one in regencies(EAST_JAVA)}:
        raise rules.UnknownRegency("regency")
    full_name = rules.printable_name(biodata.full_name)
    organisation = rules.organisation_name(biodata.organisation)
    async with in_transaction():
        profile = await Profile.select_for_update().get_or_none(account_id=account_id)
        if profile is None:
            profile = Profile(account_id=account_id)
        if profile.consent_version != CONSENT_VERSION:
            profile.consent_version, profile.consented_at = CONSENT_VERSION, at
        profile.full_name, profile.group = full_name, biodata.group
        profile.organisation, profile.regency = organisation, biodata.regency
        profile.updated_at = at
        await profile.save()
        await outbox.later("certification.consider_account", at=at, account_id=account_id)
    return profile


async def profile_of(account_id: UUID) -> Profile | None:
    """The participant's biodata, or None before it was filled in."""
    return await Profile.get_or_none(account_id=account_id)


async def has_biodata(account_id: UUID) -> bool:
    """Whether everything is there that a certificate needs of the biodata, the confirmed name apart."""
    return await profile_of(account_id) is not None


async def certificate_name(account_id: UUID) -> str | None:
    """The name to print, as the participant confirmed it; None before that."""
    profile = await profile_of(account_id)
    return profile.full_name if profile else None
