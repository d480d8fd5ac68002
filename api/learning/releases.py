"""Published classes: publishing, and reading the sealed half back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from api.learning.models import Course, CourseRelease, Enrolment
from api.refusal import NotFound
from courseware.sealed import SealedCourse

REMEMBERED_RELEASES = 64


async def publish(courses: Iterable[SealedCourse], at: datetime) -> tuple[str, ...]:
    """Offer these classes, all or nothing, and return the slugs whose release changed. Publishing the same content
    again changes nothing. A class that is no longer among them takes no new participants; those inside go on.
    """
    changed: list[str] = []
    async with in_transaction():
        offered: list[str] = []
        for position, course in enumerate(courses):
            release = await CourseRelease.get_or_none(slug=course.slug, digest=course.digest)
            if release is None:
                release = await CourseRelease.create(
                    slug=course.slug, digest=course.digest, document=course.to_json(), published_at=at
                )
            if await _offer(course.slug, release.id, position):
                changed.append(course.slug)
            offered.append(course.slug)
        await Course.exclude(slug__in=offered).update(offered=False)
    return tuple(changed)


async def _offer(slug: str, release_id: UUID, position: int) -> bool:
    """Whether the class's release is another than before."""
    course = await Course.get_or_none(slug=slug)
    if course is None:
        await Course.create(slug=slug, release_id=release_id, position=position)
        return True
    await Course.filter(slug=slug).update(release_id=release_id, position=position, offered=True)
    return course.release_id != release_id


_known: dict[UUID, SealedCourse] = {}


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


async def pinned(enrolment: Enrolment) -> SealedCourse:
    """The class as this participant has it."""
    return await sealed(enrolment.release_id)
