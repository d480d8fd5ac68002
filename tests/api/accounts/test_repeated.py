"""Answers get lost: what happens when a client sends the same again, for each deed that other files don't repeat."""

import asyncio
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from api.accounts.callers import whole
from api.accounts.models import Account, Passkey, Session
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import Api
from tests.api.ways_in import (
    arrived,
    asked_code,
    by_code,
    by_password,
    codes,
    journey,
    mailed_code,
    new_passkey,
    proven,
)
from tests.openid.provider import Provider

SITI = "siti@contoh.id"
NEW = "sapi makan rumput hijau"


async def test_a_password_that_is_set_again_is_the_same_one(api: Api) -> None:
    """Its owner is told twice, which frightens less than not at all; the session goes on."""
    made = await proven(api, SITI)
    for _ in range(2):
        assert (await api.ask(asks.SET_PASSWORD, by=made, password=NEW))["done"] is True
    assert await by_password(api, SITI, password=NEW)
    assert await Session.filter(id=made.session, ended_at__isnull=True).exists()
    await api.worker.drain()
    assert api.letterbox.kinds() == ["password-changed"] * 2


async def test_a_passkey_that_is_removed_again_is_not_found(api: Api) -> None:
    """What is gone and what is somebody else's are never told apart; the client reloads the list."""
    made = await proven(api, SITI)
    await new_passkey(api, made)
    await new_passkey(api, made, "Laptop")
    sent = {"passkey": str((await Passkey.filter(name="Laptop").get()).id)}
    assert (await api.ask(asks.REMOVE_PASSKEY, by=made, passkey=sent["passkey"]))["done"] is True
    before = api.stored()
    assert await api.refused(asks.REMOVE_PASSKEY, by=made, passkey=sent["passkey"]) == ["NOT_FOUND"]
    assert api.stored() == before
    assert [one.name for one in await Passkey.all()] == ["Ponsel Siti"]


async def test_a_sign_in_by_passkey_begins_anew(api: Api) -> None:
    """Its answer can't be sent twice; the device asks its owner once more, and opens no third session."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    sent: dict[str, Any] = {"challenge": asked["challenge"], "response": key.answered(asked["options"])}
    assert (await api.ask(asks.FINISH_PASSKEY_SIGN_IN, **sent))["accessToken"]
    assert await api.refused(asks.FINISH_PASSKEY_SIGN_IN, **sent) == ["PASSKEY_REFUSED"]
    assert await Session.all().count() == 2


async def test_signing_out_everywhere_twice_is_signing_out_once(api: Api) -> None:
    """The second time there is nobody left to sign out."""
    await api.account(SITI)
    token = await by_password(api, SITI)
    for _ in range(2):
        assert (await api.ask(asks.SIGN_OUT_EVERYWHERE, by=token))["done"] is True
    assert await Session.filter(ended_at__isnull=True).count() == 1


async def test_of_two_codes_that_were_asked_for_each_works(api: Api) -> None:
    """Mails overtake each other: the one that comes first is the one that is typed."""
    first = await asked_code(api, SITI)
    second = await asked_code(api, SITI)
    assert first[0] != second[0]
    for challenge, code in (second, first):
        answer = await api.ask(asks.SIGN_IN_BY_CODE, challenge=challenge, code=code)
        assert answer["problems"] == []
    assert await Account.all().count() == 1


@pytest.mark.both_engines
async def test_a_proof_by_code_at_once_from_two_tabs_is_one_proof(api: Api) -> None:
    """Both tabs go on."""
    made = await api.account(SITI)
    challenge = (await api.ask(asks.ASK_PROOF, by=made))["challenge"]
    code = await mailed_code(api, "proof-code")
    sent: dict[str, Any] = {"challenge": challenge, "code": code}
    answers = await asyncio.gather(*(api.ask(asks.PROVE_BY_CODE, by=made, **sent) for _ in range(3)))
    assert [answer["done"] for answer in answers] == [True] * 3


async def test_of_two_journeys_in_one_browser_the_newer_one_arrives(provider: Provider, api: Api) -> None:
    """A second tap on the button: the cookie is the newer flow's, the older one is refused and nothing is lost."""
    older = await journey(api, provider, SITI)
    newer = await journey(api, provider, SITI)
    cookies = dict(api.client.cookies)
    assert codes(await arrived(api, older)) == ["PROVIDER_REFUSED"]
    for name, value in cookies.items():
        api.client.cookies.set(name, value, domain="testserver.local", path="/")
    assert (await arrived(api, newer))["isNew"] is True


async def test_a_session_that_is_refreshed_after_a_new_password_goes_on(api: Api) -> None:
    """The device that set it is the owner's own."""
    await api.account(SITI)
    token = await by_password(api, SITI)
    await api.ask(asks.SET_PASSWORD, by=token, password=NEW)
    assert (await api.ask(documents.REFRESH))["problems"] == []
    assert (await by_code(api, SITI))["isNew"] is False


@pytest.mark.both_engines
async def test_who_loses_a_race_finds_what_the_winner_wrote(api: Api) -> None:
    """On PostgreSQL two can look before either writes; the loser looks once more, and only once."""
    await api.account(SITI)
    looked: list[str] = []

    async def made() -> Account:
        looked.append(SITI)
        if len(looked) == 2:
            return await Account.get(email=SITI)
        return await Account.create(email=SITI, created_at=api.clock())

    assert (await whole(made)).email == SITI
    with pytest.raises(IntegrityError):
        await whole(lambda: Account.create(email=SITI, created_at=api.clock()))
    assert await Account.all().count() == 1
