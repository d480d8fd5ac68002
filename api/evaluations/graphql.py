"""GraphQL of evaluations. Only the review of a finished paper tells a key, once `reviewing` allows it."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from api.edge import Info, Payload, acting, refusable, signed_in
from api.evaluations import actions, rules, saving, timing, withdrawing
from api.evaluations.models import Attempt as AttemptRow
from api.evaluations.moving import move_to_newest
from api.evaluations.papers import (
    PaperQuestion,
    SaveAnswerPayload,
    SubmissionReceipt,
    asked_shown,
    receipt_shown,
    saved_shown,
)
from api.evaluations.reviewing import may_be_read, policy_of, review_of
from api.evaluations.reviewing_shown import AttemptReview, review_shown
from api.evaluations.shown import WithdrawQuestionPayload, withdrawal_shown
from api.learning import actions as learning
from api.learning import releases
from api.learning.graphql import CourseFacts, Enrolment, EnrolmentPayload, EnrolmentType, course_facts
from api.learning.models import Enrolment as EnrolmentRow
from api.learning.moving import newer_release
from api.learning.shown import AnswerInput, NewerRelease, newer_shown, sent
from courseware import levels
from courseware.sealed import QuestionKind, ReviewPolicy, SealedCourse

strawberry.enum(QuestionKind)
strawberry.enum(levels.Level, name="UnderstandingLevel")
strawberry.enum(ReviewPolicy)


@strawberry.enum
class AttemptState(Enum):
    OPEN = "open"
    CLOSED = "closed"


@strawberry.type
class TopicLesson:
    title: str
    slug: str


@strawberry.type
class TopicResult:
    title: str
    points: float = strawberry.field(description="Partly right answers may give parts of points.")
    total: int
    level: levels.Level = strawberry.field(description="Of this topic alone, by the same bounds as the whole.")
    lessons: list[TopicLesson] = strawberry.field(description="Lessons to read again.")


@strawberry.type(description="From which percentage on a level holds, of the whole and of a topic.")
class LevelBound:
    level: levels.Level
    score: int


@strawberry.type
class AttemptResult:
    score: int = strawberry.field(description="Percent, rounded down.")
    passing_score: int
    passed: bool
    level: levels.Level
    levels: list[LevelBound] = strawberry.field(description="All levels, the lowest first.")
    closed_at: datetime
    topics: list[TopicResult]
    attempts_left: int | None
    next_attempt_at: datetime | None
    withdrawn_questions: int = strawberry.field(
        description="How many questions of the paper the staff withdrew: they count against nobody."
    )
    score_before: int | None = strawberry.field(
        description="The score before questions were withdrawn; null where it is the same."
    )


@strawberry.type
class Attempt:
    row: strawberry.Private[AttemptRow]

    @strawberry.field
    def id(self) -> UUID:
        return self.row.id

    @strawberry.field
    def number(self) -> int:
        return self.row.number

    @strawberry.field
    def state(self) -> AttemptState:
        return AttemptState.CLOSED if self.row.closed_at else AttemptState.OPEN

    @strawberry.field
    def started_at(self) -> datetime:
        return self.row.started_at

    @strawberry.field
    def deadline_at(self) -> datetime:
        return self.row.deadline_at

    @strawberry.field(description="How long after the deadline an answer that was on its way still counts.")
    def grace_seconds(self) -> int:
        return int(timing.TRANSIT.total_seconds())

    @strawberry.field(
        description="When it closes by itself: until then an answer may arrive that was made before the deadline."
    )
    def closes_at(self) -> datetime:
        return actions.window_of(self.row).closes_at

    @strawberry.field(description="The minutes from the start to the deadline.")
    def minutes(self) -> int:
        return actions.minutes_of(self.row)

    @strawberry.field(description="How many of the minutes the office has given this person beyond the class's time.")
    async def extra_minutes(self) -> int:
        course = await releases.pinned(await actions.enrolment_of(self.row))
        return max(0, actions.minutes_of(self.row) - course.evaluation.minutes)

    @strawberry.field(description="Null while the attempt is open.")
    async def receipt(self) -> SubmissionReceipt | None:
        return await receipt_shown(self.row)

    @strawberry.field(description="The server's clock; a phone's may be hours off.")
    def server_time(self, info: Info) -> datetime:
        return info.context.tools.clock()

    @strawberry.field
    async def course(self) -> CourseFacts:
        return course_facts(await self._course())

    @strawberry.field(
        description="The paper while the attempt is open, without what was withdrawn meanwhile; empty afterwards."
    )
    async def questions(self) -> list[PaperQuestion]:
        if self.row.closed_at:
            return []
        answers = await actions.answers_of(self.row)
        withdrawn = await actions.withdrawn_in((await actions.enrolment_of(self.row)).course_id)
        asked = rules.still_asked(rules.Paper.from_json(self.row.paper), withdrawn)
        return [asked_shown(one, answers.get(one.question.id)) for one in asked]

    @strawberry.field(description="Null while the attempt is open.")
    async def result(self) -> AttemptResult | None:
        if not self.row.result or not self.row.closed_at:
            return None
        result, course = rules.Result.from_json(self.row.result), await self._course()
        history = await actions.history_of(self.row.enrolment_id)
        before = await actions.score_before(self.row)
        return AttemptResult(
            score=result.score,
            passing_score=result.passing_score,
            passed=result.passed,
            level=levels.level_of(result.score),
            levels=[LevelBound(level=level, score=bound) for level, bound in levels.LEVELS],
            closed_at=self.row.closed_at,
            topics=[_topic(topic, course) for topic in result.topics],
            attempts_left=rules.attempts_left(course.evaluation, history),
            next_attempt_at=rules.next_start(course.evaluation, history),
            withdrawn_questions=len(result.withdrawn),
            score_before=before if before != result.score else None,
        )

    @strawberry.field(description="Whether `review` may be read now; ask for it when somebody wants to.")
    async def reviewable(self) -> bool:
        return await may_be_read(self.row)

    @strawberry.field(description="When the class lets finished papers be read.")
    async def review_policy(self) -> ReviewPolicy:
        return await policy_of(self.row)

    @strawberry.field(
        description="What was right, question by question. Null while any attempt in the class is open, and as long as "
        "the class's policy doesn't allow it."
    )
    async def review(self) -> AttemptReview | None:
        reviewed = await review_of(self.row)
        return None if reviewed is None else review_shown(reviewed)

    @strawberry.field(description="The participant's place in the class: how complete it is, and what is missing.")
    async def enrolment(self) -> EnrolmentType:
        return Enrolment(row=await actions.enrolment_of(self.row))

    async def _course(self) -> SealedCourse:
        return await releases.shown(await actions.enrolment_of(self.row))


@strawberry.type
class AttemptPayload(Payload):
    attempt: Attempt | None = None


@strawberry.type
class EvaluationState:
    minutes: int = strawberry.field(description="That this participant has, the extra ones included.")
    extra_minutes: int = strawberry.field(description="How many of them the office has given beyond the class's time.")
    question_count: int
    passing_score: int
    attempts_allowed: int | None = strawberry.field(description="Null: no limit.")
    attempts_left: int | None
    next_attempt_at: datetime | None
    can_start: bool
    open_attempt: UUID | None
    last_attempt: UUID | None
    best_score: int | None
    passed: bool


@strawberry.type
class EvaluationsEnrolment:
    row: strawberry.Private[EnrolmentRow]

    @strawberry.field
    async def evaluation(self, info: Info) -> EvaluationState:
        evaluation = (await releases.pinned(self.row)).evaluation
        history = await actions.history_of(self.row.id)
        progress = await learning.progress_of(self.row)
        current = await actions.open_attempt(self.row.id)
        last = await AttemptRow.filter(enrolment_id=self.row.id, closed_at__isnull=False).order_by("-number").first()
        at = info.context.tools.clock()
        withdrawn = await actions.withdrawn_in(self.row.course_id)
        refusal = rules.why_not_start(
            evaluation, history, lessons_complete=progress.is_complete, at=at, withdrawn=withdrawn
        )
        minutes = timing.whole_time(
            evaluation.minutes, await actions.more_time(self.row.account_id, self.row.course_id)
        )
        return EvaluationState(
            minutes=minutes,
            extra_minutes=minutes - evaluation.minutes,
            question_count=rules.question_count(evaluation, withdrawn),
            passing_score=evaluation.passing_score,
            attempts_allowed=evaluation.attempts or None,
            attempts_left=rules.attempts_left(evaluation, history),
            next_attempt_at=rules.next_start(evaluation, history),
            can_start=current is not None or refusal is None,
            open_attempt=current.id if current else None,
            last_attempt=last.id if last else None,
            best_score=history.best_score,
            passed=history.passed,
        )

    @strawberry.field(description="The newest release of the class; null for whoever is on it.")
    async def newer_release(self) -> NewerRelease | None:
        newer = await newer_release(self.row)
        if newer is None:
            return None
        is_open = await actions.open_attempt(self.row.id) is not None
        return newer_shown(newer.release_id, newer.move, waits_for_attempt=is_open)


@strawberry.type
class EvaluationsViewer:
    id: UUID

    @strawberry.field(description="One of the participant's own attempts.")
    async def attempt(self, id: UUID) -> Attempt | None:  # noqa: A002 - GraphQL's usual name
        row = await actions.attempt_of(self.id, id)
        return Attempt(row=row) if row else None


@strawberry.type
class EvaluationsMutation:
    @strawberry.mutation(description="Begin an attempt, or return the one that is open.")
    @refusable(AttemptPayload)
    async def start_attempt(self, info: Info, course: str) -> AttemptPayload:
        row = await actions.start_attempt(signed_in(info).account_id, course, info.context.tools.clock())
        return AttemptPayload(attempt=Attempt(row=row))

    @strawberry.mutation(
        description="Go to the newest release of a class: `release` is the one that `newerRelease` showed. Progress, "
        "attempts and results stay, a class that is complete stays complete. Repeating it changes nothing."
    )
    @refusable(EnrolmentPayload)
    async def move_to_newest_release(self, info: Info, course: str, release: UUID) -> EnrolmentPayload:
        at = info.context.tools.clock()
        row = await move_to_newest(signed_in(info).account_id, course, release, at)
        return EnrolmentPayload(enrolment=Enrolment(row=row))

    @strawberry.mutation(
        description="Save one answer. Repeating it is harmless, also once the attempt is closed; the highest sequence "
        "wins, of one sequence the first."
    )
    @refusable(SaveAnswerPayload)
    async def save_answer(
        self,
        info: Info,
        *,
        attempt: UUID,
        question: strawberry.ID,
        answer: AnswerInput,
        sequence: int,
        age_seconds: Annotated[
            int, strawberry.argument(description="How long ago it was made, by the device's own stopwatch.")
        ] = 0,
        spent_seconds: Annotated[
            int | None, strawberry.argument(description="How long the question has been on the screen, in all.")
        ] = None,
    ) -> SaveAnswerPayload:
        given = saving.GivenAnswer(question, sent(answer), sequence, age_seconds, spent_seconds)
        found = await saving.save_answer(signed_in(info).account_id, attempt, given, info.context.tools.clock())
        return saved_shown(found, info.context.tools.vault)

    @strawberry.mutation(description="Close the attempt and score it. Repeating it returns the same result.")
    @refusable(AttemptPayload)
    async def submit_attempt(self, info: Info, attempt: UUID) -> AttemptPayload:
        row = await actions.submit_attempt(signed_in(info).account_id, attempt, info.context.tools.clock())
        return AttemptPayload(attempt=Attempt(row=row))

    @strawberry.mutation(
        description="For staff accounts only: the question counts against nobody any more, and past papers are scored "
        "again. Repeating it returns the first withdrawal."
    )
    @refusable(WithdrawQuestionPayload)
    async def withdraw_question(
        self, info: Info, course: str, question: strawberry.ID, reason: str
    ) -> WithdrawQuestionPayload:
        by, at = acting(info), info.context.tools.clock()
        row = await withdrawing.withdraw_question(course, question, reason, by, at)
        return WithdrawQuestionPayload(withdrawal=await withdrawal_shown(row))


def _topic(topic: rules.TopicScore, course: SealedCourse) -> TopicResult:
    lessons = {lesson.id: lesson for lesson in course.lessons}
    again = [lessons[lesson] for lesson in topic.lessons if lesson in lessons]
    return TopicResult(
        title=topic.title,
        points=float(topic.points),
        total=topic.total,
        level=levels.level_of(topic.score),
        lessons=[TopicLesson(title=lesson.title, slug=lesson.slug) for lesson in again],
    )
