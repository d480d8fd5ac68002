"""Moving an enrolment to the newest release of its class."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api import outbox
from api.learning import actions, releases, rules
from api.learning.models import Course, Enrolment, LessonProgress
from courseware.sealed import SealedCourse


@dataclass(frozen=True, slots=True)
class Newer:
    """The release on offer, where an enrolment has another, and what going there changes."""

    release_id: UUID
    course: SealedCourse
    move: rules.Move


async def newer_release(enrolment: Enrolment) -> Newer | None:
    """Where this enrolment can move to; None when it is there, or when the class isn't on offer any more."""
    offer = await Course.get_or_none(slug=enrolment.course_id, offered=True)
    if offer is None or offer.release_id == enrolment.release_id:
        return None
    course = await releases.sealed(offer.release_id)
    due = rules.due(course, await actions.deeds_of(enrolment.id, course))
    move = rules.move(await actions.progress_of(enrolment), course, frozenset(lesson.id for lesson in due))
    return Newer(offer.release_id, course, move)


async def take(enrolment: Enrolment, newer: Newer, at: datetime) -> None:
    """Move the enrolment. Call it inside a transaction, the enrolment locked and `newer` read under that lock.

    A completion is noted with the release that was completed: the certificate prints that one.
    """
    if newer.move.before.is_complete:
        await actions.note_completion(enrolment, await _last_completed(enrolment) or at)
    enrolment.release_id = newer.release_id
    await enrolment.save(update_fields=["release_id"])
    await actions.settle(enrolment, at)
    if newer.move.completes:
        await actions.note_completion(enrolment, at)
        await outbox.later("certification.consider", at=at, enrolment_id=enrolment.id)


async def _last_completed(enrolment: Enrolment) -> datetime | None:
    last = await LessonProgress.filter(enrolment_id=enrolment.id).order_by("-completed_at").first()
    return last.completed_at if last else None
