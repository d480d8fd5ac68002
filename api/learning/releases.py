"""Published classes: reading their sealed half back. Publishing is in publishing.py."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

from pydantic import TypeAdapter

from api.learning.models import Course, CourseRelease, Enrolment
from api.lookups import LookUp
from api.refusal import NotFound
from courseware.sealed import SealedCourse, SealedEvaluation

REMEMBERED_RELEASES = 64


_known: dict[UUID, SealedCourse] = {}
_evaluation = TypeAdapter(SealedEvaluation)
_OFFER = LookUp(lambda slug: Course.filter(slug=slug).only("slug", "release_id"))


async def sealed(release_id: UUID) -> SealedCourse:
    """A release's sealed class. Releases never change, so each is read once."""
    if release_id not in _known:
        release = await CourseRelease.get(id=release_id)
        if len(_known) >= REMEMBERED_RELEASES:
            _known.pop(next(iter(_known)))
        _known[release_id] = SealedCourse.from_json(release.document)
    return _known[release_id]


async def offered() -> list[SealedCourse]:
    """The classes on offer, in the catalogue's order."""
    courses = await Course.filter(offered=True).order_by("position", "slug")
    return [await sealed(course.release_id) for course in courses]


async def current(slug: str) -> tuple[Course, SealedCourse]:
    """A class on offer, and its sealed content.

    Raises:
        NotFound
    """
    course = await Course.get_or_none(slug=slug, offered=True)
    if course is None:
        raise NotFound("course")
    return course, await sealed(course.release_id)


async def latest(slug: str) -> SealedCourse:
    """A class as it is offered, or as it was last."""
    return await sealed((await Course.get(slug=slug).only("slug", "release_id")).release_id)


async def evaluations_of(slug: str) -> list[SealedEvaluation]:
    """Every evaluation that a class ever had, the newest release's first. There may be hundreds: none is remembered."""
    documents = await CourseRelease.filter(slug=slug).order_by("-id").values_list("document", flat=True)
    return [_evaluation.validate_json(json.dumps(json.loads(str(one))["evaluation"])) for one in documents]


async def in_use(slug: str) -> list[SealedCourse]:
    """The releases that a class is begun or gone on with: the one on offer first, then those that somebody is on."""
    course = await Course.get_or_none(slug=slug)
    pinned_to = await Enrolment.filter(course_id=slug).distinct().values_list("release_id", flat=True)
    ids = ([course.release_id] if course else []) + [UUID(str(one)) for one in pinned_to]
    return [await sealed(one) for one in dict.fromkeys(ids)]


async def pinned(enrolment: Enrolment) -> SealedCourse:
    """The class as this participant has it."""
    return await sealed(enrolment.release_id)


async def shown(enrolment: Enrolment) -> SealedCourse:
    """The class as this participant has it, with its lessons at their addresses of today: the site has the newest
    release's pages, and besides them the retired lessons' at the addresses that they had.
    """
    (offer,) = await _OFFER.all(enrolment.course_id)
    return await at_addresses_of(offer.release_id, enrolment)


async def at_addresses_of(release_id: UUID, enrolment: Enrolment) -> SealedCourse:
    """The same, with the addresses that this release gives its lessons."""
    course = await pinned(enrolment)
    if release_id == enrolment.release_id:
        return course
    today = {lesson.id: lesson.slug for lesson in (await sealed(release_id)).lessons}
    lessons = (replace(lesson, slug=today.get(lesson.id, lesson.slug)) for lesson in course.lessons)
    return replace(course, lessons=tuple(lessons))


async def of_class(slug: str) -> AsyncIterator[SealedCourse]:
    """Every release of a class, the newest first."""
    for release_id in await CourseRelease.filter(slug=slug).order_by("-published_at").values_list("id", flat=True):
        yield await sealed(UUID(str(release_id)))
