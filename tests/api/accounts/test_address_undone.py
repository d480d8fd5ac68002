"""A change of address taken back by the mailbox that was left: everything that a thief may have done falls with it."""

import asyncio
from typing import Any

import pytest

from api.accounts import addresses, tokens
from api.accounts.models import Account, AddressChange, ExternalIdentity, Passkey, Session
from api.accounts.rules import UNDO_LIFE
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.api.ways_in import (
    address_of,
    arrived,
    by_code,
    by_google,
    by_passkey,
    by_password,
    changed_address,
    codes,
    journey,
    new_passkey,
    own_key,
    prove,
    proven,
)
from tests.openid.provider import Provider

OLD = "siti@contoh.id"
NEW = "pencuri@contoh.id"
THEIRS = "kata sandi si pencuri"


async def undone(api: Api, token: str) -> Any:
    return await api.ask(asks.UNDO_CHANGE, token=token)


async def refused(api: Api, token: str) -> list[str]:
    """The problems; nothing was written."""
    before = api.stored()
    problems = await api.refused(asks.UNDO_CHANGE, token=token)
    assert api.stored() == before
    return problems


async def test_the_owner_takes_the_account_back_from_a_thief(provider: Provider, api: Api) -> None:
    """Address, sessions, password, passkey, Google: what was added around the change is gone, what was there stays."""
    made = await proven(api, OLD)
    own = await new_passkey(api, made, "Lama")
    api.clock.forward(days=2)
    async with new_client(api.app) as thief:
        token = await by_password(api, OLD, client=thief)
        theirs = await new_passkey(api, token, "Baru")
        await by_google(api, provider, NEW, client=thief, link_to=token)
        undo = await changed_address(api, token, NEW, client=thief)
        assert (await api.ask(asks.SET_PASSWORD, by=token, password=THEIRS))["done"] is True
        assert await undone(api, undo) == {"done": True, "problems": []}
        assert await api.refused(documents.REFRESH, client=thief) == ["UNAUTHENTICATED"]
        for email in (OLD, NEW):
            for password in (THEIRS, PASSWORD):
                assert await by_password(api, email, client=thief, password=password) == ""
        assert codes(await by_passkey(api, theirs, client=thief)) == ["PASSKEY_REFUSED"]
        assert (await by_google(api, provider, NEW, client=thief))["isNew"] is True
    assert await Session.filter(account_id=made.id, ended_at__isnull=True).count() == 0
    seen = await api.ask(asks.ACCOUNT, by=(await by_passkey(api, own))["accessToken"])
    assert (seen["id"], seen["email"], seen["hasPassword"], seen["google"]) == (str(made.id), OLD, False, None)
    assert [one["name"] for one in seen["passkeys"]] == ["Lama"]
    assert (await by_code(api, OLD))["isNew"] is False


async def test_nothing_that_lasts_is_done_in_the_seconds_that_an_access_token_outlives_its_session(
    provider: Provider, api: Api
) -> None:
    """A token is looked up every few seconds only; whoever holds a dead one reads for so long, and changes nothing."""
    made = await proven(api, OLD)
    passkey = await api.ask(asks.START_PASSKEY, by=made)
    undo = await changed_address(api, made, NEW)
    back = await journey(api, provider, NEW, link_to=made)
    token = api.token(made)
    assert await api.ask(documents.VIEWER, by=token)
    assert (await undone(api, undo))["done"] is True
    before = api.stored()
    made_key = own_key().made(passkey["options"])
    sent: dict[str, Any] = {"challenge": passkey["challenge"], "response": made_key, "name": "Baru"}
    assert await api.refused(asks.FINISH_PASSKEY, by=token, **sent) == ["PROOF_REQUIRED"]
    assert await api.refused(asks.SET_PASSWORD, by=token, password=THEIRS) == ["PROOF_REQUIRED"]
    assert await api.refused(asks.ASK_CHANGE, by=token, email=NEW) == ["PROOF_REQUIRED"]
    assert codes(await arrived(api, back)) == ["UNAUTHENTICATED"]
    assert api.stored() == before
    api.clock.forward(seconds=5)
    assert await api.ask(documents.VIEWER, by=token) is None


async def test_who_adds_a_way_in_while_the_owner_takes_the_account_back_is_left_with_nothing(
    provider: Provider, api: Api
) -> None:
    """All in one moment, in whatever order they come to the database."""
    for number in range(3):
        made = await proven(api, f"siti{number}@contoh.id")
        undo = await changed_address(api, made, f"pencuri{number}@contoh.id")
        asked = await api.ask(asks.START_PASSKEY, by=made)
        sent: dict[str, Any] = {"challenge": asked["challenge"], "response": own_key().made(asked["options"])}
        back = await journey(api, provider, f"pencuri{number}@contoh.id", link_to=made)
        await asyncio.gather(
            api.ask(asks.FINISH_PASSKEY, by=made, name="Baru", **sent),
            arrived(api, back),
            undone(api, undo),
            api.ask(asks.SET_PASSWORD, by=made, password=THEIRS),
        )
        assert await address_of(made) == f"siti{number}@contoh.id"
        assert (await Account.get(id=made.id)).password_hash is None
        assert await Passkey.filter(account_id=made.id).count() == 0
        assert await ExternalIdentity.filter(account_id=made.id).count() == 0


async def test_a_link_for_a_new_password_that_the_thief_received_is_dead(api: Api) -> None:
    """Of an account without a password nothing but the address changes: the link must hang on that too."""
    token = (await by_code(api, OLD))["accessToken"]
    undo = await changed_address(api, token, NEW)
    api.clock.forward(minutes=1)
    await api.ask(documents.ASK_RECOVERY, email=NEW)
    await api.worker.drain()
    link = api.letterbox.last("recover")
    assert link.mail.to == NEW
    await undone(api, undo)
    before = api.stored()
    assert await api.refused(documents.RESET, token=link.token, password=THEIRS) == ["TOKEN_EXPIRED"]
    assert api.stored() == before


async def test_the_owner_hears_that_the_password_has_fallen(api: Api) -> None:
    """At their own address, with the way to a new one."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    await undone(api, undo)
    await api.worker.drain()
    assert api.letterbox.kinds(OLD)[-1] == "password-changed"
    assert api.letterbox.kinds(NEW)[-1] == "email-changed-new"


async def test_an_undo_link_that_is_opened_again_changes_nothing(api: Api) -> None:
    """Five times in one moment, and once more when the owner is back: neither session nor password fall again."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    answers = await asyncio.gather(*(undone(api, undo) for _ in range(5)))
    assert [answer["done"] for answer in answers] == [True] * 5
    assert await address_of(made) == OLD
    await api.worker.drain()
    assert api.letterbox.kinds(OLD).count("password-changed") == 1
    api.clock.forward(minutes=2)
    token = (await by_code(api, OLD))["accessToken"]
    assert (await api.ask(asks.SET_PASSWORD, by=token, password="sapi makan rumput hijau"))["done"] is True
    before = api.stored()
    assert (await undone(api, undo))["done"] is True
    assert api.stored() == before


async def test_an_undo_link_that_was_used_does_not_undo_a_later_change(api: Api) -> None:
    """The owner moves of their own will afterwards."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    await undone(api, undo)
    api.clock.forward(minutes=2)
    token = (await by_code(api, OLD))["accessToken"]
    await changed_address(api, token, "siti.baru@contoh.id")
    assert await refused(api, undo) == ["TOKEN_EXPIRED"]
    assert await address_of(made) == "siti.baru@contoh.id"


@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (0, False)])
async def test_the_way_back_is_open_for_a_week(api: Api, seconds: int, works: bool) -> None:
    """Then the old address is forgotten: it may be somebody else's by now."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    api.clock.forward(seconds=UNDO_LIFE.total_seconds() + seconds)
    assert (await undone(api, undo))["done"] is works
    api.clock.forward(seconds=2)
    await api.worker.drain()
    assert await AddressChange.all().count() == 0
    assert await refused(api, undo) == ["TOKEN_EXPIRED"]


async def test_an_address_with_another_account_is_not_taken_from_it(api: Api) -> None:
    """Two accounts can't share one; nothing of either changes."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    await Account.create(email=OLD, created_at=api.clock())
    assert await refused(api, undo) == ["TOKEN_EXPIRED"]
    assert await address_of(made) == NEW


async def test_no_new_account_comes_in_the_way_of_the_undo(provider: Provider, api: Api) -> None:
    """A worried owner tries to sign in first, by whatever way: told to open the letter, and then the letter works."""
    await api.ask(documents.REGISTER, email=OLD, password=PASSWORD)
    await api.worker.drain()
    link = api.letterbox.last("confirm").token
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    before = await Account.all().count()
    assert codes(await by_code(api, OLD)) == ["ADDRESS_LEFT"]
    assert codes(await by_google(api, provider, OLD)) == ["ADDRESS_LEFT"]
    assert await api.refused(documents.CONFIRM, token=link, password=PASSWORD) == ["ADDRESS_LEFT"]
    assert await Account.all().count() == before
    assert (await undone(api, undo))["done"] is True
    api.clock.forward(minutes=1)
    assert (await by_code(api, OLD))["isNew"] is False


async def test_after_the_seven_days_the_address_is_free(api: Api) -> None:
    """Somebody may have left it for good."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    api.clock.forward(seconds=UNDO_LIFE.total_seconds())
    assert (await by_code(api, OLD))["isNew"] is True
    assert await refused(api, undo) == ["TOKEN_EXPIRED"]


@pytest.mark.parametrize("first", ["oldest", "newest"])
async def test_of_several_changes_each_can_be_undone_and_takes_those_after_it_along(api: Api, first: str) -> None:
    """A thief may move twice, to make the first mailbox seem out of date."""
    made = await proven(api, OLD)
    one = await changed_address(api, made, NEW)
    api.clock.forward(minutes=1)
    other = await changed_address(api, made, "pencuri2@contoh.id")
    if first == "oldest":
        assert (await undone(api, one))["done"] is True
        assert await refused(api, other) == ["TOKEN_EXPIRED"]
    else:
        assert (await undone(api, other))["done"] is True
        assert await address_of(made) == NEW
        assert (await undone(api, one))["done"] is True
    assert await address_of(made) == OLD


async def test_a_clock_that_was_set_back_leaves_the_thief_no_link(api: Api) -> None:
    """The second change seems older than the first; its way back leads to the thief's first mailbox."""
    made = await proven(api, OLD)
    one = await changed_address(api, made, NEW)
    api.clock.forward(hours=-2)
    await prove(api, made)
    other = await changed_address(api, made, "pencuri2@contoh.id")
    api.clock.forward(hours=2)
    assert (await undone(api, one))["done"] is True
    assert await refused(api, other) == ["TOKEN_EXPIRED"]
    assert await address_of(made) == OLD


async def test_a_session_that_was_opened_after_the_undo_lives(api: Api) -> None:
    """The owner comes in by a code, sets a password, and goes on."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    await undone(api, undo)
    api.clock.forward(minutes=2)
    token = (await by_code(api, OLD))["accessToken"]
    assert (await api.ask(asks.SET_PASSWORD, by=token, password="sapi makan rumput hijau"))["done"] is True
    assert (await api.ask(documents.REFRESH))["problems"] == []
    assert await address_of(made) == OLD


async def test_a_change_keeps_the_sessions_and_their_refresh_tokens(api: Api) -> None:
    """Moving is no reason to sign in again, on this device or another."""
    await api.account(OLD)
    async with new_client(api.app) as other:
        await by_password(api, OLD, client=other)
        token = await by_password(api, OLD)
        await changed_address(api, token, NEW)
        assert (await api.ask(documents.REFRESH))["problems"] == []
        assert (await api.ask(documents.REFRESH, client=other))["problems"] == []


async def test_no_other_token_undoes_a_change(api: Api) -> None:
    """Every byte is ours; links of other letters and codes of other deeds are none."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    change = await AddressChange.get()
    settings, later = api.tools.settings, change.expires_at
    foreign = [tokens.sealed_id(kind, change.id, later, settings) for kind in ("recover-password", "confirm-address")]
    unknown = tokens.sealed_id(addresses.UNDO, made.id, later, settings)
    # Not the last letter: four of its bits mean nothing.
    places = range(0, len(undo) - 1, 7)
    changed = [undo[:n] + ("A" if undo[n] != "A" else "B") + undo[n + 1 :] for n in places]
    for token in (*foreign, unknown, *changed, "", "x", "é" * 50, "A" * 50, "A" * 60_000):
        assert await refused(api, token) == ["TOKEN_EXPIRED"]
    assert await address_of(made) == NEW


async def test_an_undo_after_the_proof_was_renewed_by_the_thief_still_ends_them(api: Api) -> None:
    """A fresh proof is worth what its session is."""
    made = await proven(api, OLD)
    undo = await changed_address(api, made, NEW)
    await prove(api, made)
    await undone(api, undo)
    assert await api.refused(asks.START_PASSKEY, by=made) in (["PROOF_REQUIRED"], ["UNAUTHENTICATED"])
