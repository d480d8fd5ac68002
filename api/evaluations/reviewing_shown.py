"""GraphQL of what was right on a finished paper, once the class's policy allows it."""

import strawberry

from api.evaluations.papers import PaperQuestion, asked_shown
from api.evaluations.reviewing import Review
from api.learning.shown import CheckOutcome, outcome_shown


@strawberry.type(description="A question of a finished paper, with what was right.")
class ReviewedQuestion:
    question: PaperQuestion
    points: int
    counted: bool = strawberry.field(description="False where its points are left out of the score, as withdrawn.")
    earned: float = strawberry.field(
        description="What it adds to the score's points: partly right answers may give parts of points."
    )
    withdrawn: bool = strawberry.field(description="The staff withdrew it: it counts against nobody.")
    outcome: CheckOutcome | None = strawberry.field(description="Null for a withdrawn one, whose key may be wrong.")


@strawberry.type(description="A finished paper of one's own; only what `Attempt.review` allows has this type.")
class AttemptReview:
    questions: list[ReviewedQuestion]


def review_shown(review: Review) -> AttemptReview:
    """The review as its participant reads it."""
    return AttemptReview(
        questions=[
            ReviewedQuestion(
                question=asked_shown(one.asked, review.answers.get(one.asked.question.id)),
                points=one.asked.question.points,
                counted=one.counted,
                earned=float(one.earned),
                withdrawn=one.outcome is None,
                outcome=outcome_shown(one.outcome) if one.outcome else None,
            )
            for one in review.questions
        ]
    )
