"""Deeds of learning. Publishing is in publishing.py."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from api import outbox
from api.learning import releases, rules
from api.learning.answers import Sent, valid_answer
from api.learning.models import (
    AnsweredCheck,
    ClassCompletion,
    CourseRelease,
    Enrolment,
    LessonProgress,
    ReadingPlace,
    ReadLesson,
    WatchedVideo,
)
from api.lookups import LookUp
from api.profiles import consents
from api.profiles.actions import has_biodata
from api.profiles.rules import ConsentRequired, Purpose
from api.refusal import InvalidInput, NotFound
from courseware.sealed import SealedCourse, SealedLesson

_OWN = LookUp(lambda account, slug: Enrolment.filter(account_id=account, course_id=slug))
_COMPLETION = LookUp(lambda enrolment: ClassCompletion.filter(enrolment_id=enrolment).only("id"))
_COMPLETED = LookUp(lambda enrolment: LessonProgress.filter(enrolment_id=enrolment).only("lesson_id"))


@dataclass(frozen=True, slots=True)
class Watched:
    """How far a video was watched, in percent of it, or that its transcript was read to the end."""

    id: str
    percent: int
    transcript_read: bool = False


@dataclass(frozen=True, slots=True)
class CheckAnswered:
    """The feedback on a check, and how its lesson stands now; None for whoever isn't in the class."""

    outcome: rules.CheckOutcome
    lesson: rules.LessonStanding | None = None


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
    """Note that a lesson was read to its end, which completes it where the class asks for no more; a second time
    changes nothing.

    Raises:
        NotEnrolled, NotFound, LessonIsNewer, ConsentRequired
        LessonLocked: another lesson comes first; nothing is noted.
        LessonUnmet: the lesson asks for more. That it was read is noted: what is missing completes it when it comes.
    """
    enrolment_id = (await enrolment_of(account_id, slug)).id
    await consents.check_training(account_id)
    async with in_transaction():
        # Locked: of two devices with the last two lessons the second sees the first's, and nobody moves meanwhile.
        enrolment = await Enrolment.select_for_update().get(id=enrolment_id)
        course = await releases.pinned(enrolment)
        lesson = rules.lesson_of(course, lesson_id)
        if lesson is None:
            newest = await releases.sealed((await enrolment.course).release_id)
            raise rules.LessonIsNewer("lesson") if rules.lesson_of(newest, lesson_id) else NotFound("lesson")
        deeds = await deeds_of(enrolment.id, course)
        if first := rules.comes_first(course, lesson, deeds.completed):
            raise rules.LessonLocked("lesson", first=first.title)
        deeds = replace(deeds, read=deeds.read | {lesson.id})
        lacks = rules.lacks(lesson, deeds)
        if lacks.is_nothing:
            await _settle(enrolment, course, deeds, at)
        elif not await ReadLesson.exists(enrolment_id=enrolment.id, lesson_id=lesson.id):
            await ReadLesson.create(enrolment_id=enrolment.id, lesson_id=lesson.id, read_at=at)
    if not lacks.is_nothing:
        raise rules.LessonUnmet("lesson", missing=lacks)
    return enrolment


async def note_watched(
    account_id: UUID, slug: str, lesson_id: str, video: Watched, at: datetime
) -> rules.LessonStanding:
    """Note how far a video of a lesson was watched, or that its transcript was read; the most of all times counts.

    Raises:
        NotEnrolled, NotFound, ConsentRequired, InvalidInput
    """
    if not 0 <= video.percent <= 100:
        raise InvalidInput("percent")
    enrolment_id = (await enrolment_of(account_id, slug)).id
    await consents.check_training(account_id)
    async with in_transaction():
        enrolment = await Enrolment.select_for_update().get(id=enrolment_id)
        course = await releases.pinned(enrolment)
        lesson = rules.lesson_of(course, lesson_id)
        if lesson is None or all(one.id != video.id for one in lesson.videos):
            raise NotFound("video")
        row = await WatchedVideo.get_or_none(enrolment_id=enrolment.id, video_id=video.id)
        if row is None:
            row = WatchedVideo(enrolment_id=enrolment.id, video_id=video.id, percent=0, noted_at=at)
        if video.percent > row.percent or (video.transcript_read and not row.transcript_read):
            row.percent = max(row.percent, video.percent)
            row.transcript_read = row.transcript_read or video.transcript_read
            row.noted_at = at
            await row.save()
            await settle(enrolment, at)
    return _of_lesson(await standing_of(enrolment), lesson)


async def settle(enrolment: Enrolment, at: datetime) -> None:
    """Complete every lesson that is due. Call it inside the transaction that may complete one, the enrolment locked."""
    course = await releases.pinned(enrolment)
    await _settle(enrolment, course, await deeds_of(enrolment.id, course), at)


async def _settle(enrolment: Enrolment, course: SealedCourse, deeds: rules.Deeds, at: datetime) -> None:
    due = rules.due(course, deeds)
    for lesson in due:
        await LessonProgress.create(enrolment_id=enrolment.id, lesson_id=lesson.id, completed_at=at)
    if due:
        await note_completion(enrolment, at)
        await outbox.later("certification.consider", at=at, enrolment_id=enrolment.id)


async def note_completion(enrolment: Enrolment, at: datetime) -> None:
    """Write down that the class is complete if it is and nobody has: from then on it stays so. Call it inside the
    transaction that may complete it, the enrolment locked.
    """
    if not await ClassCompletion.exists(enrolment_id=enrolment.id) and (await progress_of(enrolment)).is_complete:
        await ClassCompletion.create(enrolment_id=enrolment.id, release_id=enrolment.release_id, completed_at=at)


async def answer_check(
    account_id: UUID | None, slug: str, lesson_id: str, check_id: str, sent: Sent, *, at: datetime
) -> CheckAnswered:
    """The feedback on an answer to a check in a lesson: from the participant's own release, for visitors the newest.
    Of a participant it is noted that they answered, of a visitor nothing.

    Raises:
        NotFound, AnswerInvalid, AnswerTooLong
    """
    enrolment = await Enrolment.get_or_none(account_id=account_id, course_id=slug) if account_id else None
    course = await releases.pinned(enrolment) if enrolment else (await releases.current(slug))[1]
    lesson = rules.lesson_of(course, lesson_id)
    question = next((check for check in lesson.checks if check.id == check_id), None) if lesson else None
    if lesson is None or question is None:
        raise NotFound("check")
    answer = valid_answer(question, sent)
    outcome = rules.check_outcome(question, answer)
    # Practice stays open to whoever withdrew the consent; their answers leave nothing then.
    if enrolment is None or not answer or not await consents.may_be_taught(enrolment.account_id):
        return CheckAnswered(outcome)
    await _note_answered(enrolment.id, check_id, at)
    return CheckAnswered(outcome, _of_lesson(await standing_of(enrolment), lesson))


async def _note_answered(enrolment_id: UUID, check_id: str, at: datetime) -> None:
    if await AnsweredCheck.exists(enrolment_id=enrolment_id, check_id=check_id):
        return
    async with in_transaction():
        # Locked: the same answer may arrive twice at once, and a video beside it.
        enrolment = await Enrolment.select_for_update().get(id=enrolment_id)
        if not await AnsweredCheck.exists(enrolment_id=enrolment_id, check_id=check_id):
            await AnsweredCheck.create(enrolment_id=enrolment_id, check_id=check_id, answered_at=at)
            await settle(enrolment, at)


async def enrolment_of(account_id: UUID, slug: str) -> Enrolment:
    """The participant's own enrolment in a class.

    Raises:
        NotEnrolled
    """
    enrolment = await _OWN.first(account_id, slug)
    if enrolment is None:
        raise rules.NotEnrolled("course")
    return enrolment


async def progress_of(enrolment: Enrolment) -> rules.Progress:
    """How far this enrolment is, from the server's own records."""
    return await _progress(enrolment, frozenset(one.lesson_id for one in await _COMPLETED.all(enrolment.id)))


async def _progress(enrolment: Enrolment, completed: frozenset[str]) -> rules.Progress:
    # Most screens ask how far somebody is, several times.
    completion = await _COMPLETION.first(enrolment.id)
    course = await releases.shown(enrolment)
    return rules.Progress(course.lessons, completed, was_completed=completion is not None)


async def deeds_of(enrolment_id: UUID, course: SealedCourse) -> rules.Deeds:
    """What this participant did in the class, as far as its rules ask for it."""
    return await _deeds(enrolment_id, course, frozenset(await _ids(LessonProgress, enrolment_id, "lesson_id")))


async def _deeds(enrolment_id: UUID, course: SealedCourse, completed: frozenset[str]) -> rules.Deeds:
    # Also where reading is all: this may be the release to go to, and the older one may have asked for more.
    read = frozenset(await _ids(ReadLesson, enrolment_id, "lesson_id"))
    if not any(lesson.rules for lesson in course.lessons):
        return rules.Deeds(completed, read)
    videos = await WatchedVideo.filter(enrolment_id=enrolment_id)
    return rules.Deeds(
        completed,
        read,
        answered=frozenset(await _ids(AnsweredCheck, enrolment_id, "check_id")),
        watched={video.video_id: video.percent for video in videos},
        transcripts=frozenset(video.video_id for video in videos if video.transcript_read),
    )


async def _ids(table: type[LessonProgress | ReadLesson | AnsweredCheck], enrolment_id: UUID, column: str) -> list[str]:
    return [str(one) for one in await table.filter(enrolment_id=enrolment_id).values_list(column, flat=True)]


async def standing_of(enrolment: Enrolment) -> rules.Standing:
    """How this participant stands in the class, lesson by lesson: a handful of questions, however many lessons."""
    times = {one.lesson_id: one.completed_at for one in await LessonProgress.filter(enrolment_id=enrolment.id)}
    progress = await _progress(enrolment, frozenset(times))
    course = replace(await releases.pinned(enrolment), lessons=progress.lessons)
    deeds = await _deeds(enrolment.id, course, frozenset(times))
    place = await ReadingPlace.get_or_none(enrolment_id=enrolment.id)
    there = rules.lesson_of(course, place.lesson_id) if place else None
    return rules.Standing(
        progress,
        tuple(
            rules.LessonStanding(
                lesson,
                times.get(lesson.id),
                rules.lacks(lesson, deeds),
                rules.comes_first(course, lesson, deeds.completed),
                tuple(deeds.watched.get(video.id, 0) for video in lesson.videos),
            )
            for lesson in course.lessons
        ),
        last=rules.Place(there, place.heading) if place and there else None,
    )


def _of_lesson(standing: rules.Standing, lesson: SealedLesson) -> rules.LessonStanding:
    return next(one for one in standing.lessons if one.lesson.id == lesson.id)


async def completed_release(enrolment: Enrolment) -> CourseRelease:
    """The class as this participant completed it; as they have it where it isn't complete."""
    completion = await ClassCompletion.get_or_none(enrolment_id=enrolment.id)
    return await CourseRelease.get(id=completion.release_id if completion else enrolment.release_id)


def lesson_link(course: SealedCourse, lesson: SealedLesson) -> str:
    """The lesson's page on the site."""
    return f"/kelas/{course.slug}/{lesson.slug}/"
