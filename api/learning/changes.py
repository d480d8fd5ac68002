"""Which ids a release of a class forgets or revives. What it changes otherwise is in courseware.impact."""

from collections.abc import Iterable, Iterator

from api.refusal import ProblemCode, Refusal
from courseware.sealed import SealedCourse


class ReleaseOlder(Refusal):
    """The content was offered before and replaced since: an old deploy that ran again would undo what came later."""

    code = ProblemCode.RELEASE_OLDER


class ReleaseIds(Refusal):
    """An id that was given once is gone without a word, or one that was retired is used again."""

    code = ProblemCode.RELEASE_IDS


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
