"""Deeds on biodata. Consents are in consents.py, what is sealed in sealing.py."""

from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from api import outbox
from api.profiles import consents, patches, rules, sealing
from api.profiles.models import Profile, ProfileGroup
from api.profiles.nik import NikInUse
from api.profiles.patches import Absent, Address, Patch
from api.profiles.rules import ProfileFacts, Purpose
from api.throttle import Limit
from api.tools import Tools
from courseware.sealed import Audience

NIKS_PER_ACCOUNT = Limit("niks", "20/hour")
"""Whether a NIK is in use is told to whoever sends it."""


async def save_profile(account_id: UUID, patch: Patch, tools: Tools, at: datetime) -> Profile:
    """Write the fields that came, all or none. A certificate that waited for them is considered.

    Raises:
        ConsentRequired, NikInUse, TooManyRequests, and what patches.checked raises
    """
    if isinstance(patch.nik, str):
        await tools.throttle.count(NIKS_PER_ACCOUNT, str(account_id))
    try:
        async with in_transaction():
            row = await _locked(account_id)
            patches.check_consents(patch, await consents.consented_purposes(account_id))
            if patch.given():
                await _write(row, patch, tools, at)
                await outbox.later("certification.consider_account", at=at, account_id=account_id)
    except IntegrityError as error:
        # The one constraint that a checked patch can break: the index of the NIK is unique.
        if isinstance(patch.nik, str):
            raise NikInUse("nik") from error
        raise
    return await Profile.get(account_id=account_id)


async def _locked(account_id: UUID) -> Profile:
    row = await Profile.select_for_update().get_or_none(account_id=account_id)
    if row is None:
        raise rules.ConsentRequired
    return row


async def _write(row: Profile, patch: Patch, tools: Tools, at: datetime) -> None:
    columns = patches.checked(patch, Address(row.regency, row.district, row.village), at.date())
    if columns.get("full_name", row.full_name) != row.full_name:
        columns["name_confirmed_at"] = None
    stored = sealing.sealed(columns, row.id, tools.vault)
    await Profile.filter(id=row.id).update(**stored, updated_at=at)
    if not isinstance(patch.groups, Absent):
        await _replace_groups(row.id, frozenset(patch.groups or ()))


async def _replace_groups(profile_id: UUID, wanted: frozenset[Audience]) -> None:
    present = await groups_of(profile_id)
    await ProfileGroup.filter(profile_id=profile_id).exclude(audience__in=wanted).delete()
    for audience in wanted - present:
        await ProfileGroup.create(profile_id=profile_id, audience=audience)


async def confirm_name(account_id: UUID, name: str, at: datetime) -> Profile:
    """Note that the participant has seen this very name on the preview and wants it printed so.

    Raises:
        ConsentRequired
        NameUnconfirmed: another name is stored.
    """
    async with in_transaction():
        row = await _locked(account_id)
        await consents.check_training(account_id)
        if not row.full_name or name != row.full_name:
            raise rules.NameUnconfirmed("name")
        if row.name_confirmed_at is None:
            await Profile.filter(id=row.id).update(name_confirmed_at=at)
            await outbox.later("certification.consider_account", at=at, account_id=account_id)
    return await Profile.get(account_id=account_id)


async def profile_of(account_id: UUID) -> Profile | None:
    """The participant's biodata, or None before the first consent."""
    return await Profile.get_or_none(account_id=account_id)


async def groups_of(profile_id: UUID) -> frozenset[Audience]:
    """The groups that the participant chose."""
    return frozenset(row.audience for row in await ProfileGroup.filter(profile_id=profile_id))


async def facts_of(account_id: UUID) -> ProfileFacts:
    """What decides how far the biodata are; of somebody without any, that nothing is there."""
    return await facts_in(await profile_of(account_id), account_id)


async def facts_in(row: Profile | None, account_id: UUID) -> ProfileFacts:
    """The same where the row is at hand."""
    return ProfileFacts(
        has_consent=Purpose.TRAINING in await consents.consented_purposes(account_id),
        full_name=row.full_name if row else None,
        regency=row.regency if row else None,
        groups=await groups_of(row.id) if row else frozenset(),
        name_confirmed=bool(row and row.name_confirmed_at),
    )


async def has_biodata(account_id: UUID) -> bool:
    """Whether everything is there that is required of the biodata, the confirmed name apart."""
    return rules.may_enrol(await facts_of(account_id))


async def certificate_name(account_id: UUID) -> str | None:
    """The name to print on this participant's certificates; None while it may not be printed."""
    return rules.certificate_name(await facts_of(account_id))
