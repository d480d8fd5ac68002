"""The erasure itself: everything of an account goes, in one transaction, but what its certificates need."""

from datetime import datetime
from uuid import UUID, uuid4

from tortoise.transactions import in_transaction

from api.accounts.models import Account, Challenge, Registration
from api.accounts.rules import tombstone_address
from api.certification.models import Certificate
from api.evaluations.models import Answer, Attempt, Rescoring, Satisfaction
from api.identity import Role
from api.learning.models import (
    AnsweredCheck,
    ClassCompletion,
    Enrolment,
    LessonProgress,
    ReadingPlace,
    ReadLesson,
    WatchedVideo,
)
from api.reminders.models import Reminder
from api.rights.collecting import addresses_of
from api.rights.models import DataRequest
from api.rights.rules import DataRequestKind, StaffAccountStays


async def due_erasure(request_id: UUID, at: datetime) -> tuple[DataRequest, Account] | None:
    """The erasure that is to be done now, and whose; None when it was taken back, is done, or is not due.

    Raises:
        StaffAccountStays: the account became one of the staff's meanwhile.
    """
    due = DataRequest.filter(id=request_id, kind=DataRequestKind.ERASURE, done_at__isnull=True, due_at__lte=at)
    request = await due.select_related("account").first()
    if request is None or request.account is None:
        return None
    if request.account.role is Role.STAFF:
        raise StaffAccountStays
    return request, request.account


async def erase(request_id: UUID, at: datetime) -> None:
    """Erase the account of a due request. Of the request itself two moments stay, and nobody's name: that there was an
    erasure, asked then and done now. Again, it changes nothing.

    Raises:
        StaffAccountStays
    """
    async with in_transaction():
        request = await DataRequest.get_or_none(id=request_id)
        if request is None or request.account_id is None:
            return
        # Other deeds of the account wait for this row, or their foreign keys do: they end before, or find nobody after.
        await Account.select_for_update().get_or_none(id=request.account_id)
        found = await due_erasure(request_id, at)
        if found is None:
            return
        _, account = found
        await _erase_learning(account.id)
        await _erase_addresses(account)
        await DataRequest.filter(id=request_id).update(account_id=None, done_at=at)
        # The foreign keys take along whatever else names the account.
        await Account.filter(id=account.id).delete()


async def _erase_learning(account_id: UUID) -> None:
    enrolments = [one.id for one in await Enrolment.select_for_update().filter(account_id=account_id)]
    attempts = [one.id for one in await Attempt.select_for_update().filter(enrolment_id__in=enrolments)]
    await Answer.filter(attempt_id__in=attempts).delete()
    await Rescoring.filter(attempt_id__in=attempts).delete()
    await Attempt.filter(id__in=attempts).delete()
    await Satisfaction.filter(enrolment_id__in=enrolments).delete()
    await Reminder.filter(enrolment_id__in=enrolments).delete()
    await ClassCompletion.filter(enrolment_id__in=enrolments).delete()
    for table in (LessonProgress, ReadLesson, AnsweredCheck, WatchedVideo, ReadingPlace):
        await table.filter(enrolment_id__in=enrolments).delete()
    certificates = await Certificate.filter(enrolment_id__in=enrolments)
    kept = {one.enrolment_id for one in certificates}
    await Enrolment.filter(id__in=[one for one in enrolments if one not in kept]).delete()
    if certificates:
        await _leave_tombstone(account_id, min(one.issued_at for one in certificates))


async def _leave_tombstone(account_id: UUID, since: datetime) -> None:
    """Give the enrolments that stay to an empty account. It is another row: a token, a letter or a request that still
    names the old one finds nobody, and can write nothing. Its id is random, since ours tell when they were made.
    """
    tombstone = uuid4()
    await Account.create(id=tombstone, email=tombstone_address(tombstone), password_hash=None, created_at=since)
    await Enrolment.filter(account_id=account_id).update(account_id=tombstone)


async def _erase_addresses(account: Account) -> None:
    """What waits under the account's addresses without naming the account."""
    addresses = await addresses_of(account)
    await Challenge.filter(email__in=addresses).delete()
    await Registration.filter(email__in=addresses).delete()
