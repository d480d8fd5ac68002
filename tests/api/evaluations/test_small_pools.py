"""A release whose pool is smaller than its draw: a refusal and a word to the staff, no shorter paper in silence."""

from dataclasses import replace

import pytest

from api.evaluations.models import Attempt, WithdrawnQuestion
from api.outbox import OutboxRow
from courseware.sealed import MalformedCourse, SealedCourse
from courseware.sealed_release import SealedRelease
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation
from tests.api.harness import Api


def small() -> SealedCourse:
    """It draws four of three."""
    made = evaluation()
    first, *others = made.pools
    return course(evaluation=replace(made, pools=(replace(first, draw=4), *others)))


def test_such_a_release_is_not_taken_in() -> None:
    """The check of the content says it with file and line; whoever publishes without it is told too."""
    with pytest.raises(MalformedCourse, match="pool pembeli of 'pemasaran' is smaller than its draw"):
        SealedRelease.from_json(SealedRelease((small(),)).to_json())


async def test_one_that_is_there_all_the_same_is_refused_loudly(api: Api) -> None:
    """Nobody gets a shorter paper, staff have one entry however often it is tried, and it ends when it is mended."""
    await api.publish(small())
    someone, staff = await api.learned(), await api.staff()
    state = (await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG))["enrolment"]["evaluation"]
    assert state["canStart"] is False
    for _ in range(3):
        assert await api.refused(documents.START, by=someone, course=SLUG) == ["EVALUATION_BROKEN"]
    assert await Attempt.all().count() == 0
    (failed,) = (await api.ask(documents.FAILED_JOBS, by=staff))["failedJobs"]
    assert failed["job"] == "evaluations.check_pools"
    assert SLUG in failed["reason"]
    await api.ask(documents.RETRY, by=staff, job=failed["id"])
    await api.worker.drain()
    assert (await OutboxRow.get()).last_error == "PoolTooSmall: PoolTooSmall"
    await api.publish()
    api.clock.forward(hours=1)
    await api.worker.drain()
    assert await OutboxRow.all().count() == 0


async def test_a_pool_that_is_short_by_withdrawals_alone_gives_what_it_has(api: Api) -> None:
    """Decision 0037: nobody waits for the office's mistake."""
    for name in ("p0", "p1"):
        await WithdrawnQuestion.create(course_id=SLUG, question_id=name, reason="Keliru", withdrawn_at=api.clock())
    someone = await api.learned()
    assert {one["id"] for one in (await api.started(someone))["questions"]} == {"p2", "h0"}
