"""GraphQL of the staff: the questions of an evaluation, and withdrawing one. Prompts are told, keys are not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import strawberry

from api.edge import Payload
from api.evaluations import actions, withdrawing
from api.evaluations.models import WithdrawnQuestion as WithdrawnQuestionRow
from api.learning import releases
from api.learning.graphql import CourseFacts, course_facts
from api.learning.models import Course as CourseRow
from courseware.plain import plain_text
from courseware.sealed import QuestionKind, SealedEvaluation, SealedQuestion


@strawberry.type(description="A question of an evaluation, as staff look for it.")
class EvaluationQuestion:
    id: strawberry.ID
    kind: QuestionKind
    prompt: str = strawberry.field(description="Plain text.")
    points: int
    is_current: bool = strawberry.field(description="Whether the release on offer asks it; otherwise an earlier one.")
    is_withdrawn: bool


@strawberry.type
class EvaluationPool:
    title: str
    draw: int = strawberry.field(description="How many questions a paper takes from it.")
    questions: list[EvaluationQuestion]


@strawberry.type(description="A pool of the release on offer that would have fewer questions than a paper takes.")
class SmallPool:
    title: str
    draw: int
    left: int


@strawberry.type(description="What withdrawing a question would do. Nothing has changed yet.")
class WithdrawalPreview:
    finished_attempts: int = strawberry.field(description="Finished attempts whose paper has the question.")
    examined_attempts: int = strawberry.field(
        description="How many of them, the latest, the next two figures are counted from; of small classes all."
    )
    changed_attempts: int = strawberry.field(description="Finished attempts whose score would rise.")
    newly_passing: int = strawberry.field(description="Participants who would pass by it.")
    open_attempts: int = strawberry.field(description="Attempts under way whose paper has it.")
    is_last: bool = strawberry.field(description="It would be refused: an evaluation would have nothing left to ask.")
    small_pools: list[SmallPool]


@strawberry.type
class WithdrawnQuestion:
    row: strawberry.Private[WithdrawnQuestionRow]
    known: strawberry.Private[SealedQuestion | None]

    @strawberry.field
    def id(self) -> UUID:
        return self.row.id

    @strawberry.field
    def question(self) -> strawberry.ID:
        return strawberry.ID(self.row.question_id)

    @strawberry.field(description="Plain text.")
    def prompt(self) -> str:
        return plain_text(self.known.prompt_html) if self.known else self.row.question_id

    @strawberry.field
    def reason(self) -> str:
        return self.row.reason

    @strawberry.field
    def withdrawn_at(self) -> datetime:
        return self.row.withdrawn_at

    @strawberry.field(description="When every paper had been scored again; null while that goes on.")
    def finished_at(self) -> datetime | None:
        return self.row.finished_at

    @strawberry.field
    async def outcome(self) -> "WithdrawalOutcome":
        found = await withdrawing.outcome_of(self.row)
        return WithdrawalOutcome(
            rescored_attempts=found.rescored, changed_attempts=found.changed, newly_passed=found.newly_passed
        )


@strawberry.type(description="What a withdrawal has done so far.")
class WithdrawalOutcome:
    rescored_attempts: int
    changed_attempts: int
    newly_passed: int = strawberry.field(description="Participants who passed by it.")


@strawberry.type
class WithdrawQuestionPayload(Payload):
    withdrawal: WithdrawnQuestion | None = None


@strawberry.type
class EvaluationsStaff:
    @strawberry.field(description="Every class that was ever offered, those on offer first.")
    async def evaluated_courses(self) -> list[CourseFacts]:
        rows = await CourseRow.all().order_by("-offered", "position", "slug")
        return [course_facts(await releases.sealed(row.release_id)) for row in rows]

    @strawberry.field(description="The questions of all releases of a class by topic; empty for an unknown class.")
    async def evaluation_pools(self, course: str) -> list[EvaluationPool]:
        current = [one.evaluation for one in (await releases.in_use(course))[:1]]
        withdrawn = await actions.withdrawn_in(course)
        return _pools(current, [*current, *await releases.evaluations_of(course)], withdrawn)

    @strawberry.field(description="Look before withdrawing.")
    async def withdrawal_preview(self, course: str, question: strawberry.ID) -> WithdrawalPreview:
        found = await withdrawing.preview(course, question)
        return WithdrawalPreview(
            finished_attempts=found.finished,
            examined_attempts=found.examined,
            open_attempts=found.open,
            changed_attempts=found.changed,
            newly_passing=found.newly_passing,
            is_last=found.is_last,
            small_pools=[SmallPool(title=one.title, draw=one.draw, left=one.left) for one in found.small_pools],
        )

    @strawberry.field(description="The withdrawn questions of a class, the latest first.")
    async def withdrawn_questions(self, course: str) -> list[WithdrawnQuestion]:
        known = await withdrawing.questions_of(course)
        rows = await withdrawing.withdrawals(course)
        return [WithdrawnQuestion(row=row, known=known.get(row.question_id)) for row in rows]


async def withdrawal_shown(row: WithdrawnQuestionRow) -> WithdrawnQuestion:
    """One withdrawal with its prompt."""
    known = await withdrawing.questions_of(row.course_id)
    return WithdrawnQuestion(row=row, known=known.get(row.question_id))


def _pools(
    current: list[SealedEvaluation], evaluations: list[SealedEvaluation], withdrawn: Collection[str]
) -> list[EvaluationPool]:
    """Each question once, as the first of the evaluations words it, in the pool where that one has it."""
    asked_now = {question for evaluation in current for question in withdrawing.asked(evaluation)}
    pools: dict[str, EvaluationPool] = {}
    seen: set[str] = set()
    for pool in (pool for evaluation in evaluations for pool in evaluation.pools):
        shown = pools.setdefault(pool.id, EvaluationPool(title=pool.title, draw=pool.draw, questions=[]))
        for question in pool.questions:
            if question.id not in seen:
                seen.add(question.id)
                shown.questions.append(_question(question, asked_now, withdrawn))
    return [pool for pool in pools.values() if pool.questions]


def _question(question: SealedQuestion, asked_now: Collection[str], withdrawn: Collection[str]) -> EvaluationQuestion:
    return EvaluationQuestion(
        id=strawberry.ID(question.id),
        kind=question.kind,
        prompt=plain_text(question.prompt_html),
        points=question.points,
        is_current=question.id in asked_now,
        is_withdrawn=question.id in withdrawn,
    )
