"""Decisions about learning."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from api.learning import answers
from api.learning.answers import Answer
from api.refusal import ProblemCode, Refusal
from courseware.sealed import QuestionKind, SealedCourse, SealedLesson, SealedQuestion


class NotEnrolled(Refusal):
    """The deed belongs to a class that the participant has not entered."""

    code = ProblemCode.NOT_ENROLLED


class ProfileRequired(Refusal):
    """Biodata come before the first class: they decide the menu and the name on the certificate."""

    code = ProblemCode.PROFILE_REQUIRED


class LessonIsNewer(Refusal):
    """The lesson came with a release that is newer than the participant's own."""

    code = ProblemCode.NOT_FOUND


class ReleaseReplaced(Refusal):
    """The release that the participant was shown is no longer the newest: what it changes must be looked at anew."""

    code = ProblemCode.RELEASE_REPLACED


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a participant is. Only lessons of the enrolment's own release count, so it is never over the total.

    `was_completed`: every lesson of a release was completed once, which is never taken back.
    """

    lessons: tuple[SealedLesson, ...]
    completed: frozenset[str]
    was_completed: bool = False

    @property
    def done(self) -> int:
        """How many lessons are completed."""
        return sum(lesson.id in self.completed for lesson in self.lessons)

    @property
    def total(self) -> int:
        """How many lessons the class has."""
        return len(self.lessons)

    @property
    def is_complete(self) -> bool:
        """Whether every lesson is completed, or was when the class was completed."""
        return self.was_completed or self.done == self.total

    @property
    def next_lesson(self) -> SealedLesson | None:
        """The first lesson that is not completed; None once the class is complete."""
        if self.is_complete:
            return None
        return next((lesson for lesson in self.lessons if lesson.id not in self.completed), None)


@dataclass(frozen=True, slots=True)
class RetiredLesson:
    """A lesson that a newer release doesn't have, and whether the participant completed it."""

    lesson: SealedLesson
    completed: bool


@dataclass(frozen=True, slots=True)
class Move:
    """What going to another release changes for one participant. Lessons that both have stay as they are."""

    added: tuple[SealedLesson, ...]
    """In the newer release only, and not completed."""
    retired: tuple[RetiredLesson, ...]
    before: Progress
    after: Progress

    @property
    def minutes(self) -> int:
        """How long the added lessons take."""
        return sum(lesson.minutes for lesson in self.added)

    @property
    def completes(self) -> bool:
        """Whether the move itself completes the class: what was still missing is no longer part of it."""
        return self.after.is_complete and not self.before.is_complete


def move(progress: Progress, newer: SealedCourse) -> Move:
    """What changes for this participant with the newer release. Completion is never taken back: a class that is
    complete stays so, whatever lessons are added.
    """
    had = {lesson.id for lesson in progress.lessons}
    has = {lesson.id for lesson in newer.lessons}
    return Move(
        added=tuple(one for one in newer.lessons if one.id not in had and one.id not in progress.completed),
        retired=tuple(
            RetiredLesson(one, one.id in progress.completed) for one in progress.lessons if one.id not in has
        ),
        before=progress,
        after=Progress(newer.lessons, progress.completed, was_completed=progress.is_complete),
    )


@dataclass(frozen=True, slots=True)
class ChoiceOutcome:
    """What a participant learns of one choice after answering a check. `feedback` is HTML, None for untouched ones.

    Of an ordering, `correct` says whether the item stood at its place.
    """

    choice: str
    chosen: bool
    correct: bool
    feedback: str | None


@dataclass(frozen=True, slots=True)
class PairOutcome:
    """What a participant learns of one left side; `chosen` is None where it was left open."""

    prompt: str
    chosen: str | None
    right: str

    @property
    def correct(self) -> bool:
        """Whether what was chosen belongs to it."""
        return self.chosen == self.right


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The answer to a check of understanding: practice, so everything is told. `explanation` is HTML.

    `choices` are those of choosing and, in their right order, the items of an ordering; `pairs` are those of a
    matching; `right` is the right answer to what is typed.
    """

    share: Fraction
    explanation: str
    choices: tuple[ChoiceOutcome, ...]
    pairs: tuple[PairOutcome, ...]
    right: str | None

    @property
    def correct(self) -> bool:
        """Whether all of the answer is right."""
        return self.share == 1


def lesson_of(course: SealedCourse, lesson_id: str) -> SealedLesson | None:
    """The class's lesson of this id."""
    return next((lesson for lesson in course.lessons if lesson.id == lesson_id), None)


def check_outcome(question: SealedQuestion, answer: Answer) -> CheckOutcome:
    """The feedback on an answered check."""
    matching = question.kind is QuestionKind.MATCHING
    chosen = answers.pairs_of(answer) if matching else {}
    return CheckOutcome(
        share=answers.share(question, answer),
        explanation=question.explanation_html,
        choices=() if matching else tuple(_choice_outcomes(question, answer)),
        pairs=tuple(PairOutcome(pair.id, chosen.get(pair.id), pair.choice) for pair in question.pairs),
        right=answers.right_in_words(question),
    )


def _choice_outcomes(question: SealedQuestion, answer: Answer) -> Iterator[ChoiceOutcome]:
    for place, choice in enumerate(question.choices):
        chosen = choice.id in answer
        stands_right = answer[place : place + 1] == (choice.id,)
        yield ChoiceOutcome(
            choice=choice.id,
            chosen=chosen,
            correct=stands_right if question.kind is QuestionKind.ORDERING else choice.correct,
            feedback=(choice.feedback_html or None) if chosen else None,
        )
