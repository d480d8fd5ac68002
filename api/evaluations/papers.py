"""GraphQL of a paper, of the answers to it, and of their receipts. No type here has a field for a key."""

from datetime import datetime

import strawberry

from api.edge import Payload
from api.evaluations import actions, rules, saving
from api.evaluations.models import Answer as AnswerRow
from api.evaluations.models import Attempt as AttemptRow
from api.learning.shown import GivenAnswer, given_shown
from api.vault import Vault
from courseware.sealed import QuestionKind


@strawberry.type
class PaperChoice:
    id: strawberry.ID
    html: str


@strawberry.type
class PaperQuestion:
    id: strawberry.ID
    kind: QuestionKind
    topic: str
    prompt: str = strawberry.field(description="HTML.")
    choices: list[PaperChoice] = strawberry.field(
        description="What to choose from: the choices, the right sides of a matching, the items to put in order."
    )
    pairs: list[PaperChoice] = strawberry.field(description="The left sides of a matching.")
    unit: str | None = strawberry.field(description="What a number is counted in, to be shown beside the field.")
    unit_before: bool
    given: GivenAnswer | None = strawberry.field(description="The answer saved so far.")
    sequence: int = strawberry.field(description="The sequence of the saved answer; 0 before the first.")
    saved_at: datetime | None


@strawberry.type(
    description="That an evaluation was handed in, or closed at the end of its time; staff find it by the code."
)
class SubmissionReceipt:
    code: str = strawberry.field(description="Nine letters in groups of three; the last finds what was misread.")
    closed_at: datetime
    answers: int = strawberry.field(description="How many questions have an answer.")
    questions: int


@strawberry.type(description="That an answer stands: the same each time it is asked for.")
class AnswerReceipt:
    question: strawberry.ID
    sequence: int
    saved_at: datetime
    code: str = strawberry.field(description="Of this answer to this question: another answer has another.")


@strawberry.type
class SaveAnswerPayload(Payload):
    saved_at: datetime | None = None
    sequence: int | None = strawberry.field(default=None, description="The sequence of the answer that stands.")
    given: GivenAnswer | None = strawberry.field(default=None, description="The answer that stands.")
    receipt: AnswerReceipt | None = None
    deadline_at: datetime | None = strawberry.field(
        default=None, description="As it is now: the office may have moved it to later meanwhile."
    )


async def receipt_shown(row: AttemptRow) -> SubmissionReceipt | None:
    """The receipt of a closed attempt."""
    if not row.closed_at or not row.receipt_code:
        return None
    return SubmissionReceipt(
        code=row.receipt_code,
        closed_at=row.closed_at,
        answers=await actions.answered(row),
        questions=len(rules.Paper.from_json(row.paper).questions),
    )


def saved_shown(found: saving.Standing, vault: Vault) -> SaveAnswerPayload:
    """The answer that stands, with its receipt."""
    answer = found.answer
    receipt = AnswerReceipt(
        question=strawberry.ID(answer.question_id),
        sequence=answer.sequence,
        saved_at=answer.saved_at,
        code=saving.receipt_code(answer, vault),
    )
    return SaveAnswerPayload(
        saved_at=answer.saved_at,
        sequence=answer.sequence,
        given=given_shown(found.question, tuple(answer.given)),
        receipt=receipt,
        deadline_at=found.deadline_at,
    )


def asked_shown(one: rules.PaperQuestion, answer: AnswerRow | None) -> PaperQuestion:
    """A question as its participant sees it, with the answer saved so far."""
    question, number = one.question, one.question.number
    return PaperQuestion(
        id=strawberry.ID(question.id),
        kind=question.kind,
        topic=one.topic,
        prompt=question.prompt_html,
        choices=[PaperChoice(id=strawberry.ID(choice.id), html=choice.html) for choice in one.choices],
        pairs=[PaperChoice(id=strawberry.ID(pair.id), html=pair.html) for pair in question.pairs],
        unit=(number.unit or None) if number else None,
        unit_before=number.unit_before if number else False,
        given=given_shown(question, tuple(answer.given)) if answer else None,
        sequence=answer.sequence if answer else 0,
        saved_at=answer.saved_at if answer else None,
    )
