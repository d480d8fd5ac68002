"""Saving biodata."""

from typing import Any

import pytest

from api.profiles.models import Profile
from courseware.sealed import Audience
from tests.api import documents
from tests.api.courses import course
from tests.api.harness import Api, Participant

BIODATA: dict[str, Any] = {
    "fullName": "Siti Aminah, S.E.",
    "group": "COOPERATIVE",
    "organisation": "KSU Maju",
    "regency": "35.78",
    "consent": True,
}


async def save(api: Api, by: Participant | None, **changes: Any) -> Any:
    return await api.ask(documents.SAVE_PROFILE, by=by, input=BIODATA | changes)


async def test_biodata_are_kept_with_the_time_of_consent(api: Api) -> None:
    """UU 27/2022: when somebody agreed, and to which words, must be known."""
    someone = await api.account()
    answer = await save(api, someone)
    assert answer["problems"] == []
    assert answer["profile"]["fullName"] == "Siti Aminah, S.E."
    assert answer["profile"]["consentedAt"] == "2026-03-02T02:00:00+00:00"
    row = await Profile.get(account_id=someone.id)
    assert (row.group, row.regency, row.consent_version) == (Audience.COOPERATIVE, "35.78", "2026-11")


async def test_saving_again_replaces_and_keeps_the_first_consent(api: Api) -> None:
    """A correction is no new consent."""
    someone = await api.account()
    await save(api, someone)
    api.clock.forward(days=1)
    answer = await save(api, someone, fullName="Siti Aminah, M.M.", organisation=None)
    assert (answer["profile"]["fullName"], answer["profile"]["organisation"]) == ("Siti Aminah, M.M.", None)
    assert answer["profile"]["consentedAt"] == "2026-03-02T02:00:00+00:00"
    assert await Profile.all().count() == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"consent": False}, "CONSENT_REQUIRED", "consent"),
        ({"fullName": "<script>alert(1)</script>"}, "NAME_INVALID", "fullName"),
        ({"fullName": "x" * 10_000}, "NAME_INVALID", "fullName"),
        ({"regency": "31.71"}, "INVALID_INPUT", "regency"),
        ({"regency": ""}, "INVALID_INPUT", "regency"),
        ({"organisation": "x" * 121}, "INVALID_INPUT", "organisation"),
        ({"organisation": "KSU\x1b[2JMaju"}, "INVALID_INPUT", "organisation"),
        ({"organisation": "KSU \u202eujaM"}, "INVALID_INPUT", "organisation"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_refused_biodata_leave_the_old_ones(api: Api, changes: dict[str, Any], code: str, field: str) -> None:
    """All or nothing, and the problem stands at its field."""
    someone = await api.account()
    await save(api, someone)
    before = api.stored()
    answer = await save(api, someone, **changes)
    assert answer["profile"] is None
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [(code, field)]
    assert api.stored() == before


async def test_a_visitor_keeps_nothing(api: Api) -> None:
    """Biodata belong to an account."""
    before = api.stored()
    answer = await save(api, None)
    assert [one["code"] for one in answer["problems"]] == ["UNAUTHENTICATED"]
    assert api.stored() == before


async def test_the_menu_follows_the_biodata(api: Api) -> None:
    """Step 5 of the procedure: what is meant for the participant's group stands first, with the reason."""
    await api.publish(course("a-koperasi", audiences=(Audience.COOPERATIVE,)), course())
    someone = await api.account()
    offers = (await api.ask(documents.OFFERS, by=someone))["offers"]
    assert [one["course"]["slug"] for one in offers] == ["a-koperasi", "pemasaran"]
    assert not any(one["meantForYou"] for one in offers)
    await save(api, someone, group="BUSINESS")
    await api.ask(documents.ENROL, by=someone, course="pemasaran")
    offers = (await api.ask(documents.OFFERS, by=someone))["offers"]
    shown = [(one["course"]["slug"], one["meantForYou"], one["enrolled"]) for one in offers]
    assert shown == [("pemasaran", True, True), ("a-koperasi", False, False)]
    assert "pelaku usaha" in offers[0]["reason"]


async def test_problems_come_in_the_readers_language(api: Api) -> None:
    """The code is for programs, the sentence for the person."""
    someone = await api.account()
    sentences: list[str] = []
    for language in ("id", "en"):
        variables = {"input": BIODATA | {"consent": False}}
        answer = await api.post(documents.SAVE_PROFILE, variables, by=someone, headers={"accept-language": language})
        sentences.append(answer.json()["data"]["saveProfile"]["problems"][0]["message"])
    assert "persetujuan" in sentences[0]
    assert "consent" in sentences[1]


async def test_the_regencies_need_no_account(api: Api) -> None:
    """The form is filled from them."""
    shown = await api.ask("{ regencies { code name } }")
    assert len(shown) == 38
