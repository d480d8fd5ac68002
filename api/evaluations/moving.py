"""Moving to the newest release of a class: not while a paper of the older one is being answered."""

from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from api.evaluations import actions, rules
from api.learning import actions as learning
from api.learning import moving
from api.learning.models import Enrolment
from api.learning.rules import ReleaseReplaced
from api.profiles.consents import check_training


async def move_to_newest(account_id: UUID, slug: str, release_id: UUID, at: datetime) -> Enrolment:
    """Move the participant to the newest release of a class, which must be the one that they were shown. Whoever is on
    it stays; progress, attempts and results stay as they are.

    Raises:
        NotEnrolled, ConsentRequired, AttemptOpen, ReleaseReplaced
    """
    enrolment_id = (await learning.enrolment_of(account_id, slug)).id
    await check_training(account_id)
    await actions.close_if_over(enrolment_id, at)
    async with in_transaction():
        # Locked: a second device waits here and finds it done, and nobody begins an attempt meanwhile.
        enrolment = await Enrolment.select_for_update().get(id=enrolment_id)
        newer = await moving.newer_release(enrolment)
        if newer is None or enrolment.release_id == release_id:
            return enrolment
        if newer.release_id != release_id:
            raise ReleaseReplaced("release")
        if await actions.open_attempt(enrolment.id):
            raise rules.AttemptOpen
        await moving.take(enrolment, newer, at)
    return enrolment
