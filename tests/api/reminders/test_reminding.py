"""Reminders: to whom, how often, and how they end."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from api.learning.models import Enrolment
from api.outbox import OutboxRow
from api.reminders import actions, rules
from api.reminders.models import Reminder, ReminderStop, ReminderSwitch
from tests.api import documents, reminder_documents
from tests.api.courses import SLUG
from tests.api.harness import Api, Participant

DAYS = 60


async def turned(api: Api, *, on: bool = True) -> Participant:
    """The member of staff who turned reminders on or off."""
    staff = await api.staff(f"petugas-{on}@contoh.id".lower())
    answer = await api.ask(reminder_documents.SWITCH, by=staff, on=on)
    assert (answer["problems"], answer["switch"]["on"]) == ([], on)
    return staff


async def days_pass(api: Api, days: int) -> None:
    """The worker works every day."""
    for _ in range(days):
        api.clock.forward(days=1)
        await api.worker.drain()


def letters(api: Api, to: str = "siti@contoh.id") -> Sequence[Any]:
    return [one for one in api.letterbox.letters if one.mail.template == "reminder" and one.mail.to == to]


async def test_nobody_is_reminded_before_the_office_says_so(api: Api) -> None:
    """Off by default."""
    await api.enrolled()
    await days_pass(api, DAYS)
    assert letters(api) == []
    assert await Reminder.all().count() == 0


async def test_whoever_stops_gets_two_letters_and_no_third(api: Api) -> None:
    """After a week and two weeks later, with how far they are and a way to stop the next, also in the headers."""
    await turned(api)
    someone = await api.enrolled()
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    await days_pass(api, 6)
    assert letters(api) == []
    await days_pass(api, DAYS)
    first, second = letters(api)
    assert "1 dari 2 pelajaran" in first.text
    assert "pengingat terakhir" not in first.text
    assert "pengingat terakhir" in second.text
    assert first.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = first.mail.facts["stop"].partition("#")[2]
    assert first.message["List-Unsubscribe"] == f"<https://testserver/stop-reminders/{token}>"
    assert first.message["Message-ID"] != second.message["Message-ID"]


async def test_who_goes_on_is_left_alone(api: Api) -> None:
    """A lesson a week is no idleness, and neither is an attempt."""
    await turned(api)
    someone = await api.enrolled()
    await days_pass(api, 5)
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="satu")
    await days_pass(api, 5)
    await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson="dua")
    await days_pass(api, 5)
    await api.started(someone)
    await days_pass(api, 5)
    assert letters(api) == []


async def test_who_reads_on_without_completing_anything_is_left_alone(api: Api) -> None:
    """A long lesson read in the evenings of two weeks is no idleness either."""
    await turned(api)
    someone = await api.enrolled()
    for _ in range(3):
        await days_pass(api, 5)
        await api.ask(documents.REMEMBER, by=someone, course=SLUG, lesson="satu", heading="", ageSeconds=0)
    assert letters(api) == []
    await days_pass(api, 8)
    assert len(letters(api)) == 1


async def test_who_has_the_certificate_is_left_alone(api: Api) -> None:
    """There is nothing to go on with."""
    await turned(api)
    await api.certified()
    await days_pass(api, DAYS)
    assert letters(api) == []


async def test_a_letter_asks_for_nothing_that_cannot_be_done(api: Api) -> None:
    """Whoever has used all attempts up can only write to the office."""
    await turned(api)
    someone = await api.learned()
    for _ in range(3):
        await api.submitted(someone, right=False)
        api.clock.forward(days=1)
    answer = await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG)
    left = answer["enrolment"]["evaluation"]["attemptsLeft"]
    await days_pass(api, DAYS)
    assert (left == 0) == (letters(api) == [])


async def test_one_tap_stops_them_for_good_without_signing_in(api: Api) -> None:
    """By the link's page; the second tap takes it back."""
    await turned(api)
    await api.enrolled()
    await days_pass(api, 10)
    (first,) = letters(api)
    token = first.mail.facts["stop"].partition("#")[2]
    for _ in range(2):
        assert (await api.ask(reminder_documents.BY_LINK, token=token, wanted=False))["done"]
    await days_pass(api, DAYS)
    assert len(letters(api)) == 1
    assert (await api.ask(reminder_documents.BY_LINK, token=token, wanted=True))["done"]
    assert await ReminderStop.all().count() == 0


async def test_the_mail_programmes_own_button_stops_them(api: Api) -> None:
    """RFC 8058: a POST without a cookie. Looking at the link stops nothing."""
    await turned(api)
    await api.enrolled()
    await days_pass(api, 10)
    header = str(letters(api)[0].message["List-Unsubscribe"])
    address = header.strip("<>").removeprefix("https://testserver")
    assert (await api.client.get(address)).status_code == 405
    assert await ReminderStop.all().count() == 0
    body = {"List-Unsubscribe": "One-Click"}
    assert (await api.client.post(address, data=body)).status_code == 204
    assert await ReminderStop.all().count() == 1
    assert (await api.client.post(address[:-2] + "xx", data=body)).status_code == 404


async def test_a_forged_or_old_link_changes_nothing(api: Api) -> None:
    """A link is for one purpose, one account, and a year."""
    someone = await api.enrolled()
    at = api.clock()
    token = actions.stop_token(someone.id, api.tools.settings, at)
    assert await api.refused(reminder_documents.BY_LINK, token="x" + token[1:], wanted=False) == ["TOKEN_EXPIRED"]
    api.clock.forward(days=366)
    assert await api.refused(reminder_documents.BY_LINK, token=token, wanted=False) == ["TOKEN_EXPIRED"]
    assert await ReminderStop.all().count() == 0


async def test_the_owner_sets_it_in_the_account(api: Api) -> None:
    """And sees it there."""
    someone = await api.enrolled()
    assert (await api.ask(reminder_documents.WANTED, by=someone))["wantsReminders"] is True
    for _ in range(2):
        assert (await api.ask(reminder_documents.MINE, by=someone, wanted=False))["done"]
    assert (await api.ask(reminder_documents.WANTED, by=someone))["wantsReminders"] is False
    assert await api.refused(reminder_documents.MINE, wanted=False) == ["UNAUTHENTICATED"]


async def test_only_staff_turn_them_on_and_it_is_noted(api: Api) -> None:
    """Writing to people who didn't ask is the office's decision; saying it twice is one entry."""
    someone = await api.enrolled()
    assert await api.refused(reminder_documents.SWITCH, by=someone, on=True) == ["FORBIDDEN"]
    staff = await turned(api)
    await api.ask(reminder_documents.SWITCH, by=staff, on=True)
    trail = await api.ask(reminder_documents.TRAIL, by=staff)
    assert trail["auditTrail"]["totalCount"] == 1
    assert await OutboxRow.filter(job="reminders.look").count() == 1


async def test_turning_them_off_ends_them_at_once(api: Api) -> None:
    """Also those that were ordered and are not yet sent; turning them on again starts the week anew."""
    await turned(api)
    await api.enrolled()
    api.letterbox.refusal = OSError("down")
    await days_pass(api, 8)
    assert await Reminder.all().count() == 1
    await turned(api, on=False)
    api.letterbox.refusal = None
    await days_pass(api, 30)
    assert letters(api) == []
    staff = await api.staff("lain@contoh.id")
    await api.ask(reminder_documents.SWITCH, by=staff, on=True)
    await days_pass(api, 6)
    assert letters(api) == []


async def test_a_look_that_is_done_twice_orders_and_plans_once(api: Api) -> None:
    """A worker that died after its work, and one that took over while it lived."""
    await turned(api)
    await api.enrolled()
    at = api.clock.forward(days=8)
    event = (await ReminderSwitch.get(id=1)).look
    assert event
    await asyncio.gather(*(actions.look(event, None, at) for _ in range(3)))
    assert await Reminder.all().count() == 1
    assert await OutboxRow.filter(job="reminders.look", due_at__gt=at).count() == 1


async def test_looking_goes_page_by_page(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many people there are, a job ends in time."""
    monkeypatch.setattr(actions, "PAGE", 2)
    await turned(api)
    for number in range(5):
        await api.enrolled(f"peserta{number}@contoh.id")
    await days_pass(api, 8)
    assert await Reminder.all().count() == 5
    assert await OutboxRow.filter(job="reminders.look").count() == 1


async def test_nobody_who_left_is_written_to(api: Api) -> None:
    """The consent to the training was withdrawn between the order and the letter."""
    await turned(api)
    someone = await api.enrolled()
    api.letterbox.refusal = OSError("down")
    await days_pass(api, 8)
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    api.letterbox.refusal = None
    await days_pass(api, 30)
    assert letters(api) == []


async def test_the_second_letter_waits_for_the_first(api: Api) -> None:
    """`ordered_at` is when it was written down; the pause counts from there."""
    await turned(api)
    await api.enrolled()
    await days_pass(api, rules.FIRST_AFTER.days)
    enrolment = await Enrolment.all().get()
    (first,) = await Reminder.filter(enrolment_id=enrolment.id)
    await days_pass(api, rules.SECOND_AFTER.days - 1)
    assert await Reminder.all().count() == 1
    await days_pass(api, 1)
    second = await Reminder.get(number=2)
    assert second.ordered_at - first.ordered_at >= rules.SECOND_AFTER - timedelta(seconds=1)
