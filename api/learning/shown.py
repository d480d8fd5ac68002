"""GraphQL types of answers: what a participant sends, what they had given, what they learn from a check. And of lessons
as a participant has them, and of what a newer release of their class changes for them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import strawberry

from api.learning import rules
from api.learning.answers import Answer, Sent, pairs_of
from api.refusal import Language
from courseware.sealed import LessonRule, QuestionKind, SealedQuestion

strawberry.enum(LessonRule, description="What a lesson asks of a participant to be completed.")

Value = TypeVar("Value")


class Once(Generic[Value]):
    """What several fields of one object need: asked for once, though they are resolved side by side."""

    def __init__(self, ask: Callable[[], Awaitable[Value]]) -> None:
        self._ask = ask
        self._asked: asyncio.Future[Value] | None = None

    async def __call__(self) -> Value:
        if self._asked is None:
            self._asked = asyncio.ensure_future(self._ask())
        return await self._asked


@strawberry.type(description="What a lesson still asks of the participant.")
class LessonLack:
    kind: LessonRule
    message: str


@strawberry.type(description="A video that the lesson asks to be watched.")
class VideoState:
    id: strawberry.ID
    percent: int = strawberry.field(description="How far the participant watched it.")


@strawberry.type
class LessonState:
    id: strawberry.ID
    slug: str
    title: str
    minutes: int
    completed_at: datetime | None
    lacks: list[LessonLack] = strawberry.field(
        description="What it still asks, in the order to do it; empty when it is completed."
    )
    videos: list[VideoState] = strawberry.field(
        description="Those that must be watched; empty where the lesson doesn't ask for it."
    )
    locked_by: str | None = strawberry.field(
        description="The title of the lesson that must be completed before this one counts; null where it is open."
    )


@strawberry.type(description="Where to go on in a class.")
class ResumePlace:
    slug: str = strawberry.field(description="Of the lesson.")
    title: str
    heading: str = strawberry.field(description="The id of a heading in the lesson; empty for its beginning.")
    link: str = strawberry.field(description="Leads to the place on the site.")


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


def lesson_shown(one: rules.LessonStanding, language: Language) -> LessonState:
    """A lesson as this participant has it."""
    return LessonState(
        id=strawberry.ID(one.lesson.id),
        slug=one.lesson.slug,
        title=one.lesson.title,
        minutes=one.lesson.minutes,
        completed_at=one.completed_at,
        lacks=[LessonLack(kind=kind, message=one.lacks.only(kind, language)) for kind in one.lacks.kinds],
        videos=[
            VideoState(id=strawberry.ID(video.id), percent=percent)
            for video, percent in zip(one.lesson.videos, one.watched, strict=True)
        ],
        locked_by=one.first.title if one.first else None,
    )


def place_shown(course: str, place: rules.Place) -> ResumePlace:
    """A place in a class, and the address that leads there."""
    lesson, heading = place.lesson, place.heading
    address = f"/kelas/{course}/{lesson.slug}/"
    link = f"{address}#{heading}" if heading else address
    return ResumePlace(slug=lesson.slug, title=lesson.title, heading=heading, link=link)


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
