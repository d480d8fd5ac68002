"""Decisions about the review of a finished paper: who may read it when, and what it tells."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from api.evaluations.rules import Paper, PaperQuestion, left_out
from api.learning.answers import Answer, credit
from api.learning.rules import CheckOutcome, check_outcome
from courseware.sealed import ReviewPolicy

_FROM_LEAST_TO_MOST = tuple(ReviewPolicy)


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides: of the attempt that is asked for, and of its participant in the class.

    `may_try_again`: the participant's own release allows a further attempt, or the one on offer, to which they may go.
    """

    is_closed: bool
    has_open: bool
    passed: bool
    may_try_again: bool


def strictest(policies: Collection[ReviewPolicy]) -> ReviewPolicy:
    """The one that tells least; without any, nothing is told."""
    return min(policies, key=_FROM_LEAST_TO_MOST.index, default=ReviewPolicy.TOPICS)


def may_review(policies: Collection[ReviewPolicy], standing: Standing) -> bool:
    """Whether a participant may read what was right on this paper. Of several policies the one that tells least holds.

    Never while any attempt in the class is open, and never while another one could still be begun: what is told then
    could be used. So whoever reads it has passed, after which there is nothing to repeat, or has no attempt left.
    """
    if not standing.is_closed or standing.has_open:
        return False
    match strictest(policies):
        case ReviewPolicy.TOPICS:
            return False
        case ReviewPolicy.AFTER_PASSING:
            return standing.passed
        case ReviewPolicy.AFTER_LIMIT:
            return standing.passed or not standing.may_try_again


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """A question of a finished paper and what its answer came to, `earned` points exactly.

    A withdrawn one has no outcome: it was withdrawn because it, or its key, is wrong. Where it is not `counted`, its
    points are left out of the score, and nothing is earned by it.
    """

    asked: PaperQuestion
    counted: bool
    earned: Fraction
    outcome: CheckOutcome | None


def review(
    paper: Paper, answers: Mapping[str, Answer], withdrawn: Collection[str], scored_without: Collection[str]
) -> tuple[ReviewedQuestion, ...]:
    """Every question of the paper, in its order. `scored_without` are those that had been withdrawn when the paper was
    scored: after a further withdrawal that is not by now.
    """
    out = left_out(paper, answers, scored_without)
    return tuple(_reviewed(one, answers.get(one.question.id, ()), withdrawn, out) for one in paper.questions)


def _reviewed(one: PaperQuestion, answer: Answer, withdrawn: Collection[str], out: Collection[str]) -> ReviewedQuestion:
    question = one.question
    counted = question.id not in out
    outcome = None if question.id in withdrawn else check_outcome(question, answer)
    return ReviewedQuestion(one, counted, credit(question, answer) if counted else Fraction(0), outcome)
