"""The API as one ASGI application: routes, and everything from outside built once and handed out."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
import uuid_utils.compat
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import authority as published
from api import database, files, one_click, outbox, publishing, verifying
from api.accounts.guard import Guard
from api.certification.badge import did_document
from api.edge import Context, asked_too_often, preferred_language
from api.mail import smtp_mailer
from api.openid import OpenIdClient
from api.pictures import Pictures
from api.refusal import TooManyRequests
from api.schema import core
from api.settings import Settings, SettingsError
from api.signing import signing_plan
from api.throttle import Throttle
from api.tools import Clock, Storage, Tools, utc_now
from api.vault import Vault
from api.verification_keys import VerificationKeys, VerificationKeysUnusable, make_verification_key
from api.view import GraphQLView
from api.worker import Worker
from certificates import BrowserMissing, CertificateFields, Renderer, find_browser, open_renderer
from certificates.signing import KeyFile, Signer, SigningFailed, make_development_key, open_signer

KEYS_ARE_KEPT = {"cache-control": "public, max-age=3600", "access-control-allow-origin": "*"}
"""A new key is there for a while before anybody meets a credential of it; a retired one stays."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.http")


@dataclass(frozen=True, slots=True)
class System:
    """The running parts of one process."""

    app: Starlette
    worker: Worker
    tools: Tools


@asynccontextmanager
async def system(settings: Settings, clock: Clock = utc_now) -> AsyncGenerator[System]:
    """Everything opened: database, storage, mail, renderer, signing key. Closed at the end, in reverse.

    The single worker of a SQLite system takes its dead predecessor's leases back at once.
    """
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(database.opened(settings))
        if settings.database_url.startswith("sqlite://"):
            await outbox.release_leases()
        storage = opened_storage(settings)
        pictures = Pictures(settings.office_images, storage)
        await stack.enter_async_context(_beside(pictures.keep_when_possible()))
        renderer = await _renderer(stack, settings, pictures)
        signer = await _signer(stack, settings)

        async def warm() -> None:
            await renderer.warm(settings.certificate_template)
            await signer.warm()

        throttle = Throttle(settings.limits_url, settings.token_key.get_secret_value())
        stack.push_async_callback(throttle.close)
        tools = Tools(
            settings=settings,
            clock=clock,
            throttle=throttle,
            vault=Vault.of(settings),
            send=smtp_mailer(settings),
            storage=storage,
            renderer=renderer,
            sign=signer.sign,
            keys=verification_keys(settings),
            openid=await stack.enter_async_context(aclosing(OpenIdClient(settings))),
        )
        yield System(create_app(tools), Worker(tools, warm=warm), tools)


def create_app(tools: Tools) -> Starlette:
    """The routes over the given tools."""
    guard = Guard(tools.settings)
    view = GraphQLView(core(), introspection=tools.settings.environment == "development")

    async def graphql(request: Request) -> Response:
        return await view(request, await _context(request, tools, guard))

    async def did(_request: Request) -> Response:
        document = did_document(tools.settings.public_url, tools.keys)
        return JSONResponse(document, media_type="application/did+json", headers=KEYS_ARE_KEPT)

    def token(answer: Callable[[str, Tools], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """For whoever has a link with a token in it."""

        # Starlette would have a thread call what is no coroutine's function.
        async def answered(request: Request) -> Response:
            return await answer(request.path_params["token"], tools)

        return answered

    def asked(answer: Callable[[Context], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """For whoever asks, as whom they are known."""

        async def answered(request: Request) -> Response:
            return await answer(await _context(request, tools, guard))

        return answered

    routes = [
        Route("/graphql", graphql, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        Route("/files/certificates/{token}/{name}", token(files.certificate), methods=["GET"]),
        Route("/files/badges/{token}/{name}", token(files.badge), methods=["GET"]),
        Route("/files/name-preview/{token}.webp", token(files.name_preview), methods=["GET"]),
        Route("/files/my-data/{token}.zip", token(files.my_data), methods=["GET"]),
        Route("/.well-known/did.json", did, methods=["GET"]),
        Route("/checks/files/{sha256}", asked(verifying.by_file), methods=["GET"]),
        Route("/checks/{code}", asked(verifying.by_code), methods=["GET"]),
        Route("/certificates/authority.json", asked(published.authority), methods=["GET"]),
        Route("/certificates/{code}/inclusion.json", asked(published.inclusion), methods=["GET"]),
        Route("/stop-reminders/{token}", token(one_click.stop_reminders), methods=["POST"]),
        Route("/releases/{digest}", asked(publishing.put_release), methods=["PUT"]),
        Route("/releases/{digest}/impact", asked(publishing.post_impact), methods=["POST"]),
        Route("/classes/{slug}/items", asked(publishing.get_items), methods=["GET"]),
        Route("/healthz", _health, methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={TooManyRequests: asked_too_often})
    app.add_middleware(RequestLog)
    return app


def opened_storage(settings: Settings) -> Storage:
    """The storage that STORAGE_URL names: file:///folder, s3://bucket/prefix, or another that obstore knows.

    Raises:
        SettingsError: it names none, or one that can't be opened.
    """
    try:
        if settings.storage_url.startswith("file://"):
            folder = Path(settings.storage_url.removeprefix("file://"))
            return Storage(LocalStore(folder, mkdir=True))
        return Storage(from_url(settings.storage_url))
    except (BaseError, OSError, ValueError) as error:
        raise SettingsError(
            "STORAGE_URL can't be opened; it looks like file:///folder or s3://bucket/prefix"
        ) from error


class AbsentRenderer:
    """Stands in where no Chromium is installed: people pass and are certified, and the PDFs follow when it is there."""

    def __init__(self, wanted: Path | None) -> None:
        self._wanted = wanted

    async def render(self, fields: CertificateFields) -> bytes:
        """Always raises BrowserMissing, which keeps the job for later and tells staff why."""
        raise BrowserMissing(self._wanted)

    async def warm(self, template: str) -> None:
        """Nothing: the log has said at the start what is missing."""

    async def picture(self, fields: CertificateFields) -> bytes:
        """Always raises BrowserMissing; whoever asked is told to come back, and shows a drawing of its own."""
        raise BrowserMissing(self._wanted)


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Done while the block lasts, and broken off at its end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _renderer(stack: AsyncExitStack, settings: Settings, pictures: Pictures) -> Renderer | AbsentRenderer:
    if find_browser(settings.browser_path) is None:
        log.warning("no Chromium found; certificates wait until one is installed")
        return AbsentRenderer(settings.browser_path)
    return await stack.enter_async_context(open_renderer(settings.browser_path, images=pictures.content))


async def _signer(stack: AsyncExitStack, settings: Settings) -> Signer:
    plan = signing_plan(settings)
    if settings.environment == "development" and isinstance(plan.key, KeyFile):
        make_development_key(plan.key.path)
    try:
        return await stack.enter_async_context(open_signer(plan))
    except SigningFailed as error:
        raise SettingsError(f"SIGNING_KEY, SIGNING_PASSPHRASE: {error.why}") from error


def verification_keys(settings: Settings) -> VerificationKeys:
    """Those of VERIFICATION_KEYS; a development system makes one of its own.

    Raises:
        SettingsError
    """
    folder = settings.verification_keys or settings.home / "keys" / "verification"
    if settings.environment == "development" and not folder.exists():
        make_verification_key(folder, "development")
    try:
        return VerificationKeys.load(folder)
    except VerificationKeysUnusable as error:
        raise SettingsError(f"VERIFICATION_KEYS: {error}") from error


async def _context(request: Request, tools: Tools, guard: Guard) -> Context:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    identity = await guard.identity(token, tools.clock()) if scheme.lower() == "bearer" else None
    language = preferred_language(request.headers.get("accept-language", ""))
    return Context(request=request, tools=tools, identity=identity, language=language)


async def _health(_request: Request) -> Response:
    """Whether the process answers and its database does."""
    await outbox.next_due(utc_now())
    return JSONResponse({"status": "ok"})


class RequestLog:
    """Gives each request an id and logs its outcome, without anything personal: no query, no address, no token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its id back in a header."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid_utils.compat.uuid7())
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            route = scope["path"].strip("/").partition("/")[0]
            log.info("request", id=request_id, method=scope["method"], route=route, status=status, ms=took)
