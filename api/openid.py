"""Sign-in through an OpenID Connect provider: Google in production, any other by its issuer's address."""

import asyncio
import os
import secrets
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Generic, Protocol, TypeVar, cast

import httpx2
import structlog
from authlib.integrations.httpx_client import (  # pyright: ignore[reportMissingTypeStubs] - no types of its own
    AsyncOAuth2Client,
    OAuthError,
)

from api.id_tokens import Claims, Expected, NotProven, SigningKey, key_name, proven, signing_keys
from api.refusal import ProblemCode, Refusal
from api.settings import Settings

CALLBACK = "/masuk/google/"
"""The page that the provider sends people back to; its script hands code and state to the API."""
KEPT = timedelta(hours=1)
KEYS_AT_MOST_EVERY = timedelta(minutes=1)
PATIENCE_SECONDS = 5.0
LARGEST_ANSWER_BYTES = 65_536
LONGEST_CODE = 2_048
DISCOVERY = "/.well-known/openid-configuration"

# Of all that a token endpoint may complain about (RFC 6749, section 5.2), what the person's code can cause.
_CODES_FAULT = {"invalid_grant", "invalid_request"}
# The network's faults, and what the libraries raise over answers that make no sense.
_TROUBLE = (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError, TypeError, OverflowError, RecursionError)

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.openid")
T = TypeVar("T")


class ProviderUnavailable(Refusal):
    """The provider is not configured, doesn't answer in time, or answers what makes no sense."""

    code = ProblemCode.PROVIDER_UNAVAILABLE


class ProviderRefused(Refusal):
    """The provider doesn't vouch for this sign-in: the code is wrong, used or too old, or its token proves nothing."""

    code = ProblemCode.PROVIDER_REFUSED


@dataclass(frozen=True, slots=True)
class Flow:
    """The secrets of one attempt: `state` ties the answer to the browser, `nonce` the token, `verifier` the code."""

    state: str
    nonce: str
    verifier: str


def new_flow() -> Flow:
    """Secrets for one attempt, each of at least 256 random bits."""
    return Flow(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


class _Protocol(Protocol):
    """What is used of Authlib's client, which has no types."""

    def create_authorization_url(self, url: str, *, state: str, code_verifier: str, **more: str) -> tuple[str, str]: ...

    async def fetch_token(self, url: str, **fields: str) -> Mapping[str, object]: ...

    async def request(self, method: str, url: str, *, withhold_token: bool) -> httpx2.Response: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Addresses:
    """What is needed of the provider's discovery document."""

    authorization: str
    token: str
    keys: str


class OpenIdClient:
    """One provider, known by its issuer. Keeps connections, addresses and keys; `aclose` it at the end."""

    def __init__(self, settings: Settings, *, patience: float = PATIENCE_SECONDS) -> None:
        self._issuer = settings.google_issuer
        self._client_id = settings.google_client_id
        self._patience = patience
        client = AsyncOAuth2Client(
            client_id=self._client_id,
            client_secret=settings.google_client_secret.get_secret_value(),
            scope="openid email",
            redirect_uri=settings.public_url + CALLBACK,
            code_challenge_method="S256",
            # What was compressed could grow beyond every bound.
            headers={"accept-encoding": "identity"},
            timeout=patience,
            verify=_authorities(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")),
            follow_redirects=False,
            event_hooks={"response": [_bound]},
        )
        self._http = cast("_Protocol", client)
        self._addresses = _Kept(self._fetched_addresses)
        self._keys = _Kept(self._fetched_keys)

    @property
    def is_on(self) -> bool:
        """Whether this way of signing in is configured."""
        return bool(self._client_id)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def authorization_url(self, flow: Flow, at: datetime) -> str:
        """Where to send the browser for this attempt: code flow with PKCE; the person chooses an account there.

        Raises:
            ProviderUnavailable
        """
        addresses = await self._known_addresses(at)
        url, _ = self._http.create_authorization_url(
            addresses.authorization,
            state=flow.state,
            code_verifier=flow.verifier,
            nonce=flow.nonce,
            prompt="select_account",
        )
        return url

    async def claims(self, code: str, flow: Flow, at: datetime) -> Claims:
        """Who signed in, by the code that came back. Whether the state came back too is the caller's to compare.

        Raises:
            ProviderUnavailable
            ProviderRefused
        """
        if not (0 < len(code) <= LONGEST_CODE and code.isascii() and code.isprintable()):
            raise ProviderRefused
        addresses = await self._known_addresses(at)
        answer = await self._exchanged(code, flow, addresses)
        token = answer.get("id_token")
        try:
            if not isinstance(token, str):
                raise NotProven("id_token")
            key = await self._key(key_name(token), at)
            expected = Expected(self._issuer, self._client_id, flow.nonce, answer.get("access_token"), at)
            return proven(token, key, expected)
        except NotProven as refused:
            log.warning("an ID token was refused", check=str(refused))
            raise ProviderRefused from refused

    async def _known_addresses(self, at: datetime) -> _Addresses:
        if not self.is_on:
            raise ProviderUnavailable
        return await self._addresses.get(at)

    async def _exchanged(self, code: str, flow: Flow, addresses: _Addresses) -> Mapping[str, object]:
        try:
            async with self._reaching(addresses.token):
                return await self._http.fetch_token(
                    addresses.token, grant_type="authorization_code", code=code, code_verifier=flow.verifier
                )
        except OAuthError as error:
            # Whatever JSON holds may stand there.
            reason = str(error.error)
            log.warning("a code was refused", error=reason[:40])
            if reason in _CODES_FAULT:
                raise ProviderRefused from error
            raise ProviderUnavailable from error

    async def _key(self, name: str, at: datetime) -> SigningKey:
        """The key of this name. An unknown one may be new since the set was fetched."""
        key = (await self._keys.get(at)).get(name) or (await self._keys.anew(at, KEYS_AT_MOST_EVERY)).get(name)
        if key is None:
            raise NotProven("kid")
        return key

    async def _fetched_addresses(self, _at: datetime) -> _Addresses:
        document = await self._document(self._issuer.rstrip("/") + DISCOVERY)
        found = [document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        scheme = self._issuer.partition("://")[0] + "://"
        if document.get("issuer") != self._issuer:
            raise _unavailable(self._issuer, "another issuer")
        urls = [url for url in found if isinstance(url, str) and url.startswith(("https://", scheme))]
        if len(urls) != len(found):
            raise _unavailable(self._issuer, "addresses missing or unsafe")
        return _Addresses(*urls)

    async def _fetched_keys(self, at: datetime) -> dict[str, SigningKey]:
        address = (await self._known_addresses(at)).keys
        keys = signing_keys(await self._document(address))
        if not keys:
            raise _unavailable(address, "no usable key")
        return keys

    async def _document(self, url: str) -> Mapping[str, object]:
        async with self._reaching(url):
            response = await self._http.request("GET", url, withhold_token=True)
            document: object = response.json() if response.status_code == 200 else None
        if not isinstance(document, dict):
            raise _unavailable(url, f"status {response.status_code}, or no object")
        return cast("dict[str, object]", document)

    @asynccontextmanager
    async def _reaching(self, url: str) -> AsyncGenerator[None]:
        """What may go wrong on the way becomes one refusal. The limit is for the whole: a slow drip counts too."""
        try:
            async with asyncio.timeout(self._patience):
                yield
        except _TROUBLE as error:
            raise _unavailable(url, type(error).__name__) from error


def _unavailable(url: str, reason: str) -> ProviderUnavailable:
    log.error("the sign-in provider can't be used", address=url, reason=reason)
    return ProviderUnavailable()


class _Kept(Generic[T]):
    """Something of the provider's: fetched by one caller at a time, kept for an hour, forgotten when fetching fails."""

    def __init__(self, fetch: Callable[[datetime], Awaitable[T]]) -> None:
        self._fetch = fetch
        self._lock = asyncio.Lock()
        self._failures = 0
        self._held: tuple[T, datetime] | None = None
        self._doubted_at: datetime | None = None

    async def get(self, at: datetime) -> T:
        """What was fetched within the hour, or else now.

        Raises:
            ProviderUnavailable
        """
        failures = self._failures
        # Without waiting for the lock where nothing is to be fetched.
        if held := self._fresh(at):
            return held[0]
        async with self._lock:
            if held := self._fresh(at):
                return held[0]
            if failures != self._failures:
                # Whoever went first has waited for all: a provider that is down costs nobody a queue.
                raise ProviderUnavailable
            return await self._renewed(at)

    async def anew(self, at: datetime, pause: timedelta) -> T:
        """Fetched now because what is kept lacks something, but not again within the pause.

        Raises:
            ProviderUnavailable
        """
        async with self._lock:
            if self._held and self._doubted_at and abs(at - self._doubted_at) < pause:
                return self._held[0]
            self._doubted_at = at
            return await self._renewed(at)

    def _fresh(self, at: datetime) -> tuple[T, datetime] | None:
        # Callers' times may be slightly out of order, and a clock may be set back: distance either way.
        return self._held if self._held and abs(at - self._held[1]) < KEPT else None

    async def _renewed(self, at: datetime) -> T:
        try:
            value = await self._fetch(at)
        except ProviderUnavailable:
            self._failures += 1
            self._held = None
            raise
        self._held = (value, at)
        return value


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with an error where it grows too large."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > LARGEST_ANSWER_BYTES:
                raise httpx2.DecodingError("the answer is too large")
            yield part

    async def aclose(self) -> None:
        """Close what it reads from."""
        await self._stream.aclose()


@cache
def _authorities(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Whom this machine trusts, or whom these variables name. Read once: it takes longer than the rest of a client."""
    return httpx2.create_ssl_context()


async def _bound(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.DecodingError("compressed, though identity was asked for")
    response.stream = _Bounded(cast("httpx2.AsyncByteStream", response.stream))
