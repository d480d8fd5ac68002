"""Enrolment, lessons and checks."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from api.learning.models import Enrolment, LessonProgress
from api.learning.releases import REMEMBERED_RELEASES
from api.outbox import OutboxRow
from tests.api import documents
from tests.api.courses import SLUG, course, lesson, question
from tests.api.harness import Api


@pytest.mark.both_engines
async def test_enrolling_again_gives_the_same_enrolment(api: Api) -> None:
    """A tap that arrives ten times, even at once, is one enrolment."""
    someone = await api.with_profile()
    taps = (api.ask(documents.ENROL, by=someone, course=SLUG) for _ in range(10))
    answers = await asyncio.gather(*taps)
    assert len({answer["enrolment"]["id"] for answer in answers}) == 1
    assert await Enrolment.all().count() == 1


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("", "NOT_FOUND"),
        ("tidak-ada", "NOT_FOUND"),
        ("pemasaran' OR '1'='1", "NOT_FOUND"),
        ("x" * 5_000, "INVALID_INPUT"),
    ],
)
async def test_an_unknown_class_can_not_be_entered(api: Api, slug: str, code: str) -> None:
    """Nothing is made for it."""
    someone = await api.with_profile()
    before = api.stored()
    assert await api.refused(documents.ENROL, by=someone, course=slug) == [code]
    assert api.stored() == before


async def test_biodata_come_before_the_first_class(api: Api) -> None:
    """They decide the menu and the name on the certificate."""
    someone = await api.account()
    assert await api.refused(documents.ENROL, by=someone, course=SLUG) == ["PROFILE_REQUIRED"]
    assert await Enrolment.all().count() == 0


@pytest.mark.both_engines
async def test_a_lesson_counts_once_however_often_it_arrives(api: Api) -> None:
    """The offline queue sends again; progress and outbox must not grow by it."""
    someone = await api.enrolled()
    await api.worker.drain()
    sent = (api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu") for _ in range(10))
    for answer in await asyncio.gather(*sent):
        assert answer["problems"] == []
        assert answer["enrolment"]["completedLessons"] == 1
    assert await LessonProgress.all().count() == 1
    assert await OutboxRow.filter(job="certification.consider").count() == 1


async def test_the_next_lesson_is_the_first_that_is_missing(api: Api) -> None:
    """Lessons may be read in any order; nothing is skipped by it."""
    someone = await api.enrolled()
    answer = await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="dua")
    assert answer["enrolment"] == {"completedLessons": 1, "totalLessons": 2, "nextLesson": {"id": "satu"}}
    answer = await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    assert answer["enrolment"] == {"completedLessons": 2, "totalLessons": 2, "nextLesson": None}


@pytest.mark.parametrize(("slug", "code"), [(SLUG, "NOT_ENROLLED"), ("tidak-ada", "NOT_ENROLLED")])
async def test_a_lesson_of_a_class_that_was_not_entered_is_refused(api: Api, slug: str, code: str) -> None:
    """And a class that doesn't exist looks the same."""
    await api.enrolled("budi@contoh.id")
    someone = await api.with_profile()
    before = api.stored()
    assert await api.refused(documents.COMPLETE, by=someone, course=slug, lesson="satu") == [code]
    assert api.stored() == before


@pytest.mark.parametrize("lesson_id", ["", "tiga", "materi-satu", "x" * 5_000])
async def test_a_lesson_that_the_class_does_not_have_is_refused(api: Api, lesson_id: str) -> None:
    """Progress can't be invented."""
    someone = await api.enrolled()
    before = api.stored()
    assert await api.refused(documents.COMPLETE, by=someone, course=SLUG, lesson=lesson_id) == ["NOT_FOUND"]
    assert api.stored() == before


async def test_a_visitor_can_practise_and_leaves_nothing(api: Api) -> None:
    """Lessons and their checks are open to everybody."""
    before = api.stored()
    variables: dict[str, Any] = {"course": SLUG, "lesson": "satu", "check": "cek"}
    answer = await api.ask(documents.ANSWER_CHECK, answer={"choices": ["cek-r0"]}, **variables)
    assert answer["outcome"]["correct"] is True
    wrong = await api.ask(documents.ANSWER_CHECK, answer={"choices": ["cek-w0"]}, **variables)
    assert wrong["outcome"]["correct"] is False
    assert api.stored() == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"check": "p0"}, "NOT_FOUND"),
        ({"check": "h0"}, "NOT_FOUND"),
        ({"lesson": "dua"}, "NOT_FOUND"),
        ({"lesson": "tiga"}, "NOT_FOUND"),
        ({"course": "tidak-ada"}, "NOT_FOUND"),
        ({"answer": {"choices": ["p0-r0"]}}, "INVALID_INPUT"),
        ({"answer": {"choices": ["cek-r0", "cek-w0"]}}, "INVALID_INPUT"),
        ({"answer": {"choices": ["cek-r0", "cek-r0"]}}, "INVALID_INPUT"),
        ({"answer": {"choices": ["x"] * 300}}, "INVALID_INPUT"),
    ],
    ids=str,
)
async def test_a_check_tells_nothing_of_the_evaluation(api: Api, changes: dict[str, Any], code: str) -> None:
    """Questions of the evaluation can't be asked through the door for practice."""
    variables = {"course": SLUG, "lesson": "satu", "check": "cek", "answer": {"choices": ["cek-r0"]}} | changes
    answer = await api.post(documents.ANSWER_CHECK, variables)
    assert answer.json()["data"]["answerCheck"]["problems"][0]["code"] == code
    assert "RAHASIA" not in answer.text


async def test_publishing_the_same_again_changes_nothing(api: Api) -> None:
    """The publisher runs at every start."""
    before = api.stored()
    api.clock.forward(days=1)
    assert await api.publish() == ()
    assert api.stored() == before


async def test_a_new_release_leaves_enrolled_people_on_theirs(api: Api) -> None:
    """Nobody's class changes under their feet: not its lessons, not its evaluation, not its checks."""
    early = await api.enrolled()
    newer = course(title="Judul baru", lessons=(*course().lessons, lesson("tiga")))
    assert await api.publish(newer) == (SLUG,)
    late = await api.enrolled("budi@contoh.id")
    shown = [await api.ask(documents.MY_ENROLMENT, by=one, course=SLUG) for one in (early, late)]
    assert [one["enrolment"]["totalLessons"] for one in shown] == [2, 3]
    assert [one["enrolment"]["course"]["title"] for one in shown] == ["Pemasaran untuk UMKM", "Judul baru"]
    assert await api.refused(documents.COMPLETE, by=early, course=SLUG, lesson="tiga") == ["NOT_FOUND"]
    await api.complete_lessons(early)
    assert (await api.started(early))["number"] == 1


async def test_a_check_is_answered_from_the_participants_own_release(api: Api) -> None:
    """The page that the phone kept offline asks about the old check."""
    early = await api.enrolled()
    await api.publish(course(lessons=(lesson("satu", checks=(question("baru"),)), lesson("dua"))))
    variables: dict[str, Any] = {"course": SLUG, "lesson": "satu", "check": "cek", "answer": {"choices": ["cek-r0"]}}
    assert (await api.ask(documents.ANSWER_CHECK, by=early, **variables))["outcome"]["correct"] is True
    assert await api.refused(documents.ANSWER_CHECK, **variables) == ["NOT_FOUND"]


async def test_going_back_to_an_older_release_is_publishing_it(api: Api) -> None:
    """A mistaken release is taken back by publishing the one before; it exists already and is used again."""
    await api.publish(course(title="Keliru"))
    assert await api.publish() == (SLUG,)
    assert len(api.stored()["course_release"]) == 2
    someone = await api.enrolled()
    shown = await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG)
    assert shown["enrolment"]["course"]["title"] == "Pemasaran untuk UMKM"


async def test_a_withdrawn_class_takes_nobody_new_and_lets_others_finish(api: Api) -> None:
    """Promised is promised."""
    inside, outside = await api.enrolled(), await api.with_profile("budi@contoh.id")
    await api.publish(course("lain"))
    assert await api.refused(documents.ENROL, by=outside, course=SLUG) == ["NOT_FOUND"]
    assert (await api.ask(documents.ENROL, by=inside, course=SLUG))["enrolment"]
    await api.complete_lessons(inside)
    assert (await api.submitted(inside))["result"]["passed"] is True


async def test_publishing_is_all_or_nothing(api: Api) -> None:
    """A release that breaks half-way leaves the catalogue as it was."""
    before = api.stored()
    broken = replace(course("lain"), slug=None)  # pyright: ignore[reportArgumentType] - broken on purpose
    with pytest.raises(Exception, match="slug"):
        await api.publish(course(title="Baru"), broken)
    assert api.stored() == before


async def test_more_releases_than_are_remembered_are_still_read_right(api: Api) -> None:
    """The memory of releases is bounded and never mixes them up."""
    someone = await api.enrolled()
    for n in range(REMEMBERED_RELEASES + 2):
        await api.publish(course(title=f"Judul {n}"))
        await api.ask(documents.OFFERS, by=someone)
    shown = await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG)
    assert shown["enrolment"]["course"]["title"] == "Pemasaran untuk UMKM"
