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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a participant is. Only lessons of the enrolment's own release count, so it is never over the total."""

    lessons: tuple[SealedLesson, ...]
    completed: frozenset[str]

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
        """Whether every lesson is completed."""
        return self.done == self.total

    @property
    def next_lesson(self) -> SealedLesson | None:
        """The first lesson that is not completed; None at the end."""
        return next((lesson for lesson in self.lessons if lesson.id not in self.completed), None)


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
