"""Completing lessons that ask for more than reading: on the real database, as a phone asks."""

import asyncio
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from api.learning.models import AnsweredCheck, Enrolment, LessonProgress, ReadLesson, WatchedVideo
from api.outbox import OutboxRow
from api.profiles.consents import withdraw_consent
from api.profiles.rules import Purpose
from courseware.sealed import LessonOrder, LessonRule
from tests.api import documents
from tests.api.courses import SLUG, VIDEO, course, lesson, question, stricter
from tests.api.harness import Api, Participant

ANSWER, WATCH = LessonRule.ANSWER, LessonRule.WATCH
CHECKS = (question("cek"), question("cek-lagi"))
STRICT = course(lessons=(stricter(lesson("satu", checks=CHECKS), ANSWER, WATCH, share=80), lesson("dua")))
ORDERED = course(order=LessonOrder.ONE_BY_ONE)


async def inside(api: Api, made: Any = STRICT) -> Participant:
    await api.publish(made)
    someone = await api.enrolled()
    await api.worker.drain()
    return someone


async def answer(api: Api, by: Participant | None, check: str, *, right: bool = False) -> Any:
    choices = [f"{check}-{'r' if right else 'w'}0"]
    variables: dict[str, Any] = {"lesson": "satu", "check": check, "answer": {"choices": choices}}
    return await api.ask(documents.CHECK_AND_LESSON, by=by, course=SLUG, **variables)


async def watch(api: Api, by: Participant, percent: int, **more: Any) -> Any:
    variables: dict[str, Any] = {"lesson": "satu", "video": VIDEO.id, "percent": percent, **more}
    return await api.ask(documents.WATCHED, by=by, course=SLUG, **variables)


async def read(api: Api, by: Participant, lesson_id: str = "satu") -> Any:
    return await api.ask(documents.COMPLETE, by=by, course=SLUG, lesson=lesson_id)


async def completed() -> list[str]:
    return [one.lesson_id for one in await LessonProgress.all().order_by("completed_at", "id")]


async def test_a_lesson_that_asks_for_more_is_refused_with_what_is_missing(api: Api) -> None:
    """That it was read stays noted: nobody reads it twice for the server."""
    someone = await inside(api)
    refused = await read(api, someone)
    assert [one["code"] for one in refused["problems"]] == ["LESSON_UNMET"]
    assert refused["problems"][0]["message"] == (
        "Pelajaran ini sudah tercatat dibaca, tetapi belum tuntas. "
        "Jawab 2 cek yang belum dijawab; benar atau salah sama saja. "
        "Tonton “Menghitung harga” sampai 80%, atau baca transkripnya sampai akhir."
    )
    assert await completed() == []
    assert [one.lesson_id for one in await ReadLesson.all()] == ["satu"]
    before = api.stored()
    await read(api, someone)
    assert api.stored() == before


async def test_the_last_thing_that_was_missing_completes_the_lesson(api: Api) -> None:
    """In whatever order they come, right or wrong; the certificate is considered in the same transaction."""
    someone = await inside(api)
    stands = await answer(api, someone, "cek")
    assert stands["outcome"] == {"correct": False}
    assert [one["kind"] for one in stands["lesson"]["lacks"]] == ["READ", "ANSWER", "WATCH"]
    await read(api, someone)
    stands = await watch(api, someone, 80)
    assert [one["kind"] for one in stands["lesson"]["lacks"]] == ["ANSWER"]
    assert stands["lesson"]["videos"] == [{"id": VIDEO.id, "percent": 80}]
    assert await OutboxRow.filter(job="certification.consider").count() == 0
    stands = await answer(api, someone, "cek-lagi", right=True)
    assert stands["lesson"]["lacks"] == []
    assert stands["lesson"]["completedAt"] is not None
    assert await completed() == ["satu"]
    assert await OutboxRow.filter(job="certification.consider").count() == 1
    assert (await read(api, someone))["problems"] == []


async def test_reading_completes_it_where_everything_else_was_there(api: Api) -> None:
    """Then nothing is refused."""
    someone = await inside(api)
    await answer(api, someone, "cek")
    await answer(api, someone, "cek-lagi")
    await watch(api, someone, 0, transcriptRead=True)
    done = await read(api, someone)
    assert (done["problems"], done["enrolment"]["completedLessons"]) == ([], 1)
    assert await ReadLesson.all().count() == 0


async def test_an_answer_counts_once_however_often_it_arrives(api: Api) -> None:
    """Practice may be repeated as often as one likes, also all at once."""
    someone = await inside(api)
    await asyncio.gather(*(answer(api, someone, "cek") for _ in range(10)))
    assert await AnsweredCheck.all().count() == 1


async def test_the_most_that_was_watched_counts(api: Api) -> None:
    """Late and repeated messages take nothing back."""
    someone = await inside(api)
    for percent in (40, 79, 10, 79):
        await watch(api, someone, percent)
    row = await WatchedVideo.get()
    assert (row.percent, row.transcript_read) == (79, False)
    await watch(api, someone, 0, transcriptRead=True)
    await watch(api, someone, 20)
    row = await WatchedVideo.get()
    assert (row.percent, row.transcript_read) == (79, True)
    await asyncio.gather(*(watch(api, someone, percent) for percent in range(80, 90)))
    assert (await WatchedVideo.get()).percent == 89


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"percent": 101}, "INVALID_INPUT"),
        ({"percent": -1}, "INVALID_INPUT"),
        ({"video": "lain"}, "NOT_FOUND"),
        ({"lesson": "dua"}, "NOT_FOUND"),
        ({"lesson": "tiga"}, "NOT_FOUND"),
        ({"course": "tidak-ada"}, "NOT_ENROLLED"),
    ],
    ids=str,
)
async def test_a_video_that_can_not_be_is_refused(api: Api, changes: dict[str, Any], code: str) -> None:
    """And nothing is noted."""
    someone = await inside(api)
    before = api.stored()
    variables: dict[str, Any] = {"course": SLUG, "lesson": "satu", "video": VIDEO.id, "percent": 50} | changes
    assert await api.refused(documents.WATCHED, by=someone, **variables) == [code]
    assert api.stored() == before


async def test_visitors_and_who_withdrew_the_consent_leave_nothing(api: Api) -> None:
    """Practice stays open to them."""
    someone = await inside(api)
    await withdraw_consent(someone.id, Purpose.TRAINING, api.clock())
    await api.worker.drain()
    before = api.stored()
    for by in (None, someone):
        stands = await answer(api, by, "cek", right=True)
        assert (stands["outcome"], stands["lesson"]) == ({"correct": True}, None)
    assert (
        await api.refused(documents.WATCHED, by=someone, course=SLUG, lesson="satu", video=VIDEO.id, percent=5)
    ) == ["CONSENT_REQUIRED"]
    assert api.stored() == before


async def test_one_by_one_a_lesson_counts_after_those_before_it(api: Api) -> None:
    """The refusal names the lesson that comes first, and notes nothing."""
    someone = await inside(api, ORDERED)
    before = api.stored()
    refused = await read(api, someone, "dua")
    assert [(one["code"], "“Materi satu”" in one["message"]) for one in refused["problems"]] == [
        ("LESSON_LOCKED", True)
    ]
    assert api.stored() == before
    listed = (await api.ask(documents.MY_LESSONS, by=someone, course=SLUG))["enrolment"]["lessons"]
    assert [one["lockedBy"] for one in listed] == [None, "Materi satu"]
    assert (await read(api, someone, "satu"))["problems"] == []
    assert (await read(api, someone, "dua"))["problems"] == []
    assert await completed() == ["satu", "dua"]


async def test_a_stricter_release_takes_nothing_back(api: Api) -> None:
    """What is completed stays so, before and after the move; what isn't is held to the new rule."""
    someone = await inside(api, course())
    await read(api, someone)
    await api.publish(STRICT)
    newer = (await api.ask(documents.MY_NEWER, by=someone, course=SLUG))["enrolment"]["newerRelease"]
    assert newer["completedLessons"] == 1
    moved = await api.ask(documents.MOVE, by=someone, course=SLUG, release=newer["release"])
    assert moved["enrolment"]["completedLessons"] == 1
    assert (await read(api, someone))["problems"] == []
    assert (await read(api, someone, "dua"))["enrolment"]["completedLessons"] == 2


async def test_a_release_that_asks_for_less_completes_what_was_read(api: Api) -> None:
    """The move says so before, and does so."""
    someone = await inside(api)
    await read(api, someone, "dua")
    await read(api, someone)
    await api.worker.drain()
    await api.publish(course())
    newer = (await api.ask(documents.MY_NEWER, by=someone, course=SLUG))["enrolment"]["newerRelease"]
    assert (newer["completedLessons"], newer["complete"]) == (2, True)
    moved = (await api.ask(documents.MOVE, by=someone, course=SLUG, release=newer["release"]))["enrolment"]
    assert (moved["completedLessons"], moved["complete"]) == (2, True)
    assert await OutboxRow.filter(job="certification.consider").exists()


async def test_the_database_itself_holds_a_video_to_its_end(api: Api) -> None:
    """Whatever a future version of the code forgets; and each video of each participant has one row."""
    await inside(api)
    row: dict[str, Any] = {"enrolment_id": (await Enrolment.get()).id, "video_id": VIDEO.id, "noted_at": api.clock()}
    for percent in (-1, 101):
        with pytest.raises(IntegrityError):
            await WatchedVideo.create(percent=percent, **row)
    await WatchedVideo.create(percent=100, **row)
    with pytest.raises(IntegrityError):
        await WatchedVideo.create(percent=100, **row)


async def test_an_answer_with_a_token_out_of_time_is_not_taken_for_a_visitors(api: Api) -> None:
    """It would be noted nowhere, and the phone would take it for sent."""
    await inside(api)
    variables: dict[str, Any] = {"lesson": "satu", "check": "cek", "answer": {"choices": ["cek-r0"]}}
    refused = await api.ask(documents.CHECK_AND_LESSON, by="of yesterday", course=SLUG, **variables)
    assert [one["code"] for one in refused["problems"]] == ["UNAUTHENTICATED"]
