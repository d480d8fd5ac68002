"""Corrections, withdrawals, and the staff's clock for them."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from api.profiles.consents import CONSENT_VERSION
from api.rights.actions import REQUESTS_PER_ACCOUNT
from api.rights.models import DataRequest
from api.rights.rules import DataRequestKind
from tests.api import documents
from tests.api import rights_documents as rights
from tests.api.harness import Api, Participant
from tests.api.rights.planted import asked_for_copy, prove

TEXT = "Nama di sertifikat saya <i>keliru</i>.\nSeharusnya Aminah."
ANSWER = "Sudah kami perbaiki."


async def correction(api: Api, by: Participant, text: str = TEXT) -> Any:
    return await api.ask(rights.ASK_CORRECTION, by=by, text=text)


async def mine(api: Api, of: Participant) -> list[Any]:
    return (await api.ask(rights.MY_REQUESTS, by=of))["dataRequests"]


async def waiting(api: Api, staff: Participant) -> list[Any]:
    return (await api.ask(rights.OPEN_REQUESTS, by=staff))["dataRequests"]


async def test_a_correction_is_received_answered_and_told(api: Api) -> None:
    """The whole way: asked in words, a letter with the time, the office's answer on the page and by mail."""
    someone, staff = await api.account(), await api.staff()
    request = (await correction(api, someone))["request"]
    assert (request["kind"], request["text"], request["doneAt"]) == ("CORRECTION", TEXT, None)
    assert (request["askedAt"], request["dueAt"]) == ("2026-03-02T02:00:00+00:00", "2026-03-05T02:00:00+00:00")
    await api.worker.drain()
    assert "5 Maret 2026 pukul 09.00 WIB" in api.letterbox.last("request-received").text
    api.clock.forward(hours=1)
    answered = await api.ask(rights.ANSWER, by=staff, request=request["id"], answer=ANSWER)
    assert answered == {"done": True, "problems": []}
    await api.worker.drain()
    assert f"> {ANSWER}" in api.letterbox.last("request-answered").text
    assert api.letterbox.kinds("siti@contoh.id") == ["request-received", "request-answered"]
    (shown,) = await mine(api, someone)
    assert (shown["answer"], shown["doneAt"]) == (ANSWER, "2026-03-02T03:00:00+00:00")
    assert await waiting(api, staff) == []


async def test_words_are_sealed_and_bound_to_their_row(api: Api) -> None:
    """People write NIKs and illnesses into such fields."""
    someone, staff = await api.account(), await api.staff()
    request = (await correction(api, someone))["request"]
    await api.ask(rights.ANSWER, by=staff, request=request["id"], answer=ANSWER)
    row = await DataRequest.get()
    assert str(row.text).startswith("v1.uji.")
    assert str(row.answer).startswith("v1.uji.")
    assert ANSWER not in str(api.stored())


async def test_sent_again_it_is_the_same_correction(api: Api) -> None:
    """The first answer was lost on the way."""
    someone = await api.account()
    first, second = [await correction(api, someone) for _ in range(2)]
    assert first == second
    await api.worker.drain()
    assert api.letterbox.kinds() == ["request-received"]


async def test_three_corrections_may_wait(api: Api) -> None:
    """The office answers them one by one; two tabs at once don't make a fourth."""
    someone, staff = await api.account(), await api.staff()
    texts = [f"Yang keliru ada {number}, tolong diperbaiki." for number in range(6)]
    answers = await asyncio.gather(*(correction(api, someone, text) for text in texts[:5]))
    refused = [answer["problems"][0]["code"] for answer in answers if answer["problems"]]
    assert refused == ["REQUEST_OPEN"] * 2
    assert await DataRequest.all().count() == 3
    await api.ask(rights.ANSWER, by=staff, request=(await waiting(api, staff))[0]["id"], answer=ANSWER)
    assert (await correction(api, someone, texts[5]))["problems"] == []


@pytest.mark.parametrize("text", ["", "terlalu", "x" * 1001, "Nama saya \x1b keliru sekali"])
async def test_words_that_nobody_can_act_on_are_refused(api: Api, text: str) -> None:
    """Nothing is kept of them."""
    someone = await api.account()
    before = api.stored()
    assert await api.refused(rights.ASK_CORRECTION, by=someone, text=text) == ["INVALID_INPUT"]
    assert api.stored() == before


async def test_requests_have_a_limit_a_day(api: Api) -> None:
    """Each is a letter, and work for somebody."""
    someone, staff = await api.account(), await api.staff()
    (most, _, _) = REQUESTS_PER_ACCOUNT.rates[0].partition("/")
    for number in range(int(most)):
        request = (await correction(api, someone, f"Permintaan nomor {number} dari saya."))["request"]
        await api.ask(rights.ANSWER, by=staff, request=request["id"], answer=ANSWER)
    assert await api.refused(rights.ASK_CORRECTION, by=someone, text=TEXT) == ["TOO_MANY_REQUESTS"]
    assert (await correction(api, await api.account("budi@contoh.id")))["problems"] == []


async def test_the_most_urgent_stands_first_and_late_is_below_zero(api: Api) -> None:
    """3 x 24 hours, by the server's clock; what the system does by itself is no work of the staff's."""
    first, second, staff = await api.account(), await api.account("budi@contoh.id"), await api.staff()
    await correction(api, first)
    api.clock.forward(hours=30)
    await correction(api, second)
    await prove(api, second)
    await api.ask(rights.ASK_ERASURE, by=second)
    await asked_for_copy(api, first)
    api.clock.forward(hours=43)
    shown = await waiting(api, staff)
    assert [(one["email"], one["kind"], one["secondsLeft"]) for one in shown] == [
        ("siti@contoh.id", "CORRECTION", -3600),
        ("budi@contoh.id", "CORRECTION", 29 * 3600),
    ]
    assert shown[0]["text"] == TEXT


async def test_an_answer_is_given_once(api: Api) -> None:
    """The same one sent again changes nothing; a colleague's other one is told that it came too late."""
    someone, staff = await api.account(), await api.staff()
    request = (await correction(api, someone))["request"]["id"]
    for _ in range(2):
        assert (await api.ask(rights.ANSWER, by=staff, request=request, answer=ANSWER))["done"] is True
    before = api.stored()
    assert await api.refused(rights.ANSWER, by=staff, request=request, answer="Lain lagi.") == ["NOT_FOUND"]
    assert await api.refused(rights.ANSWER, by=staff, request=str(uuid4()), answer=ANSWER) == ["NOT_FOUND"]
    assert await api.refused(rights.ANSWER, by=staff, request=request, answer=" ") == ["INVALID_INPUT"]
    assert api.stored() == before


async def test_staff_answer_neither_a_copy_nor_an_erasure(api: Api) -> None:
    """The system does those; an answer would close what was not done."""
    someone, staff = await api.account(), await api.staff()
    await prove(api, someone)
    await api.ask(rights.ASK_ERASURE, by=someone)
    await asked_for_copy(api, someone)
    for request in await mine(api, someone):
        assert await api.refused(rights.ANSWER, by=staff, request=request["id"], answer=ANSWER) == ["NOT_FOUND"]


@pytest.mark.parametrize("purpose", ["TRAINING", "REPORTING", "ACCOMMODATION"])
async def test_a_withdrawal_is_told_and_that_of_the_training_starts_the_clock(api: Api, purpose: str) -> None:
    """The other two are done at once. What the office has on paper of a class must stop by hand."""
    someone, staff = await api.consented(), await api.staff()
    api.clock.forward(hours=1)
    for _ in range(2):
        await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose=purpose)
    api.clock.forward(hours=5)
    await api.worker.drain()
    assert api.letterbox.kinds() == ["consent-withdrawn"]
    shown = await waiting(api, staff)
    if purpose == "TRAINING":
        assert [(one["kind"], one["secondsLeft"], one["text"]) for one in shown] == [("WITHDRAWAL", 67 * 3600, None)]
    else:
        assert shown == []


async def test_each_withdrawal_is_noted_once_however_often_its_job_runs(api: Api) -> None:
    """The mail server refuses, the job comes back: one row, and one letter in the end. A second one is a new one."""
    someone = await api.consented()
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    api.letterbox.refusal = OSError("refused")
    for _ in range(3):
        await api.worker.drain()
        api.clock.forward(minutes=1)
    api.letterbox.refusal = None
    await api.worker.drain()
    assert (await DataRequest.all().count(), api.letterbox.kinds()) == (1, ["consent-withdrawn"])
    await api.ask(documents.GIVE_CONSENT, by=someone, purposes=["TRAINING"], version=CONSENT_VERSION)
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    await api.worker.drain()
    assert await DataRequest.filter(kind=DataRequestKind.WITHDRAWAL).count() == 2


ASKS: list[tuple[str, dict[str, Any]]] = [
    (rights.ASK_COPY, {}),
    (rights.ASK_CORRECTION, {"text": TEXT}),
    (rights.ASK_ERASURE, {}),
    (rights.CANCEL_ERASURE, {}),
    (rights.ANSWER, {"request": str(uuid4()), "answer": ANSWER}),
]


@pytest.mark.parametrize(("document", "variables"), ASKS, ids=range(len(ASKS)))
async def test_nobody_asks_for_others(api: Api, document: str, variables: dict[str, Any]) -> None:
    """A visitor is told to sign in; a participant answers no request; and nothing of somebody else's moves."""
    victim = await api.account()
    request = (await correction(api, victim))["request"]["id"]
    await prove(api, victim)
    await api.ask(rights.ASK_ERASURE, by=victim)
    other = await api.account("budi@contoh.id")
    before = await DataRequest.filter(account_id=victim.id).order_by("id").values()
    sent = variables | ({"request": request} if "request" in variables else {})
    assert await api.refused(document, **sent) == ["UNAUTHENTICATED"]
    await prove(api, other)
    answer = await api.ask(document, by=other, **sent)
    if document == rights.ANSWER:
        assert [one["code"] for one in answer["problems"]] == ["FORBIDDEN"]
    assert await DataRequest.filter(account_id=victim.id).order_by("id").values() == before
    assert all(one["id"] != request for one in await mine(api, other))


async def test_the_list_of_what_waits_is_for_staff(api: Api) -> None:
    """Addresses stand in it, and what people wrote."""
    someone = await api.account()
    await correction(api, someone)
    for by, code in ((someone, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        answer = (await api.post(rights.OPEN_REQUESTS, by=by)).json()
        assert answer["data"] == {"staff": None}
        assert [one["extensions"]["code"] for one in answer["errors"]] == [code]
