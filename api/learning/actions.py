"""Deeds of learning. Publishing is in publishing.py."""

from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from api import outbox
from api.learning import releases, rules
from api.learning.answers import Sent, valid_answer
from api.learning.models import ClassCompletion, Enrolment, LessonProgress
from api.lookups import LookUp
from api.profiles import consents
from api.profiles.actions import has_biodata
from api.profiles.rules import ConsentRequired, Purpose
from api.refusal import NotFound
from courseware.sealed import SealedCourse, SealedLesson

_COMPLETED = LookUp(lambda enrolment: LessonProgress.filter(enrolment_id=enrolment).only("lesson_id"))


async def enrol(account_id: UUID, slug: str, at: datetime) -> Enrolment:
    """Enter a class, on its present release; entering again returns the same enrolment.

    Raises:
        NotFound, ProfileRequired
        ConsentRequired: the consent to the training was withdrawn.
    """
    existing = await Enrolment.get_or_none(account_id=account_id, course_id=slug)
    if existing:
        return existing
    course, _ = await releases.current(slug)
    if await consents.was_withdrawn(account_id, Purpose.TRAINING):
        raise ConsentRequired
    if not await has_biodata(account_id):
        raise rules.ProfileRequired
    try:
        return await Enrolment.create(
            account_id=account_id, course_id=slug, release_id=course.release_id, started_at=at
        )
    except IntegrityError:
        # The same tap arrived twice; the first one made the row.
        return await Enrolment.get(account_id=account_id, course_id=slug)


async def complete_lesson(account_id: UUID, slug: str, lesson_id: str, at: datetime) -> Enrolment:
    """Note that a lesson was read to its end; a second time changes nothing.

    Raises:
        NotEnrolled, NotFound, LessonIsNewer, ConsentRequired
    """
    enrolment_id = (await enrolment_of(account_id, slug)).id
    await consents.check_training(account_id)
    async with in_transaction():
        # Locked: of two devices with the last two lessons the second sees the first's, and nobody moves meanwhile.
        enrolment = await Enrolment.select_for_update().get(id=enrolment_id)
        if rules.lesson_of(await releases.pinned(enrolment), lesson_id) is None:
            newest = await releases.sealed((await enrolment.course).release_id)
            raise rules.LessonIsNewer("lesson") if rules.lesson_of(newest, lesson_id) else NotFound("lesson")
        if not await LessonProgress.exists(enrolment_id=enrolment.id, lesson_id=lesson_id):
            await LessonProgress.create(enrolment_id=enrolment.id, lesson_id=lesson_id, completed_at=at)
            await note_completion(enrolment, at)
            await outbox.later("certification.consider", at=at, enrolment_id=enrolment.id)
    return enrolment


async def note_completion(enrolment: Enrolment, at: datetime) -> None:
    """Write down that the class is complete if it is and nobody has: from then on it stays so. Call it inside the
    transaction that may complete it, the enrolment locked.
    """
    if not await ClassCompletion.exists(enrolment_id=enrolment.id) and (await progress_of(enrolment)).is_complete:
        await ClassCompletion.create(enrolment_id=enrolment.id, release_id=enrolment.release_id, completed_at=at)


async def answer_check(
    account_id: UUID | None, slug: str, lesson_id: str, check_id: str, sent: Sent
) -> rules.CheckOutcome:
    """The feedback on an answer to a check in a lesson: from the participant's own release, for visitors the newest.

    Raises:
        NotFound, AnswerInvalid, AnswerTooLong
    """
    enrolment = await Enrolment.get_or_none(account_id=account_id, course_id=slug) if account_id else None
    course = await releases.pinned(enrolment) if enrolment else (await releases.current(slug))[1]
    lesson = rules.lesson_of(course, lesson_id)
    question = next((check for check in lesson.checks if check.id == check_id), None) if lesson else None
    if question is None:
        raise NotFound("check")
    return rules.check_outcome(question, valid_answer(question, sent))


async def enrolment_of(account_id: UUID, slug: str) -> Enrolment:
    """The participant's own enrolment in a class.

    Raises:
        NotEnrolled
    """
    enrolment = await Enrolment.get_or_none(account_id=account_id, course_id=slug)
    if enrolment is None:
        raise rules.NotEnrolled("course")
    return enrolment


async def progress_of(enrolment: Enrolment) -> rules.Progress:
    """How far this enrolment is, from the server's own records."""
    # One look for both: most screens ask how far somebody is, several times.
    facts = await Enrolment.get(id=enrolment.id).values_list("course__release_id", "completion__id")
    offered, completion = (UUID(str(one)) if one else None for one in facts)
    course = await releases.at_addresses_of(offered or enrolment.release_id, enrolment)
    completed = frozenset(one.lesson_id for one in await _COMPLETED.all(enrolment.id))
    return rules.Progress(course.lessons, completed, was_completed=completion is not None)


async def completed_release(enrolment: Enrolment) -> SealedCourse:
    """The class as this participant completed it; as they have it where it isn't complete."""
    completion = await ClassCompletion.get_or_none(enrolment_id=enrolment.id)
    return await releases.sealed(completion.release_id if completion else enrolment.release_id)


def lesson_link(course: SealedCourse, lesson: SealedLesson) -> str:
    """The lesson's page on the site."""
    return f"/kelas/{course.slug}/{lesson.slug}/"
