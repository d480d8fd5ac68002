"""Publishing: the classes of a release are offered, all or nothing, and every publication is kept as history.

A release is known by its content. The same again changes nothing, what was replaced since comes back only when that is
said, and no id is forgotten or used a second time.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from api import audit
from api.learning import changes, releases
from api.learning.models import Course, CourseRelease, Publication
from api.refusal import TooManyRequests
from courseware.impact import ClassImpact, compared
from courseware.sealed import SealedCourse
from courseware.sealed_release import SealedRelease

TRIES = 5
"""Of a publication that others run into at the same moment."""


class ClassState(StrEnum):
    """What a publication does to a class."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OFFERED_AGAIN = "offered_again"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Order:
    """Who publishes, from which commit, with which words; `again` says that older content is meant, `rehearsed` that
    nothing is to be written.
    """

    by: audit.Actor
    commit: str = ""
    note: str = ""
    again: bool = False
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class ClassChange:
    """One class of a publication; `change` is set where a release replaces another."""

    slug: str
    title: str
    state: ClassState
    change: ClassImpact | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What is on offer now, or would be: None where a rehearsal found something new. Old content is not `is_new`."""

    publication: Publication | None
    is_new: bool
    classes: tuple[ClassChange, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A class of the release: the stored release of the same content if there is one, and the class as it was."""

    course: SealedCourse
    release: CourseRelease | None
    before: Course | None

    @property
    def is_current(self) -> bool:
        return self.release is not None and self.before is not None and self.before.release_id == self.release.id


async def publish(release: SealedRelease, order: Order, at: datetime) -> Published:
    """Offer the classes of a release. A class that is no longer among them takes no new participants; those inside go
    on.

    Raises:
        ReleaseOlder: all of it, or one of its classes, was offered before and replaced since; `again` lets it pass.
        ReleaseIds: a class forgets an id, or uses a retired one.
        TooManyRequests: others publish in the same moment, again and again.
    """
    return await _tried(release, order, at, checked=True)


async def offer(courses: Iterable[SealedCourse], at: datetime) -> tuple[str, ...]:
    """Offer these classes as they are and return the slugs whose release changed: for a development system, where
    content comes and goes with every branch and nobody's ids are promised yet.
    """
    published = await _tried(SealedRelease(tuple(courses)), Order(audit.OPERATOR, again=True), at, checked=False)
    return tuple(one.slug for one in published.classes if one.state in {ClassState.NEW, ClassState.CHANGED})


async def _tried(release: SealedRelease, order: Order, at: datetime, *, checked: bool) -> Published:
    for _ in range(TRIES):
        try:
            async with in_transaction():
                return await _published(release, order, at, checked=checked)
        except IntegrityError:
            # Somebody else's publication took the number: look again at what is on offer now.
            continue
    raise TooManyRequests(seconds=2)


async def _published(release: SealedRelease, order: Order, at: datetime, *, checked: bool) -> Published:
    # First: whoever publishes after this moment takes the number that we are going to want.
    latest = await Publication.all().order_by("-number").first()
    placed = [await _placed(course) for course in release.courses]
    offered = await Course.filter(offered=True).order_by("position", "slug")
    classes = (*[await _change(one) for one in placed], *[await _withdrawn(one, release) for one in offered])
    told = tuple(one for one in classes if one)
    if [one.release.id if one.release else None for one in placed] == [one.release_id for one in offered]:
        return Published(latest, is_new=False, classes=told)
    is_older = await _is_older(placed, latest)
    if is_older and not order.again:
        raise changes.ReleaseOlder(classes=_named(_replaced(placed)))
    if checked:
        await _check_ids(placed)
    if order.rehearsed:
        return Published(None, is_new=True, classes=told)
    number = latest.number + 1 if latest else 1
    publication = await _written(placed, number, release.digest, order, at, is_roll_back=is_older and checked)
    deed = audit.Deed.RELEASE_ROLLED_BACK if publication.is_roll_back else audit.Deed.RELEASE_PUBLISHED
    facts: dict[str, audit.Fact] = {"digest": release.digest, "commit": order.commit} | _facts(told)
    await audit.note(deed, f"publication:{number}", by=order.by, at=at, reason=order.note, facts=facts)
    return Published(publication, is_new=True, classes=told)


async def _placed(course: SealedCourse) -> _Placed:
    before = await Course.get_or_none(slug=course.slug).select_related("release")
    # Equal content, though an earlier version of the format may have spelled it otherwise.
    if before and await releases.sealed(before.release_id) == course:
        return _Placed(course, before.release, before)
    return _Placed(course, await CourseRelease.get_or_none(slug=course.slug, digest=course.digest), before)


async def _change(placed: _Placed) -> ClassChange:
    course, before = placed.course, placed.before
    if before is None:
        return ClassChange(course.slug, course.title, ClassState.NEW)
    if placed.is_current:
        state = ClassState.UNCHANGED if before.offered else ClassState.OFFERED_AGAIN
        return ClassChange(course.slug, course.title, state)
    change = compared(await releases.sealed(before.release_id), course)
    return ClassChange(course.slug, course.title, ClassState.CHANGED, change)


async def _withdrawn(offered: Course, release: SealedRelease) -> ClassChange | None:
    if offered.slug in {course.slug for course in release.courses}:
        return None
    title = (await releases.sealed(offered.release_id)).title
    return ClassChange(offered.slug, title, ClassState.WITHDRAWN)


async def _is_older(placed: Sequence[_Placed], latest: Publication | None) -> bool:
    """Whether a class goes back to a release that was replaced, or the whole offer to what it was once."""
    if any(_was_replaced(one) for one in placed):
        return True
    ids = [str(one.release.id) for one in placed if one.release]
    if latest is None or len(ids) < len(placed):
        return False
    earlier = await Publication.filter(number__lt=latest.number).only("id", "releases")
    return any(one.releases == ids for one in earlier)


def _replaced(placed: Sequence[_Placed]) -> list[str]:
    """The classes that would go back; all of them where the offer as a whole does."""
    slugs = [one.course.slug for one in placed if _was_replaced(one)]
    return slugs or [one.course.slug for one in placed]


def _was_replaced(placed: _Placed) -> bool:
    return placed.release is not None and not placed.is_current


async def _check_ids(placed: Sequence[_Placed]) -> None:
    """Content that was published before kept the rule then; taking it up again forgets nothing.

    Raises:
        ReleaseIds
    """
    forgotten: list[str] = []
    revived: list[str] = []
    for one in placed:
        if one.release is None:
            slug = one.course.slug
            retired = (await releases.sealed(one.before.release_id)).retired if one.before else ()
            forgotten += [f"{slug}/{name}" for name in changes.forgotten(await _known_ids(slug), one.course)]
            revived += [f"{slug}/{name}" for name in changes.revived(retired, one.course)]
    if forgotten or revived:
        raise changes.ReleaseIds(forgotten=_named(forgotten), revived=_named(revived))


async def _known_ids(slug: str) -> set[str]:
    """Every id that any release of the class has used or retired. Read as plain JSON: there may be hundreds."""
    known: set[str] = set()
    for document in await CourseRelease.filter(slug=slug).values_list("document", flat=True):
        course = json.loads(str(document))
        lessons, pools = course["lessons"], course["evaluation"]["pools"]
        questions = [one["checks"] for one in lessons] + [one["questions"] for one in pools]
        known |= {one["id"] for one in lessons} | {one["id"] for each in questions for one in each}
        known |= set(course.get("retired", ()))
    return known


async def _written(
    placed: Sequence[_Placed], number: int, digest: str, order: Order, at: datetime, *, is_roll_back: bool
) -> Publication:
    made = {one.course.slug: one.release or await _new_release(one.course, at) for one in placed}
    publication = await Publication.create(
        number=number,
        digest=digest,
        releases=[str(release.id) for release in made.values()],
        commit=order.commit,
        note=order.note,
        is_roll_back=is_roll_back,
        published_at=at,
    )
    for position, (slug, release) in enumerate(made.items()):
        await _offer(slug, release.id, position)
    await Course.exclude(slug__in=list(made)).update(offered=False)
    return publication


async def _new_release(course: SealedCourse, at: datetime) -> CourseRelease:
    return await CourseRelease.create(
        slug=course.slug, digest=course.digest, document=course.to_json(), published_at=at
    )


async def _offer(slug: str, release_id: UUID, position: int) -> None:
    changed = await Course.filter(slug=slug).update(release_id=release_id, position=position, offered=True)
    if not changed:
        await Course.create(slug=slug, release_id=release_id, position=position)


def _facts(classes: Sequence[ClassChange]) -> dict[str, audit.Fact]:
    """The classes that anything happened to, by what."""
    states = [state for state in ClassState if state is not ClassState.UNCHANGED]
    return {state.value: slugs for state in states if (slugs := [one.slug for one in classes if one.state is state])}


def _named(names: Iterable[str]) -> str:
    return ", ".join(names) or "–"
