"""Attempts that run out of time, and attempts of somebody else."""

from typing import Any
from uuid import uuid4

import pytest

from api.evaluations.models import Attempt
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, key_of
from tests.api.harness import Api

KEY = key_of(course())


@pytest.mark.both_engines
async def test_the_worker_closes_what_nobody_submitted_with_what_was_saved(api: Api) -> None:
    """A phone that died loses nothing that had arrived."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.answered(someone, attempt)
    api.clock.forward(minutes=40)
    await api.worker.drain()
    assert (await Attempt.get()).closed_at is None
    api.clock.forward(seconds=1)
    await api.worker.drain()
    closed = await api.ask(documents.MY_ATTEMPT, by=someone, id=attempt["id"])
    assert closed["attempt"]["result"]["score"] == 100
    assert closed["attempt"]["result"]["closedAt"] == "2026-03-02T02:40:00+00:00"
    assert api.letterbox.kinds(someone.email) == ["result", "certificate"]


async def test_submitting_a_day_late_closes_at_the_end_of_its_own_time(api: Api) -> None:
    """The worker was down: the time that counts is the attempt's own."""
    someone = await api.learned()
    attempt = await api.started(someone)
    api.clock.forward(days=1)
    late = await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    assert [one["code"] for one in late["problems"]] == ["ATTEMPT_CLOSED"]
    closed = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]
    assert (closed["result"]["score"], closed["result"]["closedAt"]) == (0, "2026-03-02T02:40:00+00:00")


@pytest.mark.both_engines
async def test_an_attempt_that_ran_out_does_not_stand_in_the_way_of_the_next(api: Api) -> None:
    """Also before the worker has come by; it is counted."""
    someone = await api.learned()
    first = await api.started(someone)
    api.clock.forward(hours=2)
    second = await api.started(someone)
    assert (first["number"], second["number"]) == (1, 2)
    assert await Attempt.filter(closed_at__isnull=True).count() == 1


async def test_the_last_attempt_that_ran_out_leaves_none(api: Api) -> None:
    """Time that ran out uses an attempt up."""
    await api.publish(course(evaluation=evaluation(attempts=1)))
    someone = await api.learned()
    await api.started(someone)
    api.clock.forward(hours=2)
    assert await api.refused(documents.START, by=someone, course=SLUG) == ["ATTEMPTS_USED_UP"]
    assert await Attempt.filter(closed_at__isnull=True).count() == 0


async def test_a_clock_that_steps_back_closes_nothing_early(api: Api) -> None:
    """The machine's clock may be corrected by hours."""
    someone = await api.learned()
    attempt = await api.started(someone)
    api.clock.forward(hours=-2)
    await api.worker.drain()
    answer = await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    assert answer["problems"] == []
    closed = await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    assert closed["attempt"]["result"]["score"] == 50


async def test_somebody_elses_attempt_can_not_be_seen_answered_or_closed(api: Api) -> None:
    """And it looks exactly like one that doesn't exist."""
    owner, stranger = await api.learned(), await api.learned("budi@contoh.id")
    attempt = await api.started(owner)
    await api.save(owner, attempt["id"], "h0", KEY["h0"], 1)
    before = api.stored()
    answers: list[list[str]] = []
    for of in (attempt["id"], str(uuid4())):
        seen = (await api.post(documents.MY_ATTEMPT, {"id": of}, by=stranger)).json()
        assert seen == {"data": {"viewer": {"attempt": None}}}
        variables: dict[str, Any] = {"attempt": of, "question": "h0", "answer": {"choices": []}, "sequence": 99}
        saved = await api.post(documents.SAVE, variables, by=stranger)
        submitted = await api.post(documents.SUBMIT, {"attempt": of}, by=stranger)
        assert saved.json()["data"]["saveAnswer"]["problems"][0]["code"] == "NOT_FOUND"
        assert submitted.json()["data"]["submitAttempt"]["problems"][0]["code"] == "NOT_FOUND"
        answers.append([saved.text, submitted.text])
    assert answers[0] == answers[1]
    assert api.stored() == before


async def test_staff_are_no_participants_either(api: Api) -> None:
    """A role gives no right to somebody's attempt."""
    owner = await api.learned()
    attempt = await api.started(owner)
    staff = await api.staff()
    assert (await api.ask(documents.MY_ATTEMPT, by=staff, id=attempt["id"]))["attempt"] is None
    assert await api.refused(documents.SUBMIT, by=staff, attempt=attempt["id"]) == ["NOT_FOUND"]
    assert (await Attempt.get()).closed_at is None


async def test_a_visitor_can_neither_start_nor_answer_nor_submit(api: Api) -> None:
    """Nothing of an evaluation is open."""
    owner = await api.learned()
    attempt = await api.started(owner)
    before = api.stored()
    assert await api.refused(documents.START, course=SLUG) == ["UNAUTHENTICATED"]
    assert await api.refused(documents.SUBMIT, attempt=attempt["id"]) == ["UNAUTHENTICATED"]
    variables: dict[str, Any] = {"attempt": attempt["id"], "question": "h0", "answer": {"choices": []}, "sequence": 9}
    assert await api.refused(documents.SAVE, **variables) == ["UNAUTHENTICATED"]
    assert (await api.post(documents.MY_ATTEMPT, {"id": attempt["id"]})).json() == {"data": {"viewer": None}}
    assert api.stored() == before


@pytest.mark.parametrize("bad", ["1", "x", "", "../../etc", "01a20a20-953b-7017-a2f2-2f5622592ea"])
async def test_an_id_that_is_none_is_a_clean_refusal(api: Api, bad: str) -> None:
    """The schema's own types hold at the door."""
    someone = await api.learned()
    for document in (documents.SUBMIT, documents.MY_ATTEMPT):
        name = "attempt" if document is documents.SUBMIT else "id"
        answer = await api.post(document, {name: bad}, by=someone)
        assert answer.status_code == 200
        assert "INTERNAL" not in answer.text
        assert answer.json()["errors"]


@pytest.mark.parametrize("sequence", [2**31, -(2**31) - 1, 1.5, "1", None, True])
async def test_a_sequence_that_is_no_small_number_is_refused(api: Api, sequence: object) -> None:
    """GraphQL's Int has 32 bits, and so has the column."""
    someone = await api.learned()
    attempt = await api.started(someone)
    before = api.stored()
    variables: dict[str, Any] = {
        "attempt": attempt["id"],
        "question": "h0",
        "answer": {"choices": []},
        "sequence": sequence,
    }
    answer = await api.post(documents.SAVE, variables, by=someone)
    assert answer.json()["errors"]
    assert "INTERNAL" not in answer.text
    assert api.stored() == before


async def test_a_class_that_was_not_entered_has_no_evaluation(api: Api) -> None:
    """Nor has one that doesn't exist."""
    someone = await api.with_profile()
    for slug in (SLUG, "tidak-ada"):
        assert await api.refused(documents.START, by=someone, course=slug) == ["NOT_ENROLLED"]
