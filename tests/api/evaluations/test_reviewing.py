"""Reading a finished paper back: who may, who may not, and every way around the rule that was thought of."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from courseware.sealed import Pool, ReviewPolicy, SealedCourse
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, every_kind, key_of, right_answer
from tests.api.harness import Api, Participant

KEY = key_of(course())
SECRETS = ("RAHASIA", "explanation", "Sisa Hasil Usaha")
TOPICS, AFTER_PASSING, AFTER_LIMIT = ReviewPolicy


def under(policy: ReviewPolicy, **changes: Any) -> SealedCourse:
    return course(evaluation=evaluation(review=policy, **changes))


async def review_of(api: Api, attempt: str, *, by: Participant) -> list[dict[str, Any]] | None:
    found = (await api.ask(documents.MY_REVIEW, by=by, id=attempt))["attempt"]
    return found["review"] and found["review"]["questions"]


async def stays_shut(api: Api, attempt: str, *, by: Participant) -> None:
    """Null, and no key in any byte of the answer."""
    answer = await api.post(documents.MY_REVIEW, {"id": attempt}, by=by)
    assert answer.json() == {"data": {"viewer": {"attempt": {"review": None}}}}
    assert (await api.ask(documents.REVIEWABLE, by=by, id=attempt))["attempt"]["reviewable"] is False


async def test_after_passing_every_paper_of_ones_own_is_told(api: Api) -> None:
    """The one that was failed too: there is most to learn from it."""
    someone = await api.learned()
    failed = await api.submitted(someone, right=False)
    await stays_shut(api, failed["id"], by=someone)
    passed = await api.submitted(someone)
    told = await api.ask(documents.REVIEWABLE, by=someone, id=failed["id"])
    assert told["attempt"] == {"reviewable": True, "reviewPolicy": "AFTER_PASSING"}
    right, wrong = await review_of(api, passed["id"], by=someone), await review_of(api, failed["id"], by=someone)
    assert right
    assert wrong
    for one in right:
        name = one["question"]["id"]
        assert (one["earned"], one["withdrawn"], one["outcome"]["correct"]) == (one["points"], False, True)
        assert one["outcome"]["explanation"] == f"<p>RAHASIA penjelasan {name}</p>"
        chosen = [choice for choice in one["outcome"]["choices"] if choice["chosen"]]
        assert sorted(choice["choice"] for choice in chosen) == sorted(KEY[name])
        assert all(choice["feedback"] == f"RAHASIA umpan {choice['choice']}" for choice in chosen)
    for one in wrong:
        assert (one["earned"], one["outcome"]["correct"], one["question"]["given"]) == (0, False, None)
        assert [choice["choice"] for choice in one["outcome"]["choices"] if choice["correct"]] == KEY[
            one["question"]["id"]
        ]


async def test_each_kind_is_told_with_its_key(api: Api) -> None:
    """The answer as it was given, beside what was right, for all seven."""
    pool = Pool("semua", "Semua bentuk", 7, every_kind())
    await api.publish(course(evaluation=evaluation(pools=(pool,))))
    someone = await api.learned()
    attempt = await api.started(someone)
    for sequence, question in enumerate(every_kind(), start=1):
        await api.save_any(someone, attempt["id"], question.id, right_answer(question), sequence)
    submitted = await api.ask(documents.SUBMIT_AND_REVIEW, by=someone, attempt=attempt["id"])
    told = {one["question"]["id"]: one for one in submitted["attempt"]["review"]["questions"]}
    assert all(one["outcome"]["correct"] for one in told.values())
    assert {name: one["outcome"]["right"] for name, one in told.items() if one["outcome"]["right"]} == {
        "e3": "Sisa Hasil Usaha",
        "e4": "Rp1.500",
    }
    assert [pair["right"] for pair in told["e5"]["outcome"]["pairs"]] == ["e5-j0", "e5-j1", "e5-j2"]
    assert [item["choice"] for item in told["e6"]["outcome"]["choices"]] == [f"e6-i{n}" for n in range(4)]


async def test_topics_only_means_never(api: Api) -> None:
    """Passed, with no attempt left, by query or in the answer of the submission: the office said so."""
    await api.publish(under(TOPICS, attempts=1))
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.answered(someone, attempt)
    submitted = await api.ask(documents.SUBMIT_AND_REVIEW, by=someone, attempt=attempt["id"])
    assert submitted["attempt"]["review"] is None
    await stays_shut(api, attempt["id"], by=someone)


@pytest.mark.parametrize("policy", [AFTER_PASSING, AFTER_LIMIT])
async def test_the_last_failed_attempt_opens_it_only_where_the_class_says_so(api: Api, policy: ReviewPolicy) -> None:
    """As long as another may be begun, nothing; then by the policy."""
    await api.publish(under(policy, attempts=2))
    someone = await api.learned()
    first = await api.submitted(someone, right=False)
    await stays_shut(api, first["id"], by=someone)
    second = await api.submitted(someone, right=False)
    for attempt in (first, second):
        assert (await review_of(api, attempt["id"], by=someone) is not None) is (policy is AFTER_LIMIT)


async def test_without_a_limit_there_is_no_last_attempt(api: Api) -> None:
    """Zero attempts means no limit, not none left."""
    await api.publish(under(AFTER_LIMIT, attempts=0))
    someone = await api.learned()
    attempt = await api.submitted(someone, right=False)
    await stays_shut(api, attempt["id"], by=someone)


async def test_an_open_paper_is_never_told(api: Api) -> None:
    """At its start, while it is answered, after its time: until it is closed."""
    await api.publish(under(AFTER_LIMIT, attempts=1))
    someone = await api.learned()
    started = await api.ask(documents.START_AND_REVIEW, by=someone, course=SLUG)
    attempt = started["attempt"]
    assert attempt["review"] is None
    await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    await stays_shut(api, attempt["id"], by=someone)
    api.clock.forward(days=1)
    await stays_shut(api, attempt["id"], by=someone)
    await api.worker.drain()
    assert await review_of(api, attempt["id"], by=someone) is not None


async def test_while_an_attempt_is_open_no_other_paper_of_the_class_is_told(api: Api) -> None:
    """A question is withdrawn, the first attempt passes by it, and the second is still under way: pools overlap."""
    await api.publish(course(evaluation=evaluation(passing_score=50)))
    someone, staff = await api.learned(), await api.staff()
    first = await api.started(someone)
    for question in first["questions"]:
        right = KEY[question["id"]] if question["topic"] == "Mengenal pembeli" else []
        await api.save(someone, first["id"], question["id"], right[:1] if question["id"] == "p0" else right, 1)
    # Two points of four: make it one short.
    one = next(question["id"] for question in first["questions"] if question["topic"] == "Mengenal pembeli")
    await api.save(someone, first["id"], one, [], 2)
    closed = (await api.ask(documents.SUBMIT, by=someone, attempt=first["id"]))["attempt"]
    assert closed["result"]["passed"] is False
    second = await api.started(someone)
    withdrawn = await api.ask(
        documents.WITHDRAW_QUESTION, by=staff, course=SLUG, question="h0", reason="Kuncinya memang keliru."
    )
    assert withdrawn["problems"] == []
    await api.worker.drain()
    again = (await api.ask(documents.MY_ATTEMPT, by=someone, id=first["id"]))["attempt"]
    assert again["result"]["passed"] is True
    await stays_shut(api, first["id"], by=someone)
    await stays_shut(api, second["id"], by=someone)
    await api.ask(documents.SUBMIT, by=someone, attempt=second["id"])
    reviewed = await review_of(api, first["id"], by=someone)
    assert reviewed
    gone = next(one for one in reviewed if one["question"]["id"] == "h0")
    assert (gone["withdrawn"], gone["outcome"]) == (True, None)
    assert "penjelasan h0" not in str(reviewed)


async def test_what_was_earned_adds_up_to_the_score_after_a_withdrawal(api: Api) -> None:
    """The question was answered after it was withdrawn: the answer is shown, and counts as little as in the score."""
    someone, staff = await api.learned(), await api.staff()
    attempt = await api.started(someone)
    withdrawn = await api.ask(
        documents.WITHDRAW_QUESTION, by=staff, course=SLUG, question="h0", reason="Kuncinya memang keliru."
    )
    assert withdrawn["problems"] == []
    await api.answered(someone, attempt)
    result = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]["result"]
    reviewed = await review_of(api, attempt["id"], by=someone)
    assert reviewed
    gone = next(one for one in reviewed if one["question"]["id"] == "h0")
    assert (gone["counted"], gone["earned"], gone["question"]["given"]["choices"]) == (False, 0, KEY["h0"])
    assert sum(one["earned"] for one in reviewed) == sum(topic["points"] for topic in result["topics"])
    assert sum(one["points"] for one in reviewed if one["counted"]) == sum(topic["total"] for topic in result["topics"])


async def test_somebody_elses_paper_looks_like_one_that_does_not_exist(api: Api) -> None:
    """For another participant who has passed as well, for staff, and for nobody at all."""
    owner, friend, staff = await api.learned(), await api.learned("budi@contoh.id"), await api.staff()
    attempt = await api.submitted(owner)
    await api.submitted(friend)
    for stranger in (friend, staff):
        answers = [
            (await api.post(documents.MY_REVIEW, {"id": name}, by=stranger)).text
            for name in (attempt["id"], str(uuid4()))
        ]
        assert answers[0] == answers[1] == '{"data":{"viewer":{"attempt":null}}}'
    assert (await api.post(documents.MY_REVIEW, {"id": attempt["id"]})).json() == {"data": {"viewer": None}}
    assert await review_of(api, attempt["id"], by=owner) is not None


async def test_neither_asking_by_another_name_nor_twice_in_one_request_opens_it(api: Api) -> None:
    """Aliases, fragments, and the open attempt beside the closed one in one document."""
    someone = await api.learned()
    closed = await api.submitted(someone, right=False)
    opened = await api.started(someone)
    text = f"""query {{ viewer {{
      a: attempt(id: "{closed["id"]}") {{ ...R }} b: attempt(id: "{opened["id"]}") {{ x: review {{ ...Q }} ...R }} }} }}
      fragment R on Attempt {{ review {{ ...Q }} }}
      fragment Q on AttemptReview {{ questions {{ outcome {{ explanation right choices {{ correct }} }} }} }}"""
    answer = await api.post(text, by=someone)
    shut: dict[str, Any] = {"review": None}
    assert answer.json() == {"data": {"viewer": {"a": shut, "b": {"x": None} | shut}}}


async def test_a_pass_and_a_new_start_in_one_request_get_no_second_paper(api: Api) -> None:
    """Mutations of a document run one after the other: what is told by the first is of no use to the second."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.answered(someone, attempt)
    text = f"""mutation {{
      a: submitAttempt(attempt: "{attempt["id"]}") {{ attempt {{ review {{ questions {{ points }} }} }} }}
      b: startAttempt(course: "{SLUG}") {{ attempt {{ id }} problems {{ code }} }} }}"""
    data = (await api.post(text, by=someone)).json()["data"]
    assert len(data["a"]["attempt"]["review"]["questions"]) == 3
    assert data["b"] == {"attempt": None, "problems": [{"code": "ALREADY_PASSED"}]}


async def test_a_class_that_tells_less_from_now_on_tells_less_to_everybody(api: Api) -> None:
    """The keys went round in a chat group: one publication shuts them, also for who is on an older release."""
    someone = await api.learned()
    attempt = await api.submitted(someone)
    assert await review_of(api, attempt["id"], by=someone) is not None
    await api.publish(under(TOPICS))
    await stays_shut(api, attempt["id"], by=someone)


async def test_a_class_that_tells_more_does_so_to_who_is_on_that_release(api: Api) -> None:
    """What was promised at the start holds."""
    await api.publish(under(TOPICS))
    someone = await api.learned()
    attempt = await api.submitted(someone)
    await api.publish(under(AFTER_PASSING))
    await stays_shut(api, attempt["id"], by=someone)
    newer = (await api.ask(documents.MY_NEWER, by=someone, course=SLUG))["enrolment"]["newerRelease"]
    moved = await api.ask(documents.MOVE, by=someone, course=SLUG, release=newer["release"])
    assert moved["problems"] == []
    assert await review_of(api, attempt["id"], by=someone) is not None


async def test_more_attempts_on_offer_shut_what_was_open_for_having_none_left(api: Api) -> None:
    """They are one tap away: keys that were read then would be used."""
    await api.publish(under(AFTER_LIMIT, attempts=1))
    someone = await api.learned()
    attempt = await api.submitted(someone, right=False)
    assert await review_of(api, attempt["id"], by=someone) is not None
    await api.publish(under(AFTER_LIMIT, attempts=5))
    await stays_shut(api, attempt["id"], by=someone)


async def test_a_passed_class_opens_no_other(api: Api) -> None:
    """Each class is decided by itself."""
    other = replace(course(slug="koperasi"), title="Koperasi")
    await api.publish(course(), other)
    someone = await api.learned()
    await api.submitted(someone)
    await api.ask(documents.ENROL, by=someone, course="koperasi")
    await api.complete_lessons(someone, "koperasi")
    failed = await api.submitted(someone, right=False, slug="koperasi")
    await stays_shut(api, failed["id"], by=someone)


async def test_no_answer_of_the_api_may_be_kept(api: Api) -> None:
    """By a browser, a proxy or a shared machine."""
    someone = await api.learned()
    attempt = await api.submitted(someone)
    answer = await api.post(documents.MY_REVIEW, {"id": attempt["id"]}, by=someone)
    assert "RAHASIA" in answer.text
    assert "no-store" in answer.headers["cache-control"]


async def test_a_result_tells_levels_and_how_complete_the_class_is(api: Api) -> None:
    """By topic as by the whole, with the bounds beside them; and what is missing for the certificate."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    found = (await api.ask(documents.RESULT_AND_CLASS, by=someone, id=attempt["id"]))["attempt"]
    assert (found["result"]["score"], found["result"]["level"]) == (50, "LOW")
    assert found["result"]["levels"] == [
        {"level": "LOW", "score": 0},
        {"level": "FAIR", "score": 55},
        {"level": "GOOD", "score": 70},
        {"level": "VERY_GOOD", "score": 85},
    ]
    assert {topic["title"]: topic["level"] for topic in found["result"]["topics"]} == {
        "Mengenal pembeli": "LOW",
        "Menentukan harga": "VERY_GOOD",
    }
    assert found["enrolment"] == {
        "completedLessons": 2,
        "totalLessons": 2,
        "complete": True,
        "missing": [{"kind": "EVALUATION"}],
        "certificate": None,
        "satisfaction": {"open": True},
    }
