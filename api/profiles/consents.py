"""Deeds on consents: given for a purpose and a version of the text, withdrawn at any time (UU 27/2022)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from api import outbox
from api.accounts.models import Account
from api.lookups import LookUp
from api.profiles import rules
from api.profiles.models import Consent, Profile
from api.profiles.rules import PURPOSES, Purpose
from api.profiles.sealing import INDEXED
from api.refusal import InvalidInput, NotFound

CONSENT_VERSION = "2026-11-2"
"""The version of /privasi/ that a participant agrees to; change it together with that page."""

_STANDING = LookUp(
    lambda account: Consent.filter(account_id=account, withdrawn_at__isnull=True).order_by("given_at", "id")
)


async def give_consent(account_id: UUID, purposes: Iterable[Purpose], version: str, at: datetime) -> Profile:
    """Note the consents, each by itself; with the first one the biodata begin. Giving one again changes nothing.

    Raises:
        InvalidInput: no purpose.
        ConsentOutdated: `version` is not the text that holds.
        NotFound: the account is gone.
    """
    wanted = frozenset(purposes)
    if not wanted:
        raise InvalidInput("purposes")
    if version != CONSENT_VERSION:
        raise rules.ConsentOutdated("version")
    async with in_transaction():
        # The account's row is what two first consents at once can both wait for.
        if await Account.select_for_update().get_or_none(id=account_id) is None:
            raise NotFound
        profile = await Profile.get_or_none(account_id=account_id)
        if profile is None:
            profile = await Profile.create(account_id=account_id, updated_at=at)
        standing = await Consent.filter(account_id=account_id, version=version, withdrawn_at__isnull=True)
        given = wanted - {one.purpose for one in standing}
        for purpose in given:
            await Consent.create(account_id=account_id, purpose=purpose, version=version, given_at=at)
        if given:
            await outbox.later("certification.consider_account", at=at, account_id=account_id)
    return profile


async def withdraw_consent(account_id: UUID, purpose: Purpose, at: datetime) -> Profile | None:
    """Withdraw a consent. What only REPORTING or ACCOMMODATION let us keep is erased in the same moment; without
    TRAINING nothing is saved and learned until it is given again. Withdrawing again changes nothing.
    """
    async with in_transaction():
        # Locked as in save_profile: a field that is being saved is saved before, and erased, or refused after.
        profile = await Profile.select_for_update().get_or_none(account_id=account_id)
        standing = Consent.filter(account_id=account_id, purpose=purpose, withdrawn_at__isnull=True)
        newest = await standing.order_by("-given_at", "-id").first()
        await standing.update(withdrawn_at=at)
        if newest:
            await outbox.later("rights.note_withdrawal", at=at, consent_id=newest.id)
        if profile and purpose is not Purpose.TRAINING:
            await Profile.filter(id=profile.id).update(**_emptied(purpose), updated_at=at)
    return await Profile.get_or_none(account_id=account_id)


async def standing_consents(account_id: UUID) -> list[Consent]:
    """The consents that hold, the newest of each purpose, in the purposes' order."""
    rows = await _STANDING.all(account_id)
    newest = {row.purpose: row for row in rows}
    return [newest[purpose] for purpose in Purpose if purpose in newest]


async def consented_purposes(account_id: UUID) -> frozenset[Purpose]:
    """What the participant consents to now."""
    return frozenset(row.purpose for row in await standing_consents(account_id))


async def check_training(account_id: UUID) -> None:
    """Whether this participant may be taught.

    Raises:
        ConsentRequired: the consent to it was withdrawn, or never given.
    """
    if not await may_be_taught(account_id):
        raise rules.ConsentRequired


async def may_be_taught(account_id: UUID) -> bool:
    """Whether the consent to the training holds."""
    return Purpose.TRAINING in await consented_purposes(account_id)


async def was_withdrawn(account_id: UUID, purpose: Purpose) -> bool:
    """Whether a consent was given once and doesn't hold any more."""
    given = await Consent.filter(account_id=account_id, purpose=purpose)
    return bool(given) and all(row.withdrawn_at for row in given)


def _emptied(purpose: Purpose) -> dict[str, None]:
    """Every column that is kept for this purpose, emptied; the indexes of sealed ones too."""
    columns = [name for name, reason in PURPOSES.items() if reason is purpose]
    indexes = [f"{name}_index" for name in columns if name in INDEXED]
    return dict.fromkeys([*columns, *indexes])
