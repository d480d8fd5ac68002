"""Decisions about learning."""

from dataclasses import dataclass

from api.refusal import ProblemCode, Refusal
from courseware.sealed import SealedCourse, SealedLesson, SealedQuestion


class NotEnrolled(Refusal):
    """The deed belongs to a class that the participant has not entered."""

    code = ProblemCode.NOT_ENROLLED


class ProfileRequired(Refusal):
    """Biodata come before the first class: they decide the menu and the name on the certificate."""

    code = ProblemCode.PROFILE_REQUIRED


class ChoicesInvalid(Refusal):
    """A choice does not belong to the question, or one was given twice, or too many for its kind."""

    code = ProblemCode.INVALID_INPUT


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
    """What a participant learns of one choice after answering a check. `feedback` is HTML, None for untouched ones."""

    choice: str
    chosen: bool
    correct: bool
    feedback: str | None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The answer to a check of understanding: practice, so everything is told. `explanation` is HTML."""

    correct: bool
    explanation: str
    choices: tuple[ChoiceOutcome, ...]


def lesson_of(course: SealedCourse, lesson_id: str) -> SealedLesson | None:
    """The class's lesson of this id."""
    return next((lesson for lesson in course.lessons if lesson.id == lesson_id), None)


def valid_choices(question: SealedQuestion, chosen: list[str]) -> frozenset[str]:
    """The chosen ids as a set.

    Raises:
        ChoicesInvalid: one is foreign or doubled, or a single-choice question got several.
    """
    known = {choice.id for choice in question.choices}
    picked = frozenset(chosen)
    if len(picked) != len(chosen) or not picked <= known:
        raise ChoicesInvalid("choices")
    if question.kind == "single" and len(picked) > 1:
        raise ChoicesInvalid("choices")
    return picked


def is_right(question: SealedQuestion, chosen: frozenset[str]) -> bool:
    """Whether exactly the right choices were chosen."""
    return chosen == frozenset(choice.id for choice in question.choices if choice.correct)


def check_outcome(question: SealedQuestion, chosen: frozenset[str]) -> CheckOutcome:
    """The feedback on an answered check."""
    return CheckOutcome(
        correct=is_right(question, chosen),
        explanation=question.explanation_html,
        choices=tuple(
            ChoiceOutcome(
                choice=choice.id,
                chosen=choice.id in chosen,
                correct=choice.correct,
                feedback=(choice.feedback_html or None) if choice.id in chosen else None,
            )
            for choice in question.choices
        ),
    )
