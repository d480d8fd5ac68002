"""Going on where one was last, on any device."""

from typing import Any

import pytest

from api.learning.models import ReadingPlace
from courseware.sealed import LessonOrder
from tests.api import documents
from tests.api.courses import SLUG, course, lesson
from tests.api.harness import Api, Participant


async def remember(api: Api, by: Participant, lesson_id: str, heading: str = "", age: int = 0) -> Any:
    variables: dict[str, Any] = {"lesson": lesson_id, "heading": heading, "ageSeconds": age}
    return await api.ask(documents.REMEMBER, by=by, course=SLUG, **variables)


async def resume(api: Api, by: Participant) -> Any:
    return (await api.ask(documents.MY_LESSONS, by=by, course=SLUG))["enrolment"]["resume"]


async def test_the_class_is_gone_on_with_where_it_was_left(api: Api) -> None:
    """The link leads to the heading."""
    someone = await api.enrolled()
    assert await resume(api, someone) == {
        "slug": "materi-satu",
        "title": "Materi satu",
        "heading": "",
        "link": f"/kelas/{SLUG}/materi-satu/",
    }
    kept = await remember(api, someone, "dua", "harga-pokok")
    assert (kept["lesson"], kept["heading"]) == ("dua", "harga-pokok")
    assert await resume(api, someone) == {
        "slug": "materi-dua",
        "title": "Materi dua",
        "heading": "harga-pokok",
        "link": f"/kelas/{SLUG}/materi-dua/#harga-pokok",
    }
    step = (await api.ask(documents.NEXT_STEP, by=someone))["nextStep"]
    assert (step["kind"], step["link"]) == ("CONTINUE_LESSON", f"/kelas/{SLUG}/materi-dua/#harga-pokok")


async def test_an_older_place_that_arrives_late_changes_nothing(api: Api) -> None:
    """A phone in a tunnel tells in the evening where it was at noon; the desk at home knew better since."""
    someone = await api.enrolled()
    api.clock.forward(hours=1)
    await remember(api, someone, "dua", "harga")
    before = api.stored()
    api.clock.forward(minutes=10)
    kept = await remember(api, someone, "satu", "pembeli", age=11 * 60)
    assert (kept["lesson"], kept["heading"], kept["problems"]) == ("dua", "harga", [])
    assert api.stored() == before
    kept = await remember(api, someone, "satu", "pembeli", age=9 * 60)
    assert (kept["lesson"], kept["heading"]) == ("satu", "pembeli")


async def test_a_place_that_is_sent_again_is_one_place(api: Api) -> None:
    """One row for each class, whatever the network repeats."""
    someone = await api.enrolled()
    for _ in range(3):
        await remember(api, someone, "dua", "harga")
    assert await ReadingPlace.all().count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lesson": "tiga"}, "NOT_FOUND"),
        ({"lesson": ""}, "NOT_FOUND"),
        ({"course": "tidak-ada"}, "NOT_ENROLLED"),
        ({"heading": "x" * 201}, "INVALID_INPUT"),
        ({"heading": "javascript:alert(1)"}, "INVALID_INPUT"),
        ({"heading": "harga pokok"}, "INVALID_INPUT"),
        ({"heading": "Harga"}, "INVALID_INPUT"),
    ],
    ids=str,
)
async def test_a_place_that_can_not_be_is_refused(api: Api, changes: dict[str, Any], code: str) -> None:
    """The heading becomes part of a link."""
    someone = await api.enrolled()
    before = api.stored()
    variables: dict[str, Any] = {"course": SLUG, "lesson": "satu", "heading": ""} | changes
    assert await api.refused(documents.REMEMBER, by=someone, **variables) == [code]
    assert api.stored() == before


async def test_what_is_completed_is_not_gone_on_with(api: Api) -> None:
    """The next lesson is, and nothing once all is done."""
    someone = await api.enrolled()
    await remember(api, someone, "satu", "pembeli")
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    assert (await resume(api, someone))["link"] == f"/kelas/{SLUG}/materi-dua/"
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="dua")
    assert await resume(api, someone) is None


async def test_a_lesson_that_does_not_count_yet_is_not_gone_on_with(api: Api) -> None:
    """It may be read at any time, but what counts comes first."""
    await api.publish(course(order=LessonOrder.ONE_BY_ONE))
    someone = await api.enrolled()
    await remember(api, someone, "dua", "harga")
    assert (await resume(api, someone))["slug"] == "materi-satu"


async def test_a_place_in_a_lesson_that_left_the_class_is_forgotten(api: Api) -> None:
    """After the move the class has no such lesson."""
    someone = await api.enrolled()
    await remember(api, someone, "dua", "harga")
    await api.publish(course(lessons=(lesson("satu"), lesson("tiga"))))
    newer = (await api.ask(documents.MY_NEWER, by=someone, course=SLUG))["enrolment"]["newerRelease"]
    await api.ask(documents.MOVE, by=someone, course=SLUG, release=newer["release"])
    assert (await resume(api, someone))["slug"] == "materi-satu"
