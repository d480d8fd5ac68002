"""Moving to the newest release: a safe step that takes nothing back, whoever does what in the same moment."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.certification.models import Certificate
from api.learning import rules
from api.learning.models import ClassCompletion, CourseRelease, LessonProgress
from courseware.sealed import SealedCourse, SealedLesson
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, lesson
from tests.api.harness import Api, Participant

names = st.sampled_from("abcdef")
taught = st.sets(names, min_size=1).map(lambda chosen: tuple(lesson(name) for name in sorted(chosen)))


def bigger() -> SealedCourse:
    """The class with a third lesson, the first one at another address, under another title."""
    first, second = course().lessons
    first = replace(first, slug="alamat-baru")
    return course(title="Judul baru", lessons=(first, second, lesson("tiga")))


def smaller() -> SealedCourse:
    """The class without its second lesson."""
    return course(lessons=course().lessons[:1], retired=("dua",))


async def standing(api: Api, of: Participant) -> Any:
    return (await api.ask(documents.MY_NEWER, by=of, course=SLUG))["enrolment"]


async def newest(api: Api, of: Participant) -> str:
    return (await standing(api, of))["newerRelease"]["release"]


async def move(api: Api, of: Participant, release: str) -> Any:
    return await api.ask(documents.MOVE, by=of, course=SLUG, release=release)


@given(older=taught, newer=taught, completed=st.frozensets(names), was_completed=st.booleans())
def test_a_move_takes_nothing_back(
    older: tuple[SealedLesson, ...], newer: tuple[SealedLesson, ...], completed: frozenset[str], *, was_completed: bool
) -> None:
    """What is complete stays complete, what is completed stays completed, and nothing is both added and retired."""
    before = rules.Progress(older, completed, was_completed)
    moved = rules.move(before, course(lessons=newer))
    after = moved.after
    assert after.completed == completed
    assert after.is_complete or not before.is_complete
    assert moved.completes == (after.is_complete and not before.is_complete)
    assert (after.next_lesson is None) == after.is_complete
    retired = {one.lesson.id for one in moved.retired}
    assert {one.id for one in moved.added}.isdisjoint(retired | completed)
    assert {one.lesson.id for one in moved.retired if one.completed} == retired & completed
    added = {one.id for one in newer} - {one.id for one in older}
    assert {one.id for one in moved.added} == added - completed
    assert moved.minutes == 10 * len(moved.added)


@given(taught, taught, st.frozensets(names))
def test_there_and_back_again_changes_nothing_but_a_completion(
    older: tuple[SealedLesson, ...], newer: tuple[SealedLesson, ...], completed: frozenset[str]
) -> None:
    """A release that is rolled back finds everybody where they were, or better."""
    before = rules.Progress(older, completed)
    there = rules.move(before, course(lessons=newer))
    back = rules.move(there.after, course(lessons=older))
    assert (back.after.done, back.after.total) == (before.done, before.total)
    assert back.after.is_complete == (before.is_complete or there.after.is_complete)


async def test_what_changes_is_told_before_and_kept_after(api: Api) -> None:
    """Lessons by id: what was completed stays completed, at the address of today."""
    someone = await api.enrolled()
    assert (await standing(api, someone))["newerRelease"] is None
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    await api.publish(bigger())
    told = await standing(api, someone)
    assert told["totalLessons"] == 2
    newer = told["newerRelease"]
    assert newer["added"] == [{"id": "tiga", "slug": "materi-tiga", "title": "Materi tiga", "minutes": 10}]
    assert (newer["retired"], newer["minutes"], newer["complete"], newer["waitsForAttempt"]) == ([], 10, False, False)
    assert (newer["completedLessons"], newer["totalLessons"]) == (1, 3)
    moved = await move(api, someone, newer["release"])
    assert moved["problems"] == []
    assert (moved["enrolment"]["completedLessons"], moved["enrolment"]["totalLessons"]) == (1, 3)
    assert moved["enrolment"]["newerRelease"] is None


async def test_a_lesson_that_came_later_says_how_to_have_it(api: Api) -> None:
    """The site shows it to everybody, and whoever reads it to its end is told why it isn't kept."""
    someone = await api.enrolled()
    await api.publish(bigger())
    variables: dict[str, Any] = {"course": SLUG, "lesson": "tiga"}
    (told,) = (await api.ask(documents.COMPLETE, by=someone, **variables))["problems"]
    assert (told["code"], "versi terbaru" in told["message"]) == ("NOT_FOUND", True)
    await move(api, someone, await newest(api, someone))
    assert (await api.ask(documents.COMPLETE, by=someone, **variables))["problems"] == []


async def test_links_follow_a_lesson_to_its_address_of_today(api: Api) -> None:
    """The site has the newest pages only, and a retired lesson's at the address that it had."""
    someone = await api.enrolled()
    await api.publish(replace(bigger(), lessons=(bigger().lessons[0], lesson("tiga")), retired=("dua",)))
    told = await standing(api, someone)
    assert told["lessons"] == [{"id": "satu", "slug": "alamat-baru"}, {"id": "dua", "slug": "materi-dua"}]
    assert told["nextLesson"] == {"id": "satu", "slug": "alamat-baru"}
    shown = (await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG))["enrolment"]
    assert shown["missing"][0]["link"] == f"/kelas/{SLUG}/alamat-baru/"
    assert (await api.ask(documents.NEXT_STEP, by=someone))["nextStep"]["link"] == f"/kelas/{SLUG}/alamat-baru/"
    await api.complete_lessons(someone)
    topics = (await api.submitted(someone, right=False))["result"]["topics"]
    assert {one["slug"] for topic in topics for one in topic["lessons"]} == {"alamat-baru", "materi-dua"}


async def test_whoever_completed_the_class_has_completed_it_for_ever(api: Api) -> None:
    """Lessons that came later stand between nobody and the evaluation or the certificate, which names what was
    completed.
    """
    someone = await api.learned()
    await api.publish(bigger())
    told = await standing(api, someone)
    assert (told["complete"], told["newerRelease"]["complete"]) == (True, True)
    moved = (await move(api, someone, told["newerRelease"]["release"]))["enrolment"]
    assert (moved["complete"], moved["completedLessons"], moved["totalLessons"]) == (True, 2, 3)
    completion = await ClassCompletion.get()
    began = await CourseRelease.all().order_by("published_at").first()
    assert began is not None
    assert completion.release_id == began.id
    assert (await api.submitted(someone))["result"]["passed"] is True
    await api.worker.drain()
    (certificate,) = await Certificate.all()
    assert "Materi dua" in certificate.printed
    assert "Materi tiga" not in certificate.printed


async def test_a_completion_from_before_it_was_noted_is_noted_by_the_move(api: Api) -> None:
    """With the time of the last lesson and the release that was completed."""
    someone = await api.learned()
    completed_at = (await ClassCompletion.get()).completed_at
    await ClassCompletion.all().delete()
    api.clock.forward(days=3)
    await api.publish(bigger())
    moved = (await move(api, someone, await newest(api, someone)))["enrolment"]
    assert moved["complete"] is True
    assert (await ClassCompletion.get()).completed_at == completed_at


@pytest.mark.both_engines
async def test_a_move_can_complete_the_class_and_then_the_certificate_comes(api: Api) -> None:
    """The lesson that was missing is retired: nothing is left to do, and nobody has to press anything else."""
    someone = await api.learned()
    await api.submitted(someone)
    # As if the pass had come from a release in which the last lesson wasn't there.
    await ClassCompletion.all().delete()
    await LessonProgress.filter(lesson_id="dua").delete()
    await api.worker.drain()
    assert await Certificate.all().count() == 0
    await api.publish(smaller())
    told = await standing(api, someone)
    assert told["newerRelease"]["retired"] == [{"id": "dua", "title": "Materi dua", "completed": False}]
    assert (told["complete"], told["newerRelease"]["complete"]) == (False, True)
    moves = [move(api, someone, told["newerRelease"]["release"]) for _ in range(5)]
    assert {one["enrolment"]["complete"] for one in await asyncio.gather(*moves)} == {True}
    await api.worker.drain()
    assert await Certificate.all().count() == 1


@pytest.mark.both_engines
async def test_nobody_moves_while_answering_a_paper(api: Api) -> None:
    """In plain words, and nothing changes; once it is handed in, or its time is over, the way is free."""
    someone = await api.learned()
    attempt = await api.started(someone)
    await api.publish(bigger())
    newer = (await standing(api, someone))["newerRelease"]
    assert newer["waitsForAttempt"] is True
    before = api.stored()
    assert await api.refused(documents.MOVE, by=someone, course=SLUG, release=newer["release"]) == ["ATTEMPT_OPEN"]
    assert api.stored() == before
    api.clock.forward(days=1)
    assert (await move(api, someone, newer["release"]))["problems"] == []
    shown = (await api.ask(documents.MY_ATTEMPT, by=someone, id=attempt["id"]))["attempt"]
    assert (shown["state"], shown["result"]["score"]) == ("CLOSED", 0)


async def test_attempts_and_the_best_result_stay(api: Api) -> None:
    """They count towards the newer release's limit; a pass stays a pass, whatever its passing score."""
    someone = await api.learned()
    await api.submitted(someone, right=False)
    await api.submitted(someone)
    await api.publish(replace(bigger(), evaluation=evaluation(passing_score=100, attempts=2)))
    await move(api, someone, await newest(api, someone))
    shown = (await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG))["enrolment"]["evaluation"]
    assert (shown["passed"], shown["bestScore"], shown["attemptsLeft"]) == (True, 100, 0)


async def test_only_what_was_shown_is_done(api: Api) -> None:
    """A release that came in between is looked at first; a tap that comes late, or twice, moves nobody further."""
    someone = await api.enrolled()
    await api.publish(bigger())
    shown = await newest(api, someone)
    await api.publish(smaller())
    for release in (shown, str(uuid4())):
        assert await api.refused(documents.MOVE, by=someone, course=SLUG, release=release) == ["RELEASE_REPLACED"]
    assert (await move(api, someone, await newest(api, someone)))["enrolment"]["totalLessons"] == 1
    before = api.stored()
    assert (await move(api, someone, shown))["problems"] == []
    assert api.stored() == before


async def test_a_class_that_was_not_entered_or_is_off_offer_has_no_newer_release(api: Api) -> None:
    """Whoever is inside finishes what they began."""
    stranger, inside = await api.with_profile("budi@contoh.id"), await api.enrolled()
    await api.publish(bigger())
    release = await newest(api, inside)
    assert await api.refused(documents.MOVE, by=stranger, course=SLUG, release=release) == ["NOT_ENROLLED"]
    await api.publish(course("lain"))
    assert (await standing(api, inside))["newerRelease"] is None
    assert (await move(api, inside, release))["enrolment"]["totalLessons"] == 2


@pytest.mark.both_engines
async def test_two_devices_a_publisher_and_a_lesson_at_once(api: Api) -> None:
    """Whatever comes first, the enrolment is on a whole release, nothing is noted twice and nothing is lost."""
    someone = await api.enrolled()
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    await api.publish(bigger())
    release = await newest(api, someone)
    deeds = [move(api, someone, release) for _ in range(4)]
    deeds += [api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="dua") for _ in range(4)]
    await asyncio.gather(*deeds, api.publish(smaller()), *[api.post(documents.START, {"course": SLUG}, by=someone)])
    told = await standing(api, someone)
    assert (told["completedLessons"], told["totalLessons"] in {2, 3}) == (2, True)
    assert await ClassCompletion.all().count() == told["complete"]


@pytest.mark.both_engines
async def test_the_last_lessons_on_two_devices_complete_the_class_once(api: Api) -> None:
    """Each sees the other's lesson, so one of them notes it."""
    someone = await api.enrolled()
    deeds = [api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson=name) for name in ("satu", "dua") * 3]
    await asyncio.gather(*deeds)
    assert await ClassCompletion.all().count() == 1
