"""Reading the first attempts of a class for the figures of its questions, in batches: memory doesn't grow with them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from tortoise.queryset import QuerySet

from api.evaluations import actions, item_rules
from api.evaluations.models import Answer, Attempt
from api.evaluations.rules import read_once
from api.learning import releases
from api.learning.models import Course
from api.refusal import NotFound
from courseware.sealed import SealedEvaluation, SealedQuestion

MOST_READ = 5_000
"""First attempts that are read, the latest: a request ends after ten seconds."""
READ_AT_ONCE = 50
"""Of these, how many are in memory."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A question's figures, the title of its pool, and whether it is still asked."""

    pool: str
    is_current: bool
    is_withdrawn: bool
    figures: item_rules.Item


@dataclass(frozen=True, slots=True)
class ClassItems:
    """The figures of one class. Of `finished` first attempts `attempts` were read, the latest; of small classes all."""

    slug: str
    title: str
    finished: int
    attempts: int
    reliability: item_rules.Reliability
    items: tuple[AskedItem, ...]


async def statistics(slug: str, most: int = MOST_READ) -> ClassItems:
    """The figures of every question that a class asks or asked, from everybody's first finished attempt.

    Raises:
        NotFound
    """
    course = await Course.get_or_none(slug=slug)
    if course is None:
        raise NotFound("course")
    current = await releases.sealed(course.release_id)
    asked = _asked([current.evaluation, *await releases.evaluations_of(slug)])
    withdrawn = await actions.withdrawn_in(slug)
    tally = item_rules.Tally(
        asked={name: question for name, (_, question) in asked.items()},
        withdrawn=withdrawn,
        shared=item_rules.asked_of_all(current.evaluation, withdrawn),
    )
    first = Attempt.filter(enrolment__course_id=slug, number=1, closed_at__isnull=False)
    async for sitting in _sittings(first, most):
        tally.add(sitting)
    now = {one.id for pool in current.evaluation.pools for one in pool.questions}
    return ClassItems(
        slug=slug,
        title=current.title,
        finished=await first.count(),
        attempts=tally.attempts,
        reliability=tally.reliability(),
        items=tuple(
            AskedItem(asked[one.question.id][0], one.question.id in now, one.question.id in withdrawn, one)
            for one in tally.items()
        ),
    )


def _asked(evaluations: Sequence[SealedEvaluation]) -> dict[str, tuple[str, SealedQuestion]]:
    """Each question once, with its pool's title, as the first of the evaluations asks it."""
    found: dict[str, tuple[str, SealedQuestion]] = {}
    for evaluation in evaluations:
        for pool in evaluation.pools:
            for question in pool.questions:
                found.setdefault(question.id, (pool.title, question))
    return found


async def _sittings(first: QuerySet[Attempt], most: int) -> AsyncIterator[item_rules.Sitting]:
    """The latest of these attempts, at most so many, each with its answers."""
    newest = first.order_by("-id").only("id", "paper", "closed_at")
    chunk: Sequence[Attempt] = await newest.limit(min(READ_AT_ONCE, most))
    while chunk:
        given: dict[UUID, dict[str, tuple[str, ...]]] = {one.id: {} for one in chunk}
        seconds: dict[UUID, dict[str, int]] = {one.id: {} for one in chunk}
        rows = Answer.filter(attempt_id__in=list(given)).values_list(
            "attempt_id", "question_id", "given", "spent_seconds"
        )
        for attempt_id, question_id, kept, spent in cast("list[tuple[UUID, str, list[str], int | None]]", await rows):
            given[attempt_id][question_id] = tuple(kept)
            if spent is not None:
                seconds[attempt_id][question_id] = spent
        for attempt in chunk:
            if attempt.closed_at:
                paper = read_once(attempt.paper)
                yield item_rules.Sitting(paper, given[attempt.id], seconds[attempt.id], attempt.closed_at)
        most -= len(chunk)
        chunk = await newest.filter(id__lt=chunk[-1].id).limit(min(READ_AT_ONCE, most)) if most else []
