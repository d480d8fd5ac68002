"""A worker that ends before any of its statements: the next one goes on, and nothing is there twice or changes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.asyncpg.client import TransactionWrapper as AsyncpgTransaction
from tortoise.backends.sqlite.client import SqliteClient

from api import outbox
from api.certification.models import Certificate, NumberSequence
from api.certification.pdfs import pdf_of
from api.evaluations.models import Attempt
from api.evaluations.receipts import new_code
from api.learning.models import ClassCompletion, Course, Enrolment, LessonProgress
from api.outbox import OutboxRow
from api.sqlite import ImmediateTransactionWrapper
from tests.api.courses import SLUG
from tests.api.harness import Api
from tests.api.leases import run_out

STATEMENTS = ("execute_query", "execute_query_dict", "execute_insert", "execute_many", "begin", "commit")
CLIENTS = (SqliteClient, ImmediateTransactionWrapper, AsyncpgDBClient, AsyncpgTransaction)


class Killed(BaseException):
    """No job and no worker catches it, and what they had begun is rolled back: as if the process were gone."""


class Executioner:
    """Lets so many statements of the database pass, and from then on none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._left: int | None = None
        for client in CLIENTS:
            for name in STATEMENTS:
                if name in vars(client):
                    monkeypatch.setattr(client, name, self._watched(name, getattr(client, name)))

    def allow(self, count: int | None) -> None:
        """From now on; None lets all pass."""
        self._left = count

    def _watched(self, name: str, statement: Callable[..., Any]) -> Callable[..., Any]:
        async def watched(*args: Any, **kwargs: Any) -> Any:
            if self._left == 0:
                if name == "commit":
                    # A process that is gone holds no transaction open.
                    await args[0].rollback()
                raise Killed
            if self._left:
                self._left -= 1
            return await statement(*args, **kwargs)

        return watched


@pytest.fixture
def executioner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Executioner]:
    made = Executioner(monkeypatch)
    yield made
    made.allow(None)


async def done_with_everything(api: Api, email: str) -> Enrolment:
    """Somebody who has done everything, and the order to consider it."""
    someone = await api.with_profile(email)
    await OutboxRow.all().delete()
    at, offered = api.clock(), await Course.get(slug=SLUG)
    enrolment = await Enrolment.create(
        account_id=someone.id, course_id=SLUG, release_id=offered.release_id, started_at=at
    )
    for name in ("satu", "dua"):
        await LessonProgress.create(enrolment_id=enrolment.id, lesson_id=name, completed_at=at)
    await ClassCompletion.create(enrolment_id=enrolment.id, release_id=offered.release_id, completed_at=at)
    closed: dict[str, Any] = {"score": 80, "passed": True, "result": "{}", "receipt_code": new_code()}
    later = api.clock.forward(minutes=30)
    await Attempt.create(
        enrolment_id=enrolment.id, number=1, paper="{}", started_at=at, deadline_at=later, closed_at=later, **closed
    )
    await outbox.later("certification.consider", at=later, enrolment_id=enrolment.id)
    return enrolment


async def killed_after(count: int, api: Api, executioner: Executioner) -> bool:
    """Whether a worker that may send so many statements to the database ended before its work was done."""
    executioner.allow(count)
    try:
        await api.worker.drain()
    except Killed:
        return True
    finally:
        executioner.allow(None)
    return False


@pytest.mark.both_engines
async def test_a_worker_may_end_between_any_two_statements(api: Api, executioner: Executioner) -> None:
    """One certificate each, numbered without a gap; its letter once, or again with the very same PDF under the same
    Message-ID where the mail server's yes was not noted; no draft is left.
    """
    count = 0
    while True:
        enrolment = await done_with_everything(api, f"orang{count}@contoh.id")
        before = len(api.letterbox.letters)
        was_killed = await killed_after(count, api, executioner)
        await run_out()
        await api.worker.drain()
        assert not await OutboxRow.all().exists(), count
        certificate = await Certificate.get(enrolment_id=enrolment.id)
        assert certificate.number == f"503.5/{count + 1:04}/SJ/2026"
        assert (certificate.draft_key, certificate.mailed_at is None) == (None, False)
        letters = [one.message for one in api.letterbox.letters[before:]]
        assert 1 <= len(letters) <= 1 + was_killed, count
        assert {one["Message-ID"] for one in letters} == {f"<certificate.{certificate.id}@testserver>"}
        pdf = await pdf_of(certificate, api.tools.storage)
        assert {next(one.iter_attachments()).get_content() for one in letters} == {pdf}
        count += 1
        if not was_killed:
            break
    assert count > 40
    assert (await NumberSequence.get(year=2026)).last_given == count
    assert not [path for path in (api.tools.settings.home / "storage" / "drafts").iterdir() if path.is_file()]
