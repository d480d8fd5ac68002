"""GraphQL of learning."""

from dataclasses import field
from datetime import datetime
from functools import reduce
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.edge import Info, Payload, refusable, signed_in, signed_in_or_visiting
from api.learning import actions, places, releases
from api.learning.models import Enrolment as EnrolmentRow
from api.learning.rules import Standing
from api.learning.shown import (
    AnswerInput,
    CheckOutcome,
    LessonState,
    Once,
    ResumePlace,
    lesson_shown,
    outcome_shown,
    place_shown,
    sent,
)
from api.profiles.actions import facts_of
from api.profiles.rules import Offer, menu
from api.refusal import Language, sentence
from courseware.sealed import Audience, SealedCourse


@strawberry.type
class CourseFacts:
    slug: str
    title: str
    summary: str
    hours: int = strawberry.field(description="JP, lesson hours of 45 minutes, as printed on the certificate.")
    minutes: int
    audiences: list[Audience]


@strawberry.type
class Enrolment:
    """Learning's part of an enrolment; schema.py joins it with the higher domains' parts."""

    row: strawberry.Private[EnrolmentRow]
    standing: strawberry.Private[Once[Standing]] = field(init=False, repr=False)
    above: strawberry.Private[dict[str, Once[Any]]] = field(
        default_factory=dict[str, Once[Any]], init=False, repr=False
    )
    """What fields of the higher domains' parts share, by a name of theirs."""

    def __post_init__(self) -> None:
        self.standing = Once(lambda: actions.standing_of(self.row))

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
        return (await self.standing()).progress.done

    @strawberry.field
    async def total_lessons(self) -> int:
        return len((await releases.pinned(self.row)).lessons)

    @strawberry.field(description="Whether every lesson is completed, or once was: never taken back.")
    async def complete(self) -> bool:
        return (await self.standing()).progress.is_complete

    @strawberry.field(description="In order, at their addresses of today.")
    async def lessons(self, info: Info) -> list[LessonState]:
        return [lesson_shown(one, info.context.language) for one in (await self.standing()).lessons]

    @strawberry.field(description="The first lesson that is not completed; null once the class is complete.")
    async def next_lesson(self, info: Info) -> LessonState | None:
        upcoming = (await self.standing()).next
        return lesson_shown(upcoming, info.context.language) if upcoming else None

    @strawberry.field(
        description="Where to go on: the place of `rememberPlace`, or the next lesson where that one is completed or "
        "not open yet; null once the class is complete."
    )
    async def resume(self) -> ResumePlace | None:
        place = (await self.standing()).resume
        return place_shown(self.row.course_id, place) if place else None


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
    lesson: LessonState | None = strawberry.field(
        default=None, description="How the lesson stands now that it was answered; null for visitors."
    )


@strawberry.type
class NoteWatchedPayload(Payload):
    lesson: LessonState | None = strawberry.field(default=None, description="How the lesson stands now.")


@strawberry.type
class RememberPlacePayload(Payload):
    lesson: strawberry.ID | None = strawberry.field(
        default=None, description="Of the place that is kept: a younger one stays, whatever arrives later."
    )
    heading: str | None = None
    noted_at: datetime | None = strawberry.field(default=None, description="By the server's clock.")


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

    @strawberry.mutation(
        description="The lesson was read to its end. LESSON_UNMET: that is noted, and the lesson is completed once "
        "what it lacks has come. LESSON_LOCKED: another lesson comes first, and nothing is noted."
    )
    @refusable(EnrolmentPayload)
    async def complete_lesson(self, info: Info, course: str, lesson: strawberry.ID) -> EnrolmentPayload:
        account_id = signed_in(info).account_id
        row = await actions.complete_lesson(account_id, course, lesson, info.context.tools.clock())
        return EnrolmentPayload(enrolment=Enrolment(row=row))

    @strawberry.mutation(
        description="Answer a check of understanding: practice, open to visitors, never scored. Of a participant it is "
        "noted that they answered."
    )
    @refusable(AnswerCheckPayload)
    async def answer_check(
        self, info: Info, course: str, lesson: strawberry.ID, check: strawberry.ID, answer: AnswerInput
    ) -> AnswerCheckPayload:
        identity = signed_in_or_visiting(info)
        account_id = identity.account_id if identity else None
        at = info.context.tools.clock()
        answered = await actions.answer_check(account_id, course, lesson, check, sent(answer), at=at)
        stands = lesson_shown(answered.lesson, info.context.language) if answered.lesson else None
        return AnswerCheckPayload(outcome=outcome_shown(answered.outcome), lesson=stands)

    @strawberry.mutation(
        description="How far a video of a lesson was watched, in percent of it, or that its transcript was read to the "
        "end. The highest of all times counts; repeating it is harmless. Only lessons that ask for it have such videos."
    )
    @refusable(NoteWatchedPayload)
    async def note_watched(
        self,
        info: Info,
        course: str,
        lesson: strawberry.ID,
        video: strawberry.ID,
        *,
        percent: int,
        transcript_read: bool = False,
    ) -> NoteWatchedPayload:
        watched = actions.Watched(video, percent, transcript_read)
        account_id, at = signed_in(info).account_id, info.context.tools.clock()
        stands = await actions.note_watched(account_id, course, lesson, watched, at)
        return NoteWatchedPayload(lesson=lesson_shown(stands, info.context.language))

    @strawberry.mutation(
        description="Where the participant is in the class. `heading` is the id of the heading above what they read, "
        "empty for the beginning; `ageSeconds` is how long ago that was by the phone's own stopwatch. The youngest "
        "place stays, in whatever order they arrive."
    )
    @refusable(RememberPlacePayload)
    async def remember_place(
        self, info: Info, course: str, lesson: strawberry.ID, heading: str = "", age_seconds: int = 0
    ) -> RememberPlacePayload:
        account_id, at = signed_in(info).account_id, info.context.tools.clock()
        place = await places.remember_place(account_id, course, lesson, heading, age_seconds, at=at)
        lesson_id = strawberry.ID(place.lesson_id)
        return RememberPlacePayload(lesson=lesson_id, heading=place.heading, noted_at=place.noted_at)


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


def _reason(groups: frozenset[Audience], offer: Offer, language: Language) -> str:
    """Which of the participant's groups the class is meant for, in words."""
    if not groups:
        return sentence("OfferUnknown", language)
    if not offer.meant_for_you:
        return sentence("OfferOther", language)
    names = [sentence(f"Audience_{group.name}", language) for group in offer.groups]
    joined = reduce(lambda one, other: sentence("OfferAnd", language, one=one, other=other), names)
    return sentence("OfferMeant", language, group=joined)
