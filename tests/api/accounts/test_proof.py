"""Proof before what would harm a person if somebody else did it: asked for everywhere, given to one session, short."""

from typing import Any
from uuid import uuid4

import pytest

from api.accounts.models import Session
from api.accounts.rules import PROOF_LIFE
from api.schema import core
from tests.api import account_documents as asks
from tests.api import documents, rights_documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.api.ways_in import by_code, by_password, mailed_code, new_passkey, prove, proven

SITI = "siti@contoh.id"
BUDI = "budi@contoh.id"

SENSITIVE: dict[str, tuple[str, dict[str, Any]]] = {
    "startGoogleSignIn": (asks.START_GOOGLE, {"link": True}),
    "unlinkGoogle": (asks.UNLINK_GOOGLE, {}),
    "startPasskeyRegistration": (asks.START_PASSKEY, {}),
    "finishPasskeyRegistration": (asks.FINISH_PASSKEY, {"challenge": "x", "response": "{}", "name": "Ponsel"}),
    "removePasskey": (asks.REMOVE_PASSKEY, {"passkey": str(uuid4())}),
    "setPassword": (asks.SET_PASSWORD, {"password": "sapi makan rumput hijau"}),
    "requestEmailChange": (asks.ASK_CHANGE, {"email": "baru@contoh.id"}),
    "confirmEmailChange": (asks.CONFIRM_CHANGE, {"challenge": "x", "code": "123456"}),
    "requestMyData": (rights_documents.ASK_COPY, {}),
    "requestErasure": (rights_documents.ASK_ERASURE, {}),
}
"""Every deed that asks for a proof, and what it is sent."""


def test_every_deed_that_says_it_needs_a_proof_is_in_the_table() -> None:
    """A new one must be attacked like the others."""
    mutation = core().mutation_type
    assert mutation is not None
    saying = {name for name, field in mutation.fields.items() if "needs a proof" in (field.description or "").lower()}
    assert saying == SENSITIVE.keys() - {"startGoogleSignIn"}


@pytest.mark.parametrize(("document", "variables"), SENSITIVE.values(), ids=SENSITIVE.keys())
async def test_a_sensitive_deed_waits_for_a_proof(api: Api, document: str, variables: dict[str, Any]) -> None:
    """Signed in a while ago is not enough, never proven neither; and after the refusal nothing has changed."""
    made = await api.account(SITI)
    assert await api.refused(document, by=made, **variables) == ["PROOF_REQUIRED"]
    await prove(api, made)
    await new_passkey(api, made)
    api.clock.forward(minutes=16)
    before = api.stored()
    assert await api.refused(document, by=made, **variables) == ["PROOF_REQUIRED"]
    assert api.stored() == before
    assert await api.refused(document, **variables) == ["UNAUTHENTICATED"]
    await prove(api, made)
    answer = await api.ask(document, by=made, **variables)
    assert "PROOF_REQUIRED" not in [one["code"] for one in answer["problems"]]


async def test_signing_in_is_a_proof_for_a_quarter_of_an_hour(api: Api) -> None:
    """Until its last second; the viewer sees until when."""
    await api.account(SITI)
    token = await by_password(api, SITI)
    assert (await api.ask(asks.ACCOUNT, by=token))["provenUntil"] == "2026-03-02T02:15:00+00:00"
    api.clock.forward(seconds=PROOF_LIFE.total_seconds() - 1)
    token = (await api.ask(documents.REFRESH))["accessToken"]
    assert (await api.ask(asks.START_PASSKEY, by=token))["problems"] == []
    api.clock.forward(seconds=1)
    assert await api.refused(asks.START_PASSKEY, by=token) == ["PROOF_REQUIRED"]


async def test_a_refresh_proves_nothing(api: Api) -> None:
    """Whoever holds the phone can refresh; so can whoever holds a copy of the cookie."""
    await api.account(SITI)
    await by_password(api, SITI)
    api.clock.forward(minutes=16)
    token = (await api.ask(documents.REFRESH))["accessToken"]
    assert await api.refused(asks.START_PASSKEY, by=token) == ["PROOF_REQUIRED"]


async def test_a_proof_is_this_sessions_alone(api: Api) -> None:
    """The owner proves themselves at home while a stranger holds their other phone."""
    made = await api.account(SITI)
    async with new_client(api.app) as other:
        lost = await by_password(api, SITI, client=other)
        api.clock.forward(minutes=16)
        lost = (await api.ask(documents.REFRESH, client=other))["accessToken"]
        await prove(api, made)
        assert (await api.ask(asks.START_PASSKEY, by=made))["problems"] == []
        assert await api.refused(asks.START_PASSKEY, by=lost) == ["PROOF_REQUIRED"]


async def test_an_ended_session_is_proven_no_longer(api: Api) -> None:
    """At once, though its access token lives on for some seconds."""
    made = await proven(api, SITI)
    token = api.token(made)
    assert await api.ask(documents.VIEWER, by=token)
    await Session.filter(id=made.session).update(ended_at=api.clock())
    assert await api.refused(asks.START_PASSKEY, by=token) == ["PROOF_REQUIRED"]
    assert (await api.ask(asks.ACCOUNT, by=token))["provenUntil"] is None


async def test_a_wrong_password_proves_nothing_and_can_not_be_guessed_on(api: Api) -> None:
    """Five in five minutes, also with the right one in the end: a stolen session is no way to a password."""
    made = await api.account(SITI)
    before = api.stored()
    for guess in ("", "tebakan", PASSWORD.upper(), PASSWORD + " ", "x" * 5_000):
        assert await api.refused(asks.PROVE_BY_PASSWORD, by=made, password=guess) == ["WRONG_CREDENTIALS"]
    assert await api.refused(asks.PROVE_BY_PASSWORD, by=made, password=PASSWORD) == ["TOO_MANY_REQUESTS"]
    assert api.stored() == before
    api.clock.forward(minutes=5)
    await prove(api, made)


async def test_an_account_without_a_password_is_proven_by_none(api: Api) -> None:
    """Neither the empty one nor any other."""
    token = (await by_code(api, SITI))["accessToken"]
    for guess in ("", "None", "null", PASSWORD):
        assert await api.refused(asks.PROVE_BY_PASSWORD, by=token, password=guess) == ["WRONG_CREDENTIALS"]


async def test_a_code_proves_once_its_mailbox_has_answered(api: Api) -> None:
    """It goes to the account's own address, whatever anybody says; sending it again harms nothing."""
    made = await api.account(SITI)
    challenge = (await api.ask(asks.ASK_PROOF, by=made))["challenge"]
    code = await mailed_code(api, "proof-code")
    assert [one.mail.to for one in api.letterbox.letters] == [SITI]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert await api.refused(asks.PROVE_BY_CODE, by=made, challenge=challenge, code=wrong) == ["WRONG_CODE"]
    assert await api.refused(asks.START_PASSKEY, by=made) == ["PROOF_REQUIRED"]
    for _ in range(2):
        assert (await api.ask(asks.PROVE_BY_CODE, by=made, challenge=challenge, code=code))["done"] is True
    assert (await api.ask(asks.START_PASSKEY, by=made))["problems"] == []
    api.clock.forward(minutes=2)
    assert await api.refused(asks.PROVE_BY_CODE, by=made, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]


async def test_a_code_proves_its_own_account_alone(api: Api) -> None:
    """An attacker reads their own mailbox; that proves nothing of somebody else's session in their hand."""
    made, other = await api.account(SITI), await api.account(BUDI)
    challenge = (await api.ask(asks.ASK_PROOF, by=other))["challenge"]
    code = await mailed_code(api, "proof-code")
    before = api.stored()
    assert await api.refused(asks.PROVE_BY_CODE, by=made, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]
    assert api.stored() == before
    assert (await api.ask(asks.PROVE_BY_CODE, by=other, challenge=challenge, code=code))["done"] is True


async def test_a_code_for_a_new_address_is_no_proof(api: Api) -> None:
    """It was read in a mailbox that the account does not have."""
    made = await proven(api, SITI)
    challenge = (await api.ask(asks.ASK_CHANGE, by=made, email=BUDI))["challenge"]
    code = await mailed_code(api, "email-change-code")
    assert await api.refused(asks.PROVE_BY_CODE, by=made, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (asks.PROVE_BY_PASSWORD, {"password": PASSWORD}),
        (asks.ASK_PROOF, {}),
        (asks.PROVE_BY_CODE, {"challenge": "x", "code": "123456"}),
        (asks.PROVE_BY_PASSKEY, {"challenge": "x", "response": "{}"}),
        (asks.SET_LANGUAGE, {"language": "EN"}),
        (asks.SIGN_OUT_DEVICE, {"device": str(uuid4())}),
        (asks.SIGN_OUT_EVERYWHERE, {}),
    ],
)
async def test_nobody_proves_what_is_not_signed_in(api: Api, document: str, variables: dict[str, Any]) -> None:
    """And nobody else is touched."""
    await api.account(SITI)
    before = api.stored()
    assert await api.refused(document, **variables) == ["UNAUTHENTICATED"]
    assert api.stored() == before


async def test_a_first_or_new_password_signs_out_the_other_devices_and_is_told(api: Api) -> None:
    """This one stays; the old refresh tokens of the others are dead. A weak one changes nothing."""
    async with new_client(api.app) as other:
        await by_code(api, SITI, client=other)
        api.clock.forward(minutes=1)
        token = (await by_code(api, SITI))["accessToken"]
        before = api.stored()
        assert await api.refused(asks.SET_PASSWORD, by=token, password="rahasia") == ["WEAK_PASSWORD"]
        assert api.stored() == before
        assert (await api.ask(asks.SET_PASSWORD, by=token, password=PASSWORD))["done"] is True
        assert await api.refused(documents.REFRESH, client=other) == ["UNAUTHENTICATED"]
        assert (await api.ask(documents.REFRESH))["problems"] == []
        assert await by_password(api, SITI, client=other)
    await api.worker.drain()
    assert api.letterbox.kinds()[-1] == "password-changed"
