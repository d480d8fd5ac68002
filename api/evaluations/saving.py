"""Saving an answer: which answer stands, and what its receipt says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from api.evaluations import rules, timing
from api.evaluations.actions import own_attempt, window_of
from api.evaluations.models import Answer, Attempt
from api.learning.answers import Sent, valid_answer
from api.lookups import LookUp
from api.refusal import InvalidInput, NotFound
from api.vault import Vault
from courseware.sealed import SealedQuestion

HIGHEST_SEQUENCE = 2**31 - 1
_RECEIPT_LETTERS = 12
_STANDING = LookUp(lambda attempt, question: Answer.filter(attempt_id=attempt, question_id=question))


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as a device sends it; `sequence` is the device's own count, from 1.

    `age_seconds` is how long ago it was made, by the device's stopwatch; `spent_seconds` how long its question has been
    on the screen in all.
    """

    question_id: str
    sent: Sent
    sequence: int
    age_seconds: int = 0
    spent_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer that stands, the question that it answers, and the attempt's deadline, which may have moved."""

    answer: Answer
    question: SealedQuestion
    deadline_at: datetime


async def save_answer(account_id: UUID, attempt_id: UUID, given: GivenAnswer, at: datetime) -> Standing:
    """Keep the answer to one question, if it was made and arrived in time, and return the one that stands now.

    Of several the one with the highest sequence stays, in whatever order they come, and of one sequence the first. What
    would change nothing is told what stands, also when the time is over: an acknowledgement may have been lost.

    Raises:
        NotFound, AttemptClosed, TimeOver, AnswerInvalid, AnswerTooLong, InvalidInput
    """
    if not 0 < given.sequence <= HIGHEST_SEQUENCE:
        raise InvalidInput("sequence")
    async with in_transaction():
        attempt = await own_attempt(account_id, attempt_id)
        question = rules.Paper.from_json(attempt.paper).question(given.question_id)
        if question is None:
            raise NotFound("question")
        kept = list(valid_answer(question, given.sent))
        answer = await _STANDING.first(attempt.id, question.id)
        if answer is None or answer.sequence < given.sequence:
            answer = answer or Answer(attempt_id=attempt.id, question_id=question.id)
            _write(answer, kept, given, attempt, at)
            await answer.save()
        return Standing(answer, question, attempt.deadline_at)


def _write(answer: Answer, kept: list[str], given: GivenAnswer, attempt: Attempt, at: datetime) -> None:
    window = window_of(attempt)
    made_at = window.made_at(at, given.age_seconds)
    verdict = window.verdict(made_at, at)
    if attempt.closed_at or verdict is timing.Verdict.CLOSED:
        raise rules.AttemptClosed
    if verdict is timing.Verdict.TOO_LATE:
        raise rules.TimeOver
    answer.given, answer.sequence = kept, given.sequence
    answer.saved_at, answer.made_at = at, made_at
    answer.spent_seconds = timing.spent(given.spent_seconds, window, at)


def receipt_code(answer: Answer, vault: Vault) -> str:
    """Short, and under our key: whoever shows it had this answer to this question acknowledged. The same answer has the
    same code each time.
    """
    # The ids have no line breaks, and an answer's parts are quoted by their own lengths.
    parts = [f"{len(part)}:{part}" for part in answer.given]
    text = "\n".join([str(answer.attempt_id), answer.question_id, str(answer.sequence), *parts])
    return vault.index(text, "answer receipt")[:_RECEIPT_LETTERS]
