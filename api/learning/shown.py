"""GraphQL types of answers: what a participant sends, what they had given, what they learn from a check. And of what a
newer release of their class changes for them.
"""

from uuid import UUID

import strawberry

from api.learning import rules
from api.learning.answers import Answer, Sent, pairs_of
from courseware.sealed import QuestionKind, SealedQuestion


@strawberry.input(description="A left side of a matching, and the right side chosen for it.")
class PairInput:
    prompt: strawberry.ID
    choice: strawberry.ID


@strawberry.input(
    one_of=True,
    description="`choices` answers SINGLE, MULTIPLE, TRUE_FALSE and, in the order given, ORDERING; `text` answers "
    "SHORT and NUMBER; `pairs` answers MATCHING. An empty one takes the answer back.",
)
class AnswerInput:
    choices: list[strawberry.ID] | None = strawberry.UNSET
    text: str | None = strawberry.field(default=strawberry.UNSET, description="At most 200 characters.")
    pairs: list[PairInput] | None = strawberry.UNSET


@strawberry.type
class GivenPair:
    prompt: strawberry.ID
    choice: strawberry.ID


@strawberry.type(description="An answer as it is kept; what doesn't belong to the question's kind is empty or null.")
class GivenAnswer:
    choices: list[strawberry.ID]
    text: str | None
    pairs: list[GivenPair]


@strawberry.type
class CheckChoiceOutcome:
    choice: strawberry.ID
    chosen: bool
    correct: bool = strawberry.field(description="Of an ordering: whether the item stood at its place.")
    feedback: str | None = strawberry.field(description="HTML; for chosen choices only.")


@strawberry.type
class PairOutcome:
    prompt: strawberry.ID
    chosen: strawberry.ID | None
    right: strawberry.ID
    correct: bool


@strawberry.type
class CheckOutcome:
    correct: bool
    share: float = strawberry.field(description="How much of the answer is right, from 0 to 1.")
    explanation: str = strawberry.field(description="HTML.")
    choices: list[CheckChoiceOutcome] = strawberry.field(
        description="Of an ordering in their right order; empty for a matching and for what is typed."
    )
    pairs: list[PairOutcome]
    right: str | None = strawberry.field(description="The right answer to what is typed, in words.")


@strawberry.type
class AddedLesson:
    id: strawberry.ID
    slug: str
    title: str
    minutes: int


@strawberry.type
class RetiredLesson:
    id: strawberry.ID
    title: str
    completed: bool = strawberry.field(description="By this participant; it stays in their progress.")


@strawberry.type(description="A newer release of the class, and what going there changes for this participant.")
class NewerRelease:
    release: UUID = strawberry.field(description="For `moveToNewestRelease`.")
    added: list[AddedLesson]
    retired: list[RetiredLesson]
    minutes: int = strawberry.field(description="How long the added lessons take.")
    completed_lessons: int = strawberry.field(description="After the move.")
    total_lessons: int = strawberry.field(description="After the move.")
    complete: bool = strawberry.field(
        description="Whether the class is complete after the move; what is complete stays so."
    )
    waits_for_attempt: bool = strawberry.field(description="An attempt is open: it must be handed in first.")


def newer_shown(release: UUID, move: rules.Move, *, waits_for_attempt: bool) -> NewerRelease:
    """What moving to this release changes."""
    return NewerRelease(
        release=release,
        added=[
            AddedLesson(id=strawberry.ID(one.id), slug=one.slug, title=one.title, minutes=one.minutes)
            for one in move.added
        ],
        retired=[
            RetiredLesson(id=strawberry.ID(one.lesson.id), title=one.lesson.title, completed=one.completed)
            for one in move.retired
        ],
        minutes=move.minutes,
        completed_lessons=move.after.done,
        total_lessons=move.after.total,
        complete=move.after.is_complete,
        waits_for_attempt=waits_for_attempt,
    )


def sent(answer: AnswerInput) -> Sent:
    """What came, in the words of the domain."""
    choices, text, pairs = answer.choices, answer.text, answer.pairs
    return Sent(
        choices=tuple(map(str, choices)) if isinstance(choices, list) else None,
        text=text if isinstance(text, str) else None,
        pairs=tuple((str(pair.prompt), str(pair.choice)) for pair in pairs) if isinstance(pairs, list) else None,
    )


def given_shown(question: SealedQuestion, answer: Answer) -> GivenAnswer | None:
    """The kept answer; None for none."""
    if not answer:
        return None
    match question.kind:
        case QuestionKind.SHORT | QuestionKind.NUMBER:
            return GivenAnswer(choices=[], text=answer[0], pairs=[])
        case QuestionKind.MATCHING:
            pairs = pairs_of(answer).items()
            shown = [GivenPair(prompt=strawberry.ID(one), choice=strawberry.ID(other)) for one, other in pairs]
            return GivenAnswer(choices=[], text=None, pairs=shown)
        case _:
            return GivenAnswer(choices=[strawberry.ID(one) for one in answer], text=None, pairs=[])


def outcome_shown(outcome: rules.CheckOutcome) -> CheckOutcome:
    """The feedback on a check."""
    return CheckOutcome(
        correct=outcome.correct,
        share=float(outcome.share),
        explanation=outcome.explanation,
        choices=[
            CheckChoiceOutcome(
                choice=strawberry.ID(one.choice), chosen=one.chosen, correct=one.correct, feedback=one.feedback
            )
            for one in outcome.choices
        ],
        pairs=[
            PairOutcome(
                prompt=strawberry.ID(one.prompt),
                chosen=strawberry.ID(one.chosen) if one.chosen is not None else None,
                right=strawberry.ID(one.right),
                correct=one.correct,
            )
            for one in outcome.pairs
        ],
        right=outcome.right,
    )
