"""Decisions about learning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from api.learning import answers
from api.learning.answers import Answer
from api.refusal import Language, ProblemCode, Refusal, sentence
from courseware.sealed import (
    LessonOrder,
    LessonRule,
    QuestionKind,
    SealedCourse,
    SealedLesson,
    SealedQuestion,
    SealedVideo,
)


class NotEnrolled(Refusal):
    """The deed belongs to a class that the participant has not entered."""

    code = ProblemCode.NOT_ENROLLED


class ProfileRequired(Refusal):
    """Biodata come before the first class: they decide the menu and the name on the certificate."""

    code = ProblemCode.PROFILE_REQUIRED


class LessonIsNewer(Refusal):
    """The lesson came with a release that is newer than the participant's own."""

    code = ProblemCode.NOT_FOUND


class LessonLocked(Refusal):
    """The class counts its lessons one after the other, and one before this isn't completed; `first` is its title."""

    code = ProblemCode.LESSON_LOCKED


class LessonUnmet(Refusal):
    """The lesson was read to its end, which is noted; it asks for more."""

    code = ProblemCode.LESSON_UNMET

    def sentence(self, language: Language) -> str:
        """What is still missing, in words."""
        missing = self.facts["missing"]
        told = missing.in_words(language) if isinstance(missing, Lacks) else missing
        return sentence("LessonUnmet", language, missing=told)


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


NOT_WATCHED: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the server knows that a participant did in a class, by ids: it only grows.

    `read` are lessons read to their end, `answered` checks, `watched` percent by video, `transcripts` the videos of
    which the transcript was read to its end.
    """

    completed: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    watched: Mapping[str, int] = field(default_factory=lambda: NOT_WATCHED)
    transcripts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a lesson still asks of a participant; `checks` are ids. `share` percent of a video count as watched."""

    reading: bool = False
    checks: tuple[str, ...] = ()
    videos: tuple[SealedVideo, ...] = ()
    share: int = 100

    @property
    def is_nothing(self) -> bool:
        """Whether the lesson can be completed."""
        return not self.reading and not self.checks and not self.videos

    @property
    def kinds(self) -> tuple[LessonRule, ...]:
        """What is lacking, in the order to do it."""
        lacking = {
            LessonRule.READ: self.reading,
            LessonRule.ANSWER: bool(self.checks),
            LessonRule.WATCH: bool(self.videos),
        }
        return tuple(rule for rule, is_lacking in lacking.items() if is_lacking)

    def in_words(self, language: Language) -> str:
        """As sentences, one for each kind."""
        return " ".join(self.only(kind, language) for kind in self.kinds)

    def only(self, kind: LessonRule, language: Language) -> str:
        """The sentence of one kind."""
        titles = ", ".join(f"“{video.title}”" for video in self.videos)
        return sentence(f"Lacks_{kind.name}", language, count=len(self.checks), titles=titles, share=self.share)


NOTHING_LACKS = Lacks()


def lacks(lesson: SealedLesson, deeds: Deeds) -> Lacks:
    """What this lesson still asks; nothing where it is completed, whatever a newer release states for it."""
    if lesson.id in deeds.completed:
        return NOTHING_LACKS
    answers, watches = LessonRule.ANSWER in lesson.rules, LessonRule.WATCH in lesson.rules
    return Lacks(
        reading=lesson.id not in deeds.read,
        checks=tuple(one.id for one in lesson.checks if one.id not in deeds.answered) if answers else (),
        videos=tuple(one for one in lesson.videos if not _is_watched(one, lesson, deeds)) if watches else (),
        share=lesson.watched_share,
    )


def _is_watched(video: SealedVideo, lesson: SealedLesson, deeds: Deeds) -> bool:
    """A transcript that was read stands for the video: it must never be the only carrier."""
    return deeds.watched.get(video.id, 0) >= lesson.watched_share or video.id in deeds.transcripts


def comes_first(course: SealedCourse, lesson: SealedLesson, completed: frozenset[str]) -> SealedLesson | None:
    """The first lesson that must be completed before this one counts; None where it is open."""
    if course.order is LessonOrder.FREE or lesson.id in completed:
        return None
    before = course.lessons[: course.lessons.index(lesson)]
    return next((one for one in before if one.id not in completed), None)


def due(course: SealedCourse, deeds: Deeds) -> tuple[SealedLesson, ...]:
    """The lessons that are completed by what was done so far and aren't noted yet, in their order."""
    completed = deeds.completed
    found: list[SealedLesson] = []
    for lesson in course.lessons:
        is_open = comes_first(course, lesson, completed) is None
        if lesson.id not in completed and is_open and lacks(lesson, deeds).is_nothing:
            found.append(lesson)
            completed |= {lesson.id}
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LessonStanding:
    """A lesson as one participant has it; `first` is what must be completed before it counts, `watched` how far each
    of its videos was watched, in percent.
    """

    lesson: SealedLesson
    completed_at: datetime | None
    lacks: Lacks
    first: SealedLesson | None
    watched: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a class: a lesson, and in it the id of a heading, empty for its beginning."""

    lesson: SealedLesson
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one participant stands in a class: every lesson, and where they were last."""

    progress: "Progress"
    lessons: tuple[LessonStanding, ...]
    last: Place | None = None

    @property
    def next(self) -> LessonStanding | None:
        """The first lesson that is not completed; None once the class is complete."""
        upcoming = self.progress.next_lesson
        return next((one for one in self.lessons if one.lesson == upcoming), None)

    @property
    def resume(self) -> Place | None:
        """Where to go on: where they were last, or the next lesson where that one is completed or not open yet.
        None once the class is complete.
        """
        if self.progress.is_complete:
            return None
        there = next((one for one in self.lessons if self.last and one.lesson.id == self.last.lesson.id), None)
        if self.last and there and not there.completed_at and not there.first:
            return self.last
        return Place(self.next.lesson) if self.next else None


def made_at(at: datetime, age_seconds: int, started_at: datetime) -> datetime:
    """When something was done that arrives now and is so old by the phone's own stopwatch: never in the future, never
    before the participant entered the class.
    """
    # Longer than anybody waits; a date before the calendar's first can't be said.
    age = timedelta(seconds=min(max(age_seconds, 0), 10 * 365 * 24 * 3600))
    return max(at - age, started_at)


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


def move(progress: Progress, newer: SealedCourse, due: frozenset[str] = frozenset()) -> Move:
    """What changes for this participant with the newer release. Completion is never taken back: a class that is
    complete stays so, whatever lessons are added. `due` are lessons that the newer release asks less for: the move
    itself completes them.
    """
    completed = progress.completed | due
    had = {lesson.id for lesson in progress.lessons}
    has = {lesson.id for lesson in newer.lessons}
    return Move(
        added=tuple(one for one in newer.lessons if one.id not in had and one.id not in completed),
        retired=tuple(
            RetiredLesson(one, one.id in progress.completed) for one in progress.lessons if one.id not in has
        ),
        before=progress,
        after=Progress(newer.lessons, completed, was_completed=progress.is_complete),
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
