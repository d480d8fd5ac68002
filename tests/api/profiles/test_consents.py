"""Consents: by purpose and version, given and withdrawn, and what each of them lets the office keep."""

from typing import Any

import pytest

from api.profiles.consents import CONSENT_VERSION
from api.profiles.models import Consent, Profile
from api.profiles.rules import PURPOSES, Purpose
from api.profiles.sealing import INDEXED
from tests.api import documents
from tests.api.courses import SLUG
from tests.api.harness import Api, Participant
from tests.api.profiles.test_actions import BIODATA

OF_TRAINING = {name: BIODATA[name] for name in ("fullName", "phone", "regency", "district", "village", "groups")}


async def give(api: Api, by: Participant | None, *purposes: str, version: str = CONSENT_VERSION) -> Any:
    return await api.ask(documents.GIVE_CONSENT, by=by, purposes=list(purposes), version=version)


async def withdraw(api: Api, by: Participant | None, purpose: str) -> Any:
    return await api.ask(documents.WITHDRAW_CONSENT, by=by, purpose=purpose)


async def standing(api: Api, of: Participant) -> list[tuple[str, str]]:
    shown = (await api.ask(documents.MY_PROFILE, by=of))["consents"]
    assert all(one["withdrawnAt"] is None for one in shown)
    return [(one["purpose"], one["givenAt"]) for one in shown]


async def test_the_biodata_begin_with_the_first_consent(api: Api) -> None:
    """UU 27/2022: before it nothing is kept; when somebody agreed, and to which words, is known afterwards."""
    someone = await api.account()
    before = await api.ask(documents.MY_PROFILE, by=someone)
    assert (before["profile"], before["consents"], before["consentVersion"]) == (None, [], CONSENT_VERSION)
    answer = await give(api, someone, "TRAINING")
    assert answer["problems"] == []
    assert answer["profile"]["steps"][0] == {"kind": "CONSENT", "isComplete": True, "isRequired": True}
    assert await standing(api, someone) == [("TRAINING", "2026-03-02T02:00:00+00:00")]
    row = await Consent.get(account_id=someone.id)
    assert (row.purpose, row.version, row.withdrawn_at) == (Purpose.TRAINING, CONSENT_VERSION, None)


async def test_giving_a_consent_again_keeps_the_first_time(api: Api) -> None:
    """The same tap twice is one consent; another purpose later is one of its own."""
    someone = await api.account()
    await give(api, someone, "TRAINING", "TRAINING")
    api.clock.forward(days=1)
    await give(api, someone, "ACCOMMODATION", "TRAINING")
    assert await standing(api, someone) == [
        ("TRAINING", "2026-03-02T02:00:00+00:00"),
        ("ACCOMMODATION", "2026-03-03T02:00:00+00:00"),
    ]
    assert await Consent.all().count() == 2
    assert await Profile.all().count() == 1


@pytest.mark.parametrize(
    ("purposes", "version", "field"),
    [([], CONSENT_VERSION, "purposes"), (["TRAINING"], "2020-01", "version"), (["TRAINING"], "", "version")],
)
async def test_a_consent_to_nothing_or_to_an_older_text_is_none(
    api: Api, purposes: list[str], version: str, field: str
) -> None:
    """Somebody agreed to words that no longer hold: they read the new ones first."""
    someone = await api.account()
    before = api.stored()
    answer = await give(api, someone, *purposes, version=version)
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [("INVALID_INPUT", field)]
    assert api.stored() == before


async def test_nothing_is_saved_without_any_consent(api: Api) -> None:
    """Neither a field nor its absence."""
    someone = await api.account()
    before = api.stored()
    for sent in (OF_TRAINING, {"nik": BIODATA["nik"]}, {"needs": None}):
        assert await api.refused(documents.SAVE_PROFILE, by=someone, input=sent) == ["CONSENT_REQUIRED"]
    assert await api.refused(documents.CONFIRM_NAME, by=someone, name="Siti") == ["CONSENT_REQUIRED"]
    assert api.stored() == before


OF_OTHERS = [
    ("REPORTING", {"nik": BIODATA["nik"]}, "nik"),
    ("REPORTING", {"birthDate": BIODATA["birthDate"]}, "birthDate"),
    ("REPORTING", {"gender": "FEMALE"}, "gender"),
    ("REPORTING", {"education": "NONE"}, "education"),
    ("REPORTING", {"cooperative": {"nik": "35780100"}}, "cooperative.nik"),
    ("REPORTING", {"cooperative": {"name": "KSU Maju", "position": "MEMBER"}}, "cooperative.position"),
    ("REPORTING", {"business": {"nib": "1234567890123"}}, "business.nib"),
    ("REPORTING", {"business": {"sector": "C"}}, "business.sector"),
    ("REPORTING", {"business": {"since": 2015}}, "business.since"),
    ("REPORTING", {"business": {"turnover": "SMALL"}}, "business.turnover"),
    ("REPORTING", {"business": {"workers": 2}}, "business.workers"),
    ("ACCOMMODATION", {"hasDisability": False}, "hasDisability"),
    ("ACCOMMODATION", {"needs": "Kursi roda"}, "needs"),
]


@pytest.mark.parametrize(("purpose", "sent", "field"), OF_OTHERS, ids=[one[2] for one in OF_OTHERS])
async def test_a_field_is_kept_for_its_own_purpose_alone(
    api: Api, purpose: str, sent: dict[str, Any], field: str
) -> None:
    """Agreeing to the training is no agreement to reports, and neither is one to the other."""
    someone = await api.consented("siti@contoh.id", *(one for one in Purpose if one.name != purpose))
    await api.ask(documents.SAVE_PROFILE, by=someone, input=OF_TRAINING)
    before = api.stored()
    answer = await api.ask(documents.SAVE_PROFILE, by=someone, input={"fullName": "Lain Lagi"} | sent)
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [("CONSENT_REQUIRED", field)]
    assert api.stored() == before
    await give(api, someone, purpose)
    assert (await api.ask(documents.SAVE_PROFILE, by=someone, input=sent))["problems"] == []


@pytest.mark.parametrize("purpose", [Purpose.REPORTING, Purpose.ACCOMMODATION])
async def test_a_withdrawal_erases_what_only_that_consent_kept_and_nothing_else(api: Api, purpose: Purpose) -> None:
    """UU 27/2022 gives 3 x 24 hours; it takes one transaction."""
    someone = await api.consented()
    await api.ask(documents.SAVE_PROFILE, by=someone, input=BIODATA)
    other = await api.consented("budi@contoh.id")
    await api.ask(documents.SAVE_PROFILE, by=other, input=BIODATA | {"nik": "3578014505900002"})
    (before,), others = [await Profile.filter(account_id=one.id).values() for one in (someone, other)]
    api.clock.forward(hours=1)
    assert (await withdraw(api, someone, purpose.name))["problems"] == []
    (after,) = await Profile.filter(account_id=someone.id).values()
    changed = {name for name in after if after[name] != before[name]} - {"updated_at"}
    of_purpose = {name for name, reason in PURPOSES.items() if reason is purpose}
    assert changed == of_purpose | {f"{name}_index" for name in of_purpose if name in INDEXED}
    assert all(after[name] is None for name in changed)
    assert await Profile.filter(account_id=other.id).values() == others
    assert purpose.name not in dict(await standing(api, someone))
    row = await Consent.get(account_id=someone.id, purpose=purpose)
    assert row.withdrawn_at == api.clock()


async def test_a_withdrawal_stays_on_record_and_a_new_consent_is_a_new_row(api: Api) -> None:
    """Who asks later what somebody had agreed to, and when, finds every answer."""
    someone = await api.consented("siti@contoh.id", Purpose.TRAINING)
    api.clock.forward(days=1)
    await withdraw(api, someone, "TRAINING")
    api.clock.forward(days=1)
    await withdraw(api, someone, "TRAINING")
    await give(api, someone, "TRAINING")
    rows = await Consent.filter(account_id=someone.id).order_by("given_at")
    assert [(row.given_at.day, row.withdrawn_at and row.withdrawn_at.day) for row in rows] == [(2, 3), (4, None)]


async def test_without_the_training_consent_saving_and_learning_wait(api: Api) -> None:
    """Everything that was kept stays until it is erased on request, and goes on where it stopped."""
    someone = await api.learned()
    await withdraw(api, someone, "TRAINING")
    before = api.stored()
    refused: list[tuple[str, dict[str, Any]]] = [
        (documents.SAVE_PROFILE, {"input": {"fullName": "Nama Lain"}}),
        (documents.SAVE_PROFILE, {"input": {"phone": None}}),
        (documents.CONFIRM_NAME, {"name": "Siti Aminah"}),
        (documents.COMPLETE, {"course": SLUG, "lesson": "satu"}),
        (documents.START, {"course": SLUG}),
    ]
    for document, variables in refused:
        assert await api.refused(document, by=someone, **variables) == ["CONSENT_REQUIRED"]
    assert api.stored() == before
    profile = (await api.ask(documents.MY_PROFILE, by=someone))["profile"]
    assert (profile["fullName"], profile["steps"][0]["isComplete"]) == ("Siti Aminah", False)
    await give(api, someone, "TRAINING")
    assert (await api.started(someone))["number"] == 1


async def test_nobody_enters_a_class_after_the_withdrawal(api: Api) -> None:
    """The code says what is missing: the consent, not the biodata."""
    someone = await api.with_profile()
    await withdraw(api, someone, "TRAINING")
    assert await api.refused(documents.ENROL, by=someone, course=SLUG) == ["CONSENT_REQUIRED"]


async def test_withdrawing_what_was_never_given_is_no_fault(api: Api) -> None:
    """A second tap, or somebody without biodata."""
    someone = await api.account()
    assert await withdraw(api, someone, "REPORTING") == {"profile": None, "problems": []}
    assert await Consent.all().count() == 0
