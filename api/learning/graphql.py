"""GraphQL of learning."""

from datetime import datetime
from functools import reduce
from typing import Annotated
from uuid import UUID

import strawberry

from api.edge import Info, Payload, refusable, signed_in
from api.learning import actions, releases
from api.learning.models import Enrolment as EnrolmentRow
from api.learning.models import LessonProgress
from api.learning.shown import AnswerInput, CheckOutcome, outcome_shown, sent
from api.profiles.actions import facts_of
from api.profiles.rules import Offer, menu
from api.refusal import Language, sentence
from courseware.sealed import Audience, SealedCourse, SealedLesson


@strawberry.type
class CourseFacts:
    slug: str
    title: str
    summary: str
    hours: int = strawberry.field(description="JP, lesson hours of 45 minutes, as printed on the certificate.")
    minutes: int
    audiences: list[Audience]


@strawberry.type
class LessonState:
    id: strawberry.ID
    slug: str
    title: str
    minutes: int
    completed_at: datetime | None


@strawberry.type
class Enrolment:
    """Learning's part of an enrolment; schema.py joins it with the higher domains' parts."""

    row: strawberry.Private[EnrolmentRow]

    @strawberry.field
    def id(self) -> UUID:
        return self.row.id

    @strawberry.field
    def started_at(self) -> datetime:
        return self.row.started_at

    @strawberry.field
    async def course(self) -> CourseFacts:
        return course_facts(await releases.pinned(self.row))

    @strawberry.field
    async def completed_lessons(self) -> int:
        return (await actions.progress_of(self.row)).done

    @strawberry.field
    async def total_lessons(self) -> int:
        return len((await releases.pinned(self.row)).lessons)

    @strawberry.field(description="Whether every lesson is completed, or once was: never taken back.")
    async def complete(self) -> bool:
        return (await actions.progress_of(self.row)).is_complete

    @strawberry.field(description="In order, at their addresses of today.")
    async def lessons(self) -> list[LessonState]:
        return await lesson_states(self.row)

    @strawberry.field(description="The first lesson that is not completed; null once the class is complete.")
    async def next_lesson(self) -> LessonState | None:
        lesson = (await actions.progress_of(self.row)).next_lesson
        return _lesson_state(lesson, None) if lesson else None


EnrolmentType = Annotated["Enrolment", strawberry.lazy("api.schema")]
"""The whole type, with every domain's fields; the object that is returned is this module's part of it."""


@strawberry.type
class EnrolmentPayload(Payload):
    enrolment: EnrolmentType | None = None


@strawberry.type
class CourseOffer:
    course: CourseFacts
    meant_for_you: bool
    reason: str = strawberry.field(description="Why this class is offered, for the participant to read.")
    enrolled: bool


@strawberry.type
class AnswerCheckPayload(Payload):
    outcome: CheckOutcome | None = None


@strawberry.type
class LearningViewer:
    id: UUID

    @strawberry.field(description="The menu: the classes meant for the participant's groups first.")
    async def offers(self, info: Info) -> list[CourseOffer]:
        courses = {course.slug: course for course in await releases.offered()}
        groups = (await facts_of(self.id)).groups
        audiences = {slug: frozenset(course.audiences) for slug, course in courses.items()}
        enrolled = {row.course_id for row in await EnrolmentRow.filter(account_id=self.id)}
        return [
            CourseOffer(
                course=course_facts(courses[offer.course]),
                meant_for_you=offer.meant_for_you,
                reason=_reason(groups, offer, info.context.language),
                enrolled=offer.course in enrolled,
            )
            for offer in menu(groups, audiences)
        ]

    @strawberry.field
    async def enrolments(self) -> list[EnrolmentType]:
        rows = await EnrolmentRow.filter(account_id=self.id).order_by("-started_at")
        return [Enrolment(row=row) for row in rows]

    @strawberry.field
    async def enrolment(self, course: str) -> EnrolmentType | None:
        row = await EnrolmentRow.get_or_none(account_id=self.id, course_id=course)
        return Enrolment(row=row) if row else None


@strawberry.type
class LearningMutation:
    @strawberry.mutation
    @refusable(EnrolmentPayload)
    async def enrol(self, info: Info, course: str) -> EnrolmentPayload:
        row = await actions.enrol(signed_in(info).account_id, course, info.context.tools.clock())
        return EnrolmentPayload(enrolment=Enrolment(row=row))

    @strawberry.mutation(description="The lesson was read to its end.")
    @refusable(EnrolmentPayload)
    async def complete_lesson(self, info: Info, course: str, lesson: strawberry.ID) -> EnrolmentPayload:
        account_id = signed_in(info).account_id
        row = await actions.complete_lesson(account_id, course, lesson, info.context.tools.clock())
        return EnrolmentPayload(enrolment=Enrolment(row=row))

    @strawberry.mutation(description="Answer a check of understanding: practice, open to visitors, never scored.")
    @refusable(AnswerCheckPayload)
    async def answer_check(
        self, info: Info, course: str, lesson: strawberry.ID, check: strawberry.ID, answer: AnswerInput
    ) -> AnswerCheckPayload:
        identity = info.context.identity
        account_id = identity.account_id if identity else None
        outcome = await actions.answer_check(account_id, course, lesson, check, sent(answer))
        return AnswerCheckPayload(outcome=outcome_shown(outcome))


def course_facts(course: SealedCourse) -> CourseFacts:
    """What may be told of a sealed class."""
    return CourseFacts(
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        hours=course.hours,
        minutes=course.minutes,
        audiences=list(course.audiences),
    )


async def lesson_states(row: EnrolmentRow) -> list[LessonState]:
    """Every lesson of the enrolment's release, in order, with the time it was completed."""
    course = await releases.shown(row)
    completed = {one.lesson_id: one.completed_at for one in await LessonProgress.filter(enrolment_id=row.id)}
    return [_lesson_state(lesson, completed.get(lesson.id)) for lesson in course.lessons]


def _lesson_state(lesson: SealedLesson, completed_at: datetime | None) -> LessonState:
    return LessonState(
        id=strawberry.ID(lesson.id),
        slug=lesson.slug,
        title=lesson.title,
        minutes=lesson.minutes,
        completed_at=completed_at,
    )


def _reason(groups: frozenset[Audience], offer: Offer, language: Language) -> str:
    """Which of the participant's groups the class is meant for, in words."""
    if not groups:
        return sentence("OfferUnknown", language)
    if not offer.meant_for_you:
        return sentence("OfferOther", language)
    names = [sentence(f"Audience_{group.name}", language) for group in offer.groups]
    joined = reduce(lambda one, other: sentence("OfferAnd", language, one=one, other=other), names)
    return sentence("OfferMeant", language, group=joined)
