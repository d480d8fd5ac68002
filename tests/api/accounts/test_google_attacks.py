"""What may go wrong between us, the browser and the provider: no way round the flow, every fault is a no."""

import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.accounts.google import ARRIVALS_PER_NETWORK
from api.accounts.models import Account, ExternalIdentity, Session
from api.app import create_app
from api.openid import OpenIdClient
from api.settings import Settings
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.api.ways_in import arrived, asked_code, by_code, by_google, by_passkey, codes, journey, new_passkey, proven
from tests.openid.provider import Provider

SITI = "siti@contoh.id"
JOURNEY = "__Host-jawara-google"


def put_journey(client: httpx.AsyncClient, value: str) -> None:
    """Give a browser this flow cookie and no other."""
    client.cookies.clear()
    client.cookies.set(JOURNEY, value, domain="testserver.local", path="/")


@asynccontextmanager
async def knowing(api: Api, settings: Settings, **more: Any) -> AsyncGenerator[Api]:
    """The same system with another idea of the provider."""
    openid = OpenIdClient(settings, **more)
    app = create_app(replace(api.tools, settings=settings, openid=openid))
    async with new_client(app) as client:
        yield replace(api, app=app, client=client)
    await openid.aclose()


def closed_port() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_the_flow_cookie_is_the_browsers_alone_and_short_lived(provider: Provider, api: Api) -> None:
    """No script reads it, no other site sends it, and the answer takes it away."""
    started = await api.post(asks.START_GOOGLE, {})
    (header,) = started.headers.get_list("set-cookie")
    parts = {part.strip().lower() for part in header.split(";")[1:]}
    assert header.startswith(f"{JOURNEY}=")
    assert {"httponly", "secure", "samesite=strict", "path=/", "max-age=900"} <= parts
    assert not any(part.startswith("domain") for part in parts)
    finished = await api.post(asks.FINISH_GOOGLE, {"code": "x", "state": "y"})
    (gone,) = finished.headers.get_list("set-cookie")
    assert gone.startswith(f'{JOURNEY}=""')
    assert "max-age=0" in gone.lower()


async def test_a_foreign_state_is_refused_and_the_provider_not_asked(provider: Provider, api: Api) -> None:
    """Signing a victim in to the attacker's account begins with a link that holds the attacker's code."""
    back = await journey(api, provider, SITI)
    asked = provider.count("/token")
    cookie = api.client.cookies[JOURNEY]
    for state in ("", "x", back["state"][:-1], back["state"] + "A", back["state"].swapcase(), "é", back["code"]):
        put_journey(api.client, cookie)
        assert codes(await arrived(api, back | {"state": state})) == ["PROVIDER_REFUSED"]
    assert provider.count("/token") == asked
    assert await Account.all().count() == 0


async def test_without_its_own_flow_cookie_no_browser_is_let_in(provider: Provider, api: Api) -> None:
    """The code and the state stand in an address bar; the cookie makes them this browser's."""
    back = await journey(api, provider, SITI)
    mine = api.client.cookies[JOURNEY]
    async with new_client(api.app) as other:
        assert codes(await arrived(api, back, client=other)) == ["PROVIDER_REFUSED"]
        await journey(api, provider, "penyerang@contoh.id", client=other)
        assert codes(await arrived(api, back, client=other)) == ["PROVIDER_REFUSED"]
        for forged in ("", "x", "a.b.c", mine[:-2], mine.rpartition(".")[0] + ".", "=" * 3_000, "{" * 3_000):
            put_journey(other, forged)
            assert codes(await arrived(api, back, client=other)) == ["PROVIDER_REFUSED"]
    assert await Account.all().count() == await Session.all().count() == 0
    put_journey(api.client, mine)
    assert (await arrived(api, back))["accessToken"]


async def test_a_token_of_another_kind_is_no_flow_cookie(provider: Provider, api: Api) -> None:
    """Both are signed by us, each with a key of its own."""
    made = await api.account(SITI)
    back = await journey(api, provider, SITI)
    put_journey(api.client, api.token(made))
    assert codes(await arrived(api, back)) == ["PROVIDER_REFUSED"]


async def test_a_flow_cookie_opens_nothing_else(provider: Provider, api: Api) -> None:
    """It is signed by us as access tokens are, and whoever has the browser can read it."""
    made = await proven(api, SITI)
    await api.ask(asks.START_GOOGLE, by=made, link=True)
    cookie = api.client.cookies[JOURNEY]
    assert await api.ask(documents.VIEWER, by=cookie) is None
    assert await api.refused(asks.UNDO_CHANGE, token=cookie) == ["TOKEN_EXPIRED"]


@pytest.mark.parametrize(("seconds", "is_in_time"), [(899, True), (900, False)])
async def test_a_quarter_of_an_hour_is_left_for_the_providers_pages(
    provider: Provider, api: Api, seconds: int, is_in_time: bool
) -> None:
    """A flow that was left open on a shared phone is nobody's to end."""
    back = await journey(api, provider, SITI)
    cookie = api.client.cookies[JOURNEY]
    provider.set_clock(api.clock.forward(seconds=seconds))
    put_journey(api.client, cookie)
    answer = await arrived(api, back)
    assert [one["code"] for one in answer["problems"]] == ([] if is_in_time else ["PROVIDER_REFUSED"])
    assert await Account.all().count() == int(is_in_time)


async def test_a_callback_that_is_played_again_signs_nobody_in(provider: Provider, api: Api) -> None:
    """From the history, a log, or a second tap: the code was used, whatever the browser still holds."""
    back = await journey(api, provider, SITI)
    cookie = api.client.cookies[JOURNEY]
    assert (await arrived(api, back))["accessToken"]
    put_journey(api.client, cookie)
    before = api.stored()
    assert codes(await arrived(api, back)) == ["PROVIDER_REFUSED"]
    assert api.stored() == before


@pytest.mark.parametrize(
    "alteration",
    ["wrong-nonce", "no-nonce", "wrong-audience", "many-audiences", "wrong-issuer", "expired", "none", "foreign-key"],
)
async def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    provider: Provider, api: Api, alteration: str
) -> None:
    """Of another flow, for another site, by another issuer or key."""
    await api.account(SITI)
    provider.alter_next_token(alteration)
    back = await journey(api, provider, SITI)
    before = api.stored()
    assert codes(await arrived(api, back)) == ["PROVIDER_REFUSED"]
    assert api.stored() == before


@pytest.mark.parametrize("alteration", ["wrong-nonce", "wrong-audience", "hs256-public-key"])
async def test_a_bad_token_links_nothing(provider: Provider, api: Api, alteration: str) -> None:
    """The way of a link is the same way."""
    made = await proven(api, SITI)
    provider.alter_next_token(alteration)
    back = await journey(api, provider, "pencuri@contoh.id", link_to=made)
    assert codes(await arrived(api, back)) == ["PROVIDER_REFUSED"]
    assert await ExternalIdentity.all().count() == 0


async def test_new_keys_in_the_middle_of_a_sign_in_hold_nobody_up(provider: Provider, api: Api) -> None:
    """Providers rotate theirs when they like."""
    await by_google(api, provider, SITI)
    api.clock.forward(minutes=2)
    back = await journey(api, provider, "budi@contoh.id")
    provider.rotate("ES256")
    assert (await arrived(api, back))["accessToken"]
    provider.rotate()
    provider.set_clock(api.clock.forward(minutes=2))
    assert (await by_google(api, provider, SITI))["isNew"] is False


async def test_a_provider_that_is_away_leaves_the_other_ways_open(
    api: Api, make_settings: Callable[..., Settings]
) -> None:
    """Somebody else's bad day must not be ours."""
    settings = make_settings(google_issuer=closed_port(), google_client_id="si-jawara", google_client_secret="rahasia")
    made = await proven(api, SITI)
    key = await new_passkey(api, made)
    async with knowing(api, settings) as alone:
        assert await alone.ask(asks.WAYS) == {"google": True, "passkey": True}
        before = api.stored()
        assert await alone.refused(asks.START_GOOGLE) == ["PROVIDER_UNAVAILABLE"]
        assert api.stored() == before
        assert (await by_code(alone, SITI))["accessToken"]
        assert (await by_passkey(alone, key))["accessToken"]
        assert (await alone.ask(documents.SIGN_IN, email=SITI, password=PASSWORD))["accessToken"]


async def test_a_provider_that_falls_silent_in_the_middle_is_a_no_and_no_fault(provider: Provider, api: Api) -> None:
    """The person is told, and begins again when it is back."""
    async with knowing(api, api.tools.settings, patience=0.3) as hasty:
        back = await journey(hasty, provider, SITI)
        provider.delay_tokens(0.6)
        before = api.stored()
        assert codes(await arrived(hasty, back)) == ["PROVIDER_UNAVAILABLE"]
        assert api.stored() == before
        provider.delay_tokens(0)
        assert (await by_google(hasty, provider, SITI))["accessToken"]


async def test_a_system_without_a_provider_says_so(api: Api) -> None:
    """The screen offers no button; who presses one of before is told."""
    assert await api.ask(asks.WAYS) == {"google": False, "passkey": True}
    assert await api.refused(asks.START_GOOGLE) == ["PROVIDER_UNAVAILABLE"]
    assert await api.refused(asks.FINISH_GOOGLE, code="x", state="y") == ["PROVIDER_REFUSED"]


@pytest.mark.parametrize("path", ["/", "/kelas/pemasaran/?bab=2#soal", "/akun/", "/a/%2e%2e//b", "/" + "a" * 1_023])
async def test_who_comes_back_is_led_to_where_they_wanted_to_go(provider: Provider, api: Api, path: str) -> None:
    """As it was given, letter by letter."""
    assert (await by_google(api, provider, SITI, to=path))["returnTo"] == path


@pytest.mark.parametrize(
    "path",
    [
        *("", " ", "kelas/", "https://evil.example/", "//evil.example", "///evil.example", "javascript:alert(1)"),
        *("/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example"),
        *("/kelas/\r\nSet-Cookie: a=b", "/ruang kosong", "/é", "/\u202e", "/" + "a" * 1_024, "/" + "a" * 60_000),
    ],
)
async def test_nobody_is_led_away_from_this_site(provider: Provider, api: Api, path: str) -> None:
    """A link to our sign-in page would otherwise end on a copy of it; checked where it comes in, for every client."""
    answer = await api.post(asks.START_GOOGLE, {"to": path})
    started = answer.json()["data"]["startGoogleSignIn"]
    assert codes(started) == ["INVALID_INPUT"]
    assert started["problems"][0]["field"] == "returnTo"
    assert "set-cookie" not in answer.headers


async def test_one_flow_can_not_be_used_to_flood_the_provider(provider: Provider, api: Api) -> None:
    """Each answer asks the provider: a cookie that is sent again and again is counted like everybody."""
    back = await journey(api, provider, SITI)
    for _ in range(300):
        await api.tools.throttle.count(ARRIVALS_PER_NETWORK, "203.0.113.7")
    asked = provider.count("/token")
    assert codes(await arrived(api, back)) == ["TOO_MANY_REQUESTS"]
    assert provider.count("/token") == asked


async def test_the_code_of_one_address_and_the_flow_of_another_stay_apart(provider: Provider, api: Api) -> None:
    """What the provider's address bar holds is no code of ours, and ours no state of theirs."""
    challenge, code = await asked_code(api, SITI)
    back = await journey(api, provider, "penyerang@contoh.id")
    mixed = await api.ask(asks.FINISH_GOOGLE, code=code, state=challenge)
    assert codes(mixed) == ["PROVIDER_REFUSED"]
    other = await api.ask(asks.SIGN_IN_BY_CODE, challenge=back["state"], code=back["code"])
    assert codes(other) == ["TOKEN_EXPIRED"]
    assert await Account.all().count() == 0
