"""Saving biodata field by field, confirming the name, and what follows from both."""

from typing import Any

import pytest

from api.outbox import OutboxRow
from api.profiles.actions import certificate_name
from api.profiles.models import Profile
from courseware.sealed import Audience
from tests.api import documents
from tests.api.courses import SLUG, course
from tests.api.harness import Api, Participant

BIODATA: dict[str, Any] = {
    "fullName": "Siti Aminah, S.E.",
    "nik": "3578014505900001",
    "phone": "0812 3456 7890",
    "birthDate": "1990-05-05",
    "gender": "FEMALE",
    "education": "BACHELOR",
    "hasDisability": True,
    "needs": "Kursi roda",
    "regency": "35.78",
    "district": "35.78.01",
    "village": "35.78.01.1001",
    "groups": ["BUSINESS", "COOPERATIVE"],
    "cooperative": {"name": "KSU Maju", "nik": "3578010010001", "position": "MANAGEMENT"},
    "business": {
        "name": "Keripik Siti",
        "nib": "1234567890123",
        "sector": "C",
        "since": 2015,
        "turnover": "MICRO",
        "workers": 0,
    },
}
SHOWN = {
    **BIODATA,
    "nameConfirmed": False,
    "nik": "35••••••••••0001",
    "phone": "+62 812-••••-7890",
    "province": "35",
    "groups": ["COOPERATIVE", "BUSINESS"],
    "isComplete": False,
    "warnings": [],
}


async def save(api: Api, by: Participant | None, **sent: Any) -> Any:
    return await api.ask(documents.SAVE_PROFILE, by=by, input=sent)


async def saved(api: Api, by: Participant, **sent: Any) -> Any:
    """The biodata after a save that must succeed."""
    answer = await save(api, by, **sent)
    assert answer["problems"] == []
    return plain(answer["profile"])


def plain(profile: Any) -> Any:
    """The biodata with codes in the place of regions and sectors, and without the steps."""
    plainer = {name: value for name, value in profile.items() if name != "steps"}
    for name in ("province", "regency", "district", "village"):
        plainer[name] = plainer[name] and plainer[name]["code"]
    if plainer["business"]:
        sector = plainer["business"]["sector"]
        plainer["business"] = plainer["business"] | {"sector": sector and sector["code"]}
    return plainer


async def test_all_biodata_are_kept_and_shown_masked(api: Api) -> None:
    """The whole form at once; NIK and telephone only by their ends."""
    someone = await api.consented()
    assert await saved(api, someone, **BIODATA) == SHOWN
    assert plain((await api.ask(documents.MY_PROFILE, by=someone))["profile"]) == SHOWN


@pytest.mark.parametrize("name", [name for name in BIODATA if name not in {"district", "village"}])
async def test_each_field_is_saved_by_itself(api: Api, name: str) -> None:
    """A phone that loses the network after one field has saved that field, and touched no other."""
    someone = await api.consented()
    before = plain((await api.ask(documents.MY_PROFILE, by=someone))["profile"])
    after = await saved(api, someone, **{name: BIODATA[name]})
    changed = {key for key in after if after[key] != before[key]}
    # The province is the regency's, and a NIK alone is compared with nothing.
    assert changed == ({name, "province"} if name == "regency" else {name})
    assert after[name] == SHOWN[name]


@pytest.mark.parametrize("name", list(BIODATA))
async def test_null_empties_a_field_and_leaves_the_others(api: Api, name: str) -> None:
    """Absent and null are two things."""
    someone = await api.consented()
    await saved(api, someone, **BIODATA)
    after = await saved(api, someone, **{name: None})
    gone = {
        "regency": {"regency", "district", "village", "province"},
        "district": {"district", "village"},
    }.get(name, {name})
    # Without its birth date or gender to compare a NIK still says nothing, since the rest agrees.
    assert after == SHOWN | {one: [] if one == "groups" else None for one in gone}


async def test_one_field_of_a_cooperative_or_business_leaves_its_others(api: Api) -> None:
    """They are saved one by one as well."""
    someone = await api.consented()
    await saved(api, someone, **BIODATA)
    after = await saved(api, someone, business={"workers": 3, "nib": None}, cooperative={"name": "KSU Jaya"})
    assert after["business"] == BIODATA["business"] | {"workers": 3, "nib": None}
    assert after["cooperative"] == BIODATA["cooperative"] | {"name": "KSU Jaya"}


@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ({"fullName": "<script>alert(1)</script>"}, "NAME_INVALID", "fullName"),
        ({"fullName": "x" * 10_000}, "NAME_INVALID", "fullName"),
        ({"fullName": ""}, "NAME_INVALID", "fullName"),
        ({"nik": "3578014505900000"}, "NIK_INVALID", "nik"),
        ({"nik": "357801450590"}, "NIK_INVALID", "nik"),
        ({"phone": "12"}, "PHONE_INVALID", "phone"),
        ({"phone": "x" * 10_000}, "PHONE_INVALID", "phone"),
        ({"birthDate": "2024-05-05"}, "INVALID_INPUT", "birthDate"),
        ({"birthDate": "1890-05-05"}, "INVALID_INPUT", "birthDate"),
        ({"needs": "x" * 501}, "INVALID_INPUT", "needs"),
        ({"needs": "a\x1bb"}, "INVALID_INPUT", "needs"),
        ({"regency": "35.99"}, "INVALID_INPUT", "regency"),
        ({"regency": "35"}, "INVALID_INPUT", "regency"),
        ({"regency": "35.78.01"}, "INVALID_INPUT", "regency"),
        ({"regency": "Surabaya"}, "INVALID_INPUT", "regency"),
        ({"district": "35.15.01"}, "INVALID_INPUT", "district"),
        ({"district": "35.78.99"}, "INVALID_INPUT", "district"),
        ({"district": "35.78"}, "INVALID_INPUT", "district"),
        ({"village": "35.78.02.1001"}, "INVALID_INPUT", "village"),
        ({"village": "35.78.01"}, "INVALID_INPUT", "village"),
        ({"regency": "35.15", "district": "35.78.01"}, "INVALID_INPUT", "district"),
        ({"regency": None, "district": "35.78.01"}, "INVALID_INPUT", "district"),
        ({"cooperative": {"name": "x" * 121}}, "INVALID_INPUT", "cooperative.name"),
        ({"cooperative": {"nik": "dua belas"}}, "INVALID_INPUT", "cooperative.nik"),
        ({"business": {"name": "KSU\x1b[2JMaju"}}, "INVALID_INPUT", "business.name"),
        ({"business": {"name": "KSU \u202eujaM"}}, "INVALID_INPUT", "business.name"),
        ({"business": {"nib": "123"}}, "INVALID_INPUT", "business.nib"),
        ({"business": {"sector": "Z"}}, "INVALID_INPUT", "business.sector"),
        ({"business": {"since": 2027}}, "INVALID_INPUT", "business.since"),
        ({"business": {"workers": -1}}, "INVALID_INPUT", "business.workers"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_bad_input_changes_nothing(api: Api, sent: dict[str, Any], code: str, field: str) -> None:
    """All or nothing, also for the good fields beside it, and the problem stands at its field."""
    someone = await api.consented()
    await saved(api, someone, **BIODATA)
    before = api.stored()
    beside = {"education": "MASTER", "groups": ["COMPANION"]} | sent
    answer = await save(api, someone, **beside)
    assert answer["profile"] is None
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [(code, field)]
    assert api.stored() == before


async def test_an_empty_save_writes_nothing(api: Api) -> None:
    """Not even that something was saved."""
    someone = await api.consented()
    before = api.stored()
    await saved(api, someone)
    assert api.stored() == before


async def test_who_moves_leaves_the_smaller_regions_of_the_old_place(api: Api) -> None:
    """A district of the old city under the new regency would be no place at all."""
    someone = await api.consented()
    await saved(api, someone, **BIODATA)
    after = await saved(api, someone, district="35.78.02")
    assert (after["district"], after["village"]) == ("35.78.02", None)
    after = await saved(api, someone, regency="35.15")
    assert (after["regency"], after["district"], after["village"]) == ("35.15", None, None)
    after = await saved(api, someone, regency="31.71")
    assert (after["province"], after["regency"]) == ("31", "31.71")


async def test_the_same_regency_again_keeps_the_smaller_regions(api: Api) -> None:
    """A form that sends the whole address again loses nothing."""
    someone = await api.consented()
    await saved(api, someone, **BIODATA)
    after = await saved(api, someone, regency="35.78")
    assert (after["district"], after["village"]) == ("35.78.01", "35.78.01.1001")


async def test_what_differs_from_the_nik_is_said_and_not_refused(api: Api) -> None:
    """Cards hold old mistakes: the person decides."""
    someone = await api.consented()
    await saved(api, someone, nik=BIODATA["nik"])
    answer = await save(api, someone, gender="MALE", birthDate="1991-05-05", regency="35.15")
    assert answer["problems"] == []
    warnings = {one["field"]: one["message"] for one in answer["profile"]["warnings"]}
    assert set(warnings) == {"gender", "birthDate", "regency"}
    assert "Surabaya" in warnings["regency"].title()


async def test_a_nik_belongs_to_one_account(api: Api) -> None:
    """One person, one account. Whoever it belongs to loses nothing, and the other keeps what they had."""
    first, second = await api.consented(), await api.consented("budi@contoh.id")
    await saved(api, first, nik=BIODATA["nik"])
    await saved(api, first, nik="3578 0145 0590 0001")
    await saved(api, second, nik="3578014505900002", fullName="Budi")
    before = api.stored()
    answer = await save(api, second, nik=BIODATA["nik"], fullName="Budi Santoso")
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [("NIK_IN_USE", "nik")]
    assert api.stored() == before
    await saved(api, first, nik=None)
    await saved(api, second, nik=BIODATA["nik"])


async def test_a_telephone_may_be_shared(api: Api) -> None:
    """Families share phones."""
    first, second = await api.consented(), await api.consented("budi@contoh.id")
    await saved(api, first, phone="081234567890")
    assert (await saved(api, second, phone="+62 812 3456 7890"))["phone"] == "+62 812-••••-7890"


async def test_nobody_tries_out_niks(api: Api) -> None:
    """The answer tells whether somebody is registered: twenty in an hour, whatever they are; other fields go on."""
    first, second = await api.consented(), await api.consented("budi@contoh.id")
    await saved(api, first, nik=BIODATA["nik"])
    for number in range(20):
        await save(api, second, nik=f"35780145059010{number:02}")
    assert await api.refused(documents.SAVE_PROFILE, by=second, input={"nik": BIODATA["nik"]}) == ["TOO_MANY_REQUESTS"]
    await saved(api, second, fullName="Budi Santoso", nik=None)
    await saved(api, first, nik="3578014505900003")


async def test_the_name_is_confirmed_as_it_stands(api: Api) -> None:
    """What the preview showed and nothing else; then the biodata are complete."""
    someone = await api.consented()
    assert await api.refused(documents.CONFIRM_NAME, by=someone, name="Siti Aminah, S.E.") == ["NAME_UNCONFIRMED"]
    await saved(api, someone, fullName="Siti Aminah, S.E.", regency="35.78", groups=["BUSINESS"])
    for other in ("Siti Aminah", "siti aminah, s.e.", "Siti Aminah, S.E. ", "", "x" * 10_000):
        before = api.stored()
        assert await api.refused(documents.CONFIRM_NAME, by=someone, name=other) == ["NAME_UNCONFIRMED"]
        assert api.stored() == before
    assert await certificate_name(someone.id) is None
    answer = await api.ask(documents.CONFIRM_NAME, by=someone, name="Siti Aminah, S.E.")
    assert (answer["problems"], answer["profile"]["nameConfirmed"]) == ([], True)
    assert answer["profile"]["isComplete"] is True
    assert all(step["isComplete"] and step["isRequired"] for step in answer["profile"]["steps"])
    assert await certificate_name(someone.id) == "Siti Aminah, S.E."


async def test_another_name_is_to_be_confirmed_again_and_the_same_is_not(api: Api) -> None:
    """The confirmation is one of these letters."""
    someone = await api.with_profile()
    assert (await saved(api, someone, fullName="Siti  Aminah ", phone="081234567890"))["nameConfirmed"] is True
    after = await saved(api, someone, fullName="Siti Aminah, S.E.")
    assert (after["nameConfirmed"], after["isComplete"]) == (False, False)
    assert await certificate_name(someone.id) is None
    await saved(api, await api.with_profile("budi@contoh.id", "Budi"), fullName=None)
    assert await Profile.filter(name_confirmed_at__isnull=False).count() == 0


async def test_saving_and_confirming_have_the_certificate_considered(api: Api) -> None:
    """Either may be the last thing missing. The row names the account and nothing else."""
    someone = await api.consented()
    await OutboxRow.all().delete()
    await saved(api, someone, fullName="Siti Aminah")
    await api.ask(documents.CONFIRM_NAME, by=someone, name="Siti Aminah")
    rows = await OutboxRow.all().values("job", "args")
    assert rows == [{"job": "certification.consider_account", "args": {"account_id": str(someone.id)}}] * 2


async def test_the_menu_follows_the_biodata(api: Api) -> None:
    """Step 5 of the procedure: what is meant for the participant's groups stands first, with the reason."""
    await api.publish(
        course("a-koperasi", audiences=(Audience.COOPERATIVE,)),
        course("b-umum", audiences=(Audience.COOPERATIVE, Audience.BUSINESS)),
        course("c-pendamping", audiences=(Audience.COMPANION,)),
        course(),
    )
    someone = await api.account()
    offers = (await api.ask(documents.OFFERS, by=someone))["offers"]
    assert [one["course"]["slug"] for one in offers] == ["a-koperasi", "b-umum", "c-pendamping", SLUG]
    assert not any(one["meantForYou"] for one in offers)
    await api.fill_in(someone)
    await saved(api, someone, groups=["BUSINESS", "COOPERATIVE"])
    await api.ask(documents.ENROL, by=someone, course=SLUG)
    offers = (await api.ask(documents.OFFERS, by=someone))["offers"]
    shown = [(one["course"]["slug"], one["meantForYou"], one["enrolled"]) for one in offers]
    assert shown == [
        ("a-koperasi", True, False),
        ("b-umum", True, False),
        (SLUG, True, True),
        ("c-pendamping", False, False),
    ]
    reasons = [one["reason"] for one in offers]
    assert reasons[1] == (
        "Sesuai untuk Anda sebagai anggota atau pengurus koperasi "
        "serta sebagai pelaku usaha mikro, kecil, atau menengah."
    )
    assert "koperasi" not in reasons[2]


@pytest.mark.parametrize("missing", ["fullName", "regency", "groups"])
async def test_a_class_is_entered_when_consent_name_regency_and_group_are_there(api: Api, missing: str) -> None:
    """The name may be confirmed later; everything else may stay empty."""
    someone = await api.account()
    assert await api.refused(documents.ENROL, by=someone, course=SLUG) == ["PROFILE_REQUIRED"]
    await api.ask(
        documents.GIVE_CONSENT, by=someone, purposes=["TRAINING"], version=await consent_version(api, someone)
    )
    needed = {"fullName": "Siti Aminah", "regency": "35.78", "groups": ["PROSPECTIVE"]}
    await saved(api, someone, **{name: value for name, value in needed.items() if name != missing})
    assert await api.refused(documents.ENROL, by=someone, course=SLUG) == ["PROFILE_REQUIRED"]
    await saved(api, someone, **{missing: needed[missing]})
    assert (await api.ask(documents.ENROL, by=someone, course=SLUG))["problems"] == []


async def consent_version(api: Api, by: Participant) -> str:
    return (await api.ask("{ viewer { consentVersion } }", by=by))["consentVersion"]


async def test_problems_come_in_the_readers_language(api: Api) -> None:
    """The code is for programs, the sentence for the person."""
    someone = await api.account()
    sentences: list[str] = []
    for language in ("id", "en"):
        headers = {"accept-language": language}
        answer = await api.post(documents.SAVE_PROFILE, {"input": {"fullName": "Siti"}}, by=someone, headers=headers)
        sentences.append(answer.json()["data"]["saveProfile"]["problems"][0]["message"])
    assert "persetujuan" in sentences[0]
    assert "consent" in sentences[1]


async def test_what_the_form_is_filled_from_needs_no_account(api: Api) -> None:
    """Regions by level, East Java's by default, and the sectors."""
    shown = await api.post(
        '{ provinces { code } regencies { code } other: regencies(province: "31") { code } '
        'districts(regency: "35.78") { code name } villages(district: "35.78.01") { code } '
        'none: villages(district: "x") { code } sectors { code title } }'
    )
    found = shown.json()["data"]
    assert {name: len(rows) for name, rows in found.items()} | {"villages": 0} == {
        "provinces": 38,
        "regencies": 38,
        "other": 6,
        "districts": 31,
        "villages": 0,
        "none": 0,
        "sectors": 21,
    }
    assert found["villages"][0]["code"].startswith("35.78.01.")
