"""Reading a finished paper back, for its own participant, once the class's policy allows."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.evaluations import actions, rules
from api.evaluations.models import Answer, Attempt
from api.evaluations.reviewing_rules import ReviewedQuestion, Standing, may_review, review, strictest
from api.learning import releases
from api.learning.models import Course, Enrolment
from courseware.sealed import ReviewPolicy, SealedEvaluation


@dataclass(frozen=True, slots=True)
class Review:
    """The questions of a finished paper, and what was answered, by question."""

    questions: tuple[ReviewedQuestion, ...]
    answers: Mapping[str, Answer]


async def review_of(attempt: Attempt) -> Review | None:
    """The questions of an attempt with what was right, from its own paper; None as long as they may not be read.

    Whose attempt it is was settled by whoever read it: `actions.attempt_of`.
    """
    if not attempt.result or not await may_be_read(attempt):
        return None
    withdrawn = await actions.withdrawn_in((await actions.enrolment_of(attempt)).course_id)
    answers = await actions.answers_of(attempt)
    # What is shown is all that was answered; what it earned is what was scored.
    counting = actions.counting([(row.question_id, row.given, row.saved_at) for row in answers.values()], withdrawn)
    scored_without = rules.Result.from_json(attempt.result).withdrawn
    return Review(review(rules.Paper.from_json(attempt.paper), counting, withdrawn, scored_without), answers)


async def may_be_read(attempt: Attempt) -> bool:
    """Whether its participant may read now what was right on it."""
    if attempt.closed_at is None:
        return False
    enrolment = await actions.enrolment_of(attempt)
    evaluations = await _in_force(enrolment)
    # The history first: an attempt that is open after a pass was begun before it.
    history = await actions.history_of(enrolment.id)
    standing = Standing(
        is_closed=True,
        has_open=await actions.open_attempt(enrolment.id) is not None,
        passed=history.passed,
        may_try_again=any(rules.attempts_left(one, history) != 0 for one in evaluations),
    )
    return may_review([one.review for one in evaluations], standing)


async def policy_of(attempt: Attempt) -> ReviewPolicy:
    """The policy that holds for it."""
    evaluations = await _in_force(await actions.enrolment_of(attempt))
    return strictest([one.review for one in evaluations])


async def _in_force(enrolment: Enrolment) -> list[SealedEvaluation]:
    """The evaluation of the participant's release, and of the one on offer: a class that tells less from now on tells
    less to everybody.
    """
    offer = await Course.get(slug=enrolment.course_id).only("slug", "release_id")
    ids = dict.fromkeys((enrolment.release_id, offer.release_id))
    return [(await releases.sealed(one)).evaluation for one in ids]
