"""Starting, answering and closing an attempt, as its participant does."""

import asyncio
from typing import Any

import pytest

from api.evaluations.models import Answer, Attempt
from api.outbox import OutboxRow
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, key_of
from tests.api.harness import Api, Participant

KEY = key_of(course())


async def shown(api: Api, of: Participant, attempt: str) -> Any:
    return (await api.ask(documents.MY_ATTEMPT, by=of, id=attempt))["attempt"]


async def state(api: Api, of: Participant) -> Any:
    return (await api.ask(documents.MY_ENROLMENT, by=of, course=SLUG))["enrolment"]["evaluation"]


@pytest.mark.both_engines
async def test_an_attempt_from_its_start_to_its_result(api: Api) -> None:
    """The paper, the server's clock, the saved answers, the score and what to read again."""
    someone = await api.learned()
    attempt = await api.started(someone)
    assert (attempt["number"], attempt["state"], attempt["graceSeconds"]) == (1, "OPEN", 60)
    assert attempt["deadlineAt"] == "2026-03-02T02:30:00+00:00"
    assert attempt["serverTime"] == attempt["startedAt"] == "2026-03-02T02:00:00+00:00"
    assert len(attempt["questions"]) == 3
    assert all((one["given"], one["sequence"], one["savedAt"]) == (None, 0, None) for one in attempt["questions"])
    prices = next(one for one in attempt["questions"] if one["id"] == "h0")
    await api.save(someone, attempt["id"], prices["id"], KEY["h0"], 1)
    kept = next(one for one in (await shown(api, someone, attempt["id"]))["questions"] if one["id"] == "h0")
    assert (kept["given"], kept["sequence"]) == ({"choices": KEY["h0"], "text": None, "pairs": []}, 1)
    closed = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]
    assert (closed["state"], closed["questions"]) == ("CLOSED", [])
    result = closed["result"]
    assert (result["score"], result["passed"], result["level"], result["attemptsLeft"]) == (50, False, "LOW", 2)
    topics = {one["title"]: (one["points"], one["total"], one["lessons"]) for one in result["topics"]}
    again = [{"title": "Materi satu", "slug": "materi-satu"}]
    assert topics == {"Menentukan harga": (2, 2, []), "Mengenal pembeli": (0, 2, again)}


async def test_nothing_that_leaves_the_server_holds_a_key_or_an_explanation(api: Api) -> None:
    """Before, during and after the attempt."""
    someone = await api.learned()
    start = await api.post(documents.START, {"course": SLUG}, by=someone)
    attempt = start.json()["data"]["startAttempt"]["attempt"]
    variables: dict[str, Any] = {
        "attempt": attempt["id"],
        "question": "h0",
        "answer": {"choices": ["h0-w0"]},
        "sequence": 1,
    }
    texts = [start.text, (await api.post(documents.SAVE, variables, by=someone)).text]
    texts.append((await api.post(documents.SUBMIT, {"attempt": attempt["id"]}, by=someone)).text)
    texts.append((await api.post(documents.MY_ATTEMPT, {"id": attempt["id"]}, by=someone)).text)
    for text in texts:
        assert "RAHASIA" not in text
        assert "correct" not in text
        assert "explanation" not in text


async def test_the_evaluation_opens_with_the_last_lesson(api: Api) -> None:
    """Step 6 of the procedure comes after step 5."""
    someone = await api.enrolled()
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    before = api.stored()
    assert (await state(api, someone))["canStart"] is False
    assert await api.refused(documents.START, by=someone, course=SLUG) == ["LESSONS_INCOMPLETE"]
    assert api.stored() == before
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="dua")
    assert (await state(api, someone))["canStart"] is True
    assert (await api.started(someone))["state"] == "OPEN"


@pytest.mark.both_engines
async def test_ten_starts_at_once_are_one_attempt(api: Api) -> None:
    """Two tabs, two phones, a double tap: one paper, one clock."""
    someone = await api.learned()
    starts = (api.started(someone) for _ in range(10))
    attempts = await asyncio.gather(*starts)
    assert len({one["id"] for one in attempts}) == 1
    assert len({str(one["questions"]) for one in attempts}) == 1
    assert await Attempt.all().count() == 1
    assert await OutboxRow.filter(job="evaluations.close_expired").count() == 1


async def test_coming_back_gives_the_same_paper_and_deadline(api: Api) -> None:
    """A reload must neither draw again nor give more time."""
    someone = await api.learned()
    first = await api.started(someone)
    api.clock.forward(minutes=20)
    second = await api.started(someone)
    assert second["deadlineAt"] == first["deadlineAt"]
    assert second["questions"] == first["questions"]
    assert second["serverTime"] == "2026-03-02T02:20:00+00:00"


@pytest.mark.both_engines
async def test_submitting_ten_times_at_once_gives_one_result_and_one_mail(api: Api) -> None:
    """A tap on a bad network is repeated; the result and its mail are not."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.answered(someone, attempt)
    sent = (api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]) for _ in range(10))
    answers = await asyncio.gather(*sent)
    assert len({str(one["attempt"]["result"]) for one in answers}) == 1
    api.clock.forward(minutes=5)
    again = await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    assert again["attempt"]["result"] == answers[0]["attempt"]["result"]
    await api.worker.drain()
    assert api.letterbox.kinds(someone.email).count("result") == 1


async def test_a_wrong_answer_after_submitting_changes_nothing(api: Api) -> None:
    """A second submission would let a participant try answers until they pass."""
    someone = await api.learned()
    attempt = await api.submitted(someone, right=False)
    before = api.stored()
    answer = await api.save(someone, attempt["id"], "h0", KEY["h0"], 99)
    assert [one["code"] for one in answer["problems"]] == ["ATTEMPT_CLOSED"]
    assert (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]["result"]["score"] == 0
    assert api.stored() == before


@pytest.mark.both_engines
async def test_the_highest_sequence_stands_in_whatever_order_answers_come(api: Api) -> None:
    """The offline queue may deliver late, twice and out of order."""
    someone = await api.learned()
    attempt = await api.started(someone)
    sent = [(3, "h0-r0", 3), (1, "h0-w0", 3), (5, "h0-r1", 5), (4, "h0-w1", 5), (5, "h0-w0", 5), (2, "h0-r0", 5)]
    for sequence, choice, expected in sent:
        answer = await api.save(someone, attempt["id"], "h0", [choice], sequence)
        assert (answer["sequence"], answer["problems"]) == (expected, [])
    row = await Answer.get(question_id="h0")
    assert (row.given, row.sequence) == (["h0-r1"], 5)


@pytest.mark.both_engines
async def test_the_same_answer_ten_times_at_once_is_one_row(api: Api) -> None:
    """Repeating is harmless."""
    someone = await api.learned()
    attempt = await api.started(someone)
    sent = (api.save(someone, attempt["id"], "h0", KEY["h0"], 1) for _ in range(10))
    assert all(answer["sequence"] == 1 for answer in await asyncio.gather(*sent))
    assert await Answer.all().count() == 1


async def test_an_answer_can_be_taken_back(api: Api) -> None:
    """An empty choice is an answer too, and counts as wrong."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.answered(someone, attempt)
    await api.save(someone, attempt["id"], "h0", [], 9)
    closed = await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    assert closed["attempt"]["result"]["score"] == 50


@pytest.mark.parametrize(
    ("question", "choices", "sequence", "code"),
    [
        ("cek", ["cek-r0"], 1, "NOT_FOUND"),
        ("", [], 1, "NOT_FOUND"),
        ("x" * 5_000, [], 1, "NOT_FOUND"),
        ("h0", ["p0-r0"], 1, "INVALID_INPUT"),
        ("h0", ["h0-r0", "h0-r0"], 1, "INVALID_INPUT"),
        ("h0", [""], 1, "INVALID_INPUT"),
        ("h0", ["h0-r0"], 0, "INVALID_INPUT"),
        ("h0", ["h0-r0"], -1, "INVALID_INPUT"),
    ],
)
async def test_a_foreign_question_choice_or_sequence_is_refused(
    api: Api, question: str, choices: list[str], sequence: int, code: str
) -> None:
    """The client is not trusted with what it was given to ask."""
    someone = await api.learned()
    attempt = await api.started(someone)
    before = api.stored()
    answer = await api.save(someone, attempt["id"], question, choices, sequence)
    assert (answer["savedAt"], [one["code"] for one in answer["problems"]]) == (None, [code])
    assert api.stored() == before


async def test_a_question_of_the_pool_that_was_not_drawn_is_refused(api: Api) -> None:
    """Only the paper is asked."""
    someone = await api.learned()
    attempt = await api.started(someone)
    (left_out,) = {"p0", "p1", "p2"} - {one["id"] for one in attempt["questions"]}
    answer = await api.save(someone, attempt["id"], left_out, KEY[left_out], 1)
    assert [one["code"] for one in answer["problems"]] == ["NOT_FOUND"]


async def test_a_single_choice_takes_one(api: Api) -> None:
    """Ticking everything is no answer."""
    someone = await api.learned()
    attempt = await api.started(someone)
    single = next(one for one in attempt["questions"] if one["kind"] == "SINGLE")
    answer = await api.save(someone, attempt["id"], single["id"], [one["id"] for one in single["choices"]], 1)
    assert [one["code"] for one in answer["problems"]] == ["INVALID_INPUT"]


async def test_attempts_are_used_up(api: Api) -> None:
    """Three in this class; then the office helps."""
    someone = await api.learned()
    for number in (1, 2, 3):
        closed = await api.submitted(someone, right=False)
        assert (closed["number"], closed["result"]["attemptsLeft"]) == (number, 3 - number)
    before = api.stored()
    assert (await state(api, someone))["canStart"] is False
    assert await api.refused(documents.START, by=someone, course=SLUG) == ["ATTEMPTS_USED_UP"]
    assert api.stored() == before


async def test_the_pause_between_attempts_is_kept(api: Api) -> None:
    """Until its last second, and then not a second longer."""
    await api.publish(course(evaluation=evaluation(wait_minutes=60)))
    someone = await api.learned()
    closed = await api.submitted(someone, right=False)
    assert closed["result"]["nextAttemptAt"] == "2026-03-02T03:00:00+00:00"
    api.clock.forward(minutes=59, seconds=59)
    assert await api.refused(documents.START, by=someone, course=SLUG) == ["ATTEMPT_TOO_SOON"]
    api.clock.forward(seconds=1)
    assert (await api.started(someone))["number"] == 2


@pytest.mark.both_engines
async def test_whoever_passed_has_passed(api: Api) -> None:
    """A later attempt could only confuse what the certificate says."""
    someone = await api.learned()
    assert (await api.submitted(someone))["result"]["score"] == 100
    shown_state = await state(api, someone)
    assert (shown_state["passed"], shown_state["bestScore"], shown_state["canStart"]) == (True, 100, False)
    assert await api.refused(documents.START, by=someone, course=SLUG) == ["ALREADY_PASSED"]


async def test_a_paper_stays_as_it_was_drawn_whatever_is_published(api: Api) -> None:
    """A deploy in the middle of an attempt changes nothing for whoever sits in it."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.publish(course(evaluation=evaluation(passing_score=100, minutes=1)))
    await api.answered(someone, attempt)
    closed = await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    assert (closed["attempt"]["result"]["passed"], closed["attempt"]["result"]["passingScore"]) == (True, 70)
