"""More time for a person: given by staff for all classes or one, changed, ended. What an open attempt has it keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from api import audit, reasons
from api.accounts.models import Account
from api.accounts.rules import normalized_email
from api.evaluations import actions, sealing, timing
from api.evaluations.models import Accommodation, Attempt
from api.learning import releases
from api.learning.models import Course, Enrolment
from api.profiles.consents import consented_purposes
from api.profiles.models import Profile
from api.profiles.rules import Purpose
from api.refusal import InvalidInput, NotFound, ProblemCode, Refusal
from api.vault import Vault

MOST_TIMES = 3
MOST_MINUTES = 240
MOST_SHOWN = 200


class AccommodationUnconsented(Refusal):
    """What is noted of somebody's health needs their own consent first."""

    code = ProblemCode.CONSENT_REQUIRED


@dataclass(frozen=True, slots=True)
class Order:
    """What staff decide: for whom, in which class or in all, how much more, and why."""

    email: str
    course: str | None
    more: timing.MoreTime
    reason: str


@dataclass(frozen=True, slots=True)
class Person:
    """How staff know somebody; there is no name before the biodata."""

    email: str
    full_name: str | None


def more_time(factor: float | None, minutes: int | None) -> timing.MoreTime:
    """What was asked for, of which there is one: times the class's time, up to three, or minutes beyond it.

    Raises:
        InvalidInput
    """
    if (factor is None) == (minutes is None):
        raise InvalidInput("factor")
    if factor is not None:
        # A hundredth at least: less is none that a column can hold.
        if not 1.005 <= factor <= MOST_TIMES:
            raise InvalidInput("factor")
        return timing.MoreTime(percent=round(factor * 100))
    if minutes not in range(1, MOST_MINUTES + 1):
        raise InvalidInput("minutes")
    return timing.MoreTime(minutes=minutes)


async def set_accommodation(order: Order, by: audit.Actor, vault: Vault, at: datetime) -> Accommodation:
    """Give somebody more time, or change what they have for the same class. An attempt that is open is longer at once,
    and never shorter. Setting the same again changes nothing.

    Raises:
        NotFound, AccommodationUnconsented, InvalidInput
    """
    reason = reasons.given(order.reason)
    async with in_transaction():
        # Locked: of two members of staff at once the second finds what the first has set.
        account = await Account.select_for_update().get_or_none(email=normalized_email(order.email))
        if account is None:
            raise NotFound("email")
        if order.course is not None and not await Course.exists(slug=order.course):
            raise NotFound("course")
        if Purpose.ACCOMMODATION not in await consented_purposes(account.id):
            raise AccommodationUnconsented("email")
        row = await _standing(account.id, order.course).first() or Accommodation(
            account_id=account.id, course_id=order.course
        )
        if row.reason and _is_same(row, order.more, reason, vault):
            return row
        row.percent, row.minutes, row.set_at = order.more.percent, order.more.minutes, at
        row.reason = sealing.reasons.sealed("reason", reason, row.id, vault)
        await row.save()
        facts = {**_facts(row), "attempts": await _lengthened(account.id, order.course, at)}
        await audit.note(audit.Deed.ACCOMMODATION_SET, _subject(row), by=by, at=at, facts=facts)
        return row


async def end_accommodation(accommodation_id: UUID, by: audit.Actor, at: datetime) -> Accommodation:
    """The next attempts have the class's time again. Ending it again changes nothing.

    Raises:
        NotFound
    """
    async with in_transaction():
        row = await Accommodation.select_for_update().get_or_none(id=accommodation_id)
        if row is None:
            raise NotFound("accommodation")
        if row.ended_at is None:
            row.ended_at = at
            await row.save()
            await audit.note(audit.Deed.ACCOMMODATION_ENDED, _subject(row), by=by, at=at, facts=_facts(row))
        return row


async def accommodations(email: str | None) -> list[Accommodation]:
    """Those that stand, the newest first; of one account those that were ended too."""
    rows = Accommodation.filter(ended_at__isnull=True)
    if email is not None:
        rows = Accommodation.filter(account__email=normalized_email(email))
    return await rows.order_by("-set_at", "-id").limit(MOST_SHOWN)


async def people_of(rows: Iterable[Accommodation]) -> dict[UUID, Person]:
    """Whose they are, by account."""
    ids = {row.account_id for row in rows}
    names = {one.account_id: one.full_name for one in await Profile.filter(account_id__in=ids)}
    return {one.id: Person(one.email, names.get(one.id)) for one in await Account.filter(id__in=ids)}


async def forget_accommodations(account_id: UUID, until: datetime) -> None:
    """Delete what was noted up to a moment: its consent was withdrawn then."""
    await Accommodation.filter(account_id=account_id, set_at__lte=until).delete()


def _standing(account_id: UUID, course: str | None) -> QuerySet[Accommodation]:
    standing = Accommodation.filter(account_id=account_id, ended_at__isnull=True)
    return standing.filter(course_id__isnull=True) if course is None else standing.filter(course_id=course)


def _is_same(row: Accommodation, more: timing.MoreTime, reason: str, vault: Vault) -> bool:
    kept = sealing.reasons.opened(row, "reason", vault)
    return (row.percent, row.minutes, kept) == (more.percent, more.minutes, reason)


def _subject(row: Accommodation) -> str:
    return f"accommodation:{row.id}"


def _facts(row: Accommodation) -> dict[str, audit.Fact]:
    """The reason is somebody's health: it stays out of the trail, which outlives them."""
    return {"course": row.course_id, "percent": row.percent, "minutes": row.minutes}


async def _lengthened(account_id: UUID, slug: str | None, at: datetime) -> int:
    """How many open attempts got a later deadline."""
    mine = Enrolment.filter(account_id=account_id)
    # Locked like a start: one that is under way ends before, and is found here, or reads the new time after.
    enrolments = await (mine.filter(course_id=slug) if slug else mine).select_for_update()
    changed = 0
    for enrolment in enrolments:
        attempt = await Attempt.select_for_update().get_or_none(enrolment_id=enrolment.id, closed_at__isnull=True)
        if attempt and not actions.window_of(attempt).is_over(at):
            changed += await _lengthen(attempt, enrolment, at)
    return changed


async def _lengthen(attempt: Attempt, enrolment: Enrolment, at: datetime) -> bool:
    course = await releases.pinned(enrolment)
    more = await actions.more_time(enrolment.account_id, enrolment.course_id)
    deadline = attempt.started_at + timedelta(minutes=timing.whole_time(course.evaluation.minutes, more))
    if deadline <= attempt.deadline_at:
        return False
    attempt.deadline_at = deadline
    await attempt.save()
    await actions.close_later(attempt, at)
    return True
