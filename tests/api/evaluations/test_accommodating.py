"""More time for somebody: at once, never less, for one class or all, and nobody else's business."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from api.audit import AuditEntry
from api.evaluations.models import Accommodation, Attempt
from api.profiles.consents import CONSENT_VERSION, give_consent
from api.profiles.rules import Purpose
from tests.api import documents
from tests.api.courses import SLUG, course, key_of
from tests.api.harness import Api, Participant

REASON = "Membaca dengan pembaca layar."
OTHER = "koperasi"
KEY = key_of(course())


async def agreed(api: Api, of: Participant) -> Participant:
    await give_consent(of.id, [Purpose.ACCOMMODATION], CONSENT_VERSION, api.clock())
    return of


async def given(api: Api, staff: Participant, **wanted: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {"email": "siti@contoh.id", "reason": REASON} | wanted
    answer = await api.ask(documents.SET_ACCOMMODATION, by=staff, **asked)
    assert answer["problems"] == []
    return answer["accommodation"]


def minutes_of(attempt: dict[str, Any]) -> tuple[int, int]:
    return attempt["minutes"], attempt["extraMinutes"]


async def test_the_next_attempt_begins_with_it_and_says_so_before(api: Api) -> None:
    """30 minutes times 1.5, and the participant sees it before the start."""
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    set_now = await given(api, staff, factor=1.5)
    assert (set_now["factor"], set_now["minutes"], set_now["course"], set_now["reason"]) == (1.5, None, None, REASON)
    before = (await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG))["enrolment"]["evaluation"]
    assert minutes_of(before) == (45, 15)
    attempt = await api.started(someone)
    assert minutes_of(attempt) == (45, 15)
    assert attempt["deadlineAt"] == "2026-03-02T02:45:00+00:00"


async def test_an_open_attempt_is_longer_at_once_and_closes_at_its_new_end(api: Api) -> None:
    """Though the worker was told another moment at the start."""
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    attempt = await api.started(someone)
    api.clock.forward(minutes=29)
    await given(api, staff, minutes=20)
    api.clock.forward(minutes=20)
    await api.worker.drain()
    saved = await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    assert (saved["problems"], saved["deadlineAt"]) == ([], "2026-03-02T02:50:00+00:00")
    api.clock.forward(minutes=12)
    await api.worker.drain()
    closed = await Attempt.get()
    assert closed.closed_at == closed.started_at + timedelta(minutes=60)
    assert closed.score == 50


async def test_an_attempt_that_waits_for_late_answers_goes_on(api: Api) -> None:
    """Its time is over, its end is not: the office called in the last moment."""
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    attempt = await api.started(someone)
    api.clock.forward(minutes=35)
    await given(api, staff, minutes=20)
    assert (await api.save(someone, attempt["id"], "h0", KEY["h0"], 1))["problems"] == []


async def test_what_is_over_stays_over(api: Api) -> None:
    """Though the worker has not been there yet."""
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    attempt = await api.started(someone)
    api.clock.forward(minutes=41)
    await given(api, staff, factor=2)
    assert (await Attempt.get()).deadline_at == (await Attempt.get()).started_at + timedelta(minutes=30)
    late = await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    assert [one["code"] for one in late["problems"]] == ["ATTEMPT_CLOSED"]


async def test_less_or_none_never_shortens_an_open_attempt(api: Api) -> None:
    """What somebody was told counts; the next attempt has what stands then."""
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    row = await given(api, staff, factor=2)
    attempt = await api.started(someone)
    await given(api, staff, factor=1.25)
    ended = await api.ask(documents.END_ACCOMMODATION, by=staff, accommodation=row["id"])
    assert ended["accommodation"]["endedAt"]
    seen = (await api.ask(documents.MY_ATTEMPT, by=someone, id=attempt["id"]))["attempt"]
    assert minutes_of(seen) == (60, 30)
    await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    assert minutes_of(await api.started(someone)) == (30, 0)


async def test_one_class_is_one_class_and_of_several_the_most_counts(api: Api) -> None:
    """For the class 1.25, for all 10 minutes more."""
    await api.publish(course(), course(OTHER))
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    await given(api, staff, factor=2, course=OTHER)
    assert minutes_of(await api.started(someone)) == (30, 0)
    await given(api, staff, factor=1.25, course=SLUG)
    await given(api, staff, minutes=10)
    assert (await Attempt.get()).deadline_at == (await Attempt.get()).started_at + timedelta(minutes=40)
    assert len(await Accommodation.filter(ended_at__isnull=True)) == 3


async def test_changing_it_is_one_row_and_setting_the_same_again_nothing(api: Api) -> None:
    """A lost answer is asked for again; the trail has what was done, without the reason."""
    await agreed(api, await api.learned())
    staff = await api.staff()
    first = await given(api, staff, factor=1.5)
    before = api.stored()
    assert (await given(api, staff, factor=1.5))["id"] == first["id"]
    assert api.stored() == before
    assert (await given(api, staff, minutes=30, reason="Menulis dengan satu tangan."))["id"] == first["id"]
    for _ in range(2):
        await api.ask(documents.END_ACCOMMODATION, by=staff, accommodation=first["id"])
    entries = await AuditEntry.filter(actor_id=staff.id).order_by("id")
    assert [one.deed for one in entries] == ["accommodation_set", "accommodation_set", "accommodation_ended"]
    assert [one.facts["percent"] for one in entries] == [150, None, None]
    assert {one.subject for one in entries} == {f"accommodation:{first['id']}"}
    assert {(one.actor_id, one.reason) for one in entries} == {(staff.id, "")}


async def test_two_members_of_staff_at_once_give_it_once(api: Api) -> None:
    """And the attempt has the longer of the two."""
    someone = await agreed(api, await api.learned())
    staff = [await api.staff(), await api.staff("petugas2@contoh.id")]
    await api.started(someone)
    await asyncio.gather(given(api, staff[0], factor=2), given(api, staff[1], factor=1.5))
    assert await Accommodation.all().count() == 1
    assert (await Attempt.get()).deadline_at == (await Attempt.get()).started_at + timedelta(minutes=60)


async def test_starting_at_the_same_moment_has_it_in_any_order(api: Api) -> None:
    """Either the start reads it, or it finds what was started."""
    people = [await agreed(api, await api.learned(f"orang{n}@contoh.id")) for n in range(6)]
    staff = await api.staff()
    deeds = [
        one
        for at, person in enumerate(people)
        for one in [api.started(person), given(api, staff, email=person.email, factor=2)][:: 1 if at % 2 else -1]
    ]
    await asyncio.gather(*deeds)
    assert {one.deadline_at - one.started_at for one in await Attempt.all()} == {timedelta(minutes=60)}


async def test_the_reason_is_sealed_and_goes_with_its_consent(api: Api) -> None:
    """It is about somebody's health: nothing is noted before they agree, and nothing stays when they take that back."""
    someone, staff = await api.learned(), await api.staff()
    asked: dict[str, Any] = {"email": someone.email, "reason": REASON, "factor": 1.5}
    assert await api.refused(documents.SET_ACCOMMODATION, by=staff, **asked) == ["CONSENT_REQUIRED"]
    await agreed(api, someone)
    await given(api, staff, factor=1.5)
    attempt = await api.started(someone)
    assert REASON not in str(api.stored())
    assert (await Accommodation.get()).reason.startswith("v1.")
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="ACCOMMODATION")
    await api.worker.drain()
    assert await Accommodation.all().count() == 0
    seen = (await api.ask(documents.MY_ATTEMPT, by=someone, id=attempt["id"]))["attempt"]
    assert minutes_of(seen) == (45, 15)


async def test_staff_see_what_stands_and_of_one_address_what_was(api: Api) -> None:
    """The newest first."""
    await agreed(api, await api.learned())
    staff = await api.staff()
    ended = await given(api, staff, factor=1.5)
    await api.ask(documents.END_ACCOMMODATION, by=staff, accommodation=ended["id"])
    api.clock.forward(minutes=1)
    stands = await given(api, staff, minutes=15, course=SLUG)
    listed = (await api.ask(documents.ACCOMMODATIONS, by=staff))["accommodations"]
    assert listed == [stands]
    assert (stands["fullName"], stands["course"]["slug"], stands["minutes"]) == ("Siti Aminah", SLUG, 15)
    of_one = (await api.ask(documents.ACCOMMODATIONS, by=staff, email=" SITI@contoh.id "))["accommodations"]
    assert [one["id"] for one in of_one] == [stands["id"], ended["id"]]
    assert (await api.ask(documents.ACCOMMODATIONS, by=staff, email="tidak.ada@contoh.id"))["accommodations"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "factor"),
        ({"factor": 1.5, "minutes": 10}, "factor"),
        ({"factor": 1}, "factor"),
        ({"factor": 1.001}, "factor"),
        ({"factor": 3.01}, "factor"),
        ({"factor": 1e308}, "factor"),
        ({"factor": -2}, "factor"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"factor": 2, "reason": "Sakit"}, "reason"),
        ({"factor": 2, "reason": "a" * 1001}, "reason"),
        ({"factor": 2, "email": "tidak.ada@contoh.id"}, "email"),
        ({"factor": 2, "course": "tidak-ada"}, "course"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_changes_nothing(api: Api, wrong: dict[str, Any], field: str) -> None:
    """The field that it is about is named."""
    await agreed(api, await api.learned())
    staff = await api.staff()
    before = api.stored()
    asked: dict[str, Any] = {"email": "siti@contoh.id", "reason": REASON} | wrong
    answer = await api.ask(documents.SET_ACCOMMODATION, by=staff, **asked)
    assert [one["field"] for one in answer["problems"]] == [field]
    assert api.stored() == before


async def test_nobody_but_staff_gives_ends_or_sees_it(api: Api) -> None:
    """Not even the participant: it would be theirs to decide."""
    someone, staff = await agreed(api, await api.learned()), await api.staff()
    row = await given(api, staff, factor=1.5)
    before = api.stored()
    asked: dict[str, Any] = {"email": someone.email, "reason": REASON, "factor": 2}
    for by, code in ((someone, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        assert await api.refused(documents.SET_ACCOMMODATION, by=by, **asked) == [code]
        assert await api.refused(documents.END_ACCOMMODATION, by=by, accommodation=row["id"]) == [code]
        answer = (await api.post(documents.ACCOMMODATIONS, by=by)).json()
        assert answer["errors"][0]["extensions"]["code"] == code
    assert api.stored() == before
