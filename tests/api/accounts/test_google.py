"""Sign-in by a provider's account, against a real provider: who is let in, linked, told, and who is not."""

import asyncio
from typing import Any

import pytest

from api.accounts.models import Account, ExternalIdentity
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.api.ways_in import arrived, by_code, by_google, by_password, codes, journey, prove, proven
from tests.openid.provider import Provider

SITI = "siti@contoh.id"
OTHER = "budi@contoh.id"
THEIRS = "kata sandi si penyerang"


async def viewer(api: Api, by: Any) -> Any:
    return await api.ask(asks.ACCOUNT, by=by)


async def test_an_account_is_made_for_an_address_that_the_provider_vouches_for(provider: Provider, api: Api) -> None:
    """One mail, a welcome: what the owner has just done is no news to them."""
    answer = await by_google(api, provider, SITI)
    assert (answer["problems"], answer["isNew"], answer["returnTo"]) == ([], True, None)
    seen = await viewer(api, answer["accessToken"])
    assert (seen["email"], seen["hasPassword"]) == (SITI, False)
    assert seen["google"] == {"email": SITI, "linkedAt": "2026-03-02T02:00:00+00:00"}
    assert [one["way"] for one in seen["devices"]] == ["GOOGLE"]
    await api.worker.drain()
    assert api.letterbox.kinds() == ["welcome"]


async def test_the_same_person_comes_back_to_the_same_account(provider: Provider, api: Api) -> None:
    """The second time nothing is made and nobody is told."""
    first = await by_google(api, provider, SITI)
    second = await by_google(api, provider, SITI)
    assert (first["isNew"], second["isNew"]) == (True, False)
    assert (await viewer(api, first["accessToken"]))["id"] == (await viewer(api, second["accessToken"]))["id"]
    assert await ExternalIdentity.all().count() == 1
    await api.worker.drain()
    assert api.letterbox.kinds() == ["welcome"]


async def test_an_account_of_the_same_proven_address_is_joined_and_its_owner_told(provider: Provider, api: Api) -> None:
    """Both sides have proven the address: a second, empty account would be the loudest complaint."""
    made = await api.account(SITI)
    answer = await by_google(api, provider, SITI)
    assert answer["isNew"] is False
    seen = await viewer(api, answer["accessToken"])
    assert (seen["id"], seen["google"]["email"], seen["hasPassword"]) == (str(made.id), SITI, True)
    await api.worker.drain()
    assert api.letterbox.kinds() == ["google-linked"]
    assert api.letterbox.last("google-linked").mail.to == SITI


async def test_capitals_in_the_providers_address_make_no_second_account(provider: Provider, api: Api) -> None:
    """Providers keep an address as it was typed."""
    made = await api.account(SITI)
    provider.rename("siti.1", "Siti@Contoh.ID")
    answer = await by_google(api, provider, "siti.1")
    assert (await viewer(api, answer["accessToken"]))["id"] == str(made.id)


async def test_an_attackers_registration_is_dead_once_the_owner_came_by_google(provider: Provider, api: Api) -> None:
    """Threat 3: the link that the attacker waits for, and the password that they chose, open nothing."""
    await api.ask(documents.REGISTER, email=SITI, password=THEIRS)
    await api.worker.drain()
    link = api.letterbox.last("confirm").token
    answer = await by_google(api, provider, SITI)
    assert answer["isNew"] is True
    before = api.stored()
    for password in (THEIRS, PASSWORD):
        assert await api.refused(documents.CONFIRM, token=link, password=password) == ["TOKEN_EXPIRED"]
    assert await api.refused(documents.SIGN_IN, email=SITI, password=THEIRS) == ["WRONG_CREDENTIALS"]
    assert api.stored() == before
    assert (await viewer(api, answer["accessToken"]))["hasPassword"] is False


async def test_a_registration_made_after_google_changes_nothing(provider: Provider, api: Api) -> None:
    """The owner reads that somebody tried; the attacker's password stays nowhere."""
    await by_google(api, provider, SITI)
    await api.ask(documents.REGISTER, email=SITI, password=THEIRS)
    await api.worker.drain()
    assert api.letterbox.kinds(SITI) == ["welcome", "known-address"]
    assert await api.refused(documents.SIGN_IN, email=SITI, password=THEIRS) == ["WRONG_CREDENTIALS"]


async def test_the_subject_is_the_identity_whatever_the_address_becomes(provider: Provider, api: Api) -> None:
    """People marry and rename their address at the provider; the account and its own address stay."""
    made = await viewer(api, (await by_google(api, provider, SITI))["accessToken"])
    provider.rename(SITI, "siti.baru@contoh.id")
    again = await by_google(api, provider, SITI)
    assert again["isNew"] is False
    seen = await viewer(api, again["accessToken"])
    assert (seen["id"], seen["email"]) == (made["id"], SITI)
    assert await Account.all().count() == 1


async def test_a_known_subject_is_let_in_even_without_a_proven_address(provider: Provider, api: Api) -> None:
    """The link was proven once; the address plays no part any more."""
    made = await viewer(api, (await by_google(api, provider, SITI))["accessToken"])
    provider.alter_next_token("no-address")
    again = await by_google(api, provider, SITI)
    assert (await viewer(api, again["accessToken"]))["id"] == made["id"]


async def test_another_subject_with_the_same_address_is_not_let_in(provider: Provider, api: Api) -> None:
    """An address that was given up and handed to somebody else must not hand over the account."""
    await by_google(api, provider, SITI)
    provider.rename("orang.lain", SITI)
    back = await journey(api, provider, "orang.lain")
    before = api.stored()
    assert codes(await arrived(api, back)) == ["LINK_REQUIRED"]
    assert api.stored() == before


@pytest.mark.parametrize("has_account", [False, True])
async def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    provider: Provider, api: Api, has_account: bool
) -> None:
    """Anybody can write any address into a profile."""
    victim = "belum-terbukti-korban@contoh.id"
    if has_account:
        await api.account(victim)
    back = await journey(api, provider, victim)
    before = api.stored()
    assert codes(await arrived(api, back)) == ["ADDRESS_UNVERIFIED"]
    assert api.stored() == before


@pytest.mark.parametrize("alteration", ["verified-as-text", "no-address"])
async def test_a_word_is_no_proof_of_an_address(provider: Provider, api: Api, alteration: str) -> None:
    """Some providers write "true" for true; a token may hold no address at all."""
    provider.alter_next_token(alteration)
    back = await journey(api, provider, SITI)
    assert codes(await arrived(api, back)) == ["ADDRESS_UNVERIFIED"]
    assert await Account.all().count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "jörg@contoh.id",
        "siti@contoh.id\r\nBcc: korban@contoh.id",
        "bukan alamat",
        "x" * 300 + "@contoh.id",
        "a@[::1",
        "@",
    ],
)
async def test_an_address_that_no_letter_reaches_is_refused_in_words(
    provider: Provider, api: Api, address: str
) -> None:
    """The provider may vouch for what we can't write to; that is a no, not a fault."""
    provider.rename("siti.1", address)
    back = await journey(api, provider, "siti.1")
    before = api.stored()
    answer = await arrived(api, back)
    assert codes(answer) == ["ADDRESS_UNVERIFIED"]
    assert "tidak dapat kami kirimi" in answer["problems"][0]["message"]
    assert answer["problems"][0]["field"] is None
    assert api.stored() == before


async def test_a_staff_account_is_joined_only_by_whoever_is_signed_in_to_it(provider: Provider, api: Api) -> None:
    """More hangs on it: a provider's word alone does not open it; its owner's own link does."""
    staff = await api.staff()
    back = await journey(api, provider, staff.email)
    before = api.stored()
    assert codes(await arrived(api, back)) == ["LINK_REQUIRED"]
    assert api.stored() == before
    await prove(api, staff)
    linked = await by_google(api, provider, staff.email, link_to=staff)
    assert linked["problems"] == []
    opened = await by_google(api, provider, staff.email)
    assert (await viewer(api, opened["accessToken"]))["role"] == "STAFF"


async def test_linking_joins_another_address_and_opens_no_second_session(provider: Provider, api: Api) -> None:
    """The browser is signed in already: a session more would stand in the list of devices for sixty days."""
    made = await proven(api, SITI)
    answer = await by_google(api, provider, OTHER, link_to=made, to="/akun/")
    expected: dict[str, Any] = {
        "accessToken": None,
        "expiresAt": None,
        "isNew": False,
        "returnTo": "/akun/",
        "problems": [],
    }
    assert answer == expected
    seen = await viewer(api, made)
    assert (seen["email"], seen["google"]["email"], len(seen["devices"])) == (SITI, OTHER, 1)
    await api.worker.drain()
    assert api.letterbox.kinds() == ["google-linked"]
    assert (await viewer(api, (await by_google(api, provider, OTHER))["accessToken"]))["id"] == str(made.id)


async def test_a_link_takes_the_place_of_the_one_before(provider: Provider, api: Api) -> None:
    """One of the provider's accounts opens one of ours; the one that was left opens it no longer."""
    made = await proven(api, SITI)
    await by_google(api, provider, "lama@contoh.id", link_to=made)
    await by_google(api, provider, "baru@contoh.id", link_to=made)
    assert (await viewer(api, made))["google"]["email"] == "baru@contoh.id"
    stranger = await by_google(api, provider, "lama@contoh.id")
    assert stranger["isNew"] is True


async def test_what_opens_another_account_is_not_linked(provider: Provider, api: Api) -> None:
    """Or one person's sign-in would open somebody else's account from that day on."""
    await by_google(api, provider, OTHER)
    made = await proven(api, SITI)
    back = await journey(api, provider, OTHER, link_to=made)
    before = api.stored()
    assert codes(await arrived(api, back)) == ["PROVIDER_REFUSED"]
    assert api.stored() == before


async def test_linking_asks_for_a_session_and_for_a_proof(provider: Provider, api: Api) -> None:
    """A phone that lies unlocked on a table must not get a second owner."""
    assert await api.refused(asks.START_GOOGLE, link=True) == ["UNAUTHENTICATED"]
    made = await proven(api, SITI)
    api.clock.forward(minutes=15)
    assert await api.refused(asks.START_GOOGLE, by=made, link=True) == ["PROOF_REQUIRED"]
    assert await ExternalIdentity.all().count() == 0


async def test_a_link_that_is_under_way_ends_with_its_session(provider: Provider, api: Api) -> None:
    """A thief stays on the provider's page while the owner signs everybody out, and comes back afterwards."""
    made = await proven(api, SITI)
    back = await journey(api, provider, "pencuri@contoh.id", link_to=made)
    await by_password(api, SITI)
    await api.ask(asks.SIGN_OUT_EVERYWHERE, by=made, keep=False)
    before = api.stored()
    assert codes(await arrived(api, back)) == ["UNAUTHENTICATED"]
    assert api.stored() == before


async def test_unlinking_asks_for_a_proof_and_is_told(provider: Provider, api: Api) -> None:
    """And repeating it, when its answer was lost, sends no second letter."""
    made = await proven(api, SITI)
    await by_google(api, provider, OTHER, link_to=made)
    await api.worker.drain()
    api.clock.forward(minutes=15)
    before = api.stored()
    assert await api.refused(asks.UNLINK_GOOGLE, by=made) == ["PROOF_REQUIRED"]
    assert api.stored() == before
    await prove(api, made)
    for _ in range(2):
        assert (await api.ask(asks.UNLINK_GOOGLE, by=made))["done"] is True
    await api.worker.drain()
    assert api.letterbox.kinds() == ["google-linked", "google-unlinked"]
    assert (await viewer(api, made))["google"] is None
    # An address of its own: nothing keeps it from an account of its own.
    assert (await by_google(api, provider, OTHER))["isNew"] is True


async def test_what_was_unlinked_opens_the_account_again_only_when_its_owner_says_so(
    provider: Provider, api: Api
) -> None:
    """The address is the account's: without a memory of the no, the next sign-in would link it again."""
    made = await proven(api, SITI)
    await by_google(api, provider, SITI, link_to=made)
    assert (await api.ask(asks.UNLINK_GOOGLE, by=made))["done"] is True
    before = api.stored()
    assert codes(await by_google(api, provider, SITI)) == ["LINK_REQUIRED"]
    assert api.stored() == before
    await by_google(api, provider, SITI, link_to=made)
    assert (await viewer(api, made))["google"]["email"] == SITI
    assert (await by_google(api, provider, SITI))["accessToken"]


async def test_who_comes_back_from_two_tabs_at_once_has_one_account(provider: Provider, api: Api) -> None:
    """Both tabs are signed in, one account is made, one welcome is sent."""
    async with new_client(api.app) as one, new_client(api.app) as other:
        ways = [(client, await journey(api, provider, SITI, client=client)) for client in (one, other)]
        answers = await asyncio.gather(*(arrived(api, back, client=client) for client, back in ways))
    assert sorted(answer["isNew"] for answer in answers) == [False, True]
    assert all(answer["accessToken"] for answer in answers)
    assert await Account.all().count() == await ExternalIdentity.all().count() == 1
    await api.worker.drain()
    assert api.letterbox.kinds() == ["welcome"]


async def test_google_and_the_code_at_once_make_one_account(provider: Provider, api: Api) -> None:
    """Whoever grows impatient takes the other way too."""
    async with new_client(api.app) as other:
        back = await journey(api, provider, SITI)
        answers = await asyncio.gather(arrived(api, back), by_code(api, SITI, client=other))
    assert all(answer["accessToken"] for answer in answers)
    assert await Account.all().count() == await ExternalIdentity.all().count() == 1


async def test_of_two_subjects_with_one_new_address_the_first_has_it(provider: Provider, api: Api) -> None:
    """The provider's mistake must not put two people into one account."""
    provider.rename("dua", SITI)
    async with new_client(api.app) as one, new_client(api.app) as other:
        logins = ((one, SITI), (other, "dua"))
        ways = [(client, await journey(api, provider, login, client=client)) for client, login in logins]
        answers = await asyncio.gather(*(arrived(api, back, client=client) for client, back in ways))
    assert sorted(bool(answer["accessToken"]) for answer in answers) == [False, True]
    assert [one["code"] for answer in answers for one in answer["problems"]] == ["LINK_REQUIRED"]
    assert await Account.all().count() == await ExternalIdentity.all().count() == 1
