"""A class full of people who have handed in, made in a few statements; and a worker in a process of its own."""

import asyncio
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import database, outbox
from api.accounts.models import Account
from api.evaluations import rules
from api.evaluations.models import Answer, Attempt
from api.evaluations.receipts import new_code
from api.evaluations.withdrawing import rescore_batch
from api.learning.answers import Answer as Given
from api.learning.models import Course, Enrolment
from api.settings import load
from courseware.sealed import SealedEvaluation
from tests.api.courses import SLUG, evaluation, kept_key
from tests.fakes import MORNING


@dataclass(frozen=True, slots=True)
class Sat:
    """Finished first attempts at a class, begun and ended at one moment, as rows that are stored together."""

    slug: str
    release_id: UUID
    at: datetime
    accounts: list[Account] = field(default_factory=list[Account])
    enrolments: list[Enrolment] = field(default_factory=list[Enrolment])
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    answers: list[Answer] = field(default_factory=list[Answer])

    def add(self, email: str, paper: rules.Paper, given: Mapping[str, Given]) -> None:
        """Somebody's, with these answers by question."""
        account = Account(email=email, created_at=self.at)
        enrolment = Enrolment(
            account_id=account.id, course_id=self.slug, release_id=self.release_id, started_at=self.at, id=uuid7()
        )
        result = rules.score(paper, given)
        attempt = Attempt(
            enrolment_id=enrolment.id,
            number=1,
            paper=paper.to_json(),
            started_at=self.at,
            deadline_at=self.at + timedelta(minutes=30),
            closed_at=self.at,
            score=result.score,
            passed=result.passed,
            result=result.to_json(),
            receipt_code=new_code(),
        )
        self.accounts.append(account)
        self.enrolments.append(enrolment)
        self.attempts.append(attempt)
        self.answers.extend(
            Answer(attempt_id=attempt.id, question_id=name, given=list(one), sequence=1, saved_at=self.at)
            for name, one in given.items()
        )

    async def store(self) -> None:
        """In one transaction."""
        async with in_transaction():
            await Account.bulk_create(self.accounts)
            await Enrolment.bulk_create(self.enrolments)
            await Attempt.bulk_create(self.attempts)
            await Answer.bulk_create(self.answers)


async def crowd(count: int, made: SealedEvaluation | None = None) -> list[UUID]:
    """So many people in the built class, each with one finished attempt; a question in two is answered rightly. The
    attempts' ids.
    """
    course = await Course.get(slug=SLUG)
    chance = random.Random(7)  # noqa: S311 - a test repeats
    sat = Sat(SLUG, course.release_id, MORNING)
    for number in range(count):
        paper = rules.draw(made or evaluation(), chance)
        given = {one.question.id: kept_key(one.question) for one in paper.questions if chance.random() < 0.5}
        sat.add(f"orang{number}@contoh.id", paper, given)
    await sat.store()
    return [one.id for one in sat.attempts]


async def expected(attempt_id: UUID, *withdrawn: str) -> rules.Result:
    """What the attempt comes to by the rule alone."""
    attempt = await Attempt.get(id=attempt_id)
    given = {one.question_id: tuple(one.given) for one in await Answer.filter(attempt_id=attempt_id)}
    return rules.score(rules.Paper.from_json(attempt.paper), given, withdrawn)


async def _work(home: Path, database_url: str) -> None:
    """Score again what waits for it, as a worker does that was started anew; end when nothing is left."""
    async with database.opened(load(home=home, database_url=database_url)):
        await outbox.release_leases()
        while row := await outbox.claim(MORNING):
            if row.job == "evaluations.rescore":
                after = row.args.get("enrolment_id")
                await rescore_batch(UUID(row.args["withdrawal_id"]), UUID(after) if after else None, MORNING)
                await outbox.done(row)


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), sys.argv[2]))
