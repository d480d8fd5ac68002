"""What is still missing for the certificate: one list, each with how it stands and the one place that mends it."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tortoise import connections

from api.certification.rules import (
    Blocker,
    EvaluationFacts,
    RequirementState,
    missing_for_certificate,
    requirements,
)
from api.evaluations.models import WithdrawnQuestion
from api.learning.rules import Progress
from courseware.sealed import LessonOrder, LessonRule
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, lesson, question, stricter
from tests.api.harness import Api, Participant
from tests.fakes import MORNING

HOME = f"/kelas/{SLUG}/"
times = st.datetimes(MORNING.replace(tzinfo=None), MORNING.replace(tzinfo=None) + timedelta(days=2)).map(
    lambda time: time.replace(tzinfo=MORNING.tzinfo)
)
facts = st.builds(
    EvaluationFacts,
    passed=st.booleans(),
    is_open=st.booleans(),
    is_empty=st.booleans(),
    attempts_left=st.none() | st.integers(0, 3),
    opens_at=st.none() | times,
)


@given(st.booleans(), st.booleans(), st.frozensets(st.sampled_from(["satu", "dua"])), facts, times)
def test_what_is_not_done_is_what_keeps_the_certificate_back(
    has_biodata: bool, has_name: bool, completed: frozenset[str], stands: EvaluationFacts, at: datetime
) -> None:
    """The list that people see and the rule that issues never differ; each entry says what its state needs."""
    progress = Progress((lesson("satu"), lesson("dua")), completed)
    known: dict[str, Any] = {"has_biodata": has_biodata, "has_name": has_name, "progress": progress}
    listed = requirements(**known, evaluation=stands, at=at)
    not_done = tuple(one.kind for one in listed if one.state is not RequirementState.DONE)
    assert not_done == missing_for_certificate(**known, passed=stands.passed)
    for one in listed:
        assert (one.blocked_by is not None) == (one.state is RequirementState.BLOCKED)
        assert (one.until is not None) == (one.state is RequirementState.WAITING)
        assert one.until is None or one.until > at
    if not_done and all(one.blocked_by is not Blocker.OFFICE for one in listed):
        assert {one.state for one in listed} & {RequirementState.OPEN, RequirementState.WAITING}


async def listed(api: Api, by: Participant) -> dict[str, dict[str, Any]]:
    shown = (await api.ask(documents.MY_REQUIREMENTS, by=by, course=SLUG))["enrolment"]
    missing = [one["kind"] for one in shown["requirements"] if one["state"] != "DONE"]
    assert [one["kind"] for one in shown["missing"]] == missing
    return {one["kind"]: one for one in shown["requirements"]}


async def test_each_requirement_stands_somewhere_and_leads_somewhere(api: Api) -> None:
    """From entering the class to the last of the four."""
    someone = await api.enrolled()
    shown = await listed(api, someone)
    assert {kind: (one["state"], one["link"]) for kind, one in shown.items()} == {
        "PROFILE": ("DONE", "/biodata/"),
        "NAME": ("DONE", "/biodata/#nama"),
        "LESSONS": ("OPEN", f"{HOME}materi-satu/"),
        "EVALUATION": ("BLOCKED", f"{HOME}materi-satu/"),
    }
    assert shown["EVALUATION"]["blockedBy"] == "LESSONS"
    assert [(one["title"], one["state"], one["link"]) for one in shown["LESSONS"]["lessons"]] == [
        ("Materi satu", "OPEN", f"{HOME}materi-satu/"),
        ("Materi dua", "OPEN", f"{HOME}materi-dua/"),
    ]
    await api.complete_lessons(someone)
    shown = await listed(api, someone)
    assert (shown["LESSONS"]["state"], shown["LESSONS"]["message"]) == ("DONE", "Semua pelajaran sudah tuntas.")
    assert (shown["EVALUATION"]["state"], shown["EVALUATION"]["link"]) == ("OPEN", f"{HOME}evaluasi/")
    assert shown["EVALUATION"]["message"] == "Kerjakan evaluasi sampai lulus. Sisa kesempatan: 3."
    await api.submitted(someone)
    assert {one["state"] for one in (await listed(api, someone)).values()} == {"DONE"}


async def test_a_lesson_says_why_it_is_not_completed(api: Api) -> None:
    """The checks that were not answered, or the lesson that comes first: whose link it has then."""
    strict = stricter(lesson("satu", checks=(question("cek"),)), LessonRule.ANSWER)
    await api.publish(course(lessons=(strict, lesson("dua")), order=LessonOrder.ONE_BY_ONE))
    someone = await api.enrolled()
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    first, second = (await listed(api, someone))["LESSONS"]["lessons"]
    assert first["message"] == "Jawab 1 cek yang belum dijawab; benar atau salah sama saja."
    assert [one["kind"] for one in first["lacks"]] == ["ANSWER"]
    assert (second["state"], second["link"]) == ("BLOCKED", f"{HOME}materi-satu/")
    assert second["message"] == "Menunggu pelajaran “Materi satu” tuntas."


async def test_the_evaluation_waits_with_a_time_and_counts_what_is_left(api: Api) -> None:
    """Until the office alone can help."""
    await api.publish(course(evaluation=evaluation(attempts=2, wait_minutes=90)))
    someone = await api.learned()
    await api.submitted(someone, right=False)
    shown = (await listed(api, someone))["EVALUATION"]
    assert (shown["state"], shown["attemptsLeft"]) == ("WAITING", 1)
    assert shown["message"] == "Kerjakan evaluasi lagi; dapat dimulai 90 menit lagi."
    assert datetime.fromisoformat(shown["waitsUntil"]) == api.clock() + timedelta(minutes=90)
    api.clock.forward(minutes=91)
    await api.started(someone)
    shown = (await listed(api, someone))["EVALUATION"]
    assert (shown["state"], shown["message"][:12]) == ("OPEN", "Selesaikan d")
    api.clock.forward(hours=2)
    await api.worker.drain()
    shown = (await listed(api, someone))["EVALUATION"]
    assert (shown["state"], shown["blockedBy"], shown["link"]) == ("BLOCKED", "OFFICE", "/bantuan/")


async def test_an_evaluation_without_questions_is_the_offices_to_mend(api: Api) -> None:
    """Nobody is sent to a page where nothing can be done."""
    someone = await api.learned()
    for name in ("p0", "p1", "p2", "h0"):
        await WithdrawnQuestion.create(course_id=SLUG, question_id=name, reason="Keliru.", withdrawn_at=api.clock())
    shown = (await listed(api, someone))["EVALUATION"]
    assert (shown["state"], shown["blockedBy"], shown["link"]) == ("BLOCKED", "OFFICE", "/bantuan/")
    assert shown["message"].startswith("Evaluasi kelas ini sedang diperbaiki.")


async def test_the_list_asks_the_database_as_often_for_many_lessons_as_for_few(api: Api) -> None:
    """A class of sixty lessons must not cost sixty questions."""
    asked: list[int] = []
    for count in (2, 60):
        many = tuple(
            stricter(lesson(f"l{n}", checks=(question(f"c{n}"),)), LessonRule.ANSWER, LessonRule.WATCH)
            for n in range(count)
        )
        await api.publish(course(lessons=many))
        someone = await api.enrolled(f"peserta{count}@contoh.id")
        await listed(api, someone)
        asked.append(await _questions(api, someone))
    assert 5 <= asked[0] == asked[1] <= 20, asked


async def _questions(api: Api, by: Participant) -> int:
    """How many statements one look at the list takes."""
    client: Any = connections.get("default")
    asked: list[str] = []
    await client._connection.set_trace_callback(asked.append)
    try:
        await listed(api, by)
    finally:
        await client._connection.set_trace_callback(None)
    return sum(statement.startswith("SELECT") for statement in asked)
