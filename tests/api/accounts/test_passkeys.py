"""Passkeys, with an authenticator in software that says whatever an attack needs: how they come, serve and go."""

import asyncio
import json
from typing import Any

import pytest
from webauthn.helpers import bytes_to_base64url

from api.accounts.models import Challenge, Passkey
from api.accounts.passkeys import MOST_PASSKEYS
from api.accounts.rules import PASSKEY_LIFE
from tests.api import account_documents as asks
from tests.api.authenticator import Authenticator
from tests.api.harness import Api, Participant
from tests.api.ways_in import by_passkey, new_passkey, own_key, prove, proven
from tests.conftest import PUBLIC_URL

SITI = "siti@contoh.id"


async def finished(
    api: Api, who: Participant, asked: Any, key: Authenticator, *, name: str = "Ponsel", response: str | None = None
) -> Any:
    """What the API says to a new passkey."""
    sent = key.made(asked["options"]) if response is None else response
    return await api.ask(asks.FINISH_PASSKEY, by=who, challenge=asked["challenge"], response=sent, name=name)


async def refused_registration(api: Api, who: Participant, asked: Any, key: Authenticator, **more: Any) -> list[str]:
    """The problems; nothing was written."""
    before = api.stored()
    answer = await finished(api, who, asked, key, **more)
    assert answer["done"] is False
    assert api.stored() == before
    return [one["code"] for one in answer["problems"]]


async def refused_sign_in(api: Api, challenge: str, response: str) -> list[str]:
    """The problems; nothing was written."""
    before = api.stored()
    codes = await api.refused(asks.FINISH_PASSKEY_SIGN_IN, challenge=challenge, response=response)
    assert api.stored() == before
    return codes


async def test_a_passkey_is_made_listed_used_and_removed(api: Api) -> None:
    """Its owner hears of its coming and going."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made, "  Ponsel   Siti ")
    api.clock.forward(minutes=5)
    opened = await by_passkey(api, key)
    assert (opened["problems"], opened["isNew"]) == ([], False)
    seen = await api.ask(asks.ACCOUNT, by=opened["accessToken"])
    (listed,) = seen["passkeys"]
    assert seen["id"] == str(made.id)
    assert (listed["name"], listed["createdAt"], listed["lastUsedAt"]) == (
        "Ponsel Siti",
        "2026-03-02T02:00:00+00:00",
        "2026-03-02T02:05:00+00:00",
    )
    assert [one["way"] for one in seen["devices"]] == ["PASSKEY", "PASSWORD"]
    await api.worker.drain()
    assert (await api.ask(asks.REMOVE_PASSKEY, by=made, passkey=listed["id"]))["done"] is True
    assert (await api.ask(asks.ACCOUNT, by=made))["passkeys"] == []
    await api.worker.drain()
    assert api.letterbox.kinds(SITI) == ["passkey-added", "passkey-removed"]
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    assert await refused_sign_in(api, asked["challenge"], key.answered(asked["options"])) == ["PASSKEY_REFUSED"]


async def test_the_options_ask_for_a_key_of_this_site_and_an_unlocked_device(api: Api) -> None:
    """What the browser is told decides what the phone asks its owner; keys that are here are not made twice."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    options = json.loads((await api.ask(asks.START_PASSKEY, by=made))["options"])
    assert options["rp"] == {"id": "testserver", "name": "Si-Jawara+"}
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert [one["id"] for one in options["excludeCredentials"]] == [bytes_to_base64url(key.credential_id)]
    request = json.loads((await api.ask(asks.START_PASSKEY_SIGN_IN))["options"])
    assert (request["rpId"], request["userVerification"]) == ("testserver", "required")
    assert not request.get("allowCredentials")


async def test_repeating_a_registration_whose_answer_was_lost_changes_nothing(api: Api) -> None:
    """One passkey, one letter."""
    made = await proven(api, SITI)
    asked = await api.ask(asks.START_PASSKEY, by=made)
    key = own_key()
    response = key.made(asked["options"])
    assert (await finished(api, made, asked, key, response=response))["done"] is True
    before = api.stored()
    assert (await finished(api, made, asked, key, response=response))["done"] is True
    assert api.stored() == before
    await api.worker.drain()
    assert api.letterbox.kinds() == ["passkey-added"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": PUBLIC_URL + ".evil.example"},
        {"origin": PUBLIC_URL + "/"},
        {"origin": "http://testserver"},
        {"site": "evil.example"},
        {"verified": False},
    ],
)
async def test_what_another_site_or_nobody_unlocked_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    """A copy of our page can pass the challenge on, but the browser writes where it was answered."""
    made = await proven(api, SITI)
    fields: dict[str, Any] = {"origin": PUBLIC_URL, "site": "testserver"}
    bad = Authenticator(**(fields | wrong))
    asked = await api.ask(asks.START_PASSKEY, by=made)
    assert await refused_registration(api, made, asked, bad) == ["PASSKEY_REFUSED"]
    good = await new_passkey(api, made)
    for name, value in wrong.items():
        setattr(good, name, value)
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    assert await refused_sign_in(api, asked["challenge"], good.answered(asked["options"])) == ["PASSKEY_REFUSED"]


async def test_a_challenge_of_one_purpose_never_serves_another(api: Api) -> None:
    """Nor one of another account, nor one that we did not write."""
    made, other = await proven(api, SITI), await proven(api, "budi@contoh.id")
    key = await new_passkey(api, made)
    to_sign_in = await api.ask(asks.START_PASSKEY_SIGN_IN)
    to_register = await api.ask(asks.START_PASSKEY, by=made)
    theirs = await api.ask(asks.START_PASSKEY, by=other)
    code = (await api.ask(asks.ASK_CODE, email=SITI))["challenge"]
    assert await refused_sign_in(api, to_register["challenge"], key.answered(to_register["options"])) == [
        "PASSKEY_REFUSED"
    ]
    for challenge in (to_sign_in["challenge"], theirs["challenge"], code, "", "x", "é" * 50, "A" * 30_000):
        spelt = bytes_to_base64url(challenge.encode())
        asked = {"challenge": challenge, "options": json.dumps({"challenge": spelt, "user": {"id": "AAAA"}})}
        assert await refused_registration(api, made, asked, own_key()) == ["PASSKEY_REFUSED"]


async def test_an_answer_to_another_challenge_is_refused(api: Api) -> None:
    """What was signed must be what we asked."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    one, other = [await api.ask(asks.START_PASSKEY_SIGN_IN) for _ in range(2)]
    assert await refused_sign_in(api, one["challenge"], key.answered(other["options"])) == ["PASSKEY_REFUSED"]


async def test_a_challenge_lives_ten_minutes(api: Api) -> None:
    """An answer that was kept for later is none."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    to_register = await api.ask(asks.START_PASSKEY, by=made)
    to_sign_in = await api.ask(asks.START_PASSKEY_SIGN_IN)
    response = key.answered(to_sign_in["options"])
    api.clock.forward(seconds=PASSKEY_LIFE.total_seconds())
    assert await refused_registration(api, made, to_register, own_key()) == ["PASSKEY_REFUSED"]
    assert await refused_sign_in(api, to_sign_in["challenge"], response) == ["PASSKEY_REFUSED"]


async def test_an_answer_that_is_played_again_signs_nobody_in(api: Api) -> None:
    """Even where the authenticator counts nothing, as those that are copied between phones."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    key.counter = -1
    response = key.answered(asked["options"])
    assert key.counter == 0
    variables: dict[str, Any] = {"challenge": asked["challenge"], "response": response}
    answers = await asyncio.gather(*(api.ask(asks.FINISH_PASSKEY_SIGN_IN, **variables) for _ in range(5)))
    assert sum(bool(answer["accessToken"]) for answer in answers) == 1
    assert await refused_sign_in(api, asked["challenge"], response) == ["PASSKEY_REFUSED"]
    api.clock.forward(seconds=PASSKEY_LIFE.total_seconds())
    await api.worker.drain()
    assert await Challenge.all().count() == 0
    assert await refused_sign_in(api, asked["challenge"], response) == ["PASSKEY_REFUSED"]


async def test_a_counter_that_goes_backwards_shows_a_copy(api: Api) -> None:
    """Two devices hold the same key: the one that was copied earlier is behind."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    for _ in range(3):
        assert (await by_passkey(api, key))["accessToken"]
    for counter in (1, 2, -1):
        key.counter = counter
        asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
        assert await refused_sign_in(api, asked["challenge"], key.answered(asked["options"])) == ["PASSKEY_REFUSED"]
    key.counter = 3
    assert (await by_passkey(api, key))["accessToken"]


async def test_two_answers_with_one_count_are_a_copy_too(api: Api) -> None:
    """Sent in the same moment, each would pass by itself."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    sent: list[dict[str, Any]] = []
    for _ in range(2):
        asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
        key.counter = 6
        sent.append({"challenge": asked["challenge"], "response": key.answered(asked["options"])})
    answers = await asyncio.gather(*(api.ask(asks.FINISH_PASSKEY_SIGN_IN, **one) for one in sent))
    assert sorted(bool(one["accessToken"]) for one in answers) == [False, True]


async def test_a_known_id_with_a_foreign_key_opens_nothing(api: Api) -> None:
    """The id is no secret: every request of the browser shows it."""
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    forged = own_key()
    forged.credential_id, forged.owner, forged.counter = key.credential_id, key.owner, 100
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    assert await refused_sign_in(api, asked["challenge"], forged.answered(asked["options"])) == ["PASSKEY_REFUSED"]


async def test_a_credential_that_is_anothers_is_not_taken_over(api: Api) -> None:
    """Registering somebody's id under one's own account would sign them in to a stranger's."""
    made, other = await proven(api, SITI), await proven(api, "budi@contoh.id")
    key = await new_passkey(api, made)
    thief = own_key()
    thief.credential_id = key.credential_id
    asked = await api.ask(asks.START_PASSKEY, by=other)
    assert await refused_registration(api, other, asked, thief) == ["PASSKEY_REFUSED"]
    seen = await api.ask(asks.ACCOUNT, by=(await by_passkey(api, key))["accessToken"])
    assert seen["email"] == SITI


async def test_an_account_holds_ten_passkeys(api: Api) -> None:
    """Also where eleven challenges were fetched beforehand and answered at once."""
    made = await proven(api, SITI)
    for number in range(MOST_PASSKEYS - 1):
        await new_passkey(api, made, f"Kunci {number}")
    waiting = [await api.ask(asks.START_PASSKEY, by=made) for _ in range(3)]
    answers = await asyncio.gather(*(finished(api, made, asked, own_key()) for asked in waiting))
    assert sorted(answer["done"] for answer in answers) == [False, False, True]
    assert await Passkey.all().count() == MOST_PASSKEYS
    assert await api.refused(asks.START_PASSKEY, by=made) == ["PASSKEY_REFUSED"]


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("Ponsel", True),
        ("x" * 60, True),
        ("Kunci 🔑 Siti, ruang 3", True),
        ("<script>alert(1)</script>", True),
        ("", False),
        ("   ", False),
        ("x" * 61, False),
        ("x" * 60_000, False),
        ("a\u202eb", False),
        ("a\x1bb", False),
    ],
)
async def test_a_name_is_short_and_of_letters_that_show(api: Api, name: str, is_taken: bool) -> None:
    """It stands in a list and in a letter, to tell one's own key from a thief's."""
    made = await proven(api, SITI)
    asked = await api.ask(asks.START_PASSKEY, by=made)
    if is_taken:
        assert (await finished(api, made, asked, own_key(), name=name))["done"] is True
        assert (await Passkey.get()).name == name
        return
    assert await refused_registration(api, made, asked, own_key(), name=name) == ["INVALID_INPUT"]


async def test_a_passkey_proves_its_own_owner_alone(api: Api) -> None:
    """Somebody else's passkey, or a challenge already used, opens no sensitive deed."""
    made, other = await proven(api, SITI), await proven(api, "budi@contoh.id")
    mine, theirs = await new_passkey(api, made), await new_passkey(api, other)
    api.clock.forward(minutes=15)
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    before = api.stored()
    foreign = theirs.answered(asked["options"])
    assert await api.refused(asks.PROVE_BY_PASSKEY, by=made, challenge=asked["challenge"], response=foreign) == [
        "PASSKEY_REFUSED"
    ]
    assert api.stored() == before
    assert await api.refused(asks.START_PASSKEY, by=made) == ["PROOF_REQUIRED"]
    sent: dict[str, Any] = {"challenge": asked["challenge"], "response": mine.answered(asked["options"])}
    assert (await api.ask(asks.PROVE_BY_PASSKEY, by=made, **sent))["done"] is True
    assert (await api.ask(asks.START_PASSKEY, by=made))["problems"] == []
    assert await api.refused(asks.PROVE_BY_PASSKEY, by=made, **sent) == ["PASSKEY_REFUSED"]


async def test_making_and_removing_ask_for_a_proof(api: Api) -> None:
    """Between the start and the end of a registration, too."""
    made = await proven(api, SITI)
    await new_passkey(api, made)
    asked = await api.ask(asks.START_PASSKEY, by=made)
    api.clock.forward(minutes=15)
    assert await refused_registration(api, made, asked, own_key()) == ["PROOF_REQUIRED"]
    passkey = (await Passkey.get()).id
    assert await api.refused(asks.REMOVE_PASSKEY, by=made, passkey=str(passkey)) == ["PROOF_REQUIRED"]
    await prove(api, made)
    assert (await api.ask(asks.REMOVE_PASSKEY, by=made, passkey=str(passkey)))["done"] is True
