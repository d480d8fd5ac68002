"""A new password by the mailbox: once, within the hour, and everybody else is out."""

from typing import Any

import pytest

from api.accounts.models import Account, Session
from api.accounts.recovery import make_staff
from api.accounts.rules import WeakPassword
from api.identity import Role
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client

EMAIL = "siti@contoh.id"
NEW = "sapi makan rumput hijau"


async def link(api: Api, email: str = EMAIL) -> str:
    await api.ask(documents.ASK_RECOVERY, email=email)
    await api.worker.drain()
    return api.letterbox.last("recover").token


async def reset(api: Api, token: str, password: str = NEW) -> Any:
    return await api.ask(documents.RESET, token=token, password=password)


async def test_a_new_password_ends_every_session_and_is_told(api: Api) -> None:
    """Whoever knew the old one, or holds a cookie of it, is out."""
    await api.account(EMAIL)
    async with new_client(api.app) as other:
        await api.ask(documents.SIGN_IN, client=other, email=EMAIL, password=PASSWORD)
        assert await reset(api, await link(api)) == {"done": True, "problems": []}
        assert await Session.filter(ended_at__isnull=True).count() == 0
        assert await api.refused(documents.REFRESH, client=other) == ["UNAUTHENTICATED"]
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=PASSWORD) == ["WRONG_CREDENTIALS"]
    assert (await api.ask(documents.SIGN_IN, email=EMAIL, password=NEW))["accessToken"]
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == ["recover", "password-changed"]


async def test_a_link_works_once(api: Api) -> None:
    """A mailbox that is read later must not open the account again."""
    await api.account(EMAIL)
    token = await link(api)
    await reset(api, token)
    before = api.stored()
    again = await api.refused(documents.RESET, token=token, password="ayam berkokok pagi hari")
    assert again == ["TOKEN_EXPIRED"]
    assert api.stored() == before


async def test_using_one_link_ends_the_others(api: Api) -> None:
    """All links of before depend on the old password."""
    await api.account(EMAIL)
    first, second = await link(api), await link(api)
    await reset(api, second)
    assert await api.refused(documents.RESET, token=first, password=NEW + " lagi") == ["TOKEN_EXPIRED"]


@pytest.mark.parametrize(("seconds", "works"), [(3_599, True), (3_600, False)])
async def test_a_link_works_for_an_hour(api: Api, seconds: int, works: bool) -> None:
    """Counted from when it was mailed."""
    await api.account(EMAIL)
    token = await link(api)
    api.clock.forward(seconds=seconds)
    assert (await reset(api, token))["done"] is works


async def test_a_weak_password_is_refused_and_the_link_still_works(api: Api) -> None:
    """A mistake costs a try, not a mail."""
    await api.account(EMAIL)
    token = await link(api)
    assert await api.refused(documents.RESET, token=token, password=EMAIL) == ["WEAK_PASSWORD"]
    assert (await reset(api, token))["done"] is True


async def test_an_unknown_address_gets_the_same_answer_and_a_letter_too(api: Api) -> None:
    """Whoever asks does not learn who is here; whoever mistook their own address does, and how to register."""
    await api.account(EMAIL)
    answers = [await api.post(documents.ASK_RECOVERY, {"email": one}) for one in (EMAIL, "lain@contoh.id")]
    assert answers[0].content == answers[1].content
    await api.worker.drain()
    assert api.letterbox.kinds("lain@contoh.id") == ["recover-unknown"]
    assert api.letterbox.kinds(EMAIL) == ["recover"]


async def test_a_link_opens_its_own_account_only(api: Api) -> None:
    """The id in the token is covered, and so is its purpose."""
    await api.account(EMAIL)
    await api.account("budi@contoh.id")
    mine, theirs = await link(api), await link(api, "budi@contoh.id")
    mixed = theirs[:21] + mine[21:]
    before = api.stored()
    for forged in (mixed, "", "A" * 50, mine[:-1]):
        assert await api.refused(documents.RESET, token=forged, password=NEW) == ["TOKEN_EXPIRED"]
    assert await api.refused(documents.CONFIRM, token=mine, password=PASSWORD) == ["TOKEN_EXPIRED"]
    assert api.stored() == before


async def test_a_network_can_not_ask_for_everybodys_recovery(api: Api) -> None:
    """A list of addresses and one machine: the office must not become a sender of unwanted mail."""
    codes: list[str] = []
    for n in range(62):
        answer = await api.ask(documents.ASK_RECOVERY, email=f"orang{n}@contoh.id")
        codes += [one["code"] for one in answer["problems"]]
    assert codes == ["TOO_MANY_REQUESTS"] * 2


async def test_staff_are_made_or_mended_by_the_system(api: Api) -> None:
    """Twice is harmless; a participant's account can be raised; the password rules hold for staff too."""
    await make_staff("petugas@contoh.id", PASSWORD, api.clock())
    await make_staff("Petugas@contoh.id", NEW, api.clock())
    account = await Account.get(email="petugas@contoh.id")
    assert account.role is Role.STAFF
    assert (await api.ask(documents.SIGN_IN, email=account.email, password=NEW))["accessToken"]
    with pytest.raises(WeakPassword):
        await make_staff("lain@contoh.id", "lemah", api.clock())
    assert await Account.all().count() == 1


async def test_making_somebody_staff_signs_them_out_once(api: Api) -> None:
    """A session that a participant left open on a shared phone must not become staff's at its next refresh; the system
    makes its own staff account at every start, which signs nobody out.
    """
    await api.account(EMAIL)
    await api.ask(documents.SIGN_IN, email=EMAIL, password=PASSWORD)
    await make_staff(EMAIL, NEW, api.clock())
    assert await api.refused(documents.REFRESH) == ["UNAUTHENTICATED"]
    await api.ask(documents.SIGN_IN, email=EMAIL, password=NEW)
    await make_staff(EMAIL, NEW, api.clock())
    assert (await api.ask(documents.REFRESH))["problems"] == []
    await make_staff(EMAIL, NEW + " lagi", api.clock())
    assert await api.refused(documents.REFRESH) == ["UNAUTHENTICATED"]
