"""Whom a release would concern: people by the release that they are on, and the papers that hold changed questions."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from tortoise.functions import Count
from tortoise.models import Model
from tortoise.queryset import QuerySet

from api.evaluations.models import Attempt
from api.evaluations.rules import Paper
from api.learning import releases
from api.learning.models import ClassCompletion, Course, CourseRelease, Enrolment
from courseware.impact import aspects_of
from courseware.sealed import SealedCourse, SealedQuestion

Row = TypeVar("Row", bound=Model)

PAPERS_AT_ONCE = 200
"""A paper is some ten kilobytes; all of them at once would fill the memory."""


class Difference(StrEnum):
    """How a question on a paper differs from the release's."""

    KEY = "key"
    POINTS = "points"
    WORDS = "words"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class PeopleOnRelease:
    """Those of one class who are on one of its releases. In the middle is who has not passed."""

    release_id: UUID
    published_at: datetime
    is_offered: bool
    is_this: bool
    """Of the same content as the release that is asked about."""
    people: int
    complete: int
    passed: int
    open_attempts: int

    @property
    def in_the_middle(self) -> int:
        """How many still have something before them."""
        return self.people - self.passed


@dataclass(frozen=True, slots=True)
class HeldQuestion:
    """A question that stands on papers otherwise than in the release, and on how many."""

    question_id: str
    differences: tuple[Difference, ...]
    open_papers: int
    closed_papers: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a release of a class would concern. Papers themselves never change."""

    slug: str
    title: str
    releases: tuple[PeopleOnRelease, ...]
    questions: tuple[HeldQuestion, ...]


async def concerned(course: SealedCourse) -> Concerned:
    """Whom this release of a class would concern, as things stand now."""
    return Concerned(course.slug, course.title, await _people(course), await _papers(course))


async def _people(course: SealedCourse) -> tuple[PeopleOnRelease, ...]:
    offered = await Course.get_or_none(slug=course.slug, offered=True)
    of_class = {"enrolment__course_id": course.slug}
    people = await _counted(Enrolment.filter(course_id=course.slug), "release_id")
    complete = await _counted(ClassCompletion.filter(**of_class), "enrolment__release_id")
    passed = await _counted(Attempt.filter(**of_class, passed=True), "enrolment__release_id")
    answering = await _counted(Attempt.filter(**of_class, closed_at__isnull=True), "enrolment__release_id")
    rows = CourseRelease.filter(slug=course.slug).order_by("-published_at", "-id").only("id", "published_at")
    return tuple(
        [
            PeopleOnRelease(
                release_id=row.id,
                published_at=row.published_at,
                is_offered=offered is not None and offered.release_id == row.id,
                is_this=await releases.sealed(row.id) == course,
                people=people.get(row.id, 0),
                complete=complete.get(row.id, 0),
                passed=passed.get(row.id, 0),
                open_attempts=answering.get(row.id, 0),
            )
            for row in await rows
            if row.id in people
        ]
    )


async def _counted(
    rows: "QuerySet[Enrolment] | QuerySet[ClassCompletion] | QuerySet[Attempt]", by: str
) -> dict[UUID, int]:
    """How many enrolments by release. Of attempts each enrolment counts once: it passes once, and has one open."""
    enrolment = "id" if by == "release_id" else "enrolment_id"
    counted = rows.annotate(number=Count(enrolment, distinct=True)).group_by(by).values_list(by, "number")
    return {UUID(str(release)): int(number) for release, number in await counted}


async def _papers(course: SealedCourse) -> tuple[HeldQuestion, ...]:
    asked = {one.id: one for pool in course.evaluation.pools for one in pool.questions}
    known: dict[SealedQuestion, tuple[Difference, ...]] = {}
    found: dict[str, set[Difference]] = {}
    papers: Counter[tuple[str, bool]] = Counter()
    async for attempt in _attempts(course.slug):
        for one in Paper.from_json(attempt.paper).questions:
            if one.question not in known:
                known[one.question] = _differences(one.question, asked)
            if known[one.question]:
                found.setdefault(one.question.id, set()).update(known[one.question])
                papers[one.question.id, attempt.closed_at is None] += 1
    return tuple(
        HeldQuestion(
            question_id=name,
            differences=tuple(one for one in Difference if one in differences),
            open_papers=papers[name, True],
            closed_papers=papers[name, False],
        )
        for name, differences in sorted(found.items())
    )


async def _attempts(slug: str) -> AsyncIterator[Attempt]:
    """Every attempt in a class, in portions: ids grow, so the next portion begins after the last one's."""
    rows = (
        Attempt.filter(enrolment__course_id=slug).order_by("id").only("id", "paper", "closed_at").limit(PAPERS_AT_ONCE)
    )
    portion = await rows
    while portion:
        for attempt in portion:
            yield attempt
        portion = await rows.filter(id__gt=portion[-1].id).only("id", "paper", "closed_at")


def _differences(held: SealedQuestion, asked: Mapping[str, SealedQuestion]) -> tuple[Difference, ...]:
    if held.id not in asked:
        return (Difference.RETIRED,)
    return tuple(Difference(aspect.value) for aspect in aspects_of(held, asked[held.id]))
