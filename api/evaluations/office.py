"""GraphQL of the staff: more time for somebody, and looking a submission up."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.edge import Info, Payload, acting, refusable
from api.evaluations import accommodating, sealing, submissions
from api.evaluations.models import Accommodation as AccommodationRow
from api.learning import releases
from api.learning.graphql import CourseFacts, course_facts
from api.vault import Vault


@strawberry.type(description="More time for a person, in one class or in all.")
class Accommodation:
    id: UUID
    email: str
    full_name: str | None
    course: CourseFacts | None = strawberry.field(description="Null: in all classes.")
    factor: float | None = strawberry.field(description="How many times the class's time; null where it is minutes.")
    minutes: int | None = strawberry.field(description="Beyond the class's time; null where it is a factor.")
    reason: str
    set_at: datetime
    ended_at: datetime | None


@strawberry.type
class AccommodationPayload(Payload):
    accommodation: Accommodation | None = None


@strawberry.type(description="A closed attempt, as its receipt's code leads to it.")
class Submission:
    attempt: UUID
    code: str
    email: str
    full_name: str | None
    course: CourseFacts
    number: int
    started_at: datetime
    deadline_at: datetime
    closed_at: datetime
    handed_in: bool = strawberry.field(description="False where it closed at the end of its time.")
    answers: int
    questions: int
    late_answers: int = strawberry.field(
        description="Answers that came more than a minute after the deadline and count since they were made before it."
    )
    score: int
    passed: bool


@strawberry.type
class SubmissionPayload(Payload):
    submission: Submission | None = None


@strawberry.type
class EvaluationsOffice:
    @strawberry.field(description="Those that stand, the newest first; of one address those that were ended too.")
    async def accommodations(self, info: Info, email: str | None = None) -> list[Accommodation]:
        return await _shown(await accommodating.accommodations(email), info.context.tools.vault)


@strawberry.type
class EvaluationsOfficeMutation:
    @strawberry.mutation(
        description="For staff accounts only: give somebody more time, or change it. An open attempt is longer at "
        "once, and never shorter. Repeating it changes nothing."
    )
    @refusable(AccommodationPayload)
    async def set_accommodation(
        self,
        info: Info,
        *,
        email: str,
        reason: str,
        course: Annotated[str | None, strawberry.argument(description="Null: all classes.")] = None,
        factor: Annotated[float | None, strawberry.argument(description="Above 1, at most 3; or else minutes.")] = None,
        minutes: Annotated[int | None, strawberry.argument(description="1 to 240; or else a factor.")] = None,
    ) -> AccommodationPayload:
        by, tools = acting(info), info.context.tools
        order = accommodating.Order(email, course, accommodating.more_time(factor, minutes), reason)
        row = await accommodating.set_accommodation(order, by, tools.vault, tools.clock())
        (shown,) = await _shown([row], info.context.tools.vault)
        return AccommodationPayload(accommodation=shown)

    @strawberry.mutation(
        description="For staff accounts only: the next attempts have the class's time. Repeating it changes nothing."
    )
    @refusable(AccommodationPayload)
    async def end_accommodation(self, info: Info, accommodation: UUID) -> AccommodationPayload:
        row = await accommodating.end_accommodation(accommodation, acting(info), info.context.tools.clock())
        (shown,) = await _shown([row], info.context.tools.vault)
        return AccommodationPayload(accommodation=shown)

    @strawberry.mutation(
        description="For staff accounts only: the submission of a receipt's code, however it was typed. Each look is "
        "noted in the audit trail."
    )
    @refusable(SubmissionPayload)
    async def look_up_submission(self, info: Info, code: str) -> SubmissionPayload:
        found = await submissions.look_up(code, acting(info), info.context.tools.clock())
        return SubmissionPayload(submission=_submission(found))


async def _shown(rows: list[AccommodationRow], vault: Vault) -> list[Accommodation]:
    people = await accommodating.people_of(rows)
    courses = {row.course_id: await releases.latest(row.course_id) for row in rows if row.course_id}
    return [
        Accommodation(
            id=row.id,
            email=people[row.account_id].email,
            full_name=people[row.account_id].full_name,
            course=course_facts(courses[row.course_id]) if row.course_id else None,
            factor=row.percent / 100 if row.percent else None,
            minutes=row.minutes,
            reason=sealing.reasons.opened(row, "reason", vault) or "",
            set_at=row.set_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def _submission(found: submissions.Submission) -> Submission | None:
    row = found.attempt
    if row.closed_at is None or row.score is None or row.receipt_code is None:
        return None
    return Submission(
        attempt=row.id,
        code=row.receipt_code,
        email=found.email,
        full_name=found.full_name,
        course=course_facts(found.course),
        number=row.number,
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        closed_at=row.closed_at,
        handed_in=found.handed_in,
        answers=found.answers,
        questions=found.questions,
        late_answers=found.late_answers,
        score=row.score,
        passed=bool(row.passed),
    )
