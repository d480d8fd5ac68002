"""Whatever may be the last thing that a certificate needs orders it in its own transaction."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest

from api.certification.models import Certificate
from api.evaluations.models import Attempt
from api.evaluations.receipts import new_code
from api.learning.models import Enrolment
from api.profiles.consents import CONSENT_VERSION
from courseware.sealed import LessonRule
from tests.api import documents
from tests.api.courses import SLUG, VIDEO, course, key_of, lesson, question, stricter
from tests.api.harness import Api, Participant
from tests.api.stores import Rows, store_of

REASON = "Kunci jawabannya tidak sesuai dengan undang-undang yang berlaku."
FIRST, *_ = course().lessons

Deed = Callable[[], Awaitable[Any]]


@contextmanager
def no_orders(api: Api) -> Generator[None]:
    """The database (SQLite) refuses to write down that a certificate is to be considered."""
    store = store_of(api.tools.settings.database_url)
    condition, body = "NEW.job LIKE 'certification.consider%'", "SELECT RAISE(ABORT, 'no orders now')"
    store.run(f"CREATE TRIGGER no_orders BEFORE INSERT ON outbox WHEN {condition} BEGIN {body}; END")
    yield
    store.run("DROP TRIGGER no_orders")


def deeds(api: Api) -> Rows:
    """Everything but the outbox, where a job that failed is noted."""
    return {table: rows for table, rows in api.stored().items() if table != "outbox"}


async def passed(of: Participant, api: Api) -> None:
    """That they have passed, which nobody was told of."""
    at = api.clock()
    closed: dict[str, Any] = {"closed_at": at, "score": 80, "passed": True, "result": "{}", "receipt_code": new_code()}
    deadline = api.clock.forward(minutes=30)
    enrolment = await Enrolment.get(account_id=of.id)
    await Attempt.create(enrolment_id=enrolment.id, number=1, paper="{}", started_at=at, deadline_at=deadline, **closed)
    await api.worker.drain()


async def inside(api: Api, *, last: Any = None, reads: tuple[str, ...] = ("satu",)) -> Participant:
    """Somebody who has passed and has read some lessons of the class, whose `last` lesson is as given."""
    await api.publish(course(lessons=(FIRST, last or lesson("dua"))))
    someone = await api.enrolled()
    for name in reads:
        await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson=name)
    await passed(someone, api)
    return someone


async def submission(api: Api) -> Deed:
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.answered(someone, attempt)
    return lambda: api.post(documents.SUBMIT, {"attempt": attempt["id"]}, by=someone)


async def end_of_its_time(api: Api) -> Deed:
    someone = await api.learned()
    await api.answered(someone, await api.started(someone))
    await api.worker.drain()
    api.clock.forward(hours=2)
    return api.worker.drain


async def last_lesson(api: Api) -> Deed:
    someone = await inside(api)
    return lambda: api.post(documents.COMPLETE, {"course": SLUG, "lesson": "dua"}, by=someone)


async def last_check(api: Api) -> Deed:
    asking = stricter(lesson("dua", checks=(question("tanya"),)), LessonRule.ANSWER)
    someone = await inside(api, last=asking, reads=("satu", "dua"))
    sent = {"course": SLUG, "lesson": "dua", "check": "tanya", "answer": {"choices": ["tanya-r0"]}}
    return lambda: api.post(documents.ANSWER_CHECK, sent, by=someone)


async def last_video(api: Api) -> Deed:
    someone = await inside(api, last=stricter(lesson("dua"), LessonRule.WATCH), reads=("satu", "dua"))
    sent = {"course": SLUG, "lesson": "dua", "video": VIDEO.id, "percent": 100}
    return lambda: api.post(documents.WATCHED, sent, by=someone)


async def move_to_a_smaller_release(api: Api) -> Deed:
    someone = await inside(api)
    await api.publish(course(lessons=(FIRST,), retired=("dua",)))
    newer = (await api.ask(documents.MY_NEWER, by=someone, course=SLUG))["enrolment"]["newerRelease"]
    return lambda: api.post(documents.MOVE, {"course": SLUG, "release": newer["release"]}, by=someone)


async def confirmed_name(api: Api) -> Deed:
    someone = await api.learned()
    await api.ask(documents.SAVE_PROFILE, by=someone, input={"fullName": "Siti Aminah, S.E."})
    await passed(someone, api)
    return lambda: api.post(documents.CONFIRM_NAME, {"name": "Siti Aminah, S.E."}, by=someone)


async def saved_biodata(api: Api) -> Deed:
    someone = await api.learned()
    await api.ask(documents.SAVE_PROFILE, by=someone, input={"groups": []})
    await passed(someone, api)
    return lambda: api.post(documents.SAVE_PROFILE, {"input": {"groups": ["BUSINESS"]}}, by=someone)


async def consent_given_again(api: Api) -> Deed:
    someone = await api.learned()
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    await passed(someone, api)
    sent = {"purposes": ["TRAINING"], "version": CONSENT_VERSION}
    return lambda: api.post(documents.GIVE_CONSENT, sent, by=someone)


async def rescoring(api: Api) -> Deed:
    someone, staff = await api.learned(), await api.staff()
    attempt = await api.started(someone)
    for asked in attempt["questions"]:
        if asked["id"] != "h0":
            await api.save(someone, attempt["id"], asked["id"], key_of(course())[asked["id"]], 1)
    await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    await api.worker.drain()
    await api.ask(documents.WITHDRAW_QUESTION, by=staff, course=SLUG, question="h0", reason=REASON)
    return api.worker.drain


@pytest.mark.parametrize(
    "prepared",
    [
        submission,
        end_of_its_time,
        last_lesson,
        last_check,
        last_video,
        move_to_a_smaller_release,
        confirmed_name,
        saved_biodata,
        consent_given_again,
        rescoring,
    ],
)
async def test_the_last_deed_stands_or_falls_with_its_order(
    api: Api, prepared: Callable[[Api], Awaitable[Deed]]
) -> None:
    """Otherwise somebody would have done everything, and no certificate would ever come."""
    deed = await prepared(api)
    assert not await Certificate.exists()
    before = deeds(api)
    with no_orders(api):
        await deed()
    assert deeds(api) == before
    api.clock.forward(minutes=1)
    await deed()
    await api.worker.drain()
    assert await Certificate.all().count() == 1
