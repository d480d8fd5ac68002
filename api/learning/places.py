"""The place where a participant was last in a class, on whatever device; and when that was."""

import re
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from api.learning import actions, releases, rules
from api.learning.models import AnsweredCheck, Enrolment, LessonProgress, ReadingPlace, ReadLesson, WatchedVideo
from api.profiles import consents
from api.refusal import InvalidInput, NotFound

LONGEST_HEADING = 200
_HEADING = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


async def remember_place(
    account_id: UUID, slug: str, lesson_id: str, heading: str, age_seconds: int, *, at: datetime
) -> ReadingPlace:
    """Keep where this participant is in the class; `heading` is an id on the lesson's page, empty for its beginning.
    What is older than the place that is kept changes nothing, however late it arrives: the kept place comes back.

    Raises:
        NotEnrolled, NotFound, ConsentRequired, InvalidInput
    """
    if heading and (len(heading) > LONGEST_HEADING or not _HEADING.fullmatch(heading)):
        raise InvalidInput("heading")
    enrolment_id = (await actions.enrolment_of(account_id, slug)).id
    await consents.check_training(account_id)
    async with in_transaction():
        # Locked: two devices may tell at once, and the younger place must stay.
        enrolment = await Enrolment.select_for_update().get(id=enrolment_id)
        if rules.lesson_of(await releases.pinned(enrolment), lesson_id) is None:
            raise NotFound("lesson")
        made_at = rules.made_at(at, age_seconds, enrolment.started_at)
        place = await ReadingPlace.get_or_none(enrolment_id=enrolment_id)
        if place is None:
            place = ReadingPlace(enrolment_id=enrolment_id)
        elif made_at < place.made_at:
            return place
        place.lesson_id, place.heading, place.made_at, place.noted_at = lesson_id, heading, made_at, at
        await place.save()
    return place


_DEEDS = (
    (LessonProgress, "completed_at"),
    (ReadLesson, "read_at"),
    (AnsweredCheck, "answered_at"),
    (WatchedVideo, "noted_at"),
    (ReadingPlace, "noted_at"),
)


async def last_learned_at(enrolment: Enrolment) -> datetime:
    """When this participant last did anything in the class's lessons; when they began, if never."""
    moments = [enrolment.started_at]
    for table, column in _DEEDS:
        found = (
            await table.filter(enrolment_id=enrolment.id).order_by(f"-{column}").first().values_list(column, flat=True)
        )
        moments += [found] if isinstance(found, datetime) else []
    return max(moments)
