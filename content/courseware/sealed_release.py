"""All sealed courses of a release as one text under one hash: what `jawara publish` sends and the API takes."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from courseware.sealed import MalformedCourse, SealedCourse

_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
"""What a column of the API's database holds."""
LARGEST_NUMBER = 100_000
"""Of minutes, points and attempts: far over what anybody writes, far under what overflows somewhere."""


@dataclass(frozen=True, slots=True)
class SealedRelease:
    """The courses in the catalogue's order."""

    courses: tuple[SealedCourse, ...]

    def to_json(self) -> str:
        """The one spelling of this release: equal releases give equal text."""
        return _joined(course.to_json() for course in self.courses)

    @property
    def digest(self) -> str:
        return digest_of(course.to_json() for course in self.courses)

    @staticmethod
    def from_json(text: str) -> "SealedRelease":
        """Reads what `to_json` wrote; raises MalformedCourse for anything else: also for none or two of one slug."""
        try:
            documents = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise MalformedCourse("Not a sealed release: no JSON.") from error
        if not isinstance(documents, list) or not documents:
            raise MalformedCourse("Not a sealed release: no list of courses.")
        courses = tuple(_course(document) for document in cast("list[object]", documents))
        if len({course.slug for course in courses}) < len(courses):
            raise MalformedCourse("Not a sealed release: two courses of one slug.")
        return SealedRelease(courses)


def digest_of(documents: Iterable[str]) -> str:
    """The SHA-256 of a release, from the texts of its courses."""
    return sha256(_joined(documents).encode()).hexdigest()


def _joined(documents: Iterable[str]) -> str:
    return f"[{','.join(documents)}]"


def _course(document: object) -> SealedCourse:
    course = SealedCourse.from_json(json.dumps(document))
    if not all(_NAME.fullmatch(name) for name in _names(course)):
        raise MalformedCourse(f"Not a sealed release: a name in {course.slug[:100]!r} is too long or no text.")
    if any(number > LARGEST_NUMBER for number in _numbers(course)):
        raise MalformedCourse(f"Not a sealed release: a number in {course.slug[:100]!r} is too large.")
    small = next((pool for pool in course.evaluation.pools if len(pool.questions) < pool.draw), None)
    if small:
        raise MalformedCourse(
            f"Not a sealed release: pool {small.id} of {course.slug[:100]!r} is smaller than its draw."
        )
    return course


def _names(course: SealedCourse) -> Iterator[str]:
    yield course.slug
    yield from course.retired
    for lesson in course.lessons:
        yield from (lesson.id, lesson.slug)
    for question in course.questions:
        yield question.id


def _numbers(course: SealedCourse) -> Iterator[int]:
    evaluation = course.evaluation
    yield from (course.hours, course.minutes, evaluation.minutes, evaluation.attempts, evaluation.wait_minutes)
    yield from (lesson.minutes for lesson in course.lessons)
    yield from (question.points for question in course.questions)
    yield from (pool.draw for pool in evaluation.pools)
