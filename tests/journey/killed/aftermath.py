"""What must hold when the killing is over: every yes is kept, and what follows from it is there exactly once."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from api.app import system
from api.certification.actions import printed
from api.certification.models import Certificate, NumberSequence
from api.evaluations import rules
from api.evaluations.models import Answer, Attempt
from api.learning.models import ClassCompletion, Enrolment, LessonProgress
from api.outbox import LEASE, OutboxRow
from api.settings import Settings
from api.tools import Storage, Tools, utc_now
from api.worker import Worker
from tests.journey.killed.crowd import LESSONS, SEQUENCES, Participant, choices


async def settle(settings: Settings, outfitted: Callable[[Tools], Tools] = lambda tools: tools) -> None:
    """What a worker does whose clock is an hour ahead: the time of open papers has run out. Leases it waits for."""
    later = timedelta(hours=1)
    async with system(settings, lambda: utc_now() + later) as parts:
        worker = Worker(outfitted(parts.tools))
        await worker.drain()
        async with asyncio.timeout(2 * LEASE.total_seconds()):
            while await OutboxRow.filter(leased_until__isnull=False).exists():
                await asyncio.sleep(1)
                await worker.drain()


async def check_participant(who: Participant) -> None:
    """One enrolment, one attempt, one result, and a certificate if it is a pass."""
    enrolment = await Enrolment.get(account_id=who.account)
    assert str(enrolment.id) == who.enrolment
    lessons = await LessonProgress.filter(enrolment_id=enrolment.id).values_list("lesson_id", flat=True)
    assert sorted(map(str, lessons)) == sorted(who.lessons) == sorted(LESSONS)
    assert await ClassCompletion.filter(enrolment_id=enrolment.id).count() == 1
    attempt = await Attempt.get(enrolment_id=enrolment.id)
    assert str(attempt.id) == who.attempt
    await check_answers(who, attempt)
    if who.result is None:
        assert who.leaves
    else:
        assert attempt.passed is who.passes
        assert (attempt.score, attempt.passed) == (who.result["score"], who.result["passed"])
    certificates = await Certificate.filter(enrolment_id=enrolment.id)
    assert [printed(one).score for one in certificates] == ([attempt.score] if attempt.passed else [])
    assert set(who.certificates) <= {one.number for one in certificates}


async def check_answers(who: Participant, attempt: Attempt) -> None:
    """Of each question at least what was acknowledged; the result is what the rule makes of paper and answers."""
    kept = {one.question_id: one for one in await Answer.filter(attempt_id=attempt.id)}
    for question, yes in who.saved.items():
        row = kept[question]
        # Somebody who left may have been kept beyond what they still heard of.
        assert row.sequence >= yes.sequence
        assert set(row.given) == set(choices(question, row.sequence, right=who.passes))
        if not who.leaves:
            assert (row.sequence, yes.sequence) == (SEQUENCES[-1], SEQUENCES[-1])
            assert set(row.given) == set(yes.choices)
    given = {question: tuple(row.given) for question, row in kept.items()}
    result = rules.score(rules.Paper.from_json(attempt.paper), given)
    assert attempt.closed_at is not None
    assert (attempt.score, attempt.passed, attempt.result) == (result.score, result.passed, result.to_json())


async def check_certificates(storage: Storage, letters: Counter[str], year: int) -> None:
    """Numbers without gap or repeat, each printed, stored and handed to the mail server under one Message-ID."""
    certificates = await Certificate.all().order_by("number")
    assert [int(one.number.split("/")[1]) for one in certificates] == list(range(1, len(certificates) + 1))
    assert (await NumberSequence.get(year=year)).last_given == len(certificates)
    for one in certificates:
        assert one.pdf_key is not None
        assert hashlib.sha256(await storage.get(one.pdf_key)).hexdigest() == one.pdf_sha256
        assert one.mailed_at is not None
    sent = {key.split("@")[0] for key in letters if "certificate." in key}
    assert sent == {f"<certificate.{one.id}" for one in certificates}


async def check_outbox() -> None:
    """Everything was done; what was given up would say why."""
    assert [(row.job, row.last_error) for row in await OutboxRow.all()] == []
