"""Sessions: signing in, the rotation of the refresh token, theft, signing out."""

import asyncio
from typing import Any

import httpx
import pytest

from api.accounts.models import Account, RefreshToken, Session
from api.edge import REFRESH_COOKIE
from api.identity import Role
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client

EMAIL = "siti@contoh.id"


async def sign_in(api: Api, client: httpx.AsyncClient | None = None, email: str = EMAIL) -> Any:
    return await api.ask(documents.SIGN_IN, client=client, email=email, password=PASSWORD)


def cookie(client: httpx.AsyncClient) -> str:
    return client.cookies.get(REFRESH_COOKIE) or ""


def put_cookie(client: httpx.AsyncClient, token: str) -> None:
    """Present another token than the one that the server gave last."""
    client.cookies.clear()
    client.cookies.set(REFRESH_COOKIE, token, domain="testserver.local", path="/")


async def refreshed(api: Api, client: httpx.AsyncClient, token: str) -> Any:
    """What presenting this token answers."""
    put_cookie(client, token)
    return await api.ask(documents.REFRESH, client=client)


async def test_the_cookie_can_be_read_by_no_script_and_sent_by_no_other_site(api: Api) -> None:
    """Each attribute keeps one attack out; the token itself stands in no answer and in no table."""
    await api.account(EMAIL)
    answer = await api.post(documents.SIGN_IN, {"email": EMAIL, "password": PASSWORD})
    header = answer.headers["set-cookie"]
    parts = {part.strip().lower() for part in header.split(";")[1:]}
    assert header.startswith("__Host-jawara=")
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)
    assert cookie(api.client) not in answer.text
    assert cookie(api.client) not in str(api.stored())


@pytest.mark.both_engines
async def test_a_refresh_gives_a_new_pair_and_uses_the_old_one_up(api: Api) -> None:
    """Rotation: a copied token is worth something only until its owner moves on."""
    await api.account(EMAIL)
    await sign_in(api)
    first = cookie(api.client)
    api.clock.forward(minutes=9)
    answer = await api.ask(documents.REFRESH)
    assert answer["problems"] == []
    assert answer["expiresAt"] == "2026-03-02T02:19:00+00:00"
    assert cookie(api.client) not in {"", first}
    assert (await api.ask(documents.VIEWER, by=answer["accessToken"]))["email"] == EMAIL
    assert await Session.filter(ended_at__isnull=True).count() == 2


@pytest.mark.both_engines
async def test_a_lost_answer_does_not_sign_the_owner_out(api: Api) -> None:
    """On a bad network the answer that carried the successor may never arrive: the same token may ask again."""
    await api.account(EMAIL)
    await sign_in(api)
    first = cookie(api.client)
    assert (await refreshed(api, api.client, first))["problems"] == []
    lost = cookie(api.client)
    for _ in range(3):
        assert (await refreshed(api, api.client, first))["problems"] == []
    kept = cookie(api.client)
    assert (await refreshed(api, api.client, kept))["problems"] == []
    assert kept != lost
    await api.worker.drain()
    assert api.letterbox.kinds() == []


@pytest.mark.both_engines
async def test_the_withdrawn_successor_ends_the_family(api: Api) -> None:
    """If the lost answer was read by a thief after all, presenting it shows the theft."""
    await api.account(EMAIL)
    await sign_in(api)
    first = cookie(api.client)
    await refreshed(api, api.client, first)
    stolen = cookie(api.client)
    await refreshed(api, api.client, first)
    mine = cookie(api.client)
    async with new_client(api.app) as thief:
        assert (await refreshed(api, thief, stolen))["problems"][0]["code"] == "UNAUTHENTICATED"
    assert (await refreshed(api, api.client, mine))["problems"][0]["code"] == "UNAUTHENTICATED"


@pytest.mark.both_engines
async def test_a_replayed_token_ends_the_family_and_tells_the_owner(api: Api) -> None:
    """Two hold the same token: which one is the thief can't be known, so both are out and the owner learns it."""
    await api.account(EMAIL)
    await sign_in(api)
    stolen = cookie(api.client)
    await api.ask(documents.REFRESH)
    await api.ask(documents.REFRESH)
    mine = cookie(api.client)
    async with new_client(api.app, "198.51.100.9") as thief:
        answer = await refreshed(api, thief, stolen)
        assert (answer["accessToken"], answer["problems"][0]["code"]) == (None, "UNAUTHENTICATED")
        assert cookie(thief) == ""
    assert (await refreshed(api, api.client, mine))["problems"][0]["code"] == "UNAUTHENTICATED"
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == ["session-ended"]


@pytest.mark.both_engines
async def test_a_dead_family_tells_its_owner_once(api: Api) -> None:
    """A thief who goes on trying must not fill the owner's mailbox."""
    await api.account(EMAIL)
    await sign_in(api)
    stolen = cookie(api.client)
    await api.ask(documents.REFRESH)
    await api.ask(documents.REFRESH)
    async with new_client(api.app, "198.51.100.9") as thief:
        for _ in range(5):
            await refreshed(api, thief, stolen)
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == ["session-ended"]


async def test_theft_on_one_device_leaves_the_others_signed_in(api: Api) -> None:
    """A family is one device."""
    await api.account(EMAIL)
    async with new_client(api.app) as other:
        await sign_in(api, other)
        await sign_in(api)
        stolen = cookie(api.client)
        await api.ask(documents.REFRESH)
        await api.ask(documents.REFRESH)
        await refreshed(api, api.client, stolen)
        assert (await api.ask(documents.REFRESH, client=other))["problems"] == []


@pytest.mark.both_engines
async def test_ten_refreshes_at_once_leave_one_chain(api: Api) -> None:
    """Two tabs wake at once: no error, and exactly one token that can go on."""
    await api.account(EMAIL)
    await sign_in(api)
    first = cookie(api.client)

    async def one() -> Any:
        async with new_client(api.app) as client:
            return await refreshed(api, client, first)

    answers = await asyncio.gather(*(one() for _ in range(10)))
    assert all(answer["accessToken"] for answer in answers)
    assert await RefreshToken.filter(used_at__isnull=True, withdrawn_at__isnull=True).count() == 1


@pytest.mark.parametrize(("role", "hours"), [(Role.PARTICIPANT, 60 * 24), (Role.STAFF, 12)])
async def test_a_session_ends_when_its_time_is_over(api: Api, role: Role, hours: int) -> None:
    """Sixty days unused for participants, twelve hours for staff."""
    await api.account(EMAIL, role)
    await sign_in(api)
    api.clock.forward(hours=hours, seconds=-1)
    assert (await api.ask(documents.REFRESH))["problems"] == []
    api.clock.forward(hours=hours)
    assert await api.refused(documents.REFRESH) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "%00", "a" * 4_000])
async def test_a_token_that_was_never_given_is_no_session(api: Api, token: str) -> None:
    """And the cookie is taken away, so that the browser stops sending it."""
    before = api.stored()
    answer = await api.post(documents.REFRESH, headers={"cookie": f"{REFRESH_COOKIE}={token}"})
    assert answer.json()["data"]["refreshSession"]["problems"][0]["code"] == "UNAUTHENTICATED"
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert api.stored() == before


async def test_signing_out_ends_the_session_on_the_server(api: Api) -> None:
    """A copy of the cookie is worth nothing afterwards."""
    await api.account(EMAIL)
    await sign_in(api)
    copied = cookie(api.client)
    assert (await api.ask(documents.SIGN_OUT))["done"] is True
    assert cookie(api.client) == ""
    assert (await refreshed(api, api.client, copied))["problems"][0]["code"] == "UNAUTHENTICATED"
    await api.worker.drain()
    assert api.letterbox.kinds() == []
    assert (await api.ask(documents.SIGN_OUT))["done"] is True


async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(api: Api) -> None:
    """Byte for byte; no session, no cookie."""
    await api.account(EMAIL)
    before = api.stored()
    wrong = [("siti@contoh.id", "sandi yang salah"), ("lain@contoh.id", PASSWORD)]
    answers = [await api.post(documents.SIGN_IN, {"email": email, "password": password}) for email, password in wrong]
    assert answers[0].content == answers[1].content
    assert answers[0].json()["data"]["signIn"]["problems"][0]["code"] == "WRONG_CREDENTIALS"
    assert all("set-cookie" not in answer.headers for answer in answers)
    assert api.stored() == before


async def test_guessing_stops_after_ten_and_the_owner_gets_in_elsewhere(api: Api) -> None:
    """The limit is per address and network: a guesser can't lock the owner out of their phone."""
    await api.account(EMAIL)
    codes: list[str] = []
    for n in range(12):
        codes += await api.refused(documents.SIGN_IN, email=EMAIL, password=f"tebakan nomor {n}")
    assert codes == ["WRONG_CREDENTIALS"] * 10 + ["TOO_MANY_REQUESTS"] * 2
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=PASSWORD) == ["TOO_MANY_REQUESTS"]
    async with new_client(api.app, "198.51.100.9") as phone:
        assert (await sign_in(api, phone))["accessToken"]


async def test_an_account_without_a_password_can_not_be_entered_with_one(api: Api) -> None:
    """None is not a password that somebody could guess."""
    someone = await api.account(EMAIL)
    await Account.filter(id=someone.id).update(password_hash=None)
    for password in ("", "None", "null", PASSWORD):
        assert await api.refused(documents.SIGN_IN, email=EMAIL, password=password) == ["WRONG_CREDENTIALS"]
