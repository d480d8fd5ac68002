"""Letters in the language of whoever reads them: chosen at the beginning, changed by their owner, by nobody else."""

from typing import Any

import pytest

from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api
from tests.api.ways_in import arrived, asked_code, by_password, changed_address, journey, new_passkey, prove, proven
from tests.openid.provider import Provider

SITI = "siti@contoh.id"
ENGLISH = {"accept-language": "en-GB,en;q=0.9,id;q=0.5"}
INDONESIAN = {"accept-language": "id-ID,id;q=0.9,en;q=0.8"}


async def languages(api: Api) -> list[tuple[str, str]]:
    """The letters so far and their languages, as their headers say."""
    await api.worker.drain()
    return [(one.mail.template, str(one.message["Content-Language"])) for one in api.letterbox.letters]


async def said(api: Api, document: str, variables: dict[str, Any], headers: dict[str, str], **more: Any) -> Any:
    answer = (await api.post(document, variables, headers=headers, **more)).json()
    (value,) = answer["data"].values()
    return value


async def test_the_language_of_registration_decides(api: Api) -> None:
    """Though the link is opened on a phone that speaks another one."""
    await said(api, documents.REGISTER, {"email": SITI, "password": PASSWORD}, ENGLISH)
    await api.worker.drain()
    link = api.letterbox.last("confirm").token
    session = await said(api, documents.CONFIRM, {"token": link, "password": PASSWORD}, INDONESIAN)
    assert await languages(api) == [("confirm", "en"), ("welcome", "en")]
    assert (await api.ask(asks.ACCOUNT, by=session["accessToken"]))["language"] == "EN"


@pytest.mark.parametrize(("headers", "language"), [(ENGLISH, "en"), (INDONESIAN, "id"), ({}, "id")])
async def test_an_account_made_by_code_speaks_its_browsers_language(
    api: Api, headers: dict[str, str], language: str
) -> None:
    """Indonesian where nothing is said: it is the participants' language."""
    api.client.headers.update(headers)
    challenge, code = await asked_code(api, SITI)
    answer = await api.ask(asks.SIGN_IN_BY_CODE, challenge=challenge, code=code)
    assert await languages(api) == [("code", language), ("welcome", language)]
    assert (await api.ask(asks.ACCOUNT, by=answer["accessToken"]))["language"] == language.upper()


async def test_an_account_made_by_google_speaks_its_browsers_language(provider: Provider, api: Api) -> None:
    """Whatever the provider's pages spoke."""
    api.client.headers.update(ENGLISH)
    assert (await arrived(api, await journey(api, provider, SITI)))["isNew"] is True
    assert await languages(api) == [("welcome", "en")]


async def test_every_letter_to_an_account_is_in_its_own_language(provider: Provider, api: Api) -> None:
    """Whoever caused it, in whatever browser."""
    made = await proven(api, SITI)
    await by_password(api, SITI)
    assert (await api.ask(asks.SET_LANGUAGE, by=made, language="EN"))["done"] is True
    api.clock.forward(hours=1)
    await said(api, documents.REGISTER, {"email": SITI, "password": "sapi makan rumput hijau"}, INDONESIAN)
    await said(api, documents.ASK_RECOVERY, {"email": SITI}, INDONESIAN)
    api.clock.forward(minutes=1)
    await said(api, asks.ASK_CODE, {"email": SITI}, INDONESIAN)
    await said(api, asks.ASK_PROOF, {}, INDONESIAN, by=made)
    api.client.cookies.clear()
    await by_password(api, SITI)
    await prove(api, made)
    await new_passkey(api, made)
    await arrived(api, await journey(api, provider, "siti@gmail.com", link_to=made))
    await api.worker.drain()
    await api.ask(asks.UNLINK_GOOGLE, by=made)
    await api.ask(asks.SET_PASSWORD, by=made, password="sapi makan rumput hijau")
    await changed_address(api, made, "siti.baru@contoh.id")
    sent = await languages(api)
    assert {template for template, _ in sent} == {
        *("known-address", "recover", "code", "proof-code", "new-device", "passkey-added", "google-linked"),
        *("google-unlinked", "password-changed", "email-change-code", "email-change-asked"),
        *("email-changed", "email-changed-new"),
    }
    assert {language for _, language in sent} == {"en"}


async def test_a_stranger_is_answered_in_the_language_that_they_asked_in(api: Api) -> None:
    """Nothing else is known of them; and both kinds of address get one letter."""
    await said(api, documents.ASK_RECOVERY, {"email": "lain@contoh.id"}, ENGLISH)
    await said(api, documents.ASK_RECOVERY, {"email": "warga@contoh.id"}, INDONESIAN)
    assert await languages(api) == [("recover-unknown", "en"), ("recover-unknown", "id")]


async def test_a_stranger_can_not_turn_an_accounts_letters_into_another_language(api: Api) -> None:
    """Nor does signing in with another browser."""
    await api.account(SITI)
    api.client.headers.update(ENGLISH)
    await api.ask(documents.REGISTER, email=SITI, password="kata sandi si penyerang")
    token = await by_password(api, SITI)
    assert (await api.ask(asks.ACCOUNT, by=token))["language"] == "ID"
    assert await languages(api) == [("known-address", "id")]


async def test_the_language_of_letters_is_one_of_two(api: Api) -> None:
    """Anything else does not fit the contract, and changes nothing; the same one twice is harmless."""
    made = await api.account(SITI)
    before = api.stored()
    for language in ("FR", "en", "", None, 1, ["EN"]):
        answer = (await api.post(asks.SET_LANGUAGE, {"language": language}, by=made)).json()
        assert "data" not in answer
        assert answer["errors"]
    assert api.stored() == before
    for _ in range(2):
        assert (await api.ask(asks.SET_LANGUAGE, by=made, language="EN"))["done"] is True
    assert (await api.ask(asks.ACCOUNT, by=made))["language"] == "EN"


@pytest.mark.parametrize(("headers", "word"), [(ENGLISH, "signed in"), (INDONESIAN, "masuk")])
async def test_a_refusal_is_in_the_language_of_the_screen(api: Api, headers: dict[str, str], word: str) -> None:
    """The screen is what the reader has before them; the letters' language is another matter."""
    answer = await said(api, asks.SET_LANGUAGE, {"language": "EN"}, headers)
    assert word in answer["problems"][0]["message"]
