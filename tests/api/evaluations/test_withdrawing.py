"""Withdrawing a question: who sees and does what, what it changes for whom, and that it is told and written down."""

from typing import Any
from uuid import UUID

import pytest

from api.audit import AuditEntry, Deed
from api.certification.models import Certificate
from api.evaluations.models import Attempt, Rescoring, WithdrawnQuestion
from api.outbox import OutboxRow
from courseware.sealed import Pool
from tests.api import account_documents, documents
from tests.api.courses import SLUG, course, evaluation, key_of, lesson, question
from tests.api.harness import Api, Participant

KEY = key_of(course())
REASON = "Kunci jawabannya tidak sesuai dengan undang-undang yang berlaku."


async def tried(api: Api, of: Participant, *right: str) -> str:
    """An attempt with right answers to these questions (or all whose ids begin so), handed in; its id."""
    attempt = await api.started(of)
    await answered(api, of, attempt, *right)
    return (await api.ask(documents.SUBMIT, by=of, attempt=attempt["id"]))["attempt"]["id"]


async def answered(api: Api, of: Participant, attempt: dict[str, Any], *right: str) -> None:
    for asked in attempt["questions"]:
        if asked["id"].startswith(right):
            await api.save(of, attempt["id"], asked["id"], KEY[asked["id"]], 1)


def one_of(topic: str, attempt: dict[str, Any]) -> str:
    """The first question of a topic that the paper asks."""
    return next(one["id"] for one in attempt["questions"] if one["id"].startswith(topic))


async def withdraw(api: Api, by: Participant, name: str = "h0", reason: str = REASON) -> Any:
    answer = await api.ask(documents.WITHDRAW_QUESTION, by=by, course=SLUG, question=name, reason=reason)
    assert answer["problems"] == []
    return answer["withdrawal"]


async def result_of(api: Api, of: Participant, attempt: str) -> Any:
    return (await api.ask(documents.MY_ATTEMPT, by=of, id=attempt))["attempt"]["result"]


async def preview(api: Api, by: Participant, name: str = "h0") -> Any:
    asked = await api.ask(documents.WITHDRAWAL_PREVIEW, by=by, course=SLUG, question=name)
    return asked["withdrawalPreview"]


async def refused_query(api: Api, by: Participant, document: str, **variables: Any) -> str:
    answer = (await api.post(document, variables, by=by)).json()
    assert answer["data"] == {"staff": None}
    return answer["errors"][0]["extensions"]["code"]


@pytest.mark.both_engines
async def test_who_passes_by_it_gets_the_certificate_and_a_letter(api: Api) -> None:
    """The procedure to its end, without their doing anything."""
    siti, staff = await api.learned(), await api.staff()
    attempt = await tried(api, siti, "p")
    await api.worker.drain()
    assert (await result_of(api, siti, attempt))["score"] == 50
    api.clock.forward(days=3)
    withdrawal = await withdraw(api, staff)
    assert (withdrawal["question"], withdrawal["reason"], withdrawal["finishedAt"]) == ("h0", REASON, None)
    assert withdrawal["prompt"] == "Pertanyaan h0?"
    await api.worker.drain()
    result = await result_of(api, siti, attempt)
    assert (result["score"], result["passed"], result["level"]) == (100, True, "VERY_GOOD")
    assert (result["withdrawnQuestions"], result["scoreBefore"]) == (1, 50)
    assert [one["title"] for one in result["topics"]] == ["Mengenal pembeli"]
    assert result["closedAt"] == "2026-03-02T02:00:00+00:00"
    assert api.letterbox.kinds(siti.email) == ["result", "question-withdrawn", "certificate"]
    (certificate,) = await Certificate.all()
    assert '"score":100' in certificate.printed
    text = api.letterbox.last("question-withdrawn").text
    assert "Percobaan ke-1\nNilai semula: 50\nNilai sekarang: 100\nNilai minimal: 70" in text
    assert "Selamat, dengan nilai ini Anda lulus." in text
    assert f"/hasil/?percobaan={attempt}" in text
    assert REASON not in text


async def test_a_letter_is_in_the_readers_language_and_says_what_is_true_for_them(api: Api) -> None:
    """Below the passing score it promises nothing."""
    siti, staff = await api.learned(), await api.staff()
    assert (await api.ask(account_documents.SET_LANGUAGE, by=siti, language="EN"))["problems"] == []
    attempt = await api.started(siti)
    await answered(api, siti, attempt, one_of("p", attempt))
    await api.ask(documents.SUBMIT, by=siti, attempt=attempt["id"])
    await withdraw(api, staff)
    await api.worker.drain()
    assert [one.message["Content-Language"] for one in api.letterbox.letters] == ["en", "en"]
    letter = api.letterbox.last("question-withdrawn")
    assert letter.message["Content-Language"] == "en"
    assert letter.message["Subject"] == "Your score went up: Pemasaran untuk UMKM"
    assert "Score before: 25\nScore now: 50\nPassing score: 70" in letter.text
    assert "still below the passing score" in letter.text
    assert "ertificate" not in letter.text


async def test_only_those_for_whom_something_is_different_get_a_letter(api: Api) -> None:
    """Right answers, papers without the question and scores that stay the same are no news."""
    staff = await api.staff()
    people = [await api.learned(f"{name}@contoh.id") for name in ("semua", "tidak", "sebagian")]
    attempts = [await tried(api, one, *right) for one, right in zip(people, (("p", "h0"), (), ("h0",)), strict=True)]
    await api.worker.drain()
    api.letterbox.letters.clear()
    await withdraw(api, staff)
    await api.worker.drain()
    assert [await result_of(api, one, attempt) for one, attempt in zip(people, attempts, strict=True)] == [
        await result_of(api, one, attempt) | {"withdrawnQuestions": 1, "scoreBefore": None, "score": score}
        for one, attempt, score in zip(people, attempts, (100, 0, 50), strict=True)
    ]
    assert api.letterbox.letters == []
    assert await Rescoring.all().count() == 3
    assert await Certificate.all().count() == 1


@pytest.mark.both_engines
async def test_several_attempts_of_one_person_are_one_letter(api: Api) -> None:
    """It tells of the one that passes, and how many others rose."""
    siti, staff = await api.learned(), await api.staff()
    first = await api.started(siti)
    await answered(api, siti, first, one_of("p", first))
    await api.ask(documents.SUBMIT, by=siti, attempt=first["id"])
    await tried(api, siti, "p")
    await api.worker.drain()
    await withdraw(api, staff)
    await api.worker.drain()
    assert api.letterbox.kinds(siti.email).count("question-withdrawn") == 1
    facts = api.letterbox.last("question-withdrawn").mail.facts
    assert (facts["attempt"], facts["old_score"], facts["new_score"], facts["others"]) == (2, 50, 100, 1)
    assert (facts["newly_passed"], facts["passed"]) == (True, True)
    scores = await Attempt.all().order_by("number").values_list("score", "passed")
    assert scores == [(50, False), (100, True)]


async def test_who_had_passed_before_keeps_the_certificate_as_it_is(api: Api) -> None:
    """What is printed was promised; the letter says that it stays valid."""
    await api.publish(course(evaluation=evaluation(passing_score=50)))
    siti, staff = await api.learned(), await api.staff()
    attempt = await tried(api, siti, "p")
    await api.worker.drain()
    before = (await Certificate.get()).printed
    await withdraw(api, staff)
    await api.worker.drain()
    assert (await result_of(api, siti, attempt))["score"] == 100
    assert [one.printed for one in await Certificate.all()] == [before]
    assert "Anda tetap lulus." in api.letterbox.last("question-withdrawn").text


async def test_it_is_written_down_with_its_reason_and_its_counts(api: Api) -> None:
    """Once when it was done, once when every paper was seen to, by whoever did it."""
    siti, budi, staff = await api.learned(), await api.learned("budi@contoh.id"), await api.staff()
    await tried(api, siti, "p")
    await api.started(budi)
    withdrawal = await withdraw(api, staff)
    await api.worker.drain()
    first, second = await AuditEntry.filter(deed=Deed.QUESTION_WITHDRAWN).order_by("id")
    for entry in (first, second):
        assert (entry.actor_id, entry.reason, entry.subject) == (staff.id, REASON, f"withdrawal:{withdrawal['id']}")
        assert entry.request_id is not None
    named = {"course": SLUG, "question": "h0"}
    assert first.facts == named | {"finished": 1, "open": 1}
    assert second.facts == named | {"rescored": 1, "changed": 1, "newly_passed": 1}
    listed = await api.ask(documents.WITHDRAWN_QUESTIONS, by=staff, course=SLUG)
    (shown,) = listed["withdrawnQuestions"]
    assert shown["outcome"] == {"rescoredAttempts": 1, "changedAttempts": 1, "newlyPassed": 1}
    assert shown["finishedAt"] is not None


@pytest.mark.both_engines
async def test_withdrawing_again_changes_nothing(api: Api) -> None:
    """A second tap, or a colleague with other words: the first withdrawal stands."""
    siti, staff = await api.learned(), await api.staff()
    await tried(api, siti, "p")
    first = await withdraw(api, staff)
    await api.worker.drain()
    before = api.stored()
    again = await withdraw(api, await api.staff("lain@contoh.id"), reason="Alasan yang lain sama sekali.")
    await api.worker.drain()
    after = api.stored()
    assert (again["id"], again["reason"]) == (first["id"], REASON)
    for table in ("withdrawn_question", "audit_entry", "rescoring", "attempt", "outbox"):
        assert after[table] == before[table], table


async def test_the_preview_says_what_will_happen_and_changes_nothing(api: Api) -> None:
    """Staff decide by these figures; they must be those that come."""
    staff = await api.staff()
    siti, budi, rini, open_one = [await api.learned(f"{name}@contoh.id") for name in ("siti", "budi", "rini", "buka")]
    await tried(api, siti, "p")
    await tried(api, budi)
    await tried(api, budi, "p")
    await tried(api, rini, "p", "h0")
    await api.started(open_one)
    await api.worker.drain()
    before = api.stored()
    seen = await preview(api, staff)
    assert seen == {
        "finishedAttempts": 4,
        "examinedAttempts": 4,
        "openAttempts": 1,
        "changedAttempts": 2,
        "newlyPassing": 2,
        "isLast": False,
        "smallPools": [{"title": "Menentukan harga", "draw": 1, "left": 0}],
    }
    assert api.stored() == before
    await withdraw(api, staff)
    await api.worker.drain()
    (done,) = (await api.ask(documents.WITHDRAWN_QUESTIONS, by=staff, course=SLUG))["withdrawnQuestions"]
    assert done["outcome"] == {"rescoredAttempts": 4, "changedAttempts": 2, "newlyPassed": 2}
    assert (await preview(api, staff))["changedAttempts"] == 0


async def test_a_question_is_withdrawn_from_every_release_that_asks_it(api: Api) -> None:
    """Whoever began with an earlier release has it on their paper; it may be gone from the newest."""
    siti, staff = await api.learned(), await api.staff()
    attempt = await tried(api, siti, "p")
    without = (Pool("harga", "Menentukan harga", 1, (question("h1"), question("h2"))),)
    await api.publish(course(evaluation=evaluation(pools=without), retired=("h0", "p0", "p1", "p2")))
    listed = await api.ask(documents.EVALUATION_POOLS, by=staff, course=SLUG)
    assert listed is not None
    await withdraw(api, staff)
    await api.worker.drain()
    assert (await result_of(api, siti, attempt))["score"] == 100


async def test_staff_find_a_question_by_its_topic_and_its_words(api: Api) -> None:
    """Of every release once, marked where it is no longer asked; never a key."""
    staff = await api.staff()
    await api.publish(course(evaluation=evaluation(pools=evaluation().pools[:1]), retired=("h0",)))
    await withdraw(api, staff, "p1")
    answer = await api.post(documents.EVALUATION_POOLS, {"course": SLUG}, by=staff)
    told = answer.json()["data"]["staff"]
    assert told["evaluatedCourses"] == [{"slug": SLUG, "title": "Pemasaran untuk UMKM"}]
    assert [(one["title"], one["draw"]) for one in told["evaluationPools"]] == [
        ("Mengenal pembeli", 2),
        ("Menentukan harga", 1),
    ]
    asked = [one for pool in told["evaluationPools"] for one in pool["questions"]]
    assert [(one["id"], one["isCurrent"], one["isWithdrawn"]) for one in asked] == [
        ("p0", True, False),
        ("p1", True, True),
        ("p2", True, False),
        ("h0", False, False),
    ]
    assert asked[0]["prompt"] == "Pertanyaan p0?"
    assert "RAHASIA" not in answer.text
    assert "-r0" not in answer.text


async def test_new_papers_never_ask_it_and_draw_what_is_left(api: Api) -> None:
    """The class goes on without waiting for a release."""
    staff = await api.staff()
    await withdraw(api, staff, "p0")
    await withdraw(api, staff, "p1")
    someone = await api.learned()
    state = (await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG))["enrolment"]["evaluation"]
    assert (state["questionCount"], state["canStart"]) == (2, True)
    attempt = await api.started(someone)
    assert sorted(one["id"] for one in attempt["questions"]) == ["h0", "p2"]
    await answered(api, someone, attempt, "p", "h0")
    closed = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]["result"]
    assert (closed["score"], closed["withdrawnQuestions"], closed["scoreBefore"]) == (100, 0, None)


async def test_an_open_paper_loses_the_question_and_is_scored_without_it(api: Api) -> None:
    """No letter: nothing was told yet that could change."""
    siti, staff = await api.learned(), await api.staff()
    attempt = await api.started(siti)
    await answered(api, siti, attempt, "p")
    api.clock.forward(minutes=1)
    await withdraw(api, staff)
    await api.worker.drain()
    shown = (await api.ask(documents.MY_ATTEMPT, by=siti, id=attempt["id"]))["attempt"]
    assert len(shown["questions"]) == 2
    closed = (await api.ask(documents.SUBMIT, by=siti, attempt=attempt["id"]))["attempt"]["result"]
    assert (closed["score"], closed["passed"], closed["withdrawnQuestions"], closed["scoreBefore"]) == (
        100,
        True,
        1,
        None,
    )
    await api.worker.drain()
    assert api.letterbox.kinds(siti.email) == ["result", "certificate"]
    assert await Rescoring.all().count() == 0


async def test_an_answer_that_comes_after_the_withdrawal_is_taken_and_gains_nothing(api: Api) -> None:
    """A phone that still shows the question goes on undisturbed; whoever left it has lost nothing."""
    siti, staff = await api.learned(), await api.staff()
    attempt = await api.started(siti)
    await answered(api, siti, attempt, one_of("p", attempt))
    await withdraw(api, staff)
    api.clock.forward(seconds=1)
    assert (await api.save(siti, attempt["id"], "h0", KEY["h0"], 5))["problems"] == []
    closed = (await api.ask(documents.SUBMIT, by=siti, attempt=attempt["id"]))["attempt"]["result"]
    assert closed["score"] == 50
    budi = await api.learned("budi@contoh.id")
    assert "h0" not in [one["id"] for one in (await api.started(budi))["questions"]]


async def test_an_answer_from_before_the_withdrawal_counts_as_in_a_finished_paper(api: Api) -> None:
    """Neighbours who answered alike get the same, whoever handed in first."""
    staff = await api.staff()
    early, late = await api.learned("awal@contoh.id"), await api.learned("akhir@contoh.id")
    await tried(api, early, "h0")
    attempt = await api.started(late)
    await answered(api, late, attempt, "h0")
    api.clock.forward(minutes=1)
    await withdraw(api, staff)
    await api.worker.drain()
    await api.ask(documents.SUBMIT, by=late, attempt=attempt["id"])
    assert await Attempt.all().values_list("score", flat=True) == [50, 50]


async def test_the_last_question_is_not_withdrawn(api: Api) -> None:
    """A paper without questions has no score: the class is published with others first."""
    await api.publish(course(evaluation=evaluation(pools=evaluation().pools[1:]), retired=("p0", "p1", "p2")))
    staff = await api.staff()
    before = api.stored()
    assert (await preview(api, staff))["isLast"] is True
    variables: dict[str, Any] = {"course": SLUG, "question": "h0", "reason": REASON}
    assert await api.refused(documents.WITHDRAW_QUESTION, by=staff, **variables) == ["EVALUATION_EMPTY"]
    assert api.stored() == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"course": "tidak-ada"}, "NOT_FOUND"),
        ({"question": "tidak-ada"}, "NOT_FOUND"),
        ({"question": "cek"}, "NOT_FOUND"),
        ({"question": "H0"}, "NOT_FOUND"),
        ({"question": "%"}, "NOT_FOUND"),
        ({"reason": "Salah.   \n   "}, "INVALID_INPUT"),
        ({"reason": "x" * 1001}, "INVALID_INPUT"),
    ],
)
async def test_what_is_no_question_or_no_reason_changes_nothing(api: Api, changes: dict[str, str], code: str) -> None:
    """A check in a lesson is never scored; whoever reads the trail wants to know why."""
    staff = await api.staff()
    before = api.stored()
    variables: dict[str, Any] = {"course": SLUG, "question": "h0", "reason": REASON} | changes
    assert await api.refused(documents.WITHDRAW_QUESTION, by=staff, **variables) == [code]
    assert api.stored() == before


async def test_nobody_but_staff_looks_or_withdraws(api: Api) -> None:
    """Whether the question exists or not."""
    participant = await api.learned()
    await tried(api, participant, "p")
    before = api.stored()
    for name in ("h0", "tidak-ada"):
        variables: dict[str, Any] = {"course": SLUG, "question": name, "reason": REASON}
        assert await api.refused(documents.WITHDRAW_QUESTION, by=participant, **variables) == ["FORBIDDEN"]
        assert await api.refused(documents.WITHDRAW_QUESTION, **variables) == ["UNAUTHENTICATED"]
        asked = {"course": SLUG, "question": name}
        assert await refused_query(api, participant, documents.WITHDRAWAL_PREVIEW, **asked) == "FORBIDDEN"
    for document in (documents.EVALUATION_POOLS, documents.WITHDRAWN_QUESTIONS):
        assert await refused_query(api, participant, document, course=SLUG) == "FORBIDDEN"
    assert api.stored() == before


async def test_a_question_of_one_class_touches_no_other(api: Api) -> None:
    """Two classes may call a question alike."""
    other = course("keuangan", lessons=(lesson("satu"), lesson("dua")))
    await api.publish(course(), other)
    siti, staff = await api.learned(slug="keuangan"), await api.staff()
    attempt = await api.submitted(siti, slug="keuangan", right=False)
    await withdraw(api, staff)
    await api.worker.drain()
    row = await Attempt.get(id=UUID(attempt["id"]))
    assert (await Rescoring.all().count(), row.score, row.result and '"withdrawn":[]' in row.result) == (0, 0, True)
    assert (await WithdrawnQuestion.get()).finished_at == api.clock()
    assert await OutboxRow.filter(dead_at__isnull=False).count() == 0
