"""Providers that are down, slow, or not who they say: one refusal for all, soon, and without a trace of harm."""

import asyncio
import base64
import gzip
import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from api.openid import LARGEST_ANSWER_BYTES, OpenIdClient, ProviderRefused, ProviderUnavailable, new_flow
from api.refusal import Refusal
from api.settings import Settings
from tests.openid.impostor import DISCOVERY, Impostor, Spoken, impostor, self_signed

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MakeSettings = Callable[..., Settings]


@pytest.fixture
async def spoken() -> AsyncGenerator[Impostor]:
    async with impostor() as made:
        yield made


@asynccontextmanager
async def opened(make_settings: MakeSettings, issuer: str, patience: float = 2) -> AsyncGenerator[OpenIdClient]:
    settings = make_settings(google_issuer=issuer, google_client_id="us", google_client_secret="secret")
    client = OpenIdClient(settings, patience=patience)
    try:
        yield client
    finally:
        await client.aclose()


def discovery(**changes: object) -> Spoken:
    return lambda one: one.says(DISCOVERY, one.discovery(**changes))


def issuer_with_a_slash(one: Impostor) -> None:
    one.says(DISCOVERY, one.discovery(issuer=one.issuer + "/"))


def compressed(one: Impostor) -> None:
    """In order, but nobody knows how large it becomes."""
    one.says(DISCOVERY, gzip.compress(json.dumps(one.discovery()).encode()), headers="Content-Encoding: gzip\r\n")


def raw(body: bytes, status: int = 200, headers: str = "") -> Spoken:
    return lambda one: one.says(DISCOVERY, body, status, headers)


def header(says: object) -> str:
    """A token's first part."""
    return base64.urlsafe_b64encode(json.dumps(says).encode()).decode().rstrip("=")


async def test_an_impostor_that_behaves_is_believed(make_settings: MakeSettings, spoken: Impostor) -> None:
    """Otherwise the refusals below would prove nothing."""
    async with opened(make_settings, spoken.issuer) as client:
        assert (await client.authorization_url(new_flow(), AT)).startswith(spoken.issuer + "/auth?")


@pytest.mark.parametrize(
    "says",
    [
        discovery(issuer="https://accounts.example"),
        discovery(issuer=None),
        issuer_with_a_slash,
        discovery(token_endpoint=None),
        discovery(jwks_uri="file:///etc/passwd"),
        discovery(authorization_endpoint=["https://accounts.example"]),
        raw(b"<html>Sign in to the hotel's network</html>"),
        raw(b"[]"),
        raw(b"[" * 50_000),
        raw(b"\xff\xfe"),
        raw(b"{}", 503),
        raw(b"", 302, "Location: /elsewhere\r\n"),
        discovery(more="x" * LARGEST_ANSWER_BYTES),
        compressed,
    ],
)
async def test_a_discovery_document_that_makes_no_sense_is_not_used(
    make_settings: MakeSettings, spoken: Impostor, says: Spoken
) -> None:
    """Another issuer's document would send people, codes and our secret to its addresses."""
    says(spoken)
    async with opened(make_settings, spoken.issuer) as client:
        with pytest.raises(ProviderUnavailable):
            await client.authorization_url(new_flow(), AT)
    assert spoken.asked == [DISCOVERY]


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    """Whoever stands in between has one of those."""
    tls, _ = self_signed(tmp_path)
    async with impostor(tls) as hidden, opened(make_settings, hidden.issuer) as client:
        with pytest.raises(ProviderUnavailable):
            await client.authorization_url(new_flow(), AT)
        assert hidden.asked == []


async def test_a_provider_with_tls_is_never_left_for_one_without(
    make_settings: MakeSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain address in its document would carry code and secret in the open."""
    tls, certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with impostor(tls) as vouched, opened(make_settings, vouched.issuer) as client:
        vouched.says(DISCOVERY, vouched.discovery(token_endpoint="http://127.0.0.1/token"))
        with pytest.raises(ProviderUnavailable):
            await client.authorization_url(new_flow(), AT)
        assert vouched.asked == [DISCOVERY]
        vouched.says(DISCOVERY, vouched.discovery())
        assert (await client.authorization_url(new_flow(), AT)).startswith("https://")


@pytest.mark.parametrize(
    ("answer", "status", "refusal"),
    [
        ({"error": "invalid_grant"}, 400, ProviderRefused),
        ({"error": "invalid_client"}, 401, ProviderUnavailable),
        ({"error": ["invalid_grant"]}, 400, ProviderUnavailable),
        ({"error": "server_error"}, 500, ProviderUnavailable),
        ({}, 200, ProviderRefused),
        ({"id_token": 7}, 200, ProviderRefused),
        ({"id_token": "", "expires_in": "soon"}, 200, ProviderUnavailable),
        (b'{"id_token": "x", "expires_in": Infinity}', 200, ProviderUnavailable),
        ({"id_token": "a.b.c"}, 200, ProviderRefused),
        ({"id_token": header({"alg": "RS256", "kid": ["a"]}) + ".e30.AAAA"}, 200, ProviderRefused),
        ({"id_token": "W1tbW1tbW1tbW1tb" * 3_000 + ".e30."}, 200, ProviderRefused),
        ([], 200, ProviderUnavailable),
        (b"<html>", 200, ProviderUnavailable),
        (b"x" * (LARGEST_ANSWER_BYTES + 1), 200, ProviderUnavailable),
    ],
)
async def test_a_token_endpoint_may_answer_what_it_likes(
    make_settings: MakeSettings, spoken: Impostor, answer: object, status: int, refusal: type[Refusal]
) -> None:
    """The person's own fault is told apart from ours and the provider's; nothing of it is a bug."""
    spoken.says("/token", answer, status)
    async with opened(make_settings, spoken.issuer) as client:
        with pytest.raises(refusal):
            await client.claims("code", new_flow(), AT)


def on_another_curve() -> dict[str, str]:
    """A key in order, too large for ES256."""
    point = ec.generate_private_key(ec.SECP384R1()).public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(one.to_bytes(48)).decode() for one in (point.x, point.y))
    return {"kty": "EC", "kid": "a", "crv": "P-384", "x": x, "y": y}


UNUSABLE_KEY_SETS: list[object] = [
    {},
    {"keys": "none"},
    {"keys": [7, None, {}]},
    {"keys": [{"kty": "oct", "kid": "a", "k": "c2VjcmV0"}]},
    {"keys": [{"kty": "RSA", "kid": "a", "n": "AQ", "e": 7}]},
    {"keys": [on_another_curve()]},
    {"keys": [{"kty": "EC", "kid": "a", "crv": "P-256", "x": "AA", "y": "AA"}]},
    {"keys": [{"kty": ["RSA"], "kid": "a"}]},
]


@pytest.mark.parametrize("keys", UNUSABLE_KEY_SETS)
async def test_a_key_set_without_a_usable_key_is_none(
    make_settings: MakeSettings, spoken: Impostor, keys: object
) -> None:
    """A symmetric key in a public set is everybody's key."""
    spoken.says("/token", {"id_token": header({"alg": "HS256", "kid": "a"}) + ".e30.AAAA"})
    spoken.says("/jwks", keys)
    async with opened(make_settings, spoken.issuer) as client:
        with pytest.raises(ProviderUnavailable):
            await client.claims("code", new_flow(), AT)


async def test_a_provider_that_drips_is_given_up(make_settings: MakeSettings, spoken: Impostor) -> None:
    """Each byte comes in time; the whole would take minutes."""
    spoken.drip_seconds = 0.1
    started = time.monotonic()
    async with opened(make_settings, spoken.issuer, patience=0.5) as client:
        with pytest.raises(ProviderUnavailable):
            await client.authorization_url(new_flow(), AT)
    assert time.monotonic() - started < 1.5


async def test_a_provider_that_is_down_makes_nobody_queue(make_settings: MakeSettings, spoken: Impostor) -> None:
    """Fifty who come at once wait for one attempt, not for fifty; whoever comes later finds it mended."""
    spoken.drip_seconds = 0.1
    started = time.monotonic()
    async with opened(make_settings, spoken.issuer, patience=0.5) as client:
        urls = (client.authorization_url(new_flow(), AT) for _ in range(50))
        results = await asyncio.gather(*urls, return_exceptions=True)
        assert all(isinstance(one, ProviderUnavailable) for one in results)
        assert spoken.asked == [DISCOVERY]
        assert time.monotonic() - started < 1.5
        spoken.drip_seconds = 0.0
        assert await client.authorization_url(new_flow(), AT)


async def test_a_provider_that_is_not_there_is_told_at_once(make_settings: MakeSettings) -> None:
    """Refused connections and names that nobody knows."""
    async with impostor() as gone:
        pass
    for issuer in (gone.issuer, "http://provider.invalid", "http://[", "nothing"):
        async with opened(make_settings, issuer) as client:
            with pytest.raises(ProviderUnavailable):
                await client.authorization_url(new_flow(), AT)
