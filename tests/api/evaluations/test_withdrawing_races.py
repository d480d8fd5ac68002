"""Withdrawing in the middle of everything: killed, repeated, and at the same moment as what it concerns."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

import pytest

from api.audit import Actor, ActorKind, AuditEntry, Deed
from api.evaluations import withdrawing
from api.evaluations.models import Attempt, Rescoring, WithdrawnQuestion
from api.evaluations.rules import Result
from api.evaluations.withdrawing import BATCH, withdraw_question
from api.outbox import OutboxRow
from tests.api import documents
from tests.api.courses import SLUG
from tests.api.evaluations.crowd import crowd, expected
from tests.api.evaluations.test_withdrawing import REASON, answered, withdraw
from tests.api.harness import Api
from tests.fakes import MORNING

pytestmark = pytest.mark.both_engines

ROOT = os.fspath(__file__).removesuffix("/tests/api/evaluations/test_withdrawing_races.py")


async def results() -> dict[UUID, Result]:
    return {one.id: Result.from_json(one.result or "") for one in await Attempt.filter(closed_at__isnull=False)}


async def jobs(name: str) -> list[str]:
    """Whose rows of a job wait, by enrolment; the same twice would be done twice."""
    return sorted(row.args["enrolment_id"] for row in await OutboxRow.filter(job=name))


async def check_everything_happened_once(attempts: list[UUID], before: dict[UUID, Result]) -> None:
    """After h0 was withdrawn: each result by the rule, each change written down once, ordered once, counted once."""
    after = await results()
    enrolments = {one.id: str(one.enrolment_id) for one in await Attempt.all()}
    for attempt in attempts:
        assert after[attempt] == await expected(attempt, "h0")
    rescored = Counter([one.attempt_id for one in await Rescoring.all()])
    assert rescored == Counter(attempts)
    changed = [one for one in attempts if after[one].score > before[one].score]
    passed = [one for one in attempts if after[one].passed and not before[one].passed]
    assert 0 < len(passed) < len(changed) < len(attempts)
    assert await jobs("evaluations.mail_withdrawal") == sorted(enrolments[one] for one in changed)
    assert await jobs("certification.consider") == sorted(enrolments[one] for one in passed)
    ordered, finished = await AuditEntry.filter(deed=Deed.QUESTION_WITHDRAWN).order_by("id")
    assert ordered.facts["finished"] == len(attempts)
    assert finished.facts["rescored"] == len(attempts)
    assert finished.facts["changed"] == len(changed)
    assert finished.facts["newly_passed"] == len(passed)


async def test_a_worker_that_is_killed_again_and_again_loses_nothing_and_counts_nothing_twice(api: Api) -> None:
    """SIGKILL in the middle of a batch; the next one goes on where the database says."""
    people = 4 * BATCH + 7
    attempts = await crowd(people)
    before = await results()
    by = Actor(ActorKind.STAFF, (await api.staff()).id)
    await withdraw_question(SLUG, "h0", REASON, by, MORNING)
    seen: list[int] = []
    for kill_at in (20, 90, 130, None):
        place = (str(api.tools.settings.home), api.tools.settings.database_url)
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.api.evaluations.crowd", *place, cwd=ROOT
        )
        while kill_at and await Rescoring.all().count() < kill_at:  # noqa: ASYNC110 - another process writes them
            await asyncio.sleep(0.002)
        if kill_at:
            worker.kill()
        code = await worker.wait()
        assert code == (-signal.SIGKILL if kill_at else 0)
        seen.append(await Rescoring.all().count())
    assert seen == sorted(seen)
    assert seen[-2] < seen[-1] == people
    await check_everything_happened_once(attempts, before)
    assert await OutboxRow.filter(job="evaluations.rescore").count() == 0


async def test_batches_that_run_twice_and_at_once_do_the_same_as_once(api: Api) -> None:
    """A worker that was taken for dead still works beside the one that took its row over."""
    attempts = await crowd(BATCH + 5)
    before = await results()
    by = Actor(ActorKind.STAFF, (await api.staff()).id)
    withdrawal = await withdraw_question(SLUG, "h0", REASON, by, MORNING)
    await OutboxRow.filter(job="evaluations.rescore").delete()
    batch = withdrawing.rescore_batch
    await asyncio.gather(*(batch(withdrawal.id, None, MORNING) for _ in range(3)))
    # Each of the three has ordered the rest: three last batches, which end at the same moment.
    following = [UUID(row.args["enrolment_id"]) for row in await OutboxRow.filter(job="evaluations.rescore")]
    assert len(following) == 3
    await asyncio.gather(*(batch(withdrawal.id, after, MORNING) for after in following))
    await batch(withdrawal.id, None, MORNING)
    await check_everything_happened_once(attempts, before)


async def test_two_withdrawals_at_once_come_to_the_same_in_any_order(api: Api) -> None:
    """Each is scored for itself, each written down; five taps on one are one."""
    attempts = await crowd(BATCH + 5)
    before = await results()
    by = Actor(ActorKind.STAFF, (await api.staff()).id)
    made = await asyncio.gather(
        *(withdraw_question(SLUG, name, REASON, by, MORNING) for name in ("h0", "p0", "h0", "p0", "h0"))
    )
    assert len({one.id for one in made}) == await WithdrawnQuestion.all().count() == 2
    await asyncio.gather(*(api.worker.drain() for _ in range(3)))
    after = await results()
    for attempt in attempts:
        assert after[attempt] == await expected(attempt, "h0", "p0")
        assert after[attempt].share >= before[attempt].share
    held = [len(after[one].withdrawn) for one in attempts]
    assert await Rescoring.all().count() == sum(held)
    assert {1, 2} == set(held)
    assert await WithdrawnQuestion.filter(finished_at__isnull=True).count() == 0
    assert await AuditEntry.filter(deed=Deed.QUESTION_WITHDRAWN).count() == 4
    told = Counter((one.mail.to, one.mail.key) for one in api.letterbox.letters if one.mail.template != "certificate")
    assert set(told.values()) == {1}


@pytest.mark.parametrize("turn", range(4))
async def test_who_hands_in_at_the_same_moment_gets_what_the_others_get(api: Api, turn: int) -> None:
    """Before or after makes no difference, and nobody is forgotten between the two."""
    staff = await api.staff()
    people = [await api.learned(f"orang{number}@contoh.id") for number in range(8)]
    attempts = [await api.started(one) for one in people]
    for one, attempt in zip(people, attempts, strict=True):
        await answered(api, one, attempt, "p")
    deeds: list[Awaitable[Any]] = [
        api.ask(documents.SUBMIT, by=one, attempt=attempt["id"]) for one, attempt in zip(people, attempts, strict=True)
    ]
    deeds[2 * turn : 2 * turn] = [withdraw(api, staff), api.worker.drain()]
    await asyncio.gather(*deeds)
    await api.worker.drain()
    rows = await Attempt.all()
    assert [(row.score, row.passed) for row in rows] == [(100, True)] * 8
    assert all(Result.from_json(row.result or "").withdrawn == ("h0",) for row in rows)
    kinds = [api.letterbox.kinds(one.email) for one in people]
    assert all(one.count("certificate") == 1 and one.count("question-withdrawn") <= 1 for one in kinds)
    rescored = await Rescoring.all().count()
    assert sum(one.count("question-withdrawn") for one in kinds) == rescored


async def test_a_paper_drawn_at_the_same_moment_is_scored_without_it(api: Api) -> None:
    """It may still ask the question; it never counts against anybody."""
    staff = await api.staff()
    people = [await api.learned(f"orang{number}@contoh.id") for number in range(6)]
    started, _ = await asyncio.gather(asyncio.gather(*(api.started(one) for one in people)), withdraw(api, staff, "p0"))
    await api.worker.drain()
    for one, attempt in zip(people, started, strict=True):
        asked = [one["id"] for one in attempt["questions"] if one["id"] not in {"p0", "h0"}]
        await answered(api, one, attempt, "h0", *asked)
        closed = (await api.ask(documents.SUBMIT, by=one, attempt=attempt["id"]))["attempt"]["result"]
        assert closed["score"] == 100


async def test_the_preview_of_a_crowd_is_what_then_happens(api: Api) -> None:
    """In parts and as a whole; of a class that is too large for a request the latest papers are examined."""
    people = 2 * withdrawing.READ_AT_ONCE + 9
    await crowd(people)
    seen = await withdrawing.preview(SLUG, "h0")
    latest = await withdrawing.preview(SLUG, "h0", most=withdrawing.READ_AT_ONCE + 3)
    assert (latest.finished, latest.examined) == (people, withdrawing.READ_AT_ONCE + 3)
    assert 0 < latest.changed < seen.changed
    withdrawal = await withdraw_question(SLUG, "h0", REASON, Actor(ActorKind.STAFF, (await api.staff()).id), MORNING)
    await api.worker.drain()
    done = await withdrawing.outcome_of(withdrawal)
    assert (seen.examined, seen.changed, seen.newly_passing) == (done.rescored, done.changed, done.newly_passed)
