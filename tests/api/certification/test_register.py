"""The register of certificates: found by what people know of one, and told whole."""

import json
from typing import Any

import pytest

from api.accounts.models import Account
from api.accounts.rules import tombstone_address
from api.certification import steps
from api.certification.models import Certificate
from api.outbox import MAX_TRIES, OutboxRow
from api.profiles.models import Profile
from tests.api import documents
from tests.api.certification.test_amending import RIGHT, replaced, revoked
from tests.api.harness import Api, Participant


async def page(api: Api, by: Participant, **variables: Any) -> Any:
    return (await api.ask(documents.OFFICE_CERTIFICATES, by=by, **variables))["certificates"]


async def found(api: Api, by: Participant, search: str) -> list[str]:
    return [edge["node"]["number"] for edge in (await page(api, by, search=search))["edges"]]


@pytest.mark.both_engines
async def test_a_certificate_is_found_by_what_somebody_knows_of_it(api: Api) -> None:
    """Its number, its holder's address or name, the name on an earlier version, its code however typed; each once."""
    siti, staff = await api.certified(), await api.staff()
    await api.certified("budi@contoh.id", 'Budi "Bob" Santoso'.replace('"', "'"))
    first, second = "503.5/0001/SJ/2026", "503.5/0002/SJ/2026"
    old = await Certificate.get(number=first)
    await replaced(api, staff, RIGHT, row=old)
    await Profile.filter(account_id=siti.id).update(full_name="Siti Rahayu")
    await api.enrolled("belum@contoh.id", "Belum Selesai")
    for search, expected in (
        ("/0001/", [first]),
        ("BUDI@", [second]),
        ("rahayu", [first]),
        ("siti aminah", [first]),
        ("Siti Aminah, S.E", [first]),
        (old.code.lower().replace("-", " "), [first]),
        ("contoh", [second, first]),
        ("", [second, first]),
        ("budi 'b", [second]),
        ("UPT", []),
        ("belum", []),
        ("%", []),
        ("_", []),
        ('","course_title":"', []),
        ("' OR 1=1 --", []),
        ("x" * 10_000, []),
    ):
        assert await found(api, staff, search) == expected, search


async def test_pages_follow_each_other(api: Api) -> None:
    """The newest first, none twice."""
    for n in range(3):
        await api.certified(f"orang{n}@contoh.id")
    staff = await api.staff()
    first = await page(api, staff, first=2)
    rest = await page(api, staff, first=2, after=first["pageInfo"]["endCursor"])
    numbers = [edge["node"]["number"][6:10] for one in (first, rest) for edge in one["edges"]]
    assert numbers == ["0003", "0002", "0001"]
    assert [one["pageInfo"]["hasNextPage"] for one in (first, rest)] == [True, False]
    for wrong in ({"first": 0}, {"first": 51}, {"after": "x"}):
        answer = (await api.post(documents.OFFICE_CERTIFICATES, wrong, by=staff)).json()
        assert [one["extensions"]["code"] for one in answer["errors"]] == ["INVALID_INPUT"]


async def test_staff_are_told_every_version_and_how_far_each_step_is(api: Api) -> None:
    """With times, and in words where something stands in the way."""
    await api.certified()
    staff = await api.staff()
    api.letterbox.refusal = OSError("the mail server refuses")
    api.clock.forward(minutes=1)
    await replaced(api, staff)
    await api.worker.drain()
    (edge,) = (await page(api, staff))["edges"]
    node = edge["node"]
    assert (node["email"], node["biodataName"], node["courseTitle"]) == (
        "siti@contoh.id",
        "Siti Aminah",
        "Pemasaran untuk UMKM",
    )
    new, old = node["versions"]
    steps_of_old = {one["kind"]: (one["state"], one["at"]) for one in old["steps"]}
    assert steps_of_old["ISSUED"] == ("DONE", "2026-03-02T02:00:00+00:00")
    assert steps_of_old["MAILED"] == ("DONE", "2026-03-02T02:00:00+00:00")
    mail = new["steps"][-1]
    assert (mail["kind"], mail["state"], mail["tries"], mail["job"]) == ("MAILED", "RETRYING", 1, None)
    assert mail["nextTryAt"] == "2026-03-02T02:01:02+00:00"
    assert mail["message"].startswith("Server surel tidak dapat dihubungi.")
    assert mail["details"] == "OSError: the mail server refuses"
    await OutboxRow.filter(job="certification.mail").update(dead_at=api.clock(), tries=MAX_TRIES)
    api.letterbox.refusal = None
    mail = (await page(api, staff))["edges"][0]["node"]["versions"][0]["steps"][-1]
    assert mail["state"] == "FAILED"
    assert await api.ask(documents.RETRY, by=staff, job=mail["job"]) == {"done": True, "problems": []}
    await api.worker.drain()
    mail = (await page(api, staff))["edges"][0]["node"]["versions"][0]["steps"][-1]
    assert (mail["state"], mail["job"]) == ("DONE", None)


async def test_a_letter_sent_again_and_one_about_a_revocation_are_steps_too(api: Api) -> None:
    """Mail state is all that staff are asked for by telephone."""
    await api.certified()
    staff = await api.staff()
    (row,) = await Certificate.all()
    again = await api.ask(documents.RESEND, by=staff, certificate=str(row.id))
    assert again["certificate"]["versions"][0]["steps"][-1]["state"] == "UNDER_WAY"
    await api.worker.drain()
    last = (await page(api, staff))["edges"][0]["node"]["versions"][0]["steps"][-1]
    assert (last["kind"], last["state"]) == ("RESENT", "DONE")
    await revoked(api, staff)
    last = (await page(api, staff))["edges"][0]["node"]["versions"][0]["steps"][-1]
    assert (last["kind"], last["state"]) == ("REVOCATION_MAILED", "UNDER_WAY")


async def test_of_somebody_erased_the_certificate_is_found_by_its_number_without_an_address(api: Api) -> None:
    """What is printed stays; the tombstone's address is nobody's."""
    someone, staff = await api.certified(), await api.staff()
    await Account.filter(id=someone.id).update(email=tombstone_address(someone.id))
    assert await found(api, staff, str(someone.id)) == []
    (edge,) = (await page(api, staff, search="/0001/"))["edges"]
    assert edge["node"]["email"] is None


def test_every_step_has_a_job_that_the_failed_list_can_name() -> None:
    """The two lists speak of the same."""
    assert set(steps.JOBS) == set(steps.StepKind) - {steps.StepKind.ISSUED}


async def test_the_frozen_words_spell_the_name_as_it_is_searched(api: Api) -> None:
    """A look-up asks the database for it letter by letter."""
    await api.certified(name="Siti 'Ami' Nur Áisyah")
    (row,) = await Certificate.all()
    assert f'"name":{json.dumps("Siti ", ensure_ascii=False)[:-1]}' in row.printed
    assert await found(api, await api.staff(), "siti 'ami' nur Á") == [row.number]
