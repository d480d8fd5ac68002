"""What a release of a class changes against another: pure comparison of two sealed classes, by stable ids."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.refusal import ProblemCode, Refusal
from courseware.sealed import SealedCourse, SealedLesson, SealedQuestion


class ReleaseOlder(Refusal):
    """The content was offered before and replaced since: an old deploy that ran again would undo what came later."""

    code = ProblemCode.RELEASE_OLDER


class ReleaseIds(Refusal):
    """An id that was given once is gone without a word, or one that was retired is used again."""

    code = ProblemCode.RELEASE_IDS


@dataclass(frozen=True, slots=True)
class Renamed:
    """A lesson of the same id under another title."""

    lesson: SealedLesson
    before: str


@dataclass(frozen=True, slots=True)
class CourseChange:
    """From an older release of a class to a newer one. Questions are ids of the evaluation's."""

    added: tuple[SealedLesson, ...]
    removed: tuple[SealedLesson, ...]
    renamed: tuple[Renamed, ...]
    questions_added: tuple[str, ...]
    questions_removed: tuple[str, ...]
    questions_changed: tuple[str, ...]
    evaluation_changed: bool
    """Questions, pools, time, passing score or attempts."""


def compared(older: SealedCourse, newer: SealedCourse) -> CourseChange:
    """What changes for somebody who goes from one to the other."""
    lessons = {lesson.id: lesson for lesson in older.lessons}
    kept = {lesson.id for lesson in newer.lessons}
    asked, asks = _asked(older), _asked(newer)
    return CourseChange(
        added=tuple(lesson for lesson in newer.lessons if lesson.id not in lessons),
        removed=tuple(lesson for lesson in older.lessons if lesson.id not in kept),
        renamed=tuple(
            Renamed(lesson, before.title)
            for lesson in newer.lessons
            if (before := lessons.get(lesson.id)) and before.title != lesson.title
        ),
        questions_added=tuple(asks.keys() - asked.keys()),
        questions_removed=tuple(asked.keys() - asks.keys()),
        questions_changed=tuple(one for one in asked.keys() & asks.keys() if asked[one] != asks[one]),
        evaluation_changed=older.evaluation != newer.evaluation,
    )


def _asked(course: SealedCourse) -> Mapping[str, SealedQuestion]:
    return {question.id: question for pool in course.evaluation.pools for question in pool.questions}


def ids_of(course: SealedCourse) -> Iterator[str]:
    """Every id that is in use: of lessons, checks and questions."""
    yield from (lesson.id for lesson in course.lessons)
    yield from (question.id for question in course.questions)


def forgotten(known: Iterable[str], newer: SealedCourse) -> tuple[str, ...]:
    """Of the ids that any release of the class has known, those that the newer one neither uses nor retires."""
    return tuple(sorted(set(known) - {*ids_of(newer), *newer.retired}))


def revived(retired: Iterable[str], newer: SealedCourse) -> tuple[str, ...]:
    """Of the ids that are retired, by the release on offer or by the newer one itself, those that it uses."""
    return tuple(sorted({*retired, *newer.retired} & set(ids_of(newer))))
