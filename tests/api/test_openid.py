"""Signing in through a provider: against a real one, which makes the bad tokens itself, with its real key."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from api.id_tokens import Claims
from api.openid import DISCOVERY, Flow, OpenIdClient, ProviderRefused, ProviderUnavailable, new_flow
from api.refusal import ProblemCode
from api.settings import Settings
from tests.openid.provider import CLIENT_ID, Provider

SITI = "siti@contoh.id"
MakeSettings = Callable[..., Settings]


@pytest.fixture
def provider(openid_provider: Provider) -> Provider:
    return openid_provider.reset()


@pytest.fixture
async def client(provider: Provider, make_settings: MakeSettings) -> AsyncGenerator[OpenIdClient]:
    opened = OpenIdClient(make_settings(**provider.settings))
    yield opened
    await opened.aclose()


def now() -> datetime:
    """The provider's own time."""
    return datetime.now(UTC)


async def code_for(client: OpenIdClient, provider: Provider, flow: Flow, login: str = SITI) -> str:
    """The code of somebody who signed in at the provider."""
    back = provider.sign_in(await client.authorization_url(flow, now()), login)
    assert back["state"] == flow.state
    return back["code"]


async def signed_in(client: OpenIdClient, provider: Provider, login: str = SITI, at: datetime | None = None) -> Claims:
    flow = new_flow()
    return await client.claims(await code_for(client, provider, flow, login), flow, at or now())


async def test_who_signs_in_at_the_provider_comes_back_with_a_verified_address(
    client: OpenIdClient, provider: Provider
) -> None:
    """The whole flow: authorization, code, token, proof."""
    assert await signed_in(client, provider) == Claims(provider.issuer, SITI, SITI, email_verified=True)


async def test_the_authorization_url_asks_for_what_is_needed_and_no_more(
    client: OpenIdClient, provider: Provider
) -> None:
    """The verifier itself stays here; name, picture and lasting access are not asked for."""
    flow = new_flow()
    url = urlsplit(await client.authorization_url(flow, now()))
    digest = hashlib.sha256(flow.verifier.encode()).digest()
    assert f"{url.scheme}://{url.netloc}{url.path}" == provider.issuer + "/auth"
    assert {name: value for name, (value,) in parse_qs(url.query).items()} == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": "https://testserver/masuk/google/",
        "scope": "openid email",
        "state": flow.state,
        "nonce": flow.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "prompt": "select_account",
    }


def test_two_attempts_share_no_secret() -> None:
    """And each has at least the 256 bits of 43 letters."""
    one, other = new_flow(), new_flow()
    secrets = {one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier}
    assert len(secrets) == 6
    assert min(len(secret) for secret in secrets) >= 43


async def test_a_code_is_worth_nothing_without_its_verifier(client: OpenIdClient, provider: Provider) -> None:
    """Whoever saw the code in an address bar or a log holds half of it."""
    flow, foreign = new_flow(), new_flow()
    code = await code_for(client, provider, flow)
    with pytest.raises(ProviderRefused):
        await client.claims(code, Flow(flow.state, flow.nonce, foreign.verifier), now())


async def test_a_code_works_once(client: OpenIdClient, provider: Provider) -> None:
    """A page that is loaded again signs nobody in again."""
    flow = new_flow()
    code = await code_for(client, provider, flow)
    await client.claims(code, flow, now())
    with pytest.raises(ProviderRefused):
        await client.claims(code, flow, now())


@pytest.mark.parametrize("code", ["", "unknown", "x" * 2_049, "a\nb", "\ud800", "kode\x00", "kodé"])
async def test_what_is_no_code_is_refused(client: OpenIdClient, provider: Provider, code: str) -> None:
    """It comes from an address bar: anybody types what they like."""
    with pytest.raises(ProviderRefused):
        await client.claims(code, new_flow(), now())


@pytest.mark.parametrize(
    "alteration",
    [
        *("wrong-nonce", "no-nonce", "wrong-audience", "no-audience", "many-audiences", "another-party"),
        *(
            "wrong-issuer",
            "no-issuer",
            "expired",
            "no-expiry",
            "from-the-future",
            "not-yet",
            "no-issue-time",
            "no-subject",
        ),
        *("wrong-at-hash", "none", "none-with-kid", "hs256-public-key", "foreign-kid", "no-kid", "foreign-key"),
        *("embedded-key", "another-algorithm", "garbage"),
    ],
)
async def test_a_token_that_is_not_exactly_ours_signs_nobody_in(
    client: OpenIdClient, provider: Provider, alteration: str
) -> None:
    """Each is signed by the provider's real key unless its signature is the attack; the next good one still counts."""
    provider.alter_next_token(alteration)
    with pytest.raises(ProviderRefused) as refusal:
        await signed_in(client, provider)
    assert refusal.value.code is ProblemCode.PROVIDER_REFUSED
    assert (await signed_in(client, provider)).subject == SITI


async def test_several_audiences_are_taken_when_we_are_the_party(client: OpenIdClient, provider: Provider) -> None:
    """The same token without that claim is refused above."""
    provider.alter_next_token("many-audiences-own-party")
    assert (await signed_in(client, provider)).subject == SITI


async def test_a_token_ends_a_minute_after_its_time(client: OpenIdClient, provider: Provider) -> None:
    """Clocks differ by seconds; by hours they don't."""
    issued = now().replace(microsecond=0)
    provider.set_clock(issued)
    for at in (issued - timedelta(seconds=60), issued + timedelta(seconds=3659)):
        assert (await signed_in(client, provider, at=at)).subject == SITI
    for at in (issued - timedelta(seconds=61), issued + timedelta(seconds=3660)):
        with pytest.raises(ProviderRefused):
            await signed_in(client, provider, at=at)


async def test_an_unverified_address_is_told_as_one(client: OpenIdClient, provider: Provider) -> None:
    """What follows from it is decided elsewhere."""
    claims = await signed_in(client, provider, "belum-terbukti+siti@contoh.id")
    assert (claims.email, claims.email_verified) == ("belum-terbukti+siti@contoh.id", False)


@pytest.mark.parametrize(("alteration", "email"), [("verified-as-text", SITI), ("no-address", "")])
async def test_only_the_providers_plain_yes_verifies_an_address(
    client: OpenIdClient, provider: Provider, alteration: str, email: str
) -> None:
    """The word "true" is none, and an address that is not there is not verified either."""
    provider.alter_next_token(alteration)
    claims = await signed_in(client, provider)
    assert (claims.email, claims.email_verified) == (email, False)


async def test_the_subject_stays_when_the_address_changes(client: OpenIdClient, provider: Provider) -> None:
    """It is the identity; the address is what the provider knows today."""
    provider.rename(SITI, "siti.baru@contoh.id")
    claims = await signed_in(client, provider)
    assert (claims.subject, claims.email) == (SITI, "siti.baru@contoh.id")


async def test_addresses_and_keys_are_asked_for_once_an_hour(client: OpenIdClient, provider: Provider) -> None:
    """However many come, and at once: nobody waits for what another has fetched."""
    await asyncio.gather(*(client.authorization_url(new_flow(), now()) for _ in range(20)))
    for _ in range(3):
        await signed_in(client, provider)
    assert (provider.count(DISCOVERY), provider.count("/jwks")) == (1, 1)
    await client.authorization_url(new_flow(), now() + timedelta(minutes=61))
    assert provider.count(DISCOVERY) == 2


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_new_keys_cost_one_fetch_and_no_restart(client: OpenIdClient, provider: Provider, algorithm: str) -> None:
    """Providers change their keys every few weeks, and tell nobody."""
    await signed_in(client, provider)
    provider.rotate(algorithm)
    for _ in range(3):
        assert (await signed_in(client, provider)).subject == SITI
    assert provider.count("/jwks") == 2


async def test_a_rotation_ends_with_its_test(client: OpenIdClient, provider: Provider) -> None:
    """One provider serves all tests of a process, in whatever order they come."""
    provider.rotate("ES256").reset().alter_next_token("another-algorithm")
    with pytest.raises(ProviderRefused):
        await signed_in(client, provider)


async def test_foreign_keys_cost_one_fetch_a_minute(client: OpenIdClient, provider: Provider) -> None:
    """Otherwise whoever sends invented key names makes us flood the provider."""
    await signed_in(client, provider)
    for minutes in (0, 0, 2, 2, 2, 4):
        provider.alter_next_token("foreign-kid")
        with pytest.raises(ProviderRefused):
            await signed_in(client, provider, at=now() + timedelta(minutes=minutes))
    assert provider.count("/jwks") == 1 + 3


async def test_without_a_client_id_the_way_is_off(make_settings: MakeSettings, provider: Provider) -> None:
    """And nothing is asked of anybody."""
    client = OpenIdClient(make_settings(google_issuer=provider.issuer))
    assert not client.is_on
    with pytest.raises(ProviderUnavailable):
        await client.authorization_url(new_flow(), now())
    with pytest.raises(ProviderUnavailable):
        await client.claims("code", new_flow(), now())
    await client.aclose()
    assert provider.count(DISCOVERY) == 0


async def test_a_wrong_secret_of_ours_is_no_fault_of_the_person(
    make_settings: MakeSettings, provider: Provider
) -> None:
    """Starting again would not help them; another way in does."""
    client = OpenIdClient(make_settings(**provider.settings | {"google_client_secret": "another"}))
    with pytest.raises(ProviderUnavailable):
        await signed_in(client, provider)
    await client.aclose()


async def test_a_slow_provider_is_given_up(make_settings: MakeSettings, provider: Provider) -> None:
    """The person waits in front of a telephone."""
    client = OpenIdClient(make_settings(**provider.settings), patience=0.5)
    flow = new_flow()
    code = await code_for(client, provider, flow)
    provider.delay_tokens(3)
    started = now()
    with pytest.raises(ProviderUnavailable):
        await client.claims(code, flow, now())
    assert now() - started < timedelta(seconds=2)
    await client.aclose()
